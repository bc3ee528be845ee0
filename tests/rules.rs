//! `tests/rules/<code>.md`: what each code flags and what it does not. The same files are what `postil explain` prints.
//!
//! `UPDATE=1 cargo test rules` writes the diagnostics anew.

use std::fs;
use std::path::{Path, PathBuf};

use postil::diag::{Code, Diagnostic, Locale, Severity};
use postil::pipeline::{self, Request, Watch};

use crate::examples::{Case, Kind, OF_CHINESE, cases};
use crate::support::{TestSite, updates};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

#[test]
fn every_code_is_documented_under_its_title() {
    for code in Code::all() {
        let first = code.documentation().lines().next().unwrap_or_default();
        assert_eq!(first, format!("# {code}: {}", code.title()));
        assert!(code.documentation().lines().count() > 2, "{code} says nothing but its title");
    }
    for entry in fs::read_dir(folder()).expect("the folder of rules") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        assert!(Code::find(name.trim_end_matches(".md")).is_some(), "tests/rules/{name} belongs to no code");
    }
}

#[test]
fn every_example_is_flagged_as_documented() {
    let mut faults = Vec::new();
    for code in Code::all() {
        let path = folder().join(format!("{code}.md"));
        let mut text = fs::read_to_string(&path).expect("the document of a code");
        let cases = cases(&text);
        // From the last to the first, so that a rewritten expectation does not move the ones before it.
        for case in cases.iter().rev() {
            let (found, said) = run(code, case);
            match &case.expected {
                Some((_, expected)) if said.trim_end() == expected.trim_end() => {
                    let said: Vec<Severity> = found.iter().filter(|it| it.code == code).map(|it| it.severity).collect();
                    let is_noted = said.contains(&Severity::Note);
                    let is_flagged = said.iter().any(|it| *it != Severity::Note);
                    let is_as_documented = if case.kind == Kind::Noted { is_noted && !is_flagged } else { is_flagged };
                    assert!(
                        is_as_documented,
                        "tests/rules/{code}.md:{}: flagged, but not as {:?} of {code}",
                        case.line, case.kind
                    );
                }
                Some((range, _)) if updates() => text.replace_range(range.clone(), &format!("{}\n", said.trim_end())),
                Some((_, expected)) => faults
                    .push(format!("tests/rules/{code}.md:{}\n--- expected\n{expected}\n--- said\n{said}", case.line)),
                None if said.is_empty() => {}
                None => {
                    faults.push(format!("tests/rules/{code}.md:{}: nothing should be said, but\n{said}", case.line))
                }
            }
        }
        if updates() {
            fs::write(&path, text).expect("the document of a code");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_walk_through_shows_a_rule_as_it_is() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(top.join(path)).expect("a source");
    let walk: String = read("src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let shown = walk.split("```ignore\n").nth(1).and_then(|rest| rest.split("```\n").next()).expect("a rule");
    assert_eq!(shown, read("src/lint/text/empty_link.rs"));
    // What else it says to write stands where it says.
    let code = |file: &str, line: &str| {
        assert!(walk.contains(&format!("`{line}`")), "src/lib.rs does not show {line}");
        assert!(read(file).contains(line), "{file} has not {line}");
    };
    code(
        "src/lint.rs",
        "rule(code::M029, Group::Text, Look::Passage(text::empty_link::look), Fix::None, \"0.1\", None),",
    );
    code("src/lint/text.rs", "mod empty_link;");
    code("src/diag/code.rs", "M029 Warning \"a link has no words\";");
    // An output, a field.
    code("src/output/mod.rs", "&sitemap::Sitemap,");
    code("src/output/mod.rs", "mod sitemap;");
    code("src/parse/draft/issue.rs", "pub key_findings: Option<Written> where KeyFindings,");
    code("src/model/issue.rs", "pub key_findings: Option<Body>,");
    code("src/validate/issue.rs", "let key_findings = key_findings.as_ref().map(|written| check.body(written));");
    code("src/render/view/issue.rs", "key_findings: Option<Html>,");
    for file in ["content/handbook/writing.md", "content/handbook/theme-values.md", "tests/fields.rs", "tests/leak.rs"]
    {
        assert!(top.join(file).is_file() && walk.contains(file.rsplit('/').next().expect("a name")), "{file}");
    }
}

#[test]
fn the_table_of_rules_is_whole_and_true() {
    use postil::diag::Severity;
    use postil::lint::RULES;
    use postil::lint::rule::Fix;
    let listed: Vec<Code> = RULES.iter().map(|rule| rule.code).collect();
    assert!(listed.is_sorted(), "RULES stands in the order of the codes");
    for code in Code::all() {
        let can_be_switched =
            code.severity() == Severity::Warning || code.can_be_accepted() || code.name().starts_with('E');
        assert_eq!(listed.contains(&code), can_be_switched, "{code}");
        for rule in RULES.iter().filter(|rule| rule.code == code) {
            assert_eq!(rule.fix == Fix::Certain, is_repaired(code), "{code} has another fix than its document shows");
        }
    }
}

#[test]
fn every_code_is_explained_in_chinese() {
    for code in Code::all() {
        let chinese = code.documentation().split("\n## 中文\n").nth(1);
        let chinese = chinese.unwrap_or_else(|| panic!("tests/rules/{code}.md has no part in Chinese"));
        let words = chinese.split("\n## ").next().unwrap_or(chinese);
        let han = words.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(han > 10, "tests/rules/{code}.md says little in Chinese");
    }
}

/// What the first letters of codes stand for, in the order of the handbook, in Chinese and in English.
const GROUPS: &[(char, &str, &str)] = &[
    ('F', "字段", "Fields"),
    ('M', "Markdown正文", "Markdown"),
    ('E', "数字与体例", "Numbers and style"),
    ('D', "数据与图表", "Data and charts"),
    ('P', "图片", "Pictures"),
    ('L', "链接、图片、人物与网址", "Links, pictures, people and addresses"),
    ('C', "声明与同意", "Declaration and consent"),
    ('S', "站点设置", "Settings"),
    ('T', "主题与模板", "Themes and templates"),
    ('O', "输出", "Output"),
    ('I', "读写文件", "Reading and writing files"),
    ('N', "新建站点、专栏与一期", "New sites, columns and issues"),
];

#[test]
fn the_handbook_lists_every_code() {
    for (file, list) in [("rules.md", handbook()), ("rules.en.md", handbook_in_english())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook").join(file);
        if updates() {
            fs::write(&path, &list).expect("the handbook's list of rules");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == list, "content/handbook/{file} is not what the code says: UPDATE=1 cargo test rules");
    }
}

/// The handbook's list of rules.
fn handbook() -> String {
    let head = "---\ntitle: 全部规则\ndescription: postil检查的每一条，轻重，能否保留，能否自动修复。\norder: 75\n---\n\n\
         这份清单由程序生成，与`postil explain`一致。某一条检查什么、为什么、怎样写，运行`postil explain 代码`查看。\n\n\
         - **轻重**：不作设置时的轻重；写着“附注”的，常用的方法可能解释时只作附注，见[轻重](diagnostics.md#轻重)。\n\
         - **保留**：确实要这样写的，可以在`accept`里写明理由，让它留下。\n\
         - **修复**：`postil fix`能改的，至少在有把握的情形下。\n";
    let row = |code: Code| {
        let chinese = postil::diag::catalogue().get(code.title()).map_or("", |chinese| chinese);
        let severity = if code.severity() == postil::diag::Severity::Error { "错误" } else { "警告" };
        let severity = if code.has_notes() { format!("{severity}，附注") } else { severity.to_owned() };
        let title = format!("{} | {}", without_spaces(chinese), code.title().replace('|', "\\|"));
        listed(code, &title, &severity, "可以")
    };
    let table = "| 代码 | 查什么 | 英文名 | 轻重 | 保留 | 修复 |\n|:---|:---|:---|:---|:---|:---|\n";
    list_of_rules(head, |(letter, chinese, _)| format!("{letter} {chinese}"), table, row)
}

/// The same in English.
fn handbook_in_english() -> String {
    let head = "---\ntitle: All rules\ndescription: \"Every rule of postil: how severe it is, whether it can be accepted, whether it can be repaired.\"\norder: 75\n---\n\n\
         This list is written by the program and agrees with `postil explain`. What a rule looks at, why, and how to write it instead, `postil explain CODE` says.\n\n\
         - **Severity**: as it is without settings; where it says “note”, it is only noted where another usual method may explain it, see [severity](diagnostics.en.md#severity).\n\
         - **Accept**: what has to be so can stay, with a reason in `accept`.\n\
         - **Repair**: `postil fix` repairs it, at least where that is certain.\n";
    let row = |code: Code| {
        let severity = if code.severity() == postil::diag::Severity::Error { "error" } else { "warning" };
        let severity = if code.has_notes() { format!("{severity}, note") } else { severity.to_owned() };
        listed(code, &code.title().replace('|', "\\|"), &severity, "yes")
    };
    let table = "| Code | What it finds | Severity | Accept | Repair |\n|:---|:---|:---|:---|:---|\n";
    list_of_rules(head, |(letter, _, english)| format!("{letter}: {english}"), table, row)
}

/// A row of the list.
fn listed(code: Code, title: &str, severity: &str, yes: &str) -> String {
    let tick = |is: bool| if is { yes } else { "" };
    format!("| {code} | {title} | {severity} | {} | {} |\n", tick(code.can_be_accepted()), tick(is_repaired(code)))
}

/// A list of all rules, by groups.
fn list_of_rules(
    head: &str,
    name: impl Fn(&(char, &str, &str)) -> String,
    table: &str,
    row: impl Fn(Code) -> String,
) -> String {
    let mut out = head.to_owned();
    for group in GROUPS {
        let codes: Vec<Code> = Code::all().filter(|code| code.name().starts_with(group.0)).collect();
        if !codes.is_empty() {
            out.push_str(&format!("\n## {}\n\n{table}", name(group)));
            out.extend(codes.into_iter().map(&row));
        }
    }
    out
}

/// Whether an example of a code is one that `postil fix` repairs.
fn is_repaired(code: Code) -> bool {
    let marked = format!("[{code}]: ");
    let mut in_this = false;
    code.documentation().lines().any(|line| {
        if ["error[", "warning[", "note[", "错误[", "警告[", "附注["].iter().any(|it| line.starts_with(it)) {
            in_this = line.contains(&marked);
        }
        in_this && ["`postil fix` repairs this", "`postil fix` 会修复这一处"].iter().any(|it| line.contains(it))
    })
}

/// The handbook sets no space between Han and Latin.
fn without_spaces(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_han = |at: usize| chars.get(at).is_some_and(|c| !c.is_ascii());
    let keeps = |at: usize| chars[at] != ' ' || !(is_han(at + 1) || at > 0 && is_han(at - 1));
    (0..chars.len()).filter(|at| keeps(*at)).map(|at| chars[at]).collect()
}

#[test]
fn every_code_belongs_to_a_group_of_the_handbook() {
    for code in Code::all() {
        assert!(GROUPS.iter().any(|(letter, ..)| code.name().starts_with(*letter)), "{code}");
    }
}

/// Everything that is said of a case's site, in its language, drawn without colours.
fn run(code: Code, case: &Case) -> (Vec<Diagnostic>, String) {
    let site = TestSite::new();
    if case.locale == Locale::English && !OF_CHINESE.contains(&code) {
        site.write("config.toml", "title = \"Demonstration\"\nlanguage = \"en\"\n");
        site.write("content/demo/column.md", "---\ntitle: Demonstration column\n---\n");
    }
    for (path, bytes) in &case.files {
        site.write(path, bytes);
    }
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    // What stands in files and numbers is said before there are pages, and those the other half makes; E5 says what the
    // theme's words are for, too.
    let is_about_texts = code.name().starts_with(['E', 'F', 'M']) && !code.name().starts_with("E5");
    let mut said = if is_about_texts && case.locale == Locale::English {
        pipeline::load(&request, &Watch::nobody()).diagnostics
    } else {
        pipeline::check(&request, &Watch::nobody()).diagnostics
    };
    said.sort_by_cached_key(Diagnostic::sort_key);
    let root = site.path().display().to_string();
    let drawn: Vec<String> = said.iter().map(|it| postil::cli::plain(it, case.locale).replace(&root, "…")).collect();
    (said, drawn.join("\n\n"))
}
