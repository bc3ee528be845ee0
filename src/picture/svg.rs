//! An SVG, from what a drawing program wrote to what readers get.
//!
//! On a page, browsers run nothing of an SVG. Opened by itself, as the link of a figure does without a script, it is a
//! document of the site's own host, and could do whatever a page of the site can. So nothing of the file is published as
//! it stands: it is read by a strict reader of XML, what runs, loads or cannot be shown is refused with its place, and
//! the drawing is written anew from elements and attributes that are known to draw. Two readers cannot take the result
//! in two ways, and what programs keep beside the drawing (sources, layers, who made it) does not come out.
//!
//! | step | from | to |
//! |---|---|---|
//! | `encoding` | bytes | text, as XML's readers know it |
//! | `read` | text | elements that draw, from `vocabulary`; `style` and `address` look at what they refer to |
//! | `weight` | elements | how much browsers would draw |
//! | `size` | the first element | width and height |
//! | `write` | elements | the file that is published |

mod address;
mod encoding;
mod read;
mod size;
mod style;
mod vocabulary;
mod weight;
mod write;

use crate::diag::SourceText;
use crate::model::picture::{DrawingFault, Flaw};

/// A drawing that only shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// The file that is published.
    pub text: String,
    /// Whether it had links, which are left out: in a picture nobody can follow them.
    pub has_links: bool,
}

/// Whether a file may be meant as an SVG: it is text in some encoding, and has a tag of that name.
pub fn is_meant(bytes: &[u8]) -> bool {
    let letters = bytes.iter().copied().filter(|it| *it != 0);
    let mut last = [0; 4];
    letters.into_iter().any(|letter| {
        last.rotate_left(1);
        last[3] = letter.to_ascii_lowercase();
        last == *b"<svg" || last == *b":svg"
    })
}

/// Reads a drawing; `path` names the file in diagnostics.
pub fn read(path: &str, bytes: &[u8]) -> Result<Drawing, DrawingFault> {
    let text = encoding::text(bytes).ok_or(DrawingFault { place: None, flaw: Flaw::Encoding(String::new()) })?;
    let at = |(span, flaw)| {
        let file = SourceText::new(path, text.clone());
        DrawingFault { place: Some((file, span)), flaw }
    };
    let (root, has_links) = read::read(&text).map_err(at)?;
    if let Some(span) = weight::too_much(&root) {
        return Err(at((span, Flaw::Endless)));
    }
    let size = size::size(root.get("width"), root.get("height"), root.get("viewBox"));
    let size = size.ok_or_else(|| at((root.tag(), Flaw::Sizeless)))?;
    Ok(Drawing { size, text: write::write(&root), has_links })
}

#[cfg(test)]
mod tests;
