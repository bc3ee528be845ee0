//! What is made of a site: one file an output, and one line here. No output knows of another.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, code};
use crate::model;
use crate::model::address::{self, Kind, Published};
use crate::model::consent::Scope;
use crate::model::gathered::Gathered;
use crate::model::outlet::Kept;
use crate::model::site::{IssueIndex, Site};
use crate::render::book::Book;
use crate::render::card::Card;
use crate::render::chart::plate::Plate;
use crate::render::gate::Gate;
use crate::render::highlight::Pieces;
use crate::render::outlet::{Own, Section, Written};
use crate::render::theme::Theme;

mod card;
mod citation;
mod data;
mod epub;
mod feed;
mod file;
mod headers;
mod html;
mod jats;
mod mail;
mod print;
mod redirect;
mod sitemap;
mod slides;
mod visual;
mod wechat;

pub use wechat::{Draft, Enclosed, Origin};

/// Everything that postil makes of a site, in the order in which it is made.
pub const OUTPUTS: &[&dyn Output] = &[
    &html::Html,
    &redirect::Redirect,
    &feed::Feed,
    &citation::Citation,
    &card::Card,
    &data::Data,
    &epub::Epub,
    &jats::Jats,
    &mail::Mail,
    &wechat::Wechat,
    &visual::Abstract,
    &slides::Slides,
    &print::Print,
    &sitemap::Sitemap,
    &headers::Headers,
    &file::File,
];

/// Something that is made of a site.
pub trait Output: Sync {
    /// Its name for progress messages.
    fn name(&self) -> &'static str;

    /// Makes it. Whatever is handed to the sink is complete; faults are said there too.
    fn emit(&self, site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink);

    /// Itself, if it is only made where `[outlets]` asks for it.
    fn outlet(&self) -> Option<&dyn Outlet> {
        None
    }
}

/// An output that a site switches on, and that can be made of one issue alone.
pub trait Outlet: Output {
    /// Which it is.
    fn of(&self) -> model::outlet::Outlet;

    /// Makes it of one issue, in a folder of its own: addresses are from there. The files of the site that it shows are
    /// returned, and stand there at the addresses that they have on the site.
    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String>;
}

/// The outputs that a site has.
pub fn of_site(site: &Site) -> impl Iterator<Item = &'static dyn Output> {
    let is_on = |output: &&dyn Output| output.outlet().is_none_or(|it| site.settings.outlets.has(it.of()));
    OUTPUTS.iter().copied().filter(is_on)
}

/// Makes the pages alone.
pub fn pages(site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink) {
    html::Html.emit(site, theme, gate, sink);
}

/// Every address of a site that is published, but those of its pictures: what [`OUTPUTS`] will write, before anything
/// is made.
pub fn announced(site: &Site, theme: &Theme) -> BTreeSet<String> {
    let is_made = |it: &Published| !(site.settings.preview && it.kind == Kind::Announcement);
    let mut all: BTreeSet<String> = address::of_site(site).into_iter().filter(is_made).map(|it| it.address).collect();
    all.extend(theme.published(site).map(|asset| asset.address.clone()));
    if site.settings.cards {
        let standpoints = site.editions.iter().filter_map(|edition| theme.standpoint(site, edition));
        all.extend(standpoints.flat_map(|standpoint| Card::of_edition(&standpoint)).map(|card| card.address()));
    }
    if site.settings.outlets.has(model::outlet::Outlet::Wechat) {
        all.extend(wechat::drawings(site, theme));
    }
    all
}

/// The codes of what is said of outlets.
pub const CODES: &[Code] = &[code::O003, code::O010];

/// Has something made of each of some issues, where no earlier run made it of the same.
fn each(
    outlet: &dyn Outlet,
    (site, theme): (&Site, &Theme),
    issues: impl IntoParallelIterator<Item = IssueIndex>,
    sink: &dyn Sink,
    make: impl Fn(IssueIndex, &dyn Sink) + Sync,
) {
    let around = Gathered::of((outlet.of().name(), site.around_one(), theme.print()));
    issues.into_par_iter().for_each(|index| {
        let issue = &site.issues[index];
        sink.once(Gathered::of((around, issue, site.pictures_of(issue))), &|sink| make(index, sink));
    });
}

/// What stands in an outlet: what the theme's own template makes of it, or else what the outlet has written. None where
/// the template failed, which is said.
fn inside<'a>(
    written: &Written<'a>,
    theme: &Theme,
    parts: impl FnOnce() -> Vec<Section>,
    kept: Vec<(Kept, String)>,
    sink: &dyn Sink,
) -> Option<Cow<'a, str>> {
    match written.own(theme, parts, kept) {
        None => Some(Cow::Borrowed(written.html)),
        Some(Ok(own)) => {
            sink.judge(&own);
            Some(Cow::Owned(own.html))
        }
        Some(Err(diagnostic)) => {
            sink.say(diagnostic);
            None
        }
    }
}

/// Where artifacts go. Any thread may hand one over.
pub trait Sink: Sync {
    /// Takes an artifact.
    fn put(&self, artifact: Artifact);
    /// Takes what there is to say.
    fn say(&self, diagnostic: Diagnostic);
    /// Has something made of what has this print and nothing else, unless an earlier run made it of the same and had
    /// nothing to say of it.
    fn once(&self, print: u128, make: &dyn Fn(&dyn Sink));
    /// Takes what there is to say of an outlet that is there all the same: what is more than others take, what cannot be
    /// shown.
    fn remark(&self, diagnostic: Diagnostic) {
        let _ = diagnostic;
    }
    /// Looks at what a theme's own template has made of an outlet.
    fn judge(&self, own: &Own) {
        let _ = own;
    }
    /// Whether the pages or texts that were made of the same things, under this key, are there from an earlier run: then they
    /// are taken over, and need not be made.
    fn keeps(&self, key: u128) -> bool {
        let _ = key;
        false
    }
    /// Learns how many cards there will be, before the first of them.
    fn expects(&self, cards: usize) {
        let _ = cards;
    }
    /// How long the run has been going on, where somebody measures it.
    fn moment(&self) -> Option<Duration> {
        None
    }
    /// Learns of a page that it was made just now, and when its view and its template were begun.
    fn took(&self, address: &str, template: &'static str, [view, rendering]: [Duration; 2]) {
        let _ = (address, template, view, rendering);
    }
    /// Whether a page is to be rendered; `values` are those that its template gets.
    fn renders(&self, address: &str, values: &dyn Fn() -> serde_json::Value) -> bool {
        let _ = (address, values);
        true
    }
    /// How the code with this print is taken apart, which is done where no earlier run did.
    fn pieces(&self, print: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces> {
        let _ = print;
        make()
    }
}

/// A file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its address from the site's root; one that ends with `/` is a folder with an `index.html`.
    pub address: String,
    /// What is in it.
    pub content: Content,
}

/// What is in an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A page made with a template: what [`inspect`](crate::inspect) looks at.
    Page {
        /// The template's name.
        template: &'static str,
        /// How much of it stands behind the question of consent.
        scope: Scope,
        /// The HTML.
        html: Vec<u8>,
        /// A print of all that it is made of, where it may be taken over by a later run.
        key: Option<u128>,
    },
    /// A picture that is drawn unless the last build left it: its address names what is on it.
    Card(Box<Card>),
    /// A text of which there is one for each issue, and which may be taken over by a later run.
    Text {
        /// The text.
        text: String,
        /// A print of all that it is made of.
        key: u128,
    },
    /// A book, to be bound.
    Book(Box<Book>),
    /// A chart as a picture, made like a card.
    Plate(Box<Plate>),
    /// Anything else.
    Bytes(Vec<u8>),
    /// A file of the site's folder as it is; the path from the site's root.
    Copy(String),
    /// Such a file with something of postil's behind it.
    Amended {
        /// The path from the site's root.
        path: String,
        /// What stands behind it.
        more: String,
    },
}
