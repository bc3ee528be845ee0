//! What stands behind the text: references, footnotes, corrections.

use super::writer::{Writer, quoted};
use crate::model::issue::Part;

impl Writer<'_> {
    pub(super) fn back(&mut self) {
        let start = self.out.len();
        self.raw("<back>\n");
        let begun = self.out.len();
        self.references();
        if !self.notes.is_empty() {
            let notes = std::mem::take(&mut self.notes);
            self.raw(&format!("<fn-group>\n{}</fn-group>\n", notes.concat()));
        }
        self.corrections();
        if self.out.len() == begun {
            self.out.truncate(start);
        } else {
            self.raw("</back>\n");
        }
    }

    fn references(&mut self) {
        let issue = self.issue;
        if issue.references.is_empty() {
            return;
        }
        self.raw("<ref-list>");
        let title = self.standpoint.strings.part(Part::References);
        self.element("title", title);
        self.raw("\n");
        for (index, reference) in issue.references.iter().enumerate() {
            let number = index + 1;
            self.raw(&format!("<ref id=\"ref-{number}\"><label>{number}</label><mixed-citation>"));
            self.text(&reference.citation);
            if let Some(doi) = &reference.doi {
                self.raw(" ");
                self.element("pub-id pub-id-type=\"doi\"", doi.as_str());
            }
            if let Some(pmid) = &reference.pmid {
                self.raw(" ");
                self.element("pub-id pub-id-type=\"pmid\"", pmid.as_str());
            }
            if let Some(url) = &reference.url {
                self.raw(" ");
                self.element(&format!("ext-link ext-link-type=\"uri\" xlink:href=\"{}\"", quoted(url)), url);
            }
            self.raw("</mixed-citation></ref>\n");
        }
        self.raw("</ref-list>\n");
    }

    fn corrections(&mut self) {
        let corrections = self.standpoint.corrections(self.issue);
        if corrections.is_empty() {
            return;
        }
        self.raw("<notes notes-type=\"corrections\">");
        self.element("title", self.standpoint.strings.part(Part::Corrections));
        corrections.iter().for_each(|(name, text)| self.named(name, text));
        self.raw("</notes>\n");
    }
}
