//! Which attributes of an element are published, and what in them is refused.

use std::ops::Range;

use xml::attribute::OwnedAttribute;

use super::super::address::{Carried, is_hollow, sound};
use super::super::style;
use super::super::vocabulary::{Kind, XLINK, XML, is_animatable, is_attribute};
use super::Fault;
use crate::diag::Span;
use crate::model::picture::Flaw;

/// What is published of a tag.
#[derive(Default)]
pub(super) struct Kept {
    /// Names with their prefix, and values.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether it led somewhere.
    pub(super) is_link: bool,
}

/// What is published of the attributes of an element, whose tag begins at `tag`.
pub(super) fn kept(
    text: &str,
    tag: &Span,
    (kind, element): (Kind, &str),
    attributes: &[OwnedAttribute],
) -> Result<Kept, Fault> {
    let mut kept = Kept::default();
    for OwnedAttribute { name, value } in attributes {
        let written_name = name.borrow().to_repr();
        let local = name.local_name.as_str();
        let place = || attribute(text, tag, &written_name);
        if local.len() > 2 && local.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Err((place(), Flaw::Script(format!("{written_name}="))));
        }
        match name.namespace.as_deref() {
            None | Some(XLINK) if local == "href" => {
                let own = if name.namespace.is_some() { "xlink:href" } else { "href" };
                match kind {
                    Kind::Link if runs(value) => return Err((place(), Flaw::Script(value.clone()))),
                    Kind::Link => kept.is_link |= !value.trim().is_empty(),
                    Kind::Refers | Kind::Animates => match sound(value, Carried::Pictures) {
                        Some("") => {}
                        Some(address) if is_hollow(address) => {
                            return Err((place(), Flaw::Hollow(address.to_owned())));
                        }
                        Some(address) => kept.attributes.push((own.to_owned(), address.to_owned())),
                        None => return Err((place(), Flaw::Loads(value.clone()))),
                    },
                    _ => {}
                }
            }
            None if local == "attributeName" && kind == Kind::Animates && !is_animatable(value.trim()) => {
                return Err((place(), Flaw::Script(format!("<{element} {local}=\"{value}\">"))));
            }
            None if is_attribute(local) => {
                if let Some(fault) = css(local, value) {
                    return Err((written(text, &place(), &fault.raw), fault.flaw));
                }
                kept.attributes.push((local.to_owned(), value.clone()));
            }
            Some(XML) if matches!(local, "space" | "lang") => {
                kept.attributes.push((format!("xml:{local}"), value.clone()));
            }
            _ => {}
        }
    }
    Ok(kept)
}

/// What browsers' reader of CSS would find in a value. Without a bracket or an escape there is nothing to find.
fn css(name: &str, value: &str) -> Option<style::Fault> {
    let is_read = !name.starts_with("data-") && !name.starts_with("aria-");
    let may_refer = name == "style" || value.contains(['(', '\\']);
    if is_read && may_refer { style::fault(value) } else { None }
}

/// Whether an address runs a script or is a document of its own: browsers take spaces at its beginning and line ends
/// anywhere in it for nothing (WHATWG URL, 4.4).
fn runs(address: &str) -> bool {
    let address: String =
        address.chars().filter(|it| !it.is_control() && !it.is_whitespace()).collect::<String>().to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:"].iter().any(|scheme| address.starts_with(scheme))
}

/// Where the name of an attribute stands in a tag; the tag itself where it is not found.
fn attribute(text: &str, tag: &Span, name: &str) -> Span {
    let inner = &text[tag.end.min(text.len())..];
    let is_name = |at: usize| {
        inner[..at].ends_with(char::is_whitespace) && inner[at + name.len()..].trim_start().starts_with('=')
    };
    let found = inner.match_indices(name).map(|(at, _)| at).find(|at| is_name(*at));
    found.map_or_else(|| tag.clone(), |at| span(tag.end + at, name))
}

/// Where something stands in the text from a place on; the place itself where it is written by references.
pub(super) fn written(text: &str, from: &Span, raw: &str) -> Span {
    match text.get(from.start..).and_then(|rest| rest.find(raw)) {
        Some(at) if !raw.is_empty() => span(from.start + at, raw),
        _ => from.clone(),
    }
}

fn span(start: usize, text: &str) -> Range<usize> {
    start..start + text.len()
}
