//! A newsletter as HTML that mail programs have in common.

use std::fmt::Write as _;

use super::Letter;
use crate::render::entry::Entry;
use crate::render::escape;
use crate::render::outlet::{Colours, Section};

/// The page: what is around the letter.
const GROUND: &str = "margin:0;padding:0;background-color:#f2f4f3";
/// The table of the layout.
const OUTER: &str = "width:100%;border-collapse:collapse;background-color:#f2f4f3";
/// The letter: as wide as a phone, and no wider than a line can be read.
const LETTER: &str = "width:100%;max-width:600px;margin:0 auto;border-collapse:collapse;background-color:#ffffff";
/// A part of it.
const CELL: &str = "padding:20px;border-bottom:1px solid #d5dbd8;color:#222222;background-color:#ffffff;font-family:sans-serif;font-size:16px;line-height:1.6;text-align:left";
const TITLE: &str = "margin:0;font-size:22px;line-height:1.4";
const HEADING: &str = "margin:0 0 4px 0;font-size:18px;line-height:1.4";
const SMALL: &str = "margin:0 0 8px 0;font-size:14px;color:#555555";
const PARAGRAPH: &str = "margin:0 0 8px 0";
const BANNER: &str = "margin:0 0 8px 0;font-weight:bold";
const LINK: &str = "color:#0b5c4a";

/// The colours of the letter.
pub(super) const COLOURS: Colours =
    Colours { accent: "#0b5c4a", ink: "#222222", soft: "#555555", rule: "#d5dbd8", ground: "#f2f4f3" };

/// The page with what stands in its body.
pub(super) fn page(letter: &Letter<'_>, inside: &str) -> String {
    let (language, direction) = (letter.standpoint.language().tag(), letter.standpoint.direction());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n<title>"
    );
    escape::text(&mut out, letter.title);
    let _ = write!(out, "</title>\n</head>\n<body style=\"{GROUND}\">\n{inside}</body>\n</html>\n");
    out
}

/// What stands in its body.
pub(super) fn inside(letter: &Letter<'_>) -> String {
    let mut out = format!(
        "<table role=\"presentation\" style=\"{OUTER}\"><tbody><tr><td style=\"padding:0\">\n<table role=\"presentation\" style=\"{LETTER}\"><tbody>\n"
    );
    let _ = write!(out, "<tr><td style=\"{CELL}\">\n<h1 style=\"{TITLE}\">");
    link(&mut out, &letter.page, letter.title);
    out.push_str("</h1>\n</td></tr>\n");
    for entry in letter.entries() {
        let _ = write!(out, "<tr><td style=\"{CELL}\">\n<h2 style=\"{HEADING}\">");
        link(&mut out, &entry.address, &entry.title);
        out.push_str("</h2>\n");
        self::entry(&mut out, &entry, letter.word("home.read"));
        out.push_str("</td></tr>\n");
    }
    let _ = writeln!(out, "<tr><td style=\"{CELL}\">");
    line(&mut out, SMALL, letter.word("site.notice"));
    let _ = write!(out, "<p style=\"{SMALL}\">");
    link(&mut out, &letter.page, &letter.page);
    out.push_str("</p>\n</td></tr>\n</tbody></table>\n</td></tr></tbody></table>\n");
    out
}

/// Its issues, each without its heading.
pub(super) fn parts(letter: &Letter<'_>) -> Vec<Section> {
    let part = |entry: Entry| {
        let mut html = String::new();
        self::entry(&mut html, &entry, letter.word("home.read"));
        Section { kind: "issue", name: entry.title, html, notes: None }
    };
    letter.entries().map(part).collect()
}

fn entry(out: &mut String, entry: &Entry, read: &str) {
    line(out, SMALL, &entry.about);
    entry.banner.iter().for_each(|banner| line(out, BANNER, banner));
    entry.summary.iter().for_each(|summary| line(out, PARAGRAPH, summary));
    for result in &entry.results {
        let _ = write!(out, "<p style=\"{PARAGRAPH}\"><strong>");
        escape::text(out, &result.name);
        out.push_str("</strong>");
        for said in result.said.iter().chain(&result.verdict) {
            out.push_str("<br>");
            escape::text(out, said);
        }
        out.push_str("</p>\n");
    }
    let _ = write!(out, "<p style=\"margin:0\">");
    link(out, &entry.address, read);
    out.push_str("</p>\n");
}

fn line(out: &mut String, style: &str, text: &str) {
    let _ = write!(out, "<p style=\"{style}\">");
    escape::text(out, text);
    out.push_str("</p>\n");
}

fn link(out: &mut String, address: &str, text: &str) {
    let _ = write!(out, "<a style=\"{LINK}\" href=\"");
    escape::url(out, address);
    out.push_str("\">");
    escape::text(out, text);
    out.push_str("</a>");
}
