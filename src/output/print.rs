//! An issue on paper: a print edition of a few A4 pages, verdict first, and a poster of one page for the ward's wall.
//! Browsers print both; a QR code leads back to the issue.

use std::borrow::Cow;

use super::{Artifact, Content, Outlet, Output, Sink, each, inside};
use crate::model::address::{POSTER, PRINT, PRINT_STYLE};
use crate::model::issue::Issue;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::{self, Gate};
use crate::render::outlet::Written;
use crate::render::theme::Theme;

mod edition;
mod finding;
mod page;

/// Print editions and posters.
pub(super) struct Print;

impl Output for Print {
    fn name(&self) -> &'static str {
        "print editions and posters"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink) {
        let base = site.settings.base.path();
        let head = page::Head {
            policy: gate.policy(),
            style: format!(
                "<link rel=\"stylesheet\" href=\"{base}{PRINT}{PRINT_STYLE}\">{}",
                theme.own_style(Name::Print).map(|it| it.link(base)).unwrap_or_default()
            ),
        };
        each(self, (site, theme), 0..site.issues.len(), sink, |index, sink| {
            let issue = &site.issues[index];
            let folder = format!("{}{PRINT}", site.issue_address(issue));
            put(site, theme, issue, base, &head, [folder.clone(), format!("{folder}{POSTER}")], sink);
        });
        let content = Content::Bytes(page::STYLE.as_bytes().to_vec());
        sink.put(Artifact { address: format!("{PRINT}{PRINT_STYLE}"), content });
    }
}

impl Outlet for Print {
    fn of(&self) -> Name {
        Name::Print
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let own = theme.own_style(Name::Print);
        let style = format!("{}{}", page::STYLE, own.map(|it| it.text()).unwrap_or_default());
        let head = page::Head {
            policy: format!(
                "default-src 'none'; style-src '{}'; img-src 'self' file: data:; base-uri 'none'; form-action 'none'",
                gate::integrity(&style)
            ),
            style: format!("<style>{style}</style>"),
        };
        let names = ["index.html".to_owned(), "poster.html".to_owned()];
        put(site, theme, &site.issues[index], "", &head, names, sink)
    }
}

/// Puts both pages of an issue at their addresses; the files of the site that they show.
fn put(
    site: &Site,
    theme: &Theme,
    issue: &Issue,
    base: &str,
    head: &page::Head,
    [edition, poster]: [String; 2],
    sink: &dyn Sink,
) -> Vec<String> {
    let Some(standpoint) = theme.standpoint_of(site, issue) else { return Vec::new() };
    let made = edition::edition(standpoint, issue, base);
    let url = standpoint.permalink(&site.issue_address(issue));
    let title = standpoint.strings.title_of(issue);
    let written = Written {
        outlet: Name::Print,
        standpoint,
        title: &title,
        url: &url,
        issues: &[issue],
        html: &made.html,
        colours: page::COLOURS,
    };
    let parts = || made.marks.iter().map(|mark| mark.section(&made.html)).collect();
    let own = inside(&written, theme, parts, Vec::new(), sink).map(Cow::into_owned);
    let pages = [(edition, "edition", own), (poster, "poster", page::poster(&standpoint, issue))];
    for (address, class, html) in pages {
        let Some(html) = html else { continue };
        let whole = page::page(&standpoint, issue, head, class, &html);
        sink.put(Artifact { address, content: Content::Bytes(whole.into_bytes()) });
    }
    made.files
}
