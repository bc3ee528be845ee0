//! A page to print, and what stands on a poster.

use std::fmt::Write as _;

use crate::diag::{Locale, text};
use crate::model::issue::Issue;
use crate::render::escape;
use crate::render::outlet::Colours;
use crate::render::qr;
use crate::render::standpoint::Standpoint;
use crate::render::visual::{Ratio, Visual};

/// The style sheet.
pub(super) const STYLE: &str = include_str!("page.css");

/// The colours of the style sheet.
pub(super) const COLOURS: Colours =
    Colours { accent: "#0d5c5f", ink: "#1b2321", soft: "#555f5c", rule: "#dcd5c6", ground: "#eef3f2" };

/// What stands in the head: the policy, and the style sheet as the page has it.
pub(super) struct Head {
    pub(super) policy: String,
    pub(super) style: String,
}

/// Writes a page.
pub(super) fn page(standpoint: &Standpoint<'_>, issue: &Issue, head: &Head, class: &str, content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 2048);
    let _ = write!(out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", issue.language);
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    escape::attribute(&mut out, &head.policy);
    out.push_str("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"robots\" content=\"noindex\">\n<title>");
    escape::text(&mut out, &standpoint.strings.title_of(issue));
    let _ = write!(
        out,
        "</title>\n{}\n</head>\n<body class=\"{class}\">\n<main>\n{content}</main>\n</body>\n</html>\n",
        head.style
    );
    out
}

/// The code that leads to an issue, with its address below.
pub(super) fn code(standpoint: &Standpoint<'_>, issue: &Issue) -> String {
    let address = standpoint.site.settings.base.whole(&standpoint.site.issue_address(issue));
    let locale = Locale::of(issue.language.tag());
    let said = text!("QR code: {address}", address = &address);
    let said = said.say(locale);
    let Some(code) = qr::svg(&address, &said) else { return String::new() };
    let mut out = format!("<div class=\"code\">{code}<p>");
    let words = text!("Scan to read this issue");
    escape::text(&mut out, &words.say(locale));
    out.push_str("<br><span class=\"address\">");
    escape::text(&mut out, &address);
    out.push_str("</span></p></div>\n");
    out
}

/// The picture of an issue above the code that leads to it; none where it has no trial to draw.
pub(super) fn poster(standpoint: &Standpoint<'_>, issue: &Issue) -> Option<String> {
    let visual = Visual::of(standpoint, issue)?;
    let mut out = String::from("<h1>");
    escape::text(&mut out, &standpoint.strings.title_of(issue));
    out.push_str("</h1>\n");
    out.push_str(&visual.draw(Ratio::Portrait).file(&visual));
    out.push_str(&code(standpoint, issue));
    Some(out)
}
