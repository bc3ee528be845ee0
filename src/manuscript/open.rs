//! What an import has proposed and nobody has confirmed yet.

use super::write::front::read_in_text;
use crate::diag::{Locale, Span};

/// Results that were read in a text and stand in its front matter as remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The remarks, with the line above them.
    pub span: Span,
    /// What they say: YAML, once they are no remarks any more.
    pub lines: String,
}

/// The first such remarks of a text, in whichever language they were written.
pub fn open(text: &str) -> Option<Open> {
    let heads = [Locale::English, Locale::Chinese].map(|it| format!("## {}", read_in_text().say(it)));
    let mut at = 0;
    let mut lines = text.split_inclusive('\n');
    let start = lines.by_ref().find_map(|line| {
        let here = at;
        at += line.len();
        heads.iter().any(|head| head == line.trim_end()).then_some(here)
    })?;
    let mut open = Open { span: start..at, lines: String::new() };
    for line in lines {
        let Some(said) = line.strip_prefix('#') else { break };
        open.span.end += line.len();
        open.lines.push_str(said.strip_prefix(' ').unwrap_or(said).trim_end());
        open.lines.push('\n');
    }
    Some(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_below_their_line_are_open() {
        for locale in [Locale::English, Locale::Chinese] {
            let head = format!("## {}", read_in_text().say(locale));
            for end in ["\n", "\r\n"] {
                let text = format!("---\ntitle: 一\n\n{head}\n# trial:\n#   name:\nquiz: []\n# 旁注\n---\n")
                    .replace('\n', end);
                let open = open(&text).unwrap();
                assert_eq!(open.lines, "trial:\n  name:\n");
                assert_eq!(text[open.span], format!("{head}\n# trial:\n#   name:\n").replace('\n', end));
            }
        }
        assert_eq!(open("---\ntitle: 一\n# trial:\n---\n"), None);
    }
}
