//! Commands of a site: what they read is found from the folder they are called in, or with `--root`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::arguments::{self, Common, Format, Measured};
use super::timings::{follow, tell};
use super::{End, count, finish, finish_with_notes, misuse, print, show};
use crate::diag::{Diagnostic, Said, Severity, Text, code, count, text};
use crate::io::clock::Stopwatch;
use crate::io::remote::Access;
use crate::pipeline::{self, Effort, Request};
use crate::{config, io};

/// Finds the site and turns arguments into a request.
pub(super) fn with_site(common: &Common, site: &arguments::Site, work: impl FnOnce(&Common, &Request) -> End) -> End {
    let root = match root(common) {
        Ok(root) => root,
        Err(diagnostic) => return finish(common, vec![diagnostic]),
    };
    let base_url = match site.base_url.as_deref().map(config::base_url).transpose() {
        Ok(base_url) => base_url,
        Err(message) => return misuse(common, &text!("--base-url: {message}", message)),
    };
    let request = Request {
        output: site.output.clone(),
        root,
        base_url,
        now: site.now,
        drafts: site.drafts,
        future: site.future,
        effort: Effort::Full,
        deny_warnings: common.denies_warnings(),
        retractions: site.retractions.clone(),
        unsaved: BTreeMap::new(),
        remote: Access::default(),
    };
    work(common, &request)
}

pub(super) fn root(common: &Common) -> Result<PathBuf, Diagnostic> {
    let start = common.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let found = if common.root.is_some() {
        io::place::is_taken(&start.join("config.toml")).then(|| start.clone())
    } else {
        io::source::find_root(&start)
    };
    found.ok_or_else(|| {
        Diagnostic::new(code::I006, text!("there is no config.toml in `{folder}`", folder = start.display()))
            .path(start.display().to_string())
            .help(text!(
                "go to the folder of your site, name it with `--root`, or make a new one with `postil new site`"
            ))
    })
}

pub(super) fn build(common: &Common, request: &Request, measured: &Measured) -> End {
    let started = Stopwatch::start();
    let (checked, timings) = follow(common, measured, |watch| pipeline::build(request, watch));
    let (warnings, notes) =
        (count(&checked.diagnostics, Severity::Warning), count(&checked.diagnostics, Severity::Note));
    let is_in_part = checked.diagnostics.iter().any(|it| it.code == code::I012);
    let built = checked.value;
    let end = finish(common, checked.diagnostics);
    if let Some(built) = built.filter(|_| end == End::Done && !common.quiet && common.format == Format::Human) {
        let report = built.report;
        let changed = match (report.written, report.removed) {
            (0, 0) => text!("nothing had changed"),
            (written, 0) => text!("{written} written", written),
            (written, removed) => text!("{written} written, {removed} removed", written, removed),
        };
        common.say(&text!(
            "{issues}, {pages}, {files} ({size}) in {time}; {changed}; {warnings}",
            issues = count::issues(built.issues),
            pages = count::pages(built.pages),
            files = count::files(report.files),
            size = bytes(report.bytes),
            time = duration(started),
            changed,
            warnings = count::warnings(warnings),
        ));
        let pipeline::Exchanged { fetched, given } = built.exchanged;
        if fetched + given > 0 {
            common.say(&text!("remote cache of pictures: {fetched} taken, {given} put there", fetched, given));
        }
        common.say(&text!("the site is in {folder}", folder = built.output.display()));
        say_notes(common, notes, false);
        say_withheld(common, built.withheld);
    } else if end != End::Done && !is_in_part && !common.quiet && common.format == Format::Human {
        common.say(&text!("Nothing was written."));
    }
    tell(common, measured, timings.as_ref(), end)
}

/// What is wanted of a check besides itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted {
    /// Notes, one by one.
    pub(super) notes: bool,
    /// Outside addresses.
    pub(super) links: bool,
    /// Those of this network, too.
    pub(super) inside: bool,
}

pub(super) fn check(common: &Common, request: &Request, wanted: Wanted, measured: &Measured) -> End {
    let with_notes = wanted.notes;
    let started = Stopwatch::start();
    let mut visited = None;
    let (checked, timings) = follow(common, measured, |watch| {
        let mut checked = pipeline::check(request, watch);
        if wanted.links {
            let links = pipeline::links(request, wanted.inside, watch);
            visited = links.value;
            checked.diagnostics.extend(links.diagnostics);
        }
        checked
    });
    let (errors, warnings) =
        (count(&checked.diagnostics, Severity::Error), count(&checked.diagnostics, Severity::Warning));
    let notes = count(&checked.diagnostics, Severity::Note);
    let examined = checked.value;
    let end =
        if with_notes { finish_with_notes(common, checked.diagnostics) } else { finish(common, checked.diagnostics) };
    if !common.quiet && common.format == Format::Human {
        let (errors, warnings, time) = (count::errors(errors), count::warnings(warnings), duration(started));
        common.say(&match &examined {
            Some(read) => {
                let issues = count::issues(read.issues);
                text!("{issues} read, {errors}, {warnings} in {time}", issues, errors, warnings, time)
            }
            None => text!("{errors}, {warnings} in {time}", errors, warnings, time),
        });
        say_notes(common, notes, with_notes);
        if let Some(visited) = visited {
            let (addresses, asked) = (count::addresses(visited.addresses), visited.asked);
            common.say(&text!("{addresses} outside of the site, {asked} asked now", addresses, asked));
        }
        say_withheld(common, examined.map_or(0, |it| it.withheld));
    }
    tell(common, measured, timings.as_ref(), end)
}

/// How many notes there are: shown, or left aside until somebody asks for them.
fn say_notes(common: &Common, count: usize, are_shown: bool) {
    let notes = count::notes(count);
    match (count, are_shown) {
        (0, _) => {}
        (_, true) => common.say(&text!("{notes}: another usual method may explain them", notes)),
        (_, false) => common.say(&text!("{notes}; `postil check --notes` shows them", notes)),
    }
}

fn say_withheld(common: &Common, count: usize) {
    if count > 0 {
        common.say(&text!(
            "{issues} not published yet (drafts and later dates); `--drafts` and `--future` show them in a preview",
            issues = count::issues(count)
        ));
    }
}

pub(super) fn show_issue(common: &Common, request: &Request, wanted: &str) -> End {
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    match show::issue(&request.root, &loaded, wanted, common.locale()) {
        Ok(text) => {
            print(&text);
            let of_issue: Vec<Diagnostic> = checked
                .diagnostics
                .into_iter()
                .filter(|it| it.place.as_ref().is_some_and(|place| text.contains(&place.file.path)))
                .collect();
            finish_with_notes(common, of_issue)
        }
        Err(message) => misuse(common, &message),
    }
}

/// Prints what the template of a page gets: that of an issue, or else the one at an address of the site.
pub(super) fn show_context(common: &Common, request: &Request, wanted: &str) -> End {
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let found = show::find_one(&loaded.site, wanted, None).map(|issue| loaded.site.issue_address(issue));
    let address = found.clone().unwrap_or_else(|_| wanted.trim_start_matches('/').to_owned());
    let mut said = Said::default();
    let values = pipeline::context(request, loaded, &address, &mut said);
    match (values, found) {
        (Some(values), _) => {
            print(&format!("{values:#}\n"));
            finish(common, said)
        }
        (None, Err(message)) if !said.has_errors() => misuse(common, &message),
        (None, _) => finish(common, said),
    }
}

pub(super) fn clean(common: &Common, output: Option<PathBuf>) -> End {
    let cleaned = root(common).and_then(|root| {
        let folder = pipeline::output_folder(&Request { root, output, ..Request::default() })?;
        Ok((io::publish::clean(&folder)?, folder))
    });
    let (cleaned, folder) = match cleaned {
        Ok(cleaned) => cleaned,
        Err(diagnostic) => return finish(common, vec![diagnostic]),
    };
    let end = finish(common, cleaned.diagnostics);
    if !common.quiet {
        let files = count::files(cleaned.value);
        common.say(&text!("{files} removed from {folder}", files, folder = folder.place().display()));
    }
    end
}

pub(super) fn bytes(count: u64) -> Text {
    match count {
        0..10_000 => text!("{count} bytes", count),
        10_000..10_000_000 => Text::verbatim(format!("{:.0} KB", count as f64 / 1e3)),
        _ => Text::verbatim(format!("{:.1} MB", count as f64 / 1e6)),
    }
}

pub(super) fn duration(started: Stopwatch) -> Text {
    let elapsed = started.elapsed();
    if elapsed.as_secs() == 0 {
        text!("{time} ms", time = u64::try_from(elapsed.as_millis()).unwrap_or_default())
    } else {
        text!("{time} s", time = format_args!("{:.2}", elapsed.as_secs_f64()))
    }
}
