//! A citation that readers download says what the page says, read by postil's own readers and by the rules of its format.

use postil::scaffold::citation::{self, Author};

use crate::support::TestSite;

/// What stands in titles and means something to a format.
const PIECES: &[&str] = &[
    "0.52~0.99",
    "≥65岁",
    "5 µg/kg",
    "{x}",
    "50%",
    "A & B",
    "P<0.001",
    "10⁹/L",
    "CD8⁺",
    "a_b",
    "#1",
    "$5",
    "C:\\x",
    "2^3",
    "x--y",
    "it''s",
    "``q",
    "TGF-β",
    "±2",
    "42°C",
    "“引”",
    "ω-3",
    "a|b",
    "a>b",
    "\"q\"",
    "−3.1",
    "Nguyễn",
    "}",
    "{",
    "肝癌",
];

const PEOPLE: &str = "zhang:\n  name: 张三\njane:\n  name: Jane A. Smith\ngroup:\n  name: Demo Study Group\n  family: Demo Study Group\nvan:\n  name: Jan van Example\njr:\n  name: John Doe Jr\nturned:\n  name: Example Anna\n  family: Example\n  given: Anna\n";
const IDS: [(&str, &str); 6] = [
    ("zhang", "张三"),
    ("jane", "Smith JA"),
    ("group", "Demo Study Group"),
    ("van", "van Example J"),
    ("jr", "Doe J Jr"),
    ("turned", "Example A"),
];

/// Titles of two to five pieces, the same ones every time, each piece in some.
fn titles() -> Vec<String> {
    let mut state = 20_250_807_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    (0..80)
        .map(|index| {
            let mut pieces = vec!["题", PIECES[index % PIECES.len()]];
            pieces.extend((0..next() % 4).map(|_| PIECES[next() % PIECES.len()]));
            pieces.join([" ", "", "："][next() % 3])
        })
        .collect()
}

#[test]
fn every_citation_comes_back_as_it_was_written() {
    let site = TestSite::new();
    site.write("content/people.yaml", PEOPLE);
    let titles = titles();
    for (index, title) in titles.iter().enumerate() {
        let number = index + 1;
        let (first, second) = (IDS[index % 6].0, IDS[(index + 1 + index / 6 % 5) % 6].0);
        let credits = format!(
            "credits: [{{role: interpretation, person: {first}}}, {{role: interpretation, person: {second}}}]\n"
        );
        site.write(
            &format!("content/demo/{number:03}-i{number}/issue.md"),
            format!(
                "---\ntitle: {}\nnumber: {number}\ndate: 2025-08-07\n{credits}---\n\n正文。\n",
                serde_json::json!(title)
            ),
        );
    }
    site.build();
    for (index, title) in titles.iter().enumerate() {
        let number = index + 1;
        let (first, second) = (IDS[index % 6].1, IDS[(index + 1 + index / 6 % 5) % 6].1);
        for name in ["citation.ris", "citation.bib"] {
            let text = site.published(&format!("demo/i{number}/{name}"));
            let read = citation::read(name, text.as_bytes());
            let said: Vec<String> = read.diagnostics.iter().map(|it| it.message.to_string()).collect();
            assert_eq!(said, [""; 0], "{text}");
            let record = read.value.expect("a record");
            assert_eq!(record.title.as_deref(), Some(title.as_str()), "{text}");
            let names: Vec<String> = record.authors.iter().map(Author::short).collect();
            assert_eq!(names, [first, second], "{text}");
            assert_eq!((record.year, record.journal.as_deref()), (Some(2025), Some("演示专栏")), "{text}");
        }
    }
}

/// The formats' own rules, for readers that are not postil's.
#[test]
fn every_citation_keeps_the_rules_of_its_format() {
    let site = TestSite::new();
    site.write("content/people.yaml", PEOPLE);
    let people: String = IDS.map(|(id, _)| format!("{{role: interpretation, person: {id}}}")).join(", ");
    let title = format!("题 {}", PIECES.join(" "));
    site.issue(1, "one", "", "正文。");
    site.write(
        "content/demo/002-two/issue.md",
        format!(
            "---\ntitle: {}\nnumber: 2\ndate: 2025-08-07\ncredits: [{people}]\n---\n\n正文。\n",
            serde_json::json!(title)
        ),
    );
    site.build();
    // RIS: a tag of two signs, two spaces, a hyphen, a space; a type first and an end last; CR and LF.
    let ris = site.published("demo/two/citation.ris");
    assert!(
        ris.starts_with("TY  - ")
            && ris.ends_with("ER  - \r\n")
            && ris.matches('\n').count() == ris.matches("\r\n").count()
    );
    assert!(
        ris.lines().all(|line| line.get(2..6) == Some("  - ") && line.starts_with(|it: char| it.is_ascii_uppercase())),
        "{ris}"
    );
    let authors: Vec<&str> = ris.lines().filter_map(|line| line.strip_prefix("AU  - ")).collect();
    assert_eq!(
        authors,
        ["张三", "Smith, Jane A.", "Demo Study Group", "van Example, Jan", "Doe, John, Jr", "Example, Anna"]
    );
    // BibTeX: braces pair, and what means something to TeX is escaped.
    let bib = site.published("demo/two/citation.bib");
    let line = |name: &str| bib.lines().find(|line| line.trim_start().starts_with(name)).expect("a field").to_owned();
    assert!(
        line("author").contains(
            "{张三} and Smith, Jane A. and {Demo Study Group} and van Example, Jan and Doe, Jr, John and Example, Anna"
        ),
        "{bib}"
    );
    let title = line("title");
    let mut depth = 0_i32;
    let mut before = ' ';
    for letter in title.chars() {
        let is_escaped = before == '\\';
        depth += i32::from(letter == '{' && !is_escaped) - i32::from(letter == '}' && !is_escaped);
        assert!(
            depth >= 0 && (is_escaped || !matches!(letter, '%' | '&' | '#' | '_' | '$' | '~' | '^' | '<')),
            "{letter} in {title}"
        );
        before = letter;
    }
    assert_eq!(depth, 0, "{title}");
    let page = site.published("demo/two/index.html");
    assert!(page.contains("citation_publisher"), "{page}");
}

#[test]
fn a_feed_names_issues_by_their_number_and_begins_today() {
    let site = TestSite::new();
    site.issue(1, "one", "", "正文。").build();
    let before = site.published("demo/atom.xml");
    let id = |feed: &str| {
        feed.split("<entry>")
            .nth(1)
            .and_then(|entry| entry.split("<id>").nth(1))
            .and_then(|it| it.split('<').next())
            .map(str::to_owned)
    };
    assert!(id(&before).is_some_and(|id| id.ends_with("demo/#1")), "{before}");
    site.issue(1, "one", "slug: renamed\n", "正文。").build();
    assert_eq!(id(&site.published("demo/atom.xml")), id(&before));
    site.write("content/empty/column.md", "---\ntitle: 空\n---\n").build();
    let empty = site.published("empty/atom.xml");
    assert!(!empty.contains("1970") && empty.contains("<updated>2025-08-07"), "{empty}");
}

#[test]
fn search_engines_are_told_which_language_is_the_main_one() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n");
    site.write("content/demo/column.en.md", "---\ntitle: Demonstration\n---\n");
    site.issue(1, "one", "", "正文。");
    site.write("content/demo/001-one/issue.en.md", "---\ntitle: One\nnumber: 1\ndate: 2025-08-07\n---\n\nText.\n")
        .build();
    for page in ["demo/one/index.html", "en/demo/one/index.html"] {
        let page = site.published(page);
        let default = page.split("hreflang=\"x-default\" href=\"").nth(1).and_then(|it| it.split('"').next());
        assert!(default.is_some_and(|it| it.ends_with("/demo/one/") && !it.contains("/en/")), "{page}");
    }
}

#[test]
fn a_byline_of_names_and_a_mark_of_retraction_come_back() {
    let names = |byline: &str| {
        let site = TestSite::new();
        site.issue(1, "one", &format!("byline: {byline}\n"), "正文。").build();
        let read = |name: &str| {
            let text = site.published(&format!("demo/one/{name}"));
            let record = citation::read(name, text.as_bytes()).value.expect("a record");
            record.authors.iter().map(Author::short).collect::<Vec<_>>().join("|")
        };
        (read("citation.ris"), read("citation.bib"))
    };
    let both = |names: &str| (names.to_owned(), names.to_owned());
    assert_eq!(names("Jane Smith, John Doe"), both("Smith J|Doe J"));
    assert_eq!(names("Jane Smith, John van Example and Ann Roe"), both("Smith J|van Example J|Roe A"));
    assert_eq!(names("张三、李四"), both("张三|李四"));
    let (ris, bib) = names("Editorial Office, Demo Hospital");
    assert_eq!((ris.as_str(), bib.as_str()), ("Editorial Office Demo Hospital", "Editorial Office, Demo Hospital"));

    let site = TestSite::new();
    let retraction = "corrections:\n  - {date: 2025-08-08, kind: retraction, note: 原论文已撤稿。}\n";
    site.issue(1, "one", retraction, "正文。").build();
    for name in ["citation.ris", "citation.bib"] {
        let read = citation::read(name, site.published(&format!("demo/one/{name}")).as_bytes());
        assert!(read.value.is_none() && read.diagnostics.iter().any(|it| it.code.name() == "N015"), "{name}");
    }
}
