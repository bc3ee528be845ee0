//! Drafts in a WeChat account, against a server that answers as WeChat's interface is documented to.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Output;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::server::{Asked, Reply, Server, direct, reply};
use crate::support::{TestSite, code, stderr, stdout};
use crate::wechat::with_everything;

const ID: &str = "wx0123456789abcdef";
const SECRET: &str = "5ec2e7d0a1b2c3d4e5f60718293a4b5c";
const TOKEN: &str = "70_an-access-token-that-nobody-is-to-read";

/// What stands in the account: drafts by their names, and answers that come instead, by the beginning of a path.
#[derive(Default)]
struct Account {
    drafts: BTreeMap<String, Value>,
    instead: BTreeMap<String, String>,
    count: usize,
}

type Shared = Arc<Mutex<Account>>;

/// WeChat, and what stands in it.
fn wechat() -> (Server, Shared) {
    let shared = Shared::default();
    let account = Arc::clone(&shared);
    let server = Server::new(move |asked| {
        let mut account = account.lock().expect("an account");
        let instead = account.instead.iter().find(|(path, _)| asked.path.starts_with(*path));
        match instead {
            Some((_, answer)) => reply("200 OK", "Content-Type: application/json\r\n", &answer.clone()),
            None => reply("200 OK", "Content-Type: application/json\r\n", &answer(asked, &mut account).to_string()),
        }
    });
    (server, shared)
}

fn answer(asked: &Asked, account: &mut Account) -> Value {
    let sent: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    assert_eq!(asked.method, "POST");
    if path == "/cgi-bin/stable_token" {
        assert_eq!(sent["grant_type"], "client_credential");
        return match (sent["appid"] == ID, sent["secret"] == SECRET) {
            (false, _) => json!({"errcode": 40013, "errmsg": "invalid appid rid: 0"}),
            (_, false) => json!({"errcode": 40125, "errmsg": "invalid appsecret rid: 0"}),
            _ => json!({"access_token": TOKEN, "expires_in": 7200}),
        };
    }
    if !query.split('&').any(|it| it == format!("access_token={TOKEN}")) {
        return json!({"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"});
    }
    account.count += 1;
    let number = account.count;
    match path {
        "/cgi-bin/media/uploadimg" => {
            assert!(is_enclosed(&asked.body) && asked.body.len() < 1_000_500);
            json!({"url": format!("http://mmbiz.qpic.cn/mmbiz_png/{number}/0?wx_fmt=png&from=appmsg")})
        }
        "/cgi-bin/material/add_material" => {
            assert!(is_enclosed(&asked.body) && query.contains("type=image"));
            json!({"media_id": format!("cover-{number}"), "url": "http://mmbiz.qpic.cn/c/0"})
        }
        "/cgi-bin/draft/add" => {
            let id = format!("draft-{number}");
            account.drafts.insert(id.clone(), kept(&sent["articles"][0]));
            json!({"media_id": id})
        }
        "/cgi-bin/draft/update" | "/cgi-bin/draft/get" => {
            let id = sent["media_id"].as_str().unwrap_or_default().to_owned();
            let Some(draft) = account.drafts.get_mut(&id) else {
                return json!({"errcode": 40007, "errmsg": "invalid media_id"});
            };
            if path.ends_with("get") {
                return json!({"news_item": [draft]});
            }
            assert_eq!(sent["index"], 0);
            *draft = kept(&sent["articles"]);
            json!({"errcode": 0, "errmsg": "ok"})
        }
        other => panic!("nobody asks for {other}"),
    }
}

/// A draft as WeChat keeps it, which writes its HTML anew.
fn kept(article: &Value) -> Value {
    assert_eq!((&article["need_open_comment"], &article["only_fans_can_comment"]), (&json!(0), &json!(0)));
    assert!(article["thumb_media_id"].as_str().is_some_and(|it| it.starts_with("cover-")), "{article}");
    let mut kept = article.clone();
    kept["content"] = json!(article["content"].as_str().expect("a text").replace(" src=", " data-src="));
    kept
}

/// Whether a picture stands in a form as a browser would send it.
fn is_enclosed(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let boundary = text.lines().next().unwrap_or_default();
    text.contains("name=\"media\"; filename=\"")
        && text.contains("Content-Type: image/png\r\n\r\n\u{fffd}PNG")
        && text.ends_with(&format!("\r\n{boundary}--\r\n"))
}

/// Sends the first issue, with more words on the command line.
fn send(site: &TestSite, api: &str, more: &[&str]) -> Output {
    let words = ["outlet", "wechat", "one", "--now", "2026-01-01", "--draft", "--api", api];
    let mut command = direct(site.command(&[&words, more].concat()));
    command.env("WECHAT_APPID", ID).env("WECHAT_SECRET", SECRET).output().expect("postil starts")
}

/// Sends it, and expects that to go well; what was said.
fn sent(site: &TestSite, api: &str) -> String {
    let run = send(site, api, &[]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    stderr(&run)
}

/// The paths that were asked for, without what stands behind `?`.
fn paths(server: &Server) -> Vec<String> {
    let path = |asked: Asked| asked.path.split('?').next().unwrap_or_default().replace("/cgi-bin/", "");
    server.asked().into_iter().map(path).collect()
}

/// Nothing that was said or left on the disk has a word of these in it.
fn is_silent(site: &TestSite, runs: &[&Output]) {
    let hidden = [SECRET, TOKEN];
    for run in runs {
        let said = format!("{}{}", stderr(run), stdout(run));
        assert!(!hidden.iter().any(|word| said.contains(word)), "{said}");
    }
    for entry in walkdir::WalkDir::new(site.path()).into_iter().flatten().filter(|it| it.file_type().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!hidden.iter().chain([&ID]).any(|word| text.contains(word)), "{}", entry.path().display());
    }
}

#[test]
fn an_issue_is_one_draft_however_often_it_is_sent() {
    let site = with_everything("data");
    let (server, account) = wechat();
    let said = sent(&site, &server.address);
    assert!(said.contains("a new draft") && said.contains("图二"), "{said}");
    let asked = paths(&server);
    let uploads = asked.iter().filter(|it| *it == "media/uploadimg").count();
    let expected =
        ["stable_token", "media/uploadimg", "material/add_material", "draft/add", "draft/get"].map(str::to_owned);
    let mut once = asked;
    once.dedup();
    assert_eq!(once, expected);
    {
        let account = account.lock().expect("an account");
        let (_, draft) = account.drafts.first_key_value().expect("a draft");
        let content = draft["content"].as_str().expect("a text");
        let sources: Vec<&str> = content.split(" data-src=\"").skip(1).collect();
        // One that is shown twice is sent once.
        let shown: BTreeSet<&str> = sources.iter().filter_map(|source| source.split('"').next()).collect();
        assert!(shown.len() > 1 && sources.len() > shown.len() && uploads == shown.len(), "{shown:?}");
        for source in sources {
            assert!(source.starts_with("http://mmbiz.qpic.cn/mmbiz_png/"), "{source:.80}");
        }
        assert_eq!((&draft["title"], &draft["author"]), (&json!("演示1"), &json!("编辑部")));
        assert_eq!(draft["digest"], "一句摘要。");
        assert_eq!(draft["content_source_url"], "https://example.org/demo/one/");
    }
    // What is there is not sent again.
    assert!(sent(&site, &server.address).contains("is what the issue is now"));
    assert_eq!(paths(&server), ["stable_token", "draft/get", "draft/update", "draft/get"]);
    assert_eq!(account.lock().expect("an account").drafts.len(), 1);
    // What somebody has changed there stays.
    let change = |words: &str| {
        let mut account = account.lock().expect("an account");
        let draft = account.drafts.values_mut().next().expect("a draft");
        draft["title"] = json!(words);
    };
    change("别的题目");
    let run = send(&site, &server.address, &[]);
    assert_eq!(code(&run), 1, "{}", stderr(&run));
    assert!(stderr(&run).contains("error[O023]"), "{}", stderr(&run));
    assert_eq!(paths(&server), ["stable_token", "draft/get"]);
    // A draft that was published or deleted is made anew, and so is a cover that WeChat has not any more.
    account.lock().expect("an account").drafts.clear();
    assert!(sent(&site, &server.address).contains("a new draft"));
    assert_eq!(paths(&server), ["stable_token", "draft/get", "draft/add", "draft/get"]);
    let lost = json!({"errcode": 40007, "errmsg": "invalid media_id"}).to_string();
    account.lock().expect("an account").instead.insert("/cgi-bin/draft/update".to_owned(), lost);
    let lost = send(&site, &server.address, &["--verbose"]);
    assert_eq!(code(&lost), 1, "{}", stderr(&lost));
    assert!(stderr(&lost).contains("error[O022]"), "{}", stderr(&lost));
    let expected = ["stable_token", "draft/get", "draft/update", "material/add_material", "draft/update"];
    assert_eq!(paths(&server), expected);
    account.lock().expect("an account").instead.clear();
    assert!(sent(&site, &server.address).contains("is what the issue is now"));
    is_silent(&site, &[&run, &lost]);
}

#[test]
fn a_theme_that_writes_articles_writes_drafts() {
    let site = with_everything("data");
    let config = std::fs::read_to_string(site.path().join("config.toml")).expect("a configuration");
    site.write("config.toml", format!("theme = \"mine\"\n{config}"))
        .write("themes/mine/theme.toml", "extends = \"default\"\npostil = \">=0.1, <0.2\"\n")
        .write("themes/mine/templates/outlets/wechat.html", "<section>★{{ outlet.html }}</section>");
    let (server, account) = wechat();
    sent(&site, &server.address);
    let content = {
        let account = account.lock().expect("an account");
        account.drafts.values().map(|draft| draft["content"].to_string()).collect::<String>()
    };
    assert!(content.starts_with("\"<section>★"), "{content:.99}");
    assert!(!server.asked().is_empty());
    site.write("themes/mine/templates/outlets/wechat.html", "<section><video></video>{{ outlet.html }}</section>");
    let run = send(&site, &server.address, &[]);
    assert!(code(&run) == 1 && stderr(&run).contains("error[T022]"), "{}", stderr(&run));
    assert!(server.asked().is_empty(), "something was sent");
}

#[test]
fn what_wechat_says_no_to_is_told_with_a_next_step() {
    let site = with_everything("data");
    let (server, account) = wechat();
    for (path, number, words, expected) in [
        ("stable_token", 40001, "invalid credential", "error[O021]: WeChat does not take the secret (40001)"),
        ("stable_token", 40125, "invalid appsecret", "`WECHAT_SECRET` is that of this account"),
        ("stable_token", 40013, "invalid appid", "error[O021]: WeChat does not know the app id"),
        (
            "stable_token",
            40164,
            "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 0",
            "put 203.0.113.7 on the account's list",
        ),
        ("stable_token", -1, "system error", "error[O024]: WeChat is busy (-1)"),
        ("media/uploadimg", 48001, "api unauthorized", "error[O021]: this account may not use"),
        ("media/uploadimg", 40009, "invalid image size", "error[O022]: WeChat does not take a picture"),
        ("media/uploadimg", 45009, "reach max api daily quota limit", "error[O024]: WeChat was asked too often"),
        ("draft/add", 40007, "invalid media_id", "error[O022]: WeChat does not know a picture"),
        ("draft/add", 45003, "title size out of limit", "error[O022]: the title is longer"),
        ("draft/add", 45004, "description size out of limit", "error[O022]: the digest is longer"),
        ("draft/add", 45008, "article size out of limit", "error[O022]: the article is longer"),
        // It says what it was told.
        ("draft/add", 99999, &format!("no {SECRET} {TOKEN}\n\u{1b}[31m{}", "x".repeat(9999)), "no … …"),
    ] {
        let answer = json!({"errcode": number, "errmsg": words}).to_string();
        account.lock().expect("an account").instead = BTreeMap::from([(format!("/cgi-bin/{path}"), answer)]);
        let run = send(&site, &server.address, &[]);
        let said = stderr(&run);
        assert!(said.contains(expected) && said.contains("help: "), "{number}: {said}");
        assert!(said.len() < 2000 && !said.contains('\u{1b}'), "{said}");
        assert_ne!(code(&run), 0);
        is_silent(&site, &[&run]);
    }
    let run = send(&site, &server.address, &["--lang", "zh", "--format", "json"]);
    assert!(stdout(&run).contains("公众号拒绝"), "{}", stdout(&run));
    is_silent(&site, &[&run]);
    // Whatever went wrong, no picture was sent twice.
    let sent = server.asked().iter().filter(|it| it.path.starts_with("/cgi-bin/media/uploadimg")).count();
    assert!((3..=6).contains(&sent), "{sent}");
}

#[test]
fn what_is_no_answer_is_told_from_one() {
    let site = with_everything("data");
    let html = || reply("502 Bad Gateway", "Content-Type: text/html\r\n", "<html><body>proxy</body></html>");
    let cases: [(Server, &str); 4] = [
        (Server::new(move |_| html()), "no answer of WeChat's interface (status 502)"),
        (Server::new(|_| reply("302 Found", "Location: http://127.0.0.1:9/\r\n", "{}")), "(status 302)"),
        (Server::new(|_| reply("200 OK", "", "{}")), "(status 200)"),
        (Server::new(|_| Reply { bytes: Vec::new(), slowly: false }), "WeChat was not reached"),
    ];
    for (server, expected) in cases {
        let run = send(&site, &server.address, &[]);
        assert_eq!(code(&run), 3);
        let said = stderr(&run);
        assert!(said.contains("error[O024]") && said.contains(expected) && said.contains("help: "), "{said}");
        is_silent(&site, &[&run]);
        assert_eq!(server.asked().len(), 1, "nothing is tried again, and no redirect followed: {said}");
    }
    // Slowly is not never.
    let shared = Shared::default();
    let slow = Server::new(move |asked| {
        let text = answer(asked, &mut shared.lock().expect("an account")).to_string();
        Reply { slowly: asked.path.contains("stable_token"), ..reply("200 OK", "", &text) }
    });
    sent(&site, &slow.address);
}

#[test]
fn words_for_the_account_are_in_the_environment_and_go_to_wechat_alone() {
    let site = TestSite::with_issue();
    let run = |words: &[&str], id: &str| {
        let mut command = direct(site.command(&[&["outlet", "wechat", "one", "--now", "2026-01-01"], words].concat()));
        command.env("WECHAT_APPID", id).env_remove("WECHAT_SECRET").output().expect("postil starts")
    };
    let none = run(&["--draft"], ID);
    assert_eq!(code(&none), 3);
    assert!(stderr(&none).contains("error[O021]: `WECHAT_SECRET` is not set"), "{}", stderr(&none));
    assert!(stderr(&run(&["--draft"], " ")).contains("`WECHAT_APPID` is not set"));
    for api in
        ["http://example.org", "http://127.0.0.1.example.org", "https://a@example.org", "https://a.example/b", "x"]
    {
        let refused = run(&["--draft", "--api", api], ID);
        assert_eq!(code(&refused), 2, "{api}: {}", stderr(&refused));
    }
    assert_eq!(code(&run(&["--api", "https://api.weixin.qq.com"], ID)), 2);
    assert_eq!(code(&run(&["--draft", "--output", "made"], ID)), 2);
    assert_eq!(code(&site.run(&["outlet", "data", "one", "--draft"])), 2);
    // An issue without any picture has no cover.
    let (server, account) = wechat();
    let bare = send(&site, &server.address, &[]);
    assert!(stderr(&bare).contains("error[O022]") && stderr(&bare).contains("`cover:`"), "{}", stderr(&bare));
    assert!(account.lock().expect("an account").drafts.is_empty());
}
