//! Every operation on the disk fails once, and is once the last one.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use tempfile::TempDir;

use super::disk::fate::Fate;
use super::*;

/// Files with their content, by path.
type Site = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, content)| ((*path).to_owned(), (*content).to_owned())).collect()
}

/// Two sites that differ in every way: files become folders and folders files, at the top and deep down. Some pages name
/// a file, which comes before them in the order of paths.
fn two_sites() -> (Site, Site) {
    let old = site(&[
        ("index.html", "old home"),
        ("same.txt", "same"),
        ("q", "a file"),
        ("y/z.txt", "in a folder"),
        ("y/deep/er/w.html", "deep in a folder"),
        ("a/b/c", "a file, deep"),
        ("d/e/f/g.txt", "in a folder, deep"),
        ("gone/far/away.html", "gone.css"),
        ("gone.css", "gone"),
        ("changed/index.html", "gone.css"),
    ]);
    let new = site(&[
        ("index.html", "new home"),
        ("same.txt", "same"),
        ("q/index.html", "in a folder now"),
        ("q/r/s.txt", "deep in a folder now"),
        ("y", "a file now"),
        ("a/b/c/d", "in a folder, deep"),
        ("d/e", "a file, deep"),
        ("come/far/here.html", "come.css"),
        ("come.css", "new"),
        ("changed/index.html", "come.css"),
    ]);
    (old, new)
}

/// A folder for an output, and the output.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        // In memory, where the system has a place for that: the tests make thousands of folders.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let place = Self { folder: folder.expect("a temporary folder") };
        fs::create_dir(place.folder.path().join("site")).expect("a folder");
        place
    }

    fn output(&self) -> Output {
        Output::named(&self.folder.path().join("site"), &self.folder.path().join("public")).expect("a place")
    }

    fn publish(&self, fate: &Arc<Fate>, site: &Site) -> Result<Report, Diagnostic> {
        let publisher = Publisher::open_on(Disk { fate: Arc::clone(fate) }, &self.output())?;
        for (path, content) in site {
            publisher.put(path, content.as_bytes())?;
        }
        publisher.prepare()?.commit()
    }

    fn succeeds(&self, site: &Site) -> Report {
        self.publish(&Arc::default(), site).unwrap_or_else(|fault| panic!("{}", fault.message))
    }

    /// Takes hold of the folder, and does no more.
    fn open(&self, fate: &Arc<Fate>) -> Result<(), Diagnostic> {
        Publisher::open_on(Disk { fate: Arc::clone(fate) }, &self.output()).map(drop)
    }

    /// Every file of the output, with what it holds.
    fn files(&self) -> Site {
        let output = self.output();
        let files = walkdir::WalkDir::new(output.place()).into_iter().filter_map(Result::ok);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path =
                    entry.path().strip_prefix(output.place()).expect("inside").to_string_lossy().replace('\\', "/");
                (path, fs::read_to_string(entry.path()).expect("a text"))
            })
            .collect()
    }

    /// What readers see.
    fn seen(&self) -> Site {
        self.files().into_iter().filter(|(path, _)| !path.starts_with(".postil-")).collect()
    }

    /// Pages that name a file which is not there.
    fn missed(&self) -> Vec<String> {
        let seen = self.seen();
        let is_page = |(path, named): &(&String, &String)| path.ends_with(".html") && named.ends_with(".css");
        let missed = seen.iter().filter(is_page).filter(|(_, named)| !seen.contains_key(*named));
        missed.map(|(path, named)| format!("{path} names {named}")).collect()
    }

    /// What lies beside the site's folder and its output.
    fn beside(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder").map(|it| it.expect("an entry").path());
        entries.filter(|path| !path.ends_with("site") && !path.ends_with("public")).collect()
    }
}

/// What a site is when nothing was there and nothing fails, with its manifest.
fn cold(site: &Site) -> Site {
    let place = Place::new();
    place.succeeds(site);
    place.files()
}

/// Does something again and again: the first operation fails, then the second, until none is left; and the same with
/// the machine stopped at that operation. Gives how often.
fn at_every_operation(mut act: impl FnMut(&Arc<Fate>, &str)) -> usize {
    let mut count = 0;
    for is_death in [false, true] {
        for after in 0.. {
            let fate = Arc::new(Fate::new(after, is_death));
            act(&fate, &format!("operation {after} {}", if is_death { "was the last" } else { "failed" }));
            if !fate.has_struck() {
                break;
            }
            count += 1;
        }
    }
    count
}

#[test]
fn a_build_that_stops_anywhere_leaves_a_whole_site_and_the_next_one_is_right() {
    let (one, other) = two_sites();
    for (old, new) in [(&one, &other), (&other, &one)] {
        let whole = cold(new);
        let count = at_every_operation(|fate, when| {
            let place = Place::new();
            place.succeeds(old);
            let result = place.publish(fate, new);
            assert!(fate.has_struck() || result.is_ok(), "{when}");
            for (path, content) in place.seen() {
                let is_whole = [old, new].iter().any(|site| site.get(&path) == Some(&content));
                assert!(is_whole, "{when}: {path} is of neither site");
            }
            assert_eq!(place.missed(), [""; 0], "{when}");
            let is_in_part = place.seen() != *old && place.seen() != *new;
            assert!(!is_in_part || fate_is_told(&result), "{when}: it is not said that the site is one in part");
            place.open(&Arc::default()).unwrap_or_else(|fault| panic!("{when}: {}", fault.message));
            let seen = place.seen();
            assert!(seen == *old || seen == *new, "{when}: the next run left {seen:?}");
            place.succeeds(new);
            assert_eq!(place.files(), whole, "{when}");
            assert_eq!(place.beside(), [""; 0].map(PathBuf::from), "{when}");
        });
        assert!(count >= 150, "{count} operations");
    }
}

fn fate_is_told(result: &Result<Report, Diagnostic>) -> bool {
    result.as_ref().is_err_and(|fault| fault.code == code::I012)
}

#[test]
fn a_first_build_that_stops_anywhere_is_whole_or_absent() {
    let (_, new) = two_sites();
    let whole = cold(&new);
    let count = at_every_operation(|fate, when| {
        let place = Place::new();
        let result = place.publish(fate, &new);
        assert!(fate.has_struck() || result.is_ok(), "{when}");
        let is_there = place.output().place().exists();
        assert!(!is_there || place.files() == whole, "{when}");
        place.succeeds(&new);
        assert_eq!(place.files(), whole, "{when}");
        assert_eq!(place.beside(), [""; 0].map(PathBuf::from), "{when}");
    });
    assert!(count >= 50, "{count} operations");
}

#[test]
fn a_recovery_that_stops_anywhere_is_finished_by_the_next() {
    let (old, new) = two_sites();
    let whole = cold(&new);
    let mut interrupted = 0;
    for after in 0.. {
        let place = Place::new();
        place.succeeds(&old);
        let fate = Arc::new(Fate::new(after, true));
        let _ = place.publish(&fate, &new);
        if !fate.has_struck() {
            break;
        }
        // Some are enough: a recovery begins in the same way wherever it was that the last run ended.
        if !place.output().place().join(STAGING).join(JOURNAL).exists() || after % 11 != 0 {
            continue;
        }
        interrupted += 1;
        at_every_operation(|second, when| {
            let place = Place::new();
            place.succeeds(&old);
            let _ = place.publish(&Arc::new(Fate::new(after, true)), &new);
            let _ = place.open(second);
            place.open(&Arc::default()).unwrap_or_else(|fault| panic!("{after}, {when}: {}", fault.message));
            let seen = place.seen();
            assert!(seen == old || seen == new, "{after}, {when}: {seen:?}");
            place.succeeds(&new);
            assert_eq!(place.files(), whole, "{after}, {when}");
        });
    }
    assert!(interrupted > 3, "{interrupted}");
}

#[test]
fn cleaning_that_stops_anywhere_is_finished_by_the_next() {
    let (old, _) = two_sites();
    at_every_operation(|fate, when| {
        let place = Place::new();
        place.succeeds(&old);
        fs::write(place.output().place().join("notes.txt"), "mine").expect("written");
        let _ = clean_on(Disk { fate: Arc::clone(fate) }, &place.output());
        clean(&place.output()).unwrap_or_else(|fault| panic!("{when}: {}", fault.message));
        assert_eq!(place.files(), site(&[("notes.txt", "mine")]), "{when}");
    });
}

/// Changes a file a while after it was written.
fn edit(path: &Path, content: &str) {
    fs::write(path, content).expect("written");
    let file = fs::File::options().write(true).open(path).expect("opened");
    let written = file.metadata().and_then(|it| it.modified()).expect("a time");
    file.set_modified(written + std::time::Duration::from_secs(1)).expect("a later time");
}

#[test]
fn what_others_changed_meanwhile_stops_no_build() {
    let (old, new) = two_sites();
    let whole = cold(&new);
    at_every_operation(|fate, when| {
        let place = Place::new();
        place.succeeds(&old);
        let output = place.output().place().to_path_buf();
        // Pages that somebody changed before the build …
        edit(&output.join("changed/index.html"), "???");
        edit(&output.join("same.txt"), "????");
        let _ = place.publish(fate, &new);
        // … and between it and the next one.
        edit(&output.join("index.html"), "somebody's");
        let _ = fs::remove_dir_all(output.join(STAGING).join(FILES).join("come"));
        place.succeeds(&new);
        assert_eq!(place.files(), whole, "{when}");
    });
}

#[test]
fn a_folder_of_others_is_not_replaced_by_a_file() {
    let (old, new) = two_sites();
    let place = Place::new();
    place.succeeds(&old);
    let output = place.output().place().to_path_buf();
    fs::write(output.join("y/deep/mine.txt"), "mine").expect("written");
    let before = place.files();
    let fault = place.publish(&Arc::default(), &new).expect_err("in the way");
    assert_eq!(fault.code, code::I004);
    assert!(fault.path.is_some_and(|path| path.ends_with("mine.txt")));
    assert_eq!(place.files(), before);
    // Nor a file of others, or one that was changed, by a folder.
    fs::remove_file(output.join("y/deep/mine.txt")).expect("removed");
    fs::write(output.join("q"), "changed").expect("written");
    assert_eq!(place.publish(&Arc::default(), &new).expect_err("in the way").code, code::I004);
    fs::remove_file(output.join("q")).expect("removed");
    // Folders without files are nobody's.
    fs::create_dir_all(output.join("y/empty/empty")).expect("made");
    place.succeeds(&new);
    assert_eq!(place.seen(), new);
}

#[cfg(unix)]
#[test]
fn a_folder_that_becomes_a_link_meanwhile_is_not_followed() {
    let (old, new) = two_sites();
    let place = Place::new();
    place.succeeds(&old);
    let publisher = Publisher::open(&place.output()).expect("free");
    for (path, content) in &new {
        publisher.put(path, content.as_bytes()).expect("put");
    }
    let ready = publisher.prepare().expect("nothing is in the way");
    let (folder, elsewhere) = (place.output().place().join("changed"), place.folder.path().join("site"));
    fs::rename(&folder, elsewhere.join("changed")).expect("moved");
    std::os::unix::fs::symlink(elsewhere.join("changed"), &folder).expect("a link");
    assert_eq!(ready.commit().expect_err("a link").code, code::I012);
    assert_eq!(fs::read_to_string(elsewhere.join("changed/index.html")).expect("read"), "gone.css");
    // With the link gone, the next build is right.
    fs::remove_file(folder).expect("removed");
    place.succeeds(&new);
    assert_eq!(place.files(), cold(&new));
}

#[test]
fn no_path_is_a_file_and_a_folder_at_once() {
    for order in [["a", "a/b/"], ["a/b/", "a"]] {
        let place = Place::new();
        place.succeeds(&site(&[("a", "old")]));
        let publisher = Publisher::open(&place.output()).expect("free");
        publisher.put(order[0], b"x").expect("put");
        let fault = publisher.put(order[1], b"x").expect_err("both");
        assert_eq!(fault.code, code::O001);
        assert!(fault.message.to_string().contains("`a` would be a file and a folder"));
        drop(publisher);
        assert_eq!(place.seen(), site(&[("a", "old")]));
        assert_eq!(place.succeeds(&site(&[("a/b/index.html", "new")])).removed, 1);
    }
}

#[test]
fn files_that_are_there_already_are_not_written() {
    let (old, new) = two_sites();
    let place = Place::new();
    assert_eq!(place.succeeds(&old).written, old.len());
    assert_eq!(place.succeeds(&old), Report { files: old.len(), bytes: 94, written: 0, removed: 0 });
    // Without its manifest, postil knows its files by their content.
    fs::remove_file(place.output().place().join(MANIFEST)).expect("removed");
    assert_eq!(place.succeeds(&old).written, 0);
    let report = place.succeeds(&new);
    assert_eq!((report.written, report.removed), (new.len() - 1, 7));
}
