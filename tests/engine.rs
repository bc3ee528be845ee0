//! Nothing is done twice, and nobody can tell: a run that finds what earlier runs kept comes to what a run from nothing
//! comes to, byte for byte and diagnostic for diagnostic, whatever happened to the site, its cache and its output
//! meanwhile.
//!
//! The same ways through a site are gone each time. `POSTIL_WAYS` says how many others are gone instead.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use postil::diag::{Diagnostic, Severity};
use postil::io::watch::Changed;
use postil::io::world::Files;
use postil::pipeline::{self, Request, Workshop};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::support::{TestSite, snapshot};

/// What happens to a site between two runs.
#[derive(Debug, Clone, Copy)]
enum Event {
    Nothing,
    Body(u32),
    Title(u32),
    WrongNumber(u32),
    NumberAccepted(u32),
    Error(u32),
    Mended(u32),
    Added(u32),
    Removed(u32),
    Renamed(u32),
    Drafted(u32),
    Later(u32),
    Translated(u32),
    Tagged(u32),
    Column,
    Person,
    Glossary,
    Config(u32),
    Rules(u32),
    Theme(u32),
    NoTheme,
    Picture(u32),
    PicturesSwapped,
    PictureBroken,
    SameLengthAndTime(u32),
    Touched(u32),
    Day(u32),
    OutputLost(u32),
    OutputEdited(u32),
    OutputGone,
    CacheGone,
    CacheDamaged(u32),
    CacheCut(u32),
    CacheStrange,
    CacheSwapped,
}

fn event() -> impl Strategy<Value = Event> {
    use Event::*;
    let numbered = |make: fn(u32) -> Event| (0..7u32).prop_map(make).boxed();
    let one = |event: Event| Just(event).boxed();
    prop_oneof![
        prop::sample::select(vec![Body as fn(u32) -> Event, Title, WrongNumber, NumberAccepted, Error, Mended, Mended])
            .prop_flat_map(numbered),
        prop::sample::select(vec![Added as fn(u32) -> Event, Removed, Renamed, Drafted, Later, Translated, Tagged])
            .prop_flat_map(numbered),
        prop::sample::select(vec![Config as fn(u32) -> Event, Rules, Theme, Picture, Day]).prop_flat_map(numbered),
        prop::sample::select(vec![
            SameLengthAndTime as fn(u32) -> Event,
            Touched,
            OutputLost,
            OutputEdited,
            CacheDamaged,
            CacheCut
        ])
        .prop_flat_map(numbered),
        prop::sample::select(vec![
            Nothing,
            Nothing,
            Column,
            Person,
            Glossary,
            NoTheme,
            PicturesSwapped,
            PictureBroken,
            OutputGone,
            CacheGone,
            CacheStrange,
            CacheSwapped
        ])
        .prop_flat_map(one),
    ]
}

/// A picture of one colour.
fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8, 8);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[shade; 64]).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

struct Column {
    site: TestSite,
    day: u32,
}

impl Column {
    fn new() -> Self {
        let column = Self { site: TestSite::new(), day: 1 };
        column.config(0, 0);
        column.site.write("content/people.yaml", "wang:\n  name: 王医师\n  affiliation: 示例医院\n");
        for number in 1..=3 {
            column.issue(number, "演示", "正文。见[上一期](../001-one/issue.md)。", "");
        }
        column
    }

    fn config(&self, title: u32, level: u32) {
        let rules = ["", "[rules]\nE201 = \"allow\"\n", "[rules]\nE201 = \"deny\"\n"][level as usize % 3];
        let cards = if title % 3 == 2 { "true" } else { "false" };
        let text = format!("title = \"演示{title}\"\ncards = {cards}\npage_size = {}\n{rules}", 2 + title);
        self.site.write("config.toml", text);
    }

    fn folder(number: u32) -> String {
        format!("content/demo/{number:03}-{}", if number == 1 { "one".to_owned() } else { format!("n{number}") })
    }

    fn path(number: u32) -> String {
        format!("{}/issue.md", Self::folder(number))
    }

    fn issue(&self, number: u32, title: &str, body: &str, extra: &str) {
        let text = format!(
            "---\ntitle: {title}{number}\nnumber: {number}\ndate: 2025-08-0{}\ntags: [放疗]\n{extra}---\n\n## 结果\n\n{body}\n\n![图](a.png)\n",
            1 + number % 9
        );
        self.site
            .write(&Self::path(number), text)
            .write(&format!("{}/a.png", Self::folder(number)), picture(number as u8));
    }

    fn exists(&self, path: &str) -> bool {
        self.site.path().join(path).exists()
    }

    /// The kept files of earlier runs, each changed.
    fn spoil(&self, change: impl Fn(&mut Vec<u8>)) {
        for file in walkdir::WalkDir::new(self.site.path().join(".postil-cache")).into_iter().flatten() {
            if file.file_type().is_file() {
                let mut bytes = fs::read(file.path()).expect("a kept file");
                change(&mut bytes);
                fs::write(file.path(), bytes).expect("a kept file");
            }
        }
    }

    fn meets(&mut self, event: Event) {
        let site = &self.site;
        let of = |number: u32| 1 + number % 4;
        match event {
            Event::Nothing => {}
            Event::Body(n) => self.issue(of(n), "演示", &format!("另一段正文{n}。"), ""),
            Event::Title(n) => self.issue(of(n), &format!("改名{n}之"), "正文。", ""),
            Event::WrongNumber(n) => self.issue(of(n), "演示", "85例中有39例（47%）。", ""),
            Event::NumberAccepted(n) => self.issue(
                of(n),
                "演示",
                "85例中有39例（47%）。",
                "accept:\n  - {code: E201, at: 39例, reason: 安全性分析集83例}\n",
            ),
            Event::Error(n) => drop(site.write(&Self::path(of(n)), "---\ntitle: [\n---\n")),
            Event::Mended(n) => self.issue(of(n), "演示", "正文。", "credits:\n  - {role: 编辑, people: [wang]}\n"),
            Event::Added(n) => self.issue(5 + n % 3, "新", "正文。", ""),
            Event::Removed(n) => {
                let folder = Self::folder(1 + n % 7);
                if self.exists(&folder) {
                    site.remove(&folder);
                }
            }
            Event::Renamed(n) => {
                let (from, to) = (Self::folder(of(n)), format!("content/demo/renamed-{n}"));
                if self.exists(&from) && !self.exists(&to) {
                    fs::rename(site.path().join(from), site.path().join(to)).expect("a renamed folder");
                }
            }
            Event::Drafted(n) => self.issue(of(n), "演示", "正文。", "draft: true\n"),
            Event::Later(n) => {
                let text = format!("---\ntitle: 以后\nnumber: 9\ndate: 2026-01-0{}\n---\n\n正文。\n", 1 + n);
                site.write(&Self::path(9), text);
            }
            Event::Translated(n) => {
                let text = format!("---\ntitle: A translation {n}\n---\n\nThe text {n}.\n");
                site.write(&Self::path(of(n)).replace("issue.md", "issue.en.md"), text);
                let config = site.read("config.toml");
                if !config.contains("languages") {
                    site.write("config.toml", format!("languages = [\"zh-CN\", \"en\"]\n{config}"));
                }
            }
            Event::Tagged(n) => {
                let path = Self::path(of(n));
                if self.exists(&path) {
                    site.write(&path, site.read(&path).replace("tags: [放疗]", "tags: [放疗, 肝癌]"));
                }
            }
            Event::Column => drop(site.write("content/demo/column.md", "---\ntitle: 改名的专栏\n---\n\n寄语。\n")),
            Event::Person => drop(site.write("content/people.yaml", "wang:\n  name: 王主任\n")),
            Event::Glossary => drop(site.write("content/glossary.yaml", "OS: 总生存期\n")),
            Event::Config(n) => self.config(n, 0),
            Event::Rules(n) => self.config(0, n),
            Event::Theme(n) => {
                let style = format!("body {{ --n: {n}; }}\n");
                site.write("themes/own/theme.toml", "name = \"own\"\nextends = \"default\"\n")
                    .write("themes/own/assets/own.css", style);
                self.config(0, 0);
                let config = site.read("config.toml");
                site.write("config.toml", format!("theme = \"own\"\n{config}"));
            }
            Event::NoTheme => {
                if self.exists("themes/own") {
                    site.remove("themes/own");
                }
            }
            Event::Picture(n) => drop(site.write(&format!("{}/a.png", Self::folder(of(n))), picture(100 + n as u8))),
            Event::PicturesSwapped => {
                let [one, two] = [1, 2].map(|number| site.path().join(Self::folder(number)).join("a.png"));
                if one.exists() && two.exists() {
                    let between = site.path().join("between");
                    fs::rename(&one, &between)
                        .and_then(|()| fs::rename(&two, &one))
                        .and_then(|()| fs::rename(&between, &two))
                        .expect("swapped pictures");
                }
            }
            Event::PictureBroken => {
                let bytes = picture(9);
                site.write(&format!("{}/a.png", Self::folder(1)), &bytes[..bytes.len() - 9]);
            }
            Event::SameLengthAndTime(n) => {
                let path = site.path().join(Self::path(of(n)));
                let Ok(text) = fs::read_to_string(&path) else { return };
                let time = fs::metadata(&path).and_then(|it| it.modified()).expect("a time");
                fs::write(&path, text.replace("正文", "文正")).expect("a text");
                set_time(&path, time);
            }
            Event::Touched(n) => {
                let path = site.path().join(Self::path(of(n)));
                if path.exists() {
                    set_time(&path, SystemTime::now() - Duration::from_secs(1000));
                }
            }
            Event::Day(n) => self.day = 1 + n,
            Event::OutputLost(n) => {
                let files = snapshot_or_nothing(&site.output());
                if let Some((path, _)) = files.get(n as usize * 5) {
                    site.remove(&format!("public/{path}"));
                }
            }
            Event::OutputEdited(n) => {
                let files = snapshot_or_nothing(&site.output());
                if let Some((path, _)) = files.get(n as usize * 5) {
                    site.write(&format!("public/{path}"), "mine");
                }
            }
            Event::OutputGone => {
                if self.exists("public") {
                    site.remove("public");
                }
            }
            Event::CacheGone => {
                if self.exists(".postil-cache") {
                    site.remove(".postil-cache");
                }
            }
            Event::CacheDamaged(n) => self.spoil(|bytes| {
                let at = bytes.len() * n as usize / 7;
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0x10;
                }
            }),
            Event::CacheCut(n) => self.spoil(|bytes| bytes.truncate(bytes.len() * n as usize / 7)),
            Event::CacheSwapped => {
                let runs = site.path().join(".postil-cache/runs");
                let files: Vec<_> = fs::read_dir(&runs).into_iter().flatten().flatten().map(|it| it.path()).collect();
                if let [one, two, ..] = &files[..] {
                    let between = site.path().join("between");
                    fs::rename(one, &between)
                        .and_then(|()| fs::rename(two, one))
                        .and_then(|()| fs::rename(&between, two))
                        .expect("swapped accounts");
                }
            }
            Event::CacheStrange => self.spoil(|bytes| *bytes = b"something else".to_vec()),
        }
    }

    fn request(&self, root: &Path, output: &Path) -> Request {
        Request {
            root: root.to_path_buf(),
            output: Some(output.to_path_buf()),
            now: Some(format!("2026-01-0{}", self.day).parse().expect("a day")),
            ..Request::default()
        }
    }

    /// What a run from nothing comes to: of a copy of the site without cache and output.
    fn cold(&self) -> (TestSite, Came) {
        let copy = TestSite::copy_of(self.site.path());
        let came = Came::to(&self.request(copy.path(), &copy.output()));
        (copy, came)
    }
}

fn snapshot_or_nothing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    if folder.exists() { snapshot(folder) } else { Vec::new() }
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().append(true).open(path).and_then(|file| file.set_modified(time)).expect("a time");
}

/// The files of a site that stands in memory.
fn in_memory(files: &Files) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(path, file)| (path.clone(), file.bytes.clone())).collect()
}

/// What a build and a check come to.
#[derive(Debug, PartialEq)]
struct Came {
    built: Option<(usize, usize, usize, usize, u64)>,
    of_build: Vec<String>,
    checked: Option<(usize, usize)>,
    of_check: Vec<String>,
}

impl Came {
    fn to(request: &Request) -> Self {
        let built = pipeline::build(request, &pipeline::Watch::nobody());
        let checked = pipeline::check(request, &pipeline::Watch::nobody());
        Self {
            built: built.value.map(|it| (it.issues, it.pages, it.withheld, it.report.files, it.report.bytes)),
            of_build: said(built.diagnostics, request),
            checked: checked.value.map(|it| (it.issues, it.withheld)),
            of_check: said(checked.diagnostics, request),
        }
    }
}

/// Diagnostics in the order in which they are shown, where the site's folder has no name. What is said of the output
/// folder of one run is not said of another's.
fn said(mut all: Vec<Diagnostic>, request: &Request) -> Vec<String> {
    all.retain(|it| !it.code.name().starts_with('I'));
    all.sort_by_key(Diagnostic::sort_key);
    let root = request.root.display().to_string();
    all.iter().map(|it| format!("{it:?}").replace(&root, "")).collect()
}

#[test]
fn a_run_that_finds_what_others_kept_comes_to_what_one_from_nothing_comes_to() {
    let asked = std::env::var("POSTIL_WAYS").ok().and_then(|it| it.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(13) };
    let config = Config {
        cases: asked.unwrap_or(16),
        rng_seed,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let ways = prop::collection::vec(event(), 1..10);
    let gone = TestRunner::new(config).run(&ways, |events| {
        let mut column = Column::new();
        let request = |column: &Column| column.request(column.site.path(), &column.site.output());
        Came::to(&request(&column));
        let mut workshop = Workshop::default();
        workshop.make(&request(&column));
        for (step, event) in events.into_iter().enumerate() {
            column.meets(event);
            let (copy, cold) = column.cold();
            let made = workshop.make(&request(&column));
            prop_assert_eq!(&said(made.diagnostics, &request(&column)), &cold.of_build, "in memory, step {}", step);
            let made = made.value.files.map(|files| in_memory(&files));
            prop_assert!(
                made == cold.built.map(|_| snapshot(&copy.output())),
                "after step {} the site in memory is another",
                step
            );
            for time in ["first", "second"] {
                let warm = Came::to(&request(&column));
                let is_refused = warm.built.is_none() && cold.built.is_some();
                // Whoever changes what was published is told, and nothing of theirs is written over or removed.
                prop_assert!(
                    !is_refused || snapshot_or_nothing(&column.site.output()).iter().any(|it| it.1 == b"mine")
                );
                if is_refused {
                    column.meets(Event::OutputGone);
                    continue;
                }
                prop_assert_eq!(&warm, &cold, "after step {} the {} time", step, time);
                if cold.built.is_some() {
                    let (own, fresh) = (snapshot(&column.site.output()), snapshot(&copy.output()));
                    let own: Vec<_> = own.into_iter().filter(|(_, bytes)| bytes != b"mine").collect();
                    prop_assert!(own == fresh, "after step {} the {} time the site is another", step, time);
                }
            }
        }
        Ok(())
    });
    if let Err(error) = gone {
        panic!("{error}");
    }
}

/// What a site is made from, as it stands.
fn made_from(site: &TestSite) -> BTreeMap<String, Vec<u8>> {
    let is_of_site = |path: &str| path == "config.toml" || path.starts_with("content/") || path.starts_with("themes/");
    snapshot(site.path()).into_iter().filter(|(path, _)| is_of_site(path)).collect()
}

/// Who is told what has changed looks at nothing else, and comes to the same.
#[test]
fn what_is_told_of_a_change_is_enough() {
    use Event::{
        Added, Body, Config, Drafted, Error, Glossary, Later, Mended, NoTheme, Nothing, NumberAccepted, Person,
        Picture, PictureBroken, PicturesSwapped, Removed, Renamed, Rules, Tagged, Theme, Title, Translated,
        WrongNumber,
    };
    let mut column = Column::new();
    let request = |column: &Column| column.request(column.site.path(), &column.site.output());
    let mut workshop = Workshop::default();
    let mut before = made_from(&column.site);
    let ways = [
        vec![Body(0), Title(1), Body(0), Error(2), Body(1), Mended(2), Added(5), Removed(1), Renamed(2), PictureBroken],
        vec![
            Config(2),
            Picture(1),
            PicturesSwapped,
            Translated(2),
            Theme(1),
            Tagged(2),
            NoTheme,
            Person,
            Glossary,
            Nothing,
        ],
        vec![
            Event::Column,
            Drafted(3),
            Later(1),
            Body(3),
            WrongNumber(2),
            NumberAccepted(2),
            Rules(1),
            Removed(0),
            Picture(2),
        ],
    ];
    for events in ways {
        // What was written just now is read again in any case.
        std::thread::sleep(Duration::from_millis(2100));
        workshop.make(&request(&column));
        for event in events {
            column.meets(event);
            let now = made_from(&column.site);
            let is_other = |path: &&String| before.get(*path) != now.get(*path);
            let changed = before.keys().chain(now.keys()).filter(is_other).cloned().collect();
            before = now;
            let made = workshop.make_after(&request(&column), &Changed::Paths(changed));
            let (copy, cold) = column.cold();
            assert_eq!(said(made.diagnostics, &request(&column)), cold.of_build, "after {event:?}");
            let files = made.value.files.map(|files| in_memory(&files));
            assert!(files == cold.built.map(|_| snapshot(&copy.output())), "the site is another after {event:?}");
        }
    }
}

/// A check in memory says of the texts what a check says of them.
#[test]
fn texts_are_checked_without_pages() {
    let column = Column::new();
    let mut request = column.request(column.site.path(), &column.site.output());
    let mut workshop = Workshop::default();
    for text in [
        "85例中有39例（47%）。",
        "见[别期](../009-none/issue.md)。",
        "见[文件](/assets/none.0123456789abcdef.css)。",
        "正文。",
    ] {
        column.issue(2, "演示", text, "");
        let path = Column::path(2);
        let whole = fs::read_to_string(column.site.path().join(&path)).expect("a text");
        column.issue(2, "演示", "别的。", "");
        request.unsaved.insert(path, whole);
        let own = workshop.check(&request);
        assert!(own.value.is_some_and(|it| it.site.columns.len() == 1), "{text}");
        let whole = pipeline::check(&request, &pipeline::Watch::nobody());
        assert_eq!(said(own.diagnostics, &request), said(whole.diagnostics, &request), "{text}");
    }
}

/// Files that have been still for long enough are not read again, and still nothing can change unseen.
/// What is kept of a text is what was read in it: every field and every place.
#[test]
fn what_is_kept_of_a_text_is_what_was_read() {
    let site = TestSite::demonstration();
    let accepted = "accept:\n  - {code: E201, at: 3/10, reason: 原文如此}\ntodo: [核对]\n";
    let text = format!(
        "---\ntitle: 保留\nnumber: 999\ndate: 2025-01-01\ntags: [一]\n{accepted}---\n\n有效率为40%（3/10）。[无](nowhere.md)\n\n:::forest{{#f}}\nlabel,estimate,lower,upper\n甲,0.8,0.6,1.1\n:::\n"
    );
    site.write("content/kept/column.md", "---\ntitle: 栏目\n---\n").write("content/kept/999-kept/issue.md", text);
    let request = Request { root: site.path().to_path_buf(), drafts: true, future: true, ..Request::default() };
    let load = || {
        let loaded = pipeline::load(&request, &pipeline::Watch::nobody());
        (format!("{:?}", loaded.value.expect("a site").site.issues), said(loaded.diagnostics, &request))
    };
    let read = load();
    assert!(site.path().join(".postil-cache/texts").is_dir());
    let kept = load();
    assert!(read.0 == kept.0, "an issue that was kept is another than the one that was read");
    assert_eq!(read.1, kept.1);
    assert!(read.0.contains("code: E201"), "its acceptances are among that");
    assert_ne!(read.1, [""; 0]);
}

#[test]
fn what_changes_without_a_sign_is_seen() {
    let site = TestSite::with_issue();
    site.issue(2, "two", "", "正文二。").write("content/demo/002-two/a.txt", "one");
    std::thread::sleep(Duration::from_millis(2100));
    let request = Request { root: site.path().to_path_buf(), now: "2026-01-01".parse().ok(), ..Request::default() };
    let build = || {
        let built = pipeline::build(&request, &pipeline::Watch::nobody());
        assert!(built.diagnostics.iter().all(|it| it.severity < Severity::Error), "{:?}", built.diagnostics);
        built.value.expect("a site").report.written
    };
    assert!(build() > 5);
    assert_eq!(build(), 0);
    let stages = Mutex::new(Vec::new());
    let listener = |told: pipeline::Told<'_>| stages.lock().expect("a list").push(format!("{told:?}"));
    assert!(pipeline::build(&request, &pipeline::Watch::listening(&listener)).value.is_some());
    let stages = stages.into_inner().expect("a list");
    assert_eq!(stages.len(), 1, "nothing has changed, and nothing more is done than to find that out: {stages:?}");
    let path = site.path().join("content/demo/002-two/issue.md");
    let time = fs::metadata(&path).and_then(|it| it.modified()).expect("a time");
    let text = site.read("content/demo/002-two/issue.md");
    // The same length and the same time.
    fs::write(&path, text.replace("正文二", "二正文")).expect("a text");
    set_time(&path, time);
    assert!(build() > 0);
    assert!(site.published("demo/two/index.html").contains("二正文"));
    // Another file under the same name, as old and as long.
    let other = site.path().join("other.md");
    fs::write(&other, text).expect("a text");
    set_time(&other, time);
    fs::rename(&other, &path).expect("a file in its place");
    assert!(build() > 0);
    assert!(site.published("demo/two/index.html").contains("正文二"));
    assert_eq!(build(), 0);
}

/// A rule that reads one source may ask of others: what was said of it holds only while these stay.
#[test]
fn what_is_said_of_a_source_is_found_anew_when_what_it_is_compared_with_changes() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"zh-CN\", \"en\"]\n")
        .write("content/demo/column.en.md", "---\ntitle: A column\n---\n")
        .write(
            "content/demo/001-one/issue.en.md",
            "---\ntitle: One\n---\n\nThe median was 15.8 months; PFS was better.\n",
        );
    let request = Request { root: site.path().to_path_buf(), now: "2026-01-01".parse().ok(), ..Request::default() };
    let says = |code: &str| {
        let said = pipeline::check(&request, &pipeline::Watch::nobody()).diagnostics;
        said.iter().any(|it| it.code.name() == code)
    };
    for (body, is_other) in [("中位15.8个月。", false), ("中位12.3个月。", true), ("中位15.8个月。", false)]
    {
        site.issue(1, "one", "", body);
        assert_eq!(says("E801"), is_other, "{body}");
    }
    // The glossary and the house explain abbreviations for all.
    site.write("config.toml", "title = \"演示\"\n[house]\nabbreviations = true\n")
        .remove("content/demo/001-one/issue.en.md");
    site.issue(1, "one", "", "PFS更长。");
    assert!(says("E602"));
    site.write("content/glossary.yaml", "PFS: 无进展生存期\n");
    assert!(!says("E602"));
}
