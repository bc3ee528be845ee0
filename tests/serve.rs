//! `postil serve`: what a browser is shown while an editor writes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use postil::model::uri::{self, Part};
use postil::pipeline::{self, Effort, Request, Watch};
use serde_json::Value;

use crate::support::{TestSite, code, snapshot, stderr};

/// How long something may take that comes at once on an idle machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A desk that is open.
pub(crate) struct Served {
    child: Child,
    pub(crate) place: SocketAddr,
    /// The path of the site.
    base: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, which a test would have noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    pub(crate) fn of(site: &TestSite, arguments: &[&str]) -> Self {
        let arguments = [&["serve", "--port", "0", "--no-open", "--now", "2026-01-01"], arguments].concat();
        let mut child = site.command(&arguments).stderr(Stdio::piped()).spawn().expect("postil starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let shown = lines.find_map(|line| {
            let line = line.expect("a line");
            Some(line.strip_prefix("the site is at http://")?.split(',').next()?.to_owned())
        });
        let shown = shown.expect("where the site is");
        let (place, path) = shown.split_once('/').expect("a path");
        // What it says later must be read, or it waits for that.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, place: place.parse().expect("the place of the site"), base: format!("/{path}") }
    }

    /// Sends a request as it is written, and gives the status and all that comes back.
    pub(crate) fn send(&self, request: &str) -> (u16, String, Vec<u8>) {
        self.send_bytes(request.as_bytes())
    }

    pub(crate) fn send_bytes(&self, request: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.place).expect("somebody who listens");
        stream.write_all(request).expect("a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let at = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..at].to_vec()).expect("a head");
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        (status, head, bytes[at + 4..].to_vec())
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.place))
    }

    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path).2).expect("UTF-8")
    }

    /// What is said of a page.
    pub(crate) fn said(&self, address: &str) -> Value {
        serde_json::from_str(&self.text(&format!("{}_desk/said?of={address}", self.base))).expect("JSON")
    }

    /// Waits until something is so.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let begin = Instant::now();
        while !is_so() {
            assert!(begin.elapsed() < PATIENCE, "never: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn events(&self) -> Events {
        let mut stream = TcpStream::connect(self.place).expect("somebody who listens");
        write!(stream, "GET /_desk/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.place).expect("a request");
        stream.set_read_timeout(Some(PATIENCE)).expect("patience");
        Events(BufReader::new(stream))
    }
}

/// What a browser hears.
struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event") > 0, "the desk has stopped");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

#[test]
fn a_change_is_shown_with_all_that_depends_on_it() {
    let site = TestSite::with_issue();
    site.issue(2, "two", "draft: true\n", "草稿。");
    let served = Served::of(&site, &[]);
    assert!(served.text("/demo/two/").contains("草稿"), "drafts are shown");
    let mut events = served.events();
    assert_eq!(events.next()["edition"], 1);
    let text = site.read("content/demo/001-one/issue.md");
    site.write("content/demo/001-one/issue.md", text.replace("演示1", "Zqnew"));
    let event = events.next();
    let changed: Vec<&str> = event["changed"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    for path in ["index.html", "demo/index.html", "demo/one/index.html", "demo/two/index.html"] {
        assert!(changed.contains(&path), "{path}: {changed:?}");
    }
    for page in ["/", "/demo/", "/demo/one/", "/demo/two/"] {
        assert!(served.text(page).contains("Zqnew"), "{page}");
    }
    // A program that puts another file in its place; a new issue; one that goes.
    site.write("new", text.replace("正文", "另一段"));
    fs::rename(site.path().join("new"), site.path().join("content/demo/001-one/issue.md")).expect("another file");
    events.next();
    assert!(served.text("/demo/one/").contains("另一段"));
    site.issue(3, "three", "", "新的。");
    served.until("a new issue", || served.get("/demo/three/").0 == 200 && served.text("/").contains("演示3"));
    site.remove("content/demo/003-three");
    served.until("no issue", || served.get("/demo/three/").0 == 404 && !served.text("/").contains("演示3"));
}

#[test]
fn what_is_served_is_what_is_built() {
    let site = TestSite::demonstration();
    let served = Served::of(&site, &[]);
    let base = format!("http://{}/", served.place);
    let arguments = ["build", "--drafts", "--future", "--fast", "--now", "2026-01-01", "--base-url", &base];
    let built = site.run(&arguments);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let script = "<script src=\"/_desk/desk.js\" data-base=\"/\" data-edition=\"1\"></script>";
    let files = site.snapshot();
    assert!(files.len() > 100);
    for (path, bytes) in files {
        assert!(!String::from_utf8_lossy(&bytes).contains("_desk/desk."), "{path} has something of the desk's");
        let (status, head, answer) = served.get(&format!("/{}", uri::encode(&path, Part::Path)));
        assert_eq!(status, 200, "{path}");
        if path.ends_with(".html") {
            let answer = String::from_utf8(answer).expect("UTF-8");
            assert!(answer.contains(script), "{path}");
            assert_eq!(answer.replace(script, "").as_bytes(), bytes, "{path}");
            assert!(head.contains("text/html;charset=utf-8"), "{head}");
        } else {
            assert!(answer == bytes, "{path}");
        }
    }
    let page = site.published("index.html");
    assert!(page.contains("_headers") || site.output().join("_headers").exists());
}

#[test]
fn a_site_with_errors_is_shown_as_it_was_with_the_errors_over_it() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let sound = site.read("content/demo/001-one/issue.md");
    let mut events = served.events();
    events.next();
    for broken in ["---\ntitle: [\n---\n", "---\ntitle: 半", "", "\u{0}\u{0}"] {
        site.write("content/demo/001-one/issue.md", broken);
        events.next();
        let said = served.said("/demo/one/");
        assert_eq!(said["current"], false, "{broken:?}: {said}");
        assert_eq!(said["said"][0]["severity"], "error", "{said}");
        assert_eq!(said["said"][0]["path"], "content/demo/001-one/issue.md", "{said}");
        assert!(served.text("/demo/one/").contains("正文"), "the last good page");
        site.write("content/demo/001-one/issue.md", &sound);
        events.next();
        assert_eq!(served.said("/demo/one/")["current"], true);
    }
    // So is one whose theme or configuration is broken, or that is gone.
    let config = site.read("config.toml");
    for (path, text) in [("config.toml", "title = "), ("themes/own/theme.toml", "name = ")] {
        site.write("config.toml", format!("{config}theme = \"own\"\n")).write(path, text);
        served.until("an error", || served.said("/")["current"] == false);
        assert!(served.text("/demo/one/").contains("正文"));
        site.write("config.toml", &config);
        served.until("no error", || served.said("/")["current"] == true);
    }
    fs::rename(site.path().join("content"), site.path().join("away")).expect("gone");
    served.until("nothing is there", || served.get("/demo/one/").0 == 404 || served.said("/")["current"] == false);
    fs::rename(site.path().join("away"), site.path().join("content")).expect("back");
    served.until("all is there", || served.get("/demo/one/").0 == 200 && served.said("/")["current"] == true);
    // What is made in a folder that came back is seen.
    site.issue(2, "two", "", "第二期。");
    served.until("a new issue", || served.text("/demo/two/").contains("第二期"));
}

#[test]
fn a_site_that_was_never_sound_says_why() {
    let site = TestSite::with_issue();
    site.write("content/demo/001-one/issue.md", "---\ntitle: [\n---\n");
    let served = Served::of(&site, &[]);
    let (status, _, page) = served.get("/");
    let page = String::from_utf8(page).expect("UTF-8");
    assert_eq!(status, 503);
    assert!(page.contains("content/demo/001-one/issue.md:2:") && page.contains("desk.js"), "{page}");
    site.issue(1, "one", "", "好了。");
    served.until("a page", || served.get("/demo/one/").0 == 200);
}

#[test]
fn what_is_said_has_its_place_and_its_words() {
    let site = TestSite::with_issue();
    site.issue(1, "one", "", "85例中有39例（47%）。").issue(2, "two", "", "见[别处](#none)。");
    let served = Served::of(&site, &[]);
    let said = served.said("/demo/one/");
    // The other issue has an error, and there is no page yet.
    assert_eq!(said["current"], false);
    site.issue(2, "two", "", "好了。");
    served.until("a sound site", || served.said("/demo/one/")["current"] == true);
    let said = served.said("/demo/one/");
    let one = &said["said"][0];
    assert_eq!((&one["code"], &one["severity"]), (&"E201".into(), &"warning".into()), "{said}");
    assert_eq!((&one["line"], &one["here"]), (&7.into(), &true.into()), "{said}");
    let words = one["words"].as_str().expect("words");
    assert!(served.text("/demo/one/").contains(words), "{words}");
    assert!(
        one["open"].as_str().is_some_and(
            |link| link.starts_with("vscode://file/") && link.ends_with(":7:1") || link.contains("issue.md:7:")
        ),
        "{said}"
    );
    assert_eq!(served.said("/demo/two/")["elsewhere"], "1 warning");
    let overview = served.text("/_desk/");
    assert!(overview.contains("演示1") && overview.contains("1 warning<"), "{overview}");
}

#[test]
fn only_this_machine_is_answered_and_nothing_else_of_it_is_read() {
    let site = TestSite::with_issue();
    site.write("secret.txt", "zq-secret").write("content/demo/001-one/plain.txt", "zq-unlinked");
    let served = Served::of(&site, &[]);
    assert!(served.place.ip().is_loopback());
    let ask =
        |line: &str, host: &str| served.send(&format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    let own = served.place.to_string();
    for host in ["evil.example", "evil.example:4000", &format!("127.0.0.1.evil.example:{}", served.place.port()), ""] {
        let (status, _, answer) = ask("GET /", host);
        assert!(status == 421 || status == 400, "{host}: {status}");
        assert!(!String::from_utf8_lossy(&answer).contains("演示"), "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        assert_eq!(ask(&format!("{method} /"), &own).0, 405, "{method}");
    }
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/secret.txt",
        "/content/demo/001-one/issue.md",
        "/demo/one/link.txt",
        "/demo/one/plain.txt",
        "//secret.txt",
        "/_desk/../secret.txt",
        "/_desk/%2e%2e/secret.txt",
        "/demo/one/../../../secret.txt",
        "/config.toml",
        "/.postil-cache/.gitignore",
        "/%00",
        "/%ff",
        "/?%zz",
        "/_desk/x",
    ] {
        let (_, _, answer) = ask(&format!("GET {path}"), &own);
        assert!(!String::from_utf8_lossy(&answer).contains("zq-"), "{path}");
    }
    let head = ask("HEAD /demo/one/", &own);
    assert!(head.0 == 200 && head.2.is_empty());
    let (status, head, _) = ask("GET /demo/one", &own);
    assert!(status == 302 && head.contains("Location: /demo/one/"), "{head}");
    assert_eq!(ask("GET /nowhere/", &own).0, 404);
    #[cfg(unix)]
    {
        let link = site.path().join("content/static/link.txt");
        fs::create_dir_all(link.parent().expect("a folder")).expect("a folder");
        std::os::unix::fs::symlink(site.path().join("secret.txt"), link).expect("a link");
        served.until("it is said", || served.said("/")["current"] == false);
        assert_eq!(ask("GET /link.txt", &own).0, 404);
    }
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\nbase_url = \"https://example.org/a/b/\"\n");
    let served = Served::of(&site, &[]);
    let (status, head, _) = served.get("/");
    assert!(status == 302 && head.contains("Location: /a/b/"), "{head}");
    let page = served.text("/a/b/demo/one/");
    assert!(page.contains("正文") && page.contains("/a/b/_desk/desk.js"), "{page}");
    assert_eq!(served.get("/a/b/_desk/desk.js").0, 200);
    assert_eq!(served.said("/a/b/demo/one/")["source"]["path"], "content/demo/001-one/issue.md");
}

#[test]
fn a_port_that_somebody_has_is_said() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let run = site.run(&["serve", "--no-open", "--port", &served.place.port().to_string()]);
    assert_eq!(code(&run), 3, "{}", stderr(&run));
    assert!(stderr(&run).contains("error[I014]") && stderr(&run).contains("--port"), "{}", stderr(&run));
}

#[test]
fn many_changes_at_once_end_in_what_a_build_makes() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    for round in 0..500 {
        let number = 1 + round % 7;
        match round % 5 {
            0 => drop(site.write(&format!("content/demo/{number:03}-n{number}/issue.md"), "---\ntitle: 半")),
            1 if site.path().join(format!("content/demo/{number:03}-n{number}")).exists() => {
                site.remove(&format!("content/demo/{number:03}-n{number}"));
            }
            _ => drop(site.issue(number, &format!("n{number}"), "", &format!("第{round}次。"))),
        }
    }
    for number in 1..8 {
        site.issue(number, &format!("n{number}"), "", &format!("最后的{number}。"));
    }
    site.remove("content/demo/001-one");
    let folder = tempfile::tempdir().expect("a folder");
    let request = Request {
        root: site.path().to_path_buf(),
        output: Some(folder.path().join("public")),
        base_url: postil::model::site::BaseUrl::parse(&format!("http://{}/", served.place)),
        now: "2026-01-01".parse().ok(),
        drafts: true,
        future: true,
        effort: Effort::Draft,
        ..Request::default()
    };
    assert!(pipeline::build(&request, &Watch::nobody()).value.is_some());
    let files = snapshot(&folder.path().join("public"));
    served.until("the site as it is built", || {
        files.iter().all(|(path, bytes)| {
            let (status, _, answer) = served.get(&format!("/{path}"));
            let answer = String::from_utf8_lossy(&answer).into_owned();
            let at = answer.rfind("<script src=\"/_desk/").unwrap_or(answer.len());
            status == 200 && String::from_utf8_lossy(bytes).starts_with(&answer[..at])
        })
    });
}
