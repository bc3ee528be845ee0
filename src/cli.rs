//! The command line: arguments, what is printed, and how a run ends. The only room that prints.
//!
//! Raw arguments become a [`Request`], the pipeline does the work, and its diagnostics
//! are drawn by `report`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::FromArgMatches;

use crate::diag::{Code, Diagnostic, Locale, Said, Severity, Text, code, text};
use crate::model::foreign::Foreign;
use crate::pipeline::{self, Effort, Request};
use crate::{config, io};

mod arguments;
mod count;
mod explain;
mod fix;
mod help;
mod new;
mod progress;
pub mod render;
mod report;
mod sheet;
mod show;
mod sign;

use arguments::{Arguments, Command, Common, Format};
pub use help::sentences as sentences_of_help;
use progress::Progress;
pub use report::plain;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Done.
    Done = 0,
    /// What editors wrote has errors.
    Content = 1,
    /// The command was used wrongly.
    Usage = 2,
    /// The machine failed: disk, permission, another build.
    Machine = 3,
}

/// Runs postil with the process's arguments.
pub fn run() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "these are the words of the command line")]
    let given: Vec<OsString> = std::env::args_os().collect();
    let locale = help::locale(&given);
    let mut command = help::command(locale);
    let parsed = command.try_get_matches_from_mut(given);
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            help::print(&error, &command, locale);
            return ExitCode::from(if error.use_stderr() { End::Usage as u8 } else { End::Done as u8 });
        }
    };
    let common = arguments.common.clone();
    set_jobs(common.jobs);
    ExitCode::from(carry_out(arguments.command, &common) as u8)
}

fn carry_out(command: Command, common: &Common) -> End {
    if matches!(common.format, Format::Html | Format::Csv) && !matches!(command, Command::Sheet { .. }) {
        return misuse(common, &text!("`--format html` and `--format csv` are for `postil sheet`"));
    }
    match command {
        Command::Build { fast, site } => with_site(common, &site, |common, request| {
            let effort = if fast { Effort::Draft } else { Effort::Full };
            build(common, &Request { effort, ..request.clone() })
        }),
        Command::Check { notes, site } => with_site(common, &site, |common, request| check(common, request, notes)),
        Command::Fix { dry_run, site } => {
            with_site(common, &site, |common, request| fix::carry_out(common, request, dry_run))
        }
        Command::Show { issue, site } => {
            with_site(common, &site, |common, request| show_issue(common, request, &issue))
        }
        Command::Sheet { of, output } => {
            with_site(common, &of.site(), |common, request| sheet::carry_out(common, request, &of, output.as_deref()))
        }
        Command::Sign { of, by, withdraw } => {
            with_site(common, &of.site(), |common, request| sign::carry_out(common, request, &of, &by, withdraw))
        }
        Command::Clean { output } => clean(common, output),
        Command::Render { commonmark, file } => render(common, commonmark, &file),
        Command::Schema { of } => {
            print(&format!("{:#}\n", schema(&of)));
            End::Done
        }
        Command::Explain { code } => explain(common, code.as_deref()),
        Command::New(wanted) => new::make(common, wanted),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut help::command(common.locale()), "postil", &mut out);
            write_out(&out);
            End::Done
        }
        Command::Man => {
            let mut out = Vec::new();
            let drawn = manual(common.locale(), &mut out);
            write_out(&out);
            if drawn.is_ok() { End::Done } else { End::Machine }
        }
    }
}

/// The manual page of the program, then those of its commands.
fn manual(locale: Locale, out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut program = help::command(locale);
    program.build();
    clap_mangen::Man::new(program.clone()).render(out)?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
        let name = format!("postil-{}", command.get_name());
        clap_mangen::Man::new(command.clone().name(name.clone()).display_name(name)).render(out)?;
    }
    Ok(())
}

fn set_jobs(jobs: Option<usize>) {
    if let Some(jobs) = jobs {
        // Only fails where a pool exists already, and this is the first thing that a run does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
}

/// Finds the site and turns arguments into a request.
fn with_site(common: &Common, site: &arguments::Site, work: impl FnOnce(&Common, &Request) -> End) -> End {
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
    };
    work(common, &request)
}

fn root(common: &Common) -> Result<PathBuf, Diagnostic> {
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

fn build(common: &Common, request: &Request) -> End {
    let started = now();
    let progress = Progress::new(common);
    let checked = pipeline::build(request, &|stage| progress.stage(&stage));
    progress.finish();
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
        common.say(&text!("the site is in {folder}", folder = built.output.display()));
        say_notes(common, notes, false);
        say_withheld(common, built.withheld);
    } else if end != End::Done && !is_in_part && !common.quiet && common.format == Format::Human {
        common.say(&text!("Nothing was written."));
    }
    end
}

fn check(common: &Common, request: &Request, with_notes: bool) -> End {
    let started = now();
    let progress = Progress::new(common);
    let checked = pipeline::check(request, &|stage| progress.stage(&stage));
    progress.finish();
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
        say_withheld(common, examined.map_or(0, |it| it.withheld));
    }
    end
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

fn show_issue(common: &Common, request: &Request, wanted: &str) -> End {
    let checked = pipeline::load(request, &|_| {});
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

fn clean(common: &Common, output: Option<PathBuf>) -> End {
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

fn render(common: &Common, commonmark: bool, file: &Path) -> End {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => bytes,
            Err(error) => {
                return finish(
                    common,
                    vec![io::failure(code::I001, text!("cannot read"), Path::new("standard input"), &error)],
                );
            }
        }
    } else {
        match io::source::read_named(file) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return finish(common, vec![diagnostic]),
        }
    };
    let is_foreign = Foreign::of(&file.display().to_string(), &bytes).is_some();
    if commonmark && !is_foreign {
        print(&render::commonmark(&String::from_utf8_lossy(&bytes)));
        return End::Done;
    }
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let checked = crate::parse::front_matter::decode_text(&name, bytes);
    let mut said = Said::from(checked.diagnostics);
    if let Some(text) = checked.value {
        let html = render::file(&text).into_value(&mut said);
        print(&html);
    }
    finish(common, said)
}

fn schema(of: &str) -> serde_json::Value {
    use crate::parse::draft::{Kind, schema};
    if of == arguments::DIAGNOSTIC {
        return report::schema();
    }
    let kind = Kind::ALL.iter().find(|(name, _)| *name == of).map_or(Kind::Issue, |(_, kind)| *kind);
    schema(kind)
}

fn explain(common: &Common, code: Option<&str>) -> End {
    let locale = common.locale();
    let Some(name) = code else {
        print(&explain::list(locale));
        return End::Done;
    };
    match Code::find(name) {
        Some(code) => {
            print(&explain::one(code, locale));
            End::Done
        }
        None => {
            let near = crate::diag::nearest(&name.to_uppercase(), Code::all().map(Code::name));
            misuse(
                common,
                &match near {
                    Some(near) => {
                        text!(
                            "there is no code `{name}` (did you mean `{near}`?); `postil explain` lists them all",
                            name,
                            near
                        )
                    }
                    None => text!("there is no code `{name}`; `postil explain` lists them all", name),
                },
            )
        }
    }
}

/// Draws the diagnostics, without notes, and tells how the run ends.
fn finish(common: &Common, said: impl Into<Vec<Diagnostic>>) -> End {
    let mut said: Vec<Diagnostic> = said.into();
    said.retain(|it| it.severity > Severity::Note);
    finish_with_notes(common, said)
}

/// Draws the diagnostics and tells how the run ends; notes change nothing of that.
fn finish_with_notes(common: &Common, said: impl Into<Vec<Diagnostic>>) -> End {
    let mut said: Vec<Diagnostic> = said.into();
    said.sort_by_cached_key(Diagnostic::sort_key);
    said.dedup();
    let errors = count(&said, Severity::Error);
    let warnings = count(&said, Severity::Warning);
    report::report(&said, common.format, common.locale(), common.quiet, &common.folder());
    let is_machine = |it: &Diagnostic| {
        matches!(it.code, code::I001 | code::I002 | code::I003 | code::I004 | code::I009 | code::I010 | code::I012)
    };
    let is_misuse = |it: &Diagnostic| it.code.name().starts_with('N') || it.code == code::I006;
    if said.iter().any(|it| it.severity == Severity::Error && is_misuse(it)) {
        End::Usage
    } else if said.iter().any(|it| it.severity == Severity::Error && is_machine(it)) {
        End::Machine
    } else if errors > 0 || (common.denies_warnings() && warnings > 0) {
        End::Content
    } else {
        End::Done
    }
}

fn count(said: &[Diagnostic], severity: Severity) -> usize {
    said.iter().filter(|it| it.severity == severity).count()
}

fn misuse(common: &Common, message: &Text) -> End {
    common.say(&text!("error: {message}", message));
    End::Usage
}

fn bytes(count: u64) -> Text {
    match count {
        0..10_000 => text!("{count} bytes", count),
        10_000..10_000_000 => Text::verbatim(format!("{:.0} KB", count as f64 / 1e3)),
        _ => Text::verbatim(format!("{:.1} MB", count as f64 / 1e6)),
    }
}

/// When a command began: only what is told of its length comes of it.
#[expect(clippy::disallowed_methods, reason = "nothing of it reaches a site")]
fn now() -> Instant {
    Instant::now()
}

fn duration(started: Instant) -> Text {
    let elapsed = started.elapsed();
    if elapsed.as_secs() == 0 {
        text!("{time} ms", time = u64::try_from(elapsed.as_millis()).unwrap_or_default())
    } else {
        text!("{time} s", time = format_args!("{:.2}", elapsed.as_secs_f64()))
    }
}

/// Writes to standard output. A reader who has gone away (`postil explain | head`) is no fault.
fn print(text: &str) {
    write_out(text.as_bytes());
}

fn write_out(bytes: &[u8]) {
    let _ = std::io::stdout().lock().write_all(bytes);
}

/// Writes a line to standard error.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Whether somebody watches.
fn is_watched() -> bool {
    std::io::stderr().is_terminal() && !io::environment::is_unattended()
}
