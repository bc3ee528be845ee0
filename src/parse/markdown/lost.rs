//! What of a text does not reach the page as it was written: definitions of links that no link uses, marks of a merge,
//! lines that were to be a table, rows with more or fewer cells than their table, signs that were read as marks.
//!
//! Lines are looked for in the text, and then in the tree: what stands there as text was shown, what stands in code was
//! meant.

use std::ops::Range;

use super::build::Builder;
use super::line::{self, cells, container, is_delimiter};
use crate::diag::{Edit, Span, code, text};
use crate::model::body::Kind;

mod unread;

/// A label as CommonMark compares labels: white space and case do not matter.
pub(super) fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What the tree has at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Text,
    Code,
    No,
}

/// The leaves of the tree, by their places in the file.
struct Leaves(Vec<(Range<u32>, bool)>);

impl Leaves {
    fn at(&self, span: &Span) -> Shown {
        let at = span.start as u32;
        let after = self.0.partition_point(|(leaf, _)| leaf.start <= at);
        match self.0[..after].last() {
            Some((leaf, is_code)) if leaf.contains(&at) => {
                if *is_code {
                    Shown::Code
                } else {
                    Shown::Text
                }
            }
            _ => Shown::No,
        }
    }
}

impl Builder<'_> {
    fn leaves(&self) -> Leaves {
        let nodes = self.body.nodes().iter().filter_map(|node| match node.kind {
            Kind::Text => Some((node.span.clone(), false)),
            Kind::Code | Kind::CodeBlock { .. } | Kind::HtmlBlock => Some((node.span.clone(), true)),
            _ => None,
        });
        let mut leaves: Vec<(Range<u32>, bool)> = nodes.collect();
        leaves.sort_by_key(|(span, _)| span.start);
        Leaves(leaves)
    }

    /// Says what was lost, once the tree is built.
    pub(super) fn say_lost(&mut self) {
        let text = self.text;
        let wanted = ["<<<<<<<", ">>>>>>>", "]:", "--", "｜", "——", "－－", "|", "\t"];
        let doubts = line::doubts(text);
        self.alone_says(&doubts);
        if doubts.is_empty() && !wanted.iter().any(|sign| text.contains(sign)) {
            return;
        }
        let leaves = self.leaves();
        for (sign, help) in doubts {
            let span = self.span_of(sign.clone());
            if leaves.at(&span) != Shown::Code {
                let message = text!("`{sign}` is read as a mark here, and not shown", sign = &text[sign]);
                self.say(code::M033, span, message, help.text());
            }
        }
        self.rows_say(&leaves);
        let (mut at, mut before) = (0, "");
        let mut defined = Vec::new();
        let mut in_merge = false;
        for line in text.split_inclusive('\n') {
            self.merge_says(line, at, &mut in_merge, &leaves);
            self.definition_says(line, at, &mut defined, &leaves);
            self.bars_say(line, at, before, &leaves);
            before = line;
            at += line.len();
        }
    }

    /// A line that Git leaves where two versions could not be merged.
    fn merge_says(&mut self, line: &str, at: usize, in_merge: &mut bool, leaves: &Leaves) {
        let is_mark = |mark: &str| {
            line.strip_prefix(mark).is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
        };
        if !line.starts_with(['<', '>']) {
            return;
        }
        let (starts, ends) = (is_mark("<<<<<<<"), is_mark(">>>>>>>"));
        let span = self.span_of(at..at + line.trim_end().len());
        if !(starts || ends) || leaves.at(&span) == Shown::Code {
            return;
        }
        if starts || !*in_merge {
            self.say(
                code::M036,
                span,
                text!("two versions of the text were not merged here"),
                text!("keep what is right, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"),
            );
        }
        *in_merge = starts;
    }

    /// `[label]: address` that no link uses, or that another one comes before.
    fn definition_says(&mut self, line: &str, at: usize, defined: &mut Vec<String>, leaves: &Leaves) {
        let start = container(line);
        if !line[start..].starts_with('[') {
            return;
        }
        let rest = &self.text[at + start + 1..];
        let mut is_escaped = false;
        let ends = |c: char| {
            let ends = !is_escaped && matches!(c, ']' | '[');
            is_escaped = c == '\\' && !is_escaped;
            ends
        };
        let Some(end) = rest.find(ends).filter(|end| rest[*end..].starts_with("]:")) else { return };
        let label = &rest[..end];
        let address = rest[end..].lines().next().unwrap_or_default().trim_end();
        let last = at + start + 1 + end + address.len();
        let span = self.span_of(at + start..self.title_of_definition(last, leaves));
        // A footnote's label stands in one line; what goes on in the next is a link's.
        let is_footnote = label.starts_with('^') && !label.contains('\n');
        if is_footnote || leaves.at(&span) != Shown::No {
            return;
        }
        let name = normal(label);
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_second = defined.contains(&name);
        let is_used = self.used_labels.contains(&name);
        defined.push(name);
        if is_second {
            self.say(
                code::M035,
                span,
                text!("`[{label}]` has an address already, and this line is not shown", label = label.as_str()),
                text!("give one of them another label, and its links too"),
            );
        } else if !is_used {
            self.say(
                code::M035,
                span,
                text!("no link is written `[{label}]`, and this line is not shown", label = label.as_str()),
                text!(
                    "write `[words][{label}]` where the link belongs, or `\\[{label}]:` for text",
                    label = label.as_str()
                ),
            );
        }
    }

    /// Where a definition ends whose address ends somewhere: its title may stand in the next lines, which are shown no more
    /// than its own.
    fn title_of_definition(&self, last: usize, leaves: &Leaves) -> usize {
        let mut end = last;
        for line in self.text[last..].split_inclusive('\n').skip(1) {
            let at = end + self.text[end..].find('\n').map_or(0, |at| at + 1);
            let written = line.trim_end();
            let is_hidden = || leaves.at(&self.span_of(at..at + written.len())) == Shown::No;
            if written.is_empty() || line[container(line)..].starts_with('[') || !is_hidden() {
                break;
            }
            end = at + written.len();
        }
        end
    }

    /// The line of bars and dashes below the head of what was to be a table.
    fn bars_say(&mut self, line: &str, at: usize, before: &str, leaves: &Leaves) {
        let start = container(line);
        let written = line[start..].trim_end();
        if !is_bars(written) {
            return;
        }
        let span = self.span_of(at + start..at + start + written.len());
        if leaves.at(&span) != Shown::Text {
            return;
        }
        let narrow = narrow(written);
        let head = before[container(before)..].trim_end();
        let (above, here) = (cells(head), cells(&narrow));
        let message = text!("this was to be a table, and is shown as text");
        if narrow != written || head.contains('｜') {
            let help = text!("the signs of a table are `|` and `-`, not `｜` and `—`");
            self.say(code::M038, span, message, help);
            let edits = self.narrow_table(at - before.len());
            if let Some(last) = self.diagnostics.last_mut() {
                last.fix.extend(edits);
            }
        } else if above == 0 {
            self.say(code::M038, span, message, text!("write the row of headings right above this line"));
        } else {
            let help =
                text!("the line above has {above} cells, this one {here}: write one `---` for each", above, here);
            self.say(code::M038, span, message, help);
        }
    }

    /// What writes the lines of a table, from its head on, with the signs of a Latin keyboard.
    fn narrow_table(&self, from: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut at = from;
        for line in self.text[from..].split_inclusive('\n').take_while(|line| !line.trim().is_empty()) {
            let is_row = line.contains(['｜', '|']);
            let meant = if is_delimiter(&narrow(line.trim())) { narrow(line) } else { line.replace('｜', "|") };
            let span = self.span_of(at..at + line.len());
            if is_row && meant != line && self.file.text.get(span.clone()) == Some(line) {
                edits.push(Edit::new(span, &meant));
            }
            at += line.len();
        }
        edits
    }

    /// A row has a cell for each column. One that has a single cell without a number heads the rows below it.
    pub(super) fn row_says(&mut self, range: Range<usize>) {
        if !self.options.extensions {
            return;
        }
        let range = self.prepared.range(range);
        let end = self.text[range.start..].find(['\n', '\r']).map_or(self.text.len(), |end| range.start + end);
        let row = &self.text[range.start..end];
        let found = cells(row).max(1);
        if let Some(bar) = hidden_bar(row) {
            let at = range.start + bar;
            let span = self.span_of(at..at + 1);
            self.say(
                code::M037,
                span,
                text!("this bar ends a cell, also in code and in a formula"),
                text!("write `\\|`"),
            );
            self.repair(at..at + 1, Some("\\|"));
        } else if found != self.columns
            && !(found == 1 && row.starts_with('|') && !row.contains(|c: char| c.is_numeric()))
        {
            let span = self.span_of(range.start..range.start + row.trim_end().len());
            let columns = self.columns;
            let help = if row.contains('｜') {
                text!("the signs of a table are `|` and `-`, not `｜` and `—`")
            } else {
                text!("write a cell for each column, an empty one too, and `\\|` for a bar that is text")
            };
            self.say(
                code::M037,
                span,
                text!("the row has {found} cells, its table {columns} columns", found, columns),
                help,
            );
        }
    }
}

/// A line of a table with the signs of a Latin keyboard.
fn narrow(line: &str) -> String {
    line.chars().map(latin).collect()
}

/// The sign of a Latin keyboard that a sign of a table stands for.
fn latin(c: char) -> char {
    match c {
        '｜' | '│' => '|',
        '—' | '–' | '－' | '─' | '−' => '-',
        '：' => ':',
        '\u{3000}' => ' ',
        c => c,
    }
}

/// Whether a line, with the signs of a Latin keyboard, is the one of bars and dashes below the head of a table.
fn is_bars(line: &str) -> bool {
    let (mut has_bar, mut has_dash) = (false, false);
    line.chars().map(latin).all(|c| {
        has_bar |= c == '|';
        has_dash |= c == '-';
        matches!(c, '|' | '-' | ':' | ' ' | '\t')
    }) && has_bar
        && has_dash
}

/// The first bar of a row that stands in code or in a formula, and was to be shown.
fn hidden_bar(row: &str) -> Option<usize> {
    let bars: Vec<usize> = row.match_indices('|').map(|(at, _)| at).filter(|at| !row[..*at].ends_with('\\')).collect();
    let inside = bars.windows(2).map(|pair| &row[pair[0] + 1..pair[1]]).collect::<Vec<_>>();
    let odd = |cell: &str, sign: char| cell.matches(sign).count() % 2 == 1;
    let first = inside.windows(2).position(|cells| {
        let in_code = odd(cells[0], '`') && odd(cells[1], '`');
        let in_formula = odd(cells[0], '$') && cells[0].ends_with('$') && !cells[1].trim().is_empty();
        in_code || in_formula
    })?;
    bars.get(first + 1).copied()
}
