//! What is to be done at a destination, and in which order: reckoned from digests, without asking anybody.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::record::{Record, Stood};
use super::{Item, RECORD};
use crate::model::address::{self, FEEDS};

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan<'a> {
    /// What is to be sent, in the order in which it may be: everything of one wave is there before the next begins.
    pub waves: Vec<Vec<&'a Item>>,
    /// What goes at the end, by path: postil put it there, and the site has it no more.
    pub remove: Vec<String>,
    /// What goes later: pages that readers' browsers have kept still ask for it.
    pub rest: BTreeMap<String, Stood>,
    /// What postil once put there, and somebody has changed since: it stays.
    pub left: Vec<String>,
}

impl<'a> Plan<'a> {
    /// From what is there, by path with its ETag, and what postil wrote down of it.
    pub fn new(items: &'a [Item], there: &BTreeMap<String, String>, known: &Record, rest: Rest) -> Self {
        let put = items.iter().filter(|item| !stands(item, there, known));
        let own: BTreeSet<&str> = items.iter().map(|item| item.path.as_str()).collect();
        let mut plan = Self { waves: waves(put), ..Self::default() };
        for path in known.paths().filter(|path| !own.contains(path) && *path != RECORD) {
            let Some(tag) = there.get(path) else { continue };
            let stood = known.files.get(path).filter(|stood| stood.tag() == tag);
            match (stood.and_then(|it| rest.of(path, it)), stood) {
                (Some(resting), _) => drop(plan.rest.insert(path.to_owned(), resting)),
                (None, None) if !known.pending.contains(path) => plan.left.push(path.to_owned()),
                (None, _) => plan.remove.push(path.to_owned()),
            }
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

/// How long files with a fingerprint in their name stay when the site has them no more. A page is kept for minutes by
/// browsers and by whatever stands between, and is open for hours: what it asks for then is to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Now, in seconds since 1970.
    pub now: u64,
    /// How long.
    pub time: Duration,
}

impl Rest {
    /// A file that stays for now, with since when; `None` where it may go.
    pub fn of(self, path: &str, stood: &Stood) -> Option<Stood> {
        // What a clock that was wrong wrote down is as good as now.
        let left = stood.left.map_or(self.now, |left| left.min(self.now));
        let is_due = self.now - left >= self.time.as_secs();
        (address::is_lasting(path) && !is_due).then(|| stood.leaving(left))
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

    const AT_ONCE: Rest = Rest { now: 0, time: Duration::ZERO };

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
        let plan = Plan::new(&items, &BTreeMap::new(), &Record::default(), AT_ONCE);
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
        let plan = Plan::new(&items, &there(&[("a.html", "1"), ("b.html", "9")]), &Record::default(), AT_ONCE);
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
        assert_eq!(paths(&Plan::new(&items, &there, &known, AT_ONCE)), [["b.html"]]);
        // Another time to be kept is another file.
        let mut hasty = items.clone();
        hasty[0].head = Head::of("a.html", 1, None);
        assert_eq!(paths(&Plan::new(&hasty, &there, &known, AT_ONCE)), [["a.html", "b.html"]]);
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
        let plan = Plan::new(&[], &there, &known, AT_ONCE);
        assert_eq!(
            (plan.remove, plan.left),
            (vec!["begun.css".into(), "old.html".into()], vec!["changed.html".into()])
        );
        let gone = ["a.css", "b.html", "c.html"].map(str::to_owned);
        assert_eq!(pages_first(&gone), [vec!["b.html", "c.html"], vec!["a.css"]]);
        // Without what was written down nothing is known to be postil's.
        assert!(Plan::new(&[], &there, &Record::default(), AT_ONCE).is_empty());
    }

    #[test]
    fn what_kept_pages_ask_for_stays_for_a_while() {
        let mut known = Record::default();
        let style = "assets/main-0123456789.css";
        for path in [style, "old.html"] {
            known.files.insert(path.to_owned(), Stood::new(&item(path, "1"), "1".to_owned()));
        }
        let there = there(&[(style, "1"), ("old.html", "1")]);
        let at = |known: &Record, now| Plan::new(&[], &there, known, Rest { now, time: Duration::from_secs(60) });
        let plan = at(&known, 1000);
        assert_eq!(plan.remove, ["old.html"]);
        assert_eq!(plan.rest[style].left, Some(1000));
        // It is written down since when, and that does not begin anew.
        let known = Record::ended(plan.rest);
        assert!(known.is_settled(0) && !known.is_settled(1));
        assert_eq!(at(&known, 1059).rest[style].left, Some(1000));
        assert_eq!(at(&known, 1060).remove, [style]);
        // A clock that went back keeps nothing for ever.
        assert_eq!(at(&known, 10).rest[style].left, Some(10));
        // What pages ask for again is no more on its way.
        let items = [item(style, "1")];
        let again = Plan::new(&items, &there, &known, Rest { now: 5000, time: Duration::ZERO });
        assert!(again.rest.is_empty() && again.is_empty());
    }
}
