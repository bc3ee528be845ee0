//! The words of new files that an editor replaces: what `postil new` writes where nothing is known yet.
//!
//! They stand in the templates of new files, between `{{=` and `}}`, and are taken from there: no other list can miss
//! one.

/// What begins the name of a slot whose words are a placeholder.
pub const MARK: char = '=';

/// The titles of issues of which nothing is known, in Chinese and in English.
pub const TITLES: [&str; 2] = ["示例标题", "Example title"];

/// The templates that have such words, of issues and of columns.
const TEMPLATES: &[&str] = &[
    include_str!("../scaffold/zh/issue.md"),
    include_str!("../scaffold/zh/unpublished.yaml"),
    include_str!("../scaffold/zh/unreferenced.yaml"),
    include_str!("../scaffold/zh/column.md"),
    include_str!("../scaffold/en/issue.md"),
    include_str!("../scaffold/en/unpublished.yaml"),
    include_str!("../scaffold/en/unreferenced.yaml"),
    include_str!("../scaffold/en/column.md"),
];

/// All of these words.
pub fn placeholders() -> impl Iterator<Item = &'static str> {
    let slots = TEMPLATES.iter().flat_map(|template| template.split("{{").skip(1));
    let names = slots.filter_map(|slot| slot.split("}}").next());
    names.filter_map(|name| name.strip_prefix(MARK)).chain(TITLES)
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn every_part_of_a_new_issue_has_its_words() {
        let all: Vec<&str> = placeholders().collect();
        for words in
            ["示例期刊", "示例文献", "在这里写结论", "Example Journal", "Example paper", "Write here the conclusion"]
        {
            assert!(all.contains(&words), "{words}");
        }
        assert!(all.len() > 30 && all.iter().all(|words| words.chars().count() > 3), "{all:?}");
    }
}
