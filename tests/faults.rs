//! What goes wrong outside of postil: a killed build, a full or locked disk, two builds at once, files of others.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{TestSite, code, snapshot, stderr};

#[test]
fn a_failed_build_leaves_the_last_good_site() {
    let site = TestSite::with_issue();
    site.build();
    let before = site.snapshot();
    site.issue(1, "one", "", "见[别处](nowhere.md)。");
    let run = site.run(&["build"]);
    assert_eq!(code(&run), 1, "{}", stderr(&run));
    assert!(stderr(&run).contains("error[L001]"), "{}", stderr(&run));
    assert_eq!(before, site.snapshot());
}

#[test]
fn a_template_that_fails_in_the_middle_leaves_the_last_good_site() {
    let site = TestSite::with_issue();
    site.build();
    let before = site.snapshot();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextends = \"default\"\n")
        .write("themes/mine/templates/people.html", "{{ nothing_of_this_name }}");
    let run = site.run(&["build"]);
    assert_eq!(code(&run), 1);
    assert!(stderr(&run).contains("error[T005]"), "{}", stderr(&run));
    assert!(stderr(&run).contains("themes/mine/templates/people.html:1:"), "{}", stderr(&run));
    assert_eq!(before, site.snapshot());
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    let site = TestSite::new();
    for number in 1..=150 {
        site.issue(number, &format!("issue-{number}"), "tags: [放疗]\n", "正文。");
    }
    site.build();
    let old = site.snapshot();
    site.write("config.toml", "title = \"新名字\"\n");
    let whole = {
        let output = site.path().join("whole");
        let run = site.run(&["build", "--now", "2026-01-01", "--output", "whole"]);
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        let files = snapshot(&output);
        fs::remove_dir_all(output).expect("removed");
        files
    };
    for milliseconds in [1, 5, 10, 20, 30, 40, 60, 80, 120, 200] {
        let mut child = site
            .command(&["build", "--now", "2026-01-01"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postil starts");
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        let _ = child.wait();
        // Every file is a whole one, of the old site or of the new.
        let known = |file: &(String, Vec<u8>)| old.contains(file) || whole.contains(file);
        for file in site.snapshot().iter().filter(|(path, _)| !path.starts_with(".postil-staging/")) {
            assert!(known(file), "after {milliseconds} ms {} is neither old nor new", file.0);
        }
        site.build();
        assert!(site.snapshot() == whole, "after {milliseconds} ms the next build did not come to the whole site");
        assert!(!site.output().join(".postil-staging").exists());
        site.write("config.toml", "title = \"演示\"\n").build();
        site.write("config.toml", "title = \"新名字\"\n");
    }
}

#[test]
fn an_interrupted_publication_is_carried_to_its_end() {
    let site = TestSite::with_issue();
    site.build();
    let old = site.snapshot();
    let manifest = fs::read_to_string(site.output().join(".postil-manifest")).expect("a manifest");
    let line = |path: &str| manifest.lines().find(|line| line.ends_with(path)).expect("a line").to_owned();
    let staging = site.output().join(".postil-staging");
    // A line of a journal has the first two parts of one of the manifest, and the path.
    let short = |line: &str| {
        let parts: Vec<&str> = line.splitn(6, ' ').collect();
        format!("{} {} {}", parts[0], parts[1], parts[5])
    };
    let staged = format!("{:032x} 6 - - text/html index.html", xxhash_rust::xxh3::xxh3_128(b"staged"));
    let stage = |journal: &str| {
        fs::create_dir_all(staging.join("files")).expect("a folder");
        fs::write(staging.join("files/index.html"), "staged").expect("a file");
        let next = manifest.replace(&line(" index.html"), &staged).replace(&format!("{}\n", line(" feed.json")), "");
        fs::write(staging.join("manifest"), next).expect("a file");
        fs::write(staging.join("journal"), journal).expect("a file");
    };
    let open = || {
        let output = postil::io::publish::Output::configured(site.path(), "public").expect("a folder of the site");
        drop(postil::io::publish::Publisher::open(&output).expect("the folder is free"));
        assert!(!staging.exists());
    };
    // Whoever takes hold of the folder next carries the journal out before anything else, even if nothing follows.
    let journal = format!("put {}\nremove {}\nend\n", short(&staged), short(&line(" feed.json")));
    stage(&journal);
    open();
    assert_eq!(site.published("index.html"), "staged");
    assert!(!site.output().join("feed.json").exists());
    site.build();
    assert_eq!(old, site.snapshot(), "the build after it makes its own page");
    // A journal that was cut short had not begun; one that does not fit what is staged is given up.
    for journal in [&journal[..journal.len() - 2], &journal.replace(" 6 index", " 7 index"), "end\n"] {
        stage(journal);
        open();
        assert_eq!(old, site.snapshot(), "{journal}");
    }
    site.build();
    assert_eq!(old, site.snapshot());
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = TestSite::with_issue();
    for (old, new) in
        [("y/z.txt", "y"), ("y", "y/z.txt"), ("y/z.txt", "y/z.txt/deep/er.txt"), ("y/z.txt/deep/er.txt", "y")]
    {
        let _ = fs::remove_dir_all(site.path().join("content/static"));
        site.write(&format!("content/static/{old}"), "old").build();
        site.remove("content/static").write(&format!("content/static/{new}"), "new").build();
        assert_eq!(site.published(new), "new", "{old} to {new}");
    }
}

#[test]
fn an_address_below_a_file_leaves_nothing_that_blocks_the_next_build() {
    let site = TestSite::new();
    site.issue(1, "one", "aliases: [/2019/post.html]\n", "正文。").build();
    let before = site.snapshot();
    site.issue(1, "one", "aliases: [/2019/post.html, /2019/post.html/amp/]\n", "正文。");
    let run = site.run(&["build", "--now", "2026-01-01"]);
    assert_eq!(code(&run), 1, "{}", stderr(&run));
    assert_eq!(before, site.snapshot());
    site.issue(1, "one", "aliases: [/2019/post.html/amp/]\n", "正文。").build();
    assert!(site.published("2019/post.html/amp/index.html").contains("/demo/one/"));
    site.issue(1, "one", "aliases: [/2019/post.html]\n", "正文。").build();
    assert!(site.published("2019/post.html").contains("/demo/one/"));
    assert_eq!(code(&site.run(&["clean"])), 0);
    assert!(!site.output().exists());
}

#[test]
fn two_builds_at_once_exclude_each_other() {
    let site = TestSite::with_issue();
    site.build();
    let held = fs::File::open(site.output()).expect("the folder");
    held.lock().expect("a lock");
    let run = site.run(&["build"]);
    assert_eq!(code(&run), 3);
    assert!(stderr(&run).contains("error[I003]: another build is writing to"), "{}", stderr(&run));
    held.unlock().expect("unlocked");
    site.build();
}

#[test]
fn files_of_others_are_neither_removed_nor_overwritten() {
    let site = TestSite::with_issue();
    site.build();
    fs::write(site.output().join("notes.txt"), "mine").expect("a file");
    site.remove("content/demo/001-one").issue(2, "two", "", "正文。").build();
    assert_eq!(site.published("notes.txt"), "mine");
    assert!(!site.output().join("demo/one").exists(), "what postil made and no longer makes is removed");
    site.write("content/static/notes.txt", "theirs");
    let run = site.run(&["build"]);
    assert_eq!(code(&run), 3);
    assert!(stderr(&run).contains("error[I004]"), "{}", stderr(&run));
    assert_eq!(site.published("notes.txt"), "mine");
    site.remove("content/static");
    assert_eq!(code(&site.run(&["clean"])), 0);
    let left: Vec<String> = site.snapshot().into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, ["notes.txt"]);
}

#[test]
fn a_page_that_somebody_changed_is_put_right() {
    let site = TestSite::with_issue();
    site.build();
    let before = site.snapshot();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(site.output().join("demo/one/index.html"), "changed").expect("a file");
    fs::remove_file(site.output().join("404.html")).expect("removed");
    site.build();
    assert_eq!(before, site.snapshot());
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let site = TestSite::with_issue();
    site.write("file", "x");
    let run = site.run(&["build", "--output", "file"]);
    assert_eq!(code(&run), 3);
    assert!(stderr(&run).contains("error[I002]") && stderr(&run).contains("file"), "{}", stderr(&run));
    let run = site.run(&["build", "--output", "content/public"]);
    assert_eq!(code(&run), 3, "{}", stderr(&run));
    // A device that is always full stands for a full disk.
    #[cfg(target_os = "linux")]
    {
        site.build();
        let before = site.snapshot();
        site.issue(1, "one", "", "改过的正文。");
        std::os::unix::fs::symlink("/dev/full", site.path().join("full")).expect("a link");
        let run = site.run(&["build", "--output", "full"]);
        assert_eq!(code(&run), 3, "{}", stderr(&run));
        assert_eq!(before, site.snapshot());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    use std::process::Command;
    // A small disk in memory; where the machine does not allow one, the rest of this file still holds.
    let disk = tempfile::tempdir().expect("a temporary folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=700k", "tmpfs"])
        .arg(disk.path())
        .output()
        .is_ok_and(|it| it.status.success());
    if !mounted {
        return;
    }
    let site = TestSite::with_issue();
    let target = disk.path().join("site");
    let build =
        || site.command(&["build", "--now", "2026-01-01", "--output"]).arg(&target).output().expect("postil starts");
    let first = build();
    let before = snapshot(&target);
    for number in 2..=60 {
        site.issue(number, &format!("issue-{number}"), "", &"很长的正文。".repeat(2000));
    }
    let second = build();
    let after = snapshot(&target);
    let read_only = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).output();
    site.issue(1, "one", "", "改过的正文。");
    let third = build();
    let _ = Command::new("umount").arg(disk.path()).output();
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    assert_eq!(code(&second), 3, "{}", stderr(&second));
    assert!(stderr(&second).contains("error[I002]") && stderr(&second).contains("site"), "{}", stderr(&second));
    assert!(before == after, "the old site is whole");
    if read_only.is_ok_and(|it| it.status.success()) {
        assert_eq!(code(&third), 3, "{}", stderr(&third));
        assert!(stderr(&third).contains("error[I002]"), "{}", stderr(&third));
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_folder_is_refused() {
    let site = TestSite::with_issue();
    site.write("secret.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>").issue(
        1,
        "one",
        "",
        "![图](a.svg)",
    );
    std::os::unix::fs::symlink(site.path().join("secret.svg"), site.path().join("content/demo/001-one/a.svg"))
        .expect("a link");
    let run = site.run(&["build"]);
    assert_eq!(code(&run), 1);
    assert!(stderr(&run).contains("error[I005]"), "{}", stderr(&run));
    // A link that stays inside is as good as a file.
    site.remove("content/demo/001-one/a.svg")
        .write("content/demo/b.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>");
    std::os::unix::fs::symlink("../b.svg", site.path().join("content/demo/001-one/a.svg")).expect("a link");
    site.build();
    assert!(site.published("demo/one/index.html").contains(".svg\" alt=\"图\""));
}
