//! What postil wrote down in an output folder, read as something that anybody may have put there.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::disk::{Disk, Kind};
use super::path::FilePath;
use crate::diag::{Diagnostic, SourceText, Span, code, text};

/// A text in the output folder: a manifest or a journal.
pub(super) struct Record {
    file: Arc<SourceText>,
    /// When it was written.
    pub(super) time: Option<SystemTime>,
}

impl Record {
    /// Reads one; `None` if there is none, or one that is not text.
    pub(super) fn read(disk: &Disk, path: &Path) -> Result<Option<Self>, Diagnostic> {
        let time = match disk.kind(path)? {
            Kind::Absent => return Ok(None),
            Kind::File { modified, .. } => modified,
            Kind::Folder | Kind::Other => return Err(is_no_record(path)),
        };
        let text = String::from_utf8(disk.read(path)?).ok();
        Ok(text.map(|text| Self { file: SourceText::new(path.display().to_string(), text), time }))
    }

    pub(super) fn text(&self) -> &str {
        &self.file.text
    }

    /// Its lines, each with its place.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&str, Span)> {
        self.text().split_terminator('\n').scan(0, |start, line| {
            let span = *start..*start + line.len();
            *start = span.end + 1;
            Some((line, span))
        })
    }

    /// A path that ends at `end`, if it is one of a published file.
    pub(super) fn path(&self, path: &str, end: usize) -> Result<FilePath, Diagnostic> {
        FilePath::new(path.to_owned()).ok_or_else(|| {
            refuse(Diagnostic::new(code::I009, text!("`{path}` is not the path of a published file", path)))
                .at(&self.file, end - path.len()..end)
        })
    }

    /// A line is none of those that postil writes.
    pub(super) fn is_no_line(&self, span: Span) -> Diagnostic {
        let line = self.file.text.get(span.clone()).unwrap_or_default();
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return Diagnostic::new(code::I009, text!("a merge has left its marks here: two versions of one site were put together"))
                .at(&self.file, span)
                .help(text!(
                    "nothing was touched: remove the output folder and build again; a published site is made anew rather than merged, so it is best left out of the repository"
                ));
        }
        refuse(Diagnostic::new(code::I009, text!("postil does not write such a line"))).at(&self.file, span)
    }
}

/// Where postil keeps its own, there is a link or something else that it never puts there.
pub(super) fn is_no_record(path: &Path) -> Diagnostic {
    let message = text!("`{path}` is a link or a device, and postil did not make it", path = path.display());
    refuse(Diagnostic::new(code::I009, message)).path(path.display().to_string())
}

fn refuse(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help(text!("nothing was touched: somebody else wrote this; look at what the output folder holds, remove it by hand if nothing in it is yours, or name another folder with `--output`"))
}
