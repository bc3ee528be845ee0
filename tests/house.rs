//! `[house]`: the handbook's example is sound, and what is not is named where it stands.

use crate::support::{TestSite, stderr};

#[test]
fn the_example_of_the_handbook_is_read() {
    let handbook = include_str!("../content/handbook/house.md");
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
fn a_house_without_rules_says_nothing_of_style() {
    let site = TestSite::new();
    site.issue(1, "one", "trial: {name: DEMO-1}\n", "p = .03，DCR为40%，副作用，1024例。");
    assert!(!stderr(&site.run(&["check"])).contains("warning["));
}
