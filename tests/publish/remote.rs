//! The remote cache of pictures: builders that share a store, and a store that is away, slow, read-only or holds something
//! else than was put there. No site depends on any of it.

use std::collections::BTreeMap;
use std::time::Duration;

use postil::diag::{Code, Diagnostic, code};
use postil::io::deliver::{Keys, Patience};
use postil::io::remote::{Access, Use};
use postil::pipeline::{self, Built, Exchanged, Request, Watch};

use super::SECRET;
use super::store::{Fate, Object, Store};
use crate::server::direct;
use crate::support::{TestSite, snapshot, stderr};

/// A builder's copy of a site with two pictures that are developed and one that is published as it is.
fn builder(store: &Store) -> TestSite {
    let site = TestSite::new();
    site.write("config.toml", config(&store.place.to_string(), "s3://press/shared"));
    let figure = |name: &str| format!(":::figure{{src=\"{name}\" alt=\"示意图\"}}\n图题\n:::\n\n");
    site.issue(1, "one", "", &["a.jpg", "b.png", "c.svg"].map(figure).concat());
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
    for (name, bytes) in [("a.jpg", photo("jpg", 96)), ("b.png", photo("png", 160)), ("c.svg", svg.into())] {
        site.write(&format!("content/demo/001-one/{name}"), bytes);
    }
    site
}

fn config(host: &str, remote: &str) -> String {
    format!("title = \"演示\"\ncards = false\n[cache]\nremote = \"{remote}\"\nendpoint = \"http://{host}\"\n")
}

/// Shades in every direction.
fn photo(extension: &str, width: u32) -> Vec<u8> {
    let pixel = |x, y| image::Rgb([(x * 2) as u8, (y * 3) as u8, ((x * 7) ^ (y * 13)) as u8]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let format = image::ImageFormat::from_extension(extension).expect("a form");
    image::RgbImage::from_fn(width, 64, pixel).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

const ONCE: Patience = Patience { times: 1, first: Duration::ZERO, answer: Duration::from_secs(20), bytes: 1 << 20 };

fn access(usage: Use) -> Access {
    Access { usage, keys: Some(Keys::new("id", SECRET, None)), patience: ONCE }
}

/// Builds as strictly as one can: what the store does must not count. Gives what is said, too.
fn build(site: &TestSite, access: Access) -> (Built, Vec<Diagnostic>) {
    let now = Some(jiff::civil::date(2026, 1, 1));
    let root = site.path().to_owned();
    let request = Request { root, now, deny_warnings: true, remote: access, ..Request::default() };
    let checked = pipeline::build(&request, &Watch::nobody());
    let said = checked.diagnostics;
    (checked.value.unwrap_or_else(|| panic!("{said:#?}")), said)
}

fn codes(said: &[Diagnostic]) -> Vec<Code> {
    said.iter().map(|it| it.code).collect()
}

fn exchanged(fetched: usize, given: usize) -> Exchanged {
    Exchanged { fetched, given }
}

#[test]
fn the_second_builder_encodes_nothing() {
    let store = Store::open();
    let (one, other) = (builder(&store), builder(&store));
    let (first, said) = build(&one, access(Use::Write));
    assert!(first.encoded >= 4 && said.is_empty(), "{} {said:#?}", first.encoded);
    assert_eq!(first.exchanged, exchanged(0, 2));
    let (second, said) = build(&other, access(Use::Write));
    assert_eq!((second.encoded, second.exchanged, said), (0, exchanged(2, 0), vec![]));
    assert_eq!(snapshot(&one.output()), snapshot(&other.output()));
    assert!(store.inside().objects.keys().all(|path| path.starts_with("shared/pictures/")));
    // What is at hand and known to be there is not asked for again, whatever else changes.
    let asked = store.inside().asked;
    for site in [&one, &other] {
        site.issue(2, "two", "", "正文。");
        let (built, _) = build(site, access(Use::Write));
        assert_eq!((built.encoded, built.exchanged), (0, exchanged(0, 0)));
    }
    assert_eq!(store.inside().asked, asked);
    // What a preview shows is not for everyone yet.
    let preview = builder(&store);
    preview.write("content/demo/001-one/a.jpg", photo("jpg", 80));
    let request =
        Request { root: preview.path().to_owned(), drafts: true, remote: access(Use::Write), ..Request::default() };
    let built = pipeline::build(&request, &Watch::nobody()).value.expect("a preview");
    assert!(built.encoded > 0 && built.exchanged == exchanged(1, 0));
    // A store that has lost all gets it from whoever comes with an empty cache.
    store.reset(&BTreeMap::new(), |_| Fate::Good);
    assert_eq!(build(&builder(&store), access(Use::Write)).0.exchanged, exchanged(0, 2));
}

#[test]
fn builders_that_work_at_once_are_not_in_each_others_way() {
    let store = Store::open();
    let made: Vec<_> = std::thread::scope(|scope| {
        let work = || {
            let site = builder(&store);
            let (_, said) = build(&site, access(Use::Write));
            (snapshot(&site.output()), said)
        };
        let all: Vec<_> = (0..3).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|one| one.join().expect("it ends")).collect()
    });
    assert!(made.iter().all(|it| *it == made[0] && it.1.is_empty()));
    assert_eq!(build(&builder(&store), access(Use::Read)).0.exchanged, exchanged(2, 0));
}

#[test]
fn a_store_that_is_away_or_slow_is_said_once_and_nobody_waits_for_it_long() {
    let store = Store::open();
    let hasty = Patience { answer: Duration::from_millis(300), ..ONCE };
    let whole = {
        let site = builder(&store);
        build(&site, Access::default());
        snapshot(&site.output())
    };
    assert_eq!(store.inside().asked, 0, "it may not be used");
    for fate in [Fate::Broken, Fate::Status(503, "SlowDown"), Fate::Status(403, "InvalidAccessKeyId"), Fate::Slow] {
        store.reset(&BTreeMap::new(), move |_| fate);
        let site = builder(&store);
        let (built, said) = build(&site, Access { patience: hasty, ..access(Use::Write) });
        assert!(built.encoded >= 4 && built.exchanged == exchanged(0, 0), "{fate:?}");
        assert!(codes(&said).iter().all(|it| *it == code::P018) && (1..=2).contains(&said.len()), "{fate:?} {said:#?}");
        assert!(said.iter().all(|it| it.place.is_some() && !it.message.to_string().contains(SECRET)));
        assert_eq!(snapshot(&site.output()), whole, "{fate:?}");
        assert!(store.inside().asked <= 5, "{}", store.inside().asked);
    }
    // It is no machine at all.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port that is free");
    let site = builder(&store);
    for (host, remote) in [(free.to_string(), "s3://press/shared"), ("[nowhere".to_owned(), "s3://press")] {
        site.write("config.toml", config(&host, remote));
        let (_, said) = build(&site, access(Use::Write));
        assert_eq!(codes(&said), [code::P018], "{said:#?}");
    }
    assert_eq!(snapshot(&site.output()), whole);
}

#[test]
fn who_may_only_read_reads() {
    let store = Store::open();
    // The first two ask for what is there, the others would put something there.
    let fate = |asked| if asked <= 2 { Fate::Good } else { Fate::Status(403, "AccessDenied") };
    store.reset(&BTreeMap::new(), fate);
    let (built, said) = build(&builder(&store), access(Use::Write));
    assert!(built.encoded >= 4 && codes(&said) == [code::P018], "{said:#?}");
    let help = said[0].help.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(help.contains("`POSTIL_CACHE=read`"), "{help}");
    // Whoever says that it only reads is told nothing, and puts nothing there.
    store.reset(&BTreeMap::new(), |_| Fate::Good);
    let (built, said) = build(&builder(&store), access(Use::Read));
    assert!(built.encoded >= 4 && said.is_empty() && store.inside().objects.is_empty(), "{said:#?}");
    build(&builder(&store), access(Use::Write));
    let objects = store.inside().objects.clone();
    store.reset(&objects, |asked| if asked <= 2 { Fate::Good } else { Fate::Status(403, "AccessDenied") });
    let (built, said) = build(&builder(&store), access(Use::Write));
    assert_eq!((built.encoded, built.exchanged, said), (0, exchanged(2, 0), vec![]));
}

#[test]
fn what_is_not_as_it_was_put_there_is_made_anew() {
    let store = Store::open();
    let first = builder(&store);
    build(&first, access(Use::Write));
    let sound = store.inside().objects.clone();
    let [one, other] = [0, 1].map(|at| sound.values().nth(at).expect("two pictures").content.clone());
    let flipped = one.iter().enumerate().map(|(at, byte)| if at == one.len() / 2 { byte ^ 1 } else { *byte }).collect();
    let wrong = [Vec::new(), one[..one.len() - 1].to_vec(), flipped, other, b"<html>Sign in</html>".to_vec()];
    for content in wrong {
        let mut objects = sound.clone();
        let path = sound.keys().next().expect("a picture").clone();
        objects.insert(path.clone(), Object { content, fields: BTreeMap::new() });
        store.reset(&objects, |_| Fate::Good);
        let site = builder(&store);
        let (built, said) = build(&site, access(Use::Write));
        assert_eq!(built.exchanged, exchanged(1, 1));
        assert!(codes(&said) == [code::P018] && said[0].message.to_string().contains(&path), "{said:#?}");
        assert_eq!(snapshot(&site.output()), snapshot(&first.output()));
        assert_eq!(store.inside().objects[&path].content, sound[&path].content, "it is right again");
    }
}

#[test]
fn the_environment_says_who_may_use_it_and_a_configuration_alone_asks_nobody() {
    let store = Store::open();
    let run = |variables: &[(&str, &str)]| {
        store.reset(&BTreeMap::new(), |_| Fate::Good);
        let site = builder(&store);
        let mut command = direct(site.command(&["build", "--now", "2026-01-01", "--deny", "warnings"]));
        for name in ["POSTIL_CACHE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            command.env_remove(name);
        }
        // A file with keys is nothing that this run was given.
        site.write(".aws/credentials", "[default]\naws_access_key_id = id\naws_secret_access_key = secret\n");
        let out = command.env("HOME", site.path()).envs(variables.iter().copied()).output().expect("postil starts");
        assert!(out.status.success(), "{}", stderr(&out));
        let inside = store.inside();
        (inside.asked, inside.objects.len(), stderr(&out))
    };
    let keys = [("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    assert_eq!(run(&[]).0, 0);
    let (asked, there, said) = run(&keys);
    assert!(asked == 4 && there == 2 && said.contains("remote cache of pictures: 0 taken, 2 put there"), "{said}");
    for (word, expected) in [("off", (0, 0)), ("read", (2, 0)), ("raed", (2, 0)), ("write", (4, 2))] {
        let (asked, there, said) = run(&[("POSTIL_CACHE", word)]);
        assert_eq!((asked, there), expected, "{word}: {said}");
    }
    let site = builder(&store);
    site.write("config.toml", config("127.0.0.1:9", "oss://press"));
    let out = site.run(&["check"]);
    assert!(stderr(&out).contains("error[S004]: `oss://press` names no place"), "{}", stderr(&out));
}
