//! Style sheets of a theme: one sheet of several files, what they name by its published name, no needless white space.
//!
//! A browser that meets `@import` asks for another file before it shows anything. So a theme may be written in as many
//! files as it likes, and what is published is one. What is not understood, or would lead nowhere, is told with its
//! place: a browser would drop it without a word.

use std::collections::{BTreeMap, BTreeSet};

use super::asset::Assets;
use crate::diag::{Span, nearest};
use crate::model::address::ASSETS;
use crate::model::site::below;
use crate::model::uri::{self, Part};
use crate::text::css::{Kind, Sheet};

mod fault;
mod gate;
mod grammar;
mod import;
mod small;

pub use fault::{Fault, What};
use import::{Head, Import};
pub use small::minify;

/// How many imports one published sheet is made of at most: sheets that import each other twice would never end.
const MOST_IMPORTS: usize = 500;

/// What some editors put before a text in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A sheet of the theme, read.
struct Source<'a> {
    text: &'a str,
    sheet: &'a Sheet,
    head: Head<'a>,
}

/// The sheets that are published, each with what it imports in place: by path, and what is wrong with them.
///
/// A sheet that another one imports is not published by itself.
pub fn join(files: &BTreeMap<String, Vec<u8>>, assets: &Assets) -> (BTreeMap<String, String>, Vec<Fault>) {
    let mut said = Vec::new();
    let mut texts = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            said.push(Fault { sheet: path.clone(), span: at..at, what: What::NotUtf8 });
        }
        texts.insert(path.as_str(), text_of(bytes));
    }
    let read: BTreeMap<&str, Sheet> = texts.iter().map(|(path, text)| (*path, Sheet::read(text))).collect();
    let mut sources = BTreeMap::new();
    for (path, sheet) in &read {
        let text = &*texts[path];
        let mut found: Vec<_> = sheet.faults.iter().map(|(it, span)| (What::Unread(*it), span.clone())).collect();
        let head = if found.is_empty() {
            found = grammar::check(sheet);
            import::head(text, sheet, &mut found)
        } else {
            Head::default()
        };
        sources.insert(*path, Source { text, sheet, head });
        said.extend(found.into_iter().map(|(what, span)| Fault { sheet: (*path).to_owned(), span, what }));
    }
    let mut joining = Joining::new(&sources, assets, said);
    let imported = joining.check();
    let mut joined = BTreeMap::new();
    let (parts, whole): (Vec<&str>, Vec<&str>) = sources.keys().partition(|path| imported.contains(**path));
    // Two sheets that import each other would both be lost: the first of them is published.
    for path in whole.into_iter().chain(parts) {
        if !joining.reached.contains(path) {
            joined.insert(path.to_owned(), joining.publish(path));
        }
    }
    (joined, joining.said)
}

/// The text of a sheet, without the mark before it.
pub(super) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(MARK).unwrap_or(bytes)).into_owned()
}

/// Published sheets while their parts are put together.
struct Joining<'a> {
    sources: &'a BTreeMap<&'a str, Source<'a>>,
    assets: &'a Assets,
    said: Vec<Fault>,
    /// The sheets that stand in any published one.
    reached: BTreeSet<&'a str>,
    /// Of the one that is being put together: the sheets that import each other down to this one,
    open: Vec<&'a str>,
    /// how many imports are in it,
    imports: usize,
    /// and what it is so far.
    out: String,
}

impl<'a> Joining<'a> {
    fn new(sources: &'a BTreeMap<&'a str, Source<'a>>, assets: &'a Assets, said: Vec<Fault>) -> Self {
        Self { sources, assets, said, reached: BTreeSet::new(), open: Vec::new(), imports: 0, out: String::new() }
    }

    /// Looks at everything that the sheets name, and gives the sheets that others import.
    fn check(&mut self) -> BTreeSet<&'a str> {
        let mut imported = BTreeSet::new();
        for (path, source) in self.sources {
            let mut say = |span: &Span, what| {
                self.said.push(Fault { sheet: (*path).to_owned(), span: span.clone(), what });
            };
            for import in &source.head.imports {
                match target(self.sources, path, import.path) {
                    Ok(target) if target == *path => {}
                    Ok(target) => {
                        imported.insert(target);
                    }
                    Err(what) => say(&import.span, what),
                }
            }
            for address in source.sheet.addresses().iter().filter(|it| !it.is_import) {
                if let Err(what) = published(self.assets, path, address.written) {
                    say(&address.token.span, what);
                }
            }
        }
        for (path, source) in self.sources {
            // In the middle of a sheet a browser passes it over.
            let is_alone = source.head.imports.is_empty() && !imported.contains(path);
            if let Some(span) = source.head.namespace.clone().filter(|_| !is_alone) {
                self.said.push(Fault { sheet: (*path).to_owned(), span, what: What::Namespace });
            }
        }
        imported
    }

    fn publish(&mut self, path: &'a str) -> String {
        self.imports = 0;
        self.write(path);
        std::mem::take(&mut self.out)
    }

    /// Writes a sheet with what it imports in place, as often as it is imported: what comes last counts.
    fn write(&mut self, path: &'a str) {
        if self.open.contains(&path) {
            return;
        }
        let source = &self.sources[path];
        self.reached.insert(path);
        self.open.push(path);
        // The first sheet says the encoding for all.
        let charset = source.head.charset.as_ref().filter(|_| self.open.len() > 1);
        let mut at = charset.map_or(0, |it| it.end);
        for import in &source.head.imports {
            self.out.push_str(&source.text[at..import.span.start]);
            at = import.span.end;
            self.import(path, import);
        }
        let depth = self.open[0].matches('/').count();
        for address in source.sheet.addresses().iter().filter(|it| !it.is_import) {
            if let Ok(Some(name)) = published(self.assets, path, address.written) {
                let name = "../".repeat(depth) + &name;
                self.out.push_str(&source.text[at..address.token.span.start]);
                at = address.token.span.end;
                match address.token.kind {
                    Kind::Url(_) if !name.contains(['(', ')', '\'']) => self.out.extend(["url(", &name, ")"]),
                    Kind::Url(_) => self.out.extend(["url(\"", &name, "\")"]),
                    _ => self.out.extend(["\"", &name, "\""]),
                }
            }
        }
        self.out.push_str(&source.text[at..]);
        self.out.push('\n');
        self.open.pop();
    }

    fn import(&mut self, path: &'a str, import: &Import<'a>) {
        let Ok(target) = target(self.sources, path, import.path) else { return };
        self.imports += 1;
        if self.imports > MOST_IMPORTS {
            let fault = Fault { sheet: path.to_owned(), span: import.span.clone(), what: What::TooMany(MOST_IMPORTS) };
            if !self.said.iter().any(|it| it.what == fault.what) {
                self.said.push(fault);
            }
            return;
        }
        for wrapper in &import.wrappers {
            self.out.extend([wrapper, "{\n"]);
        }
        self.write(target);
        self.out.push_str(&"}\n".repeat(import.wrappers.len()));
    }
}

/// The sheet that an import in the sheet at `path` names.
fn target<'a>(sources: &BTreeMap<&'a str, Source<'_>>, path: &str, written: &str) -> Result<&'a str, What> {
    if uri::scheme(written).is_some() || uri::is_elsewhere(written) {
        return Err(What::Foreign { wanted: written.to_owned(), is_import: true });
    }
    let wanted = beside(path, uri::split(written).0);
    let found = wanted.as_deref().ok().and_then(|it| sources.get_key_value(it));
    found.map(|(path, _)| *path).ok_or_else(|| {
        let others = sources.keys().copied().filter(|it| *it != path);
        What::NoSheet { wanted: written.to_owned(), meant: meant(path, wanted, others) }
    })
}

/// The published name, from the folder of assets, of what the sheet at `path` names; nothing where it names no file.
fn published(assets: &Assets, path: &str, written: &str) -> Result<Option<String>, What> {
    let scheme = uri::scheme(written);
    if written.starts_with('#') || scheme.is_some_and(|it| it.eq_ignore_ascii_case("data")) {
        return Ok(None);
    }
    if scheme.is_some() || uri::is_elsewhere(written) {
        return Err(What::Foreign { wanted: written.to_owned(), is_import: false });
    }
    let (name, rest) = uri::split(written);
    let wanted = beside(path, name);
    match wanted.as_deref().ok().and_then(|it| assets.get(it)) {
        Some(asset) => {
            let name = uri::encode(asset.address.trim_start_matches(ASSETS), Part::Path);
            Ok(Some(format!("{name}{}", uri::encode(rest, Part::Written))))
        }
        None => {
            let meant = meant(path, wanted, assets.keys().map(String::as_str));
            Err(What::NoFile { wanted: written.to_owned(), meant })
        }
    }
}

/// The path from the folder of assets of one that is written in the sheet at `path`; the error is one that leads out of
/// the folder or begins at the site's root, as if it did not.
fn beside(path: &str, written: &str) -> Result<String, String> {
    let decoded = uri::decode(written);
    match below(folder(path), &decoded) {
        Some(found) if !decoded.starts_with('/') => Ok(found),
        Some(found) => Err(found),
        None => Err(decoded.trim_start_matches("../").to_owned()),
    }
}

/// The file that was probably meant, as it is written in the sheet at `path`.
fn meant<'a>(path: &str, wanted: Result<String, String>, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = wanted.unwrap_or_else(|outside| outside);
    let known = nearest(&wanted, known)?;
    let parts = |path| str::split(path, '/').filter(|it: &&str| !it.is_empty());
    let common = parts(folder(path)).zip(parts(folder(known))).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(parts(folder(path)).count() - common);
    Some(up + &parts(known).skip(common).collect::<Vec<_>>().join("/"))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests;
