//! A site in a temporary folder, and postil run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::test_runner::{Config, RngSeed};
use tempfile::TempDir;

/// A site that lives as long as the test.
pub(crate) struct TestSite {
    folder: TempDir,
}

impl TestSite {
    /// A folder with a configuration and a column without issues.
    pub(crate) fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        site.write("config.toml", "title = \"演示\"\n").write("content/demo/column.md", "---\ntitle: 演示专栏\n---\n");
        site
    }

    /// The same with one issue.
    pub(crate) fn with_issue() -> Self {
        let site = Self::new();
        site.issue(1, "one", "", "正文。");
        site
    }

    /// A copy of what a site in the repository is made from.
    pub(crate) fn copy_of(folder: &Path) -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for part in ["config.toml", "content", "themes"] {
            for entry in walkdir::WalkDir::new(folder.join(part)).into_iter().filter_map(Result::ok) {
                if entry.file_type().is_file() {
                    let path = entry.path().strip_prefix(folder).expect("inside").to_str().expect("UTF-8").to_owned();
                    site.write(&path, fs::read(entry.path()).expect("a file"));
                }
            }
        }
        site
    }

    /// A copy of the demonstration.
    pub(crate) fn demonstration() -> Self {
        Self::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn output(&self) -> PathBuf {
        self.path().join("public")
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    pub(crate) fn issue(&self, number: u32, slug: &str, extra: &str, body: &str) -> &Self {
        let text = format!("---\ntitle: 演示{number}\nnumber: {number}\ndate: 2025-08-07\n{extra}---\n\n{body}\n");
        self.write(&format!("content/demo/{number:03}-{slug}/issue.md"), text)
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.path().join(path);
        if path.is_dir() {
            fs::remove_dir_all(path).expect("a folder")
        } else {
            fs::remove_file(path).expect("a file")
        }
        self
    }

    /// Runs postil in the site's folder, on a fixed day.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.output().expect("postil starts")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command
            .current_dir(self.path())
            .args(arguments)
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("CI")
            .env("COLUMNS", "100");
        command
    }

    /// The text of a file of the site.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).expect("a file of the site")
    }

    /// Builds, and expects it to succeed.
    pub(crate) fn build(&self) -> &Self {
        let output = self.run(&["build", "--now", "2026-01-01"]);
        assert!(output.status.success(), "{}", stderr(&output));
        self
    }

    pub(crate) fn published(&self, path: &str) -> String {
        let path = self.output().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every published file with its bytes, without postil's own manifest.
    pub(crate) fn snapshot(&self) -> Vec<(String, Vec<u8>)> {
        snapshot(&self.output())
    }
}

/// How many documents a property is held against: the same ones each time, or as many others as `POSTIL_DOCUMENTS` says.
pub(crate) fn draws(cases: u32, seed: u64) -> Config {
    let asked = std::env::var("POSTIL_DOCUMENTS").ok().and_then(|it| it.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(seed) };
    let cases = asked.unwrap_or(cases);
    Config { cases, rng_seed, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() }
}

/// Every file below a folder with its bytes, in the order of their paths, without postil's own manifest.
pub(crate) fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .filter(|(path, _)| path != ".postil-manifest")
        .collect();
    files.sort();
    files
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// Whether the expectations are to be written anew.
pub(crate) fn updates() -> bool {
    std::env::var_os("UPDATE").is_some()
}
