//! Pictures as pages show them: in which forms and widths each is there, and what their files say of themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::{SourceText, Span};

/// What a picture is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// AV1 in a still picture.
    Avif,
    /// WebP.
    Webp,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// SVG.
    Svg,
}

impl Format {
    /// Every form with its media type and the ends of its files' names, the usual one first.
    const ALL: &[(Self, &str, &[&str])] = &[
        (Self::Avif, "image/avif", &["avif"]),
        (Self::Webp, "image/webp", &["webp"]),
        (Self::Jpeg, "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
        (Self::Png, "image/png", &["png", "apng"]),
        (Self::Gif, "image/gif", &["gif"]),
        (Self::Svg, "image/svg+xml", &["svg"]),
    ];

    fn entry(self) -> &'static (Self, &'static str, &'static [&'static str]) {
        Self::ALL.iter().find(|(format, ..)| *format == self).unwrap_or(&Self::ALL[0])
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.entry().1
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        self.entry().2[0]
    }

    /// The form that the end of a file's name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Self::ALL
            .iter()
            .find(|(_, _, all)| all.iter().any(|it| it.eq_ignore_ascii_case(extension)))
            .map(|(format, ..)| *format)
    }

    /// The form whose files end like this.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, _, all)| all[0] == extension).map(|(format, ..)| *format)
    }
}

/// What a file says of its picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Head {
    /// What it is written in, whatever its name says.
    pub format: Format,
    /// Width and height in pixels, before it is turned as the camera was held.
    pub size: (u32, u32),
    /// Whether its colours are four printing inks.
    pub has_inks: bool,
    /// Whether it holds information beside its pixels that cannot be taken out here.
    pub tells_more: bool,
    /// Whether it has links, which nobody can follow in a picture.
    pub has_links: bool,
    /// What of it is not there, or not as it was written.
    pub loss: Option<Loss>,
}

/// How a file is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Loss {
    /// It ends before the picture does.
    Cut,
    /// Something in it is not as it was written.
    Damaged,
}

/// Why a file is no picture that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HeadFault {
    /// It is nothing that looks like a picture.
    Unknown,
    /// It is a picture in a form that browsers do not show, or not all of them.
    Unread(&'static str),
    /// It says that it has no pixels.
    Empty,
    /// It ends, or makes no sense, before it has said how large it is.
    Cut,
    /// It has more bytes, or says that it has more pixels, than a picture can have.
    Heavy,
    /// It is an SVG that cannot be published.
    Drawing(DrawingFault),
}

/// Why an SVG cannot be published, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DrawingFault {
    /// The place in its own text, if that could be read.
    pub place: Option<(Arc<SourceText>, Span)>,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong with an SVG.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// It runs a script: the element or the attribute.
    Script(String),
    /// It loads something from elsewhere: the address.
    Loads(String),
    /// A style in it may be read in two ways: what stands there.
    Style(String),
    /// It is in an encoding other than the one it names, or than Unicode: the name, if there is one.
    Encoding(String),
    /// It is no XML: what the reader says.
    Syntax(String),
    /// An element has no end: its name.
    Unclosed(String),
    /// It declares something in its DOCTYPE.
    Entities,
    /// Its first element is not in SVG's namespace.
    NoNamespace,
    /// It has more elements in each other than are read.
    Deep,
    /// It draws more than a million elements, or more than a thousand in each other: parts of it are used in parts that
    /// are used.
    Endless,
    /// A picture that it carries is none of those that browsers show: its address.
    Hollow(String),
    /// It does not say how large it is.
    Sizeless,
    /// A part of it is a page: the words there.
    Foreign(String),
    /// It has text that only Inkscape shows: the words.
    Flowed(String),
    /// It has an element that browsers draw nothing for: its tag.
    Unknown(String),
}

/// How a picture is used, which decides in which widths it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A figure, a picture in the text, a cover.
    Figure,
    /// The portrait of a person.
    Portrait,
}

/// A picture's file that pages show.
#[derive(Debug, Clone, Hash)]
pub struct PictureFile {
    /// Where it is, from the site's folder.
    pub path: String,
    /// What its first bytes say.
    pub head: Head,
    /// Where it was first asked for.
    pub place: (Arc<SourceText>, Span),
}

/// What a theme and a site wish of pictures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wishes {
    /// Widths of pictures in pixels, rising.
    pub widths: Vec<u32>,
    /// Widths of portraits in pixels, rising.
    pub portrait_widths: Vec<u32>,
    /// How wide pictures are shown, as HTML's `sizes`.
    pub sizes: String,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            widths: vec![390, 780, 1170, 1560, 2400],
            portrait_widths: vec![96, 192, 288],
            sizes: "100vw".to_owned(),
        }
    }
}

impl Wishes {
    /// The widths of one use.
    pub fn widths(&self, role: Role) -> &[u32] {
        match role {
            Role::Figure => &self.widths,
            Role::Portrait => &self.portrait_widths,
        }
    }
}

/// A picture in one width.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Its address from the site's root.
    pub address: String,
    /// Its width in pixels.
    pub width: u32,
}

/// A picture as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Its width and height, as it is shown where there is room.
    pub size: (u32, u32),
    /// Forms that only some browsers know, the smallest first, each with its widths, rising; never empty lists.
    pub sources: Vec<(Format, Vec<Variant>)>,
    /// The form that every browser knows, in its widths, rising; never empty.
    pub fallback: Vec<Variant>,
    /// How light it is, from 0 for black to [`TONES`] − 1 for white: what stands in its place until it is there.
    /// `None` where the ground shines through, or nothing is known.
    pub tone: Option<u8>,
    /// Whether the ground shines through somewhere.
    pub is_clear: bool,
}

/// How many steps of lightness there are.
pub const TONES: u8 = 8;

impl Picture {
    /// A picture that is there in one form only.
    pub fn single(address: String, size: (u32, u32)) -> Self {
        let fallback = vec![Variant { address, width: size.0 }];
        Self { size, sources: Vec::new(), fallback, tone: None, is_clear: false }
    }

    /// The address of the largest one that every browser knows.
    pub fn large(&self) -> &str {
        self.fallback.last().map_or("", |variant| variant.address.as_str())
    }

    /// The address for browsers that cannot choose: the largest that is not wider than a screen.
    pub fn plain(&self) -> &str {
        const SCREEN: u32 = 1200;
        self.fitting(SCREEN)
    }

    /// The address of the largest form that is not wider than so many pixels; of the smallest where all are.
    pub fn fitting(&self, width: u32) -> &str {
        let fitting = self.fallback.iter().rev().find(|variant| variant.width <= width);
        fitting.or(self.fallback.first()).map_or("", |variant| variant.address.as_str())
    }

    /// Every address at which a form of it stands.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().flat_map(|(_, variants)| variants);
        sources.chain(&self.fallback).map(|variant| variant.address.as_str())
    }
}

/// All pictures of a site as they are published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Gallery {
    /// By the address that a file would have, and its use.
    pub pictures: BTreeMap<(String, Role), Picture>,
    /// How wide figures are shown, as HTML's `sizes`.
    pub sizes: String,
}

impl Gallery {
    /// The picture whose file would have this address.
    pub fn get(&self, address: &str, role: Role) -> Option<&Picture> {
        // A key of borrowed parts cannot be looked up; pictures are few beside pages.
        self.pictures.get(&(address.to_owned(), role))
    }

    /// Every address at which something of it stands; the same one may come twice.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.pictures.values().flat_map(Picture::addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_promises_a_form() {
        assert_eq!(Format::of_name("a.b/扫描.JPEG"), Some(Format::Jpeg));
        assert_eq!(Format::of_name("scan.tiff"), None);
        assert_eq!(Format::of_name("png"), None);
    }

    #[test]
    fn browsers_that_cannot_choose_get_what_fits_a_screen() {
        let fallback =
            [390, 1170, 2400].map(|width| Variant { address: format!("{width}.jpg"), width }).into_iter().collect();
        let picture = Picture { fallback, ..Picture::single("x".into(), (2400, 1600)) };
        assert_eq!(picture.plain(), "1170.jpg");
        assert_eq!(picture.large(), "2400.jpg");
    }
}
