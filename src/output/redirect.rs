//! Pages at old addresses that lead to the new ones, for hosts that know no redirects.

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{OldAddress, redirects};
use crate::model::consent::Scope;
use crate::model::site::Site;
use crate::render::gate::Gate;
use crate::render::highlight::Highlighter;
use crate::render::theme::Theme;
use crate::render::view::Builder;
use crate::render::view::page::PageView;

/// Redirects.
pub(super) struct Redirect;

const TEMPLATE: &str = "redirect.html";

impl Output for Redirect {
    fn name(&self) -> &'static str {
        "redirects"
    }

    fn emit(&self, site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink) {
        let mut redirects = redirects(site).peekable();
        if redirects.peek().is_none() {
            return;
        }
        let highlighter = Highlighter::default();
        let builders: Vec<Builder<'_>> = site
            .editions
            .iter()
            .filter_map(|edition| Some(Builder::new(theme.standpoint(site, edition)?, &highlighter)))
            .collect();
        // The edition with the longest prefix of the new address; the main one has none and takes the rest.
        let of = |target: &str| {
            builders.iter().filter(|it| target.starts_with(&it.edition.prefix)).max_by_key(|it| it.edition.prefix.len())
        };
        for OldAddress { address, target, .. } in redirects {
            let Some(builder) = of(&target) else { continue };
            let begun = sink.moment();
            let page = PageView {
                kind: "redirect".to_owned(),
                title: Some(builder.strings.get("redirect.title").to_owned()),
                description: None,
                url: builder.root_url(&address),
                permalink: builder.permalink(&target),
                language: builder.language().to_string(),
                direction: builder.direction().to_owned(),
                translations: Vec::new(),
                alternates: Vec::new(),
                feeds: Vec::new(),
                card: None,
                square: None,
                noindex: true,
                tags: Vec::new(),
                json_ld: None,
            };
            let own = vec![
                ("page", page.into()),
                ("gate", gate.open(builder)),
                ("target", builder.root_url(&target).into()),
                ("target_permalink", builder.permalink(&target).into()),
            ];
            let mut html = Vec::with_capacity(2048);
            let rendering = sink.moment();
            let rendered = theme.templates.render(TEMPLATE, builder.thousands(), &builder.shared(), own, &mut html);
            if let Some((begun, rendering)) = begun.zip(rendering) {
                sink.took(&address, TEMPLATE, [begun, rendering]);
            }
            match rendered {
                Ok(()) => {
                    let content = Content::Page { template: TEMPLATE, scope: Scope::Open, html, key: None };
                    sink.put(Artifact { address, content });
                }
                Err(diagnostic) => sink.say(diagnostic),
            }
        }
    }
}
