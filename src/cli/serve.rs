//! `postil serve`: the desk, and what the terminal says beside it.

use super::arguments::{Common, Format, Serve};
use super::{End, finish, misuse, report};
use crate::desk::{Desk, Told};
use crate::diag::{Diagnostic, Said, Severity, count, text};
use crate::io::environment;
use crate::io::listen::{IpAddr, Listener};
use crate::io::watch::Watcher;
use crate::io::world::Disk;
use crate::model::site::BaseUrl;
use crate::pipeline::{self, Effort, Request};

/// Where the desk is, where nobody asks for a port.
const PORT: u16 = 4000;

/// How many ports behind it are tried.
const FURTHER: u16 = 20;

/// Shows a site until the process ends.
pub(super) fn carry_out(common: &Common, wanted: &Serve) -> End {
    let root = match super::site::root(common) {
        Ok(root) => root,
        Err(diagnostic) => return finish(common, vec![diagnostic]),
    };
    let address = wanted.address.unwrap_or(IpAddr::from([127, 0, 0, 1]));
    let further = if wanted.port.is_some() { 0 } else { FURTHER };
    let listener = match Listener::at(address, wanted.port.unwrap_or(PORT), further) {
        Ok(listener) => listener,
        Err(diagnostic) => return finish(common, vec![diagnostic]),
    };
    let mut request = Request {
        root,
        now: wanted.now,
        drafts: !wanted.as_published,
        future: !wanted.as_published,
        effort: Effort::Draft,
        ..Request::default()
    };
    // Links of the site lead where they will once it is published: below the same path.
    let config = pipeline::read_config(&Disk::new(&request.root, &request.unsaved), &mut Said::default());
    let path = config.map_or_else(|| "/".to_owned(), |config| config.settings.base.path().to_owned());
    let place = listener.place();
    let shown = format!("http://{place}{path}");
    request.base_url = BaseUrl::parse(&shown);
    if request.base_url.is_none() {
        return misuse(common, &text!("`{address}` is not one that a browser can go to", address = shown));
    }
    let mut watcher = Watcher::of(&request.root);
    let desk = Desk::new(request, common.locale());
    desk.open(&listener, &mut watcher, &|told| {
        say(common, told);
        if told.is_first {
            welcome(common, &shown);
            if !wanted.no_open && super::is_watched() {
                environment::browse(&shown);
            }
        }
    });
    End::Done
}

fn welcome(common: &Common, shown: &str) {
    if !common.quiet {
        common.say(&text!(
            "the site is at {address}, what it lacks at {desk}",
            address = shown,
            desk = format!("{shown}_desk/")
        ));
        common.say(&text!("every change that you save is shown there; Ctrl+C ends it"));
    }
}

/// Says what a round came to: what the one before did not say, and how much there is of all.
fn say(common: &Common, told: &Told<'_>) {
    let new: Vec<Diagnostic> =
        told.new.iter().filter(|it| it.severity > Severity::Note).map(|it| (*it).clone()).collect();
    report::report(&new, common.format, common.locale(), common.quiet, &common.folder());
    if common.quiet || common.format != Format::Human {
        return;
    }
    let (errors, warnings) = (super::count(told.said, Severity::Error), super::count(told.said, Severity::Warning));
    let (errors, warnings, files) = (count::errors(errors), count::warnings(warnings), count::files(told.changed));
    common.say(&match told.is_made {
        true => text!("{files} changed; {errors}, {warnings}", files, errors, warnings),
        false => text!("the site is shown as it was; {errors}, {warnings}", errors, warnings),
    });
}
