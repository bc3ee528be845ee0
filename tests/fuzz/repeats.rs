//! A few risky fragments, over and over: reading four times as many takes no more than some four times as long, and
//! memory stays in proportion.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod risky;

/// How much longer four times the text may take, and seconds of which no difference is looked at.
const FACTOR: f64 = 7.0;
const NOTHING: f64 = 0.5;
/// Bytes of the shorter text; the longer one has four times as many.
const LENGTH: usize = 16 << 10;
/// Bytes of memory for each byte of the longer text, and what every build takes.
const MEMORY: (u64, u64) = (8 << 10, 256 << 20);

fn seconds(text: &str) -> f64 {
    let start = risky::processor().unwrap_or_default();
    risky::read(text);
    risky::processor().unwrap_or_default() - start
}

fuzz_target!(|choice: &[u8]| {
    let unit: String =
        choice.iter().take(4).map(|byte| risky::FRAGMENTS[usize::from(*byte) % risky::FRAGMENTS.len()]).collect();
    if unit.is_empty() {
        return;
    }
    let text = unit.repeat(LENGTH / unit.len());
    let short = seconds(&text);
    risky::forget_peak();
    let long = seconds(&text.repeat(4));
    assert!(long < NOTHING || long < short * FACTOR, "{unit:?}: {short} s, four times as many {long} s");
    let most = MEMORY.0 * 4 * text.len() as u64 + MEMORY.1;
    assert!(risky::peak().is_none_or(|peak| peak < most), "{unit:?}: more than {most} bytes of memory");
});
