//! A site that was built, as it stands in its output folder: read for whoever brings it elsewhere, and touched by nobody.

use std::borrow::Borrow;
use std::path::Path;

use super::disk::{Disk, Kind};
use super::ground::{Ground, Standing};
use super::journal::Journal;
use super::manifest::{Manifest, Print, Sums};
use super::path::FilePath;
use super::{JOURNAL, MANIFEST, Output, STAGING, recovery};
use crate::diag::{Diagnostic, Text, code, text};

/// A site that was built.
pub struct Built {
    ground: Ground,
    manifest: Manifest,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltFile {
    /// Its path, with `/` between its parts.
    pub path: String,
    /// Bytes.
    pub length: u64,
    /// MD5 (RFC 1321), 32 hexadecimal digits.
    pub md5: String,
}

/// What would happen to a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// What would be written, by path, with its bytes.
    pub put: Vec<(String, u64)>,
    /// What would be removed, by path.
    pub remove: Vec<String>,
}

impl Built {
    /// Reads what was built, and makes sure that every file is as the build left it.
    pub fn read(output: &Output) -> Result<Self, Diagnostic> {
        let (disk, output) = (Disk::default(), output.place());
        let refuse = |message: Text| {
            let help = text!("run `postil build` first, and publish what it makes");
            Diagnostic::new(code::I024, message).path(output.display().to_string()).help(help)
        };
        let folder = output.display();
        if disk.kind(output)? != Kind::Folder {
            return Err(refuse(text!("no site has been built in `{folder}`", folder)));
        }
        let staging = output.join(STAGING);
        if recovery::is_sound(&disk, &staging)? && Journal::read(&disk, &staging.join(JOURNAL))?.is_some() {
            return Err(refuse(text!("the last build in `{folder}` did not come to its end", folder)));
        }
        let manifest = Manifest::read(&disk, &output.join(MANIFEST))?;
        if manifest.files.is_empty() {
            return Err(refuse(text!("no site has been built in `{folder}`", folder)));
        }
        Ok(Self { ground: Ground::new(disk, output.to_path_buf()), manifest })
    }

    /// Where it is.
    pub fn place(&self) -> &Path {
        &self.ground.output
    }

    /// The paths of its files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.manifest.files.keys().map(Borrow::<str>::borrow)
    }

    /// A file by its path, if it is still as the build left it, with its content.
    pub fn file(&self, path: &str) -> Result<(BuiltFile, Vec<u8>), Diagnostic> {
        let known = self.manifest.files.get_key_value(path);
        let content = known.map(|(path, print)| self.content(path, *print)).transpose()?.flatten();
        let Some((content, (_, print))) = content.zip(known) else {
            let place = self.ground.output.join(path).display().to_string();
            let message = text!("`{place}` was changed after the site was built", place = &place);
            return Err(Diagnostic::new(code::I024, message).path(place).help(text!(
                "run `postil build` again, which puts it right; what is to be published as it is belongs in `content/static/`"
            )));
        };
        let sums = self.manifest.sums.get(print).copied().unwrap_or_else(|| Sums::of(&content));
        Ok((BuiltFile { path: path.to_owned(), length: print.length, md5: sums.md5_digits() }, content))
    }

    fn content(&self, path: &FilePath, print: Print) -> Result<Option<Vec<u8>>, Diagnostic> {
        match self.ground.look(path)? {
            Standing::Here(Kind::File { length, .. }) if length == print.length => {
                let content = self.ground.disk.read(&path.below(&self.ground.output))?;
                Ok((Print::of(&content) == print).then_some(content))
            }
            _ => Ok(None),
        }
    }

    /// What would happen to a folder if this site were put there.
    pub fn against(&self, other: &Output) -> Result<Difference, Diagnostic> {
        let disk = &self.ground.disk;
        let there = match disk.kind(other.place())? {
            Kind::Folder => Manifest::read(disk, &other.place().join(MANIFEST))?,
            _ => Manifest::default(),
        };
        let ground = Ground::new(disk.clone(), other.place().to_path_buf());
        let mut difference = Difference::default();
        for (path, print) in &self.manifest.files {
            if !ground.holds(path, *print)? {
                difference.put.push((path.to_string(), print.length));
            }
        }
        for (path, print) in &there.files {
            if !self.manifest.files.contains_key(path) && ground.holds(path, *print)? {
                difference.remove.push(path.to_string());
            }
        }
        Ok(difference)
    }
}
