//! E606: a word that the house does not use.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::Passage;
use crate::model::house::Term;

/// The house's own words.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if desk.terms.is_empty() || passage.kind.is_citation() {
        return;
    }
    for (range, (number, is_right)) in desk.terms.find(&passage.text) {
        let term = &desk.house.terms[number];
        let is_quoted = || term.quote && passage.is_quoted(range.start);
        if is_right || !speaks_of(term, passage) || passage.is_address(range.start) || is_quoted() {
            continue;
        }
        let written = &passage.text[range.clone()];
        let help = match &term.prefer {
            Some(prefer) => text!("write `{prefer}`: {reason}", prefer, reason = &term.reason),
            None => Text::Verbatim(term.reason.clone()),
        };
        let certain = term.prefer.as_ref().filter(|_| term.fix && term.avoid.iter().any(|word| word == written));
        let fix = certain.and_then(|prefer| passage.edit(range.clone(), prefer));
        said.push(
            Diagnostic::new(code::E606, text!("`{word}` is not a word of this house", word = written))
                .at(passage.file, passage.span(range))
                .help(help)
                .fix(fix),
        );
    }
}

fn speaks_of(term: &Term, passage: &Passage<'_>) -> bool {
    let is_its = |language: &crate::model::language::Language| {
        language == passage.language || language.tag() == passage.language.primary()
    };
    term.languages.is_empty() || term.languages.iter().any(is_its)
}
