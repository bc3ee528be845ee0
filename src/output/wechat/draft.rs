//! An article as it is sent to WeChat: its fields, its HTML, the pictures that go into WeChat's own store, and its cover.

use std::collections::BTreeMap;

use super::article::{Article, Place};
use super::budget;
use super::picture::{Source, fitting};
use crate::diag::Said;
use crate::model::body::Target;
use crate::model::issue::Issue;
use crate::model::site::{IssueIndex, Site};
use crate::render::chart::plate::Plate;
use crate::render::escape;
use crate::render::outlet::Own;
use crate::render::theme::Theme;
use crate::render::visual::{Ratio, Visual};

/// An article, ready to be sent.
#[derive(Debug)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// Who it is by, as printed; may be empty.
    pub author: String,
    /// What it says in a sentence or two.
    pub digest: String,
    /// The address of the issue: 阅读原文.
    pub link: String,
    /// Its pictures, each once, in the order of the text.
    pub pictures: Vec<Enclosed>,
    /// The picture above it in lists: the issue's own cover, else its visual abstract, else the first picture.
    pub cover: Option<Enclosed>,
    /// What pictures show that WeChat does not take.
    pub unfit: Vec<String>,
    /// Whether something stands behind the question of consent, and not here.
    pub is_part: bool,
    /// What of it is more than WeChat takes, and what is wrong with the theme's own template.
    pub faults: Said,
    /// What the theme's own template has made of it, if it has one.
    pub own: Option<Own>,
    html: String,
}

/// A picture that goes with it.
#[derive(Debug, Clone)]
pub struct Enclosed {
    /// Its address in the article, as it is written there.
    pub written: String,
    /// Where its bytes come from.
    pub origin: Origin,
}

/// Where the bytes of a picture come from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// It is drawn: PNG.
    Drawn(Box<Plate>),
    /// A file of the site, by its address.
    File(String),
}

impl Draft {
    /// The one of an issue, of all that is for everyone.
    pub fn new(site: &Site, theme: &Theme, index: IssueIndex) -> Option<Self> {
        let mut article = Article::new(site, theme, index, &Place::default())?;
        let issue = &site.issues[index];
        let mut faults = Said::default();
        let own = match article.own(site, theme, index).transpose() {
            Ok(own) => own,
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        if let Some(own) = &own {
            article.html.clone_from(&own.html);
        }
        faults.extend(budget::faults(&article, site, issue));
        let mut pictures: Vec<Enclosed> = Vec::new();
        let mut unfit = Vec::new();
        for picture in article.pictures {
            let enclosed = match picture.source {
                Source::Drawn(plate) => Enclosed { written: attribute(&plate.name()), origin: Origin::Drawn(plate) },
                Source::File(file) => Enclosed { written: attribute(&file), origin: Origin::File(file) },
                Source::Unfit => {
                    unfit.push(picture.alt);
                    continue;
                }
            };
            if pictures.iter().all(|it| it.written != enclosed.written) {
                pictures.push(enclosed);
            }
        }
        let cover = cover(site, theme, issue).or_else(|| pictures.first().cloned());
        Some(Self {
            title: article.title,
            author: article.author,
            digest: article.digest,
            link: article.link,
            html: article.html,
            is_part: article.is_part,
            pictures,
            cover,
            unfit,
            faults,
            own,
        })
    }

    /// Its HTML with the addresses that its pictures have in WeChat's store, by what is written here.
    pub fn html(&self, stored: &BTreeMap<String, String>) -> String {
        let source = |address: &str| format!(" src=\"{address}\"");
        let put = |html: String, (written, address): (&String, &String)| {
            let mut escaped = String::new();
            escape::attribute(&mut escaped, address);
            html.replace(&source(written), &source(&escaped))
        };
        stored.iter().fold(self.html.clone(), put)
    }
}

/// An address as it stands in an attribute.
fn attribute(address: &str) -> String {
    let mut out = String::new();
    escape::url(&mut out, address);
    out
}

/// What stands for an issue in lists.
fn cover(site: &Site, theme: &Theme, issue: &Issue) -> Option<Enclosed> {
    let own = issue.cover.as_ref().and_then(|cover| match &cover.image.target {
        Target::Inside { address, .. } => fitting(&site.gallery, address),
        _ => None,
    });
    if let Some(file) = own {
        return Some(Enclosed { written: attribute(&file), origin: Origin::File(file) });
    }
    let plate = Visual::of(&theme.standpoint_of(site, issue)?, issue)?.draw(Ratio::Landscape).plate();
    Some(Enclosed { written: attribute(&plate.name()), origin: Origin::Drawn(Box::new(plate)) })
}
