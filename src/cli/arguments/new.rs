//! Raw arguments of `postil new`.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;

use super::date;
use crate::scaffold::{Host, Origin};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum New {
    /// A new site with a first column and a first issue
    Site {
        /// The folder to make
        folder: PathBuf,
        /// The language of the site and of the comments in its files; otherwise Chinese (`zh-CN`)
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// Where its repository will be: adds a workflow that checks, builds and publishes it, and a README for editors
        #[arg(long, value_name = "HOST", value_parser = hosts())]
        template: Option<String>,
        /// The repository whose releases of postil are used there; otherwise the one that this postil was released from
        #[arg(long, value_name = "ADDRESS", value_parser = origin, requires = "template")]
        from_repository: Option<Origin>,
    },
    /// What a host of repositories needs to check, build and publish the site: a workflow
    Workflow {
        /// Where the repository of the site is
        #[arg(value_name = "HOST", value_parser = hosts())]
        host: String,
        /// The repository whose releases of postil are used there; otherwise the one that this postil was released from
        #[arg(long, value_name = "ADDRESS", value_parser = origin)]
        from_repository: Option<Origin>,
    },
    /// A new column
    Column {
        /// Its folder's name, which is also its address: letters, digits, - and _
        slug: String,
        /// Its title
        #[arg(long)]
        title: Option<String>,
    },
    /// A theme of the site's own, in themes/NAME
    Theme {
        /// Its folder's name
        name: String,
        /// Copy all files of a theme, one that comes with postil (`default`, `plain`) or one of the site; otherwise it is
        /// built on `default` and has only what differs
        #[arg(long, value_name = "THEME")]
        from: Option<String>,
    },
    /// A new issue
    Issue {
        /// The column and the issue: rt-frontier/rtog1112
        address: String,
        /// Its number; otherwise the next one
        #[arg(long, value_name = "N")]
        number: Option<u32>,
        /// Its title
        #[arg(long)]
        title: Option<String>,
        /// When it is published; otherwise today
        #[arg(long, value_name = "DATE", value_parser = date)]
        date: Option<Date>,
        /// The DOI of the paper that it is about
        #[arg(long)]
        doi: Option<String>,
        /// Fill in the paper from a file exported by a reference manager or PubMed: .ris, .nbib, .bib, .json
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
}

/// What is said of an address that cannot be a repository's.
pub(in crate::cli) const NOT_A_REPOSITORY: &str = "write it as https://github.com/OWNER/NAME";

fn origin(text: &str) -> Result<Origin, String> {
    Origin::parse(text).ok_or_else(|| NOT_A_REPOSITORY.to_owned())
}

fn hosts() -> PossibleValuesParser {
    PossibleValuesParser::new(Host::ALL.iter().map(|(name, _)| *name))
}
