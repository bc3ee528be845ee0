//! The command line: arguments, what is printed, and how a run ends. The only room that prints.
//!
//! Raw arguments become a [`Request`], the pipeline does the work, and its diagnostics
//! are drawn by `report`.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::diag::{Diagnostic, Locale, Severity, Text, code, text};
use crate::io;
use crate::io::remote::Access;
use crate::pipeline::{Effort, Request};

mod alone;
mod arguments;
mod explain;
mod fix;
mod help;
mod import;
mod lsp;
mod new;
mod outlet;
mod progress;
mod publish;
mod published;
pub mod render;
mod report;
mod serve;
mod sheet;
mod show;
mod sign;
mod site;
mod timings;

use arguments::{Arguments, Command, Common, Format};
pub use help::sentences as sentences_of_help;
pub use report::plain;
use site::with_site;

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

/// What is wrong with these words behind `postil`, in English; `None` where they are a command that it knows.
pub fn misread(words: &[&str]) -> Option<String> {
    let parsed = help::command(Locale::English).try_get_matches_from(std::iter::once(&"postil").chain(words));
    parsed.err().filter(clap::Error::use_stderr).map(|error| error.to_string())
}

fn carry_out(command: Command, common: &Common) -> End {
    if matches!(common.format, Format::Html | Format::Csv) && !matches!(command, Command::Sheet { .. }) {
        return misuse(common, &text!("`--format html` and `--format csv` are for `postil sheet`"));
    }
    match command {
        Command::Build { fast, site, measured } => with_site(common, &site, |common, request| {
            let effort = if fast { Effort::Draft } else { Effort::Full };
            site::build(common, &Request { effort, remote: Access::find(), ..request.clone() }, &measured)
        }),
        Command::Check { notes, links, inside, site, measured } => with_site(common, &site, |common, request| {
            site::check(common, request, site::Wanted { notes, links, inside }, &measured)
        }),
        Command::Fix { dry_run, site } => {
            with_site(common, &site, |common, request| fix::carry_out(common, request, dry_run))
        }
        Command::Show { issue, context: true, site } => {
            with_site(common, &site, |common, request| site::show_context(common, request, &issue))
        }
        Command::Show { issue, context: false, site } => {
            with_site(common, &site, |common, request| site::show_issue(common, request, &issue))
        }
        Command::Sheet { of, output } => {
            with_site(common, &of.site(), |common, request| sheet::carry_out(common, request, &of, output.as_deref()))
        }
        Command::Sign { of, by, withdraw } => {
            with_site(common, &of.site(), |common, request| sign::carry_out(common, request, &of, &by, withdraw))
        }
        Command::Published(wanted) => {
            with_site(common, &wanted.of.site(), |common, request| published::carry_out(common, request, &wanted))
        }
        Command::Outlet(wanted) => {
            with_site(common, &wanted.site(), |common, request| outlet::carry_out(common, request, &wanted))
        }
        Command::Publish(wanted) => publish::carry_out(common, wanted),
        Command::Serve(wanted) => serve::carry_out(common, &wanted),
        Command::Lsp { now, .. } => lsp::carry_out(common, now),
        Command::Clean { output } => site::clean(common, output),
        Command::Render { commonmark, file } => alone::render(common, commonmark, &file),
        Command::Schema { of } => {
            print(&format!("{:#}\n", alone::schema(&of)));
            End::Done
        }
        Command::Explain { code } => alone::explain(common, code.as_deref()),
        Command::New(wanted) => new::make(common, wanted),
        Command::Import(wanted) => import::carry_out(common, &wanted),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut help::command(common.locale()), "postil", &mut out);
            write_out(&out);
            End::Done
        }
        Command::Man => {
            let mut out = Vec::new();
            let drawn = alone::manual(common.locale(), &mut out);
            write_out(&out);
            if drawn.is_ok() { End::Done } else { End::Machine }
        }
    }
}

fn set_jobs(jobs: Option<usize>) {
    if let Some(jobs) = jobs {
        // Only fails where a pool exists already, and this is the first thing that a run does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
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
    report::report(&said, common.format, common.locale(), common.quiet, &common.folder());
    let is_machine = |it: &Diagnostic| {
        matches!(
            it.code,
            code::I001
                | code::I002
                | code::I003
                | code::I004
                | code::I009
                | code::I010
                | code::I012
                | code::I014
                | code::I021
                | code::I022
                | code::I023
                | code::I024
                | code::I025
                | code::O021
                | code::O024
        )
    };
    let is_misuse = |it: &Diagnostic| it.code.name().starts_with('N') || matches!(it.code, code::I006 | code::I020);
    if said.iter().any(|it| it.severity == Severity::Error && is_misuse(it)) {
        End::Usage
    } else if said.iter().any(|it| it.severity == Severity::Error && is_machine(it)) {
        End::Machine
    } else if errors > 0 || (common.denies_warnings() && said.iter().any(Diagnostic::is_denied)) {
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
