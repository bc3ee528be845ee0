//! What of a site's folder is read and published, and what is passed over.

use crate::support::{TestSite, code, stderr};

#[test]
fn hidden_files_are_published_only_where_hosts_look_for_them() {
    let site = TestSite::with_issue();
    for path in [
        ".nojekyll",
        ".htaccess",
        ".well-known/security.txt",
        "b/.htaccess",
        ".DS_Store",
        ".env",
        ".git/config",
        "b/.env",
        ".well-known/.env",
    ] {
        site.write(&format!("content/static/{path}"), "x");
    }
    site.write("content/.trash/old.md", "---\ntitle: 旧文\n---\n").write("content/demo/.env", "x").build();
    let hidden: Vec<String> = site
        .snapshot()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.split('/').any(|part| part.starts_with('.')))
        .collect();
    assert_eq!(hidden, [".htaccess", ".nojekyll", ".well-known/security.txt", "b/.htaccess"]);
}

#[test]
fn a_folder_above_the_site_may_have_any_name() {
    let above = tempfile::tempdir().expect("a folder");
    let site = above.path().join("static/.sites/column");
    for (path, text) in [
        ("config.toml", "title = \"演示\"\n"),
        ("content/demo/column.md", "---\ntitle: 演示专栏\n---\n"),
        ("content/.trash/old.md", "---\ntitle: 旧文\n---\n"),
        ("content/static/.env", "x"),
    ] {
        let path = site.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let run = TestSite::new().command(&["build", "--root"]).arg(&site).output().expect("postil starts");
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    assert!(site.join("public/demo/index.html").exists());
    assert!(!site.join("public/.trash").exists() && !site.join("public/.env").exists());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_waited_for_by_nobody() {
    let site = TestSite::with_issue();
    site.issue(1, "one", "", "![图](p.png)").write("content/static/a.txt", "a");
    for path in ["content/demo/001-one/p.png", "content/pipe.md", "content/static/pipe"] {
        let made = std::process::Command::new("mkfifo").arg(site.path().join(path)).status().expect("mkfifo");
        assert!(made.success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(site.path().join("content/socket.md")).expect("a socket");
    let said = stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    assert_eq!(said.matches("warning[I013]").count(), 4, "{said}");
    assert!(said.contains("content/static/pipe` is a pipe, a socket or a device, and is passed over"), "{said}");
    // What leads to one leads to nothing.
    assert!(said.contains("error[L001]: there is no file `p.png`"), "{said}");
    site.issue(1, "one", "", "正文。").build();
    assert!(site.output().join("a.txt").exists() && !site.output().join("pipe").exists());
}

/// Nobody writes to the pipe: to open it would be to wait for ever.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_wherever_a_file_is_asked_for() {
    let site = TestSite::with_issue();
    let fifo = |path: &str| {
        let made = std::process::Command::new("mkfifo").arg(site.path().join(path)).status().expect("mkfifo");
        assert!(made.success());
    };
    fifo("cited.ris");
    std::fs::create_dir(site.path().join("cited")).expect("a folder");
    for (from, said, help) in [
        ("cited.ris", "no file, but a pipe, a socket or a device", "save what it gives as a file, and name that"),
        ("/dev/zero", "no file, but a pipe, a socket or a device", "save what it gives as a file, and name that"),
        ("cited", "Is a directory", "name a file: this is a folder"),
        ("cited.bib", "No such file or directory", "there is no such file or folder"),
    ] {
        let run = site.run(&["new", "issue", "demo/two", "--from", from, "--lang", "en"]);
        let printed = stderr(&run);
        assert!(code(&run) != 0 && printed.contains("error[I001]"), "{from}: {printed}");
        assert!(printed.contains(said) && printed.contains(help), "{from}: {printed}");
        assert!(!site.path().join("content/demo/002-two").exists(), "{from}");
    }
    site.remove("config.toml");
    fifo("config.toml");
    for arguments in [&["check", "--lang", "en"][..], &["check", "--lang", "en", "--root", "."]] {
        let printed = stderr(&site.run(arguments));
        assert!(printed.contains("error[I001]") && !printed.contains("I006"), "{printed}");
        assert!(printed.contains("config.toml`: no file, but a pipe, a socket or a device"), "{printed}");
    }
}

#[test]
fn a_folder_with_the_name_of_a_text_is_named() {
    let site = TestSite::with_issue();
    let check = |site: &TestSite| stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    for folder in
        ["content/demo/001-one/issue.en.md", "content/people.yaml", "content/static/notes.md", "content/a.mdx"]
    {
        std::fs::create_dir_all(site.path().join(folder)).expect("a folder");
    }
    let said = check(&site);
    assert_eq!(said.matches("warning[I013]").count(), 2, "{said}");
    for folder in ["content/demo/001-one/issue.en.md", "content/people.yaml"] {
        assert!(said.contains(&format!("`{folder}` is a folder, and no text is read from it")), "{said}");
    }
    site.remove("content/demo/001-one/issue.en.md").remove("content/people.yaml");
    assert!(!check(&site).contains("I013"));
}

#[test]
fn an_attachment_is_found_by_the_name_that_its_file_has() {
    let site = TestSite::new();
    let names = ["附件 1.pdf", "a & b.pdf", "it's.pdf", "50%.pdf", "a#b.pdf", "a+b.pdf", "a%20b.pdf"];
    let mut text = "[甲](<附件 1.pdf>)、[乙](<a & b.pdf>)、[丙](it's.pdf)、[丁](a+b.pdf)\n\n".to_owned();
    for name in names {
        site.write(&format!("content/demo/001-one/{name}"), "x");
        text +=
            &format!("[附件]({})\n\n", percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC));
    }
    site.issue(1, "one", "", &text).issue(2, "two", "", "[附件](<../001-one/附件 1.pdf>)").build();
    for name in names {
        assert!(site.output().join("demo/one").join(name).exists(), "{name}");
    }
    let page = site.published("demo/two/index.html");
    assert!(page.contains("demo/one/附件%201.pdf\""), "{page}");
}

#[test]
fn menus_list_as_many_pages_as_a_reader_looks_through() {
    let site = TestSite::with_issue();
    for number in 0..60 {
        site.write(
            &format!("content/page-{number:02}.md"),
            format!("---\ntitle: 页面{number:02}\norder: {number}\n---\n"),
        );
    }
    let said = stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    assert!(said.contains("warning[L020]: 60 pages stand at the top, and menus list 50 of them"), "{said}");
    assert!(said.contains("content/page-50.md:1:1"), "{said}");
    site.build();
    let home = site.published("index.html");
    assert!(home.contains("/page-49/") && !home.contains("/page-50/"), "{home}");
    assert!(site.published("page-59/index.html").contains("页面59"));
}
