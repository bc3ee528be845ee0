//! `_headers`: the response headers of every page, in the form that Netlify and Cloudflare Pages read.
//!
//! The policy is in each page too, as a `<meta>`; what only a header can say, such as who may frame a page, is here.

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{ASSETS, HEADERS};
use crate::model::site::Site;
use crate::render::gate::Gate;
use crate::render::theme::Theme;

/// Response headers.
pub(super) struct Headers;

/// The policy of a drawing that is opened by itself: it shows what it carries, runs nothing and asks for nothing. On a
/// page it is a picture, to which no policy applies. Where a host sends the pages' policy too, the stricter one holds in
/// each point.
const DRAWING: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox";

/// What keeps search engines away from a preview.
const NO_INDEX: &str = "X-Robots-Tag: noindex";

impl Output for Headers {
    fn name(&self) -> &'static str {
        "headers"
    }

    fn emit(&self, site: &Site, _theme: &Theme, gate: &Gate, sink: &dyn Sink) {
        let base = site.settings.base.path();
        if let Some(path) = site.files.get(HEADERS) {
            if site.settings.preview {
                // Hosts send what several of its rules say.
                let more = format!("\n\n{base}*\n  {NO_INDEX}\n");
                let content = Content::Amended { path: path.clone(), more };
                sink.put(Artifact { address: HEADERS.to_owned(), content });
            }
            return;
        }
        let policy = gate.policy();
        let robots = if site.settings.preview { format!("{NO_INDEX}\n  ") } else { String::new() };
        let text = format!(
            "{base}*\n  {robots}Content-Security-Policy: {policy}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
             Referrer-Policy: strict-origin-when-cross-origin\n  \
             Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n\n\
             {base}*.svg\n  Content-Security-Policy: {DRAWING}\n  X-Content-Type-Options: nosniff\n\n\
             {base}{ASSETS}*\n  Cache-Control: public, max-age=31536000, immutable\n"
        );
        sink.put(Artifact { address: HEADERS.to_owned(), content: Content::Bytes(text.into_bytes()) });
    }
}
