//! What is wrong with an address as it is written, wherever it would lead.

use crate::diag::{Diagnostic, code, text};
use crate::model::uri::{decode, scheme};

/// What is wrong with a link that cannot lead anywhere.
pub(super) fn unaddressed(written: &str) -> Option<Diagnostic> {
    if written.is_empty() {
        let fault = Diagnostic::new(code::L013, text!("the link leads nowhere"));
        return Some(fault.help(text!("write the address between the brackets: `[text](address)`")));
    }
    written.starts_with("//").then(|| {
        Diagnostic::new(code::L014, text!("`{written}` has no scheme", written))
            .help(text!("write `https:{written}`", written))
    })
}

/// What is wrong with a link to somewhere else by its scheme.
pub(super) fn unfit(scheme: &str) -> Option<Diagnostic> {
    if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel") {
        return None;
    }
    Some(
        Diagnostic::new(code::L014, text!("a link may not lead to `{scheme}:`", scheme)).help(text!(
            "addresses begin with `https:`, `http:`, `mailto:` or `tel:`, or lead to a file beside this one"
        )),
    )
}

/// What is wrong with a path of Windows: browsers and other systems take `\\` for a part of a name.
pub(super) fn backslash(written: &str) -> Option<Diagnostic> {
    // A drive looks like a scheme of one letter.
    let is_path = scheme(written).is_none_or(|scheme| scheme.len() == 1);
    let path = decode(written.split(['?', '#']).next().unwrap_or(written));
    if !is_path || !path.contains('\\') {
        return None;
    }
    if path.starts_with('\\') || path.as_bytes().get(1) == Some(&b':') {
        let fault = Diagnostic::new(code::L005, text!("`{written}` is an absolute path", written));
        return Some(
            fault.help(text!("write the path from this file, such as `figure.png` or `../shared/figure.png`")),
        );
    }
    let slashed = written.replace('\\', "/").replace("%5C", "/").replace("%5c", "/");
    Some(
        Diagnostic::new(code::L005, text!("`{written}` has `\\` between its folders", written))
            .help(text!("write `{slashed}`: only Windows reads `\\` so", slashed)),
    )
}
