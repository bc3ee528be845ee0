//! Pictures of an article: charts as they are drawn, figures in a form that WeChat takes.

use std::fmt::Write as _;

use super::article::Writer;
use super::style::{PARAGRAPH, PICTURE, SMALL};
use crate::model::body::{Image, Target};
use crate::model::chart::{Chart, ChartKind, Drawing};
use crate::model::picture::{Format, Gallery, Role};
use crate::render::chart::plate::Plate;
use crate::render::escape;

/// How wide a picture is asked for: twice the width at which WeChat shows it on most phones.
const WIDTH: u32 = 1170;

/// A picture of the article.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) alt: String,
    pub(super) source: Source,
}

/// Where a picture comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// It is drawn of data.
    Drawn(Box<Plate>),
    /// A file of the site, by its address.
    File(String),
    /// WeChat does not take it.
    Unfit,
}

impl Writer<'_> {
    /// The forest plot of the findings, where the text has none of them itself.
    pub(super) fn forest(&mut self) {
        let is_of_findings = |chart: &Chart| chart.kind == ChartKind::Forest && chart.shows_findings();
        let is_there = self.issue.bodies().flat_map(|body| &body.charts).any(is_of_findings);
        if let Some(forest) = self.issue.public().forest().filter(|_| !is_there) {
            let name = self.words.chart.get("chart.findings").to_owned();
            self.plate(&Drawing::Forest(forest), &name);
        }
    }

    /// A drawing as a picture.
    pub(super) fn plate(&mut self, drawing: &Drawing, name: &str) {
        let plate = Plate::new(drawing, &self.words.chart);
        let source = plate.name();
        self.made.pictures.push(Picture { alt: name.to_owned(), source: Source::Drawn(Box::new(plate)) });
        self.image(&source, name);
    }

    /// A picture on a line of its own.
    fn image(&mut self, source: &str, alt: &str) {
        let _ = write!(self.out, "<p style=\"{PARAGRAPH}\">");
        self.img(source, alt);
        self.out.push_str("</p>");
    }

    fn img(&mut self, source: &str, alt: &str) {
        let _ = write!(self.out, "<img style=\"{PICTURE}\" src=\"");
        escape::url(&mut self.out, source);
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt);
        self.out.push_str("\">");
    }

    /// A figure; what WeChat does not take is named where it belongs.
    pub(super) fn picture(&mut self, image: &Image, alt: &str) {
        match self.source(image, alt) {
            Some(source) => self.image(&source, alt),
            None => self.line(SMALL, &format!("［{alt}］")),
        }
    }

    /// The same among text.
    pub(super) fn inline_picture(&mut self, image: &Image, alt: &str) {
        match self.source(image, alt) {
            Some(source) => self.img(&source, alt),
            None => self.text(&format!("［{alt}］")),
        }
    }

    /// The address of a picture in a form that WeChat takes, which goes with the article.
    fn source(&mut self, image: &Image, alt: &str) -> Option<String> {
        let file = match &image.target {
            Target::Inside { address, .. } => fitting(&self.standpoint.site.gallery, address),
            _ => None,
        };
        let source = file.as_ref().map(|file| format!("{}{file}", self.place.files));
        let from = file.map_or(Source::Unfit, Source::File);
        self.made.pictures.push(Picture { alt: alt.to_owned(), source: from });
        source
    }
}

/// The address of a picture in a form that WeChat takes, as wide as is asked for or less.
pub(super) fn fitting(gallery: &Gallery, address: &str) -> Option<String> {
    let picture = gallery.get(address, Role::Figure)?;
    let narrow = picture.fallback.iter().rev().find(|it| it.width <= WIDTH);
    let file = narrow.map_or_else(|| picture.plain().to_owned(), |it| it.address.clone());
    let is_taken = matches!(Format::of_name(&file), Some(Format::Png | Format::Jpeg | Format::Gif));
    is_taken.then_some(file)
}
