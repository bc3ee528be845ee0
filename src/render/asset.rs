//! A theme's assets: made small, and named by their content, so that a browser may keep them for ever.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::site::below;

/// An asset as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its address from the site's root, with the fingerprint in its name.
    pub address: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Assets by the path that templates name them by (`css/site.css`).
pub type Assets = BTreeMap<String, Asset>;

/// Minifies and fingerprints every file. Style sheets come last, so that what they refer to has its name.
pub fn prepare(files: &BTreeMap<String, Vec<u8>>) -> Assets {
    let mut assets = Assets::new();
    let (styles, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.ends_with(".css"));
    for (path, bytes) in others {
        let bytes = match std::str::from_utf8(bytes) {
            Ok(script) if path.ends_with(".js") => minify_js(script).into_bytes(),
            _ => bytes.clone(),
        };
        assets.insert(path.clone(), fingerprinted(path, bytes));
    }
    for (path, bytes) in styles {
        let text = String::from_utf8_lossy(bytes);
        let linked = refer(&text, path, &assets);
        assets.insert(path.clone(), fingerprinted(path, minify_css(&linked).into_bytes()));
    }
    assets
}

/// A style sheet without comments and needless white space.
///
/// Only what can never matter is taken: minifiers that also touch the inside of values turn `calc(1px + 2px)` into
/// something that browsers drop without a word.
pub(super) fn minify_css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            // A comment parts two words as a space does.
            space(&mut out);
        } else if matches!(first, '"' | '\'') {
            let end = end_of_string(rest, first);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_start_matches(|it: char| it.is_ascii_whitespace());
            space(&mut out);
        } else {
            if matches!(first, '{' | '}' | ';' | ',') {
                out.truncate(out.trim_end_matches(' ').len());
            }
            if first == '}' {
                out.truncate(out.trim_end_matches(';').len());
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// A script without comments and needless white space.
fn minify_js(text: &str) -> String {
    minifier::js::minify(text).to_string()
}

/// A space, where the last thing written can have one after it.
fn space(out: &mut String) {
    if !out.ends_with(['{', '}', ';', ',', ' ']) && !out.is_empty() {
        out.push(' ');
    }
}

/// The length of the string that a text begins with, its quotation marks included.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    text.char_indices()
        .skip(1)
        .find(|(_, it)| {
            let ends = *it == quote && !is_escaped;
            is_escaped = *it == '\\' && !is_escaped;
            ends
        })
        .map_or(text.len(), |(at, _)| at + 1)
}

/// An asset under the name that its content gives it.
pub(super) fn fingerprinted(path: &str, bytes: Vec<u8>) -> Asset {
    let print = format!("{:016x}", xxh3_64(&bytes));
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let address = if extension.is_empty() {
        format!("assets/{stem}-{}", &print[..10])
    } else {
        format!("assets/{stem}-{}.{extension}", &print[..10])
    };
    Asset { address, bytes }
}

/// Gives the `url(…)`s of a style sheet that name other assets their published names.
fn refer(css: &str, path: &str, assets: &Assets) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, tail) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = tail.find(')') else {
            rest = tail;
            break;
        };
        let written = tail[..end].trim().trim_matches(['"', '\'']);
        match below(folder, written).and_then(|path| assets.get(&path)) {
            Some(asset) => {
                out.push_str(&"../".repeat(path.matches('/').count()));
                out.push_str(asset.address.trim_start_matches("assets/"));
            }
            None => out.push_str(&tail[..end]),
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_small_style_sheet_means_the_same() {
        let css = "/* a */ @media (min-width: 40em) {\n  a:hover , b :first-child > p { width: calc(1px + 2px) ; content: \"a ; /* b */ \\\" }\";\n }\n}\n";
        let small = "@media (min-width: 40em){a:hover,b :first-child > p{width: calc(1px + 2px);content: \"a ; /* b */ \\\" }\"}}";
        assert_eq!(minify_css(css), small);
    }

    #[test]
    fn a_small_script_does_the_same() {
        let script =
            "// x\nconst a = /\\/\\*[\"]/.test(`a  // ${b} b`); /* y */\nlet c = a ? 'it  is' : \"//\"\nreturn c";
        let small = minify_js(script);
        for kept in ["/\\/\\*[\"]/", "`a  // ${b} b`", "'it  is'", "\"//\""] {
            assert!(small.contains(kept), "{kept} is not in {small}");
        }
        assert!(!small.contains("// x") && !small.contains("/* y */"), "{small}");
    }

    #[test]
    fn the_name_changes_with_the_content_only() {
        let one = prepare(&files(&[("css/a.css", "p { color:red; }")]));
        let two = prepare(&files(&[("css/a.css", "p{color:red}")]));
        let three = prepare(&files(&[("css/a.css", "p{color:blue}")]));
        assert_eq!(one, two);
        assert_ne!(one["css/a.css"].address, three["css/a.css"].address);
    }

    #[test]
    fn a_style_sheet_follows_the_names_of_its_pictures() {
        let all = prepare(&files(&[("css/a.css", "p{background:url('../img/x.svg')}"), ("img/x.svg", "<svg/>")]));
        let css = String::from_utf8_lossy(&all["css/a.css"].bytes).into_owned();
        let name = all["img/x.svg"].address.trim_start_matches("assets/");
        assert!(css.contains(&format!("url(../{name})")), "{css}");
    }
}
