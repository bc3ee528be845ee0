//! The tags of a template, and what a template takes from others by them.

use std::ops::Range;

/// A tag: `{{ … }}` or `{% … %}`. Comments are none, and nothing is one between `{% raw %}` and its end.
#[derive(Debug, Clone)]
pub(in crate::render) struct Tag<'a> {
    /// All of it, with its braces.
    pub(in crate::render) span: Range<usize>,
    /// Whether it is `{% … %}`.
    pub(in crate::render) is_statement: bool,
    /// What stands in it, without dashes and blanks at its ends.
    pub(in crate::render) inner: &'a str,
}

impl<'a> Tag<'a> {
    /// The word that says what a statement does: `for`; empty where it has none.
    pub(in crate::render) fn word(&self) -> &'a str {
        let end = self.inner.find(|c: char| !is_of_name(c)).unwrap_or(self.inner.len());
        if self.is_statement { &self.inner[..end] } else { "" }
    }

    /// The word or `<name>` that opens what it closes, if it is one that closes something.
    pub(in crate::render) fn closed(&self) -> Option<String> {
        match self.inner.strip_prefix('<').filter(|_| self.is_statement) {
            Some(called) => called.strip_prefix('/').map(component),
            None => self.word().strip_prefix("end").map(str::to_owned),
        }
    }

    /// What follows that word.
    fn rest(&self) -> &'a str {
        self.inner[self.word().len()..].trim_start()
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The tags of a template, in order.
pub(in crate::render) fn tags(template: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|it| at + it) {
        let rest = &template[open..];
        let end = match rest.as_bytes().get(1) {
            Some(b'{') => rest.find("}}"),
            Some(b'%') => rest.find("%}"),
            Some(b'#') => rest.find("#}"),
            _ => None,
        };
        let Some(end) = end else {
            at = open + 1;
            continue;
        };
        at = open + end + 2;
        if rest.starts_with("{#") {
            continue;
        }
        // `{%-%}` has its dash only once.
        let inner = rest.get(2..end).unwrap_or_default();
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        let tag = Tag { span: open..at, is_statement: rest.starts_with("{%"), inner };
        if tag.word() == "raw" && tag.rest().is_empty() {
            at = template[at..].find("endraw").map_or(template.len(), |it| at + it);
        } else {
            found.push(tag);
        }
    }
    found
}

/// The statements and components that stand open before a place, the innermost last: the tag of each, and the word or
/// `<name>` that opens it.
pub(super) fn open_at(template: &str, end: usize) -> Vec<(Range<usize>, String)> {
    let mut open: Vec<(Range<usize>, String)> = Vec::new();
    for tag in tags(template).into_iter().filter(|tag| tag.span.end <= end) {
        let word = tag.word();
        let called = tag.inner.strip_prefix('<').filter(|_| tag.is_statement);
        let opens = match word {
            "if" | "for" | "block" | "filter" | "component" => Some(word.to_owned()),
            "set" | "set_global" if !tag.inner.contains('=') => Some(word.to_owned()),
            _ => called.filter(|it| !it.starts_with('/') && !it.ends_with("/>")).map(component),
        };
        match (opens, tag.closed()) {
            (Some(name), _) => open.push((tag.span, name)),
            (_, Some(name)) if open.last().is_some_and(|(_, last)| *last == name) => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// The name of a component as it is called: `<issue.row …`.
fn component(called: &str) -> String {
    format!("<{}>", name_of(called))
}

/// The name at the beginning of a text: letters, digits, `_` and dots.
fn name_of(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !is_of_name(c) && c != '.').unwrap_or(text.len());
    &text[..end]
}

/// What a template takes from others, and what it has for them.
#[derive(Debug, Default)]
pub(in crate::render) struct Uses<'a> {
    /// Templates that it is built on or takes in, by their names.
    pub(in crate::render) templates: Vec<&'a str>,
    /// Components that it calls.
    pub(in crate::render) calls: Vec<&'a str>,
    /// Components that it defines.
    pub(in crate::render) defines: Vec<&'a str>,
}

/// What a template takes from others. What only looks like a call, as in `a <b`, is among them.
pub(in crate::render) fn uses(template: &str) -> Uses<'_> {
    let mut uses = Uses::default();
    for tag in tags(template) {
        match tag.word() {
            "extends" | "include" => {
                let named = tag.rest().split(['"', '\'', '`']).skip(1).step_by(2);
                uses.templates.extend(named);
            }
            "component" => uses.defines.push(name_of(tag.rest())),
            _ => uses.calls.extend(tag.inner.split('<').skip(1).map(name_of).filter(|name| !name.is_empty())),
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_open_is_found() {
        for (template, open) in [
            ("{% if a %}", Some("if")),
            ("{% if a %}{% for b in c %}{% endfor %}", Some("if")),
            ("{% if a %}{% else %}{% endif %}{% set a = b %}", None),
            ("{%- block x -%}{% set a %}x{% endset %}{# {% if a %} #}", Some("block")),
            ("{% <a.b(c=d)> %}{% <e /> %}", Some("<a.b>")),
            ("{% <a.b(c=d)> %}{% </a.b> %}{% raw %}{% if a %}{% endraw %}", None),
        ] {
            assert_eq!(open_at(template, template.len()).pop().map(|it| it.1).as_deref(), open, "{template}");
        }
        assert_eq!(open_at("{% if a %}{% endif %}", 10).pop().map(|it| it.0), Some(0..10));
    }

    #[test]
    fn what_a_template_takes_is_named() {
        let found = uses(
            "{% extends \"base.html\" %}{% include 'a/b.html' %}{{ <issue.row issue={x}/> }}{% component c(d) %}{% <e> %}{% </e> %}",
        );
        assert_eq!(found.templates, ["base.html", "a/b.html"]);
        assert_eq!((found.calls, found.defines), (vec!["issue.row", "e"], vec!["c"]));
    }
}
