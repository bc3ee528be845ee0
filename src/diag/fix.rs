//! Repairs put into a text: what several diagnostics want to change, as far as they do not want the same place.
//!
//! Pure: nothing here reads or writes a file, and nothing outside of an edit's span changes by a byte.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Edit};

/// Applies the repairs of some diagnostics, each wholly or not at all. Those that come first win; what overlaps them has
/// its turn in another round. Gives the new text and how many repairs are in it.
pub fn apply<'d>(text: &str, fixes: impl IntoIterator<Item = &'d [Edit]>) -> (String, usize) {
    let (taken, count) = chosen(text, fixes);
    let mut out = String::with_capacity(text.len() + 16 * taken.len());
    let mut done = 0;
    for edit in taken {
        out.push_str(&text[done..edit.span.start]);
        out.push_str(&edit.text);
        done = edit.span.end;
    }
    out.push_str(&text[done..]);
    (out, count)
}

/// The edits of some repairs that can be made together, in the order of the text, and of how many repairs they are.
pub fn chosen<'d>(text: &str, fixes: impl IntoIterator<Item = &'d [Edit]>) -> (Vec<&'d Edit>, usize) {
    let mut taken: BTreeMap<(usize, usize), &Edit> = BTreeMap::new();
    let mut count = 0;
    for fix in fixes {
        let fits = |edit: &Edit| is_sound(text, edit) && !collides(&taken, edit);
        if !fix.is_empty() && fix.iter().all(fits) && !overlap_each_other(fix) {
            taken.extend(fix.iter().map(|edit| ((edit.span.start, edit.span.end), edit)));
            count += 1;
        }
    }
    (taken.into_values().collect(), count)
}

/// The repairs in some diagnostics for each file, by its path, in the order of their places.
pub fn by_file(said: &[Diagnostic]) -> BTreeMap<&str, Vec<&[Edit]>> {
    let mut all: BTreeMap<&str, Vec<&[Edit]>> = BTreeMap::new();
    for diagnostic in said.iter().filter(|it| !it.fix.is_empty()) {
        if let Some(place) = &diagnostic.place {
            all.entry(&place.file.path).or_default().push(&diagnostic.fix);
        }
    }
    for fixes in all.values_mut() {
        // What is wider first: `[…]` before what stands in it.
        fixes.sort_by_key(|fix| fix.iter().map(|edit| (edit.span.start, usize::MAX - edit.span.end)).min());
        fixes.dedup();
    }
    all
}

/// Whether an edit replaces whole characters of the text by others.
fn is_sound(text: &str, edit: &Edit) -> bool {
    text.get(edit.span.clone()).is_some_and(|written| written != edit.text)
}

fn collides(taken: &BTreeMap<(usize, usize), &Edit>, edit: &Edit) -> bool {
    let before = taken.range(..=(edit.span.start, usize::MAX)).next_back();
    let after = taken.range((edit.span.start, 0)..=(edit.span.end, 0));
    before.into_iter().chain(after).any(|(_, other)| overlaps(other, edit))
}

fn overlap_each_other(fix: &[Edit]) -> bool {
    fix.iter().enumerate().any(|(at, edit)| fix[..at].iter().any(|other| overlaps(other, edit)))
}

/// Whether two edits want the same characters, or the same place between two of them.
fn overlaps(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (&a.span, &b.span);
    a == b || (a.start < b.end && b.start < a.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, fixes: &[&[(usize, usize, &str)]]) -> (String, usize) {
        let fixes: Vec<Vec<Edit>> = fixes
            .iter()
            .map(|fix| fix.iter().map(|(start, end, text)| Edit::new(*start..*end, *text)).collect())
            .collect();
        apply(text, fixes.iter().map(Vec::as_slice))
    }

    #[test]
    fn edits_side_by_side_are_all_made() {
        assert_eq!(applied("a,b(c)", &[&[(1, 2, "，")], &[(3, 4, "（"), (5, 6, "）")]]), ("a，b（c）".to_owned(), 2));
    }

    #[test]
    fn of_two_that_overlap_the_first_is_made_wholly() {
        assert_eq!(applied("abcdef", &[&[(0, 2, "x"), (4, 5, "y")], &[(3, 5, "z")]]), ("xcdyf".to_owned(), 1));
        assert_eq!(applied("ab", &[&[(1, 1, "x")], &[(1, 1, "y")]]), ("axb".to_owned(), 1));
    }

    #[test]
    fn what_cannot_be_made_is_not() {
        assert_eq!(applied("肝", &[&[(1, 2, "x")], &[(0, 9, "x")], &[(0, 3, "肝")]]), ("肝".to_owned(), 0));
    }
}
