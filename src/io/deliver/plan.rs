//! What is to be done at a destination, and in which order: reckoned from digests, without asking anybody.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::record::Record;
use super::{Item, RECORD};
use crate::model::address::{self, FEEDS};

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan<'a> {
    /// What is to be sent, in the order in which it may be: everything of one wave is there before the next begins.
    pub waves: Vec<Vec<&'a Item>>,
    /// What goes at the end, by path: postil put it there, and the site has it no more.
    pub remove: Vec<String>,
    /// What postil once put there, and somebody has changed since: it stays.
    pub left: Vec<String>,
}

impl<'a> Plan<'a> {
    /// From what is there, by path with its ETag, and what postil wrote down of it.
    pub fn new(items: &'a [Item], there: &BTreeMap<String, String>, known: &Record) -> Self {
        let put = items.iter().filter(|item| !stands(item, there, known));
        let own: BTreeSet<&str> = items.iter().map(|item| item.path.as_str()).collect();
        let mut plan = Self { waves: waves(put), ..Self::default() };
        for path in known.paths().filter(|path| !own.contains(path) && *path != RECORD) {
            let Some(tag) = there.get(path) else { continue };
            let is_as_put = known.files.get(path).is_some_and(|stood| stood.tag() == tag);
            let gone = if is_as_put || known.pending.contains(path) { &mut plan.remove } else { &mut plan.left };
            gone.push(path.to_owned());
        }
        plan
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.waves.is_empty() && self.remove.is_empty()
    }

    /// What is to be sent.
    pub fn put(&self) -> impl Iterator<Item = &'a Item> + '_ {
        self.waves.iter().flatten().copied()
    }

    /// The bytes of that.
    pub fn bytes(&self) -> u64 {
        self.put().map(|item| item.length).sum()
    }
}

/// Whether an item is there as it is to be. A store that enciphers what it keeps has ETags of its own: of what postil
/// put there, it is written down which.
fn stands(item: &Item, there: &BTreeMap<String, String>, known: &Record) -> bool {
    let Some(tag) = there.get(&item.path) else { return false };
    match known.files.get(&item.path) {
        Some(stood) if stood.tag() == tag => stood.md5 == item.md5 && stood.head == item.head.print(),
        // Of what somebody else put there only the content is known.
        _ => *tag == item.md5,
    }
}

/// Items in the order in which they may be sent. What pages show comes before them; a page that others lead to before
/// those, so the home page last; then what tells programs that there is something new.
pub fn waves<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Vec<&'a Item>> {
    let mut waves: BTreeMap<_, Vec<&Item>> = BTreeMap::new();
    for item in items {
        waves.entry(wave(&item.path)).or_default().push(item);
    }
    waves.into_values().collect()
}

/// What goes, in its order: what a page shows goes when that page is gone.
pub fn pages_first(remove: &[String]) -> [Vec<&str>; 2] {
    let (pages, others) = remove.iter().map(String::as_str).partition(|path| path.ends_with(".html"));
    [pages, others]
}

fn wave(path: &str) -> (u8, Reverse<usize>) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let tells = FEEDS.iter().any(|(feed, _)| *feed == name) || name.starts_with("sitemap") || name == "robots.txt";
    if address::is_lasting(path) {
        (0, Reverse(0))
    } else if tells {
        (3, Reverse(0))
    } else if path.ends_with(".html") {
        (2, Reverse(path.matches('/').count()))
    } else {
        (1, Reverse(0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Head, Stood};
    use super::*;

    fn item(path: &str, md5: &str) -> Item {
        Item { path: path.to_owned(), length: 10, md5: md5.to_owned(), head: Head::of(path, 5, None) }
    }

    fn there(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(path, tag)| ((*path).to_owned(), (*tag).to_owned())).collect()
    }

    fn paths(plan: &Plan<'_>) -> Vec<Vec<String>> {
        plan.waves.iter().map(|wave| wave.iter().map(|item| item.path.clone()).collect()).collect()
    }

    #[test]
    fn pages_come_after_what_they_show_and_before_what_tells_of_them() {
        let all = [
            "index.html",
            "atom.xml",
            "rt/atom.xml",
            "sitemap.xml",
            "rt/index.html",
            "rt/one/index.html",
            "404.html",
            "assets/main-0123456789.css",
            "rt/one/card-0123456789abcdef.png",
            "search.json",
            "robots.txt",
        ];
        let items = all.map(|path| item(path, "a"));
        let plan = Plan::new(&items, &BTreeMap::new(), &Record::default());
        let expected: [&[&str]; 6] = [
            &["assets/main-0123456789.css", "rt/one/card-0123456789abcdef.png"],
            &["search.json"],
            &["rt/one/index.html"],
            &["rt/index.html"],
            &["index.html", "404.html"],
            &["atom.xml", "rt/atom.xml", "sitemap.xml", "robots.txt"],
        ];
        assert_eq!(paths(&plan), expected.map(|wave| wave.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()));
        assert_eq!(plan.bytes(), 110);
    }

    #[test]
    fn the_digest_decides_and_not_the_size() {
        let items = [item("a.html", "1"), item("b.html", "2"), item("c.html", "3")];
        let plan = Plan::new(&items, &there(&[("a.html", "1"), ("b.html", "9")]), &Record::default());
        assert_eq!(paths(&plan), [["b.html", "c.html"]]);
    }

    #[test]
    fn a_store_with_tags_of_its_own_is_known_by_what_was_written_down() {
        let items = [item("a.html", "1"), item("b.html", "2")];
        let mut known = Record::default();
        for item in &items {
            known.files.insert(item.path.clone(), Stood::new(item, format!("own-{}", item.md5)));
        }
        let there = there(&[("a.html", "own-1"), ("b.html", "changed")]);
        assert_eq!(paths(&Plan::new(&items, &there, &known)), [["b.html"]]);
        // Another time to be kept is another file.
        let mut hasty = items.clone();
        hasty[0].head = Head::of("a.html", 1, None);
        assert_eq!(paths(&Plan::new(&hasty, &there, &known)), [["a.html", "b.html"]]);
    }

    #[test]
    fn only_what_postil_put_there_and_nobody_changed_goes() {
        let mut known = Record::default();
        for (path, md5) in [("old.html", "1"), ("changed.html", "2"), ("gone.html", "3"), (RECORD, "4")] {
            known.files.insert(path.to_owned(), Stood::new(&item(path, md5), md5.to_owned()));
        }
        known.pending.insert("begun.css".to_owned());
        let there =
            there(&[("old.html", "1"), ("changed.html", "9"), ("mine.txt", "5"), ("begun.css", "6"), (RECORD, "4")]);
        let plan = Plan::new(&[], &there, &known);
        assert_eq!(
            (plan.remove, plan.left),
            (vec!["begun.css".into(), "old.html".into()], vec!["changed.html".into()])
        );
        let gone = ["a.css", "b.html", "c.html"].map(str::to_owned);
        assert_eq!(pages_first(&gone), [vec!["b.html", "c.html"], vec!["a.css"]]);
        // Without what was written down nothing is known to be postil's.
        assert!(Plan::new(&[], &there, &Record::default()).is_empty());
    }
}
