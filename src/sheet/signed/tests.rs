//! What changed since a signature, of rows as they are written here: `0.77 0.59 1.01 | 15.8 12.3`.

use proptest::prelude::*;

use super::*;

fn numbers(row: &str) -> Vec<String> {
    row.split_whitespace().map(str::to_owned).collect()
}

fn signed(text: &str) -> Vec<SignedRow> {
    let row = |row: &str| SignedRow { place: "结果".to_owned(), numbers: numbers(row), span: 0..0 };
    text.split('|').map(row).filter(|row| !row.numbers.is_empty()).collect()
}

fn now(text: &str) -> Vec<Row> {
    let mut all = Vec::new();
    let mut next = 0;
    for row in text.split('|').map(numbers).filter(|row| !row.is_empty()) {
        let entries = (next..next + row.len()).collect();
        next += row.len();
        all.push(Row { place: "结果".to_owned(), numbers: row, entries });
    }
    all
}

fn token(rows: &[Row], entry: usize) -> String {
    let all = rows.iter().flat_map(|row| row.numbers.iter().zip(&row.entries));
    all.clone().find(|(_, it)| **it == entry).map(|(token, _)| token.clone()).expect("an entry")
}

fn told(before: &str, after: &str) -> String {
    let rows = now(after);
    let tell = |change: Change| match change {
        Change::Changed { was, entry } => format!("{was}→{}", token(&rows, entry)),
        Change::Added { entry } => format!("+{}", token(&rows, entry)),
        Change::Removed { was, .. } => format!("-{was}"),
        Change::Exchanged { was, now, .. } => format!("{was}⇄{now}"),
    };
    changes(&signed(before), &rows).into_iter().map(tell).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_changed_is_named() {
    assert_eq!(told("15.8 12.3 3.5 | 0.77 0.59 1.01", "16.8 12.3 3.5 | 0.77 0.59 1.01"), "15.8→16.8");
    assert_eq!(told("15.8", "16.8"), "15.8→16.8");
    assert_eq!(told("15.8 12.3", "15.8 12.3 3.5"), "+3.5");
    assert_eq!(told("15.8 12.3 3.5", "15.8 12.3"), "-3.5");
    assert_eq!(told("15.8 12.3 | 7", "15.8 12.3"), "-7");
    assert_eq!(told("15.8 12.3", "15.8 12.3 | 7"), "+7");
    assert_eq!(told("0.40", "0.4"), "0.40→0.4");
    assert_eq!(told("<0.001", "0.001"), "<0.001→0.001");
}

#[test]
fn what_only_moved_is_not() {
    assert_eq!(told("15.8 12.3 | 0.77 0.59 1.01", "0.77 0.59 1.01 | 15.8 12.3"), "");
    // A sentence that became two, and two that became one.
    assert_eq!(told("15.8 12.3 0.77 0.59", "15.8 12.3 | 0.77 0.59"), "");
    assert_eq!(told("15.8 12.3 | 0.77 0.59", "15.8 12.3 0.77 0.59"), "");
    // Numbers that change places within a sentence say something else.
    assert_eq!(told("15.8 12.3", "12.3 15.8"), "15.8 12.3⇄12.3 15.8");
}

proptest! {
    #[test]
    fn what_is_told_is_the_difference(
        before in prop::collection::vec(prop::collection::vec(0_u8..9, 1..6), 0..6),
        after in prop::collection::vec(prop::collection::vec(0_u8..9, 1..6), 0..6),
        kept in 0_usize..6,
    ) {
        let text = |rows: &[Vec<u8>]| {
            let row = |row: &Vec<u8>| row.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
            rows.iter().map(row).collect::<Vec<_>>().join(" | ")
        };
        // Edits leave most rows as they were.
        let after: Vec<Vec<u8>> = before.iter().take(kept).cloned().chain(after).collect();
        let (before, rows) = (signed(&text(&before)), now(&text(&after)));
        let mut gone = counts(before.iter().flat_map(|it| &it.numbers));
        let mut come = counts(rows.iter().flat_map(|it| &it.numbers));
        for (token, count) in &mut gone {
            let both = come.get(token).copied().unwrap_or(0).min(*count);
            *count -= both;
            come.entry(token.clone()).and_modify(|it| *it -= both);
        }
        for change in changes(&before, &rows) {
            let (was, entry) = match change {
                Change::Changed { was, entry } => (Some(was), Some(entry)),
                Change::Added { entry } => (None, Some(entry)),
                Change::Removed { was, row } => {
                    prop_assert!(before[row].numbers.contains(&was));
                    (Some(was), None)
                }
                Change::Exchanged { .. } => (None, None),
            };
            prop_assert!(was.is_none_or(|it| take(&mut gone, &it)));
            prop_assert!(entry.is_none_or(|it| take(&mut come, &token(&rows, it))));
        }
        prop_assert!(gone.values().chain(come.values()).all(|count| *count == 0));
    }
}
