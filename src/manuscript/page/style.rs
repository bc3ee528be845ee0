//! How an element sets what is in it.

use crate::inspect::tree::What;
use crate::manuscript::block::{Format, Height};

/// Whether readers do not see an element.
pub(super) fn is_unseen(style: &str, what: &What) -> bool {
    let says = |words: &str| style.split(';').any(|it| it.trim_end_matches("!important") == words);
    says("display:none")
        || says("visibility:hidden")
        || says("opacity:0")
        || says("font-size:0")
        || says("font-size:0px")
        || what.has("hidden")
}

/// How an element sets its text.
pub(super) fn set(name: &str, style: &str, around: Format) -> Format {
    let mut format = around;
    match name {
        "strong" | "b" => format.bold = true,
        "em" | "i" => format.italic = true,
        "del" | "s" | "strike" => format.strike = true,
        "sup" => format.height = Height::Above,
        "sub" => format.height = Height::Below,
        "code" | "kbd" | "samp" => format.code = true,
        _ => {}
    }
    for declaration in style.split(';') {
        match declaration.split_once(':') {
            Some(("font-weight", "bold" | "bolder" | "600" | "700" | "800" | "900")) => format.bold = true,
            Some(("font-weight", "normal" | "400")) => format.bold = false,
            Some(("font-style", "italic")) => format.italic = true,
            Some(("font-style", "normal")) => format.italic = false,
            Some(("text-decoration" | "text-decoration-line", "line-through")) => format.strike = true,
            Some(("vertical-align", "super")) => format.height = Height::Above,
            Some(("vertical-align", "sub")) => format.height = Height::Below,
            _ => {}
        }
    }
    format
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "figure"
            | "figcaption"
            | "body"
            | "html"
            | "center"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "details"
            | "summary"
            | "fieldset"
            | "form"
            | "li"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "mp-style-type"
            | "option"
    )
}
