//! What editors have in hand before it is an issue: Word files, PDFs, names with another ending, files half filled in.

use crate::support::{TestSite, code, stderr, stdout};

const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0";

#[test]
fn a_file_of_another_program_is_called_by_its_name_and_none_of_its_bytes_are_shown() {
    let site = TestSite::with_issue();
    let files: [(&str, &[u8], &str); 6] = [
        ("a.docx", b"PK\x03\x04\x14\0\x06\0word/document.xml", "a Word file"),
        ("a.doc", OLD_OFFICE, "a Word file"),
        ("a.wps", OLD_OFFICE, "a WPS file"),
        ("a.pdf", b"%PDF-1.7\n\xE2\xE3", "a PDF"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0", "a picture (JPEG)"),
        ("a.rtf", b"{\\rtf1 x}", "an RTF file"),
    ];
    for (name, bytes, what) in files {
        site.write(name, bytes);
        let commands = [
            vec!["render", name],
            vec!["render", "--commonmark", name],
            vec!["new", "issue", "demo/x", "--from", name],
        ];
        for command in commands {
            let output = site.run(&command);
            let said = stderr(&output);
            assert!(said.contains(&format!("`{name}` is {what}, not text")), "{command:?}: {said}");
            assert!(said.contains("help: ") && !said.contains('�') && !said.contains("GBK"), "{command:?}: {said}");
            assert_eq!(stdout(&output), "", "{command:?}");
            assert_ne!(code(&output), 0, "{command:?}");
        }
    }
}

#[test]
fn front_matter_is_not_rendered_as_text() {
    let site = TestSite::with_issue();
    let output = site.run(&["render", "content/demo/001-one/issue.md"]);
    assert_eq!(stdout(&output), "<p>正文。</p>\n");
    // A line of dashes above a text is a line.
    for (text, html) in [
        ("---\n甲\n\n---\n", "<hr>\n<p>甲</p>\n<hr>\n"),
        ("---\n\n# 说明\ntitle: 甲\n---\n\n乙\u{96}丙\n", "<p>乙\u{96}丙</p>\n"),
    ] {
        site.write("a.md", text);
        let output = site.run(&["render", "a.md"]);
        assert_eq!(stdout(&output), html);
        assert_eq!(stderr(&output).contains("a.md:7:2"), text.contains('\u{96}'), "{}", stderr(&output));
    }
}

#[test]
fn a_name_that_nearly_is_one_is_not_passed_over() {
    for name in ["issue.md.txt", "issue.MD", "issue.markdown", "Issue.md"] {
        let site = TestSite::new();
        site.write(
            &format!("content/demo/001-one/{name}"),
            "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n正文。\n",
        );
        let output = site.run(&["check", "--now", "2026-01-01"]);
        assert!(stderr(&output).contains("did you mean `issue.md`?"), "{name}: {}", stderr(&output));
        assert_eq!(code(&output), 1);
    }
    let site = TestSite::with_issue();
    site.write("content/People.yml", "a: {name: 甲}\n").write("content/glossary.yml", "OS: 甲\n");
    site.write("content/demo/001-one/comments.yml", "- x\n");
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    for meant in ["people.yaml", "glossary.yaml", "comments.yaml"] {
        assert!(said.contains(&format!("did you mean `{meant}`?")), "{said}");
    }
}

#[test]
fn what_new_issue_writes_cannot_be_published_as_it_is() {
    for (language, words) in [
        ("zh-CN", ["示例标题", "示例试验", "在这里写结论"]),
        ("en", ["Example title", "Example trial", "Write here the conclusion"]),
    ] {
        let site = TestSite::new();
        site.run(&["new", "site", "s", "--language", language]);
        let root = site.path().join("s").display().to_string();
        let run = |arguments: &[&str]| site.run(&[&["--root", root.as_str()], arguments].concat());
        run(&["new", "issue", "example/two"]);
        let path = "s/content/example/002-two/issue.md";
        let output = run(&["check", "--drafts", "--future"]);
        assert_eq!((code(&output), stderr(&output).contains("E508")), (0, false), "{}", stderr(&output));
        site.write(path, site.read(path).replace("draft: true\n", ""));
        let output = run(&["check", "--future"]);
        assert_eq!(code(&output), 1);
        for words in words {
            assert!(stderr(&output).contains(&format!("error[E508]: `{words}`")), "{words}: {}", stderr(&output));
        }
    }
}

#[test]
fn an_answer_may_be_a_letter_wherever_it_may_be_a_number() {
    let right = |answer: &str| {
        let site = TestSite::new();
        site.write("config.toml", "title = \"演示\"\ncards = false\n");
        let quiz = format!("quiz:\n  - question: 问\n    choices: [一, 二, 三]\n    answer: {answer}\n");
        site.issue(1, "one", &quiz, "正文。").build();
        site.published("demo/one/index.html")
    };
    for (number, letters) in
        [("2", vec!["B", "b", "Ｂ", "ｂ", "[B]", "\"B\""]), ("[1, 3]", vec!["[A, C]", "AC", "ac", "A、C", "[Ａ, 3]"])]
    {
        let wanted = right(number);
        for letter in letters {
            assert_eq!(right(letter), wanted, "{letter}");
        }
    }
}
