//! `[house]`: the handbook's example is sound, and what is not is named where it stands.

use crate::support::{TestSite, stderr};

#[test]
fn the_example_of_the_handbook_is_read() {
    for handbook in [include_str!("../content/handbook/house.md"), include_str!("../content/handbook/house.en.md")] {
        the_example_is_read(handbook);
    }
}

fn the_example_is_read(handbook: &str) {
    let mut examples = handbook.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let site = TestSite::with_issue();
    site.write("config.toml", format!("title = \"演示\"\n{}", examples.next().expect("an example")));
    let said = stderr(&site.run(&["check"]));
    assert!(!said.contains("--> config.toml") && !said.contains("error["), "{said}");
    // It asks for parts that the issue has not.
    for code in ["E503", "E504", "E505"] {
        assert!(said.contains(code), "{code} is missing in\n{said}");
    }
    let rules = examples.next().expect("another example");
    site.write("config.toml", format!("title = \"演示\"\n{rules}"));
    assert!(!stderr(&site.run(&["check"])).contains("error["));
}

#[test]
fn what_is_wrong_is_named_where_it_stands() {
    let site = TestSite::with_issue();
    site.write(
        "config.toml",
        "title = \"演示\"\n[house]\nrequier = [\"doi\"]\nrequire = [\"dio\"]\nroles = \"review\"\nabbreviations = 1\n[house.title]\nweb = 0\n[house.p_value.中文]\nletter = \"q\"\n[[house.term]]\nprefer = \"不良反应\"\n[[house.journal]]\nalso = \"J\"\n",
    );
    let said = stderr(&site.run(&["check"]));
    for wanted in [
        "config.toml:3:1",
        "did you mean `require`?",
        "config.toml:4:12",
        "`dio` is not a value of `require`",
        "config.toml:5:9",
        "config.toml:6:17",
        "config.toml:8:7",
        "`中文` is not a language tag",
        "`q` is not a value of `letter`",
        "`avoid` is missing",
        "`reason` is missing",
        "`name` is missing",
    ] {
        assert!(said.contains(wanted), "{wanted} is not in\n{said}");
    }
}

#[test]
fn a_house_has_words_of_its_own_for_measures() {
    let site = TestSite::new();
    let text = "OS更长（瞬时风险比为0.72，95%CI 0.52~0.99，P=0.40）。";
    let head = "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\nfindings:\n  - {endpoint: 总生存期, role: primary, effect: \"瞬时比0.55（95%CI 0.40~0.75）\"}\n---\n\n";
    site.write("content/demo/001-one/issue.md", format!("{head}{text}\n"));
    let said = |words: &str| {
        site.write("config.toml", format!("title = \"演示\"\n{words}"));
        stderr(&site.run(&["check"]))
    };
    // Without the word nobody knows what it measures.
    let unknown = said("");
    assert!(unknown.contains("E107"), "{unknown}");
    let known = said("[house.words]\nhazard_ratio = [\"瞬时风险比\", \"瞬时比\"]\n");
    assert!(known.contains("E104") && !known.contains("E107"), "{known}");
    let wrong = said("[house.words]\nhazard_ration = \"瞬时风险比\"\n");
    assert!(wrong.contains("S007") && wrong.contains("did you mean `hazard_ratio`?"), "{wrong}");
}

#[test]
fn a_house_without_rules_says_nothing_of_style() {
    let site = TestSite::new();
    site.issue(1, "one", "trial: {name: DEMO-1}\n", "p = .03，DCR为40%，副作用，1024例。");
    assert!(!stderr(&site.run(&["check"])).contains("warning["));
}
