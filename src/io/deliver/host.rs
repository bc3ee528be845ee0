//! A host that is reached by `rsync`, and it by the system's `ssh`: who is known there, and by which key, is theirs to
//! say. Which files differ is found out by rsync, by their content.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{RECORD, Record};
use crate::diag::{Diagnostic, code, text};
use crate::io::{chance, failure};

/// A host, and a folder of it.
pub struct Host {
    to: String,
    /// A folder of this machine for what is written down there; removed with this.
    desk: PathBuf,
}

impl Host {
    /// One that has not been asked anything yet.
    pub fn open(to: &str) -> Result<Self, Diagnostic> {
        let word = chance::word().unwrap_or_else(|| std::process::id().to_string());
        let desk = std::env::temp_dir().join(format!("postil-{word}"));
        std::fs::create_dir(&desk)
            .map_err(|error| failure(code::I002, text!("cannot make the folder"), &desk, &error))?;
        Ok(Self { to: format!("{}/", to.trim_end_matches('/')), desk })
    }

    /// As it is written.
    pub fn shown(&self) -> &str {
        &self.to
    }

    /// What postil wrote down there; nothing where there is none.
    pub fn record(&self) -> Result<Record, Diagnostic> {
        let mut rsync = Self::rsync();
        rsync.args(["--quiet", "--", &format!("{}{RECORD}", self.to)]).arg(&self.desk);
        match self.run(&mut rsync, &[]) {
            // 23: it is not there, or the folder is not.
            Err(Failed::With(23)) => Ok(Record::default()),
            Err(failed) => Err(failed.said(&self.to)),
            Ok(_) => {
                Ok(std::fs::read(self.desk.join(RECORD)).map_or_else(|_| Record::default(), |it| Record::parse(&it)))
            }
        }
    }

    /// Writes down what is there.
    pub fn write_record(&self, record: &Record) -> Result<(), Diagnostic> {
        let file = self.desk.join(RECORD);
        std::fs::write(&file, record.bytes())
            .map_err(|error| failure(code::I002, text!("cannot write"), &file, &error))?;
        let mut rsync = Self::rsync();
        rsync.args(["--checksum", "--mkpath", "--chmod=F644", "--quiet", "--"]).arg(&file).arg(&self.to);
        self.run(&mut rsync, &[]).map(drop).map_err(|failed| failed.said(&self.to))
    }

    /// Sends those of these files that differ, or only says which these are: their paths, with their bytes.
    pub fn send(&self, output: &Path, paths: &[&str], dry_run: bool) -> Result<Vec<(String, u64)>, Diagnostic> {
        let mut rsync = Self::rsync();
        rsync.args(["--checksum", "--times", "--chmod=D755,F644", "--mkpath", "--from0", "--files-from=-"]);
        rsync.arg("--out-format=%l %n").args(dry_run.then_some("--dry-run")).arg("--");
        rsync.arg(output.join("")).arg(&self.to);
        let said = self.run(&mut rsync, paths).map_err(|failed| failed.said(&self.to))?;
        let line = |line: &str| {
            let (length, path) = line.split_once(' ')?;
            // A folder that was made is named, too.
            (!path.ends_with('/')).then_some((path.to_owned(), length.parse().ok()?))
        };
        Ok(said.lines().filter_map(line).collect())
    }

    /// Removes files that the output folder does not have.
    pub fn remove(&self, output: &Path, paths: &[&str]) -> Result<(), Diagnostic> {
        let mut rsync = Self::rsync();
        rsync.args(["--delete-missing-args", "--from0", "--files-from=-", "--quiet", "--"]);
        rsync.arg(output.join("")).arg(&self.to);
        match self.run(&mut rsync, paths) {
            // 24: a folder that they were in is not here any more, which is as it should be.
            Ok(_) | Err(Failed::With(24)) => Ok(()),
            Err(failed) => Err(failed.said(&self.to)),
        }
    }

    /// Names with blanks are one name on the other machine, too.
    fn rsync() -> Command {
        let mut rsync = Command::new("rsync");
        rsync.arg("-s").env("LC_ALL", "C.UTF-8");
        rsync
    }

    /// Runs it with these names as its list of files, and gives what it printed.
    fn run(&self, rsync: &mut Command, names: &[&str]) -> Result<String, Failed> {
        let piped = rsync.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failed::Missing,
            _ => Failed::With(-1),
        })?;
        let list: Vec<u8> = names.iter().flat_map(|name| name.bytes().chain([0])).collect();
        let stdin = child.stdin.take();
        let ended = std::thread::scope(|scope| {
            // It may print before it has read everything; one that has ended reads nothing more, and says why.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(&list)));
            child.wait_with_output()
        });
        match ended {
            Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Ok(output) => Err(match output.status.code() {
                Some(23) if names.is_empty() => Failed::With(23),
                Some(24) => Failed::With(24),
                _ => Failed::Saying(last_line(&output.stderr)),
            }),
            Err(_) => Err(Failed::With(-1)),
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // The system clears that folder away if it cannot be removed.
        let _ = std::fs::remove_dir_all(&self.desk);
    }
}

/// Why rsync did not do it.
enum Failed {
    /// There is none.
    Missing,
    /// It ended with this.
    With(i32),
    /// It said this.
    Saying(String),
}

impl Failed {
    fn said(self, shown: &str) -> Diagnostic {
        let (message, help) = match self {
            Self::Missing => (
                text!("there is no `rsync` on this machine, and `{place}` is reached by it", place = shown),
                text!("install rsync 3.2.3 or later here and there"),
            ),
            Self::With(code) => (
                text!("`rsync` to `{place}` failed: {said}", place = shown, said = code.to_string()),
                text!("run the command again: it goes on where it was; readers see a whole site meanwhile"),
            ),
            Self::Saying(said) => (
                text!("`rsync` to `{place}` failed: {said}", place = shown, said),
                text!(
                    "try `ssh` to that host by hand, and whether the folder above is there and can be written; then run the command again: it goes on where it was"
                ),
            ),
        };
        Diagnostic::new(code::I021, message).help(help)
    }
}

/// The line that tells most: what ssh says comes before what rsync makes of it.
fn last_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().find(|line| !line.starts_with("rsync error")).or_else(|| lines().next());
    line.unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect()
}
