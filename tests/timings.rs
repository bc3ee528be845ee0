//! What a run tells of itself: how far long work is, and what took how long.
//!
//! Nothing here asks how long anything takes: only that what is told fits together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use postil::diag::code;
use postil::pipeline::{self, Request, Span, Told, Watch, What, Work};
use serde_json::Value;

use crate::support::{TestSite, code, snapshot, stderr, stdout};

/// Three issues in two languages, of which two show a picture, and old addresses. No two cards are the same.
fn site() -> TestSite {
    let site = TestSite::new();
    site.write(
        "config.toml",
        "title = { zh-CN = \"演示\", en = \"Demonstration\" }\nlanguages = [\"zh-CN\", \"en\"]\n",
    )
    .write("content/demo/column.en.md", "---\ntitle: A column\n---\n");
    for number in 1..=3 {
        let figure = if number < 3 { "\n\n:::figure{src=\"scan.jpg\" alt=\"示意图\"}\n图题\n:::" } else { "" };
        let extra = format!("aliases: [/p/{number}]\n");
        site.issue(
            number,
            &format!("issue-{number}"),
            &extra,
            &format!("总生存期HR=0.68（95%CI 0.51~0.91）。{figure}"),
        );
        site.write(&format!("content/demo/{number:03}-issue-{number}/scan.jpg"), jpeg(200 + 100 * number, 150));
    }
    site.remove("content/demo/003-issue-3/scan.jpg");
    site.write("content/demo/001-issue-1/issue.en.md", "---\ntitle: One\n---\n\nHR=0.68 (95% CI 0.51-0.91).\n");
    site
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, ((x * 7) ^ (y * 13)) as u8 / 2];
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}

fn request(site: &TestSite) -> Request {
    Request { root: site.path().to_path_buf(), now: "2026-01-01".parse().ok(), ..Request::default() }
}

/// Addresses of the pages that stand in the output folder.
fn pages(site: &TestSite) -> BTreeSet<String> {
    let all = snapshot(&site.output()).into_iter();
    all.filter_map(|(path, _)| match path.strip_suffix("index.html") {
        Some(folder) => Some(folder.to_owned()),
        None => path.ends_with(".html").then_some(path),
    })
    .collect()
}

#[test]
fn what_was_measured_is_what_was_done() {
    let site = site();
    let watch = Watch::nobody().measuring();
    let built = pipeline::build(&request(&site), &watch).value.expect("a site");
    let timings = watch.timings().expect("timings");

    // Stages follow each other without a gap, to the end of the run.
    let names: Vec<String> = timings.stages.iter().map(|stage| stage.name.to_string()).collect();
    for pair in
        ["reading", "parsing", "linking", "checking", "theme", "pictures", "pages", "cards", "publishing"].windows(2)
    {
        let place =
            |name: &str| names.iter().position(|it| it == name).unwrap_or_else(|| panic!("{name} in {names:?}"));
        assert!(place(pair[0]) < place(pair[1]), "{names:?}");
    }
    for two in timings.stages.windows(2) {
        assert_eq!(two[0].start + two[0].length, two[1].start);
    }
    let last = timings.stages.last().expect("a stage");
    assert_eq!(last.start + last.length, timings.whole);
    assert!(timings.spans.iter().all(|span| span.start + span.length <= timings.whole));

    // Each page was measured once, with its template within it.
    let named = |what| timings.spans.iter().filter(move |span| span.what == what);
    let measured: BTreeSet<String> = named(What::Page).map(|span| span.name.clone()).collect();
    assert_eq!(measured, pages(&site));
    assert_eq!(named(What::Page).count(), built.pages);
    let templates = timings.slowest(What::Template);
    assert_eq!(templates.iter().map(|(_, sum)| sum.count).sum::<usize>(), built.pages);
    assert!(templates.is_sorted_by(|one, other| one.1.time >= other.1.time));
    let all: Duration = templates.iter().map(|(_, sum)| sum.time).sum();
    assert_eq!(all, named(What::Template).map(|span| span.length).sum());
    for template in named(What::Template) {
        assert!(named(What::Page).any(|page| holds(page, template)), "{template:?} belongs to no page");
    }
    assert_eq!(timings.files["demo/issue-2/"], "content/demo/002-issue-2/issue.md");
    assert_eq!(timings.files["en/demo/issue-1/"], "content/demo/001-issue-1/issue.en.md");

    // Every rule that looks at texts looked at each; one that looks at the site, once.
    let texts = named(What::Source).count();
    assert!(named(What::Source).any(|text| text.name == "content/demo/001-issue-1/issue.en.md"));
    assert_eq!(timings.rules[&code::E102].count, texts);
    assert_eq!(timings.rules[&code::M027].count, texts, "two rules of one code");
    assert_eq!(timings.rules[&code::N016].count, 1);
    let rules = timings.slowest_rules();
    assert!(rules.is_sorted_by(|one, other| one.1.time >= other.1.time));
    let all: Duration = rules.iter().filter(|(_, sum)| sum.count == texts).map(|(_, sum)| sum.time).sum();
    assert!(all <= named(What::Source).map(|text| text.length).sum());

    // Pictures in pieces, and each card.
    let pictures: BTreeSet<&str> = named(What::Picture).map(|span| span.name.as_str()).collect();
    assert_eq!(pictures, BTreeSet::from(["content/demo/001-issue-1/scan.jpg", "content/demo/002-issue-2/scan.jpg"]));
    assert!(named(What::Picture).any(|piece| piece.part == "avif 300"));
    assert_eq!(named(What::Card).count(), cards(&site));
}

/// Whether a thread did something within something else.
fn holds(outer: &Span, inner: &Span) -> bool {
    outer.thread == inner.thread
        && outer.start <= inner.start
        && inner.start + inner.length <= outer.start + outer.length
}

fn cards(site: &TestSite) -> usize {
    snapshot(&site.output())
        .iter()
        .filter(|(path, _)| path.rsplit('/').next().is_some_and(|it| it.starts_with("card-")))
        .count()
}

#[test]
fn where_nothing_has_changed_nothing_is_measured() {
    let site = site();
    let measured = |work: &dyn Fn(&Watch<'_>)| {
        let watch = Watch::nobody().measuring();
        work(&watch);
        watch.timings().expect("timings")
    };
    let build = || measured(&|watch| drop(pipeline::build(&request(&site), watch)));
    build();
    let again = build();
    assert_eq!((again.stages.len(), again.spans.len(), again.rules.len()), (1, 0, 0), "{again:?}");
    // A check draws and encodes nothing, and asks no rule again that has read the same text.
    let check = measured(&|watch| drop(pipeline::check(&request(&site), watch)));
    assert!(check.spans.iter().all(|span| matches!(span.what, What::Page | What::Template | What::Rule)), "{check:?}");
    assert!(!check.rules.contains_key(&code::E102));
    assert!(Watch::nobody().timings().is_none());
}

/// What a build tells of long work.
#[derive(Debug, Default, PartialEq)]
struct Heard {
    expected: usize,
    trouble: u64,
    begun: BTreeSet<String>,
    over: u64,
    made: usize,
    kept: usize,
}

fn heard(site: &TestSite) -> BTreeMap<&'static str, Heard> {
    let heard = Mutex::new(BTreeMap::new());
    let listener = |told: Told<'_>| {
        let mut heard = heard.lock().expect("what was heard");
        let work = match told {
            Told::Stage(_) => return,
            Told::Expected { work, .. }
            | Told::Begun { work, .. }
            | Told::Further { work, .. }
            | Told::Done { work, .. } => work,
        };
        let of: &mut Heard = heard.entry(if work == Work::Cards { "cards" } else { "pictures" }).or_default();
        match told {
            Told::Stage(_) => {}
            Told::Expected { count, trouble, .. } => {
                assert_eq!(*of, Heard::default(), "expected before anything else, and once");
                (of.expected, of.trouble) = (count, trouble);
            }
            Told::Begun { name, .. } => assert!(of.begun.insert(name.to_owned()), "{name} was begun twice"),
            Told::Further { trouble, .. } => of.over += trouble,
            Told::Done { trouble, is_kept, .. } => {
                of.over += trouble;
                *(if is_kept { &mut of.kept } else { &mut of.made }) += 1;
            }
        }
    };
    assert!(pipeline::build(&request(site), &Watch::listening(&listener)).value.is_some());
    heard.into_inner().expect("what was heard")
}

#[test]
fn long_work_tells_how_far_it_is() {
    let site = site();
    let first = heard(&site);
    let cards = cards(&site);
    assert!(cards > 5);
    for (work, count) in [("pictures", 2), ("cards", cards)] {
        let of = &first[work];
        assert_eq!((of.expected, of.made, of.kept, of.begun.len()), (count, count, 0, count), "{work}: {of:?}");
        assert_eq!(of.over, of.trouble, "{work}: {of:?}");
    }
    // A wider picture is more trouble; what is kept is told at once.
    assert_eq!(first["pictures"].trouble, 300 * 150 + 400 * 150);
    site.remove("public");
    let second = heard(&site);
    for (work, of) in &second {
        assert_eq!((of.expected, of.made, of.kept), (first[work].expected, 0, first[work].expected), "{work}: {of:?}");
        assert_eq!((of.over, of.begun.len()), (of.trouble, 0), "{work}: {of:?}");
    }
    site.write("content/demo/002-issue-2/scan.jpg", jpeg(320, 150)).remove("public");
    let third = &heard(&site)["pictures"];
    assert_eq!((third.expected, third.made, third.kept), (2, 1, 1), "{third:?}");
    assert_eq!(third.begun, BTreeSet::from(["content/demo/002-issue-2/scan.jpg".to_owned()]));
    assert_eq!(third.over, third.trouble);
}

#[test]
fn the_table_says_the_same_as_the_trace() {
    let site = site();
    let arguments = ["build", "--now", "2026-01-01", "--timings=trace.json"];
    let run = site.run(&arguments);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let trace: Value = serde_json::from_str(&site.read("trace.json")).expect("JSON");
    let parts = parts(&stderr(&run));
    let events = trace["traceEvents"].as_array().expect("a list");
    let of_kind = |kind: &str| events.iter().filter(|it| it["cat"] == *kind).collect::<Vec<_>>();
    let names =
        |kind: &str| of_kind(kind).iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>();

    let stages: Vec<&str> = parts["stage"].iter().map(|row| row.name.as_str()).collect();
    assert_eq!(stages[..stages.len() - 1], names("stage"));
    assert_eq!(stages.last(), Some(&"the whole run"));
    let (whole, single) = parts["stage"].split_last().expect("stages");
    let sum: f64 = single.iter().map(|row| row.time).sum();
    assert!((sum - whole.time).abs() <= 0.05 * (stages.len() + 1) as f64, "{sum} in {}", whole.time);

    for (kind, count) in
        [("page", pages(&site).len()), ("picture", 2), ("template", BTreeSet::from_iter(names("template")).len())]
    {
        let rows = &parts[kind];
        assert_eq!(rows.len(), count.min(10), "{kind}");
        assert!(rows.is_sorted_by(|one, other| one.time >= other.time), "{kind}");
        for row in rows {
            let all = of_kind(kind).into_iter().filter(|it| row.name.split(" (").next() == it["name"].as_str());
            let micro: f64 = all.map(|it| it["dur"].as_f64().expect("a number")).sum();
            assert!((micro / 1e3 - row.time).abs() <= 0.051, "{kind} {row:?}: {micro}");
        }
    }
    assert!(parts["page"].iter().any(|row| row.name == "demo/issue-1/ (content/demo/001-issue-1/issue.md)"));
    for row in &parts["rule"] {
        let sum = &trace["otherData"]["rules"][&row.name[..4]];
        assert!((sum["ms"].as_f64().expect("a number") - row.time).abs() <= 0.051, "{row:?}: {sum}");
        assert_eq!(sum["texts"].as_u64(), row.number.parse().ok(), "{row:?}");
    }
}

/// A row of the table.
#[derive(Debug)]
struct Row {
    time: f64,
    number: String,
    name: String,
}

/// The parts of the table, by the first word of their headings.
fn parts(said: &str) -> BTreeMap<String, Vec<Row>> {
    let mut parts = BTreeMap::<String, Vec<Row>>::new();
    let mut part = None;
    for line in said.lines() {
        let Some((numbers, name)) = line.split_at_checked(18).filter(|(numbers, _)| numbers.starts_with("  ")) else {
            part = None;
            continue;
        };
        let mut numbers = numbers.split_whitespace();
        match numbers.next().expect("a number") {
            "ms" => part = name.trim().split([' ', ':']).next().map(str::to_owned),
            time => parts.entry(part.clone().expect("a heading")).or_default().push(Row {
                time: time.parse().expect("a time"),
                number: numbers.next().unwrap_or_default().to_owned(),
                name: name.trim().to_owned(),
            }),
        }
    }
    parts
}

/// What a viewer of traces needs: complete events, which stand apart or one in another on each thread.
#[test]
fn viewers_can_read_the_trace() {
    let site = site();
    let run = site.run(&["build", "--now", "2026-01-01", "--jobs", "2", "--timings=trace.json"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let trace: Value = serde_json::from_str(&site.read("trace.json")).expect("JSON");
    let mut threads: BTreeMap<u64, Vec<(f64, f64, &Value)>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for event in trace["traceEvents"].as_array().expect("a list") {
        assert_eq!(event["pid"], 1);
        let thread = event["tid"].as_u64().expect("a thread");
        if event["ph"] == "M" {
            assert_eq!(event["name"], "thread_name");
            assert!(named.insert(thread));
            continue;
        }
        assert_eq!(event["ph"], "X", "{event}");
        assert!(event["name"].as_str().is_some_and(|name| !name.is_empty()), "{event}");
        kinds.insert(event["cat"].as_str().expect("a kind"));
        let [start, length] = ["ts", "dur"].map(|it| event[it].as_f64().expect("microseconds"));
        assert!(start >= 0.0 && length >= 0.0, "{event}");
        threads.entry(thread).or_default().push((start, start + length, event));
        if let Some(file) = event["args"]["file"].as_str() {
            assert!(site.path().join(file).is_file(), "{event}");
        }
    }
    assert!(kinds.is_superset(&BTreeSet::from(["stage", "text", "page", "template", "picture", "card"])), "{kinds:?}");
    assert!(threads.keys().all(|thread| named.contains(thread)));
    for mut all in threads.into_values() {
        all.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.total_cmp(&one.1)));
        let mut open: Vec<(f64, &Value)> = Vec::new();
        for (start, end, event) in all {
            // A rounding of what stands in JSON is no overlap.
            open.retain(|(until, _)| *until > start + 0.002);
            if let Some((until, around)) = open.last() {
                assert!(end <= until + 0.002, "{event} reaches out of {around}");
            }
            open.push((end, event));
        }
    }
}

#[test]
fn a_trace_takes_the_place_of_a_trace_and_of_nothing_else() {
    let site = TestSite::with_issue();
    let check = |timings: &str| site.run(&["check", "--now", "2026-01-01", "--format", "json", timings]);
    site.write("notes.json", "mine");
    let run = check("--timings=notes.json");
    assert_eq!(code(&run), 2, "{}", stderr(&run));
    assert!(stdout(&run).contains("N003"), "{}", stdout(&run));
    assert_eq!(site.read("notes.json"), "mine");
    for _ in 0..2 {
        let run = check("--timings=trace.json");
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        // What programs read stays theirs; the table stands beside it.
        assert_eq!(stdout(&run), "");
        assert!(stderr(&run).contains("the whole run"), "{}", stderr(&run));
    }
    assert!(site.read("trace.json").starts_with("{\"otherData\":"));
    assert!(!stderr(&site.run(&["check", "--now", "2026-01-01"])).contains("the whole run"));
}
