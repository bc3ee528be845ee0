//! The sheet as a page to print: one file, no scripts, nothing fetched.

use std::collections::BTreeMap;

use super::{Count, Verdict, at, codes, heading_and_rest, noticed, paper, result};
use crate::diag::{Locale, Text, text};
use crate::model::issue::Issue;
use crate::pipeline::{Line, Sheet};
use crate::render::escape;
use crate::sheet::{Apart, Entry, Reading};

/// What every page has near its beginning.
pub(super) const SIGN: &str = "<!doctype html>\n<!-- postil sheet -->";

const STYLE: &str = include_str!("sheet.css");

/// How many other places of a number are named.
const MOST_OTHERS: usize = 6;

/// The sheet.
pub(super) fn page(issue: &Issue, sheet: &Sheet, locale: Locale) -> String {
    let mut page = Page { out: String::new(), locale, issue };
    let tag = if locale == Locale::Chinese { "zh-CN" } else { "en" };
    page.raw(&format!("{SIGN}\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n"));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"robots\" content=\"noindex\">\n<title>");
    let title = text!("Numbers of issue {number}", number = issue.number.value);
    page.say(&title);
    page.raw(&format!("</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>"));
    page.say(&title);
    page.raw("</h1>\n<p class=\"title\"");
    page.raw(&format!(" lang=\"{}\">", issue.language.tag()));
    page.text(&issue.title);
    page.raw("</p>\n");
    page.facts();
    page.sum(sheet);
    page.readers();
    page.raw("</header>\n<main>\n");
    page.lines(sheet);
    page.apart(&sheet.apart);
    page.raw("</main>\n</body>\n</html>\n");
    page.out
}

struct Page<'a> {
    out: String,
    locale: Locale,
    issue: &'a Issue,
}

impl Page<'_> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    fn say(&mut self, text: &Text) {
        let said = text.say(self.locale).into_owned();
        self.text(&said);
    }

    /// An element with words in it.
    fn element(&mut self, open: &str, text: &str, close: &str) {
        self.raw(open);
        self.text(text);
        self.raw(close);
    }

    /// The file and the paper.
    fn facts(&mut self) {
        let (file, paper) = (self.issue.source.path.clone(), paper(self.issue));
        let date = self.issue.date.to_string();
        self.raw("<dl class=\"facts\">");
        for (name, value) in [(text!("paper"), paper), (text!("file"), file), (text!("date of the issue"), date)] {
            if !value.is_empty() {
                self.raw("<div><dt>");
                self.say(&name);
                self.element("</dt><dd>", &value, "</dd></div>");
            }
        }
        self.raw("</dl>\n");
    }

    /// How many there are of each, and how that was found out.
    fn sum(&mut self, sheet: &Sheet) {
        let Count { all, fits, said, unchecked, unread } = Count::of(sheet);
        self.raw("<ul class=\"sum\">");
        for (class, count, name) in [
            ("", all, text!("numbers")),
            ("fits", fits, text!("fit")),
            ("said", said, text!("with remarks")),
            ("unchecked", unchecked, text!("nothing to check against")),
            ("unread", unread, text!("not read")),
        ] {
            self.raw(&format!("<li class=\"{class}\"><b>{count}</b> "));
            self.say(&name);
            self.raw("</li>");
        }
        self.raw("</ul>\n<p class=\"how\">");
        self.say(&text!(
            "Each number was written with wrong digits, and the rules were asked again. 3/4 says that three of four wrong numbers would have been noticed; a wrong number that fits is never noticed. Fits means that the issue agrees with itself, not with the paper: that is yours to compare."
        ));
        self.raw("</p>\n");
    }

    /// Where two people write their names.
    fn readers(&mut self) {
        self.raw("<div class=\"readers\">");
        for name in [text!("check 1"), text!("check 2")] {
            self.raw("<div><b>");
            self.say(&name);
            self.raw("</b><span>");
            self.say(&text!("name"));
            self.raw("</span><span>");
            self.say(&text!("date"));
            self.raw("</span></div>");
        }
        self.raw("</div>\n");
    }

    fn lines(&mut self, sheet: &Sheet) {
        self.raw("<table>\n<thead><tr><th scope=\"col\">#</th>");
        for name in [text!("place"), text!("number in its words"), text!("read as"), text!("checked"), text!("also at")]
        {
            self.raw("<th scope=\"col\">");
            self.say(&name);
            self.raw("</th>");
        }
        for name in [text!("check 1"), text!("check 2")] {
            self.raw("<th scope=\"col\" class=\"tick\">");
            self.say(&name);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n");
        let mut place = None;
        for (number, line) in sheet.lines.iter().enumerate() {
            let (here, field) = heading_and_rest(&line.entry.place, self.locale);
            if place.as_ref() != Some(&here) {
                self.raw(if place.is_some() { "</tbody>\n<tbody>\n" } else { "<tbody>\n" });
                self.element("<tr class=\"part\"><th colspan=\"8\" scope=\"rowgroup\">", &here, "</th></tr>\n");
                place = Some(here);
            }
            self.line(number, line, &field);
        }
        self.raw(if place.is_some() { "</tbody>\n</table>\n" } else { "</table>\n" });
    }

    fn line(&mut self, number: usize, line: &Line, field: &str) {
        let (entry, verdict) = (&line.entry, Verdict::of(line));
        let unread = if entry.reading == Reading::Unread { " unread" } else { "" };
        let number = number + 1;
        self.raw(&format!("<tr id=\"n{number}\" class=\"{}{unread}\"><td class=\"no\">{number}</td>", verdict.name()));
        let place = at(entry, &self.issue.source.path);
        self.element("<td class=\"at\">", &place, "</td>");
        self.words(entry, field);
        let about = entry.reading.about().say(self.locale).into_owned();
        self.element("<td class=\"as\">", &about, "</td><td class=\"checked\">");
        let said = result(line, self.locale);
        self.element("<b>", &said, "</b>");
        if !line.codes.is_empty() {
            let (codes, noticed) = (codes(line), noticed(line));
            self.element(" <span>", format!("{codes} {noticed}").trim_end(), "</span>");
        }
        for remark in &line.remarks {
            let message = remark.diagnostic.message.say(self.locale).into_owned();
            self.element("<br><small>", &format!("{} {message}", remark.diagnostic.code), "</small>");
        }
        self.raw("</td><td class=\"also\">");
        for (place, other) in line.elsewhere.iter().take(MOST_OTHERS).enumerate() {
            let (space, other) = (if place > 0 { " " } else { "" }, other + 1);
            self.raw(&format!("{space}<a href=\"#n{other}\">{other}</a>"));
        }
        if line.elsewhere.len() > MOST_OTHERS {
            self.raw(&format!(" +{}", line.elsewhere.len() - MOST_OTHERS));
        }
        let (one, two) = (self.said(&text!("check 1")), self.said(&text!("check 2")));
        self.raw(&format!("</td><td class=\"tick\" aria-label=\"{one}\"><i></i></td>"));
        self.raw(&format!("<td class=\"tick\" aria-label=\"{two}\"><i></i></td></tr>\n"));
    }

    fn said(&self, text: &Text) -> String {
        text.say(self.locale).into_owned()
    }

    /// A number in its words, after the name of its field.
    fn words(&mut self, entry: &Entry, field: &str) {
        self.raw("<td class=\"words\">");
        if !field.is_empty() {
            self.element("<span class=\"field\">", field, "</span> ");
        }
        self.text(&entry.before);
        self.element("<mark>", &entry.shown, "</mark>");
        self.text(&entry.after);
        self.raw("</td>");
    }

    /// Numbers that are no results, by their kinds.
    fn apart(&mut self, entries: &[Entry]) {
        let mut kinds: BTreeMap<Apart, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            if let Some(kind) = entry.apart() {
                kinds.entry(kind).or_default().push(entry);
            }
        }
        if kinds.is_empty() {
            return;
        }
        self.raw("<section class=\"apart\">\n<h2>");
        self.say(&text!("Set apart: no results, neither checked nor signed"));
        self.raw("</h2>\n<dl>\n");
        for (kind, entries) in kinds {
            self.raw("<div><dt>");
            self.say(&kind.about());
            self.raw("</dt><dd>");
            for entry in entries {
                let place = at(entry, &self.issue.source.path);
                self.element("<span>", &entry.shown, "");
                self.element(" <small>", &place, "</small></span> ");
            }
            self.raw("</dd></div>\n");
        }
        self.raw("</dl>\n</section>\n");
    }
}
