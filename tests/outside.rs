//! `postil check --links`, against servers on this machine: what is said of each answer, and how often anybody is asked.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::server::{Reply, Server, direct, reply};
use crate::support::{TestSite, code, stderr};

/// A site with links to these addresses, one a line.
fn site(front: &str, addresses: &[String]) -> TestSite {
    let site = TestSite::new();
    let links: Vec<String> = addresses.iter().map(|address| format!("- [某处]({address})")).collect();
    site.issue(1, "one", front, &links.join("\n"));
    site
}

/// What a check says, and how it ends.
fn check(site: &TestSite, more: &[&str]) -> (i32, String) {
    let words = ["check", "--now", "2026-01-01"];
    let inside: &[&str] = if more.contains(&"--links") { &["--inside"] } else { &[] };
    let run = direct(site.command(&[&words, more, inside].concat())).output().expect("postil starts");
    (code(&run), stderr(&run))
}

fn ok() -> Reply {
    reply("200 OK", "", "here")
}

/// Paths that were asked for, with the method, in order.
fn asked(server: &Server) -> Vec<String> {
    let mut all: Vec<String> = server.asked().iter().map(|it| format!("{} {}", it.method, it.path)).collect();
    all.sort();
    all
}

#[test]
fn every_outside_address_is_asked_once_and_what_is_wrong_is_said_where_it_stands() {
    let plain = Server::new(|asked| match asked.path.as_str() {
        "/gone" => reply("404 Not Found", "", "nothing"),
        "/moved" => reply("301 Moved", "Location: /new\r\n", ""),
        "/wall" => reply("403 Forbidden", "", "who are you"),
        _ => ok(),
    });
    let seen = AtomicBool::new(false);
    let odd = Server::new(move |asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("HEAD", "/refused") => reply("405 Method Not Allowed", "", ""),
        ("HEAD", "/busy") if !seen.swap(true, Ordering::SeqCst) => reply("429 Many", "Retry-After: 1\r\n", ""),
        _ => ok(),
    });
    let circle = Server::new(|_| reply("302 On", "Location: /loop\r\n", ""));
    let bad = Server::new(|asked| match asked.path.as_str() {
        "/reset" => Reply { bytes: Vec::new(), slowly: false },
        _ => Reply { slowly: true, ..ok() },
    });
    let at = |server: &Server, path: &str| format!("{}{path}", server.address);
    let addresses = [
        at(&plain, "/good"),
        at(&plain, "/good#part"),
        at(&plain, "/gone"),
        at(&plain, "/moved"),
        at(&plain, "/wall"),
        at(&odd, "/refused"),
        at(&odd, "/busy"),
        at(&circle, "/loop"),
        at(&bad, "/reset"),
        at(&bad, "/slow"),
    ];
    let site = site("", &addresses);
    assert_eq!(check(&site, &[]).0, 0);
    assert!([&plain, &odd, &circle, &bad].iter().all(|it| it.asked().is_empty()), "nobody wanted it");

    let (end, said) = check(&site, &["--links", "--notes"]);
    assert_eq!(end, 0, "{said}");
    assert!(said.contains(&format!("warning[L021]: `{}` is gone (status 404)", at(&plain, "/gone"))), "{said}");
    assert!(said.contains("issue.md:9:3"), "{said}");
    assert!(said.contains("note[L022]") && said.contains(&format!("write `{}`", at(&plain, "/new"))), "{said}");
    for path in [at(&plain, "/wall"), at(&circle, "/loop"), at(&bad, "/reset")] {
        assert!(said.contains(&format!("note[L023]: `{path}` could not be looked at")), "{said}");
    }
    for path in [at(&plain, "/good"), at(&odd, "/refused"), at(&odd, "/busy"), at(&bad, "/slow")] {
        assert!(!said.contains(&format!("`{path}`")), "{said}");
    }
    assert!(said.contains("9 addresses outside of the site, 9 asked now"), "{said}");
    let expected = ["GET /gone", "GET /wall", "HEAD /gone", "HEAD /good", "HEAD /moved", "HEAD /new", "HEAD /wall"];
    assert_eq!(asked(&plain), expected);
    assert_eq!(asked(&odd), ["GET /refused", "HEAD /busy", "HEAD /busy", "HEAD /refused"]);
    assert_eq!(asked(&circle), ["HEAD /loop"; 6]);
    assert_eq!(asked(&bad), ["HEAD /reset", "HEAD /slow"]);

    // What was well is not asked again, and what is known is said again.
    let (_, again) = check(&site, &["--links", "--notes"]);
    assert!(again.contains("[L021]") && again.contains("[L022]") && again.contains("9 addresses"), "{again}");
    assert_eq!(asked(&plain), ["GET /gone", "GET /wall", "HEAD /gone", "HEAD /wall"]);
    assert_eq!(asked(&odd), [""; 0]);
    assert_eq!(asked(&circle).len(), 6);
    assert_eq!(asked(&bad), ["HEAD /reset"]);
}

#[test]
fn what_an_editor_accepts_is_silent_whether_anybody_is_asked_or_not() {
    let server = Server::new(|_| reply("410 Gone", "", ""));
    let accepted = "accept: [{code: L021, reason: 只是暂时打不开}]\n";
    let address = format!("{}/gone", server.address);
    let site = site(accepted, std::slice::from_ref(&address));
    for words in [&[][..], &["--links"][..]] {
        let (end, said) = check(&site, &[words, &["--deny", "warnings"]].concat());
        assert_eq!(end, 0, "{said}");
    }
    assert_eq!(asked(&server), ["GET /gone", "HEAD /gone"]);
    site.issue(1, "one", "", &format!("[某处]({address})"));
    site.write("config.toml", "title = \"演示\"\n[rules]\nL021 = \"deny\"\n");
    let (end, said) = check(&site, &["--links", "--lang", "zh"]);
    assert_eq!(end, 1);
    assert!(said.contains("错误[L021]") && said.contains("已经失效（状态 410）"), "{said}");
}

#[test]
fn who_links_into_a_network_of_its_own_has_nobody_asked_there() {
    let server = Server::new(|_| ok());
    let port = server.address.rsplit(':').next().expect("a port").to_owned();
    let hosts = ["127.0.0.1", "localhost", "[::1]", "2130706433", "127.1", "a.localhost", "169.254.169.254", "printer"];
    let site = site("", &hosts.map(|host| format!("http://{host}:{port}/restart")));
    let run = direct(site.command(&["check", "--now", "2026-01-01", "--links"])).output().expect("postil starts");
    let said = stderr(&run);
    assert_eq!(asked(&server), [""; 0], "{said}");
    assert!(said.contains("warning[L023]") && said.contains("where not everybody reaches it"), "{said}");
    assert!(!said.contains("no outside address could be looked at"), "{said}");
    let site = self::site("", &[format!("http://127.0.0.1:{port}/restart")]);
    let (_, said) = check(&site, &["--links"]);
    assert!(!said.contains("where not everybody reaches it") && asked(&server).contains(&"HEAD /restart".to_owned()));
}

#[test]
fn a_machine_that_reaches_nobody_says_so_once() {
    let free =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port that is free again");
    let site = site("", &[format!("http://{free}/a"), format!("http://{free}/b")]);
    let (end, said) = check(&site, &["--links", "--notes"]);
    assert_eq!(end, 0, "{said}");
    assert!(said.contains("warning[L023]: no outside address could be looked at"), "{said}");
    assert_eq!(said.matches("[L0").count(), 1, "{said}");
}
