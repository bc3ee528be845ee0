//! Charts and figures of a text, each by itself, for what shows them apart from it: slides and paper.

use super::chart::{self, Svg, Width};
use super::escape;
use super::html::Words;
use super::standpoint::Standpoint;
use crate::model::body::{Body, Kind, Node, Target};
use crate::model::chart::Drawing;
use crate::model::picture::Role;

/// How wide a picture is asked for, in pixels.
const WIDTH: u32 = 1600;

/// A chart or a figure.
pub struct Exhibit {
    /// The drawing, or the picture.
    pub html: String,
    /// Its title, its caption, or else what it shows.
    pub name: String,
    /// Where it is from.
    pub source: Option<String>,
    /// The file of the site that it shows.
    pub file: Option<String>,
}

impl Exhibit {
    /// A drawing with a name, laid out for each of some widths.
    pub fn of(drawing: &Drawing, name: &str, source: Option<&str>, words: &Words, widths: &[Width]) -> Self {
        let said = chart::describe(drawing, &words.chart);
        let one = |width: &Width| {
            let class = (widths.len() > 1).then_some(*width);
            self::drawing(&chart::draw(drawing, *width, &words.chart), class, &said)
        };
        let html = widths.iter().map(one).collect();
        Self { html, name: name.to_owned(), source: source.map(str::to_owned), file: None }
    }

    /// Those of a text, in its order; `base` is what comes before the addresses of the site's files.
    pub fn all(body: &Body, standpoint: &Standpoint<'_>, words: &Words, base: &str, widths: &[Width]) -> Vec<Self> {
        let one = |(number, node): (usize, &Node)| match &node.kind {
            Kind::Chart(chart) => {
                let chart = &body.charts[*chart as usize];
                let name = chart.text("title").unwrap_or_else(|| chart::name(chart.kind, &words.chart));
                Some(Self::of(chart.drawing.as_ref()?, name, chart.text("source"), words, widths))
            }
            Kind::Figure(figure) => {
                let Target::Inside { address, .. } = &body.images[figure.image as usize].target else { return None };
                let caption = body.plain_text(number..body.end_of(number));
                let name = if caption.trim().is_empty() { &*figure.alt } else { caption.trim() };
                let picture = standpoint.site.gallery.get(address, Role::Figure);
                let file = picture.map_or(&**address, |picture| picture.fitting(WIDTH)).to_owned();
                let mut html = String::from("<img src=\"");
                escape::url(&mut html, &format!("{base}{file}"));
                html.push_str("\" alt=\"");
                escape::attribute(&mut html, &figure.alt);
                html.push_str("\">\n");
                let source = figure.source.as_deref().map(str::to_owned);
                Some(Self { html, name: name.to_owned(), source, file: Some(file) })
            }
            _ => None,
        };
        body.nodes().iter().enumerate().filter_map(one).collect()
    }
}

/// A drawing as large as its place, described in words; of several for one place, that for a width.
pub fn drawing(svg: &Svg, width: Option<Width>, said: &str) -> String {
    let class = width.map(|width| format!(" class=\"chart-{}\"", width.name())).unwrap_or_default();
    let mut html = format!(
        "<svg{class} viewBox=\"0 0 {} {}\" role=\"img\" fill=\"currentColor\" font-size=\"13\" aria-label=\"",
        svg.width, svg.height
    );
    escape::attribute(&mut html, said);
    html.push_str("\">\n");
    html.push_str(&svg.content);
    html.push_str("</svg>\n");
    html
}
