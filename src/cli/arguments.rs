//! Raw arguments. Help is written for an editor who is no programmer.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::diag::{Locale, Text};
use crate::io::environment;
use crate::io::listen::IpAddr;
use crate::model::outlet::Outlet;
use crate::parse::draft::Kind;

mod new;

pub(super) use new::{NOT_A_REPOSITORY, New};

/// postil makes a website of a medical literature column.
///
/// Your column is a folder of Markdown files. `postil check` reads them and tells you, at line and column, what is
/// wrong; `postil build` makes the website.
#[derive(Debug, Parser)]
#[command(name = "postil", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "To begin: `postil new site my-column`, and in its folder `postil serve`.\n\
For a site that is there: `postil check` says what is wrong, `postil build` makes the website, `postil COMMAND --help` says more.\n\
Ends with 0 when done, 1 when what you wrote has errors, 2 when the command was used wrongly, \
3 when the machine failed (disk, permission).\nThe editor's handbook is part of the demonstration site: content/handbook/.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    /// The folder of the site, the one with config.toml; otherwise the current folder or one above it
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    /// How many processor cores to use; otherwise all of them
    #[arg(long, short, global = true, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub(super) jobs: Option<usize>,
    /// Say nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say what is being done
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// The language of messages; otherwise that of the system
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["en", "zh"])]
    lang: Option<String>,
    /// How errors and warnings are written
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Treat these as errors
    #[arg(long, global = true, value_name = "WHAT", value_parser = ["warnings"], action = clap::ArgAction::Append)]
    deny: Vec<String>,
}

impl Common {
    /// The language of messages: as asked for, otherwise that of the system.
    pub(super) fn locale(&self) -> Locale {
        if let Some(lang) = &self.lang {
            return Locale::of(lang);
        }
        environment::locale()
    }

    /// The language of messages that was asked for.
    pub(super) fn asked_locale(&self) -> Option<Locale> {
        self.lang.as_deref().map(Locale::of)
    }

    /// The same as it was written.
    pub(super) fn asked_lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// Says a line to the person who runs postil.
    pub(super) fn say(&self, line: &Text) {
        super::say(&line.say(self.locale()));
    }

    /// What stands before the paths of the site for who looks from the folder in which postil was started: the
    /// relative `--root` with a `/` behind it, or nothing.
    pub(super) fn folder(&self) -> String {
        let root = self.root.as_ref().filter(|root| root.is_relative()).and_then(|root| root.to_str());
        let root = root.map(|root| root.replace('\\', "/")).unwrap_or_default();
        match root.trim_start_matches("./").trim_end_matches('/') {
            "" | "." => String::new(),
            root => format!("{root}/"),
        }
    }

    /// Whether warnings are errors in this run.
    pub(super) fn denies_warnings(&self) -> bool {
        self.deny.iter().any(|it| it == "warnings")
    }
}

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with the line in question
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A page to print: for `postil sheet`
    #[value(hide = true)]
    Html,
    /// A table for a spreadsheet: for `postil sheet`
    #[value(hide = true)]
    Csv,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make the website
    Build {
        /// Make each picture once and quickly, and no cards, for a draft that nobody else sees
        #[arg(long)]
        fast: bool,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        measured: Measured,
    },
    /// Read everything and say what is wrong, without writing anything
    Check {
        /// Say also what another usual method may explain: a log-rank test, a profile likelihood interval
        #[arg(long)]
        notes: bool,
        /// Ask every outside address that readers see whether it is still there; nothing else of postil's checks uses the network
        #[arg(long)]
        links: bool,
        /// With --links: ask machines of this network and this machine, too, which not every reader reaches
        #[arg(long, requires = "links")]
        inside: bool,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        measured: Measured,
    },
    /// Show the website in a browser while you write
    ///
    /// Every change that you save is on the page at once, with what postil says of it. Only this machine sees it.
    Serve(Serve),
    /// Tell an editor's program what is wrong while you write: a language server
    ///
    /// VS Code, Helix, Neovim, Zed and others start it by themselves and talk with it over standard input and output; the handbook says how. By hand there is nothing to do with it.
    Lsp {
        /// The day to take for today, such as 2025-08-07
        #[arg(long, value_name = "DATE", value_parser = date)]
        now: Option<Date>,
        /// What editors' programs say to name this way to talk, which is the only one
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Repair whatever is certain, and nothing else in your files
    ///
    /// What a person has to decide is left as it is, and reported afterwards.
    Fix {
        /// Show what would change, and change nothing; ends with 1 if there is anything
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        site: Site,
    },
    /// Turn Markdown into a piece of HTML
    ///
    /// For tools that show a preview while an editor types.
    Render {
        /// Plain CommonMark: no extension, raw HTML kept
        #[arg(long)]
        commonmark: bool,
        /// The file to read; - reads what is piped in
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Print the JSON Schema of a file's fields
    ///
    /// Programs that know JSON Schema complete and check fields with it while you type.
    Schema {
        /// Which file's schema: `config` is that of config.toml, `translation` that of issue.en.md, `page` that of any other Markdown, `diagnostic` that of a line of `check --format json`
        #[arg(default_value = "issue", value_parser = PossibleValuesParser::new(Kind::ALL.iter().map(|(name, _)| *name).chain([DIAGNOSTIC])))]
        of: String,
    },
    /// Say what a code such as F003 means and what to do; without a code, list them all
    Explain {
        /// The code in brackets after `error` or `warning`
        code: Option<String>,
    },
    /// Make a new site, column, issue or theme
    #[command(subcommand)]
    New(New),
    /// Make an issue of a manuscript: a Word file, a saved page, an article of WeChat, Markdown
    ///
    /// Makes content/COLUMN/NNN-name/issue.md with the pictures beside it: a draft with everything that was in the manuscript, and a list of what is to be decided. Nothing that is there is changed, and nothing is fetched from the network.
    Import(Import),
    /// Show what was understood of an issue: its numbers, people, addresses
    Show {
        /// Its number, the last part of its address, or its file
        issue: String,
        /// Print the values that the template of its page gets, as JSON; of any other page too, by its address, such as people/
        #[arg(long)]
        context: bool,
        #[command(flatten)]
        site: Site,
    },
    /// List every number of an issue, with what was checked of it and boxes to tick, for two people to compare with the paper
    ///
    /// A page to print; as `--output` ends, or with `--format csv`, a table for a spreadsheet, with `--format json` one for programs. What was not read, and what there is nothing to check against, stands in it like the rest. Drafts and issues of later days are seen too.
    Sheet {
        #[command(flatten)]
        of: Of,
        /// The file to write; otherwise it is printed
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Sign that the numbers of an issue are those of the paper
    ///
    /// Keeps who signed, when, and the numbers, in signatures.yaml beside the issue. When a number changes afterwards, `postil check` says which, and who had signed it.
    Sign {
        #[command(flatten)]
        of: Of,
        /// Who signs: an id in people.yaml
        #[arg(long, value_name = "ID")]
        by: String,
        /// Take the signature back
        #[arg(long)]
        withdraw: bool,
    },
    /// Write down where else an issue was put, keep the numbers of that day, and print what is to be posted there since
    ///
    /// The place goes into `published:` of the issue, the numbers into published.yaml beside it. When a number, a correction or a retraction comes afterwards, `postil check` names the place; without a place, the texts to post are printed in full.
    Published(Elsewhere),
    /// Make of one issue what `[outlets]` makes of all, in a folder of its own
    ///
    /// For an editor who takes it elsewhere. What stands behind the question of consent is left out, as on the site.
    Outlet(Wanted),
    /// Bring the website that was made to where its readers get it
    ///
    /// Sends what differs, and only that; pages after what they show, what the website no longer has goes last. Readers see whole pages all the while, and a run that was stopped is finished by the next one.
    Publish(Publish),
    /// Remove the website that was made, and nothing else
    Clean {
        /// The folder of the website; otherwise the one that config.toml names
        #[arg(long, short, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
    /// Print completions for your shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Where the website goes.
#[derive(Debug, Clone, Args)]
pub(super) struct Publish {
    /// s3://BUCKET/FOLDER, a folder, or user@host:folder by rsync; otherwise what config.toml names
    pub(super) to: Option<String>,
    /// The address of the store, such as https://s3.example.org; otherwise that of AWS
    #[arg(long, value_name = "ADDRESS")]
    pub(super) endpoint: Option<String>,
    /// The region of the store
    #[arg(long, value_name = "NAME")]
    pub(super) region: Option<String>,
    /// Ask the store for https://HOST/BUCKET/… and not for https://BUCKET.HOST/…
    #[arg(long)]
    pub(super) path_style: bool,
    /// Say what would be sent and removed, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Remove also at once what pages that browsers have kept still ask for
    #[arg(long)]
    pub(super) at_once: bool,
    /// Publish a preview, with drafts and issues of later days
    #[arg(long)]
    pub(super) preview: bool,
    /// The folder of the website; otherwise the one that config.toml names
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) output: Option<PathBuf>,
}

/// What is imported, and where it goes.
#[derive(Debug, Clone, Args)]
pub(super) struct Import {
    /// The manuscripts: .docx, .html or .md
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The column; otherwise the one with the latest issue
    #[arg(long, value_name = "ID")]
    pub(super) column: Option<String>,
    /// The number of the issue; otherwise the next one
    #[arg(long, value_name = "N")]
    pub(super) number: Option<u32>,
    /// The name of the issue in addresses; otherwise that of the file
    #[arg(long, value_name = "NAME")]
    pub(super) slug: Option<String>,
}

/// An issue in one language, whether it is published or not.
#[derive(Debug, Clone, Args)]
pub(super) struct Of {
    /// Its number, the last part of its address, or its file
    pub(super) issue: String,
    /// Its language; otherwise the main one
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) language: Option<String>,
    /// The day to take for today, such as 2025-08-07
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) now: Option<Date>,
}

impl Of {
    /// Everything of the site, drafts and issues of later days too.
    pub(super) fn site(&self) -> Site {
        Site { output: None, base_url: None, now: self.now, drafts: true, future: true, retractions: None }
    }
}

/// Where else an issue was put.
#[derive(Debug, Clone, Args)]
pub(super) struct Elsewhere {
    #[command(flatten)]
    pub(super) of: Of,
    /// Where it was put today: the name of an outlet (`wechat`), or a journal or a site in your own words; otherwise all places are listed, each with what is to be posted there
    #[arg(value_name = "WHERE")]
    pub(super) place: Option<String>,
    /// Its address there
    #[arg(value_name = "ADDRESS")]
    pub(super) url: Option<String>,
    /// It stands there already, and has been put right today
    #[arg(long, requires = "place")]
    pub(super) updated: bool,
    /// All of the issue was put there, also what stands behind the question of consent
    #[arg(long, requires = "place")]
    pub(super) whole: bool,
}

/// Which outlet is made of which issue.
#[derive(Debug, Clone, Args)]
pub(super) struct Wanted {
    /// What is made, by its name in `[outlets]`
    #[arg(value_parser = PossibleValuesParser::new(Outlet::ALL.iter().map(|(name, _)| *name)))]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) of: Of,
    /// The folder to put it in; otherwise NAME-ISSUE
    #[arg(long, short, value_name = "FOLDER", conflicts_with = "draft")]
    pub(super) output: Option<PathBuf>,
    /// Put it into the draft box of the WeChat account that `WECHAT_APPID` and `WECHAT_SECRET` name in the environment, instead of into a folder; nothing is published
    #[arg(long)]
    pub(super) draft: bool,
    /// Where WeChat's interface is asked instead of at https://api.weixin.qq.com
    #[arg(long, value_name = "ADDRESS", requires = "draft")]
    pub(super) api: Option<String>,
    /// Include drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Include issues of later days
    #[arg(long)]
    pub(super) future: bool,
    /// Take all of the issue, also what stands behind the question of consent: where it goes, readers are asked by others
    #[arg(long)]
    pub(super) whole: bool,
}

impl Wanted {
    /// The site that it is made from.
    pub(super) fn site(&self) -> Site {
        Site { drafts: self.drafts, future: self.future, ..self.of.site() }
    }
}

/// What `build`, `check` and `show` have in common.
#[derive(Debug, Clone, Args)]
pub(super) struct Site {
    /// The folder to put the website in; otherwise the one that config.toml names (`public`)
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// The address where the website will be, such as https://example.org/column/
    #[arg(long, value_name = "ADDRESS")]
    pub(super) base_url: Option<String>,
    /// The day to take for today, such as 2025-08-07
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) now: Option<Date>,
    /// Include drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Include issues of later days
    #[arg(long)]
    pub(super) future: bool,
    /// A list of retracted papers: the CSV file of Retraction Watch
    #[arg(long, value_name = "FILE")]
    pub(super) retractions: Option<PathBuf>,
}

/// How the desk is asked for.
#[derive(Debug, Clone, Args)]
pub(super) struct Serve {
    /// The port; otherwise 4000, or the next one that is free
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// Let other machines see the site too: the address of this one, or 0.0.0.0 for all of its addresses
    #[arg(long, value_name = "ADDRESS")]
    pub(super) address: Option<IpAddr>,
    /// Open no browser
    #[arg(long)]
    pub(super) no_open: bool,
    /// Leave out drafts and issues of later days, as in the published website
    #[arg(long)]
    pub(super) as_published: bool,
    /// The day to take for today, such as 2025-08-07
    #[arg(long, value_name = "DATE")]
    pub(super) now: Option<Date>,
}

/// What `build` and `check` tell of the time that they take.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Measured {
    /// Say what took how long: stages, and the slowest rules, templates, pages and pictures; `--timings=trace.json` also writes it to a file that chrome://tracing and ui.perfetto.dev show
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub(super) timings: Option<Option<PathBuf>>,
}

/// What `postil schema` calls a line of `check --format json`.
pub(super) const DIAGNOSTIC: &str = "diagnostic";

/// What is said of a date that is not one.
pub(super) const NOT_A_DATE: &str = "write year, month and day as 2025-08-07";

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| NOT_A_DATE.to_owned())
}
