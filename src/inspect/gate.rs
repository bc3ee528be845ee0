//! What a page needs so that the gate closes and opens it, and what a theme may have lost of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use lol_html::html_content::Element;

use super::{Faults, Frame};
use crate::diag::{code, text};
use crate::model::address::CONSENT;
use crate::model::consent::Scope;

/// What was seen of the gate on a page.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Whether the element being read stands inside the gate.
    pub(super) is_inside: bool,
    /// Whether a policy stands before the first script and style.
    has_policy: bool,
    has_code: bool,
    /// The first element of the body, if it is the gate.
    opens_body: bool,
    body: BodyStart,
    has_gated_main: bool,
    /// Elements of the class `gated`.
    gated: usize,
    panels: usize,
    /// The box that a reader without script ticks, and its label: `gate-box`, `gate-tick`.
    tick: usize,
    is_ticked: bool,
    /// Whether the page says itself whether it is closed, which is for the script to say.
    has_state: bool,
    asks: usize,
    /// Step and act of each button; a step alone for itself.
    steps: BTreeSet<(String, String)>,
    step: String,
}

/// How far the body has been read.
#[derive(Debug, Default, PartialEq, Eq)]
enum BodyStart {
    #[default]
    Before,
    Opened,
    After,
}

/// The buttons that each step needs.
const ACTS: &[(&str, &[&str])] = &[
    ("agreement", &["decline", "agree"]),
    ("optional", &["skip", "agree"]),
    ("questions", &["submit"]),
    ("review", &["retry", "resubmit", "leave", "withdraw"]),
    ("passed", &["enter"]),
    ("reviewed", &["enter"]),
    ("left", &["reconsider"]),
    ("withdrawn", &["reconsider"]),
    ("declined", &["reconsider"]),
];

/// Follows an element on its way through the page.
pub(super) fn follow(all: &Rc<RefCell<super::Seen>>, element: &mut Element<'_, '_>) {
    let mut seen = all.borrow_mut();
    let seen = &mut seen.gate;
    let name = element.tag_name();
    let value = |attribute: &str| element.get_attribute(attribute).unwrap_or_default();
    let classes = value("class");
    let has_class = |wanted: &str| classes.split_ascii_whitespace().any(|class| class == wanted);
    let is_gate = value("id") == "gate";
    match name.as_str() {
        "body" => seen.body = BodyStart::Opened,
        _ if seen.body == BodyStart::Opened => {
            seen.opens_body = is_gate;
            seen.body = BodyStart::After;
        }
        _ => {}
    }
    match name.as_str() {
        "meta" if value("http-equiv").eq_ignore_ascii_case("content-security-policy") => {
            seen.has_policy |= !seen.has_code;
        }
        "script" | "style" => seen.has_code = true,
        "link" if is_style(&value("rel")) => seen.has_code = true,
        "html" => seen.has_state = element.has_attribute("data-gate"),
        "main" => seen.has_gated_main |= has_class("gated-page") && element.has_attribute("data-gated"),
        _ => {}
    }
    seen.gated += usize::from(has_class("gated"));
    seen.panels += usize::from(has_class("gate-panel"));
    seen.tick += usize::from(matches!(value("id").as_str(), "gate-box" | "gate-tick"));
    seen.is_ticked |= value("id") == "gate-box" && element.has_attribute("checked");
    seen.asks += usize::from(element.has_attribute("data-gate-ask"));
    if seen.is_inside && element.has_attribute("data-step") {
        seen.step = value("data-step");
        seen.steps.insert((seen.step.clone(), String::new()));
    }
    if seen.is_inside && element.has_attribute("data-act") {
        seen.steps.insert((seen.step.clone(), value("data-act")));
    }
    if is_gate {
        seen.is_inside = true;
        let at_end = Rc::clone(all);
        if let Some(handlers) = element.end_tag_handlers() {
            handlers.push(Box::new(move |_| {
                at_end.borrow_mut().gate.is_inside = false;
                Ok(())
            }));
        }
    }
}

/// Whether a link is one to a style sheet, which may be said among other words and in any case (HTML, 4.6.7).
fn is_style(rel: &str) -> bool {
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"))
}

/// What is wrong with the gate on a page.
pub(super) fn faults(faults: &mut Faults<'_>, scope: Scope, page: &super::Seen, frame: &Frame<'_>) {
    let template = faults.template;
    if !page.gate.has_policy {
        faults.say(
            code::T013,
            text!(
                "pages of `{template}` have no place for the security policy before their scripts and styles",
                template
            ),
            text!("write `<meta charset=\"utf-8\">` as the first thing in the head: postil puts the policy after it"),
        );
    }
    let Some(steps) = frame.steps else { return };
    faults.of_the_way_back(page, frame.base_path);
    if scope == Scope::Open {
        return;
    }
    if !page.gate.opens_body {
        faults.say(
            code::T013,
            text!("pages of `{template}` have lost the gate: it is not the first thing in their body", template),
            text!("write `<body>` in the template itself, where postil finds it when the theme is read"),
        );
        return;
    }
    if page.gate.has_state {
        faults.say(
            code::T013,
            text!("pages of `{template}` say themselves whether they are open: `<html data-gate>`", template),
            text!("leave `data-gate` out: postil sets it from what the reader has given"),
        );
    }
    faults.of_what_is_closed(scope, &page.gate);
    faults.of_the_tick(scope, steps.contains(&"review"), &page.gate);
    for step in steps {
        faults.of_a_step(step, &page.gate);
    }
}

impl Faults<'_> {
    /// Who has given consent finds the way to withdraw it.
    fn of_the_way_back(&mut self, page: &super::Seen, base_path: &str) {
        let has_link = page.links.iter().any(|link| {
            link.strip_prefix(base_path)
                .and_then(|inner| inner.strip_suffix(CONSENT))
                .is_some_and(|language| language.is_empty() || language.ends_with('/'))
        });
        if !has_link && !matches!(self.template, "redirect.html" | "consent.html") {
            self.say_of(
                "partials/footer.html",
                code::T015,
                text!("pages do not lead to the one on which a reader can withdraw consent"),
                text!(
                    "put `<a href=\"{{ site.consent }}\">{{ t.consent.link }}</a>` into the footer: withdrawing must be as easy as giving"
                ),
            );
        }
    }

    /// What the gate closes can be told from the rest.
    fn of_what_is_closed(&mut self, scope: Scope, seen: &Seen) {
        let template = self.template;
        if scope == Scope::Page && !seen.has_gated_main {
            self.say(
                code::T013,
                text!(
                    "pages of `{template}` do not say what they withhold: `<main>` has lost the class `gated-page`",
                    template
                ),
                text!(
                    "write `<main class=\"…\">` in the template itself, where postil finds it when the theme is read"
                ),
            );
        }
        if scope == Scope::Body && (seen.gated == 0 || seen.panels != 1 || seen.asks == 0) {
            self.say(
                code::T013,
                text!(
                    "pages of `{template}` withhold their text in {gated} elements of the class `gated`, and ask for consent in {panels} places",
                    template,
                    gated = seen.gated,
                    panels = seen.panels
                ),
                text!("give what is not public the class `gated`, and write `{{ gate.panel }}` once before it"),
            );
        }
    }

    /// Without scripts a reader ticks a box; but not where answers are reviewed, for then nobody passes so.
    fn of_the_tick(&mut self, scope: Scope, has_review: bool, seen: &Seen) {
        let file = if scope == Scope::Page { "gate.html" } else { "gate-panel.html" };
        if seen.is_ticked {
            self.say_of(
                file,
                code::T014,
                text!("the box that a reader without script ticks is ticked beforehand"),
                text!("leave `checked` out: nobody else agrees for a reader"),
            );
        }
        if has_review && seen.tick > 0 {
            self.say_of(
                file,
                code::T014,
                text!("the box that a reader without script ticks opens the text without a review"),
                text!(
                    "write `{% if consent.reviewed %}<p id=\"gate-shut\">{{ t.gate.shut }}</p>{% else %}`, the box, and `{% endif %}`"
                ),
            );
        } else if !has_review && seen.tick != 2 {
            self.say_of(
                file,
                code::T014,
                text!("the gate has lost the box that a reader without script ticks"),
                text!(
                    "write `<input type=\"checkbox\" id=\"gate-box\"><label id=\"gate-tick\" for=\"gate-box\">` after the gate, or into the panel"
                ),
            );
        }
    }

    /// A step has its section and its buttons.
    fn of_a_step(&mut self, step: &str, seen: &Seen) {
        let acts = ACTS.iter().find(|(name, _)| *name == step).map_or(&[][..], |(_, acts)| acts);
        for act in std::iter::once(&"").chain(acts) {
            if !seen.steps.contains(&(step.to_owned(), (*act).to_owned())) {
                let what = match *act {
                    "" => text!("the step `{step}`: `<section data-step=\"{step}\">`", step),
                    act => text!("the button of `{step}` that does `{act}`: `<button data-act=\"{act}\">`", step, act),
                };
                self.say_of(
                    "gate.html",
                    code::T014,
                    text!("the gate has lost {what}", what),
                    text!("write `{% include \"postil/steps.html\" %}` into the theme's `gate.html`: all of them are in it"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, inspect};
    use super::*;

    /// What is said of a page whose gate has one agreement.
    fn said(html: &str) -> Vec<(&'static str, String)> {
        let sample = Sample { template: "issue.html", scope: Scope::Page, html: html.as_bytes() };
        let frame = Frame {
            base_path: "/",
            exists: &|_| true,
            allows: &|_| true,
            steps: Some(&["agreement"]),
            find: &|_, _| None,
        };
        inspect(sample, &frame).iter().map(|it| (it.code.name(), it.message.to_string())).collect()
    }

    #[test]
    fn nothing_is_decided_before_the_reader_decides() {
        let sound = "<!doctype html><html lang=en><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=x><meta name=viewport content=x><title>T</title><link rel=stylesheet href=/x.css><body><dialog id=gate><section data-step=agreement><button data-act=decline></button><button data-act=agree></button></section></dialog><input id=gate-box type=checkbox><label id=gate-tick></label><main class=gated-page data-gated=page><h1>x</h1></main><a href=/consent/>x</a>";
        assert_eq!(said(sound), []);
        for (from, to, code, words) in [
            ("<html", "<html data-gate=open", "T013", "say themselves whether they are open"),
            ("type=checkbox", "type=checkbox checked", "T014", "is ticked beforehand"),
            (
                "<meta charset",
                "<link rel=\"preload StyleSheet\" href=/y.css><meta charset",
                "T013",
                "before their scripts and styles",
            ),
        ] {
            let said = said(&sound.replace(from, to));
            assert!(matches!(&said[..], [(it, message)] if *it == code && message.contains(words)), "{to}: {said:?}");
        }
    }
}
