//! The examples of `tests/rules/<code>.md`, as they are written, and the language that each is in.

use std::collections::BTreeSet;
use std::fs;

use postil::diag::{Code, Locale, code};

/// What is said of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Flagged,
    Noted,
    Not,
}

/// Files of a site, and what is said of it.
pub(crate) struct Case {
    pub(crate) line: usize,
    /// The language of the part that it stands in: that of its files, and of what is said of them.
    pub(crate) locale: Locale,
    pub(crate) kind: Kind,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Where the expectation stands in the document; `None` if nothing is to be said.
    pub(crate) expected: Option<(std::ops::Range<usize>, String)>,
}

/// Reads the fences of a document: `path=…` is a file, `diagnostics` ends a case.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut files = Vec::new();
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let at = *offset;
        *offset += line.len();
        Some((at, line))
    });
    let mut number = 0;
    let (mut locale, mut kind) = (Locale::English, Kind::Flagged);
    while let Some((_, line)) = lines.next() {
        number += 1;
        let mark: String = line.chars().take_while(|it| matches!(it, '`' | '~')).collect();
        if mark.len() < 3 {
            // Prose between fences ends a case without an expectation.
            if !line.trim().is_empty() && !files.is_empty() {
                let files = std::mem::take(&mut files);
                cases.push(Case { line: start, locale, kind, files, expected: None });
            }
            match line.strip_prefix("## ").map(str::trim) {
                Some("中文") => locale = Locale::Chinese,
                Some("Flagged" | "会提示") => kind = Kind::Flagged,
                Some("Noted" | "只作附注") => kind = Kind::Noted,
                Some("Not flagged" | "不会提示") => kind = Kind::Not,
                _ => {}
            }
            continue;
        }
        let info = line[mark.len()..].trim();
        let opened = number;
        let mut content = String::new();
        let (mut from, mut to) = (None, 0);
        for (at, inner) in lines.by_ref() {
            number += 1;
            from = from.or(Some(at));
            to = at;
            if inner.trim_end() == mark {
                break;
            }
            content.push_str(inner);
        }
        if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("path=")) {
            if files.is_empty() {
                start = opened;
            }
            let is_hex = info.split_whitespace().any(|word| word == "hex");
            files.push((path.to_owned(), if is_hex { from_hex(&content) } else { unescape(&content) }));
        } else if info == "diagnostics" {
            cases.push(Case {
                line: start,
                locale,
                kind,
                files: std::mem::take(&mut files),
                expected: Some((from.unwrap_or(to)..to, content)),
            });
        }
    }
    if !files.is_empty() {
        cases.push(Case { line: start, locale, kind, files, expected: None });
    }
    cases
}

/// The bytes of a file that is no text: two digits each, as a hex dump shows them.
fn from_hex(text: &str) -> Vec<u8> {
    let digit = |it: char| it.to_digit(16).map(|it| it as u8);
    let digits: Vec<u8> = text.chars().filter_map(digit).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// `␉`, `␍`, `␀` and `␛BOM` stand for what an editor cannot see in a document.
fn unescape(text: &str) -> Vec<u8> {
    text.replace('␉', "\t").replace("␍", "\r").replace('␀', "\0").replace("␛BOM", "\u{feff}").into_bytes()
}

/// What only Chinese can be flagged for: marks and words of Chinese, and articles that WeChat is sent in Chinese alone.
/// English explains them, and their examples stay Chinese.
pub(crate) const OF_CHINESE: &[Code] = &[code::E605, code::M025, code::M030, code::O003];

fn has_han(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}'))
}

/// Whether a line is a sentence in English.
fn is_english(line: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let is_code = |c: char| matches!(c, '<' | '{' | '`' | '|' | ':');
    !has_han(line) && !line.trim_start().starts_with(is_code) && line.split(' ').filter(is_word).count() > 3
}

/// The texts of an example that are in its own language: a translation is in another.
fn texts(case: &Case) -> impl Iterator<Item = (&str, String)> {
    let is_own = |path: &str| !path.contains(".zh-CN.") && !path.contains(".en.");
    let own = case.files.iter().filter(move |(path, _)| is_own(path));
    own.map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
}

/// Lines of an example, and of what is said of it, that are in the other language.
fn strangers(case: &Case, code: Code) -> Vec<String> {
    let said = case.expected.as_ref().map_or("", |(_, said)| said.as_str());
    let mut found = Vec::new();
    if case.locale == Locale::English {
        // What is quoted of a translation is in another language.
        let is_of_one = texts(case).count() == case.files.len();
        let quoted = if is_of_one { said } else { "" };
        let written: Vec<String> = texts(case).map(|(_, text)| text).chain([quoted.to_owned()]).collect();
        found.extend(written.iter().flat_map(|text| text.lines()).filter(|line| has_han(line)).map(str::to_owned));
    } else {
        let written = texts(case).filter(|(path, _)| path.ends_with(".md"));
        for (_, text) in written {
            found.extend(text.lines().filter(|line| is_english(line)).map(str::to_owned));
        }
        // Of templates their own language says what is wrong.
        let is_of_templates = [code::T004, code::T005].contains(&code);
        let words = said.lines().filter_map(message).filter(|words| !is_of_templates && !has_han(words));
        found.extend(words.map(str::to_owned));
    }
    found
}

/// The words of a line that says something: the first of a diagnostic, its help, its notes.
fn message(line: &str) -> Option<&str> {
    let is_first = ["错误[", "警告[", "附注["].iter().any(|it| line.starts_with(it));
    let is_help = line.trim_start().starts_with("= ");
    line.split_once(": ").map(|(_, words)| words).filter(|_| is_first || is_help)
}

#[test]
fn every_example_is_in_the_language_of_its_part() {
    let mut faults = Vec::new();
    for code in Code::all() {
        let text =
            fs::read_to_string(crate::rules::folder().join(format!("{code}.md"))).expect("the document of a code");
        let (english, chinese) = text.split_once("\n## 中文\n").expect("a part in Chinese");
        let cases = cases(&text);
        let kinds = |locale: Locale| -> BTreeSet<Kind> {
            cases.iter().filter(|case| case.locale == locale).map(|case| case.kind).collect()
        };
        if kinds(Locale::English) != kinds(Locale::Chinese) {
            faults.push(format!("tests/rules/{code}.md: not the same kinds of examples in both languages"));
        }
        if chinese.contains("\n## Flagged\n") || chinese.contains("\n## Not flagged\n") {
            faults.push(format!("tests/rules/{code}.md: examples in English belong above `## 中文`"));
        }
        let is_exempt = OF_CHINESE.contains(&code);
        let says_so = english.split("\n## ").next().is_some_and(|words| words.contains("Chinese"));
        let needs_it = |case: &Case| case.kind == Kind::Flagged && texts(case).any(|(_, text)| has_han(&text));
        if is_exempt && !(says_so && cases.iter().any(|case| case.locale == Locale::English && needs_it(case))) {
            faults.push(format!("tests/rules/{code}.md: English neither says that it is about Chinese nor shows any"));
        }
        for case in cases.iter().filter(|case| case.locale == Locale::Chinese || !is_exempt) {
            let place = format!("tests/rules/{code}.md:{}", case.line);
            faults.extend(strangers(case, code).into_iter().map(|line| format!("{place}: {}", line.trim())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
