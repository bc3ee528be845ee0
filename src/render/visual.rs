//! The visual abstract: an issue as one picture, for feeds, slides and walls.
//!
//! It is drawn from the record of the trial and the primary findings that are for everyone, in three ratios: what was
//! asked in whom, the arms with their participants and values, the effect with its interval against the line of no effect
//! and the margin, whether the endpoint was met, and where all of it comes from. Nothing that carries the result is ever cut:
//! text is set smaller within limits, then in more lines; where even that has no room, the result is left out, and a
//! diagnostic says so. Shapes tell arms and verdicts apart without any colour.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, code, text};
use crate::model::address::ABSTRACT_RATIOS;
use crate::model::finding::Finding;
use crate::model::issue::Issue;
use crate::render::card::glyph;
use crate::render::chart::plate::Plate;
use crate::render::chart::{Svg, Width};
use crate::render::escape;
use crate::render::standpoint::Standpoint;

mod facts;
mod layout;
mod part;
mod plot;
mod sheet;
#[cfg(test)]
mod tests;

use facts::{Group, Outcome};

/// How wide a picture is, compared with its height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ratio {
    /// 3:4, for a phone and for a poster.
    Portrait,
    /// 1:1, for lists and feeds.
    Square,
    /// 16:9, for slides.
    Landscape,
}

impl Ratio {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Portrait, Self::Square, Self::Landscape];

    /// Its part of a file's name.
    pub fn name(self) -> &'static str {
        ABSTRACT_RATIOS[self as usize]
    }

    /// Width and height in pixels.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::Portrait => (1080.0, 1440.0),
            Self::Square => (1080.0, 1080.0),
            Self::Landscape => (1920.0, 1080.0),
        }
    }
}

/// What the visual abstract of an issue says.
#[derive(Debug, Clone, PartialEq)]
pub struct Visual {
    language: String,
    kicker: String,
    number: String,
    warning: Option<String>,
    title: String,
    /// Words of it that no line parts.
    kept: Vec<String>,
    /// The trial's name, its phase, how many took part.
    study: String,
    question: Option<String>,
    arms: Vec<Group>,
    outcomes: Vec<Outcome>,
    /// What stands in the place of the result, where there is none for everyone.
    instead: String,
    source: Vec<String>,
    site: String,
    address: String,
}

/// A visual abstract in one ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    ratio: Ratio,
    marks: Vec<sheet::Mark>,
    /// Whether the result has found no room.
    is_without_result: bool,
}

impl Visual {
    /// The one of an issue; none where it has no trial to draw.
    pub fn of(standpoint: &Standpoint<'_>, issue: &Issue) -> Option<Self> {
        facts::gather(standpoint, issue)
    }

    /// Draws it.
    pub fn draw(&self, ratio: Ratio) -> Picture {
        layout::draw(self, ratio)
    }

    /// What it says, in words.
    pub fn alt(&self) -> String {
        let mut said = vec![self.kicker.clone(), self.number.clone()];
        said.extend(self.warning.clone());
        said.extend([self.title.clone(), self.study.clone()]);
        said.extend(self.question.clone());
        if self.outcomes.is_empty() {
            said.extend(self.arms.iter().map(Group::said));
            said.push(self.instead.clone());
        }
        said.extend(self.outcomes.iter().flat_map(Outcome::said));
        said.extend(self.source.clone());
        said.retain(|part| !part.is_empty());
        said.join(" · ")
    }

    /// What of it cannot be shown: letters that the font has not, a result that has no room in one of its pictures.
    /// `issue` is what it is of.
    pub fn faults(&self, issue: &Issue, pictures: &[Picture]) -> Said {
        let mut said = Said::default();
        let whole = format!("{}\n{}", self.alt(), self.site);
        let mut missing: Vec<char> = whole.chars().filter(|letter| !glyph::is_known(*letter)).collect();
        missing.sort_unstable();
        missing.dedup();
        for letter in missing {
            let message = text!("the visual abstract cannot show `{letter}`", letter = letter.to_string());
            let help = text!(
                "write it with a more common character, or accept it with a reason: the SVG and the page show it as it is"
            );
            let label = text!("a frame stands in its place on the PNG");
            said.push(
                Diagnostic::new(code::O010, message)
                    .at(&issue.source, place(&issue.source, letter, issue))
                    .label(label)
                    .help(help),
            );
        }
        let without: Vec<&str> =
            pictures.iter().filter(|it| it.is_without_result).map(|picture| picture.ratio.name()).collect();
        if !without.is_empty() {
            let ratios = without.join(", ");
            let message = text!("the visual abstract has no room for the primary result ({ratios})", ratios);
            let help = text!(
                "shorten the names of the endpoint and of the arms, or the note of the finding; the picture sends readers to the issue instead"
            );
            let headline = issue.public().headline().map_or_else(|| issue.title_span.clone(), |it| it.span.clone());
            said.push(Diagnostic::new(code::O010, message).at(&issue.source, headline).help(help));
        }
        said
    }
}

/// A result as a picture of its own, for a slide: its arms with their values beside its effect.
/// On a phone, one above the other.
pub fn finding(standpoint: &Standpoint<'_>, issue: &Issue, finding: &Finding, width: Width) -> Svg {
    let outcome = facts::outcome(standpoint, issue.trial.as_ref(), finding);
    match width {
        Width::Wide => layout::result(&outcome),
        Width::Narrow => layout::stacked(&outcome),
    }
}

/// What such a picture says, in words.
pub fn said(standpoint: &Standpoint<'_>, issue: &Issue, finding: &Finding) -> String {
    let mut said = facts::outcome(standpoint, issue.trial.as_ref(), finding).said();
    said.retain(|part| !part.is_empty());
    said.join(" · ")
}

/// Where a letter is written first.
fn place(source: &Arc<SourceText>, letter: char, issue: &Issue) -> Span {
    let found = source.text.find(letter).map(|at| at..at + letter.len_utf8());
    found.unwrap_or_else(|| issue.title_span.clone())
}

impl Picture {
    /// How wide it is.
    pub fn ratio(&self) -> Ratio {
        self.ratio
    }

    fn svg(&self) -> Svg {
        let (width, height) = self.ratio.size();
        sheet::svg(width, height, &self.marks)
    }

    /// The picture of pixels, one to a unit.
    pub fn plate(&self) -> Plate {
        Plate::whole(self.svg())
    }

    /// The picture as a file of its own, which names what it shows.
    pub fn file(&self, visual: &Visual) -> String {
        let Svg { width, height, content } = self.svg();
        let mut out = String::with_capacity(content.len() + 1024);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" lang=\"{}\" \
             role=\"img\" aria-labelledby=\"name says\" font-family=\"system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" font-weight=\"500\">\n<title id=\"name\">",
            visual.language
        );
        escape::text(&mut out, &visual.title);
        out.push_str("</title>\n<desc id=\"says\">");
        escape::text(&mut out, &visual.alt());
        out.push_str("</desc>\n");
        out.push_str(&content);
        out.push_str("</svg>\n");
        out
    }
}
