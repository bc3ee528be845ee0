//! E607: a journal with two names.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::{Passage, of_field};
use crate::model::prose::ProseKind;
use crate::model::site::Site;

/// A name that the house does not use.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if desk.journals.is_empty() {
        return;
    }
    for (range, (number, is_right)) in desk.journals.find(&passage.text) {
        let name = &desk.house.journals[number].name;
        if is_right || passage.is_address(range.start) || passage.text[range.clone()] == **name {
            continue;
        }
        let edit = passage.edit(range.clone(), name);
        say(passage, range, text!("write `{instead}`", instead = name), edit, said);
    }
}

/// One journal has one name, in the whole site.
pub(in crate::lint) fn look_around(site: &Site, desk: &Desk<'_>, said: &mut Said) {
    let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for issue in &site.issues {
        let publication = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        let Some(journal) = publication.map(|it| it.journal.as_str()) else { continue };
        *spellings.entry(key(journal)).or_default().entry(journal).or_default() += 1;
    }
    spellings.retain(|_, names| names.len() > 1);
    if spellings.is_empty() {
        return;
    }
    for issue in &site.issues {
        let fields = issue.prose.iter().filter(|field| field.kind == ProseKind::Journal);
        for passage in fields.filter_map(|field| of_field(field, &issue.source, &issue.language)) {
            spelt(&passage, desk, &spellings, said);
        }
    }
}

/// A name that other issues write with other capitals, spaces or points.
fn spelt(passage: &Passage<'_>, desk: &Desk<'_>, spellings: &BTreeMap<String, BTreeMap<&str, usize>>, said: &mut Said) {
    let Some(names) = spellings.get(&key(&passage.text)) else { return };
    // A name of which the house decided is reported as that.
    let is_decided =
        desk.house.journals.iter().any(|journal| {
            std::iter::once(&journal.name).chain(&journal.also).any(|name| key(name) == key(&passage.text))
        });
    let Some((most, count)) = names.iter().max_by_key(|(_, count)| **count) else { return };
    let own = names.get(passage.text.as_str()).copied().unwrap_or_default();
    if is_decided || **most == *passage.text || own == *count {
        return;
    }
    say(passage, 0..passage.text.len(), text!("{count} issues write `{most}`", count = *count, most), None, said);
}

fn say(passage: &Passage<'_>, range: Range<usize>, label: Text, edit: Option<Edit>, said: &mut Said) {
    let message = text!("`{written}` has another name in this house", written = &passage.text[range.clone()]);
    said.push(
        Diagnostic::new(code::E607, message)
            .at(passage.file, passage.span(range))
            .label(label)
            .help(text!("one journal has one name, so that readers and lists find it"))
            .fix(edit),
    );
}

/// A name without capitals, spaces and points.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
