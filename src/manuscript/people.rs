//! People of the site, found by their names in a manuscript.

use super::block::{Block, Inline, plain};
use crate::diag::SourceText;
use crate::model::credit::Role;
use crate::parse::draft::{self, LocalizedDraft};

/// Ids of people, each with every form of the name, longest names first.
#[derive(Debug, Default)]
pub(super) struct People(Vec<(String, String)>);

/// What lines of credits begin with.
const ROLES: &[(&str, Role)] = &[
    ("文章解读", Role::Interpretation),
    ("解读", Role::Interpretation),
    ("内容审核", Role::Review),
    ("审核", Role::Review),
    ("审校", Role::Review),
    ("通讯员", Role::Correspondent),
    ("翻译", Role::Translation),
    ("责任编辑", Role::Editing),
    ("编辑", Role::Editing),
    ("整理", Role::Compilation),
    ("interpretation", Role::Interpretation),
    ("review", Role::Review),
    ("correspondent", Role::Correspondent),
    ("translation", Role::Translation),
    ("editing", Role::Editing),
    ("compilation", Role::Compilation),
];

impl People {
    /// Those of `people.yaml`; nobody where it cannot be read.
    pub(super) fn read(text: &str) -> Self {
        let source = SourceText::new("content/people.yaml", text);
        let mut all = Vec::new();
        for (id, person) in draft::people(&source).value.map(|map| map.0).unwrap_or_default() {
            let names: Vec<String> = match person.name.0 {
                Some(LocalizedDraft::Plain(name)) => vec![name.value],
                Some(LocalizedDraft::ByLanguage(names)) => names.0.into_iter().map(|(_, name)| name.value).collect(),
                None => Vec::new(),
            };
            all.extend(names.into_iter().filter(|name| !name.trim().is_empty()).map(|name| (id.value.clone(), name)));
        }
        all.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
        Self(all)
    }

    /// The ids of those whose names stand in a text, in the order of the text.
    pub(super) fn named(&self, text: &str) -> Vec<(&str, &str)> {
        let mut found: Vec<(usize, usize, &str, &str)> = Vec::new();
        for (id, name) in &self.0 {
            for (at, _) in text.match_indices(name.as_str()) {
                let end = at + name.len();
                // A name in a longer one is not a name.
                if found.iter().all(|(start, stop, ..)| end <= *start || *stop <= at) {
                    found.push((at, end, id, name));
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, _, id, name)| (id, name)).collect()
    }

    /// The one person whose name stands in a text.
    pub(super) fn only(&self, text: &str) -> Option<&str> {
        let mut ids: Vec<&str> = self.named(text).into_iter().map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        if let [id] = ids.as_slice() { Some(id) } else { None }
    }

    /// The credits of a line that says nothing else: `文章解读：示例专家甲`.
    pub(super) fn credits(&self, block: &Block) -> Option<Vec<(Role, String)>> {
        let Block::Paragraph(paragraph) = block else { return None };
        let is_text = |inline: &Inline| matches!(inline, Inline::Text(..));
        let words = plain(&paragraph.content);
        let (label, rest) = words.split_once(['：', ':'])?;
        let label = label.trim().to_lowercase();
        let (_, role) = ROLES.iter().find(|(name, _)| *name == label)?;
        let named = self.named(rest);
        let left = named.iter().fold(rest.to_owned(), |rest, (_, name)| rest.replacen(name, "", 1));
        let is_all =
            !left.chars().any(char::is_alphanumeric) && !named.is_empty() && paragraph.content.iter().all(is_text);
        is_all.then(|| named.iter().map(|(id, _)| (*role, (*id).to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::{Format, Paragraph};

    #[test]
    fn people_are_found_by_the_whole_of_their_names() {
        let people = People::read("a: {name: {zh-CN: 示例专家甲, en: Example A}}\nb: {name: 示例专家甲乙}\n");
        assert_eq!(people.only("点评：示例专家甲教授"), Some("a"));
        assert_eq!(people.only("示例专家甲乙"), Some("b"));
        assert_eq!(people.only("示例专家甲与示例专家甲乙"), None);
        let line = |words: &str| {
            let content = vec![Inline::Text(words.to_owned(), Format::default())];
            Block::Paragraph(Paragraph { content, ..Paragraph::default() })
        };
        let wanted = vec![(Role::Interpretation, "a".to_owned()), (Role::Interpretation, "b".to_owned())];
        assert_eq!(people.credits(&line("文章解读：示例专家甲、示例专家甲乙")), Some(wanted));
        assert_eq!(people.credits(&line("文章解读：示例专家甲（示例医院）")), None);
    }
}
