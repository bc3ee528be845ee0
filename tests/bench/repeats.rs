//! What a text costs that is one fragment over and over: `cargo bench --bench repeats`, with part of a fragment to try
//! only those that hold it. Fails where four times the text takes far more than four times as long.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::io::Write as _;
use std::process::ExitCode;

#[path = "../fuzz/risky.rs"]
mod risky;

/// How often a fragment stands in the texts.
const REPEATS: [usize; 3] = [2_000, 8_000, 32_000];
/// How much longer than the text it may take, from one of them to the next: 4 is in proportion, 16 is its square.
const FACTOR: f64 = 6.5;
/// Seconds of which the difference is not looked at.
const NOTHING: f64 = 0.3;
/// A text that has taken so many seconds is not tried four times as long.
const ENOUGH: f64 = 20.0;

fn main() -> ExitCode {
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    let mut is_sound = true;
    let say = |line: &str| {
        let _ = write!(std::io::stderr(), "{line}");
    };
    for fragment in risky::FRAGMENTS.iter().filter(|it| wanted.as_ref().is_none_or(|part| it.contains(part.as_str()))) {
        say(&format!("{:40}", format!("{fragment:?}")));
        let mut before = None;
        for repeats in REPEATS {
            risky::forget_peak();
            let start = risky::processor().unwrap_or_default();
            risky::read(&fragment.repeat(repeats));
            let seconds = risky::processor().unwrap_or_default() - start;
            let grows = before.is_some_and(|before| seconds > NOTHING && seconds > before * FACTOR + 0.02);
            say(&format!(
                " {seconds:8.2} s {:6.0} MB{}",
                risky::peak().unwrap_or_default() as f64 / 1e6,
                if grows { " !" } else { "  " }
            ));
            is_sound &= !grows;
            before = Some(seconds);
            if seconds > ENOUGH {
                break;
            }
        }
        say("\n");
    }
    if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
