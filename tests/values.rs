//! The handbook's list of what a template gets: made from the types, with a word on each field.
//!
//! In English that is what the type says of itself; in Chinese its editors write it into the page. `UPDATE=1 cargo test
//! values` writes new fields into both and takes old ones out; what they mean is then to be written into the Chinese one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postil::render::theme::TEMPLATES;
use postil::render::view::{VIEWS, View};

use crate::support::updates;

/// What the page says of each view.
type Abouts<'a> = BTreeMap<&'a str, String>;

/// What the page says of each field of a view.
type Words<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook").join(name)
}

fn views() -> impl Iterator<Item = &'static View> {
    VIEWS.iter().copied().flatten()
}

/// A page of the handbook that lists the values.
struct List {
    file: &'static str,
    head: &'static str,
    kind: fn(&str) -> String,
    /// Whether its words are its editors' and stay; otherwise they are those of the types.
    has_own_words: bool,
}

const LISTS: &[List] = &[
    List { file: "theme-values.md", head: "| 字段 | 类型 | 内容 |", kind: in_chinese, has_own_words: true },
    List { file: "theme-values.en.md", head: "| Field | Type | What it is |", kind: in_english, has_own_words: false },
];

#[test]
fn the_handbook_lists_every_value_that_a_template_gets() {
    for list in LISTS {
        let path = page(list.file);
        let text = fs::read_to_string(&path).expect("the page");
        let made = list.made_from_types(&text);
        if updates() {
            fs::write(&path, &made).expect("the page");
        }
        let differ = made.lines().zip(text.lines()).find(|(made, written)| made != written);
        assert!(
            updates() || made == text,
            "{} is not what the types say; UPDATE=1 cargo test values writes it anew: {differ:?}",
            path.display()
        );
        let word = |line: &str| line.rsplit('|').nth(1).unwrap_or_default().to_owned();
        let silent: Vec<&str> = made
            .lines()
            .filter(|line| {
                line.starts_with("| `") && is_chinese(&word(line)) != list.has_own_words && word(line) != " DOI "
            })
            .collect();
        assert!(silent.is_empty(), "say what these are in the language of {}:\n{}", path.display(), silent.join("\n"));
    }
}

#[test]
fn the_handbook_lists_every_template() {
    for file in ["themes.md", "themes.en.md"] {
        let text = fs::read_to_string(page(file)).expect("the page");
        for template in TEMPLATES {
            assert!(text.contains(&format!("`{template}`")), "content/handbook/{file} does not name {template}");
        }
    }
}

impl List {
    /// The page as the types have it, with the words that it has already where they are its own.
    fn made_from_types(&self, text: &str) -> String {
        let head = text.split_once("\n## ").map_or(text, |(head, _)| head);
        let (abouts, words) = if self.has_own_words { written(text) } else { Default::default() };
        let mut out = head.to_owned();
        for (name, about, fields) in views() {
            let about = abouts.get(name).map_or(about.trim(), String::as_str);
            write!(out, "\n## {name}\n\n{about}\n\n{}\n|:---|:---|:---|\n", self.head).expect("written");
            for (field, kind, documentation) in *fields {
                let field = field.trim_start_matches("r#");
                let word = words.get(&(*name, field)).map_or(documentation.trim(), |word| word.trim());
                let word = if self.has_own_words { word } else { word.trim_end_matches('.') };
                writeln!(out, "| `{field}` | {} | {word} |", (self.kind)(kind)).expect("written");
            }
        }
        out
    }
}

/// What the page says already: of each view, and of each of its fields.
fn written(text: &str) -> (Abouts<'_>, Words<'_>) {
    let mut abouts = BTreeMap::new();
    let mut words = BTreeMap::new();
    for section in text.split("\n## ").skip(1) {
        let mut lines = section.lines();
        let name = lines.next().unwrap_or_default().trim();
        for line in lines {
            let cells: Vec<&str> = line.split(" | ").collect();
            match cells[..] {
                [field, _, word] if field.starts_with("| `") => {
                    words.insert((name, field.trim_start_matches("| ").trim_matches('`')), word.trim_end_matches(" |"));
                }
                _ if !line.is_empty() && !line.starts_with('|') => {
                    abouts.entry(name).or_insert_with(|| line.to_owned());
                }
                _ => {}
            }
        }
    }
    (abouts, words)
}

/// A type as the handbook calls it.
fn in_chinese(kind: &str) -> String {
    let kind = kind.replace(' ', "");
    if let Some(inner) = kind.strip_prefix("Option<").and_then(|it| it.strip_suffix('>')) {
        return format!("{}，可无", in_chinese(inner));
    }
    match kind.as_str() {
        "String" => "文字",
        "bool" => "是否",
        "Html" => "HTML",
        "Value" => "对象",
        "Vec<Value>" => "列表",
        "Vec<String>" => "文字的列表",
        "u16" | "u32" | "usize" => "数",
        other => panic!("the handbook has no word for the type {other}"),
    }
    .to_owned()
}

/// A type as the English handbook calls it.
fn in_english(kind: &str) -> String {
    let chinese = in_chinese(kind);
    let (kind, or_none) = chinese.strip_suffix("，可无").map_or((chinese.as_str(), ""), |kind| (kind, " or none"));
    let name = match kind {
        "文字" => "text",
        "是否" => "true or false",
        "HTML" => "HTML",
        "对象" => "object",
        "列表" => "list",
        "文字的列表" => "list of texts",
        "数" => "number",
        other => panic!("the English handbook has no word for {other}"),
    };
    format!("{name}{or_none}")
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

#[test]
fn a_field_too_many_or_too_few_is_seen() {
    for list in LISTS {
        let text = fs::read_to_string(page(list.file)).expect("the page");
        let row = text.lines().find(|line| line.starts_with("| `")).expect("a field");
        for changed in [
            text.replacen(&format!("{row}\n"), "", 1),
            text.replacen(row, &format!("{row}\n| `nothing` | 文字 | 没有 |"), 1),
        ] {
            assert_ne!(list.made_from_types(&changed), changed);
        }
    }
}
