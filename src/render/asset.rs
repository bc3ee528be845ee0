//! A theme's assets: made small, and named by their content, so that a browser may keep them for ever.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

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
            Ok(script) if path.ends_with(".js") => minifier::js::minify(script).to_string().into_bytes(),
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

/// A style sheet that the minifier cannot read is published as it was written.
fn minify_css(text: &str) -> String {
    minifier::css::minify(text).map_or_else(|_| text.to_owned(), |css| css.to_string())
}

fn fingerprinted(path: &str, bytes: Vec<u8>) -> Asset {
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
        match resolve(folder, written).and_then(|path| assets.get(&path)) {
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

fn resolve(folder: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_name_changes_with_the_content_only() {
        let one = prepare(&files(&[("css/a.css", "p { color : red }")]));
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
