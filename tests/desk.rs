//! `postil serve`, where one writes: who may, and what of a file changes.

use std::fs;

use serde_json::{Value, json};

use crate::serve::Served;
use crate::support::{TestSite, code, snapshot};

mod texts;

const FILE: &str = "content/demo/001-one/issue.md";

/// A page of the desk that knows the word.
struct Page<'a> {
    served: &'a Served,
    token: String,
}

impl<'a> Page<'a> {
    fn of(served: &'a Served) -> Self {
        let html = served.text("/_desk/new");
        let token = html.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
        assert_eq!(token.len(), 32);
        Self { served, token: token.to_owned() }
    }

    fn post(&self, call: &str, further: &str, body: &[u8]) -> (u16, Value) {
        let token = format!("X-Postil-Token: {}\r\n{further}", self.token);
        let (status, _, answer) = post(self.served, call, &token, body);
        (status, serde_json::from_slice(&answer).unwrap_or(Value::Null))
    }

    fn form(&self, file: &str) -> Value {
        serde_json::from_str(&self.served.text(&format!("/_desk/form?file={file}"))).expect("JSON")
    }

    /// Saves changes to a file as it stands.
    fn save(&self, file: &str, changes: Value) -> (u16, Value) {
        self.save_by("save", file, changes)
    }

    /// Asks for something that changes a file as it stands.
    fn save_by(&self, call: &str, file: &str, changes: Value) -> (u16, Value) {
        let mut wish = json!({ "file": file, "print": self.form(file)["print"] });
        wish.as_object_mut().expect("a wish").extend(changes.as_object().expect("changes").clone());
        self.post(call, "", wish.to_string().as_bytes())
    }
}

fn post(served: &Served, call: &str, further: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
    let head = format!(
        "POST /_desk/{call} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{further}\r\n",
        served.place,
        body.len()
    );
    served.send_bytes(&[head.as_bytes(), body].concat())
}

#[test]
fn only_a_page_of_the_desk_may_write() {
    let site = TestSite::with_issue();
    let before = site.read(FILE);
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let own = served.place.to_string();
    let wish = json!({ "file": FILE, "print": page.form(FILE)["print"], "fields": { "title": "换了" } }).to_string();
    let token = format!("X-Postil-Token: {}\r\n", page.token);
    let wrong = format!("X-Postil-Token: {}\r\n", "0".repeat(32));
    for (further, why) in [
        (String::new(), "no word"),
        (wrong, "another word"),
        (format!("{token}{token}"), "the word twice"),
        (format!("{token}Origin: http://evil.example\r\n"), "a page of elsewhere"),
        (format!("{token}Origin: null\r\n"), "a page of nowhere"),
        (format!("{token}Origin: https://{own}\r\n"), "another scheme"),
        (format!("{token}Origin: http://{own}\r\nOrigin: http://evil.example\r\n"), "two places"),
        (format!("{token}Sec-Fetch-Site: cross-site\r\n"), "another site"),
        (format!("{token}Sec-Fetch-Site: same-site\r\n"), "another port"),
    ] {
        let (status, _, answer) = post(&served, "save", &further, wish.as_bytes());
        assert_eq!(status, 403, "{why}: {}", String::from_utf8_lossy(&answer));
        assert!(!answer.is_empty(), "{why}");
    }
    // A name that somebody gave to this machine, and what does not say how long it is.
    let ask = |head: &str| served.send(head).0;
    assert_eq!(
        ask(&format!("POST /_desk/save HTTP/1.1\r\nHost: evil.example\r\n{token}Content-Length: 0\r\n\r\n")),
        421
    );
    assert_eq!(ask(&format!("POST /_desk/save HTTP/1.1\r\nHost: {own}\r\n{token}\r\n")), 411);
    let pieces = format!("{token}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n");
    assert_eq!(ask(&format!("POST /_desk/save HTTP/1.1\r\nHost: {own}\r\n{pieces}\r\n")), 411);
    let two = format!("{token}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}");
    assert_eq!(ask(&format!("POST /_desk/save HTTP/1.1\r\nHost: {own}\r\n{two}")), 411);
    assert_eq!(
        ask(&format!("POST /_desk/save HTTP/1.1\r\nHost: {own}\r\n{token}Content-Length: 9000000\r\n\r\n")),
        413
    );
    assert_eq!(
        ask(&format!("POST /_desk/new HTTP/1.1\r\nHost: {own}\r\n{token}Content-Length: 99000000\r\n\r\n")),
        413
    );
    for (call, body) in [("nowhere", "{}"), ("../save", "{}")] {
        assert_eq!(post(&served, call, &token, body.as_bytes()).0, 404, "{call}");
    }
    for nonsense in ["", "{", "[]", "null", "{\"file\": 1}", "\u{0}", "{\"file\":\"\"}"] {
        assert_eq!(post(&served, "save", &token, nonsense.as_bytes()).0, 422, "{nonsense}");
    }
    assert_eq!(site.read(FILE), before);
    // The same wish from the page itself.
    assert_eq!(
        post(
            &served,
            "save",
            &format!("{token}Origin: http://{own}\r\nSec-Fetch-Site: same-origin\r\n"),
            wish.as_bytes()
        )
        .0,
        200
    );
    assert_eq!(site.read(FILE), before.replace("演示1", "换了"));
    // The word is nowhere in what others may read, and no frame of another place shows the page.
    let (_, head, _) = served.get("/_desk/new");
    assert!(head.contains("X-Frame-Options: DENY") && !head.contains("Access-Control"), "{head}");
    for path in ["/", "/_desk/", "/demo/one/", "/_desk/said?of=/", "/_desk/desk.js", "/_desk/call.js", "/_desk/edit.js"]
    {
        assert!(!served.text(path).contains(&page.token), "{path}");
    }
}

#[test]
fn only_texts_of_the_site_are_read_and_written() {
    let site = TestSite::with_issue();
    site.write("secret.md", "---\ntitle: zq-secret\n---\n")
        .write("content/static/own.md", "zq-secret")
        .write("content/.hidden.md", "zq-secret");
    let config = site.read("config.toml");
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let whole = site.path().join("secret.md").display().to_string();
    for file in [
        "secret.md",
        "../secret.md",
        "content/../secret.md",
        "content/demo/001-one/../../../secret.md",
        "content/demo/001-one/./issue.md",
        "content//demo/001-one/issue.md",
        "content/static/own.md",
        "content/.hidden.md",
        "config.toml",
        "content/demo/people.yaml",
        "content/consent/../people.yaml",
        "content/consent/a/b.md",
        "content",
        "content/demo/001-one",
        &whole,
        "",
        "%2e%2e/secret.md",
    ] {
        let (status, _, answer) = served.get(&format!("/_desk/form?file={file}"));
        assert_eq!((status, String::from_utf8_lossy(&answer).contains("zq-secret")), (404, false), "{file}");
        assert_eq!(served.get(&format!("/_desk/edit?file={file}")).0, 404, "{file}");
        let wish = json!({ "file": file, "print": "", "body": "x" }).to_string();
        assert_eq!(page.post("save", "", wish.as_bytes()).0, 422, "{file}");
        assert_eq!(page.post(&format!("figure?file={file}&name=a.png"), "", &png()).0, 422, "{file}");
    }
    for column in ["..", "../x", "demo/../..", "", "/", "none"] {
        let wish = format!("new?name=a.ris&column={column}&slug=..%2Fx");
        assert_eq!(page.post(&wish, "", b"").0, 422, "{column}");
    }
    assert_eq!(site.read("config.toml"), config);
    #[cfg(unix)]
    {
        // A file that becomes a link that leads out is neither read nor written any more.
        let print = page.form(FILE)["print"].clone();
        fs::remove_file(site.path().join(FILE)).expect("gone");
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("own.md"), "zq-secret").expect("written");
        std::os::unix::fs::symlink(outside.path().join("own.md"), site.path().join(FILE)).expect("a link");
        assert_eq!(served.get(&format!("/_desk/form?file={FILE}")).0, 404);
        let wish = json!({ "file": FILE, "print": print, "body": "x" }).to_string();
        assert_ne!(page.post("save", "", wish.as_bytes()).0, 200);
        assert_eq!(fs::read_to_string(outside.path().join("own.md")).expect("read"), "zq-secret");
        // Nor does a figure go through a folder that leads out.
        fs::remove_dir_all(site.path().join("content/demo/001-one")).expect("gone");
        std::os::unix::fs::symlink(outside.path(), site.path().join("content/demo/001-one")).expect("a link");
        assert_ne!(page.post(&format!("figure?file={FILE}&name=a.png"), "", &png()).0, 200);
        assert_eq!(fs::read_dir(outside.path()).expect("read").count(), 1);
    }
}

#[test]
fn a_file_changes_only_where_its_field_does() {
    let site = TestSite::with_issue();
    let text = "---\r\n# 注\r\ntitle: '演示: 1'   # 旁注\r\nnumber: 1\r\n\r\ndate: 2025-08-07\r\ndraft: true\r\nfindings:\r\n  - endpoint: 总生存期 # 主要\r\n    role: primary\r\n---\r\n\r\n甲。  \r\n\r\n乙。\n丙。\r\n";
    site.write(FILE, text);
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let mut now = text.to_owned();
    for (changes, was, becomes) in [
        (json!({ "fields": { "title": "# \"新\": 题 - '目'" } }), "'演示: 1'", "'# \"新\": 题 - ''目'''"),
        (json!({ "fields": { "draft": "false" } }), "draft: true", "draft: false"),
        (json!({ "body": "\n甲。  \n\n乙二。\n丙。\n" }), "乙。\n", "乙二。\r\n"),
        (
            json!({ "fields": { "summary": "一: 行\n二 # 行" } }),
            "draft: false\r\n",
            "draft: false\r\nsummary: |-\r\n  一: 行\r\n  二 # 行\r\n",
        ),
        (
            json!({ "fields": { "findings": [{ "endpoint": "总生存期", "role": "primary", "effect": "HR=0.77，95%CI 0.59~1.01" }] } }),
            "    role: primary\r\n",
            "    role: primary\r\n    effect: HR=0.77，95%CI 0.59~1.01\r\n",
        ),
        (json!({ "fields": { "summary": null } }), "summary: |-\r\n  一: 行\r\n  二 # 行\r\n", ""),
        (json!({ "raw": { "number": "number: 3 # 换" } }), "number: 1", "number: 3 # 换"),
    ] {
        let (status, answer) = page.save(FILE, changes.clone());
        assert_eq!(status, 200, "{changes}: {answer}");
        now = now.replacen(was, becomes, 1);
        assert_eq!(site.read(FILE), now, "{changes}");
        assert_eq!(answer["print"], page.form(FILE)["print"]);
    }
    served.until("the new title", || served.text("/demo/one/").contains("题 - "));
    // What cannot be written is said, and nothing is.
    for changes in [
        json!({ "raw": { "number": "number: [" } }),
        json!({ "raw": { "number": "number: 1\ntitle: b" } }),
        json!({ "raw": { "nothing": "a: 1" } }),
        json!({ "fields": { "findings": "x" } }),
    ] {
        let (status, answer) = page.save(FILE, changes.clone());
        assert!(status == 422 && answer["reason"].as_str().is_some_and(|it| it.len() > 10), "{changes}: {answer}");
    }
    assert_eq!(site.read(FILE), now);
    // What cannot be read as fields is mended as text.
    site.write(FILE, now.replace("number: 3", "number: ["));
    let form = page.form(FILE);
    assert_eq!(form["fields"], Value::Null);
    assert_eq!(page.save(FILE, json!({ "fields": { "title": "x" } })).0, 422);
    let front = form["front"].as_str().expect("the fields").replace("number: [", "number: 3");
    assert_eq!(page.save(FILE, json!({ "front": front })).0, 200);
    assert_eq!(site.read(FILE), now);
}

#[test]
fn the_later_of_two_editors_is_told_and_nothing_is_lost() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let read = page.form(FILE);
    let wish = |title: &str| json!({ "file": FILE, "print": read["print"], "fields": { "title": title } }).to_string();
    assert_eq!(page.post("save", "", wish("先来的").as_bytes()).0, 200);
    let first = site.read(FILE);
    let (status, told) = page.post("save", "", wish("后来的").as_bytes());
    assert_eq!((status, &told["fields"]["title"]), (409, &json!("先来的")));
    assert_eq!(site.read(FILE), first);
    // So it is with a change by another program, to the byte.
    site.write(FILE, first.replace('\n', "\r\n"));
    let wish = json!({ "file": FILE, "print": told["print"], "body": "x" }).to_string();
    assert_eq!(page.post("save", "", wish.as_bytes()).0, 409);
    assert_eq!(site.read(FILE), first.replace('\n', "\r\n"));
}

#[test]
fn a_fault_is_mended_and_the_site_too() {
    let site = TestSite::with_issue();
    site.issue(1, "one", "draft: yes\n", "甲。").issue(2, "two", "original: 是\n", "乙。");
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let form = page.form(FILE);
    let one = form["said"].as_array().expect("a list").iter().find(|it| it["fix"] == true).expect("what can be mended");
    assert_eq!(one["way"], json!(["draft"]), "{one}");
    let before = site.read(FILE);
    let wish = |id: &Value| json!({ "file": FILE, "print": form["print"], "ids": [id] }).to_string();
    assert_eq!(page.post("mend", "", wish(&json!("S002@0-1")).as_bytes()).0, 422);
    assert_eq!(page.post("mend", "", wish(&one["id"]).as_bytes()).0, 200);
    assert_eq!(site.read(FILE), before.replace("draft: yes", "draft: true"));
    assert_eq!(page.post("mend", "", wish(&one["id"]).as_bytes()).0, 409);
    // The repairs of the site are shown first, and only what was shown is written.
    let (_, shown) = page.post("repairs", "", b"{}");
    let files = shown["files"].as_array().expect("a list");
    assert!(files[0]["diff"].as_str().is_some_and(|it| it.contains("-original: 是\n+original: true\n")), "{shown}");
    let other = "content/demo/002-two/issue.md";
    let changed = site.read(other).replace("乙。", "丙。");
    site.write(other, &changed);
    assert_eq!(page.post("repair", "", shown.to_string().as_bytes()).1, json!({ "written": 0, "left": 1 }));
    assert_eq!(site.read(other), changed);
    let (_, shown) = page.post("repairs", "", b"{}");
    assert_eq!(page.post("repair", "", shown.to_string().as_bytes()).1["written"], 1);
    assert_eq!(site.read(other), changed.replace("是\n", "true\n"));
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().and_then(|mut it| it.write_image_data(&[0])).expect("a picture");
    bytes
}

#[test]
fn a_figure_overwrites_nothing() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let put = |name: &str, bytes: &[u8]| page.post(&format!("figure?file={FILE}&name={name}"), "", bytes);
    for (given, name) in [
        ("a.png", "a.png"),
        ("a.png", "a-2.png"),
        ("..%2F..%2Fb.PNG", "b.png"),
        ("C:%5Cx%5Cc%20d.png", "c-d.png"),
        ("%E5%9B%BE1.png", "图1.png"),
        ("con.png", "figure.png"),
        ("issue.md.png", "issue-md.png"),
    ] {
        let (status, answer) = put(given, &png());
        assert_eq!((status, &answer["name"]), (200, &json!(name)), "{given}: {answer}");
        assert_eq!(fs::read(site.path().join("content/demo/001-one").join(name)).expect("a picture"), png());
    }
    for (given, bytes) in [
        ("a.md", png()),
        ("a", png()),
        ("a.png", b"GIF89a".to_vec()),
        ("a.png", Vec::new()),
        ("a.svg", b"<x>".to_vec()),
    ] {
        let (status, answer) = put(given, &bytes);
        assert!(status == 422 && answer["reason"].is_string(), "{given}: {status} {answer}");
    }
}

#[test]
fn a_new_issue_is_made_of_a_reference_or_a_manuscript() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let ris = "TY  - JOUR\nTI  - A trial\nJO  - Lancet\nPY  - 2025\nDO  - 10.1016/s0140-6736(25)00001-0\nER  - \n";
    let (status, answer) = page.post("new?name=paper.ris&column=demo&slug=two", "", ris.as_bytes());
    assert_eq!((status, &answer["path"]), (200, &json!("content/demo/002-two/issue.md")), "{answer}");
    assert!(site.read("content/demo/002-two/issue.md").contains("draft: true"));
    let (status, answer) = page.post("new?name=three.md", "", "# 稿件题目\n\n正文一段。\n".as_bytes());
    assert_eq!((status, &answer["path"]), (200, &json!("content/demo/003-three/issue.md")), "{answer}");
    assert!(site.read("content/demo/003-three/issue.md").contains("正文一段"));
    let before = snapshot(site.path());
    for (name, bytes) in
        [("paper.ris", &b"nothing"[..]), ("three.docx", b"PK"), ("three.exe", b"MZ"), ("three.md", b"\xff\xfe")]
    {
        let (status, answer) = page.post(&format!("new?name={name}&column=demo"), "", bytes);
        assert!(
            status == 422 && answer["reason"].as_str().is_some_and(|it| !it.is_empty()),
            "{name}: {status} {answer}"
        );
    }
    // One that is there is not written again.
    assert_eq!(page.post("new?name=paper.ris&column=demo&slug=two", "", ris.as_bytes()).0, 422);
    assert_eq!(snapshot(site.path()).len(), before.len());
    served.until("both can be edited", || served.get("/_desk/edit?file=content/demo/003-three/issue.md").0 == 200);
    drop(served);
    // Nothing of the desk is in what is built.
    let built = site.run(&["build", "--drafts", "--now", "2026-01-01"]);
    assert!(code(&built) < 2);
    for (path, bytes) in site.snapshot() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("_desk") && !text.contains("postil-desk"), "{path}");
    }
}
