//! One outlet of one issue, in a folder of its own: for an editor who takes it elsewhere.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Loaded, Request, read_theme};
use crate::diag::{Diagnostic, Said};
use crate::io::publish::{Output, Publisher, Report};
use crate::io::world::{Destination, Disk};
use crate::model::consent::Scope;
use crate::model::outlet::Outlet;
use crate::model::site::IssueIndex;
use crate::output::{Artifact, Content, OUTPUTS, Sink};

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
    let mut loaded = loaded;
    if wanted.whole {
        Arc::make_mut(&mut loaded.site.issues[wanted.issue]).scope = Scope::Open;
    }
    let disk = Disk::new(&request.root, &request.unsaved);
    let theme = read_theme(&disk, &loaded, said).filter(|_| !said.has_errors())?;
    let folder = request.output.as_ref()?;
    let output = Output::named(&request.root, folder).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let publisher = Publisher::open(&output).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let made = Folder { destination: &publisher, said: Mutex::default() };
    let outlets = OUTPUTS.iter().filter_map(|output| output.outlet());
    outlets.filter(|it| it.of() == wanted.outlet).for_each(|it| it.issue(&loaded.site, &theme, wanted.issue, &made));
    said.extend(made.said.into_inner().unwrap_or_else(PoisonError::into_inner));
    if super::prevents(request, said) {
        return None;
    }
    let ready = publisher.prepare().map_err(|diagnostic| said.push(diagnostic)).ok()?;
    said.extend(ready.warnings());
    ready.commit().map_err(|diagnostic| said.push(diagnostic)).ok()
}

/// Where the files of an outlet go.
struct Folder<'a> {
    destination: &'a dyn Destination,
    said: Mutex<Said>,
}

impl Sink for Folder<'_> {
    fn put(&self, artifact: Artifact) {
        // An outlet makes all that it puts into a folder of its own.
        if let Content::Bytes(bytes) = artifact.content
            && let Err(diagnostic) = self.destination.put(&artifact.address, &bytes)
        {
            self.say(diagnostic);
        }
    }

    fn say(&self, diagnostic: Diagnostic) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }
}
