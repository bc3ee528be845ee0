//! The door of Tera: templates in, text out. An undefined variable is an error with its place.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::asset::Assets;
use super::phrase;
use super::printed::Thousands;
use crate::diag::{Diagnostic, Said, SourceText, Span, Text, code, text};

mod explain;
pub(super) mod tags;
mod work;

use explain::Explainer;

pub use work::loops;

thread_local! {
    /// How the house writes counts in the language of the page that this thread renders.
    static THOUSANDS: Cell<Thousands> = Cell::default();
}

/// The templates of a theme, ready to be rendered by any thread.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Source>,
}

/// A template's text with what was put into it when the theme was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mounted {
    /// The text that is rendered.
    pub text: String,
    /// What was put in: its place in `text` and its length in bytes, in order.
    pub inserted: Vec<(usize, usize)>,
}

impl Mounted {
    /// A template with what belongs at its places, in any order.
    pub fn with(template: &str, mut wanted: Vec<(usize, String)>) -> Self {
        wanted.sort();
        let mut mounted = Self { text: String::with_capacity(template.len() + 64), inserted: Vec::new() };
        let mut done = 0;
        for (at, what) in wanted {
            mounted.text.push_str(&template[done..at]);
            mounted.inserted.push((mounted.text.len(), what.len()));
            mounted.text.push_str(&what);
            done = at;
        }
        mounted.text.push_str(&template[done..]);
        mounted
    }

    /// The place in the template as written of a place in the text that is rendered.
    fn written(&self, at: usize) -> usize {
        let before = self.inserted.iter().take_while(|(start, _)| *start < at);
        at - before.map(|(start, length)| (at - start).min(*length)).sum::<usize>()
    }
}

/// A template: the file as written, for messages, and what is rendered.
pub struct Source {
    /// The file.
    pub file: Arc<SourceText>,
    /// What is rendered.
    pub mounted: Mounted,
}

impl Templates {
    /// Reads templates by name (`issue.html`). Every fault that can be seen without rendering is reported.
    pub fn parse(
        sources: BTreeMap<String, Source>,
        assets: &Assets,
        base_path: &str,
        kept: &[String],
    ) -> Result<Self, Said> {
        let mut tera = Tera::new();
        register(&mut tera, assets, base_path, kept);
        let texts = sources.iter().map(|(name, source)| (name.as_str(), source.mounted.text.as_str()));
        match tera.add_raw_templates(texts) {
            Ok(()) => Ok(Self { tera, sources }),
            Err(error) => Err(explainer(&sources, None).explain(&error).into()),
        }
    }

    /// Whether there is a template of this name.
    pub fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// Renders a template with what all pages of a language share, its way to write counts among it, and what this page
    /// alone has.
    pub fn render(
        &self,
        name: &str,
        thousands: Thousands,
        shared: &[(&'static str, Value)],
        own: Vec<(&'static str, Value)>,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        THOUSANDS.set(thousands);
        let mut context = Context::new();
        for (key, value) in shared {
            context.insert_value(*key, value.clone());
        }
        for (key, value) in own {
            context.insert_value(key, value);
        }
        work::begin();
        let mut page = work::Limited { out, is_full: false };
        let rendered = self.tera.render_to(name, &context, &mut page);
        if page.is_full {
            return Err(self.too_long(name));
        }
        rendered.map_err(|error| {
            let mut said = explainer(&self.sources, Some(&context)).explain(&error);
            said.pop().unwrap_or_else(|| Diagnostic::new(code::T005, Text::verbatim(error.to_string())))
        })
    }

    /// The place at which a template, or one that it takes from, has the first of these words that any of them has.
    pub fn find(&self, template: &str, words: &[&str]) -> Option<(Arc<SourceText>, Span)> {
        let reached = reached(&self.sources, [template]);
        words.iter().find_map(|word| {
            reached.iter().find_map(|name| {
                let file = &self.sources.get(*name)?.file;
                let at = file.text.find(word)?;
                Some((Arc::clone(file), at..at + word.len()))
            })
        })
    }
}

/// The templates that some of them take from, directly or not, themselves first.
pub(super) fn reached<'a>(
    sources: &'a BTreeMap<String, Source>,
    from: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let defines: BTreeMap<&str, &str> = sources
        .iter()
        .flat_map(|(name, source)| tags::uses(&source.file.text).defines.into_iter().map(|it| (it, name.as_str())))
        .collect();
    let mut reached: Vec<&str> = from.into_iter().collect();
    let mut next = 0;
    while let Some(name) = reached.get(next).copied() {
        next += 1;
        let Some(source) = sources.get(name) else { continue };
        let uses = tags::uses(&source.file.text);
        let of_components = uses.calls.iter().filter_map(|call| defines.get(call).copied());
        for found in uses.templates.iter().copied().chain(of_components) {
            if !reached.contains(&found) {
                reached.push(found);
            }
        }
    }
    reached
}

fn explainer<'a>(sources: &'a BTreeMap<String, Source>, context: Option<&'a Context>) -> Explainer<'a> {
    Explainer { sources, own: [FILTERS, FUNCTIONS], context }
}

impl Templates {
    /// A page of a template has no end in sight.
    fn too_long(&self, name: &str) -> Diagnostic {
        let message = text!("a page of `{name}` is longer than {n} MB", name, n = work::MEGABYTES);
        let diagnostic = Diagnostic::new(code::T020, message).help(too_much());
        match self.sources.get(name) {
            Some(source) => diagnostic.at(&source.file, 0..0),
            None => diagnostic,
        }
    }
}

fn too_much() -> Text {
    text!("show less on one page: a part of the list, as `issues` is, or links to pages of their own")
}

/// Filters and functions that come with postil.
const FILTERS: &[&str] = &["chinese_number", "day", "fill", "lines", "whole"];
const FUNCTIONS: &[&str] = &["asset"];

/// Filters and functions of templates: pure, and none of them knows the disk.
fn register(tera: &mut Tera, assets: &Assets, base_path: &str, kept: &[String]) {
    work::register(tera);
    tera.register_filter("fill", fill);
    tera.register_filter("day", day);
    tera.register_filter("whole", |text: Value, _: Kwargs, _: &State| as_html(text, phrase::whole));
    let kept = kept.to_vec();
    tera.register_filter("lines", move |text: Value, _: Kwargs, _: &State| {
        as_html(text, |text| phrase::lines(text, &kept))
    });
    tera.register_filter("count", |number: u64, _: Kwargs, _: &State| THOUSANDS.get().count(number));
    tera.register_filter("chinese_number", |number: u64, _: Kwargs, _: &State| chinese_number(number));
    let addresses: BTreeMap<String, String> =
        assets.iter().map(|(path, asset)| (path.clone(), format!("{base_path}{}", asset.address))).collect();
    let known: BTreeSet<String> = assets.keys().cloned().collect();
    tera.register_function("has_asset", move |arguments: Kwargs, _: &State| -> TeraResult<bool> {
        Ok(known.contains(arguments.must_get::<&str>("path")?))
    });
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
        let path = arguments.must_get::<&str>("path")?;
        addresses.get(path).cloned().ok_or_else(|| {
            let known: Vec<&str> = addresses.keys().map(String::as_str).collect();
            tera::Error::message(format!("the theme has no asset `{path}`; it has {}", known.join(", ")))
        })
    });
}

/// `"第{n}期" | fill(n=26)`: puts values into a string of the interface.
fn fill(text: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, tail) = rest.split_at(open);
        let Some(close) = tail.find('}') else { break };
        let name = &tail[1..close];
        let value = arguments
            .get::<Value>(name)?
            .ok_or_else(|| tera::Error::message(format!("the text `{text}` wants a value for `{name}`")))?;
        out.push_str(before);
        out.push_str(&value.as_u64().map_or_else(|| value.to_string(), |count| Thousands::default().count(count)));
        rest = &tail[close + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// `issue.summary | whole`: text as HTML whose numbers no line parts from their unit; `issue.title | lines`: a title as HTML
/// whose lines end between its clauses and words. HTML stays as it is.
fn as_html(text: Value, make: impl Fn(&str) -> String) -> Value {
    match text.as_str() {
        Some(plain) if !text.is_safe() => Value::safe_string(&make(plain)),
        _ => text,
    }
}

/// `"2025-08-07" | day(format="{year}年{month}月{day}日", months=t.date.months)`.
fn day(date: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let format = arguments.must_get::<&str>("format")?;
    let months = arguments.get::<Value>("months")?;
    let date: jiff::civil::Date =
        date.parse().map_err(|_| tera::Error::message(format!("`{date}` is not a date such as 2025-08-07")))?;
    let month = usize::from(date.month().unsigned_abs());
    let name = months
        .as_ref()
        .and_then(Value::as_array)
        .and_then(|all| all.get(month - 1))
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(format
        .replace("{year}", &date.year().to_string())
        .replace("{month_name}", name)
        .replace("{month}", &date.month().to_string())
        .replace("{day}", &date.day().to_string()))
}

/// A number as it is counted in Chinese: 26 → 二十六. From 10,000 on it stays in figures.
pub fn chinese_number(number: u64) -> String {
    const FIGURES: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9_999 {
        return if number == 0 { FIGURES[0].to_owned() } else { number.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let figure = (number / unit % 10) as usize;
        if figure == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push_str(FIGURES[0]);
        }
        // 十二, not 一十二, but 一百一十二.
        if !(unit == 10 && figure == 1 && out.is_empty()) {
            out.push_str(FIGURES[figure]);
        }
        out.push_str(name);
    }
    out
}

fn help_for(message: &str) -> Text {
    if message.contains("not defined") || message.contains("ndefined") {
        text!(
            "the handbook's chapter on themes lists what every template gets; a value that may be absent is `none`, never undefined"
        )
    } else {
        text!("templates are written for Tera 2; the handbook's chapter on themes shows what there is")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_where_the_author_of_the_template_sees_it() {
        let mounted = Mounted { text: "ab[[x]]cd[y]e".to_owned(), inserted: vec![(2, 5), (9, 3)] };
        assert_eq!([0, 2, 4, 7, 8, 12].map(|at| mounted.written(at)), [0, 2, 2, 2, 3, 4]);
    }

    #[test]
    fn numbers_are_counted_as_in_chinese() {
        for (number, words) in [
            (0, "零"),
            (5, "五"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (26, "二十六"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (2026, "二千零二十六"),
            (10_000, "10000"),
        ] {
            assert_eq!(chinese_number(number), words);
        }
    }
}
