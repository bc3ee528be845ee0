//! A file while its fields are read: what is known of it, and what there is to say.
//!
//! Never decides what a value should be.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Decode, Holds, Need, Slot};
use crate::diag::{Diagnostic, Edit, Said, SourceText, Span, Text, nearest, only_nearest, text};
use crate::parse::fault;
use crate::parse::node::{Entry, Format, Node, Scalar, Style, Value};

/// What reading a draft needs besides the node.
pub struct Context<'a> {
    pub(in crate::parse::draft) source: &'a Arc<SourceText>,
    pub(in crate::parse::draft) diagnostics: Said,
    pub(super) format: Format,
    /// The names of the fields that are being read, the outermost first.
    path: Vec<String>,
    /// What the field that is being read holds, where it is text.
    pub(super) holds: Option<Holds>,
    forgiven: &'a BTreeSet<String>,
    translation: bool,
}

static NOTHING: BTreeSet<String> = BTreeSet::new();

impl<'a> Context<'a> {
    pub(in crate::parse::draft) fn new(
        source: &'a Arc<SourceText>,
        forgiven: &'a BTreeSet<String>,
        translation: bool,
    ) -> Self {
        let (diagnostics, format, path, holds) = (Said::default(), Format::Yaml, Vec::new(), None);
        Self { source, diagnostics, format, path, holds, forgiven, translation }
    }

    /// For a TOML file.
    pub(in crate::parse::draft) fn toml(source: &'a Arc<SourceText>) -> Self {
        Self { format: Format::Toml, ..Self::new(source, &NOTHING, false) }
    }

    pub(in crate::parse::draft) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds what repairs the fault that was said last.
    pub(super) fn repair(&mut self, edits: impl IntoIterator<Item = Edit>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.fix.extend(edits);
        }
    }

    /// Reads the root; nothing at all is a group without fields.
    pub(in crate::parse::draft) fn decode_root<T: Decode>(&mut self, root: &Node<'_>) -> Option<T> {
        match root.value {
            Value::Null => T::decode(&Node { value: Value::Mapping(Vec::new()), span: root.span.clone() }, self),
            _ => T::decode(root, self),
        }
    }

    /// The entries of a group, each of which must have a known name.
    pub(in crate::parse::draft) fn entries<'n>(
        &mut self,
        node: &'n Node<'n>,
        known: &[&str],
    ) -> Option<&'n [Entry<'n>]> {
        let entries = self.mapping(node, known)?;
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let chinese = chinese_name(&entry.key).filter(|name| known.contains(name));
            let near = chinese.or_else(|| nearest(&entry.key, known.iter().copied()));
            let certain = chinese.or_else(|| only_nearest(&entry.key, known.iter().copied()));
            // Nothing is certain where the field is there already, or where another may be meant to be it.
            let is_free = |name: &&str| {
                let means =
                    |other: &Entry<'_>| other.key == *name || nearest(&other.key, known.iter().copied()) == Some(*name);
                !entries.iter().any(|other| other.key != entry.key && means(other))
            };
            let fix = certain.filter(is_free).map(|name| Edit::new(entry.key_span.clone(), name));
            let unknown = match self.format {
                Format::Yaml => fault::unknown_field,
                Format::Toml => fault::toml::unknown_field,
            };
            let found = unknown(self.source, entry.key_span.clone(), &entry.key, near, known);
            self.say(found.fix(fix));
        }
        Some(entries)
    }

    /// The entries of a group with names of any kind.
    pub(super) fn mapping<'n>(&mut self, node: &'n Node<'n>, known: &[&str]) -> Option<&'n [Entry<'n>]> {
        match &node.value {
            Value::Mapping(entries) => return Some(entries),
            Value::Broken => {}
            _ if self.format == Format::Toml => self.not(node, text!("a table")),
            Value::Scalar(scalar) if self.misses_space(node, scalar) => {}
            _ => {
                let example = known.first().copied().unwrap_or("name");
                let help =
                    text!("write its fields one to a line below it, indented by two spaces: `{example}: …`", example);
                self.wrong_type(node, text!("a group of fields"), help);
            }
        }
        None
    }

    /// Text that would be a field if its colon were right: `name：x`, `name:x`.
    pub(super) fn misses_space(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) -> bool {
        let mut from = node.span.start;
        let mut raw = &self.source.text[node.span.clone()];
        if raw == "---" {
            // All that stands in the front matter: its span is that of the line above it.
            let line = scalar.text.lines().next().unwrap_or_default();
            let Some(below) = self.source.text[node.span.end..].find(line) else { return false };
            from = node.span.end + below;
            raw = &self.source.text[from..from + line.len()];
        }
        let Some(at) = raw.find([':', '：']).filter(|_| scalar.style == Style::Plain) else {
            return false;
        };
        let name = &raw[..at];
        if name.is_empty() || name.contains(char::is_whitespace) {
            return false;
        }
        let start = from + at;
        let found = if raw[at..].starts_with('：') {
            fault::full_width_colon(self.source, start..start + '：'.len_utf8(), name)
        } else {
            let value = raw[at + 1..].lines().next().unwrap_or("");
            fault::touching_colon(self.source, start..start + 1, name, value)
        };
        self.say(found);
        true
    }

    /// Reads one field of a group; `wanted` says in a TOML file what is missing.
    pub(in crate::parse::draft) fn field<T: Slot>(
        &mut self,
        owner: &Node<'_>,
        entries: &[Entry<'_>],
        name: &str,
        (what, example, holds): (Text, &str, Option<Holds>),
        wanted: Option<Text>,
    ) -> T {
        let found = entries.iter().find(|entry| entry.key == name);
        let needed = T::NEED == Need::Always || T::NEED == Need::Original && !self.translation;
        let example = if example.is_empty() { "…" } else { example };
        match found {
            Some(entry) if self.format == Format::Yaml && is_empty(&entry.value) => {
                if needed {
                    self.say(fault::empty_field(self.source, entry.key_span.clone(), name, example));
                }
                T::fill(None, self)
            }
            Some(entry) => {
                let around = std::mem::replace(&mut self.holds, holds);
                let value = self.inside(name, |cx| T::fill(Some(&entry.value), cx));
                self.holds = around;
                value
            }
            None => {
                if needed && self.format == Format::Toml {
                    let table = self.path.join(".");
                    self.say(fault::toml::missing(self.source, &owner.span, &table, name, wanted));
                } else if needed && !self.forgiven.contains(name) {
                    let place = self.first_line(&owner.span);
                    self.say(fault::missing_field(self.source, place, name, what, example));
                }
                T::fill(None, self)
            }
        }
    }

    /// Warns of a comment behind words: `CD4 # CD8` shows half of what was meant.
    pub(super) fn comment_behind(&mut self, node: &Node<'_>) {
        let is_plain = matches!(&node.value, Value::Scalar(it) if it.style == Style::Plain && it.text.contains(char::is_alphabetic));
        if self.format == Format::Toml || !is_plain {
            return;
        }
        let line = self.source.text[node.span.end..].lines().next().unwrap_or_default().trim_end();
        let lost = line.trim_start_matches([' ', '\t']);
        // Without a space behind its mark it was said when the text was read.
        let is_comment = lost.len() < line.len() && lost.starts_with("# ");
        if is_comment {
            let end = node.span.end + line.len();
            self.say(fault::lost_text(self.source, end - lost.len()..end, false));
        }
    }

    /// Whether an entry in braces is the rest of the number before it, which had a decimal comma: `{a: 15,8, b: 2}`.
    pub(super) fn splits_number(&mut self, before: &Entry<'_>, entry: &Entry<'_>) -> bool {
        let Value::Scalar(Scalar { text, style: Style::Plain, .. }) = &before.value.value else { return false };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let between = self.source.text.get(before.value.span.end..entry.key_span.start);
        let is_split = text.ends_with(|c: char| c.is_ascii_digit())
            && digits(entry.key.trim_end_matches('%'))
            && matches!(entry.value.value, Value::Null)
            && between == Some(",");
        if is_split {
            let place = before.value.span.start..entry.key_span.end;
            self.say(fault::decimal_comma(self.source, place, text, &entry.key));
        }
        is_split
    }

    /// Reads what stands below a name.
    pub(super) fn inside<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_owned());
        let value = read(self);
        self.path.pop();
        value
    }

    /// The name of the field that is being read.
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    pub(super) fn first_line(&self, span: &Span) -> Span {
        let line = self.source.text[span.clone()].lines().next().unwrap_or("");
        span.start..span.start + line.trim_end().len()
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, expected: Text, help: Text) {
        let found = match &node.value {
            Value::Broken => return,
            Value::Null => text!("nothing"),
            Value::Sequence(_) => text!("a list"),
            Value::Mapping(_) => text!("a group of fields"),
            // YAML has no other types.
            _ => text!("text"),
        };
        let place = self.first_line(&node.span);
        self.say(fault::wrong_type(self.source, place, found, expected, help));
    }

    /// Something else stands in a TOML file where this is wanted.
    pub(super) fn not(&mut self, node: &Node<'_>, wanted: Text) {
        let found = match &node.value {
            Value::Broken | Value::Null => return,
            Value::Scalar(_) => text!("a text"),
            Value::Integer(_) => text!("a whole number"),
            Value::Truth(_) => text!("`true` or `false`"),
            Value::Other(what) => what.clone(),
            Value::Sequence(_) => text!("a list"),
            Value::Mapping(_) => text!("a table"),
        };
        self.say(fault::toml::wrong_type(self.source, node.span.clone(), self.name(), found, wanted));
    }

    /// Something stands where a list belongs: of tables, or of texts.
    pub(super) fn not_a_list(&mut self, node: &Node<'_>, of_tables: bool) {
        if self.format == Format::Toml {
            let wanted = match self.path.split_last() {
                Some((key, table)) if of_tables => text!(
                    "a list of tables, each of which begins with `[[{table}.{key}]]`,",
                    table = table.join("."),
                    key
                ),
                _ => text!("a list of texts, such as `[\"a\", \"b\"]`,"),
            };
            return self.not(node, wanted);
        }
        let help = match &node.value {
            Value::Scalar(scalar) if !scalar.text.contains('\n') => {
                text!("write `[{text}]`", text = scalar.text.trim())
            }
            _ => text!("write `[one, another]`, or each item in a line of its own after `- `"),
        };
        self.wrong_type(node, text!("a list"), help);
    }

    /// The text of a value in one piece.
    pub(super) fn scalar<'n>(&mut self, node: &'n Node<'n>, expected: Text) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(scalar) if self.format == Format::Toml => Some(&scalar.text),
            Value::Scalar(scalar) => {
                self.swallowed_field(node, scalar);
                Some(scalar.text.trim())
            }
            Value::Broken => None,
            _ if self.format == Format::Toml => {
                self.not(node, text!("a text in quotes"));
                None
            }
            Value::Integer(_) | Value::Truth(_) | Value::Other(_) => None,
            Value::Null => {
                self.wrong_type(node, expected, text!("write it, or remove the field"));
                None
            }
            Value::Sequence(_) | Value::Mapping(_) => {
                let help = text!(
                    "if it is text, put it in quotation marks; long text goes below `name: |`, indented by two spaces"
                );
                self.wrong_type(node, expected, help);
                None
            }
        }
    }

    /// A line with a full-width colon that YAML took for the end of the text above it.
    pub(super) fn swallowed_field(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) {
        let raw = &self.source.text[node.span.clone()];
        if scalar.style != Style::Plain || !raw.contains('\n') {
            return;
        }
        let mut start = node.span.start;
        for (number, line) in raw.split_inclusive('\n').enumerate() {
            let name = line.split('：').next().unwrap_or("").trim_start();
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if number > 0 && is_name && name.len() < line.trim().len() {
                let colon = start + line.len() - line.trim_start().len() + name.len();
                let mut found = fault::full_width_colon(self.source, colon..colon + '：'.len_utf8(), name);
                // The line may belong to the text after all.
                found.fix.clear();
                self.diagnostics.push(found);
            }
            start += line.len();
        }
    }

    pub(super) fn items<T: Decode>(&mut self, nodes: &[Node<'_>]) -> Vec<T> {
        nodes.iter().filter_map(|node| T::decode(node, self)).collect()
    }
}

/// Nothing, or text of nothing.
fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        _ => false,
    }
}

/// The field that a Chinese name stands for.
fn chinese_name(written: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("标题", "title"),
        ("期号", "number"),
        ("日期", "date"),
        ("更新", "updated"),
        ("署名", "byline"),
        ("标签", "tags"),
        ("摘要", "summary"),
        ("试验", "trial"),
        ("本文精要", "key_findings"),
        ("结果", "findings"),
        ("专家点评", "commentary"),
        ("学后练习", "quiz"),
        ("更正", "corrections"),
        ("参考文献", "references"),
        ("姓名", "name"),
        ("单位", "affiliation"),
        ("简介", "bio"),
    ];
    NAMES.iter().find(|(chinese, _)| *chinese == written).map(|(_, name)| *name)
}
