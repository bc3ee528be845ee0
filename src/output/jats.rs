//! Each issue as JATS (ANSI/NISO Z39.96), the XML in which libraries, archives and indexes keep articles: `article.xml`
//! below its page. It is an `article-commentary`, a work about another article, and names the paper that it covers and
//! the trial's registration.
//!
//! Written by the Archiving and Interchange Tag Set 1.2, which later versions only add to, and which asks for no ISSN, as
//! the Publishing Tag Set does: a column has none. Charts stand in it as the tables that they are drawn of: an archive
//! keeps numbers, not pixels.

use super::{Artifact, Content, Outlet, Output, Sink, each};
use crate::model::address::JATS;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::Gate;
use crate::render::theme::Theme;

mod back;
mod body;
mod finding;
mod front;
mod inline;
mod text;
mod writer;

use writer::Writer;

/// Articles as JATS.
pub(super) struct Jats;

impl Output for Jats {
    fn name(&self) -> &'static str {
        "articles as JATS"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        let files = site.settings.base.whole("");
        each(self, (site, theme), 0..site.issues.len(), sink, |index, sink| {
            let Some(writer) = Writer::new(site, theme, index, &files) else { return };
            let (xml, _) = writer.article();
            let address = format!("{}{JATS}", site.issue_address(&site.issues[index]));
            sink.put(Artifact { address, content: Content::Bytes(xml.into_bytes()) });
        });
    }
}

impl Outlet for Jats {
    fn of(&self) -> Name {
        Name::Jats
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let Some(writer) = Writer::new(site, theme, index, "") else { return Vec::new() };
        let (xml, files) = writer.article();
        sink.put(Artifact { address: JATS.to_owned(), content: Content::Bytes(xml.into_bytes()) });
        files
    }
}
