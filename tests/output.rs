//! The output folder: where it may be, and what others may have put there.

use std::fs;
use std::path::Path;

use crate::support::{TestSite, code, snapshot, stderr};

/// A built site beside which a file lies that nobody may touch.
fn beside_a_victim() -> TestSite {
    let site = TestSite::with_issue();
    site.build().write("victim.txt", "precious");
    site
}

/// Every file of the site's folder but what is kept for the next run.
fn without_cache(site: &TestSite) -> Vec<(String, Vec<u8>)> {
    snapshot(site.path()).into_iter().filter(|(path, _)| !path.starts_with(".postil-cache/")).collect()
}

/// Both commands that write refuse with a code, and no file of the folder of the site is another afterwards.
fn refused(site: &TestSite, by: &str, said: &str) {
    let before = without_cache(site);
    for command in [["build"], ["clean"]] {
        let run = site.run(&command);
        assert_eq!(code(&run), 3, "{command:?} {}", stderr(&run));
        assert!(stderr(&run).contains(&format!("error[{by}]")), "{command:?} {}", stderr(&run));
        assert!(stderr(&run).contains(said), "{command:?} {}", stderr(&run));
        assert!(before == without_cache(site), "{command:?} touched something");
    }
}

/// The beginning of a manifest's line, up to the path.
fn entry(content: &str) -> String {
    format!("{} - - text/plain", print(content))
}

fn print(content: &str) -> String {
    format!("{:032x} {}", xxhash_rust::xxh3::xxh3_128(content.as_bytes()), content.len())
}

/// What keeps a site from being published is found by `check` as by `build`, and neither touches anything; what a build
/// drew is kept for the next one.
fn found(site: &TestSite, by: &str, said: &str) {
    let before = without_cache(site);
    for command in ["check", "build"] {
        let run = site.run(&[command, "--now", "2026-01-01", "--lang", "en"]);
        let stderr = stderr(&run);
        assert_eq!(code(&run), 3, "{command} {stderr}");
        assert_eq!(stderr.matches(&format!("error[{by}]")).count(), 1, "{command} {stderr}");
        assert!(stderr.contains(said), "{command} {stderr}");
        assert!(before == without_cache(site), "{command} touched something");
    }
}

#[test]
fn what_keeps_a_site_from_being_published_is_found_before() {
    // A record that somebody else wrote, or a merge.
    let site = beside_a_victim();
    let manifest = site.read("public/.postil-manifest");
    site.write("public/.postil-manifest", format!("{manifest}<<<<<<< HEAD\n"));
    found(&site, "I009", "a merge has left its marks here");
    site.write("public/.postil-manifest", &manifest).write("public/.postil-staging/journal", "copy a\nend\n");
    found(&site, "I009", "public/.postil-staging/journal:1:1");
    site.remove("public/.postil-staging");
    // Files of others.
    site.write("content/new.md", "---\ntitle: 新\n---\n").write("public/new/index.html", "mine");
    found(&site, "I004", "public/new/index.html` is in the way");
    site.remove("public/new").write("public/new", "mine");
    found(&site, "I004", "public/new` is in the way");
    site.remove("public/new").write("public/new/index.html/x", "mine");
    found(&site, "I004", "public/new/index.html/x` is in the way");
    site.remove("public/new").build();
    // A manifest that was lost is said once, not of each file.
    site.remove("public/.postil-manifest").issue(1, "one", "", "改过的正文。");
    found(&site, "I004", "has no `.postil-manifest` (any more)");
    // No folder.
    site.remove("public").write("public", "mine");
    found(&site, "I002", "public` is a file, not a folder");
    site.remove("public").build();
    assert_eq!(code(&site.run(&["check", "--now", "2026-01-01"])), 0, "a built site is as sound as before");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_output_folder_is_named_as_one() {
    use std::os::unix::fs::symlink;
    let site = TestSite::with_issue();
    symlink("nowhere", site.path().join("public")).expect("a link");
    found(&site, "I010", "public` is a link that leads nowhere");
    site.remove("public").write("elsewhere/x", "mine").write("public/x.txt", "mine");
    symlink("../elsewhere", site.path().join("public/demo")).expect("a link");
    found(&site, "I004", "public/demo` is a link or a device");
}

#[test]
fn a_manifest_that_names_a_file_outside_is_refused_whole() {
    let absolute = |site: &TestSite| site.path().join("victim.txt").display().to_string();
    for path in ["../victim.txt", "demo/../../victim.txt", "", "/", ".postil-staging/x", ".", "a//b"] {
        let site = beside_a_victim();
        let manifest = site.read("public/.postil-manifest");
        site.write("public/.postil-manifest", format!("{manifest}{} {path}\n", entry("precious")));
        refused(&site, "I009", "public/.postil-manifest:");
    }
    let site = beside_a_victim();
    let manifest = site.read("public/.postil-manifest");
    site.write("public/.postil-manifest", format!("{manifest}{} {}\n", entry("precious"), absolute(&site)));
    refused(&site, "I009", "is not the path of a published file");
    site.write("public/.postil-manifest", format!("{manifest}something else\n"));
    refused(&site, "I009", "postil does not write such a line");
    // What the help says opens the way again.
    site.remove("public").build();
}

#[test]
fn a_journal_that_names_a_file_outside_is_refused_whole() {
    for line in
        ["put {} ../victim.txt", "remove {} ../victim.txt", "put {} /etc/hosts", "copy {} a", "put ../victim.txt"]
    {
        let site = beside_a_victim();
        let line = line.replace("{}", &print("precious"));
        site.write("public/.postil-staging/files/x", "precious")
            .write("public/.postil-staging/journal", format!("{line}\nend\n"));
        refused(&site, "I009", "public/.postil-staging/journal:1:");
    }
}

#[test]
fn a_changed_file_is_not_removed() {
    let site = TestSite::with_issue();
    site.issue(2, "two", "", "正文。").build();
    fs::write(site.output().join("demo/two/index.html"), "edited").expect("a file");
    site.remove("content/demo/002-two");
    // Those who want no warnings are asked first.
    let run = site.run(&["build", "--now", "2026-01-01", "--deny", "warnings"]);
    assert_eq!(code(&run), 1, "{}", stderr(&run));
    assert!(site.output().join("demo/two/citation.ris").exists(), "nothing was done");
    let run = site.run(&["build", "--now", "2026-01-01"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    assert!(stderr(&run).contains("warning[I011]") && stderr(&run).contains("demo/two/index.html"), "{}", stderr(&run));
    assert_eq!(site.published("demo/two/index.html"), "edited");
    assert!(!site.output().join("demo/two/citation.ris").exists());
    let run = site.run(&["build", "--now", "2026-01-01"]);
    assert!(!stderr(&run).contains("I011"), "it is said once: {}", stderr(&run));
    fs::write(site.output().join("index.html"), "edited").expect("a file");
    let run = site.run(&["clean"]);
    assert!(stderr(&run).contains("warning[I011]"), "{}", stderr(&run));
    assert_eq!(snapshot(&site.output()).len(), 2);
}

#[test]
fn an_output_around_or_in_the_sources_is_refused() {
    for output in ["..", ".", "content", "content/public", "themes", "themes/mine", "x/../content/y", "public/../.."] {
        let site = TestSite::with_issue();
        site.write("config.toml", format!("title = \"演示\"\noutput = \"{output}\"\n"));
        refused(&site, "I010", "is part of the site's own sources");
        let run = site.run(&["build", "--output", output]);
        assert_eq!(code(&run), 3, "{output} {}", stderr(&run));
        assert!(stderr(&run).contains("error[I010]"), "{output} {}", stderr(&run));
        let run = site.run(&["check"]);
        assert!(stderr(&run).contains("config.toml:2:10"), "{output} {}", stderr(&run));
    }
}

#[test]
fn a_configuration_names_only_folders_of_the_site() {
    let site = TestSite::with_issue();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let elsewhere = elsewhere.path().join("www").display().to_string().replace('\\', "/");
    for (output, said) in
        [(&*elsewhere, "outside of its own folder"), ("../public", "outside"), (".git", "hidden folder")]
    {
        site.write("config.toml", format!("title = \"演示\"\noutput = \"{output}\"\n"));
        refused(&site, "I010", said);
    }
    for (output, said) in
        [("site\\\\x", "write `site/x`"), ("C:\\\\www", "write `C:/www`"), ("a\\\\..\\\\b", "write `a/../b`")]
    {
        site.write("config.toml", format!("title = \"演示\"\noutput = \"{output}\"\n"));
        refused(&site, "I010", said);
        let run = site.run(&["check"]);
        assert!(stderr(&run).contains("config.toml:2:10"), "{output} {}", stderr(&run));
    }
    // Whoever builds may name any.
    let run = site.run(&["build", "--now", "2026-01-01", "--output", &elsewhere]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    assert!(Path::new(&elsewhere).join("index.html").exists());
    site.write("config.toml", "title = \"演示\"\noutput = \"deep/down/../public\"\n").build();
    assert!(site.path().join("deep/public/index.html").exists());
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Puts a link where a file or folder of the output is.
    fn link(site: &TestSite, path: &str, to: impl AsRef<Path>) {
        let place = site.path().join(path);
        if place.exists() {
            site.remove(path);
        }
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        symlink(to, place).expect("a link");
    }

    #[test]
    fn the_real_place_of_the_output_decides() {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let site = TestSite::with_issue();
        site.write("notes/mine.txt", "mine").write("new/.keep", "").remove("new/.keep");
        let cases: [(&Path, &str); 6] = [
            (Path::new("content"), "own sources"),
            (Path::new("content/demo"), "own sources"),
            (Path::new("."), "own sources"),
            (Path::new(".."), "own sources"),
            (elsewhere.path(), "outside of its own folder"),
            (Path::new("notes"), "holds what postil did not make"),
        ];
        for (to, said) in cases {
            link(&site, "public", to);
            refused(&site, "I010", said);
            fs::remove_file(site.output()).expect("removed");
        }
        // A link to an empty folder of the site is one to the output.
        link(&site, "public", "new");
        site.build().build();
        assert!(site.path().join("new/index.html").exists());
        // Themes that lie elsewhere are sources all the same.
        fs::create_dir(elsewhere.path().join("shared")).expect("a folder");
        link(&site, "themes", elsewhere.path().join("shared"));
        for output in [elsewhere.path().to_path_buf(), elsewhere.path().join("shared/public")] {
            let run = site.command(&["build", "--output"]).arg(output).output().expect("postil starts");
            assert!(code(&run) == 3 && stderr(&run).contains("error[I010]"), "{}", stderr(&run));
        }
    }

    #[test]
    fn records_that_are_links_are_refused() {
        let site = beside_a_victim();
        fs::rename(site.output().join(".postil-manifest"), site.path().join("manifest")).expect("moved");
        link(&site, "public/.postil-manifest", "../manifest");
        refused(&site, "I009", ".postil-manifest` is a link");
        let site = beside_a_victim();
        site.write("elsewhere/journal", "end\n");
        link(&site, "public/.postil-staging", "../elsewhere");
        refused(&site, "I009", ".postil-staging` is a link");
        let site = beside_a_victim();
        site.write("journal", "end\n");
        link(&site, "public/.postil-staging/journal", "../../journal");
        refused(&site, "I009", ".postil-staging/journal` is a link");
        for (name, to) in
            [("files", "../../elsewhere"), ("files/a", "../../../elsewhere"), ("files/a/x", "../../../../victim.txt")]
        {
            let site = beside_a_victim();
            let manifest = site.read("public/.postil-manifest");
            let (put, entry) = (format!("{} a/x", print("precious")), format!("{} a/x", entry("precious")));
            site.write("elsewhere/x", "precious").write("elsewhere/a/x", "precious");
            site.write("public/.postil-staging/journal", format!("put {put}\nend\n"));
            site.write("public/.postil-staging/manifest", format!("{manifest}{entry}\n"));
            link(&site, &format!("public/.postil-staging/{name}"), to);
            refused(&site, "I009", &format!(".postil-staging/{name}` is a link"));
        }
    }

    #[test]
    fn no_link_inside_the_output_is_followed() {
        // A folder of the site has become a link: nothing behind it is written or removed.
        let site = beside_a_victim();
        fs::rename(site.output().join("demo"), site.path().join("demo")).expect("moved");
        link(&site, "public/demo", "../demo");
        let before = snapshot(&site.path().join("demo"));
        let run = site.run(&["build", "--now", "2026-01-01"]);
        assert_eq!(code(&run), 3, "{}", stderr(&run));
        assert!(stderr(&run).contains("error[I004]") && stderr(&run).contains("public/demo"), "{}", stderr(&run));
        let run = site.run(&["clean"]);
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        assert_eq!(before, snapshot(&site.path().join("demo")));
        // A page has become one: it is a page again, and what it led to stays.
        let site = beside_a_victim();
        let whole = site.snapshot();
        link(&site, "public/index.html", "../victim.txt");
        site.build();
        assert_eq!(whole, site.snapshot());
        assert_eq!(site.read("victim.txt"), "precious");
        assert!(!site.output().join("index.html").is_symlink());
        // A new page would be put where others have a link.
        link(&site, "public/new.txt", "../victim.txt");
        site.write("content/static/new.txt", "precious");
        let run = site.run(&["build"]);
        assert!(code(&run) == 3 && stderr(&run).contains("error[I004]"), "{}", stderr(&run));
    }

    #[test]
    fn a_first_build_takes_no_folder_of_others() {
        let site = TestSite::with_issue();
        site.write("elsewhere/mine.txt", "mine");
        link(&site, ".public.postil-new", "elsewhere");
        let run = site.run(&["build"]);
        assert!(code(&run) == 3 && stderr(&run).contains("error[I004]"), "{}", stderr(&run));
        assert_eq!(site.read("elsewhere/mine.txt"), "mine");
        fs::remove_file(site.path().join(".public.postil-new")).expect("removed");
        site.write(".public.postil-new/mine.txt", "mine");
        let run = site.run(&["build"]);
        assert!(code(&run) == 3 && stderr(&run).contains("error[I004]"), "{}", stderr(&run));
        assert_eq!(site.read(".public.postil-new/mine.txt"), "mine");
        // What a build left that was killed is emptied, and links in it are not followed.
        site.write(".public.postil-new/.postil-manifest", "postil manifest 1\n");
        link(&site, ".public.postil-new/demo", "../elsewhere");
        site.build();
        assert_eq!(site.read("elsewhere/mine.txt"), "mine");
        assert!(!site.output().join("mine.txt").exists() && !site.path().join(".public.postil-new").exists());
    }
}

#[test]
fn the_manifest_tells_what_other_programs_compare() {
    let site = TestSite::with_issue();
    // The words whose sums the standards print: FIPS 180-4 and RFC 1321 both have "abc".
    site.write("content/static/a b.txt", "abc").write("content/static/c.css", "x").build();
    let manifest = site.read("public/.postil-manifest");
    let mut lines = manifest.lines();
    assert_eq!(lines.next(), Some("postil manifest 2"));
    let known = "3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 900150983cd24fb0d6963f7d28e17f72 text/plain;charset=utf-8 a b.txt";
    assert!(lines.clone().any(|line| line.ends_with(known)), "{manifest}");
    let paths: Vec<&str> = lines.clone().filter_map(|line| line.splitn(6, ' ').nth(5)).collect();
    assert_eq!(paths.len(), site.snapshot().len(), "each file has its line");
    assert!(paths.is_sorted(), "{paths:?}");
    for line in lines {
        let path = line.splitn(6, ' ').nth(5).expect("a path");
        let mut parts = line.split(' ');
        let length = std::fs::metadata(site.output().join(path)).expect("a file").len();
        assert_eq!((parts.next().map(str::len), parts.next()), (Some(32), Some(&*length.to_string())), "{line}");
        assert_eq!((parts.next().map(str::len), parts.next().map(str::len)), (Some(64), Some(32)), "{line}");
    }
    // One letter of a page: its line is another, and no other is.
    site.issue(1, "one", "", "正文！").build();
    let later = site.read("public/.postil-manifest");
    let changed: Vec<&str> =
        later.lines().filter(|line| !manifest.contains(line)).filter_map(|line| line.splitn(6, ' ').nth(5)).collect();
    assert!(changed.contains(&"demo/one/index.html") && !changed.contains(&"a b.txt"), "{changed:?}");
}

#[test]
fn a_manifest_of_an_older_postil_is_read_and_completed() {
    let site = TestSite::with_issue();
    site.build();
    let manifest = site.read("public/.postil-manifest");
    let old: String = manifest
        .lines()
        .skip(1)
        .map(|line| {
            let parts: Vec<&str> = line.splitn(6, ' ').collect();
            format!("{} {} {}\n", parts[0], parts[1], parts[5])
        })
        .collect();
    site.write("public/.postil-manifest", format!("postil manifest 1\n{old}"));
    let run = site.run(&["build", "--now", "2026-01-01", "--lang", "en"]);
    assert!(stderr(&run).contains("nothing had changed"), "{}", stderr(&run));
    assert_eq!(site.read("public/.postil-manifest"), manifest);
}
