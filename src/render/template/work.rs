//! How much a template may do for one page: rounds of its loops, and bytes.
//!
//! A loop inside a loop inside a loop over all issues ends after hours. Each round of each loop calls [`ROUND`], which
//! stands in the template where the loop begins and counts; so the limit has its place there.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Kwargs, State, Tera, TeraResult};

use super::tags::tags;

/// The function that counts.
const ROUND: &str = "postil_round";
/// What is put into a template after the tag of a loop, and what stands there where the tag takes the blanks after it
/// away.
const CALLS: [&str; 2] = ["{{ postil_round() }}", "{{- postil_round() -}}"];
/// Rounds of loops for one page. A list of ten thousand issues with a dozen tags each takes a tenth of it.
pub(super) const ROUNDS: u32 = 1_000_000;
/// Bytes of one page.
const BYTES: usize = 64 << 20;

/// What an error begins with that says that a template does too much.
pub(super) const TOO_MUCH: &str = "too much for one page: ";

thread_local! {
    /// Rounds of the page that this thread renders. A page is rendered by one thread from its beginning to its end.
    static DONE: Cell<u32> = const { Cell::new(0) };
}

/// Begins to count for a page.
pub(super) fn begin() {
    DONE.set(0);
}

pub(super) fn register(tera: &mut Tera) {
    tera.register_function(ROUND, |_: Kwargs, _: &State| -> TeraResult<&'static str> {
        let done = DONE.get() + 1;
        DONE.set(done);
        if done > ROUNDS {
            return Err(tera::Error::message(format!("{TOO_MUCH}its loops go round more than {ROUNDS} times")));
        }
        Ok("")
    });
}

/// Where a template has loops, and what belongs there.
pub fn loops(template: &str) -> Vec<(usize, String)> {
    let loops = tags(template).into_iter().filter(|tag| tag.word() == "for");
    loops
        .map(|tag| {
            let takes_blanks = template[tag.span.clone()].ends_with("-%}");
            (tag.span.end, CALLS[usize::from(takes_blanks)].to_owned())
        })
        .collect()
}

/// A page on its way, which may be so long and no longer.
pub(super) struct Limited<'a> {
    pub(super) out: &'a mut Vec<u8>,
    pub(super) is_full: bool,
}

impl Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.out.len() + bytes.len() > BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How long a page may be, in megabytes.
pub(super) const MEGABYTES: usize = BYTES >> 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_found_where_they_are() {
        let template = "{% for a in b %}x{% endfor %}{# {% for c %} #}{%- for d, e in f -%} y{% raw %}{% for g %}{% endraw %}{% format %}{{ \"{% for\" }}";
        let found = loops(template);
        let before: Vec<&str> = found.iter().map(|(at, _)| &template[at - 4..*at]).collect();
        assert_eq!(before, ["b %}", " -%}"]);
        assert_eq!([found[0].1.as_str(), found[1].1.as_str()], CALLS);
    }
}
