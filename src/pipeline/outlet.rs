//! One outlet of one issue, in a folder of its own: for an editor who takes it elsewhere.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::bind::bind;
use super::memo::Memory;
use super::pictures::illustrate;
use super::press::judged;
use super::{Effort, Loaded, Request, Run, Watch, read_theme};
use crate::diag::{Diagnostic, Said};
use crate::io::publish::{Output, Publisher, Report};
use crate::io::world::{Destination, Disk, Shelf};
use crate::model::address::file_of;
use crate::model::body::{Image, Target};
use crate::model::consent::Scope;
use crate::model::issue::Issue;
use crate::model::outlet::Outlet;
use crate::model::picture::Role;
use crate::model::site::{IssueIndex, Site};
use crate::output::{Artifact, Content, OUTPUTS, Sink};
use crate::render::book::{Book, Piece};
use crate::render::outlet::Own;
use crate::render::theme::Theme;

/// What is made of an issue.
#[derive(Debug, Clone, Copy)]
pub struct Extract {
    /// Which outlet.
    pub outlet: Outlet,
    /// The number of the issue in [`Site::issues`](crate::model::site::Site::issues).
    pub issue: IssueIndex,
    /// Whether all of the issue is taken, what stands behind the question of consent too: its editor answers for where
    /// it goes.
    pub whole: bool,
}

/// Makes it, and puts it into the folder that the request names.
pub fn outlet(request: &Request, loaded: Loaded, wanted: Extract, said: &mut Said) -> Option<Report> {
    let (site, theme) = themed(request, loaded, wanted, said)?;
    let folder = request.output.as_ref()?;
    let output = Output::named(&request.root, folder).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let publisher = Publisher::open(&output).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let shown = shown(&site.issues[wanted.issue]);
    let (site, shelf) = illustrated(request, site, &theme, &shown, said);
    let made = Folder { destination: &publisher, shelf: &shelf, theme: &theme, said: Mutex::default() };
    let outlets = OUTPUTS.iter().filter_map(|output| output.outlet());
    let files = outlets
        .filter(|it| it.of() == wanted.outlet)
        .flat_map(|it| it.issue(&site, &theme, wanted.issue, &made))
        .collect::<BTreeSet<String>>();
    for (path, bytes) in files.iter().filter_map(|path| Some((path, shelf.read(path)?))) {
        made.put_bytes(path, &bytes);
    }
    said.extend(made.said.into_inner().unwrap_or_else(PoisonError::into_inner));
    if super::prevents(request, said) {
        return None;
    }
    let ready = publisher.prepare().map_err(|diagnostic| said.push(diagnostic)).ok()?;
    said.extend(ready.warnings());
    ready.commit().map_err(|diagnostic| said.push(diagnostic)).ok()
}

/// The site with as much of the issue as is wanted, and its theme. `None` where anything is an error.
pub(super) fn themed(
    request: &Request,
    loaded: Loaded,
    wanted: Extract,
    said: &mut Said,
) -> Option<(Site, Arc<Theme>)> {
    let mut loaded = loaded;
    if wanted.whole {
        Arc::make_mut(&mut loaded.site.issues[wanted.issue]).scope = Scope::Open;
    }
    // The theme has to have its words.
    loaded.site.settings.outlets.on.insert(wanted.outlet);
    let disk = Disk::new(&request.root, &request.unsaved);
    let theme = read_theme(&disk, &loaded, said).filter(|_| !said.has_errors())?;
    Some((loaded.site, theme))
}

/// The site with the pictures at these addresses, and their files. One form of each is enough, and those of the site stay
/// in the cache.
pub(super) fn illustrated(
    request: &Request,
    site: Site,
    theme: &Theme,
    shown: &BTreeSet<String>,
    said: &mut Said,
) -> (Site, Shelf) {
    let mut site = site;
    site.pictures.retain(|(address, role), _| *role == Role::Figure && shown.contains(address));
    let disk = Disk::new(&request.root, &request.unsaved);
    let draft = Request { effort: Effort::Draft, ..request.clone() };
    let (memory, watch, shelf) = (Memory::default(), Watch::nobody(), Shelf::default());
    let run = Run { world: &disk, request: &draft, memory: &memory, watch: &watch };
    let gallery = illustrate(&site, &theme.wishes, run, &shelf, None, said).gallery;
    (site.with_gallery(gallery), shelf)
}

/// The addresses of the pictures that an issue shows.
pub(super) fn shown(issue: &Issue) -> BTreeSet<String> {
    let images = issue.bodies().flat_map(|body| &body.images);
    images.filter_map(inside).collect()
}

/// The address of a picture of the site.
pub(super) fn inside(image: &Image) -> Option<String> {
    match &image.target {
        Target::Inside { address, .. } => Some(address.to_string()),
        _ => None,
    }
}

/// Where the files of an outlet go.
struct Folder<'a> {
    destination: &'a dyn Destination,
    /// The pictures that the issue shows.
    shelf: &'a Shelf,
    theme: &'a Theme,
    said: Mutex<Said>,
}

impl Folder<'_> {
    fn put_book(&self, address: &str, book: &Book) {
        let bytes = |piece: &Piece| match piece {
            Piece::Drawn(plate) => Some(plate.png()),
            Piece::File(address) => self.shelf.read(&file_of(address)),
            Piece::Text(_) => None,
        };
        match bind(address, book, &bytes) {
            Ok(bytes) => self.put_bytes(address, &bytes),
            Err(diagnostic) => self.say(diagnostic),
        }
    }

    fn put_bytes(&self, address: &str, bytes: &[u8]) {
        if let Err(diagnostic) = self.destination.put(address, bytes) {
            self.say(diagnostic);
        }
    }
}

impl Sink for Folder<'_> {
    fn put(&self, artifact: Artifact) {
        match artifact.content {
            Content::Bytes(bytes) => self.put_bytes(&artifact.address, &bytes),
            Content::Text { text, .. } => self.put_bytes(&artifact.address, text.as_bytes()),
            Content::Plate(plate) => self.put_bytes(&artifact.address, &plate.png()),
            Content::Book(book) => self.put_book(&artifact.address, &book),
            // Pages, cards and files of the site belong to no outlet.
            Content::Page { .. } | Content::Card(_) | Content::Copy(_) | Content::Amended { .. } => {}
        }
    }

    fn judge(&self, own: &Own) {
        judged(own, self.theme).into_iter().for_each(|fault| self.say(fault));
    }

    fn once(&self, _: u128, make: &dyn Fn(&dyn Sink)) {
        make(self);
    }

    fn say(&self, diagnostic: Diagnostic) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }
}
