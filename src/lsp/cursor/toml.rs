//! The same in TOML: config.toml and theme.toml.

use super::{Cursor, Seat};
use crate::lsp::fields::Step;

/// A place in TOML.
pub(in crate::lsp) struct Place {
    /// As in YAML; the heading of a table is a name.
    pub(in crate::lsp) cursor: Cursor,
    /// Whether it is the heading of a table: `[hou`.
    pub(in crate::lsp) is_heading: bool,
}

/// Where the cursor stands between `before` and `after`.
pub(in crate::lsp) fn cursor(before: &str, after: &str) -> Place {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let content = line.trim_start();
    let is_name = |line: &&str| !line.trim_start().starts_with(['[', '#']);
    if let Some(begun) = content.strip_prefix('[') {
        let begun = begun.trim_start_matches('[');
        let (path, begun) =
            begun.rsplit_once('.').map_or((Vec::new(), begun), |(path, begun)| (steps(path, false), begun));
        return Place { cursor: Cursor::new(path, Seat::Name, begun), is_heading: true };
    }
    let heading = above.lines().rev().map(str::trim_start).find(|line| line.starts_with('['));
    let mut path = heading.map_or_else(Vec::new, |heading| {
        let name = heading.trim_start_matches('[').split(']').next().unwrap_or_default();
        steps(name, heading.starts_with("[["))
    });
    let Some((name, value)) = content.split_once('=') else {
        let own = above.lines().rev().take_while(|line| !line.trim_start().starts_with('['));
        let below = after.lines().skip(1).take_while(|line| !line.trim_start().starts_with('['));
        let names = own.chain(below).filter(is_name).filter_map(|line| line.split_once('='));
        let beside = names.map(|(name, _)| name.trim().to_owned()).collect();
        return Place { cursor: Cursor { beside, ..Cursor::new(path, Seat::Name, content) }, is_heading: false };
    };
    path.extend(steps(name, false));
    let is_quoted = value.matches('"').count() % 2 == 1;
    let list = value.trim_start().starts_with('[') && !value.contains(']');
    path.extend(list.then_some(Step::Item));
    let begun = value.rsplit(['"', '[', ',', ' ']).next().unwrap_or_default();
    Place { cursor: Cursor { is_quoted, ..Cursor::new(path, Seat::Value, begun) }, is_heading: false }
}

/// The steps of a name with points in it.
fn steps(name: &str, is_item: bool) -> Vec<Step> {
    let names = name.split('.').map(|it| Step::Field(it.trim().trim_matches(['"', '\'']).to_owned()));
    names.chain(is_item.then_some(Step::Item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_above_tell_where_a_cursor_stands() {
        let at = |text: &str| {
            let (before, after) = text.split_once('^').expect("a cursor");
            let Place { cursor, is_heading } = cursor(before, after);
            format!(
                "{} {:?} {} {is_heading} {}",
                cursor.names().join("."),
                cursor.seat,
                cursor.begun,
                cursor.beside.join("+")
            )
        };
        assert_eq!(at("ti^\nlanguage = \"zh\"\n[x]\na = 1"), " Name ti false language");
        assert_eq!(at("[house.p_value.zh]\nletter = \"^"), "house.p_value.zh.letter Value  false ");
        assert_eq!(at("a = 1\n[hou^"), " Name hou true ");
        assert_eq!(at("[[house.term]]\navoid = \"x\"\npre^"), "house.term Name pre false avoid");
    }
}
