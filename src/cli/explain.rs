//! `postil explain`: what a code means, from the document whose examples are its tests.
//!
//! A document is English, with a part `## 中文` that says the same for those who read Chinese. Each has examples in its
//! own language, with what is said of them in it.

use crate::diag::{Code, Locale, Severity, text};
use crate::lint::RULES;

/// Where the Chinese of a document begins.
const CHINESE: &str = "\n## 中文\n";

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
    let document = code.documentation();
    let (english, chinese) = document.split_once(CHINESE).unwrap_or((document, ""));
    let (title, english) = english.split_once('\n').unwrap_or((english, ""));
    match locale {
        Locale::English => format!("{title}\n\n{}{}\n", facts(code, locale), english.trim()),
        Locale::Chinese => {
            format!("# {code}：{}\n\n{}{}\n", code.about().say(locale), facts(code, locale), chinese.trim())
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
