//! A theme's assets: made small, and named by their content, so that a browser may keep them for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::chart::raster;
use super::stylesheet::{self, Fault};
use crate::model::address::ASSETS;

/// An asset as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its address from the site's root, with the fingerprint in its name.
    pub address: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Asset {
    /// The tag by which a page takes it as a style sheet; `base` is the path of the site.
    pub fn link(&self, base: &str) -> String {
        format!("<link rel=\"stylesheet\" href=\"{base}{}\">", self.address)
    }

    /// It as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Assets by the path that templates name them by (`css/site.css`).
pub type Assets = BTreeMap<String, Asset>;

/// The mark of a site, as browsers show it.
const MARK: &str = "icon.svg";
/// The same for the screens of phones, which take no SVG: drawn of the mark, where a theme has no such file.
const TOUCH_ICON: &str = "touch-icon.png";
/// Its pixels from side to side.
const TOUCH_SIDE: u32 = 180;

/// Minifies and fingerprints every file. Style sheets come last, so that what they refer to has its name. What is
/// wrong with a sheet is told.
pub fn prepare(files: &BTreeMap<String, Vec<u8>>) -> (Assets, Vec<Fault>) {
    let mut assets = Assets::new();
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".css")) {
        let bytes = match std::str::from_utf8(bytes) {
            Ok(script) if path.ends_with(".js") => minify_js(script).into_bytes(),
            _ => bytes.clone(),
        };
        assets.insert(path.clone(), fingerprinted(path, bytes));
    }
    if !files.contains_key(TOUCH_ICON)
        && let Some(mark) = files.get(MARK).and_then(|mark| std::str::from_utf8(mark).ok())
        && let Some(bytes) = raster::icon(mark, TOUCH_SIDE)
    {
        assets.insert(TOUCH_ICON.to_owned(), fingerprinted(TOUCH_ICON, bytes));
    }
    let (sheets, faults) = stylesheet::join(files, &assets);
    for (path, text) in sheets {
        let asset = fingerprinted(&path, stylesheet::minify(&text).into_bytes());
        assets.insert(path, asset);
    }
    (assets, faults)
}

/// A script without comments and needless white space.
fn minify_js(text: &str) -> String {
    minifier::js::minify(text).to_string()
}

/// An asset under the name that its content gives it.
pub(super) fn fingerprinted(path: &str, bytes: Vec<u8>) -> Asset {
    let print = format!("{:016x}", xxh3_64(&bytes));
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let address = if extension.is_empty() {
        format!("{ASSETS}{stem}-{}", &print[..10])
    } else {
        format!("{ASSETS}{stem}-{}.{extension}", &print[..10])
    };
    Asset { address, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
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
        let one = prepare(&files(&[("css/a.css", "p { color:red; }")])).0;
        let two = prepare(&files(&[("css/a.css", "p{color:red}")])).0;
        let three = prepare(&files(&[("css/a.css", "p{color:blue}")])).0;
        assert_eq!(one, two);
        assert_ne!(one["css/a.css"].address, three["css/a.css"].address);
    }

    #[test]
    fn a_style_sheet_follows_the_names_of_its_pictures() {
        let all = prepare(&files(&[("css/a.css", "p{background:url('../img/x.svg')}"), ("img/x.svg", "<svg/>")])).0;
        let css = String::from_utf8_lossy(&all["css/a.css"].bytes).into_owned();
        let name = all["img/x.svg"].address.trim_start_matches("assets/");
        assert!(css.contains(&format!("url(\"../{name}\")")), "{css}");
    }
}
