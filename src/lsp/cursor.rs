//! Where in YAML a cursor stands, told by the lines above it: a file that is being written can rarely be read as a whole.

use super::fields::Step;

pub(super) mod toml;

/// A place in YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The names that lead there.
    pub(super) path: Vec<Step>,
    /// What is written there.
    pub(super) seat: Seat,
    /// What stands before the cursor of the word that is being written, without an opening quotation mark.
    pub(super) begun: String,
    /// Whether a quotation mark was opened before that.
    pub(super) is_quoted: bool,
    /// The names that stand beside it.
    pub(super) beside: Vec<String>,
}

/// What is written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    /// The name of a field.
    Name,
    /// The value of the field at the end of the path, or an item of its list.
    Value,
    /// A text of several lines.
    Words,
}

/// The content of a line: where its dashes stand, and where what follows them begins.
struct Row<'t> {
    dashes: Vec<usize>,
    indent: usize,
    content: &'t str,
}

impl<'t> Row<'t> {
    fn of(line: &'t str) -> Self {
        let mut dashes = Vec::new();
        let mut indent = line.len() - line.trim_start_matches(' ').len();
        while line[indent..].starts_with("- ") || &line[indent..] == "-" {
            dashes.push(indent);
            let rest = &line[(indent + 2).min(line.len())..];
            indent = line.len() - rest.trim_start_matches(' ').len();
        }
        Self { dashes, indent, content: &line[indent..] }
    }

    fn is_empty(&self) -> bool {
        self.dashes.is_empty() && (self.content.trim().is_empty() || self.content.starts_with('#'))
    }

    /// The name of the field that the line begins, and what follows it.
    fn field(&self) -> Option<(&'t str, &'t str)> {
        let (name, value) = self.content.split_once(':')?;
        let is_name = !name.is_empty() && (value.is_empty() || value.starts_with([' ', '\r']));
        is_name.then(|| (name.trim_matches(['"', '\'']), value.trim()))
    }
}

/// Where the cursor stands behind `before`, the YAML above and left of it; `after` is what follows.
pub(super) fn cursor(before: &str, after: &str) -> Cursor {
    let above: Vec<&str> = before.split('\n').collect();
    let Some((line, above)) = above.split_last() else { return Cursor::new(Vec::new(), Seat::Name, "") };
    let row = Row::of(line);
    let mut path = Vec::new();
    let ground = climb(&row, above, &mut path);
    if ground == Ground::Words {
        return Cursor::new(path, Seat::Words, line.rsplit(' ').next().unwrap_or_default());
    }
    let mut cursor = in_line(row.content, path);
    if cursor.seat == Seat::Name && cursor.beside.is_empty() {
        cursor.beside = beside(&row, above, after);
    }
    cursor
}

/// What the lines above are.
#[derive(Debug, PartialEq, Eq)]
enum Ground {
    Fields,
    Words,
}

/// Gathers the names that stand above a line, the outermost first.
fn climb(row: &Row<'_>, above: &[&str], path: &mut Vec<Step>) -> Ground {
    let mut steps: Vec<Step> = row.dashes.iter().map(|_| Step::Item).collect();
    let mut ground = Ground::Fields;
    let mut indent = row.dashes.first().copied().unwrap_or(row.indent);
    // A list may stand right below its name, as far to the left.
    let mut is_item = !row.dashes.is_empty();
    for line in above.iter().rev() {
        let row = Row::of(line.trim_end_matches('\r'));
        if row.is_empty() {
            continue;
        }
        let is_above = row.indent < indent || (is_item && row.indent == indent && row.dashes.is_empty());
        if is_above {
            let Some((name, value)) = row.field() else { continue };
            steps.push(Step::Field(name.to_owned()));
            (indent, is_item) = (row.indent, false);
            if ground == Ground::Fields && steps.len() == 1 + row_items(&steps) && value.starts_with(['|', '>']) {
                ground = Ground::Words;
            }
        }
        // The item that the line goes on, or in which the name above it stands.
        if let Some(dash) = row.dashes.first().filter(|_| row.indent == indent) {
            steps.extend(row.dashes.iter().map(|_| Step::Item));
            (indent, is_item) = (*dash, true);
        }
        if indent == 0 && !is_item {
            break;
        }
    }
    steps.reverse();
    *path = steps;
    ground
}

/// How many items are the first of some steps.
fn row_items(steps: &[Step]) -> usize {
    steps.iter().take_while(|step| **step == Step::Item).count()
}

/// A group or a list that is open in a line.
struct Open {
    is_list: bool,
    name: Option<String>,
    beside: Vec<String>,
}

/// What of a line stands before the cursor: `medians: {sbrt: 15.8, so`.
fn in_line(content: &str, mut path: Vec<Step>) -> Cursor {
    let mut open = vec![Open { is_list: false, name: None, beside: Vec::new() }];
    let (mut start, mut quoted) = (0, None);
    for (at, c) in content.char_indices() {
        let is_flow = open.len() > 1;
        let Some(last) = open.last_mut() else { break };
        let word = content[start..at].trim();
        match c {
            '"' | '\'' if quoted == Some(c) => quoted = None,
            '"' | '\'' if quoted.is_none() && word.is_empty() => quoted = Some(c),
            _ if quoted.is_some() => {}
            ':' if !last.is_list && last.name.is_none() && is_end(&content[at + 1..]) => {
                last.name = Some(word.trim_matches(['"', '\'']).to_owned());
                start = at + 1;
            }
            '{' | '[' if word.is_empty() && (is_flow || last.name.is_some() || at == 0) => {
                open.push(Open { is_list: c == '[', name: None, beside: Vec::new() });
                start = at + 1;
            }
            ',' if is_flow => {
                let name = last.name.take();
                last.beside.extend(name);
                start = at + 1;
            }
            '}' | ']' if is_flow => {
                open.pop();
                start = at + 1;
            }
            _ => {}
        }
    }
    let Some(last) = open.pop() else { return Cursor::new(path, Seat::Value, "") };
    let within = open.into_iter().flat_map(|it| {
        let item = it.is_list.then_some(Step::Item);
        item.into_iter().chain(it.name.map(Step::Field))
    });
    path.extend(within);
    let seat = if last.is_list || last.name.is_some() { Seat::Value } else { Seat::Name };
    path.extend(last.is_list.then_some(Step::Item));
    path.extend(last.name.map(Step::Field));
    let begun = content[start..].trim_start().trim_start_matches(['"', '\'']);
    Cursor { beside: last.beside, is_quoted: quoted.is_some(), ..Cursor::new(path, seat, begun) }
}

fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\r'])
}

/// The names of the fields around a line, in the same group.
fn beside(row: &Row<'_>, above: &[&str], after: &str) -> Vec<String> {
    let mut names = Vec::new();
    // Whether a line further away may still be of the group.
    let mut take = |line: &str| {
        let other = Row::of(line.trim_end_matches('\r'));
        let start = other.dashes.first().copied().unwrap_or(other.indent);
        if other.is_empty() || start > row.indent {
            return true;
        }
        if other.indent == row.indent {
            names.extend(other.field().map(|(name, _)| name.to_owned()));
        }
        start == row.indent && other.dashes.is_empty()
    };
    // What begins with a dash begins its group.
    if row.dashes.is_empty() {
        let _ = above.iter().rev().all(|line| take(line));
    }
    let below = after.split('\n').skip(1).take_while(|line| !line.starts_with("---"));
    // A line with a dash that is as far to the left begins another group.
    let _ = below.take_while(|line| Row::of(line).dashes.iter().all(|dash| *dash >= row.indent)).all(take);
    names
}

impl Cursor {
    fn new(path: Vec<Step>, seat: Seat, begun: &str) -> Self {
        Self { path, seat, begun: begun.to_owned(), is_quoted: false, beside: Vec::new() }
    }

    /// The names on the way, without items.
    pub(super) fn names(&self) -> Vec<&str> {
        let name = |step| match step {
            &Step::Item => None,
            Step::Field(name) => Some(name.as_str()),
        };
        self.path.iter().filter_map(name).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The path with `[]` for items, the seat, what is begun.
    fn at(text: &str) -> String {
        let (before, after) = text.split_once('^').expect("a cursor");
        let found = cursor(before, after);
        let path: Vec<&str> = found
            .path
            .iter()
            .map(|step| match step {
                Step::Item => "[]",
                Step::Field(name) => name,
            })
            .collect();
        format!("{} {:?} {}", path.join("."), found.seat, found.begun)
    }

    #[test]
    fn lines_above_tell_where_a_cursor_stands() {
        for (text, expected) in [
            ("ti^", " Name ti"),
            ("title: x\n^", " Name "),
            ("title: a^", "title Value a"),
            ("trial:\n  name: x\n  arms:\n    sbrt: {la^", "trial.arms.sbrt Name la"),
            ("findings:\n  - endpoint: OS\n    role: pri^", "findings.[].role Value pri"),
            ("findings:\n  - endpoint: OS\n    ro^", "findings.[] Name ro"),
            ("findings:\n- endpoint: OS\n  ro^", "findings.[] Name ro"),
            ("findings:\n  - endpoint: OS\n  - ^", "findings.[] Name "),
            ("findings:\n  - medians: {sbrt: 1, so^", "findings.[].medians Name so"),
            ("findings:\n  - medians:\n      so^", "findings.[].medians Name so"),
            ("tags: [肝癌, 放^", "tags.[] Value 放"),
            ("tags:\n  - 放^", "tags.[] Name 放"),
            ("credits:\n  - {role: review, person: ex^", "credits.[].person Value ex"),
            ("quiz:\n  - question: x\n    evidence: \"#总^", "quiz.[].evidence Value #总"),
            ("key_findings: |\n  一段 O^", "key_findings Words O"),
            ("commentary:\n  - expert: a\n    text: |\n      词\n\n      词^", "commentary.[].text Words 词"),
            ("commentary:\n  - expert: a\n    text: |\n      词\n  - expert: ^", "commentary.[].expert Value "),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }

    #[test]
    fn fields_that_are_there_are_beside() {
        let beside = |text: &str| {
            let (before, after) = text.split_once('^').expect("a cursor");
            cursor(before, after).beside.join(" ")
        };
        assert_eq!(beside("title: x\n^\ntrial:\n  name: y\ndate: z"), "title trial date");
        assert_eq!(beside("findings:\n  - endpoint: x\n    ^\n    role: y\n  - short: z"), "endpoint role");
        assert_eq!(beside("a: {b: 1, c: 2, ^"), "b c");
    }

    proptest! {
        #[test]
        fn any_text_has_a_place(text in "[-a:{}\\[\\]\"' \n|#,肝\r]{0,60}", at in 0_usize..200) {
            let at = text.floor_char_boundary(at.min(text.len()));
            cursor(&text[..at], &text[at..]);
        }
    }
}
