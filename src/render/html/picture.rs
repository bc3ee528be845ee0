//! A picture in all its forms: `<picture>` with what each browser may choose from.
//!
//! Width and height are always there, so that nothing moves when it arrives. What stands in its place until then is
//! the style sheet's: a policy that allows no `style` allows no colour for each picture, so `data-tone` tells one of a
//! few steps of lightness, and a scan on black does not flash white.

use crate::render::escape;
use std::fmt::Write as _;

use crate::model::picture::{Picture, Variant};
use crate::model::uri::Part;
use crate::render::escape::write_url;

/// Where a picture stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// What addresses inside the site begin with.
    pub(super) base_path: &'a str,
    /// How wide it is shown, as HTML's `sizes`.
    pub(super) sizes: &'a str,
}

/// Begins a picture, up to the alternative text: `<picture><source …><img src="…" … alt="`.
pub(super) fn begin(out: &mut String, picture: &Picture, setting: Setting<'_>) {
    if !picture.sources.is_empty() {
        out.push_str("<picture>");
    }
    for (format, variants) in &picture.sources {
        out.push_str("<source type=\"");
        out.push_str(format.media_type());
        out.push('"');
        choices(out, variants, setting);
        out.push('>');
    }
    out.push_str("<img src=\"");
    address(out, picture.plain(), setting);
    out.push('"');
    if picture.fallback.len() > 1 {
        choices(out, &picture.fallback, setting);
    }
    if let Some(tone) = picture.tone {
        // Writing to a string cannot fail.
        let _ = write!(out, " data-tone=\"{tone}\"");
    }
    if picture.is_clear {
        out.push_str(" data-clear");
    }
    out.push_str(" alt=\"");
}

/// Ends what [`begin`] began, after the tag of the image.
pub(super) fn end(out: &mut String, picture: &Picture) {
    if !picture.sources.is_empty() {
        out.push_str("</picture>");
    }
}

/// ` srcset="… 390w, … 780w" sizes="…"`.
fn choices(out: &mut String, variants: &[Variant], setting: Setting<'_>) {
    out.push_str(" srcset=\"");
    srcset(out, variants, setting.base_path);
    out.push_str("\" sizes=\"");
    escape::attribute(out, setting.sizes);
    out.push('"');
}

/// Addresses with their widths, as HTML's `srcset`.
pub fn srcset(out: &mut String, variants: &[Variant], base_path: &str) {
    for (at, variant) in variants.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        address(out, &variant.address, Setting { base_path, sizes: "" });
        let _ = write!(out, " {}w", variant.width);
    }
}

fn address(out: &mut String, address: &str, setting: Setting<'_>) {
    write_url(out, setting.base_path, Part::Written);
    write_url(out, address, Part::Path);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::Format;

    fn variants(extension: &str, widths: &[u32]) -> Vec<Variant> {
        widths.iter().map(|width| Variant { address: format!("a/{width}.{extension}"), width: *width }).collect()
    }

    fn html(picture: &Picture) -> String {
        let mut out = String::new();
        begin(&mut out, picture, Setting { base_path: "/b/", sizes: "100vw" });
        out.push_str("x\">");
        end(&mut out, picture);
        out
    }

    #[test]
    fn browsers_choose_from_all_forms() {
        let picture = Picture {
            size: (780, 520),
            sources: vec![(Format::Avif, variants("avif", &[390, 780]))],
            fallback: variants("jpg", &[390, 780]),
            tone: Some(2),
            is_clear: false,
        };
        assert_eq!(
            html(&picture),
            "<picture><source type=\"image/avif\" srcset=\"/b/a/390.avif 390w, /b/a/780.avif 780w\" sizes=\"100vw\">\
             <img src=\"/b/a/780.jpg\" srcset=\"/b/a/390.jpg 390w, /b/a/780.jpg 780w\" sizes=\"100vw\" data-tone=\"2\" \
             alt=\"x\"></picture>"
        );
    }

    #[test]
    fn one_form_needs_no_choice() {
        assert_eq!(html(&Picture::single("a/x.svg".into(), (4, 3))), "<img src=\"/b/a/x.svg\" alt=\"x\">");
    }
}
