//! Files that know each other in a circle.
//!
//! A module and what lies in its folder belong together and may know each other; every other circle is one.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;

/// The circles, each as the paths of its files: strongly connected components of more than one file (Tarjan 1972).
pub(super) fn circles(all: &[Source]) -> Vec<Vec<String>> {
    let edges = edges(all);
    let mut search = Search { edges: &edges, ..Search::default() };
    for at in 0..all.len() {
        if !search.number.contains_key(&at) {
            search.visit(at);
        }
    }
    let mut found: Vec<Vec<String>> =
        search.found.into_iter().map(|circle| circle.into_iter().map(|at| all[at].path.clone()).collect()).collect();
    found.iter_mut().for_each(|circle| circle.sort());
    found
}

/// Which files each file names, by their places in `all`.
fn edges(all: &[Source]) -> Vec<BTreeSet<usize>> {
    let places: BTreeMap<&[String], usize> = all.iter().enumerate().map(|(at, it)| (&*it.module, at)).collect();
    let named = |source: &Source| {
        let target = |path: &[String]| (1..path.len()).rev().find_map(|end| places.get(&path[1..=end]).copied());
        let is_apart = |to: &usize| {
            let other = &all[*to].module;
            !other.starts_with(&source.module) && !source.module.starts_with(other)
        };
        let paths = source.names.iter().filter(|name| name.path[0] == "crate").map(|name| &*name.path);
        paths.filter_map(target).filter(is_apart).collect()
    };
    all.iter().map(named).collect()
}

#[derive(Default)]
struct Search<'e> {
    edges: &'e [BTreeSet<usize>],
    number: BTreeMap<usize, usize>,
    lowest: BTreeMap<usize, usize>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, at: usize) {
        let number = self.number.len();
        self.number.insert(at, number);
        self.lowest.insert(at, number);
        self.stack.push(at);
        for to in &self.edges[at] {
            if !self.number.contains_key(to) {
                self.visit(*to);
                self.lowest.insert(at, self.lowest[&at].min(self.lowest[to]));
            } else if self.stack.contains(to) {
                self.lowest.insert(at, self.lowest[&at].min(self.number[to]));
            }
        }
        if self.lowest[&at] == number {
            let start = self.stack.iter().position(|it| *it == at).expect("it is on the stack");
            let circle = self.stack.split_off(start);
            if circle.len() > 1 {
                self.found.push(circle);
            }
        }
    }
}
