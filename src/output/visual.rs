//! Visual abstracts: each issue that has a trial as one picture, in three ratios.
//!
//! Their addresses stay what they are: a page or a message can show the picture of an issue, and gets the one of today.

use super::{Artifact, Content, Outlet, Output, Sink, each};
use crate::model::address::ABSTRACT;
use crate::model::issue::Issue;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::Gate;
use crate::render::theme::Theme;
use crate::render::visual::{Ratio, Visual};

/// Visual abstracts.
pub(super) struct Abstract;

impl Output for Abstract {
    fn name(&self) -> &'static str {
        "visual abstracts"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        each(self, (site, theme), 0..site.issues.len(), sink, |index, sink| {
            let issue = &site.issues[index];
            let folder = format!("{}{ABSTRACT}", site.issue_address(issue));
            put(site, theme, issue, &folder, false, sink);
        });
    }
}

impl Outlet for Abstract {
    fn of(&self) -> Name {
        Name::Abstract
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        put(site, theme, &site.issues[index], "", true, sink);
        Vec::new()
    }
}

/// The visual abstract of an issue.
fn of(site: &Site, theme: &Theme, issue: &Issue) -> Option<Visual> {
    Visual::of(&theme.standpoint_of(site, issue)?, issue)
}

/// Puts the pictures of an issue into a folder: on the site as drawings, which every page can show; for who takes them
/// elsewhere as pixels too. What of them cannot be shown is said.
fn put(site: &Site, theme: &Theme, issue: &Issue, folder: &str, has_pixels: bool, sink: &dyn Sink) {
    let Some(visual) = of(site, theme, issue) else { return };
    let pictures = Ratio::ALL.map(|ratio| visual.draw(ratio));
    visual.faults(issue, &pictures).into_iter().for_each(|it| sink.remark(it));
    for picture in pictures {
        let name = picture.ratio().name();
        let drawing = Content::Bytes(picture.file(&visual).into_bytes());
        sink.put(Artifact { address: format!("{folder}{name}.svg"), content: drawing });
        if has_pixels {
            let pixels = Content::Plate(Box::new(picture.plate()));
            sink.put(Artifact { address: format!("{folder}{name}.png"), content: pixels });
        }
    }
}
