//! Slides for a journal club: an issue as a deck in one HTML file, a finding a slide with its chart large, the commentary
//! as what the speaker says. Without scripts it is a page to scroll; on paper, a slide a page.
//!
//! On the site the style sheet and the script are files of the site, as its policy wants; who takes a deck away has
//! everything but pictures in one file.

use rayon::prelude::*;

use super::{Artifact, Content, Outlet, Output, Sink};
use crate::model::address::{SLIDES, SLIDES_SCRIPT, SLIDES_STYLE};
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::{self, Gate};
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
            style: format!("<link rel=\"stylesheet\" href=\"{base}{SLIDES}{SLIDES_STYLE}\">"),
            script: format!("<script src=\"{base}{SLIDES}{SLIDES_SCRIPT}\" defer></script>"),
        };
        (0..site.issues.len()).into_par_iter().for_each(|index| {
            let Some(deck) = Deck::of(site, theme, index, base) else { return };
            let address = format!("{}{SLIDES}", site.issue_address(&site.issues[index]));
            let html = page::page(&deck, &site.issues[index], &head);
            sink.put(Artifact { address, content: Content::Bytes(html.into_bytes()) });
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
        let [style, script] = [page::STYLE, page::SCRIPT].map(gate::integrity);
        let head = page::Head {
            policy: format!(
                "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
            ),
            style: format!("<style>{}</style>", page::STYLE),
            script: format!("<script type=\"module\">{}</script>", page::SCRIPT),
        };
        let html = page::page(&deck, &site.issues[index], &head);
        sink.put(Artifact { address: "index.html".to_owned(), content: Content::Bytes(html.into_bytes()) });
        deck.files
    }
}
