//! Where links and pictures lead, checked against what will be there.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::{self, Addresses};
use super::awaited::Awaited;
use super::before::Around;
use super::picture;
use super::{Assets, Attachment};
use crate::diag::{At, Diagnostic, Said, SourceText, Span, Text, code, nearest, text};
use crate::model::address::{CONSENT, are_twins, of_file, twin_help};
use crate::model::body::{Body, Target};
use crate::model::column::Column;
use crate::model::consent::ConsentText;
use crate::model::issue::Issue;
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::picture::{Format, PictureFile, Role};
use crate::model::site::below;
use crate::model::uri::{decode, scheme, split};

mod fault;
mod file;

/// Resolves the links of one file after another, and remembers which files beside the Markdown are in use.
pub(super) struct Resolver<'a> {
    around: &'a Around,
    addresses: &'a Addresses,
    assets: &'a Assets,
    found: Found,
}

/// What was found while links were resolved.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) said: Said,
    /// The files beside the Markdown that something leads to, by address and path.
    pub(super) files: BTreeMap<(String, String), Attachment>,
    pub(super) pictures: Pictures,
    /// The links at whose address nothing was found.
    pub(super) awaited: Vec<Awaited>,
}

/// Pictures by the address that a file would have, and their use.
pub(super) type Pictures = BTreeMap<(String, Role), PictureFile>;

/// Of how many places on a page one may be suggested: no text has as many, and each lost link looks at all of them.
const MOST_IDS: usize = 1000;

/// The folder of the texts of the consent, with `/` at its end.
const CONSENT_TEXTS: &str = "consent/";

/// The file whose links are being resolved.
struct From<'a> {
    file: &'a Arc<SourceText>,
    /// Its folder below `content/`, with `/` at its end unless empty.
    folder: &'a str,
    /// Its own address.
    address: &'a str,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(around: &'a Around, assets: &'a Assets) -> Self {
        Self { around, addresses: &around.addresses, assets, found: Found::default() }
    }

    /// What links are resolved by.
    pub(super) fn around(&self) -> (&'a Around, &'a Assets) {
        (self.around, self.assets)
    }

    /// What was found.
    pub(super) fn into_found(self) -> Found {
        self.found
    }

    /// Takes over what was found in a file before.
    pub(super) fn add(&mut self, found: &Found) {
        let Found { said, files, pictures, awaited } = &mut self.found;
        said.extend(found.said.iter().cloned());
        awaited.extend(found.awaited.iter().cloned());
        for (place, file) in &found.files {
            files.entry(place.clone()).or_insert_with(|| file.clone());
        }
        for (place, picture) in &found.pictures {
            pictures.entry(place.clone()).or_insert_with(|| picture.clone());
        }
    }

    /// Resolves the links of an issue, and sets how much of it stands behind the question of consent.
    pub(super) fn issue(&mut self, issue: &mut Issue) {
        if let Some(of_site) = self.around.scope {
            issue.scope = issue.asks.as_ref().map_or(of_site, |asks| asks.value);
        }
        let source = Arc::clone(&issue.source);
        let Some(from) = self.from(&source) else { return };
        for body in issue.bodies_mut() {
            self.body(body, &from);
        }
        if let Some(cover) = &mut issue.cover {
            (cover.image.target, cover.image.size) =
                self.picture(&cover.image.written, &cover.image.span, &from, Role::Figure);
        }
        for question in &mut issue.quiz {
            if let Some(evidence) = &question.evidence {
                question.evidence_target = self.target(&evidence.value, &evidence.span, &from);
            }
        }
    }

    pub(super) fn column(&mut self, column: &mut Column) {
        let source = Arc::clone(&column.source);
        if let Some(from) = self.from(&source) {
            self.body(&mut column.greeting, &from);
        }
    }

    pub(super) fn page(&mut self, page: &mut Page) {
        let source = Arc::clone(&page.source);
        if let Some(from) = self.from(&source) {
            self.body(&mut page.body, &from);
        }
    }

    pub(super) fn consent(&mut self, text: &mut ConsentText) {
        let source = Arc::clone(&text.source);
        self.body(&mut text.body, &From { file: &source, folder: CONSENT_TEXTS, address: CONSENT });
    }

    pub(super) fn person(&mut self, person: &mut Person) {
        let Some(photo) = &mut person.photo else { return };
        let from = From { file: &person.source, folder: "", address: "" };
        let (target, size) = self.picture(&photo.address, &photo.span, &from, Role::Portrait);
        photo.size = size;
        if let Target::Inside { address, .. } = target {
            photo.address = address.into();
        }
    }

    /// `None` for a file that lost its address to another: that is reported already.
    fn from<'f>(&self, file: &'f Arc<SourceText>) -> Option<From<'f>>
    where
        'a: 'f,
    {
        let address = self.addresses.of_source(&file.path)?;
        let inner = file.path.strip_prefix("content/").unwrap_or(&file.path);
        let folder = &inner[..inner.rfind('/').map_or(0, |at| at + 1)];
        Some(From { file, folder, address })
    }

    fn body(&mut self, body: &mut Body, from: &From) {
        for link in &mut body.links {
            link.target = self.target(&link.written, &link.span, from);
        }
        for image in &mut body.images {
            (image.target, image.size) = self.picture(&image.written, &image.span, from, Role::Figure);
        }
        for chart in &body.charts {
            if let Some(src) = chart.given("src") {
                self.table(src, from);
            }
        }
    }

    /// The table of a chart is there. It is not published: the page has its data, as far as a reader may see it.
    fn table(&mut self, src: &At<Box<str>>, from: &From) {
        if let Some(fault) = fault::backslash(&src.value) {
            return self.say(fault, from, &src.span);
        }
        match below(from.folder, &src.value) {
            None => self.outside_content(&src.value, from, &src.span),
            Some(joined) if self.assets.contains_key(&joined) => {}
            Some(joined) => self.no_such(&src.value, &joined, from, &src.span),
        }
    }

    /// Where a link leads; what is wrong with it is said.
    fn target(&mut self, written: &str, span: &Span, from: &From) -> Target {
        if let Some(fault) = fault::unaddressed(written).or_else(|| fault::backslash(written)) {
            self.say(fault, from, span);
            return Target::Outside;
        }
        if let Some(own) = self.around.base.inner(written) {
            // The site's own whole address: checked and written as any other link inside it.
            return self.target(&format!("/{own}"), span, from);
        }
        if let Some(scheme) = scheme(written) {
            if let Some(fault) = fault::unfit(scheme) {
                self.say(fault, from, span);
            }
            return Target::Outside;
        }
        let (path, rest) = split(written);
        let fragment = rest.split_once('#').map(|(_, fragment)| decode(fragment).into_owned());
        let path = decode(path);
        if path.is_empty() {
            return self.here(fragment.unwrap_or_default(), from, span);
        }
        if let Some(address) = path.strip_prefix('/') {
            return self.inside(self.existing(address), address, fragment, written, from, span);
        }
        let Some(joined) = below(from.folder, &path) else {
            self.outside_content(written, from, span);
            return Target::Outside;
        };
        self.file(&joined, fragment, written, from, span)
    }

    /// A link to a file, by its path below the content folder: to the page that is made of it, or to itself.
    fn file(&mut self, path: &str, fragment: Option<String>, written: &str, from: &From, span: &Span) -> Target {
        let source = format!("content/{path}");
        if let Some(address) = self.addresses.of_source(&source) {
            return self.inside(Some(address.to_owned()), address, fragment, written, from, span);
        }
        if let Some(reason) = self.addresses.withheld(&source) {
            self.say(
                Diagnostic::new(code::L003, text!("`{written}` leads to {reason}", written, reason))
                    .help(text!("publish that issue together with this one, or take the link out; `--drafts` and `--future` include it in a preview")),
                from,
                span,
            );
            return Target::Outside;
        }
        if self.around.unreadable.contains(&source) {
            return Target::Outside;
        }
        let Some(asset) = self.assets.get(path) else {
            self.no_such(written, path, from, span);
            return Target::Outside;
        };
        let address = if asset.head.is_ok() && !asset.is_static {
            // A link to a picture leads to what readers may have of it, not to what the camera wrote.
            self.use_picture(path, Role::Figure, from, span)
        } else {
            // What is called a drawing is a document of the site's own host when it is opened, whatever it is.
            if asset.head.is_err() && Format::of_name(path) == Some(Format::Svg) {
                for fault in picture::faults(written, asset, self.around.pixels) {
                    self.say_of_picture(fault, from, span);
                }
            }
            self.use_file(path, from, span)
        };
        Target::Inside { address: address.into(), fragment: fragment.map(Into::into) }
    }

    /// The address as it exists: with or without `/` at its end, or by the name of its file.
    fn existing(&self, address: &str) -> Option<String> {
        let folder = format!("{}/", address.trim_end_matches('/'));
        let page = of_file(address).to_owned();
        [address.to_owned(), folder, page].into_iter().find(|it| self.addresses.find(it, None) == address::Found::Yes)
    }

    fn inside(
        &mut self,
        found: Option<String>,
        address: &str,
        fragment: Option<String>,
        written: &str,
        from: &From,
        span: &Span,
    ) -> Target {
        let Some(found) = found else {
            if self.may_be_unreadable(address) {
                return Target::Outside;
            }
            self.found.awaited.push(Awaited {
                address: address.to_owned(),
                written: written.to_owned(),
                file: Arc::clone(from.file),
                span: span.clone(),
            });
            return Target::Inside { address: address.into(), fragment: fragment.map(Into::into) };
        };
        if found == from.address && fragment.is_some() {
            return self.here(fragment.unwrap_or_default(), from, span);
        }
        if let Some(fragment) = &fragment
            && self.addresses.find(&found, Some(fragment)) == address::Found::NoFragment
        {
            self.no_fragment(fragment, &found, from, span);
        }
        Target::Inside { address: found.into(), fragment: fragment.map(Into::into) }
    }

    /// Whether a file that could not be read might have stood at an address.
    fn may_be_unreadable(&self, address: &str) -> bool {
        let top = address.split('/').next().unwrap_or(address);
        self.around
            .unreadable
            .iter()
            .any(|path| path.split('/').nth(1).is_some_and(|it| it.trim_end_matches(".md") == top))
    }

    fn here(&mut self, fragment: String, from: &From, span: &Span) -> Target {
        if self.addresses.find(from.address, Some(&fragment)) == address::Found::NoFragment {
            self.no_fragment(&fragment, from.address, from, span);
        }
        Target::Here(fragment.into())
    }

    fn no_fragment(&mut self, fragment: &str, address: &str, from: &From, span: &Span) {
        let near = || self.addresses.ids(address).take(MOST_IDS);
        let help = match nearest(fragment, near()) {
            _ if near().any(|id| are_twins(id, fragment)) => twin_help(),
            Some(known) => text!("did you mean `#{known}`?", known),
            None => {
                let known: Vec<String> = self.addresses.ids(address).take(8).map(|id| format!("`#{id}`")).collect();
                if known.is_empty() {
                    text!("that page has no headings to link to")
                } else {
                    text!("that page has {known}", known = Text::list(&known))
                }
            }
        };
        self.say(
            Diagnostic::new(code::L002, text!("there is no place `#{fragment}` on that page", fragment)).help(help),
            from,
            span,
        );
    }

    fn no_such(&mut self, written: &str, joined: &str, from: &From, span: &Span) {
        let here = self
            .assets
            .keys()
            .filter(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder) == from.folder.trim_end_matches('/'));
        let known =
            nearest(joined, here.map(String::as_str)).map(|path| path.rsplit('/').next().unwrap_or(path).to_owned());
        let source = format!("content/{joined}");
        let mut all = self.assets.keys().map(String::as_str).chain(self.addresses.all_sources());
        let help = match known {
            _ if all.any(|path| are_twins(path, joined) || are_twins(path, &source)) => twin_help(),
            Some(known) => text!("did you mean `{known}`?", known),
            None => text!("it would be the file `content/{joined}`", joined),
        };
        self.say(Diagnostic::new(code::L001, text!("there is no file `{written}`", written)).help(help), from, span);
    }

    fn outside_content(&mut self, written: &str, from: &From, span: &Span) {
        self.say(
            Diagnostic::new(code::L005, text!("`{written}` leads out of the content folder", written))
                .help(text!("copy the file into the content folder, beside the issue")),
            from,
            span,
        );
    }

    fn say(&mut self, diagnostic: Diagnostic, from: &From, span: &Span) {
        self.found.said.push(diagnostic.at(from.file, span.clone()));
    }
}
