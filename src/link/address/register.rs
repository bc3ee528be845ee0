//! The names of all files and folders of the site as it is published, as systems take them for which case and the way
//! accents are composed do not count: what is there once can be put on any disk and any host.

use std::collections::{BTreeMap, BTreeSet};

use super::clash::{self, Clash};
use crate::diag::{Said, Text, text};
use crate::model::address::{ASSETS, Kind, Origin, Published, file_of, folded, trouble};

/// Files and folders by their folded paths.
#[derive(Debug)]
pub(super) struct Register {
    names: BTreeMap<String, Name>,
    /// Pairs of origins of which it was said that they are in each other's way: an issue is in the way of another with
    /// its page and with what is made of it.
    said: BTreeSet<(String, String)>,
}

/// A file or folder.
#[derive(Debug)]
struct Name {
    /// Its path as it is spelt.
    path: String,
    is_file: bool,
    /// What put it there first.
    owner: Published,
}

impl Default for Register {
    /// The folder of the theme's files is taken, whatever will stand in it.
    fn default() -> Self {
        let owner = Published { address: ASSETS.to_owned(), kind: Kind::Further, origin: Origin::Site };
        let path = ASSETS.trim_end_matches('/').to_owned();
        let names = BTreeMap::from([(folded(&path), Name { path, is_file: false, owner })]);
        Self { names, said: BTreeSet::new() }
    }
}

impl Register {
    /// The files of what is published, of which nothing is in the way of anything.
    pub(super) fn of(published: &[Published]) -> Self {
        let mut register = Self::default();
        for published in published {
            register.enter(published, &mut Said::default());
        }
        register
    }

    /// Enters the file of something that is published, with the folders that it stands in. What it clashes with, or
    /// that no file can be called so, is said; whether it was entered.
    pub(super) fn enter(&mut self, published: &Published, said: &mut Said) -> bool {
        if let Some(reason) = trouble(&published.address).or_else(|| among_assets(published)) {
            if self.is_new(published, published) {
                said.push(clash::refused(published, reason));
            }
            return false;
        }
        let path = file_of(&published.address);
        let key = folded(&path);
        if self.is_free_in_its_folder(&key, &path) {
            self.names.insert(key, Name { path, is_file: true, owner: published.clone() });
            return true;
        }
        let found = self.in_the_way(published, &key, &path).map(|(clash, owner)| (clash, owner.clone()));
        if let Some((clash, owner)) = found {
            if self.is_new(published, &owner) {
                said.push(clash::diagnostic(&clash, published, &owner));
            }
            return false;
        }
        for (key, level) in levels(&key).zip(levels(&path)) {
            let name = || Name { path: level.to_owned(), is_file: level == path, owner: published.clone() };
            self.names.entry(key.to_owned()).or_insert_with(name);
        }
        true
    }

    /// Whether its folder is there, as it is spelt, and nothing of its name is in it: then nothing can be in its way, since
    /// nothing was in that of its folder.
    fn is_free_in_its_folder(&self, key: &str, path: &str) -> bool {
        let (Some((folder, _)), Some((spelt, _))) = (key.rsplit_once('/'), path.rsplit_once('/')) else { return false };
        let is_there = self.names.get(folder).is_some_and(|name| !name.is_file && name.path == spelt);
        is_there && !self.names.contains_key(key)
    }

    /// What is in the way of a file of this path.
    fn in_the_way(&self, published: &Published, key: &str, path: &str) -> Option<(Clash, &Published)> {
        levels(key).zip(levels(path)).find_map(|(key, level)| {
            let name = self.names.get(key)?;
            let (is_same, is_file) = (name.path == level, level == path);
            let gives_way = name.owner.kind == Kind::Server && published.kind == Kind::File;
            let clash = match (is_same, is_file, name.is_file) {
                (true, false, false) => return None,
                (true, true, true) if gives_way => return None,
                (true, true, true) => Clash::Address,
                (_, true, false) => Clash::Folder { file: level.to_owned() },
                (_, false, true) => Clash::Folder { file: name.path.clone() },
                (false, ..) => Clash::Spelling { first: name.path.clone(), second: level.to_owned() },
            };
            Some((clash, &name.owner))
        })
    }

    fn is_new(&mut self, one: &Published, other: &Published) -> bool {
        self.said.insert((key(&one.origin), key(&other.origin)))
    }
}

/// Files with a fingerprint in their names are kept by browsers for a year: no old address may stand among them.
fn among_assets(published: &Published) -> Option<Text> {
    let is_alias = matches!(published.kind, Kind::Alias { .. });
    (is_alias && folded(&published.address).starts_with(ASSETS))
        .then(|| text!("`assets/` is the folder of the theme's files and of the pictures"))
}

/// A path's folders from the outermost, and the path itself.
fn levels(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

fn key(origin: &Origin) -> String {
    match origin {
        Origin::Site => String::new(),
        Origin::Place(file, span) => format!("{}:{}", file.path, span.start),
        Origin::File(path) => path.clone(),
    }
}
