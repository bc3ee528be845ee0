//! Slides for a journal club: an issue as a deck in one HTML file, a finding a slide with its chart large, the commentary
//! as what the speaker says. Without scripts it is a page to scroll; on paper, a slide a page.
//!
//! On the site the style sheet and the script are files of the site, as its policy wants; who takes a deck away has
//! everything but pictures in one file.

use super::{Artifact, Content, Outlet, Output, Sink, each, inside};
use crate::model::address::{SLIDES, SLIDES_SCRIPT, SLIDES_STYLE};
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::{self, Gate};
use crate::render::outlet::Written;
use crate::render::theme::Theme;

mod deck;
mod page;

use deck::Deck;

/// Slides.
pub(super) struct Slides;

impl Output for Slides {
    fn name(&self) -> &'static str {
        "slides"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink) {
        let base = site.settings.base.path();
        let head = page::Head {
            policy: gate.policy(),
            style: format!(
                "<link rel=\"stylesheet\" href=\"{base}{SLIDES}{SLIDES_STYLE}\">{}",
                theme.own_style(Name::Slides).map(|it| it.link(base)).unwrap_or_default()
            ),
            script: format!("<script src=\"{base}{SLIDES}{SLIDES_SCRIPT}\" defer></script>"),
        };
        each(self, (site, theme), 0..site.issues.len(), sink, |index, sink| {
            let Some(deck) = Deck::of(site, theme, index, base) else { return };
            let address = format!("{}{SLIDES}", site.issue_address(&site.issues[index]));
            put(&deck, site, theme, index, &head, address, sink);
        });
        for (name, text) in [(SLIDES_STYLE, page::STYLE), (SLIDES_SCRIPT, page::SCRIPT)] {
            let content = Content::Bytes(text.as_bytes().to_vec());
            sink.put(Artifact { address: format!("{SLIDES}{name}"), content });
        }
    }
}

impl Outlet for Slides {
    fn of(&self) -> Name {
        Name::Slides
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let Some(deck) = Deck::of(site, theme, index, "") else { return Vec::new() };
        let own = theme.own_style(Name::Slides);
        let sheet = format!("{}{}", page::STYLE, own.map(|it| it.text()).unwrap_or_default());
        let [style, script] = [sheet.as_str(), page::SCRIPT].map(gate::integrity);
        let head = page::Head {
            policy: format!(
                "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
            ),
            style: format!("<style>{sheet}</style>"),
            script: format!("<script type=\"module\">{}</script>", page::SCRIPT),
        };
        put(&deck, site, theme, index, &head, "index.html".to_owned(), sink);
        deck.files
    }
}

/// Puts a deck at its address.
fn put(
    deck: &Deck,
    site: &Site,
    theme: &Theme,
    index: IssueIndex,
    head: &page::Head,
    address: String,
    sink: &dyn Sink,
) {
    let issue = &*site.issues[index];
    let Some(standpoint) = theme.standpoint_of(site, issue) else { return };
    let html = page::inside(deck, &standpoint);
    let url = standpoint.permalink(&site.issue_address(issue));
    let written = Written {
        outlet: Name::Slides,
        standpoint,
        title: &deck.title,
        url: &url,
        issues: &[issue],
        html: &html,
        colours: page::COLOURS,
    };
    if let Some(inside) = inside(&written, theme, || page::parts(deck), Vec::new(), sink) {
        let html = page::page(deck, issue, head, &inside);
        sink.put(Artifact { address, content: Content::Bytes(html.into_bytes()) });
    }
}
