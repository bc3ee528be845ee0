//! What `check` says of the texts, questions and buttons of the consent: what is wrong, and what stands beside it and is
//! not.

use std::collections::BTreeSet;

use crate::support::{TestSite, stderr};

const IDENTITY: &str = "---\ntitle: 身份认证协议书\n---\n\n我是医疗卫生专业人士。\n";
const NOTICE: &str = "---\ntitle: 告知\n---\n\n本站不收集信息。\n";
const INFORMED: &str = "---\ntitle: 知情同意书\n---\n\n我同意研究使用。\n";

/// The codes of the consent and of the configuration that are said of a site with an agreement, a form under it, an
/// optional consent and a form under that, with these files in place of sound ones.
fn codes(files: &[(&str, &str)]) -> BTreeSet<String> {
    let steps = [("agreement", "identity"), ("questions", "who"), ("optional", "informed"), ("questions", "work")];
    let steps: String =
        steps.iter().map(|(kind, text)| format!("[[consent.step]]\nkind = \"{kind}\"\ntext = \"{text}\"\n")).collect();
    let site = TestSite::with_issue();
    site.write("config.toml", format!("title = \"演示\"\n[consent]\npolicy_version = \"1\"\n{steps}"));
    site.write("content/consent/identity.md", IDENTITY);
    site.write("content/consent/notice.md", NOTICE);
    site.write("content/consent/informed.md", INFORMED);
    site.write("content/consent/who.md", form("- {id: role, label: 您的身份, kind: text}"));
    site.write("content/consent/work.md", form("- {id: work, label: 您的工作, kind: text}"));
    for (path, text) in files {
        site.write(path, *text);
    }
    let said = stderr(&site.run(&["check"]));
    said.lines()
        .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned()))
        .filter(|code| code.starts_with(['C', 'S']) && code.len() == 4)
        .collect()
}

fn form(questions: &str) -> String {
    format!("---\ntitle: 完善信息\nquestions:\n  {questions}\n---\n")
}

fn says(files: &[(&str, &str)], expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(codes(files), expected, "{files:#?}");
}

#[test]
fn a_sound_consent_is_sound() {
    says(&[], &[]);
}

#[test]
fn two_buttons_say_two_things() {
    let buttons = |agree: &str, decline: &str| {
        format!(
            "---\ntitle: 身份认证协议书\nagree: \"{agree}\"\ndecline: \"{decline}\"\n---\n\n我是医疗卫生专业人士。\n"
        )
    };
    for (agree, decline, expected) in [
        ("同意", "同意", &["C013"][..]),
        ("I agree", "i  Agree", &["C013"]),
        ("同意", "同\u{200b}意", &["C013"]),
        ("同意", "不同意", &[]),
        ("同意", "同意？", &[]),
    ] {
        says(&[("content/consent/identity.md", &buttons(agree, decline))], expected);
    }
    says(&[("content/consent/identity.md", &IDENTITY.replace("---\n\n", "agree: 拒绝\n---\n\n"))], &["C013"]);
    // The theme has these words on the other buttons of the step.
    let says_of = |name: &str, line: &str, expected: &[&str]| {
        let text = if name == "identity" { IDENTITY } else { INFORMED };
        let path = format!("content/consent/{name}.md");
        says(&[(path.as_str(), &text.replace("---\n\n", &format!("{line}\n---\n\n")))], expected);
    };
    says_of("identity", "decline: 同 意", &["C013"]);
    says_of("informed", "agree: 不同意并跳过", &["C013"]);
    says_of("informed", "agree: 返回", &["C013"]);
    says_of("informed", "decline: 返回", &["C013"]);
    says_of("informed", "decline: 同意", &["C013"]);
    for line in [
        "agree: 我同意",
        "agree: 同意",
        "decline: 拒绝",
        "decline: 不同意",
        "agree: 继续",
        "agree: 返回",
        "decline: 返回",
        "agree: 不同意并跳过",
        "agree: 拒绝\ndecline: 不参加",
        "agree: Agree\ndecline: Decline",
    ] {
        says_of("identity", line, &[]);
    }
    for line in ["agree: 拒绝", "decline: 拒绝", "decline: 不同意并跳过", "agree: 同意"] {
        says_of("informed", line, &[]);
    }
}

#[test]
fn choices_and_questions_can_be_told_apart() {
    let choices = |one: &str, other: &str| {
        form(&format!(
            "- {{id: role, label: 您的身份, kind: single, choices: [{{id: a, label: \"{one}\"}}, {{id: b, label: \"{other}\"}}]}}"
        ))
    };
    for (one, other, expected) in
        [("医师", "医师", &["C006"][..]), ("医师", "医 师", &["C006"]), ("≥65岁", "<65岁", &[]), ("A+", "A-", &[])]
    {
        says(&[("content/consent/who.md", &choices(one, other))], expected);
    }
    let two =
        |label: &str| form(&format!("- {{id: a, label: 单位, kind: text}}\n  - {{id: b, label: {label}, kind: text}}"));
    says(&[("content/consent/who.md", &two("单位"))], &["C006"]);
    says(&[("content/consent/who.md", &two("科室"))], &[]);
}

#[test]
fn each_step_has_a_text_of_its_own() {
    for (path, text, expected) in [
        ("content/consent/informed.md", IDENTITY, &["C014"][..]),
        ("content/consent/informed.md", NOTICE, &["C014"]),
        ("content/consent/informed.md", &*IDENTITY.replace("我是医疗", "我是\n医疗"), &["C014"]),
        ("content/consent/informed.md", &*IDENTITY.replace("我是", "我不是"), &[]),
        // A heading alone is nobody's text.
        ("content/consent/informed.md", &*INFORMED.replace("知情同意书", "身份认证协议书"), &[]),
    ] {
        says(&[(path, text)], expected);
    }
    let named = |text: &str| {
        format!(
            "title = \"演示\"\n[consent]\npolicy_version = \"1\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"{text}\"\n"
        )
    };
    for text in ["notice", "declined", "review"] {
        let said = codes(&[("config.toml", &named(text)), (&format!("content/consent/{text}.md"), INFORMED)]);
        assert!(said.contains("C014"), "{text}: {said:?}");
    }
    // What no step names is said to be so, and nothing else.
    says(&[("config.toml", &named("identity"))], &["C007"]);
}

#[test]
fn a_text_that_nobody_sees_says_nothing() {
    for body in ["", "<!-- 待写 -->", "\u{200b}", "&nbsp;", "……", "~~我同意~~", "\u{3164}"] {
        let text = format!("---\ntitle: 知情同意书\n---\n\n{body}\n");
        let said = codes(&[("content/consent/informed.md", &text)]);
        assert!(said.contains("C011"), "{body:?}: {said:?}");
        let said = codes(&[("content/consent/notice.md", &text)]);
        assert!(said.contains("C011"), "{body:?}: {said:?}");
    }
    for body in ["我同意。", "- 我\u{200b}同意", "| 甲 |\n|:--|\n| 乙 |"] {
        says(&[("content/consent/informed.md", &format!("---\ntitle: 知情同意书\n---\n\n{body}\n"))], &[]);
    }
}

#[test]
fn one_thing_is_asked_once() {
    let who =
        form("- {id: role, label: 您的身份, kind: single, choices: [{id: a, label: 医师}, {id: b, label: 药师}]}");
    let again = who.replace("id: role", "id: again");
    says(&[("content/consent/who.md", &who), ("content/consent/work.md", &again)], &["C015"]);
    // One form under two purposes.
    let config = "title = \"演示\"\n[consent]\npolicy_version = \"1\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n[[consent.step]]\nkind = \"questions\"\ntext = \"who\"\n[[consent.step]]\nkind = \"optional\"\ntext = \"informed\"\n[[consent.step]]\nkind = \"questions\"\ntext = \"who\"\n";
    says(&[("config.toml", config)], &["C007", "C015"]);
    let others = [("您的身份", "您在研究中的身份"), ("药师", "护理人员")];
    for (from, to) in others {
        says(&[("content/consent/who.md", &who), ("content/consent/work.md", &again.replace(from, to))], &[]);
    }
}

#[test]
fn a_version_has_a_name() {
    for (version, expected) in [("", &["S"][..]), (" ", &["S"]), ("-", &["S"]), ("1", &[]), ("甲", &[])] {
        let config = format!(
            "title = \"演示\"\n[consent]\npolicy_version = \"{version}\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n"
        );
        let said = codes(&[("config.toml", &config)]);
        let kinds: Vec<&str> = said.iter().map(|code| &code[..1]).filter(|kind| *kind != "C").collect();
        assert_eq!(kinds, expected, "{version:?}: {said:?}");
    }
}

/// A text of a language that nothing uses is named in that language, too.
#[test]
fn a_text_that_nothing_uses_is_named_in_every_language() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n[consent]\npolicy_version = \"1\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n");
    for name in ["identity", "notice", "old", "questions"] {
        for tag in ["", ".en"] {
            site.write(
                &format!("content/consent/{name}{tag}.md"),
                format!("---\ntitle: {name}\n---\n\n{name}{tag} 一\n"),
            );
        }
    }
    let said = stderr(&site.run(&["check", "--format", "json"]));
    let out = String::from_utf8_lossy(&site.run(&["check", "--format", "json"]).stdout).into_owned() + &said;
    for path in ["old.md", "old.en.md", "questions.md", "questions.en.md"] {
        let named = out.lines().filter(|line| line.contains("C007") && line.contains(path)).count();
        assert_eq!(named, 1, "{path}\n{out}");
    }
}
