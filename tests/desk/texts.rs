//! The desk where one writes what is no issue: people, terms, what readers agree to.

use serde_json::{Value, json};

use super::{FILE, Page};
use crate::serve::Served;
use crate::support::TestSite;

const PEOPLE: &str = "content/people.yaml";

#[test]
fn a_person_is_added_changed_and_kept_while_somebody_names_them() {
    let site = TestSite::with_issue();
    site.issue(2, "two", "credits:\n  - {role: review, person: li}\n", "乙。");
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    // There was no such file: it comes to be with the first of them.
    assert_eq!(page.form(PEOPLE)["fields"], json!({}));
    let said = page.form("content/demo/002-two/issue.md");
    assert!(said["said"].as_array().expect("a list").iter().any(|it| it["code"] == "L007"), "{said}");
    let li = json!({ "name": "李四" });
    assert_eq!(page.save(PEOPLE, json!({ "fields": { "li": li } })).0, 200);
    assert_eq!(site.read(PEOPLE), "li:\n  name: 李四\n");
    let before = page.form(PEOPLE);
    let text = "# 注\nli:\n  name: 李四 # 旁注\n\nzhang:\n  name: 张三\n  orcid: 0000-0002-1825-0098\n";
    site.write(PEOPLE, text);
    let wish = json!({ "file": PEOPLE, "print": before["print"], "fields": { "li": null } }).to_string();
    assert_eq!(page.post("save", "", wish.as_bytes()).0, 409, "somebody else wrote");
    let changes = json!({ "fields": { "li": { "name": "李四", "title": "主任医师" } } });
    assert_eq!(page.save(PEOPLE, changes).0, 200);
    let text = text.replace("# 旁注\n", "# 旁注\n  title: 主任医师\n");
    assert_eq!(site.read(PEOPLE), text);
    // What is wrong stands below its field.
    let wrong = || {
        page.form(PEOPLE)["said"].as_array().expect("a list").iter().any(|it| it["way"] == json!(["zhang", "orcid"]))
    };
    served.until("the number that is none", wrong);
    served.until("the names of people", || page.form(FILE)["people"] == json!({ "li": "李四", "zhang": "张三" }));
    // Who is named stays, and it is said where; whoever is not goes.
    let named: Value = serde_json::from_str(&served.text("/_desk/named?id=li")).expect("JSON");
    assert_eq!((&named[0]["path"], &named[0]["title"]), (&json!("content/demo/002-two/issue.md"), &json!("演示2")));
    assert_eq!(served.text("/_desk/named?id=zhang"), "[]");
    for changes in [
        json!({ "fields": { "li": null } }),
        json!({ "raw": { "li": "" } }),
        json!({ "front": "zhang:\n  name: 张三\n" }),
    ] {
        let (status, answer) = page.save(PEOPLE, changes);
        let reason = answer["reason"].as_str().unwrap_or_default();
        assert!(status == 422 && reason.contains("content/demo/002-two/issue.md"), "{status} {answer}");
    }
    assert_eq!(site.read(PEOPLE), text);
    assert_eq!(page.save(PEOPLE, json!({ "fields": { "zhang": null } })).0, 200);
    assert_eq!(site.read(PEOPLE), "# 注\nli:\n  name: 李四 # 旁注\n  title: 主任医师\n");
    // Terms go the same way.
    assert_eq!(page.save("content/glossary.yaml", json!({ "fields": { "OS": "总生存期" } })).0, 200);
    assert_eq!(site.read("content/glossary.yaml"), "OS: 总生存期\n");
    let overview = served.text("/_desk/");
    for path in [PEOPLE, "content/glossary.yaml", "content/demo/column.md"] {
        assert!(overview.contains(&format!("/_desk/edit?file={path}")), "{path}");
        assert_eq!(served.get(&format!("/_desk/edit?file={path}")).0, 200, "{path}");
    }
}

#[test]
fn what_readers_agree_to_changes_only_for_who_knows_that_they_are_asked_again() {
    let site = TestSite::with_issue();
    let consent =
        "\n[consent]\npolicy_version = \"1\"\n\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    let identity = "content/consent/identity.md";
    site.write("config.toml", format!("{}{consent}", site.read("config.toml")))
        .write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n谁在询问。\n")
        .write("content/consent/declined.md", "---\ntitle: 不同意\n---\n\n以后再来。\n")
        .write(identity, "---\ntitle: 协议\n---\n\n我是医师。\n");
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    let before = site.read(identity);
    let form = page.form(identity);
    let warning = form["warning"].as_str().expect("what has to be known");
    assert_eq!(form["page"], "/demo/one/", "a page with the question on it");
    for changes in [
        json!({ "body": "\n我是护士。\n" }),
        json!({ "fields": { "agree": "同意" } }),
        json!({ "warned": "yes", "body": "" }),
    ] {
        let (status, answer) = page.save(identity, changes);
        assert_eq!((status, answer["reason"].as_str()), (422, Some(warning)));
    }
    assert_eq!(site.read(identity), before);
    assert_eq!(page.save(identity, json!({ "warned": true, "body": "\n我是护士。\n" })).0, 200);
    assert_eq!(site.read(identity), before.replace("医师", "护士"));
    served.until("the new words", || served.text("/demo/one/").contains("我是护士"));
    // A text that nobody agrees to is changed as any other, and one that is not asked for, too.
    let declined = "content/consent/declined.md";
    assert_eq!(page.form(declined)["warning"], Value::Null);
    assert_eq!(page.save(declined, json!({ "body": "\n再来。\n" })).0, 200);
    let config = site.read("config.toml");
    site.write("config.toml", config.replace(consent, ""));
    served.until("no question", || {
        page.form(identity)["warning"] == Value::Null && page.form(identity)["page"] == Value::Null
    });
    assert_eq!(page.save(identity, json!({ "body": "\n我是药师。\n" })).0, 200);
}

#[test]
fn a_draft_is_published_once_nothing_stands_in_the_way_of_what_is_published() {
    let site = TestSite::with_issue();
    let served = Served::of(&site, &[]);
    let page = Page::of(&served);
    // Nothing is given: an empty issue, called by its title, and as no other is.
    let (_, one) = page.post("new?name=&column=demo&title=A%20Trial", "", b"");
    let (_, two) = page.post("new?name=&column=demo&title=A%20Trial", "", b"");
    let file = "content/demo/002-a-trial/issue.md";
    assert_eq!((&one["path"], &two["path"]), (&json!(file), &json!("content/demo/003-a-trial-2/issue.md")));
    served.until("the new issue", || served.get(&format!("/_desk/form?file={file}")).0 == 200);
    let publish = || page.save_by("publish", file, json!({}));
    let before = site.read(file);
    let (status, answer) = publish();
    let open = answer["open"].as_array().expect("what stands in the way");
    assert!(status == 200 && open.iter().any(|it| it["code"] == "E508" && it["line"].is_u64()), "{answer}");
    assert_eq!(site.read(file), before);
    site.write(file, "---\ntitle: A Trial # 注\nnumber: 2\ndate: 2025-08-07\ndraft: true\n---\n\n正文。\n");
    let (status, answer) = publish();
    assert_eq!((status, &answer["fields"]["draft"]), (200, &json!("false")), "{answer}");
    assert!(site.read(file).contains("# 注\nnumber: 2\ndate: 2025-08-07\ndraft: false\n"));
}
