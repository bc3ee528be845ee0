//! Pictures and other files that something leads to.

use std::sync::Arc;

use super::super::{Attachment, picture};
use super::{From, Resolver, fault};
use crate::diag::{Diagnostic, Span, code, text};
use crate::model::body::Target;
use crate::model::picture::{PictureFile, Role};
use crate::model::site::below;
use crate::model::uri::{decode, is_elsewhere, scheme};

impl Resolver<'_> {
    /// The file of a picture and its size; what is wrong with it is said.
    pub(super) fn picture(
        &mut self,
        written: &str,
        span: &Span,
        from: &From,
        role: Role,
    ) -> (Target, Option<(u32, u32)>) {
        if let Some(fault) = fault::backslash(written) {
            self.say(fault, from, span);
            return (Target::Outside, None);
        }
        if scheme(written).is_some() || is_elsewhere(written) {
            self.say(
                Diagnostic::new(code::L006, text!("the picture `{written}` is on another host", written)).help(text!(
                    "save the picture beside the issue and write its file name: pages ask no other host for anything"
                )),
                from,
                span,
            );
            return (Target::Outside, None);
        }
        let path = decode(written);
        if path.starts_with('/') {
            self.say(
                Diagnostic::new(code::L005, text!("`{written}` is an absolute path", written))
                    .help(text!("write the path from this file, such as `figure.png` or `../shared/figure.png`")),
                from,
                span,
            );
            return (Target::Outside, None);
        }
        let Some(joined) = below(from.folder, &path) else {
            self.outside_content(written, from, span);
            return (Target::Outside, None);
        };
        let Some(asset) = self.assets.get(&joined) else {
            self.no_such(written, &joined, from, span);
            return (Target::Outside, None);
        };
        for fault in picture::faults(written, asset, self.around.pixels) {
            self.say_of_picture(fault, from, span);
        }
        let size = asset.head.as_ref().ok().map(|head| head.size);
        (Target::Inside { address: self.use_picture(&joined, role, from, span).into(), fragment: None }, size)
    }

    /// Remembers a picture, and gives the address that its file would have.
    pub(super) fn use_picture(&mut self, path: &str, role: Role, from: &From, span: &Span) -> String {
        let address = self.file_address(path);
        if let Some(Ok(head)) = self.assets.get(path).map(|asset| &asset.head) {
            self.found.pictures.entry((address.clone(), role)).or_insert_with(|| PictureFile {
                path: format!("content/{path}"),
                head: head.clone(),
                place: (Arc::clone(from.file), span.clone()),
            });
        }
        address
    }

    /// Publishes a file of the content folder, and gives its address: that of its folder's page, where it has one.
    pub(super) fn use_file(&mut self, path: &str, from: &From, span: &Span) -> String {
        let address = self.file_address(path);
        // What stands in `static/` is published anyway.
        if self.assets.get(path).is_some_and(|asset| !asset.is_static) {
            let (address, path) = (address.clone(), format!("content/{path}"));
            self.found.files.entry((address.clone(), path.clone())).or_insert_with(|| Attachment {
                address,
                path,
                place: (Arc::clone(from.file), span.clone()),
            });
        }
        address
    }

    fn file_address(&self, path: &str) -> String {
        if let Some(inner) = path.strip_prefix("static/") {
            return inner.to_owned();
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let main = format!("content/{folder}/issue.md");
        match self.addresses.of_source(&main) {
            Some(address) => format!("{address}{name}"),
            None => path.to_owned(),
        }
    }

    /// Says something of a picture: at its own place where it is a drawing and has one, else where it is asked for.
    pub(super) fn say_of_picture(&mut self, fault: Diagnostic, from: &From, span: &Span) {
        match fault.place {
            Some(_) => self.found.said.push(fault.related(from.file, span.clone(), text!("it is asked for here"))),
            None => self.say(fault, from, span),
        }
    }
}
