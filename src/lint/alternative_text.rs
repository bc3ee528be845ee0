//! L016: a picture without words.

use super::Rule;
use crate::diag::{Diagnostic, SourceText, code};
use crate::model::body::{Body, Kind};
use crate::model::site::Site;
use std::sync::Arc;

/// Every picture of a body says in words what it shows.
pub(super) struct AlternativeText;

impl Rule for AlternativeText {
    fn check(&self, site: &Site, said: &mut Vec<Diagnostic>) {
        for issue in &site.issues {
            for body in issue.bodies() {
                pictures(body, &issue.source, said);
            }
        }
        for page in &site.pages {
            pictures(&page.body, &page.source, said);
        }
        for column in &site.columns {
            pictures(&column.greeting, &column.source, said);
        }
    }
}

fn pictures(body: &Body, source: &Arc<SourceText>, said: &mut Vec<Diagnostic>) {
    for (index, node) in body.nodes().iter().enumerate() {
        let Kind::Image(image) = node.kind else { continue };
        if body.plain_text(index + 1..body.end_of(index)).trim().is_empty() {
            let image = &body.images[image as usize];
            said.push(
                Diagnostic::new(code::L016, format!("`{}` has no words for readers who cannot see it", image.written))
                    .at(source, image.span.clone())
                    .help(format!("say in a sentence what it shows: `![…]({})`", image.written)),
            );
        }
    }
}
