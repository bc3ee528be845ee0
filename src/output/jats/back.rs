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
        let (public, strings) = (self.issue.public(), self.standpoint.strings);
        if public.corrections().next().is_none() {
            return;
        }
        self.raw("<notes notes-type=\"corrections\">");
        self.element("title", strings.part(Part::Corrections));
        for (correction, has_words) in public.corrections() {
            let mut said: Vec<String> = vec![correction.date.to_string()];
            if has_words {
                let change = [("corrections.was", &correction.was), ("corrections.now", &correction.now)];
                let change = change.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
                said.extend(change.map(|(word, text)| format!("{} {text}", strings.get(word))));
                said.extend(correction.note.clone());
            }
            let notice =
                correction.doi.as_ref().map(|doi| format!("{} {}", strings.get("corrections.notice"), doi.url()));
            said.extend(notice);
            self.named(strings.correction(correction.kind), &said.join(" "));
        }
        self.raw("</notes>\n");
    }
}
