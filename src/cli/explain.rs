//! `postil explain`: what a code means, from the document whose examples are its tests.
//!
//! A document is English, with a part `## 中文` that says the same for those who read Chinese. The examples belong to
//! both: what is flagged in them is told in English there, so the Chinese shows the files alone.

use crate::diag::{Code, Locale, Severity, text};
use crate::lint::RULES;

/// Where the Chinese of a document begins.
pub(super) const CHINESE: &str = "## 中文";

/// All codes, one a line.
pub(super) fn list(locale: Locale) -> String {
    let line = |code: Code| {
        let (severity, width) = match code.severity() {
            Severity::Error => (text!("error"), 7),
            Severity::Warning => (text!("warning"), 7),
            Severity::Note => (text!("note"), 7),
        };
        // Han are twice as wide.
        let severity = severity.say(locale);
        let wide = severity.chars().filter(|c| !c.is_ascii()).count();
        format!("{code}  {severity:<width$}  {}\n", code.about().say(locale), width = width - wide)
    };
    Code::all().map(line).collect()
}

/// One code.
pub(super) fn one(code: Code, locale: Locale) -> String {
    let parts = Document::of(code);
    match locale {
        Locale::English => {
            let (title, words) = parts.english.split_once('\n').unwrap_or((parts.english, ""));
            format!("{title}\n\n{}{}\n\n{}", facts(code, locale), words.trim(), parts.examples)
        }
        Locale::Chinese => {
            let words = if parts.chinese.is_empty() {
                parts.english.split_once('\n').map_or("", |it| it.1)
            } else {
                parts.chinese
            };
            let examples = parts.examples.replace("## Flagged", "## 会提示").replace("## Noted", "## 只作附注");
            let examples = examples.replace("## Not flagged", "## 不会提示");
            let title = code.about().say(locale).into_owned();
            format!("# {code}：{title}\n\n{}{}\n\n{}", facts(code, locale), words.trim(), files_alone(&examples))
        }
    }
}

/// What the table of rules knows of a code, in a line or two; nothing of a code that no house can switch.
fn facts(code: Code, locale: Locale) -> String {
    let Some(rule) = RULES.iter().find(|rule| rule.code == code) else { return String::new() };
    let facts =
        [rule.group.about(), rule.look.about(), rule.fix.about(), text!("since {version}", version = rule.since)];
    let mut line = facts.map(|fact| fact.say(locale).into_owned()).join(" · ");
    if code.has_notes() {
        line.push_str("\n\n");
        line.push_str(
            &text!(
                "Two levels: a warning where no usual method explains it, a note (`postil check --notes`) where one may"
            )
            .say(locale),
        );
    }
    if let Some(source) = rule.source {
        line.push_str("\n\n");
        line.push_str(&text!("After: {source}", source).say(locale));
    }
    format!("*{}*\n\n", line.replace("\n\n", "*\n\n*"))
}

/// A code's documentation in its parts, each with the line ends around it.
struct Document {
    /// The title and what is said of the code in English.
    english: &'static str,
    /// What is said of it in Chinese, without the heading.
    chinese: &'static str,
    /// The examples.
    examples: &'static str,
}

impl Document {
    fn of(code: Code) -> Self {
        let all = code.documentation();
        let begin = |heading: &str| {
            let found = all.find(&format!("\n{heading}\n"));
            found.map_or(all.len(), |at| at + 1)
        };
        let chinese = begin(CHINESE);
        let examples = begin("## Flagged").min(begin("## Not flagged"));
        let end = chinese.min(examples);
        let text = if chinese < examples { &all[chinese..examples] } else { "" };
        Self { english: &all[..end], chinese: text.trim_start_matches(CHINESE).trim(), examples: &all[examples..] }
    }
}

/// Examples without what is said of them in English: fences of diagnostics, and sentences between fences.
fn files_alone(examples: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<(&str, bool)> = None;
    for line in examples.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        let is_kept = match fence {
            None if marks >= 3 => {
                let is_file = line.contains("path=");
                fence = Some((&line[..marks], is_file));
                is_file
            }
            Some((open, is_file)) => {
                if line == open {
                    fence = None;
                }
                is_file
            }
            None => line.is_empty() || line.starts_with("## "),
        };
        if is_kept && !(line.is_empty() && out.ends_with("\n\n")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
