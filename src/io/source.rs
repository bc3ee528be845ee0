//! Finds and reads what a site is made from. Knows paths, not what stands in the files.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use super::failure;
use crate::diag::{Checked, Diagnostic, Said, code, text};
use crate::model::picture::{Format, Head, HeadFault};
use crate::picture::head::{self, Nature};
use crate::picture::svg::{self, Drawing};
use crate::picture::whole;

/// The site's root at or above a folder: the nearest with a `config.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    start.ancestors().find(|folder| folder.join("config.toml").exists()).map(Path::to_path_buf)
}

/// The folder of the site that a file belongs to, as its path writes it: the nearest above it with a `config.toml` and a
/// `content/`.
pub fn root_of(file: &Path) -> Option<PathBuf> {
    let mut above = file.ancestors().skip(1);
    above.find(|folder| folder.join("config.toml").is_file() && folder.join("content").is_dir()).map(Path::to_path_buf)
}

/// Every file below `content/`, in the order of their paths; and whether a link leads to any.
///
/// Hidden files and editors' backups are passed over, and so is what is no file, which is named. A symbolic link is
/// followed only if it stays inside.
pub fn list(root: &Path) -> (Checked<Vec<String>>, bool) {
    let content = root.join("content");
    let mut said = Said::default();
    let mut entries = Vec::new();
    let mut has_links = false;
    let walk = WalkDir::new(&content).follow_links(false).sort_by_file_name().into_iter().filter_entry(is_wanted);
    for found in walk {
        match found {
            Ok(found) => {
                has_links |= found.path_is_symlink();
                entries.extend(entry(root, &content, &found, &mut said));
            }
            Err(error) => {
                let path = error.path().unwrap_or(&content).to_path_buf();
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other(super::A_LOOP));
                said.push(failure(code::I001, text!("cannot read"), &path, &error));
            }
        }
    }
    entries.sort();
    (Checked::new(entries, said), has_links)
}

fn is_wanted(entry: &DirEntry) -> bool {
    entry.depth() == 0 || is_wanted_name(&entry.file_name().to_string_lossy())
}

/// Whether a path from the site's folder is that of a file of the content: none that is hidden or an editor's backup.
pub fn is_content(path: &str) -> bool {
    path.split('/').all(is_wanted_name)
}

/// Hidden names that hosts look for. Every other hidden file is its owner's own: passwords, a repository, what was
/// thrown away.
const PUBLISHED: &[&str] = &[".well-known", ".htaccess", ".nojekyll"];

fn is_wanted_name(name: &str) -> bool {
    let is_backup = name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        || matches!(name, "Thumbs.db" | "desktop.ini");
    let is_hidden = name.starts_with('.') && !PUBLISHED.contains(&name);
    !(is_backup || is_hidden)
}

fn entry(root: &Path, content: &Path, found: &DirEntry, said: &mut Said) -> Option<String> {
    if found.file_type().is_dir() {
        said.extend(relative(root, found.path()).filter(|path| is_text(path)).map(|path| named_as_text(&path)));
        return None;
    }
    let path = relative(root, found.path());
    let Some(path) = path else {
        said.push(
            Diagnostic::new(code::I001, text!("the name of a file is not UTF-8"))
                .path(found.path().display().to_string())
                .help(text!("rename it with letters that every system reads")),
        );
        return None;
    };
    if found.path_is_symlink() {
        let inside = fs::canonicalize(found.path())
            .ok()
            .zip(fs::canonicalize(content).ok())
            .is_some_and(|(to, content)| to.starts_with(content) && to.is_file());
        if !inside {
            said.push(
                Diagnostic::new(
                    code::I005,
                    text!("`{path}` is a symbolic link that does not lead to a file of the content folder", path),
                )
                .path(path)
                .help(text!("copy the file to this place instead of linking to it")),
            );
            return None;
        }
    } else if !found.file_type().is_file() {
        // To read a pipe is to wait for whoever writes to it.
        said.push(
            Diagnostic::new(code::I013, text!("`{path}` is a pipe, a socket or a device, and is passed over", path))
                .path(path)
                .help(text!("take it out of the content folder, or put a file in its place")),
        );
        return None;
    }
    Some(path)
}

/// Whether a path is that of a text of the site, by its name: what stands in `static/` is called as it likes.
fn is_text(path: &str) -> bool {
    !path.starts_with("content/static/") && (path.ends_with(".md") || path.ends_with(".yaml"))
}

/// A folder stands where a text is meant, which nobody would find out.
fn named_as_text(path: &str) -> Diagnostic {
    Diagnostic::new(code::I013, text!("`{path}` is a folder, and no text is read from it", path))
        .path(path)
        .help(text!("put the text in its place as a file, or give the folder a name without such an ending"))
}

/// A path from the root with `/` between its parts; `None` if it is not UTF-8.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_str()?;
    Some(path.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// How a file stands on the disk: where all of it is as it was, the file has not been touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    device: u64,
    inode: u64,
    /// In bytes.
    length: u64,
    /// When what stands in it was last written, in nanoseconds from 1970 on; any program can set that.
    modified: i128,
    /// When anything of it was last changed, by the clock of the disk; no program can set that.
    changed: i128,
}

/// A file that was changed so shortly before may be changed again, and still have the same time: clocks of disks are
/// coarse.
const SETTLED: i128 = 2_000_000_000;

impl Seen {
    /// How a file stands, behind all links. `None` where that tells too little: it is not there, it was changed just now,
    /// or this system does not say when files are changed.
    pub fn of(path: &Path) -> Option<Self> {
        let now = super::clock::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos().try_into().ok()?;
        Self::at(path).filter(|seen| seen.changed.saturating_add(SETTLED) < now)
    }

    /// How long it is, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    #[cfg(unix)]
    fn at(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let time = |seconds: i64, nanoseconds: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        Some(Self {
            device: found.dev(),
            inode: found.ino(),
            length: found.len(),
            modified: time(found.mtime(), found.mtime_nsec()),
            changed: time(found.ctime(), found.ctime_nsec()),
        })
    }

    #[cfg(not(unix))]
    fn at(_: &Path) -> Option<Self> {
        None
    }
}

/// Reads a whole file of a site. What is no file is not waited for.
pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        let error = std::io::Error::other(super::NO_FILE);
        return Err(failure(code::I001, text!("cannot read"), path, &error));
    }
    read_named(path)
}

/// Reads a file that is named on the command line, if it is no larger than so many bytes.
pub fn read_within(path: &Path, limit: usize) -> Result<Vec<u8>, Diagnostic> {
    let length = fs::metadata(path).map(|it| it.len()).unwrap_or_default();
    if length > limit as u64 {
        let error = std::io::Error::from(std::io::ErrorKind::FileTooLarge);
        return Err(failure(code::I001, text!("cannot read"), path, &error));
    }
    read(path)
}

/// Reads a whole file that is named on the command line, where a pipe may be meant.
pub fn read_named(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(path).map_err(|error| failure(code::I001, text!("cannot read"), path, &error))
}

/// More bytes than this are no picture for a page.
const LARGEST: u64 = 200 << 20;

/// More bytes than this are no drawing that a browser can show at once.
const LARGEST_DRAWING: u64 = 16 << 20;

/// What a file, which messages call `name`, says of its picture. One that is a picture is read whole: it may be cut off,
/// and an SVG may do more than show.
pub fn picture_head(name: &str, path: &Path) -> Result<Head, HeadFault> {
    if !fs::metadata(path).is_ok_and(|it| it.is_file()) {
        return Err(HeadFault::Unknown);
    }
    let file = fs::File::open(path).map_err(|_| HeadFault::Unknown)?;
    let length = file.metadata().map_or(0, |it| it.len());
    head_of(name, file, length)
}

/// The same of any bytes; there are `length` of them.
pub fn head_of(name: &str, mut file: impl Read + Seek, length: u64) -> Result<Head, HeadFault> {
    let start = bytes_at(&mut file, 0, head::ENOUGH);
    let format = match head::nature(&start) {
        Nature::Shown(format) => format,
        Nature::Unread(name) => return Err(HeadFault::Unread(name)),
        Nature::Other if Format::of_name(name) == Some(Format::Svg) => return drawing_head(name, file, length),
        Nature::Other => return Err(HeadFault::Unknown),
    };
    if length > LARGEST {
        return Err(HeadFault::Heavy);
    }
    let bytes = bytes_at(&mut file, 0, usize::try_from(length).unwrap_or_default());
    let size = imagesize::blob_size(&bytes).map_err(|_| HeadFault::Cut)?;
    let is_none = size.width == 0 || size.height == 0;
    let size = (u32::try_from(size.width).ok(), u32::try_from(size.height).ok());
    match size {
        _ if is_none => Err(HeadFault::Empty),
        (Some(width), Some(height)) => {
            let tells_more = format == Format::Avif && head::avif_tells_more(&bytes);
            let has_inks = format == Format::Jpeg && head::is_cmyk(&bytes);
            let loss = whole::loss(&bytes, format);
            Ok(Head { format, size: (width, height), has_inks, tells_more, has_links: false, loss })
        }
        _ => Err(HeadFault::Heavy),
    }
}

fn drawing_head(path: &str, mut file: impl Read + Seek, length: u64) -> Result<Head, HeadFault> {
    if length > LARGEST_DRAWING {
        return Err(HeadFault::Heavy);
    }
    let bytes = bytes_at(&mut file, 0, usize::try_from(length).unwrap_or_default());
    if !svg::is_meant(&bytes) {
        return Err(HeadFault::Unknown);
    }
    let drawing = svg::read(path, &bytes).map_err(HeadFault::Drawing)?;
    let Drawing { size, has_links, .. } = drawing;
    Ok(Head { format: Format::Svg, size, has_inks: false, tells_more: false, has_links, loss: None })
}

/// Bytes from an offset of a file; fewer at its end, none where it cannot be read.
fn bytes_at(mut file: impl Read + Seek, offset: u64, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length);
    let read = file.seek(SeekFrom::Start(offset)).and_then(|_| file.take(length as u64).read_to_end(&mut bytes));
    if read.is_err() {
        bytes.clear();
    }
    bytes
}
