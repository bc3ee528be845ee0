//! A style sheet without what a browser does not need.

use crate::text::css::{Kind, Sheet};

/// A style sheet without comments and needless white space; comments that begin with `/*!` stay, as licences do.
///
/// Only what stands between tokens is taken, and never all of it where two tokens would become one, or a descendant the
/// element itself: `a :hover`, `calc(1px + 2px)`. What cannot be read stays as it is.
pub fn minify(text: &str) -> String {
    let sheet = Sheet::read(text);
    if !sheet.faults.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut last: Option<&Kind> = None;
    let mut gap = Gap::default();
    for token in &sheet.tokens {
        let written = &text[token.span.clone()];
        match &token.kind {
            Kind::Space => gap.has_space = true,
            Kind::Comment if written.starts_with("/*!") => {
                out.push_str(written);
                gap.is_kept = true;
            }
            Kind::Comment => gap.has_comment = true,
            kind => {
                match last {
                    Some(before) if gap.has_space && needs_space(before, kind) => out.push(' '),
                    Some(before)
                        if gap.has_comment && !gap.has_space && !gap.is_kept && !is_end(before) && !is_end(kind) =>
                    {
                        out.push_str("/**/");
                    }
                    // The last declaration of a block needs no end.
                    Some(Kind::Semicolon) if *kind == Kind::Close('}') && !gap.is_kept => {
                        out.pop();
                    }
                    _ => {}
                }
                out.push_str(written);
                last = Some(kind);
                gap = Gap::default();
            }
        }
    }
    out
}

/// What stands between two tokens.
#[derive(Default)]
struct Gap {
    has_space: bool,
    has_comment: bool,
    /// Whether a comment was written.
    is_kept: bool,
}

/// Whether a token stands for itself, whatever is beside it.
fn is_end(kind: &Kind) -> bool {
    matches!(kind, Kind::Open('{') | Kind::Close('}') | Kind::Semicolon | Kind::Comma)
}

/// Whether white space between two tokens can matter. Older browsers know a custom property without a value by it alone:
/// `--a: ;`.
fn needs_space(before: &Kind, after: &Kind) -> bool {
    let is_value = *before == Kind::Colon && matches!(after, Kind::Semicolon | Kind::Close('}'));
    is_value || !(is_end(before) || is_end(after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a sheet says: its tokens, and whether white space parts them where that can matter.
    fn meaning(text: &str) -> Vec<String> {
        let sheet = Sheet::read(text);
        let mut found: Vec<String> = Vec::new();
        let mut is_apart = false;
        for token in &sheet.tokens {
            let written = &text[token.span.clone()];
            match token.kind {
                Kind::Space => is_apart = true,
                Kind::Comment => {}
                _ => {
                    let is_end = |it: &str| matches!(it, "{" | "}" | ";" | ",");
                    let is_free = found.last().is_none_or(|last| is_end(last)) || is_end(written);
                    if is_apart && !is_free {
                        found.push(" ".to_owned());
                    }
                    if written == "}" && found.last().is_some_and(|last| last == ";") {
                        found.pop();
                    }
                    found.push(written.to_owned());
                    is_apart = false;
                }
            }
        }
        found
    }

    #[test]
    fn a_small_style_sheet_means_the_same() {
        for (css, small) in [
            (
                "/* a */ @media (min-width: 40em) {\n  a:hover , b :first-child > p { width: calc(1px + 2px) ; content: \"a ; /* b */ \\\" }\";\n }\n}\n",
                "@media (min-width: 40em){a:hover,b :first-child > p{width: calc(1px + 2px);content: \"a ; /* b */ \\\" }\"}}",
            ),
            ("a/**/.b c /**/ .d{}", "a/**/.b c .d{}"),
            ("a{margin:1px/**/2px}", "a{margin:1px/**/2px}"),
            ("/*! © */ a { b: c }", "/*! © */a{b: c}"),
            ("a{b:c;/*! d */}", "a{b:c;/*! d */}"),
            ("a{--b: ;--c: }", "a{--b: ;--c: }"),
            ("@charset \"utf-8\"; .\\66 oo .\\31 23 { }", "@charset \"utf-8\";.\\66 oo .\\31 23{}"),
            ("a { b: url( x.png ) , \"\\\n\" }", "a{b: url( x.png ),\"\\\n\"}"),
            ("a { b: \"", "a { b: \""),
        ] {
            assert_eq!(minify(css), small);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn no_token_is_lost_made_or_parted(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
            let text = pieces.concat();
            let small = minify(&text);
            if Sheet::read(&text).faults.is_empty() {
                prop_assert_eq!(Sheet::read(&small).faults, []);
                prop_assert_eq!(meaning(&text), meaning(&small), "{} -> {}", text, small);
                prop_assert_eq!(minify(&small), &*small);
                prop_assert!(small.len() <= text.len());
            }
        }
    }

    const PIECES: &[&str] = &[
        "a",
        "--b",
        "-",
        "url(",
        "url(x)",
        "u\\72l(y)",
        "\\66 ",
        "\"c ; /* */\"",
        "'\\'",
        "1",
        ".5",
        "+",
        "2px",
        "e3",
        "50%",
        "#",
        "#d",
        "@e",
        "@media",
        ".",
        ":",
        "::",
        "!",
        "*",
        "/",
        "|",
        "=",
        "~",
        "$",
        "^",
        ">",
        "<",
        "?",
        "%",
        "<!--",
        "-->",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "calc(",
        ";",
        ",",
        " ",
        "  ",
        "\n",
        "\t",
        "/**/",
        "/* f */",
        "/*! g */",
        "{}",
        "()",
        "中",
        "\u{feff}",
        "\r\n",
        "\u{c}",
        "\0",
    ];
}
