//! What is made of one thing and put in several places: a later run takes over all of it, or makes all of it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Press, hold, judged};
use crate::diag::Diagnostic;
use crate::output::{Artifact, Sink};
use crate::pipeline::memo::Page;
use crate::render::outlet::Own;

/// Takes what is made of one thing to the press.
pub(super) struct Once<'p, 'a> {
    press: &'p Press<'a>,
    pages: Mutex<Vec<Page>>,
    /// Whether there was anything to say, or anything that cannot be taken over: that is made, and said, again.
    is_told: AtomicBool,
}

impl<'p, 'a> Once<'p, 'a> {
    pub(super) fn new(press: &'p Press<'a>) -> Self {
        Self { press, pages: Mutex::default(), is_told: AtomicBool::new(false) }
    }

    /// Remembers what was put as made of what has this print.
    pub(super) fn learn(self, print: u128) {
        if !self.is_told.into_inner() {
            hold(&self.pages).drain(..).for_each(|page| self.press.printed.add(print, page));
        }
    }

    fn tells(&self) {
        self.is_told.store(true, Ordering::Relaxed);
    }
}

impl Sink for Once<'_, '_> {
    fn put(&self, artifact: Artifact) {
        match self.press.take(artifact) {
            Some(page) => hold(&self.pages).push(page),
            None => self.tells(),
        }
    }

    fn once(&self, _: u128, make: &dyn Fn(&dyn Sink)) {
        make(self);
    }

    fn say(&self, diagnostic: Diagnostic) {
        self.tells();
        self.press.say(diagnostic);
    }

    fn remark(&self, diagnostic: Diagnostic) {
        self.tells();
        self.press.remark(diagnostic);
    }

    fn judge(&self, own: &Own) {
        judged(own, self.press.theme).into_iter().for_each(|fault| self.say(fault));
    }
}
