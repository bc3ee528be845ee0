//! The page for the editor: a button that copies the article, what goes into the fields beside it, how much of what WeChat
//! takes is used, and what has to be done by hand.

use std::fmt::Write as _;

use super::article::{Article, Place};
use super::budget::Budget;
use super::picture::Source;
use crate::diag::{Locale, Text, text};
use crate::model::address::{WECHAT_SCRIPT, WECHAT_STYLE};
use crate::model::issue::Issue;
use crate::model::site::Site;
use crate::render::chart::plate::Plate;
use crate::render::escape;

/// The style sheet of the page; nothing of it is copied.
pub(super) const STYLE: &str = include_str!("page.css");
/// What the button does.
pub(super) const SCRIPT: &str = include_str!("copy.js");

/// Writes the page of an article.
pub(super) fn page(article: &Article, cover: Option<&Plate>, site: &Site, issue: &Issue, place: &Place) -> String {
    let locale = Locale::of(issue.language.tag());
    let mut page = Page { out: String::with_capacity(article.html.len() + 4096), locale };
    let _ = write!(page.out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", issue.language);
    page.out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.out.push_str("<meta name=\"robots\" content=\"noindex\">\n<title>");
    page.say(&text!("For WeChat: {title}", title = &article.title));
    page.out.push_str("</title>\n");
    page.file("<link rel=\"stylesheet\" href=\"", &place.own, WECHAT_STYLE, "\">\n");
    page.file("<script src=\"", &place.own, WECHAT_SCRIPT, "\" defer></script>\n");
    page.out.push_str("</head>\n<body>\n<main>\n<h1>");
    page.say(&text!("For WeChat: {title}", title = &article.title));
    page.out.push_str("</h1>\n<p><button type=\"button\" id=\"copy\" data-done=\"");
    page.attribute(&text!("Copied. Paste it into WeChat's editor."));
    page.out.push_str("\" data-failed=\"");
    page.attribute(&text!("It could not be copied: mark the article and copy it by hand."));
    page.out.push_str("\">");
    page.say(&text!("Copy for WeChat"));
    page.out.push_str("</button> <span id=\"said\" role=\"status\"></span></p>\n");
    if article.is_part {
        page.out.push_str("<p class=\"warn\">");
        page.say(&text!(
            "What stands behind the question of consent is not in this article; `postil outlet wechat {number} --whole` makes one of the whole issue.",
            number = issue.number.value
        ));
        page.out.push_str("</p>\n");
    }
    page.fields(article, site);
    cover.iter().for_each(|cover| page.cover(cover));
    page.lists(article);
    page.out.push_str("</main>\n<div id=\"phone\"><article id=\"article\">");
    page.out.push_str(&article.html);
    page.out.push_str("</article></div>\n</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
    locale: Locale,
}

impl Page {
    fn say(&mut self, said: &Text) {
        escape::text(&mut self.out, &said.say(self.locale));
    }

    fn attribute(&mut self, said: &Text) {
        escape::attribute(&mut self.out, &said.say(self.locale));
    }

    fn file(&mut self, before: &str, folder: &str, name: &str, after: &str) {
        self.out.push_str(before);
        escape::url(&mut self.out, &format!("{folder}{name}"));
        self.out.push_str(after);
    }

    /// What is written into WeChat's own fields, with how much room each has.
    fn fields(&mut self, article: &Article, site: &Site) {
        let limits = &site.settings.outlets.wechat;
        let budget = Budget::of(article);
        self.out.push_str("<table>\n<tbody>\n");
        for (name, words, is, most) in [
            (text!("Title"), article.title.as_str(), budget.title, limits.title),
            (text!("Author"), &article.author, budget.author, limits.author),
            (text!("Digest"), &article.digest, budget.digest, limits.digest),
        ] {
            self.field(&name, words, &format!("{is} / {most}"), is > most);
        }
        self.field(&text!("Link to the original"), &article.link, "", false);
        let (is, most) = (budget.characters, limits.characters);
        self.field(&text!("Characters with markup"), "", &format!("{is} / {most}"), is > most);
        let (is, most) = (budget.bytes, limits.bytes);
        self.field(&text!("Bytes"), "", &format!("{is} / {most}"), is > most);
        self.out.push_str("</tbody>\n</table>\n<p class=\"parts\">");
        let parts = article.parts.iter().map(|(name, characters)| format!("{name} {characters}"));
        escape::text(&mut self.out, &parts.collect::<Vec<_>>().join(" · "));
        self.out.push_str("</p>\n");
    }

    fn field(&mut self, name: &Text, words: &str, used: &str, is_over: bool) {
        self.out.push_str("<tr><th scope=\"row\">");
        self.say(name);
        self.out.push_str("</th><td>");
        escape::text(&mut self.out, words);
        self.out.push_str(if is_over { "</td><td class=\"over\">" } else { "</td><td>" });
        self.out.push_str(used);
        self.out.push_str("</td></tr>\n");
    }

    /// The picture that is proposed as the cover, to be saved and put in by hand: it stands beside the article, not in it.
    fn cover(&mut self, plate: &Plate) {
        let (width, height) = plate.size();
        self.out.push_str("<h2>");
        self.say(&text!("Cover"));
        let name = plate.named(super::COVER);
        let _ = write!(
            self.out,
            "</h2>\n<p><img src=\"{name}\" alt=\"\" width=\"160\" height=\"160\"> <a href=\"{name}\" download>"
        );
        self.say(&text!("Save the visual abstract as the cover (1:1)"));
        let _ = writeln!(self.out, "</a> <span>{width} × {height}</span></p>");
    }

    /// The pictures that go with the article, and the links that became notes.
    fn lists(&mut self, article: &Article) {
        if !article.pictures.is_empty() {
            self.out.push_str("<h2>");
            self.say(&text!("Pictures"));
            self.out.push_str("</h2>\n<ol id=\"pictures\">\n");
            for picture in &article.pictures {
                self.out.push_str(if matches!(picture.source, Source::Unfit) { "<li class=\"over\">" } else { "<li>" });
                escape::text(&mut self.out, &picture.alt);
                match &picture.source {
                    Source::Drawn(plate) => {
                        let (width, height) = plate.size();
                        let _ = write!(self.out, " <span>{width} × {height}</span>");
                    }
                    Source::File(_) => self.out.push_str(" <span></span>"),
                    Source::Unfit => {
                        self.out.push(' ');
                        self.say(&text!("(WeChat does not take its form: save it as PNG and put it in by hand)"));
                    }
                }
                self.out.push_str("</li>\n");
            }
            self.out.push_str("</ol>\n");
        }
        if !article.links.is_empty() {
            self.out.push_str("<h2>");
            self.say(&text!("Links that became notes"));
            self.out.push_str("</h2>\n<ol>\n");
            for link in &article.links {
                self.out.push_str("<li>");
                escape::text(&mut self.out, link);
                self.out.push_str("</li>\n");
            }
            self.out.push_str("</ol>\n");
        }
    }
}
