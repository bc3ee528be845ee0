//! T024: words of a theme that nothing shows, such as those below `[part]` for `[parts]`.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::{StringFiles, own_strings};
use crate::diag::{Diagnostic, Said, Span, Text, code, nearest, text};
use crate::render::theme::below;

/// Groups of words that are asked for by a name that only the site knows: a language, a stage of a flow chart, a role.
const BY_NAME: &[&str] = &["chart.stages", "languages", "roles"];

impl StringFiles {
    /// Says which words in the files of the theme itself, which lies in `folder`, neither postil nor any template asks for,
    /// and no theme has that it is built on.
    pub(in crate::render) fn strangers(&self, folder: &str, templates: &[&str], said: &mut Said) {
        let (own, others): (Vec<_>, Vec<_>) = self.all.iter().partition(|file| below(folder, &file.path));
        let others: BTreeSet<String> =
            others.iter().flat_map(|file| places(&file.text)).map(|(name, _)| name).collect();
        let mut known: BTreeSet<&str> = own_strings(|_| true).collect();
        known.extend(others.iter().map(String::as_str));
        let asked: BTreeSet<&str> = templates.iter().flat_map(|text| asked_for(text)).collect();
        // Of a group that a template takes as a whole, a name that is nearly one of the theme below is a misspelt one.
        let is_misspelt = |group: &str, name: &str| {
            let last = |it: &str| it.strip_prefix(group).and_then(|it| it.strip_prefix('.')).map(str::len);
            last(name).is_some_and(|length| length > 3)
                && nearest(name, others.iter().map(String::as_str).filter(|it| last(it).is_some())).is_some()
        };
        let is_asked = |name: &str| {
            let mut groups = name.match_indices('.').map(|(at, _)| &name[..at]);
            asked.contains(name)
                || groups.any(|it| BY_NAME.contains(&it) || asked.contains(it) && !is_misspelt(it, name))
        };
        if asked.contains("") {
            return;
        }
        for file in own {
            let strangers =
                places(&file.text).into_iter().filter(|(name, _)| !known.contains(name.as_str()) && !is_asked(name));
            let mut groups = BTreeSet::new();
            for (name, span) in strangers {
                let group = name.split_once('.').map(|(group, _)| group.to_owned());
                let mut names = known.iter().chain(&asked).copied();
                let is_group = names.any(|name| name.split('.').next() == group.as_deref());
                let near = nearest(&name, known.iter().chain(asked.iter().filter(|it| it.contains('.'))).copied());
                let help = match near {
                    Some(near) => text!("did you mean `{near}`?", near),
                    None => text!("take it out, or show it in a template with `t.{name}`", name = &name),
                };
                let stranger = group.filter(|_| !is_group);
                // Of a group that nobody knows one is enough.
                if stranger.is_none_or(|it| groups.insert(it)) {
                    said.push(
                        Diagnostic::new(
                            code::T024,
                            text!("nothing shows the string `{name}`", name = Text::verbatim(name)),
                        )
                        .at(file, span)
                        .help(help),
                    );
                }
            }
        }
    }
}

/// The dotted names of the words of a file, and where their last parts stand.
fn places(file: &str) -> Vec<(String, Span)> {
    fn gather(prefix: &str, table: &DeTable<'_>, all: &mut Vec<(String, Span)>) {
        for (key, value) in table.iter() {
            let name =
                if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
            match value.get_ref() {
                DeValue::Table(inner) => gather(&name, inner, all),
                _ => all.push((name, key.span())),
            }
        }
    }
    let mut all = Vec::new();
    if let Ok(table) = DeTable::parse(file) {
        gather("", table.get_ref(), &mut all);
    }
    all.sort_by_key(|(_, span)| span.start);
    all
}

/// The names behind `t.` in a template: of words, or of groups of which it takes what it likes.
fn asked_for(template: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    template.match_indices(['.', '[']).filter_map(move |(at, sign)| {
        let before = template[..at].strip_suffix('t')?;
        if before.ends_with(|c: char| is_of_name(c) || c == '.') {
            return None;
        }
        // `t[name]` may be any of them.
        let rest = if sign == "." { &template[at + 1..] } else { "" };
        let end = rest.find(|c: char| !is_of_name(c) && c != '.').unwrap_or(rest.len());
        Some(rest[..end].trim_end_matches('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_asks_for_is_found() {
        let template = "{{ t.parts.quiz | fill(n=t.a) }}{{ t.roles[role] }} cat.b not.c it.t.d {{ t.e_f. }}";
        assert_eq!(asked_for(template).collect::<Vec<_>>(), ["parts.quiz", "a", "roles", "e_f"]);
        assert_eq!(asked_for("{{ t[x] }}").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn words_stand_where_they_are_written() {
        let file = "[a]\nb = \"x\"\n[a.c]\nd = \"y\"\n";
        let found = places(file);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a.b", "a.c.d"]);
        assert_eq!(&file[found[1].1.clone()], "d");
    }
}
