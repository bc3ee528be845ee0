//! Visual abstracts: every kind of study in each ratio and language as it was looked at, the numbers of the issue in them,
//! nothing in them that is withheld.
//!
//! `tests/visual` is their site, `prints.txt` beside it holds a print of every drawing, and three pictures of pixels. Where
//! drawings change on purpose, look at them, and run the tests with `UPDATE=1`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use postil::diag::{Diagnostic, Said};
use postil::io::world::Disk;
use postil::model::outlet::Outlet;
use postil::output::{self, Artifact, Content, Sink};
use postil::pipeline::{self, Request};
use postil::render::gate::Gate;
use xxhash_rust::xxh3::xxh3_64;

use crate::support::{TestSite, code, snapshot, stderr, stdout, updates};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/visual")
}

/// Takes drawings by their addresses.
#[derive(Default)]
struct Drawings(Mutex<BTreeMap<String, String>>);

impl Sink for Drawings {
    fn put(&self, artifact: Artifact) {
        let Content::Bytes(bytes) = artifact.content else { return };
        let text = String::from_utf8(bytes).expect("an SVG");
        self.0.lock().expect("whole").insert(artifact.address, text);
    }

    fn once(&self, _: u128, make: &dyn Fn(&dyn Sink)) {
        make(self);
    }

    fn say(&self, diagnostic: Diagnostic) {
        panic!("{diagnostic:?}");
    }
}

/// Every drawing of a site.
fn drawings(site: &TestSite) -> BTreeMap<String, String> {
    let now = Some(jiff::civil::date(2026, 1, 1));
    let request = Request { root: site.path().to_path_buf(), now, ..Request::default() };
    let loaded = pipeline::load(&request, &pipeline::Watch::nobody()).value.expect("a site");
    let disk = Disk::new(site.path(), &request.unsaved);
    let theme = pipeline::read_theme(&disk, &loaded, &mut Said::default()).expect("a theme");
    let gate = Gate::new(&loaded.site, &theme.assets);
    let drawn = Drawings::default();
    let is_it = |it: &&dyn output::Output| it.outlet().is_some_and(|outlet| outlet.of() == Outlet::Abstract);
    output::of_site(&loaded.site).filter(is_it).for_each(|it| it.emit(&loaded.site, &theme, &gate, &drawn));
    drawn.0.into_inner().expect("whole")
}

/// What `postil outlet abstract` makes of an issue.
fn made(site: &TestSite, issue: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let arguments = [&["outlet", "abstract", issue, "--now", "2026-01-01", "--output", "made"], more].concat();
    let run = site.run(&arguments);
    assert_eq!(code(&run), 0, "{}{}", stderr(&run), stdout(&run));
    snapshot(&site.path().join("made")).into_iter().collect()
}

/// What is kept in the repository; written anew with `UPDATE=1`.
fn same(name: &str, found: &[u8]) {
    let path = folder().join(name);
    if updates() {
        std::fs::write(&path, found).expect("a file");
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    assert!(kept == found, "{name} is drawn in another way: look at it, then UPDATE=1 cargo test visual");
}

#[test]
fn every_kind_of_study_is_drawn_as_it_was_looked_at() {
    let drawn = drawings(&TestSite::copy_of(&folder()));
    assert_eq!(drawn.len(), 11 * 2 * 3, "{:?}", drawn.keys());
    let print = |(address, text): (&String, &String)| format!("{:016x} {address}\n", xxh3_64(text.as_bytes()));
    same("prints.txt", drawn.iter().map(print).collect::<String>().as_bytes());
}

#[test]
fn a_picture_says_what_the_issue_says() {
    let drawn = drawings(&TestSite::copy_of(&folder()));
    for (address, said) in [
        (
            "superiority",
            &[
                "15.8",
                "12.3",
                "HR=0.77",
                "90%CI 0.59~1.01",
                "单侧P=0.06",
                "85例",
                "主要终点未达到",
                "纳入177例",
                "NCT01730937",
                "doi:10.5555/demo.1",
                "有利于靶向治疗",
            ][..],
        ),
        ("three-arms", &["22.5%", "39.5%", "41.3%", "(33/80)", "P值：0.02", "主要终点达到"]),
        ("five-arms", &["9.1", "6.8", "7.2", "8.8", "11.4", "HR=0.62"]),
        ("non-inferiority", &["非劣效界值 HR 1.45", "主要终点达到非劣效"]),
        ("difference", &["非劣效界值 −10%", "主要终点未达到非劣效", "率差−4.9%"]),
        ("single-arm", &["38.4%", "(43/112)"]),
        ("cohort", &["校正后：aHR=1.32", "用药者", "36,106例"]),
        ("diagnostic", &["71.4%", "95.2%", "敏感度", "特异度"]),
        ("meta-analysis", &["RR=0.86", "12项研究，8904例"]),
        ("no-result", &["存疑", "阅读本期"]),
    ] {
        for ratio in ["3x4", "1x1", "16x9"] {
            let text = &drawn[&format!("demo/{address}/abstract/{ratio}.svg")];
            let shown = text.split("</desc>").nth(1).expect("a drawing");
            // The letter of a P value is set as on pages.
            assert!(!shown.contains("P=") && !shown.contains("P值"), "{address} {ratio}");
            let shown = shown.replace("<tspan font-style=\"italic\">P</tspan>", "P");
            for part in said {
                assert!(shown.contains(part), "{part} is not in {address} {ratio}");
            }
        }
    }
}

#[test]
fn an_editor_gets_pixels_too() {
    let site = TestSite::copy_of(&folder());
    let files = made(&site, "superiority", &["--language", "zh-CN"]);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["16x9.png", "16x9.svg", "1x1.png", "1x1.svg", "3x4.png", "3x4.svg"]);
    for (name, size) in [("3x4", [1080_u32, 1440]), ("1x1", [1080, 1080]), ("16x9", [1920, 1080])] {
        let png = &files[&format!("{name}.png")];
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        assert_eq!([side(16), side(20)], size, "{name}");
        assert!(png.len() < 400_000, "{name}: {} bytes", png.len());
        same(&format!("{name}.png"), png);
    }
}

#[test]
fn what_is_withheld_is_not_drawn_unless_its_editor_takes_it() {
    let site = TestSite::copy_of(&folder());
    let config = site.read("config.toml")
        + "\n[consent]\npolicy_version = \"1\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    site.write("config.toml", config);
    for language in ["", ".en"] {
        site.write(&format!("content/consent/notice{language}.md"), "---\ntitle: 告知\n---\n\n告知。\n")
            .write(&format!("content/consent/identity{language}.md"), "---\ntitle: 协议\n---\n\n协议。\n");
    }
    for (address, text) in drawings(&site) {
        for withheld in
            ["HR", ">15.8<", ">41.3%<", "主要终点未达到", "主要终点 ·", "Primary endpoint ·", "总生存期（OS）"]
        {
            assert!(!text.contains(withheld), "{withheld} in {address}");
        }
    }
    let open = made(&site, "superiority", &["--language", "zh-CN", "--whole"]);
    assert!(String::from_utf8_lossy(&open["3x4.svg"]).contains("HR=0.77"));
}

/// What a page would fetch from elsewhere, or what the policy of a site would have to make an exception for.
fn exceptions(html: &str) -> Vec<&str> {
    let marks = [" style=\"", " onclick=", "src=\"http", "url(", "@import", "<link rel=\"stylesheet\" href=\"http"];
    marks.into_iter().filter(|mark| html.contains(mark)).collect()
}

#[test]
fn a_deck_and_a_print_edition_say_what_the_issue_says() {
    let site = TestSite::demonstration();
    let page = |outlet: &str, file: &str| {
        let arguments =
            ["outlet", outlet, "26", "--language", "zh-CN", "--whole", "--now", "2026-01-01", "--output", outlet];
        let run = site.run(&arguments);
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        let html = site.read(&format!("{outlet}/{file}"));
        assert_eq!(exceptions(&html), [""; 0], "{outlet} {file}");
        html
    };
    let deck = page("slides", "index.html");
    // A title, the design, key findings, six results, their forest plot, the flow, a commentary, references.
    assert_eq!(deck.matches("<section id=\"slide-").count(), 13);
    for said in [
        "15.8",
        "HR=0.77",
        "主要终点未达到",
        "计划368例",
        "<details class=\"notes\">",
        "剂量仍有余地",
        "10.1001/jamaoncol.2024.5403",
    ] {
        assert!(deck.contains(said), "{said}");
    }
    let paper = page("print", "index.html");
    let order = ["class=\"verdict not\"", "本文精要", "class=\"finding\"", "<figure>", "专家点评", "参考文献"];
    let places: Vec<Option<usize>> = order.iter().map(|part| paper.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert!(paper.contains("class=\"qr\"") && paper.contains("https://example.org/rt-frontier/rtog1112/"));
    let poster = site.read("print/poster.html");
    assert!(poster.contains("HR=0.77") && poster.contains("class=\"qr\""));
}

#[test]
fn the_judge_of_pages_is_not_blind() {
    for planted in ["<p style=\"a\">", "<img src=\"https://example.com/a.png\">", "a{background:url(a)}"] {
        assert_eq!(exceptions(planted).len(), 1, "{planted}");
    }
}
