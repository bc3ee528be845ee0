//! `postil publish`: against a store that fails, is slow, is stopped at every request, or is somebody else's by then.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postil::diag::{Code, Locale, code};
use postil::io::deliver::store::Way;
use postil::io::deliver::{Keys, Patience, Record};
use postil::io::publish::Output;
use postil::pipeline::{self, Delivered, Delivery, Request, Watch};

use crate::support::{TestSite, snapshot, stderr, stdout};

mod remote;
mod store;

use store::{Fate, Object, Store};

const RECORD: &str = ".postil-published.json";
const SECRET: &str = "nobody-may-read-this";

/// The MD5 of a content, as a site's manifest has it.
fn md5(content: &[u8]) -> String {
    use md5::Digest as _;
    md5::Md5::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A site that was built twice: as it was, and with other colours, another text, an issue more and one less.
struct Twice {
    site: TestSite,
    old: PathBuf,
    new: PathBuf,
}

impl Twice {
    fn new() -> Self {
        let site = TestSite::new();
        site.run(&["new", "theme", "own"]);
        site.write("config.toml", "title = \"演示\"\ncards = false\ntheme = \"own\"\n");
        for number in 1..4 {
            site.issue(number, &format!("no{number}"), "", "正文。");
        }
        let (old, new) = (site.path().join("old"), site.path().join("new"));
        site.write("themes/own/assets/css/own.css", "a { color: #123 }\n");
        build(&site, "old");
        site.write("themes/own/assets/css/own.css", "a { color: #321 }\n");
        site.issue(1, "no1", "", "改过的正文。").issue(4, "no4", "aliases: [/demo/before/]\n", "新的一期。");
        site.remove("content/demo/003-no3");
        build(&site, "new");
        Self { site, old, new }
    }

    fn publish(&self, output: &Path, store: &Store, patience: Patience) -> Result<Delivered, Code> {
        deliver(&self.site, output, store, patience).map_err(|(code, _)| code)
    }
}

fn build(site: &TestSite, output: &str) {
    let built = site.run(&["build", "--now", "2026-01-01", "--output", output]);
    assert!(built.status.success(), "{}", stderr(&built));
}

const ONCE: Patience = Patience { times: 1, first: Duration::ZERO, answer: Duration::from_secs(20), bytes: 1 << 20 };

fn wanted(store: &Store, patience: Patience) -> Delivery {
    Delivery {
        to: Some("s3://press".to_owned()),
        way: Way { endpoint: Some(format!("http://{}", store.place)), ..Way::default() },
        keys: Some(Keys::new("id", SECRET, None)),
        patience,
        resting: Duration::ZERO,
        ..Delivery::default()
    }
}

/// Publishes; the error is its code and all that is said of it.
fn deliver(site: &TestSite, output: &Path, store: &Store, patience: Patience) -> Result<Delivered, (Code, String)> {
    let request = Request { root: site.path().to_owned(), output: Some(output.to_owned()), ..Request::default() };
    let checked = pipeline::deliver(&request, &wanted(store, patience), &Watch::nobody());
    checked.value.ok_or_else(|| {
        let said = &checked.diagnostics[0];
        let help = said.help.as_ref().expect("a next step").say(Locale::Chinese).into_owned();
        (said.code, format!("{}\n{}", said.message.say(Locale::Chinese), help))
    })
}

/// What stands at a store, but for what is written down there.
fn seen(objects: &BTreeMap<String, Object>) -> Vec<(String, Vec<u8>)> {
    let files = objects.iter().filter(|(path, _)| *path != RECORD);
    files.map(|(path, object)| (path.clone(), object.content.clone())).collect()
}

#[test]
fn a_publication_that_stops_anywhere_shows_whole_pages_and_the_next_one_finishes_it() {
    let twice = Twice::new();
    let store = Store::open();
    let first = twice.publish(&twice.old, &store, ONCE).expect("published");
    assert_eq!((first.sent.len(), first.removed.len()), (first.files, 0));
    let old = store.inside().objects.clone();
    assert_eq!(seen(&old), snapshot(&twice.old));
    let mut stops = 0;
    for after in 1.. {
        let mut is_over = false;
        for last in [Fate::Broken, Fate::Lost] {
            let fate = move |asked: usize| match asked.cmp(&after) {
                std::cmp::Ordering::Less => Fate::Good,
                std::cmp::Ordering::Equal => last,
                std::cmp::Ordering::Greater => Fate::Broken,
            };
            store.reset(&old, fate);
            let stopped = twice.publish(&twice.new, &store, ONCE);
            let left = store.inside().objects.clone();
            is_over = stopped.is_ok();
            assert_eq!(stopped.map(drop), if is_over { Ok(()) } else { Err(code::I021) });
            store.reset(&left, |_| Fate::Good);
            twice.publish(&twice.new, &store, ONCE).expect("finished");
            assert_eq!(seen(&store.inside().objects), snapshot(&twice.new), "stopped after {after}");
            let record = Record::parse(&store.inside().objects[RECORD].content);
            assert!(record.by.is_none() && record.pending.is_empty());
            stops += 1;
        }
        if is_over {
            break;
        }
    }
    assert!(stops > 60, "{stops}");
    let missed = store.inside().missed.clone();
    assert!(missed.is_empty(), "{missed:?}");
    // What says that a page lacks something is not blind.
    let mut objects = old;
    objects.retain(|path, _| !path.ends_with(".css"));
    let store = Store::open();
    store.reset(&objects, |_| Fate::Good);
    let _ = twice.publish(&twice.old, &store, ONCE);
    assert!(!store.inside().missed.is_empty());
}

#[test]
fn what_fails_now_and_then_is_tried_again() {
    let twice = Twice::new();
    let store = Store::open();
    let faults =
        [Fate::Status(500, "InternalError"), Fate::Status(429, "SlowDown"), Fate::Broken, Fate::Lost, Fate::Slow];
    store.reset(&BTreeMap::new(), move |asked| match asked % 7 {
        3 => faults[asked / 7 % faults.len()],
        _ => Fate::Good,
    });
    let patience =
        Patience { times: 8, first: Duration::from_millis(2), answer: Duration::from_millis(600), bytes: 1 << 20 };
    twice.publish(&twice.old, &store, patience).expect("published");
    assert_eq!(seen(&store.inside().objects), snapshot(&twice.old));
    assert!(store.inside().missed.is_empty());
}

#[test]
fn what_a_store_refuses_is_said_with_a_next_step_and_without_a_secret() {
    let twice = Twice::new();
    let store = Store::open();
    for (fate, code, word) in [
        (Fate::Status(403, "AccessDenied"), code::I022, "ListBucket"),
        (Fate::Status(403, "InvalidAccessKeyId"), code::I022, "AWS_ACCESS_KEY_ID"),
        (Fate::Status(403, "SignatureDoesNotMatch"), code::I022, "AWS_SECRET_ACCESS_KEY"),
        (Fate::Status(403, "RequestTimeTooSkewed"), code::I023, "07 Aug 2025"),
        (Fate::Status(404, "NoSuchBucket"), code::I022, "--endpoint"),
        (Fate::Status(301, "PermanentRedirect"), code::I022, "--region"),
        (Fate::Status(503, "SlowDown"), code::I021, "SlowDown"),
        (Fate::Status(400, "Whatever"), code::I022, "Whatever"),
        (Fate::Broken, code::I021, "再运行一次"),
    ] {
        store.reset(&BTreeMap::new(), move |_| fate);
        let (said, words) = deliver(&twice.site, &twice.old, &store, ONCE).expect_err("refused");
        assert!(said == code && words.contains(word), "{fate:?}: {said} {words}");
        assert!(!words.contains(SECRET) && !words.contains("X-Amz"), "{words}");
    }
}

#[test]
fn only_what_changed_is_sent_and_only_what_postil_put_there_goes() {
    let twice = Twice::new();
    let store = Store::open();
    twice.publish(&twice.old, &store, ONCE).expect("published");
    let mut objects = store.inside().objects.clone();
    let fields = |path: &str| objects[path].fields["cache-control"].clone();
    assert_eq!(fields("index.html"), "public, max-age=300");
    let style = objects.keys().find(|path| path.ends_with(".css")).expect("a style sheet").clone();
    assert_eq!(fields(&style), "public, max-age=31536000, immutable");
    assert_eq!(objects["index.html"].fields["content-type"], "text/html;charset=utf-8");
    // Nothing new: nothing is sent, and nothing written.
    store.reset(&objects, |_| Fate::Good);
    let again = twice.publish(&twice.old, &store, ONCE).expect("published");
    assert_eq!((again.sent.len(), again.removed.len(), store.inside().bytes), (0, 0, 0));
    // Somebody else's file and somebody's change.
    let own = |text: &str| Object { content: text.as_bytes().to_vec(), fields: BTreeMap::new() };
    objects.insert("theirs.txt".into(), own("theirs"));
    objects.insert("index.html".into(), own("changed"));
    objects.insert("demo/no3/index.html".into(), own("changed"));
    store.reset(&objects, |_| Fate::Good);
    let next = twice.publish(&twice.new, &store, ONCE).expect("published");
    assert!(next.sent.iter().any(|(path, _)| path == "index.html") && next.sent.len() < next.files);
    let there = store.inside().objects.clone();
    assert_eq!(there["theirs.txt"].content, b"theirs");
    assert_eq!(there["demo/no3/index.html"].content, b"changed");
    assert!(!there.contains_key(&style) && next.removed.contains(&style));
    // What was written down is lost: what is there is known by its content, and nothing goes.
    let mut lost = there.clone();
    lost.remove(RECORD);
    store.reset(&lost, |_| Fate::Good);
    let found = twice.publish(&twice.new, &store, ONCE).expect("published");
    assert_eq!((found.sent.len(), found.removed.len()), (0, 0));
    assert_eq!(store.inside().objects[RECORD], there[RECORD]);
}

#[test]
fn of_two_publications_the_earlier_is_told_and_the_later_is_whole() {
    let twice = Arc::new(Twice::new());
    let store = Arc::new(Store::open());
    let mut told = 0;
    for at in (4..40).step_by(5) {
        store.reset(&BTreeMap::new(), |_| Fate::Good);
        let (other, there) = (Arc::clone(&twice), Arc::clone(&store));
        let act = move || drop(other.publish(&other.new, &there, ONCE).expect("the later one is whole"));
        store.inside().before = Some((at, Box::new(act)));
        let first = twice.publish(&twice.old, &store, ONCE);
        told += usize::from(first == Err(code::I025));
        assert!(first.is_ok() || first == Err(code::I025), "{first:?}");
        twice.publish(&twice.new, &store, ONCE).expect("published");
        let there = seen(&store.inside().objects);
        assert!(snapshot(&twice.new).iter().all(|file| there.contains(file)));
    }
    assert!(told > 4, "{told}");
}

#[test]
fn only_what_was_built_whole_is_published() {
    let twice = Twice::new();
    let store = Store::open();
    let refused = |output: &PathBuf| deliver(&twice.site, output, &store, ONCE).expect_err("refused").0;
    assert_eq!(refused(&twice.site.path().join("nothing")), code::I024);
    let page = twice.old.join("demo/no1/index.html");
    let text = fs::read_to_string(&page).expect("a page");
    fs::write(&page, text.replace("正文", "正丈")).expect("changed");
    assert_eq!(refused(&twice.old), code::I024);
    let built = twice.site.run(&["build", "--now", "2026-01-01", "--drafts", "--output", "preview"]);
    assert!(built.status.success());
    assert_eq!(refused(&twice.site.path().join("preview")), code::I024);
    // Nor does a preview that is wanted take the place of the site.
    twice.site.write("config.toml", "title = \"演示\"\n[publish]\nto = \"www\"\n");
    for words in [&["--preview"][..], &["www/", "--preview"]] {
        let run = twice.site.run(&[&["publish", "--output", "preview"], words].concat());
        assert!(stderr(&run).contains("error[I020]: a preview would take the place"), "{}", stderr(&run));
    }
    let elsewhere = twice.site.run(&["publish", "draft", "--output", "preview", "--preview"]);
    assert!(elsewhere.status.success() && !twice.site.path().join("www").exists(), "{}", stderr(&elsewhere));
    assert_eq!(store.inside().asked, 0);
}

#[test]
fn a_folder_gets_the_site_and_a_plan_changes_nothing() {
    let twice = Twice::new();
    let site = &twice.site;
    let folder = site.path().join("www");
    let run = |arguments: &[&str]| {
        let out = site.run(&[&["publish", "www"], arguments].concat());
        assert!(out.status.success(), "{}", stderr(&out));
        stdout(&out)
    };
    let plan = run(&["--output", "old", "--dry-run"]);
    assert!(plan.contains("put ") && plan.contains(" index.html\n") && !folder.exists());
    run(&["--output", "old"]);
    assert_eq!(snapshot(&folder), snapshot(&twice.old));
    fs::write(folder.join("mine.txt"), "mine").expect("written");
    let plan = run(&["--output", "new", "--dry-run"]);
    assert!(plan.contains("remove") && plan.contains("demo/no3/index.html"), "{plan}");
    run(&["--output", "new"]);
    assert_eq!(fs::read_to_string(folder.join("mine.txt")).expect("left"), "mine");
    fs::remove_file(folder.join("mine.txt")).expect("removed");
    assert_eq!(snapshot(&folder), snapshot(&twice.new));
    assert!(Output::named(site.path(), &folder).is_ok());
    let none = site.run(&["publish", "--output", "new"]);
    assert!(none.status.code() == Some(2) && stderr(&none).contains("I020"), "{}", stderr(&none));
    site.write("config.toml", "title = \"演示\"\n[publish]\nto = \"../elsewhere\"\n");
    let astray = site.run(&["publish", "--output", "new"]);
    assert!(stderr(&astray).contains("I010") && astray.status.code() == Some(3), "{}", stderr(&astray));
}

#[test]
fn what_kept_pages_ask_for_stays_until_nobody_keeps_them() {
    let twice = Twice::new();
    let store = Store::open();
    twice.publish(&twice.old, &store, ONCE).expect("published");
    let styles = |objects: &BTreeMap<String, Object>| objects.keys().filter(|path| path.ends_with(".css")).count();
    let before = styles(&store.inside().objects);
    let publish = |resting: Duration| {
        let request =
            Request { root: twice.site.path().to_owned(), output: Some(twice.new.clone()), ..Request::default() };
        let wanted = Delivery { resting, ..wanted(&store, ONCE) };
        pipeline::deliver(&request, &wanted, &Watch::nobody()).value.expect("published")
    };
    let day = Duration::from_secs(86_400);
    let next = publish(day);
    assert!(next.removed.iter().any(|path| path == "demo/no3/index.html"), "{:?}", next.removed);
    assert!(styles(&store.inside().objects) > before);
    // That it waits is nothing to be done, until its time has come.
    let bytes = store.inside().bytes;
    assert_eq!(publish(day).removed, [""; 0]);
    assert_eq!(store.inside().bytes, bytes);
    let gone = publish(Duration::ZERO).removed;
    assert!(!gone.is_empty() && gone.iter().all(|path| path.ends_with(".css")), "{gone:?}");
    assert_eq!(seen(&store.inside().objects), snapshot(&twice.new));
}

#[test]
fn an_old_address_leads_on_in_the_store() {
    let twice = Twice::new();
    let store = Store::open();
    twice.site.write("config.toml", "title = \"演示\"\n[publish]\nredirects = true\npage_minutes = 1\n");
    twice.publish(&twice.new, &store, ONCE).expect("published");
    let objects = store.inside().objects.clone();
    let page = &objects["demo/before/index.html"];
    assert_eq!(page.fields["x-amz-website-redirect-location"], "/demo/no4/");
    assert_eq!(page.fields["cache-control"], "public, max-age=60");
    assert!(!objects["index.html"].fields.contains_key("x-amz-website-redirect-location"));
}
