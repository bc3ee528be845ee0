//! Looks at what a theme's own template has made of an outlet: nothing in it that the outlet would take out or refuse, and
//! nothing left out that none may lose.

use std::collections::BTreeSet;

use super::tree::{Tree, What};
use crate::diag::{Code, Diagnostic, Said, Text, code, text};
use crate::model::outlet::{Kept, Outlet};
use crate::model::uri;

mod takes;

use takes::{MAIL, Takes, WECHAT};

/// Elements that no page has besides those that postil writes into its frame.
const BARRED: &[&str] = &[
    "audio", "base", "button", "embed", "form", "iframe", "input", "link", "meta", "object", "select", "textarea",
    "title", "video",
];

/// The only host to which links of an article can lead.
const WECHAT_HOST: &str = "https://mp.weixin.qq.com/";

/// Says what is wrong with what a template has written. `kept` are words that have to stand in it.
pub fn judge(outlet: Outlet, template: &str, html: &str, kept: &[(Kept, String)]) -> Said {
    // What follows the frame shows whether the frame is still closed where postil closes it.
    let page = format!("<!DOCTYPE html><body><main>{html}</main><footer></footer>");
    let mut judge = Judge { outlet, template, found: BTreeSet::new(), said: Said::default() };
    judge.look(&Tree::read(page.as_bytes()), kept);
    if let Some(most) = judge.takes().map(|takes| takes.bytes).filter(|most| html.len() > *most) {
        judge.say(
            code::T022,
            text!(
                "`{template}` makes more than {most} bytes, and mail programs cut off what is longer",
                template,
                most
            ),
            text!("show less of each issue, or write shorter styles"),
        );
    }
    judge.said
}

struct Judge<'a> {
    outlet: Outlet,
    template: &'a str,
    /// What was said already: a fault in a loop is one.
    found: BTreeSet<String>,
    said: Said,
}

impl Judge<'_> {
    fn takes(&self) -> Option<&'static Takes> {
        match self.outlet {
            Outlet::Mail => Some(&MAIL),
            Outlet::Wechat => Some(&WECHAT),
            _ => None,
        }
    }

    fn say(&mut self, code: Code, message: Text, help: Text) {
        if self.found.insert(message.to_string()) {
            self.said.push(Diagnostic::new(code, message).path(format!("templates/{}", self.template)).help(help));
        }
    }

    /// Says that the outlet does not take something.
    fn refuse(&mut self, what: &str) {
        let (template, outlet) = (self.template, self.outlet.name());
        self.say(
            code::T022,
            text!("`{template}` writes `{what}`, which `{outlet}` does not take", template, what, outlet),
            text!(
                "the handbook's chapter on outlets says what each of them takes; the parts in `outlet.parts` keep to it"
            ),
        );
    }

    fn look(&mut self, tree: &Tree, kept: &[(Kept, String)]) {
        let mut words = String::new();
        let mut slides = 0;
        let mut is_closed = false;
        let mut is_astray = false;
        let mut open = vec![(0, false, false)];
        while let Some((at, is_inside, has_ground)) = open.pop() {
            let (what, children) = tree.node(at);
            let (mut is_inside, mut has_ground) = (is_inside, has_ground);
            match what {
                What::Element { name, .. } if !is_inside => {
                    is_inside = name == "main";
                    is_closed |= name == "footer";
                    is_astray |= !matches!(name.as_str(), "html" | "head" | "body" | "main" | "footer");
                }
                What::Element { name, attributes } => {
                    has_ground |= self.element(name, attributes, has_ground);
                    let said = attributes.iter().filter(|(name, _)| matches!(name.as_str(), "alt" | "aria-label"));
                    said.for_each(|(_, value)| words.push_str(value));
                    if what.has_class("slide") {
                        slides += 1;
                        self.slide(what);
                    }
                }
                What::Text(text) if is_inside => words.push_str(text),
                What::Text(text) => is_astray |= !text.trim().is_empty(),
                What::Document | What::Comment(_) => {}
            }
            open.extend(children.iter().rev().map(|child| (*child, is_inside, has_ground)));
        }
        let template = self.template;
        if is_astray || !is_closed {
            self.say(
                code::T004,
                text!("`{template}` closes an element that it has not opened, or leaves one open", template),
                text!("mend the HTML of the template"),
            );
        }
        if self.outlet == Outlet::Slides && slides == 0 {
            self.say(
                code::T008,
                text!("`{template}` has no slide", template),
                text!("write each part of `outlet.parts` as `<section class=\"slide\" id=\"…\">`"),
            );
        }
        self.conserve(&words, kept);
    }

    /// The words that none may lose.
    fn conserve(&mut self, words: &str, kept: &[(Kept, String)]) {
        let plain = |text: &str| {
            let letters = text.chars().filter(|c| !c.is_whitespace());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let words = plain(words);
        let lost: BTreeSet<Kept> =
            kept.iter().filter(|(_, it)| !words.contains(&plain(it))).map(|(what, _)| *what).collect();
        let template = self.template;
        for what in lost {
            let (what, help) = match what {
                Kept::Title => {
                    (text!("the title of an issue"), text!("write `issue.title` for each of `outlet.issues`"))
                }
                Kept::Banner => (
                    text!("that a paper was retracted or is in doubt"),
                    text!("write the part whose `kind` is `head`, or `issue.banner` for each of `outlet.issues`"),
                ),
                Kept::Value => (text!("the value of an arm at a primary endpoint"), results()),
                Kept::Effect => (text!("the effect at a primary endpoint"), results()),
                Kept::Verdict => (text!("whether a primary endpoint was met"), results()),
                Kept::Correction => {
                    (text!("what was corrected"), text!("write the part whose `kind` is `corrections`"))
                }
                Kept::Link => (
                    text!("the addresses to which the numbers in its text lead"),
                    text!("write the part whose `kind` is `notes`"),
                ),
            };
            self.say(code::T008, text!("`{template}` leaves out {what}", template, what), help);
        }
    }

    /// The script that turns slides finds them by their ids.
    fn slide(&mut self, what: &What) {
        if what.get("id").is_none_or(str::is_empty) {
            let template = self.template;
            self.say(
                code::T008,
                text!("`{template}` has a slide without an `id`", template),
                text!("write each part of `outlet.parts` as `<section class=\"slide\" id=\"…\">`"),
            );
        }
    }

    /// Looks at an element; whether it gives a ground to what stands in it.
    fn element(&mut self, name: &str, attributes: &[(String, String)], has_ground: bool) -> bool {
        let Some(takes) = self.takes() else {
            self.of_page(name, attributes);
            return false;
        };
        let Some((_, known)) = takes.elements.iter().find(|(known, _)| *known == name) else {
            self.refuse(&format!("<{name}>"));
            return false;
        };
        let mut gives_ground = false;
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "style" => gives_ground |= self.style(value, takes, has_ground),
                it if !known.contains(&it) => self.refuse(&format!("{it}=")),
                "href" if self.outlet == Outlet::Wechat && !value.starts_with(WECHAT_HOST) => self.refuse(value),
                "href" if self.outlet == Outlet::Mail && !is_plain_link(value) => self.refuse(value),
                "src" if !is_own_picture(value) => self.refuse(value),
                "bgcolor" => gives_ground = true,
                _ => {}
            }
        }
        gives_ground
    }

    /// Looks at a style; whether it gives a ground.
    fn style(&mut self, style: &str, takes: &Takes, has_ground: bool) -> bool {
        let declared =
            style.split(';').filter_map(|it| it.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
        let declared: Vec<(&str, &str)> = declared.collect();
        let is_ground = |name: &str| matches!(name, "background" | "background-color");
        let gives_ground = declared.iter().any(|(name, _)| is_ground(name));
        for (name, value) in declared {
            let is_taken = takes.sets(name) && !value.contains(['(', '@', '!', '\\']);
            if !is_taken || self.outlet == Outlet::Wechat && is_ground(name) && is_dark(value) {
                self.refuse(&format!("{name}: {value}"));
            } else if self.outlet == Outlet::Wechat && name == "color" && !has_ground && !gives_ground {
                let template = self.template;
                self.say(
                    code::T022,
                    text!(
                        "`{template}` gives a text a colour and no ground, and WeChat recolours it in the dark",
                        template
                    ),
                    text!("write `background` beside `color`, or leave the colour to WeChat"),
                );
            }
        }
        gives_ground
    }

    /// What the policy of the site's pages blocks, and what asks another host.
    fn of_page(&mut self, name: &str, attributes: &[(String, String)]) {
        let template = self.template;
        let help = || text!("write it into `assets/outlets/slides.css` or `assets/outlets/print.css` of the theme");
        if matches!(name, "script" | "style") {
            let name = format!("<{name}>");
            self.say(code::T011, text!("`{template}` writes `{name}` into the page", template, name), help());
        } else if BARRED.contains(&name) {
            self.refuse(&format!("<{name}>"));
        }
        for (attribute, value) in attributes {
            if attribute == "style" || attribute.starts_with("on") {
                let name = format!("{attribute}=");
                self.say(code::T011, text!("`{template}` writes `{name}` into the page", template, name), help());
            } else if matches!(attribute.as_str(), "src" | "srcset") && uri::is_elsewhere(value) {
                self.say(
                    code::T009,
                    text!("pages of `{template}` fetch `{address}` from another host", template, address = value),
                    text!("show the pictures of the issue, as the parts in `outlet.parts` do"),
                );
            } else if attribute == "href" && value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
                self.refuse(value);
            }
        }
    }
}

fn results() -> Text {
    text!("write all of `outlet.parts`, or the `results` of each of `outlet.issues`")
}

/// Whether a link of a letter is whole and tells nobody who follows it.
fn is_plain_link(address: &str) -> bool {
    let is_whole = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    address.starts_with("mailto:") || is_whole && !address.contains(['?', '@'])
}

/// Whether a picture is one that goes with an article.
fn is_own_picture(address: &str) -> bool {
    let is_taken = [".png", ".jpg", ".jpeg", ".gif"].iter().any(|end| address.to_ascii_lowercase().ends_with(end));
    is_taken && !uri::is_elsewhere(address)
}

/// Whether a ground is near black, where WeChat's dark mode has no colour for its text; or none that is written in figures.
fn is_dark(ground: &str) -> bool {
    let Some(figures) = ground.strip_prefix('#').filter(|it| matches!(it.len(), 3 | 6)) else { return true };
    let each = figures.len() / 3;
    figures.as_bytes().chunks(each).all(|part| part[0] < b'4')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(outlet: Outlet, html: &str) -> Vec<&'static str> {
        judge(outlet, "outlets/x.html", html, &[(Kept::Title, "甲 <b> 1".to_owned())])
            .iter()
            .map(|it| it.code.name())
            .collect()
    }

    #[test]
    fn what_an_outlet_takes_passes() {
        let article =
            "<section style=\"background:#eee\"><p style=\"color:#222\">甲 &lt;b&gt; <strong>1</strong></p></section>";
        assert_eq!(codes(Outlet::Wechat, article), [""; 0]);
        let letter = "<table role=\"presentation\"><tr><td style=\"color:#222\">甲&lt;B&gt;1<a href=\"https://example.org/a/\">a</a></td></tr></table>";
        assert_eq!(codes(Outlet::Mail, letter), [""; 0]);
        assert_eq!(codes(Outlet::Print, "<h1 class=\"x\">甲 &lt;b&gt; 1</h1><svg aria-label=\"x\"></svg>"), [""; 0]);
        assert_eq!(
            codes(
                Outlet::Slides,
                "<section class=\"slide a\" id=\"b\"><svg aria-label=\"甲&lt;b&gt;1\"></svg></section>"
            ),
            [""; 0]
        );
    }

    #[test]
    fn each_fault_is_seen() {
        for (outlet, planted, codes_of_it) in [
            (Outlet::Wechat, "<div>x</div>", &["T022"][..]),
            (Outlet::Wechat, "<p class=\"x\">x</p><p class=\"y\">x</p>", &["T022"]),
            (Outlet::Wechat, "<p style=\"position:fixed\">x</p>", &["T022"]),
            (Outlet::Wechat, "<p style=\"color:#222\">x</p>", &["T022"]),
            (Outlet::Wechat, "<p style=\"background:#111\">x</p>", &["T022"]),
            (Outlet::Wechat, "<p style=\"background:black\">x</p>", &["T022"]),
            (Outlet::Wechat, "<a href=\"https://example.org/\">x</a>", &["T022"]),
            (Outlet::Wechat, "<img src=\"https://example.org/a.png\" alt=\"\">", &["T022"]),
            (Outlet::Wechat, "<img src=\"a.svg\" alt=\"\">", &["T022"]),
            (Outlet::Mail, "<img src=\"a.png\" alt=\"\">", &["T022"]),
            (Outlet::Mail, "<style>p{}</style>", &["T022"]),
            (Outlet::Mail, "<p onclick=\"x\">x</p>", &["T022"]),
            (Outlet::Mail, "<p style=\"margin:calc(1px)\">x</p>", &["T022"]),
            (Outlet::Mail, "<a href=\"/a/\">x</a>", &["T022"]),
            (Outlet::Mail, "<a href=\"https://example.org/?id=1\">x</a>", &["T022"]),
            (Outlet::Print, "<p style=\"x\">x</p>", &["T011"]),
            (Outlet::Print, "<script>x</script>", &["T011"]),
            (Outlet::Print, "<img src=\"https://example.org/a.png\" alt=\"\">", &["T009"]),
            (Outlet::Print, "<iframe></iframe>", &["T022"]),
            (Outlet::Print, "<a href=\" javascript:x\">x</a>", &["T022"]),
            (Outlet::Print, "</main><p>x</p>", &["T004"]),
            (Outlet::Print, "<table><tr><td>x", &["T004"]),
            (Outlet::Print, "<!-- x", &["T004"]),
            (Outlet::Slides, "<p>x</p>", &["T008"]),
            (Outlet::Slides, "<p class=\"slide\">x</p>", &["T008"]),
        ] {
            assert_eq!(codes(outlet, &format!("甲&lt;b&gt;1{planted}")), codes_of_it, "{planted}");
        }
        assert_eq!(codes(Outlet::Print, "<p>甲 b 1</p>"), ["T008"]);
        assert_eq!(codes(Outlet::Mail, &format!("甲&lt;b&gt;1{}", "x".repeat(100_000))), ["T022"]);
    }
}
