//! SVG in whole sites: what programs write is published, what is not published is refused at its place.

use std::fs;
use std::path::Path;

use crate::support::{TestSite, snapshot, stderr};

/// A site that shows this drawing.
fn site(name: &str, bytes: &[u8]) -> TestSite {
    let site = TestSite::new();
    site.issue(1, "one", "", &format!(":::figure{{src=\"{name}\" alt=\"示意图\"}}\n图题\n:::"));
    site.write(&format!("content/demo/001-one/{name}"), bytes);
    site
}

/// The drawing that a site publishes.
fn published(site: &TestSite) -> String {
    let all: Vec<Vec<u8>> = snapshot(&site.output())
        .into_iter()
        .filter(|(path, _)| path.starts_with("assets/pictures/"))
        .map(|it| it.1)
        .collect();
    assert_eq!(all.len(), 1);
    String::from_utf8(all[0].clone()).expect("UTF-8")
}

fn said(site: &TestSite) -> String {
    String::from_utf8(site.run(&["check", "--now", "2026-01-01", "--lang", "en"]).stderr).expect("UTF-8")
}

const HOSTILE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"\n  onload=\"x()\"/>";

/// What is wrong with a drawing, if anything.
fn flaw(inside: &str) -> Option<postil::model::picture::Flaw> {
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"9\" height=\"9\">{inside}</svg>"
    );
    postil::picture::svg::read("a.svg", text.as_bytes()).err().map(|fault| fault.flaw)
}

#[test]
fn a_drawing_that_uses_itself_over_and_over_is_refused() {
    use postil::model::picture::Flaw;
    // Ten uses of ten uses of …
    let levels = |depth: usize, href: &str| -> String {
        let level = |n: usize| {
            let uses = format!("<use {href}=\"#l{}\"/>", n - 1).repeat(10);
            format!("<g id=\"l{n}\">{uses}</g>")
        };
        format!("<rect id=\"l0\" width=\"1\" height=\"1\"/>{}", (1..=depth).map(level).collect::<String>())
    };
    assert_eq!(flaw(&levels(8, "href")), Some(Flaw::Endless));
    assert_eq!(flaw(&levels(8, "xlink:href")), Some(Flaw::Endless));
    assert_eq!(flaw(&levels(3, "href")), None);
    // A pattern painted with a pattern, in attributes and in styles.
    let patterns = |attribute: &str| -> String {
        let rect = |n: usize| format!("<rect width=\"1\" height=\"1\" {}/>", attribute.replace('N', &n.to_string()));
        (1..=9).map(|n| format!("<pattern id=\"p{n}\">{}</pattern>", rect(n - 1).repeat(10))).collect()
    };
    assert_eq!(flaw(&patterns("fill=\"url(#pN)\"")), Some(Flaw::Endless));
    assert_eq!(flaw(&patterns("style=\"fill:url('#pN')\"")), Some(Flaw::Endless));
    // A marker at each of many points.
    let marker = format!("<marker id=\"m\">{}</marker>", "<path d=\"M0 0\"/>".repeat(1000));
    let line = format!("<path marker-mid=\"url(#m)\" d=\"M{}\"/>", "1 2 ".repeat(2000));
    assert_eq!(flaw(&(marker + &line)), Some(Flaw::Endless));
    // What is used in itself is not drawn; what is used often is.
    assert_eq!(flaw("<g id=\"a\"><use href=\"#a\"/></g><use href=\"#b\" id=\"b\"/>"), None);
    assert_eq!(flaw(&format!("<path id=\"dot\" d=\"M0 0\"/>{}", "<use href=\"#dot\"/>".repeat(50_000))), None);
    // A chain has no branches, and is as long as a stack is deep.
    let chain: String = (1..5000).map(|n| format!("<g id=\"c{n}\"><use href=\"#c{}\"/></g>", n + 1)).collect();
    assert_eq!(flaw(&chain), Some(Flaw::Endless));
}

#[test]
fn a_picture_in_a_drawing_is_one() {
    use postil::model::picture::Flaw;
    let image = |data: &str| flaw(&format!("<image href=\"data:image/png;base64,{data}\"/>"));
    assert_eq!(
        image("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
        None
    );
    assert!(matches!(image("PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="), Some(Flaw::Hollow(_))));
}

#[test]
fn a_drawing_that_is_published_as_it_is_runs_nothing_either() {
    let site = TestSite::with_issue();
    let svg = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">\n{inside}</svg>");
    site.write("content/static/icon.svg", svg("<style>path{fill:red}</style><path d=\"M0 0h1v1z\"/>")).build();
    for (inside, code) in [
        ("<script>alert(1)</script>", "P007"),
        ("<rect onload=\"alert(1)\"/>", "P007"),
        ("<image href=\"https://host.example/a.png\"/>", "P008"),
        (
            "<h:meta xmlns:h=\"http://www.w3.org/1999/xhtml\" http-equiv=\"refresh\" content=\"0;url=//host.example\"/>",
            "P013",
        ),
    ] {
        site.write("content/static/icon.svg", svg(inside));
        let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
        assert!(said.contains(&format!("error[{code}]")) && said.contains("content/static/icon.svg:2:"), "{said}");
    }
    site.write(
        "content/static/icon.svg",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></html>",
    );
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.contains("error[L015]") && said.contains("content/static/icon.svg"), "{said}");
    // A theme's own.
    site.remove("content/static/icon.svg")
        .write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextends = \"default\"\n")
        .write("themes/mine/assets/icon.svg", svg("<script>alert(1)</script>"));
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.contains("error[P007]") && said.contains("themes/mine/assets/icon.svg:2:1"), "{said}");
}

#[test]
fn what_programs_write_is_published_without_a_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drawings");
    let mut sizes: Vec<(String, [u32; 2])> = Vec::new();
    for entry in fs::read_dir(folder).expect("the drawings") {
        let path = entry.expect("a drawing").path();
        let name = path.file_name().and_then(|it| it.to_str()).expect("UTF-8").to_owned();
        let site = site(&name, &fs::read(&path).expect("a drawing"));
        let said = said(&site);
        assert!(!said.contains("error[") && !said.contains("warning["), "{name}: {said}");
        let text = published(site.build());
        assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{name}");
        for gone in
            ["inkscape:", "sodipodi", "rdf:", "matplotlib.org", "患者甲", "Generator", "DOCTYPE", "v:", "https://"]
        {
            assert!(!text.contains(gone), "{name} says {gone}: {text}");
        }
        let page = site.published("demo/one/index.html");
        let tag = page
            .split("<img")
            .filter_map(|it| it.split('>').next())
            .find(|it| it.contains("assets/pictures/"))
            .expect("a picture");
        let side =
            |name: &str| tag.split(&format!(" {name}=\"")).nth(1).and_then(|it| it.split('"').next()?.parse().ok());
        sizes.push((name, [side("width").unwrap_or(0), side("height").unwrap_or(0)]));
    }
    sizes.sort();
    let right = [
        ("biorender.svg", [192, 120]),
        ("drawio.svg", [162, 122]),
        ("ggplot-carried.svg", [120, 100]),
        ("illustrator.svg", [200, 120]),
        ("inkscape.svg", [227, 151]),
        ("matplotlib.svg", [307, 192]),
        ("paths-and-styles.svg", [240, 160]),
        ("powerpoint.svg", [320, 180]),
        ("r-cairo.svg", [240, 160]),
        ("svglite.svg", [288, 192]),
        ("visio-utf16.svg", [144, 96]),
    ];
    assert_eq!(sizes, right.map(|(name, size)| (name.to_owned(), size)));
}

#[test]
fn a_fault_is_said_at_its_place_and_where_the_drawing_is_asked_for() {
    let said = said(&site("flow.svg", HOSTILE.as_bytes()));
    assert!(said.contains("error[P007]") && said.contains("content/demo/001-one/flow.svg:2:3"), "{said}");
    assert!(said.contains("::: content/demo/001-one/issue.md:7:11"), "{said}");
}

#[test]
fn a_link_opens_no_drawing_that_a_page_would_not_show() {
    let site = TestSite::new();
    site.issue(1, "one", "", "[原图](flow.svg)").write("content/demo/001-one/flow.svg", HOSTILE);
    assert!(said(&site).contains("error[P007]"));
    site.write(
        "content/demo/001-one/flow.svg",
        "<html xmlns='http://www.w3.org/1999/xhtml'><script>x()</script></html>",
    );
    assert!(said(&site).contains("error[L015]"));
    // A sound one is published as a page would have it.
    site.write("content/demo/001-one/flow.svg", HOSTILE.replace("onload=\"x()\"", "content=\"SECRET\""));
    site.build();
    assert!(!published(&site).contains("SECRET"));
}

#[test]
fn another_picture_under_the_name_of_a_drawing_is_what_it_is() {
    for (bytes, code) in [
        (&b"\x1f\x8b\x08\0\0\0\0\0"[..], "P005"),
        (b"time,n\n0,85\n", "L015"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x04\0\0\0\x03\x08\x02\0\0\0\0\0\0\0", "P004"),
    ] {
        let said = said(&site("flow.svg", bytes));
        assert!(said.contains(&format!("[{code}]")), "{code}: {said}");
    }
}

#[test]
fn spoilt_drawings_are_refused_or_published_but_never_break_anything() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drawings");
    let mut state = 0x2545_f491_u32;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % below
    };
    let pieces: &[&[u8]] = &[
        b"<",
        b">",
        b"&",
        b"\"",
        b"]]>",
        b"<![CDATA[",
        b"-->",
        b"<!--",
        b"<g>",
        b"</g>",
        b"/>",
        b"<?x",
        b"?>",
        b"\0",
        b"\xff",
        b"url(",
        b"<!DOCTYPE [",
    ];
    for entry in fs::read_dir(folder).expect("the drawings") {
        let whole = fs::read(entry.expect("a drawing").path()).expect("a drawing");
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=random(3) {
                let at = random(bytes.len());
                let end = (at + random(20)).min(bytes.len());
                bytes.splice(at..end, pieces[random(pieces.len())].iter().copied());
            }
            if let Ok(drawing) = postil::picture::svg::read("a.svg", &bytes) {
                let again = postil::picture::svg::read("a.svg", drawing.text.as_bytes()).expect("what was published");
                assert_eq!(again.text, drawing.text);
            }
        }
    }
}
