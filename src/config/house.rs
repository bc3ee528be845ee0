//! `[house]`: how a house wants its issues.

use std::collections::BTreeMap;

use super::TableReader;
use crate::diag::{At, Diagnostic, code, text};
use crate::model::credit::Role;
use crate::model::house::{House, Journal, NumberStyle, PStyle, Requirement, Term, Units};
use crate::model::language::Language;

/// Where titles are shown.
const OUTLETS: &[&str] = &["web", "wechat", "card", "search"];

/// Reads `[house]`; without it, only what is right in every house.
pub(super) fn read(reader: &mut TableReader) -> House {
    let Some(mut table) = reader.table("house") else { return House::default() };
    let house = House {
        require: names(&mut table, "require", Requirement::ALL),
        roles: names(&mut table, "roles", Role::ALL),
        abbreviations: table.truth("abbreviations").unwrap_or_default(),
        known: texts(&mut table, "known"),
        units: read_units(&mut table),
        p_values: by_language(&mut table, "p_value", read_p_style),
        numbers: by_language(&mut table, "number", read_number_style),
        terms: each(&mut table, "term", read_term),
        journals: each(&mut table, "journal", read_journal),
        titles: read_titles(&mut table),
    };
    reader.absorb(table);
    house
}

/// A list of names from a closed list.
fn names<T: Copy + PartialEq>(table: &mut TableReader, key: &str, all: &[(&str, T)]) -> Vec<T> {
    let mut found = Vec::new();
    for written in table.strings(key).unwrap_or_default() {
        found.extend(table.one_of(key, &written, all).filter(|it| !found.contains(it)));
    }
    found
}

fn texts(table: &mut TableReader, key: &str) -> Vec<String> {
    table.strings(key).unwrap_or_default().into_iter().map(|at| at.value).collect()
}

/// Each table of a list.
fn each<T>(table: &mut TableReader, key: &str, read: fn(&mut TableReader) -> Option<T>) -> Vec<T> {
    let mut all = Vec::new();
    for mut item in table.tables(key).unwrap_or_default() {
        all.extend(read(&mut item));
        table.absorb(item);
    }
    all
}

/// A table of tables, each named by a language.
fn by_language<T>(table: &mut TableReader, key: &str, read: fn(&mut TableReader) -> T) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    let Some(mut languages) = table.table(key) else { return all };
    for tag in languages.keys() {
        let span = languages.key_span(&tag).unwrap_or_default();
        let Some(mut style) = languages.table(&tag) else { continue };
        let made = read(&mut style);
        languages.absorb(style);
        if let Some(language) = language(&mut languages, &At::new(tag, span)) {
            all.insert(language.tag().to_owned(), made);
        }
    }
    table.absorb(languages);
    all
}

fn language(table: &mut TableReader, written: &At<String>) -> Option<Language> {
    let language = Language::parse(&written.value);
    if language.is_none() {
        let message = text!("`{tag}` is not a language tag", tag = &written.value);
        let help = text!("a tag is `zh-CN`, `en`, `ja` …: the language in lower case, then the region");
        table.say(Diagnostic::new(code::S004, message).help(help), written.span.clone());
    }
    language
}

fn read_units(table: &mut TableReader) -> Units {
    let Some(mut unit) = table.table("unit") else { return Units::default() };
    let space = unit.truth("space").unwrap_or(true);
    let mut units = Units { space, ..Units::default() };
    if let Some(names) = unit.strings("names") {
        units.names = names.into_iter().map(|at| at.value).filter(|name| !name.is_empty()).collect();
    }
    units.names.extend(texts(&mut unit, "also").into_iter().filter(|name| !name.is_empty()));
    table.absorb(unit);
    units
}

fn read_p_style(table: &mut TableReader) -> PStyle {
    PStyle {
        letter: table.choice("letter", &[("P", 'P'), ("p", 'p')]),
        italic: table.truth("italic"),
        leading_zero: table.truth("leading_zero"),
        spaces: table.truth("spaces"),
        decimals: table.integer("decimals", 1..=9).map(|it| it as u8),
    }
}

fn read_number_style(table: &mut TableReader) -> NumberStyle {
    NumberStyle {
        leading_zero: table.truth("leading_zero"),
        thousands: table.truth("thousands"),
        percent_decimals: table.integer("percent_decimals", 0..=9).map(|it| it as u8),
    }
}

fn read_term(table: &mut TableReader) -> Option<Term> {
    let avoid = table.one_or_many("avoid");
    if avoid.is_none() && table.key_span("avoid").is_none() {
        table.missing("avoid", text!("the word that is not used, or a list of its spellings: `avoid = \"副作用\"`"));
    }
    let prefer = table.string("prefer").map(|at| at.value);
    let reason = table.string("reason").filter(|at| !at.value.trim().is_empty());
    if reason.is_none() {
        table.missing("reason", text!("why, for who reads the warning: `reason = \"…\"`"));
    }
    let tags = table.one_or_many("language").unwrap_or_default();
    let languages = tags.iter().filter_map(|tag| language(table, tag)).collect();
    let quote = table.truth("quote").unwrap_or_default();
    let fix = table.truth("fix").unwrap_or_default();
    let except = texts(table, "except");
    let avoid: Vec<String> = avoid?.into_iter().map(|at| at.value).filter(|word| !word.is_empty()).collect();
    Some(Term { avoid, prefer, reason: reason?.value, except, languages, quote, fix })
}

fn read_journal(table: &mut TableReader) -> Option<Journal> {
    let name = table.string("name");
    if name.is_none() {
        table.missing("name", text!("the name that is used: `name = \"JAMA Oncology\"`"));
    }
    let also = table.one_or_many("also").unwrap_or_default().into_iter().map(|at| at.value).collect();
    Some(Journal { name: name?.value, also })
}

fn read_titles(table: &mut TableReader) -> Vec<(&'static str, u32)> {
    let Some(mut title) = table.table("title") else { return Vec::new() };
    let mut widths = Vec::new();
    for outlet in OUTLETS {
        widths.extend(title.integer(outlet, 1..=1000).map(|width| (*outlet, width as u32)));
    }
    table.absorb(title);
    widths
}
