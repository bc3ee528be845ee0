//! The sink that takes what is said, and knows what the site makes of it: the levels of `[rules]` and what editors
//! accept. Nobody else asks for either.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{At, Code, Diagnostic, Place, Severity, SourceText, Span, code, text};

/// How severe a rule is in a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Say nothing, not even a note.
    Allow,
    /// Say it, and go on. What is only a note elsewhere is a warning here.
    Warn,
    /// Say it, and write nothing. A note stays one.
    Deny,
}

impl Level {
    /// Their names in `[rules]`.
    pub const ALL: &[(&str, Self)] = &[("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];
}

/// A diagnostic that an editor has looked at and lets stand (`accept:` in front matter), in the file of that entry and
/// in the tables beside it.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Acceptance {
    /// The file of the entry. Where an issue is kept it is kept without its text.
    #[serde(skip)]
    pub file: Arc<SourceText>,
    /// Where the entry stands in it.
    pub span: Span,
    /// The code of the diagnostic.
    pub code: Code,
    /// Words of the line at which it stands; anywhere in the file where there are none.
    pub at: Option<At<String>>,
}

/// What has been said, as the site takes it.
#[derive(Debug, Default)]
pub struct Said {
    kept: Vec<Diagnostic>,
    levels: BTreeMap<Code, Level>,
    /// By the folder of their file.
    acceptances: BTreeMap<String, Vec<(Acceptance, bool)>>,
}

impl Said {
    /// Learns the levels of the site; what has been said already follows them too.
    pub fn learn_levels(&mut self, levels: &BTreeMap<Code, Level>) {
        self.levels.clone_from(levels);
        self.take_again();
    }

    /// Learns what editors accept; what has been said already is taken out where it is accepted.
    pub fn learn_acceptances(&mut self, acceptances: impl IntoIterator<Item = Acceptance>) {
        for acceptance in acceptances {
            let folder = folder(&acceptance.file.path).to_owned();
            self.acceptances.entry(folder).or_default().push((acceptance, false));
        }
        self.take_again();
    }

    fn take_again(&mut self) {
        for diagnostic in std::mem::take(&mut self.kept) {
            self.push(diagnostic);
        }
    }

    /// Takes a diagnostic: with the severity that it has here, or not at all. What is an error by itself stays one and
    /// stays said, for nothing right can be made of it, unless an editor accepts it where it stands.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if self.is_accepted(&diagnostic) {
            return;
        }
        let is_note = diagnostic.severity == Severity::Note;
        match self.levels.get(&diagnostic.code) {
            Some(Level::Deny) if !is_note => diagnostic.severity = Severity::Error,
            Some(Level::Warn) if is_note => diagnostic.severity = Severity::Warning,
            Some(Level::Allow) if diagnostic.code.severity() != Severity::Error => return,
            Some(_) | None => {}
        }
        self.kept.push(diagnostic);
    }

    fn is_accepted(&mut self, diagnostic: &Diagnostic) -> bool {
        let Some(place) = &diagnostic.place else { return false };
        let path = &place.file.path;
        let Some(acceptances) = self.acceptances.get_mut(folder(path)) else { return false };
        let is_table = path.to_ascii_lowercase().ends_with(".csv");
        let mut is_accepted = false;
        for (acceptance, used) in acceptances {
            let is_here = acceptance.file.path == *path || is_table;
            if is_here && acceptance.code == diagnostic.code && stands_at(place, acceptance) {
                *used = true;
                is_accepted = true;
            }
        }
        is_accepted
    }

    /// Names the acceptances for which nothing was said. Of a site with errors nothing is named: not every rule has
    /// looked at it.
    pub fn name_unused_acceptances(&mut self) {
        self.name_unused(|_| true);
    }

    /// The same of all codes but those that are only said later,
    pub fn name_unused_acceptances_but(&mut self, later: &[Code]) {
        self.name_unused(|code| !later.contains(&code));
    }

    /// and of those alone.
    pub fn name_unused_acceptances_of(&mut self, of: &[Code]) {
        self.name_unused(|code| of.contains(&code));
    }

    fn name_unused(&mut self, is_meant: impl Fn(Code) -> bool) {
        if !self.is_sound() {
            return;
        }
        let unused: Vec<Diagnostic> = self
            .acceptances
            .values()
            .flatten()
            .filter(|(acceptance, used)| !used && is_meant(acceptance.code))
            .map(|(acceptance, _)| {
                let code = acceptance.code;
                let message = match &acceptance.at {
                    Some(at) => text!("there is no {code} at `{at}` to be accepted", code, at = &at.value),
                    None => text!("there is no {code} to be accepted", code),
                };
                Diagnostic::new(code::F041, message)
                    .at(&acceptance.file, acceptance.span.clone())
                    .help(text!("take the entry out, or write in `at:` words of the line that is meant"))
            })
            .collect();
        self.extend(unused);
    }

    /// Whether nothing that has been said is an error by itself, whatever the site makes of it.
    pub fn is_sound(&self) -> bool {
        self.kept.iter().all(|it| it.severity == Severity::Note || it.code.severity() != Severity::Error)
    }

    /// Whether anything is an error here.
    pub fn has_errors(&self) -> bool {
        self.kept.iter().any(|it| it.severity == Severity::Error)
    }

    /// Whether anything is a warning or an error here, of those that may keep a site from being written.
    pub fn has_warnings(&self) -> bool {
        self.kept.iter().any(Diagnostic::is_denied)
    }

    /// What was said last and kept, to add to it.
    pub fn last_mut(&mut self) -> Option<&mut Diagnostic> {
        self.kept.last_mut()
    }

    /// Takes out what stands beside itself a second time.
    pub fn dedup(&mut self) {
        self.kept.dedup();
    }

    /// What was kept.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.kept
    }
}

impl Deref for Said {
    type Target = [Diagnostic];
    fn deref(&self) -> &[Diagnostic] {
        &self.kept
    }
}

impl From<Diagnostic> for Said {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { kept: vec![diagnostic], ..Self::default() }
    }
}

impl From<Vec<Diagnostic>> for Said {
    fn from(kept: Vec<Diagnostic>) -> Self {
        Self { kept, ..Self::default() }
    }
}

impl FromIterator<Diagnostic> for Said {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(all: T) -> Self {
        Self { kept: all.into_iter().collect(), ..Self::default() }
    }
}

impl Extend<Diagnostic> for Said {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, all: T) {
        all.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}

impl IntoIterator for Said {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl From<Said> for Vec<Diagnostic> {
    fn from(said: Said) -> Self {
        said.kept
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether the lines of a place hold the words that an editor names.
fn stands_at(place: &Place, acceptance: &Acceptance) -> bool {
    let Some(at) = &acceptance.at else { return true };
    let text = &place.file.text;
    let (start, end) = (place.span.start.min(text.len()), place.span.end.min(text.len()));
    let first = text[..text.floor_char_boundary(start)].rfind('\n').map_or(0, |at| at + 1);
    let end = text.ceil_char_boundary(end);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    text[first..last].contains(&at.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(file: &Arc<SourceText>, span: Span) -> Diagnostic {
        Diagnostic::new(code::E201, text!("x")).at(file, span)
    }

    #[test]
    fn levels_hold_for_what_was_said_before_and_after() {
        let file = SourceText::new("a/issue.md", "47%（39例）");
        for (level, expected) in
            [(Level::Allow, None), (Level::Warn, Some(Severity::Warning)), (Level::Deny, Some(Severity::Error))]
        {
            let mut said = Said::default();
            said.push(warning(&file, 0..3));
            said.learn_levels(&BTreeMap::from([(code::E201, level)]));
            said.push(warning(&file, 0..3));
            let severities: Vec<Severity> = said.iter().map(|it| it.severity).collect();
            assert_eq!(severities, vec![expected; 2].into_iter().flatten().collect::<Vec<_>>());
            assert!(said.is_sound(), "its own severity is that of a warning");
        }
        for (level, expected) in
            [(Level::Allow, None), (Level::Warn, Some(Severity::Warning)), (Level::Deny, Some(Severity::Note))]
        {
            let mut said = Said::default();
            said.push(warning(&file, 0..3).as_note());
            said.learn_levels(&BTreeMap::from([(code::E201, level)]));
            assert_eq!(said.first().map(|it| it.severity), expected, "a note at {level:?}");
        }
        let mut said = Said::default();
        said.learn_levels(&BTreeMap::from([(code::F003, Level::Allow)]));
        said.push(Diagnostic::new(code::F003, text!("x")));
        assert!(said.has_errors() && !said.is_sound());
    }

    #[test]
    fn what_is_accepted_is_not_said_and_what_accepts_nothing_is() {
        let file = SourceText::new("a/issue.md", "47%（39例）\n38%");
        let table = SourceText::new("a/t.CSV", "47%");
        let other = SourceText::new("b/issue.md", "47%");
        let accept = |at: &str| Acceptance {
            file: Arc::clone(&file),
            span: 0..1,
            code: code::E201,
            at: Some(At::new(at.to_owned(), 0..1)),
        };
        let mut said = Said::default();
        said.push(warning(&file, 0..3));
        said.learn_acceptances([accept("47%"), accept("99%")]);
        said.extend([warning(&file, 0..2), warning(&table, 0..2), warning(&other, 0..2), warning(&file, 16..18)]);
        let left: Vec<&str> =
            said.iter().filter_map(|it| it.place.as_ref()).map(|place| place.file.path.as_str()).collect();
        assert_eq!(left, ["b/issue.md", "a/issue.md"]);
        said.name_unused_acceptances();
        assert_eq!(said.iter().filter(|it| it.code == code::F041).count(), 1);
    }

    #[test]
    fn an_acceptance_of_a_note_accepts_something() {
        let file = SourceText::new("a/issue.md", "47%（39例）");
        let mut said = Said::default();
        said.push(warning(&file, 0..3).as_note());
        assert!(!said.has_warnings());
        said.learn_acceptances([Acceptance { file: Arc::clone(&file), span: 0..1, code: code::E201, at: None }]);
        said.name_unused_acceptances();
        assert!(said.is_empty());
    }
}
