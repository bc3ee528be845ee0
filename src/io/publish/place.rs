//! Where a site may be published: the real place of the output folder decides, behind all links.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::MANIFEST;
use crate::diag::{Diagnostic, code, text};
use crate::io::failure;

/// What a site is made of, from its root.
const SOURCES: &[&str] = &["content", "themes", "config.toml"];

/// A folder into which a site may be published.
///
/// It is no source of the site, holds none of them, and lies in none. A folder that only `config.toml` names, which may
/// come from anybody, is one of the site: it lies in the site's folder, is not hidden as the folders of other programs
/// are, and where a link leads to it, it is empty or has been published into before. Any other has to be named by whoever
/// builds.
#[derive(Debug, Clone)]
pub struct Output {
    place: PathBuf,
}

impl Output {
    /// The folder that whoever builds has named.
    pub fn named(root: &Path, folder: &Path) -> Result<Self, Diagnostic> {
        let place = real(folder).map_err(|error| match lost(folder) {
            Some(link) => leads_nowhere(&link),
            None => failure(code::I002, text!("cannot write to"), folder, &error),
        })?;
        outside_of_sources(root, &place)?;
        Ok(Self { place })
    }

    /// The folder that the site's configuration names.
    pub fn configured(root: &Path, folder: &str) -> Result<Self, Diagnostic> {
        if folder.contains('\\') {
            let slashed = folder.replace('\\', "/");
            return Err(Diagnostic::new(
                code::I010,
                text!("`{written}` has `\\` between its folders", written = folder),
            )
            .help(text!("write `{slashed}`: only Windows reads `\\` so", slashed)));
        }
        let named = root.join(folder);
        let Self { place } = Self::named(root, &named)?;
        let cannot = |path: &Path, error: &io::Error| failure(code::I001, text!("cannot read"), path, error);
        let site = real(root).map_err(|error| cannot(root, &error))?;
        let Ok(inside) = place.strip_prefix(&site) else {
            let message = text!(
                "config.toml would publish the site outside of its own folder, in `{place}`",
                place = place.display()
            );
            return Err(refuse(&place, message));
        };
        let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        if inside.components().any(is_hidden) {
            let message =
                text!("config.toml would publish the site into a hidden folder, `{place}`", place = place.display());
            return Err(refuse(&place, message));
        }
        let is_linked = site.join(folder).components().collect::<PathBuf>() != place;
        if is_linked && holds_others(&place).map_err(|error| cannot(&place, &error))? {
            let message =
                text!("a link leads to `{place}`, which holds what postil did not make", place = place.display());
            return Err(refuse(&place, message));
        }
        Ok(Self { place })
    }

    /// Where it really is.
    pub fn place(&self) -> &Path {
        &self.place
    }
}

fn refuse(place: &Path, message: crate::diag::Text) -> Diagnostic {
    Diagnostic::new(code::I010, message).path(place.display().to_string()).help(text!(
        "name a folder of the site, such as `public`; if this is where the site should be, say so with `--output`"
    ))
}

/// The first part of a path that is a link to nothing.
fn lost(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let mut above: Vec<&Path> = folder.ancestors().collect();
    above.reverse();
    let is_lost = |path: &&&Path| fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink()) && !path.exists();
    above.iter().find(is_lost).map(|path| path.to_path_buf())
}

fn leads_nowhere(link: &Path) -> Diagnostic {
    Diagnostic::new(code::I010, text!("`{link}` is a link that leads nowhere", link = link.display()))
        .path(link.display().to_string())
        .help(text!("make the folder that it leads to, or remove the link and let postil make a folder"))
}

/// A site that is published into its own sources would read itself the next time, or lie around them.
fn outside_of_sources(root: &Path, output: &Path) -> Result<(), Diagnostic> {
    for source in std::iter::once(root.to_path_buf()).chain(SOURCES.iter().map(|source| root.join(source))) {
        let place = real(&source).map_err(|error| failure(code::I001, text!("cannot read"), &source, &error))?;
        if place.starts_with(output) || (source != root && output.starts_with(&place)) {
            let message = text!("`{output}` is part of the site's own sources", output = output.display());
            return Err(Diagnostic::new(code::I010, message)
                .path(output.display().to_string())
                .help(text!("name another folder with `--output`, such as `public`")));
        }
    }
    Ok(())
}

/// A path without links and `..`; what does not exist yet is taken as it is written.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut place = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            part => {
                place.push(part);
                match fs::symlink_metadata(&place) {
                    Ok(_) => place = fs::canonicalize(&place)?,
                    Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(place)
}

/// Whether a folder holds something, and nothing says that postil has published there.
fn holds_others(place: &Path) -> io::Result<bool> {
    let is_own = fs::symlink_metadata(place.join(MANIFEST)).is_ok_and(|it| it.is_file());
    match fs::read_dir(place) {
        Ok(mut entries) => Ok(!is_own && entries.next().is_some()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(error),
    }
}
