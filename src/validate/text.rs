//! What can be told of a text without reading it: how long it is, how it begins.
//!
//! Never changes a text.

use crate::model::body::Body;
use crate::model::issue::SummarySource;
use crate::text::summary::summary as beginning;

/// The most characters that a summary made from a text has.
const SUMMARY_LIMIT: usize = 120;

/// The beginning of the key findings, or of the body where there are none.
pub(super) fn summary(key_findings: Option<&Body>, body: &Body) -> (String, SummarySource) {
    let made = |body: Option<&Body>| body.map(|body| beginning(body, SUMMARY_LIMIT)).unwrap_or_default();
    match made(key_findings) {
        summary if summary.is_empty() => (made(Some(body)), SummarySource::Text),
        summary => (summary, SummarySource::KeyFindings),
    }
}
