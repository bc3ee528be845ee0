//! Names of authors, and how they stand in a list of references.
//!
//! Never looks anyone up: a name is what the record says.

/// An author of a paper: a person, or a group with no given name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The family name, or the whole name of a group.
    pub family: String,
    /// The given names or initials.
    pub given: Option<String>,
}

impl Author {
    /// Reads `Family, Given`; without a comma the whole is one name.
    pub(super) fn inverted(text: &str) -> Option<Self> {
        let mut parts = text.split([',', '，']).map(str::trim);
        let family = parts.next().filter(|family| !family.is_empty())?.to_owned();
        // `Family, Jr, Given` has its given name last, `Family, Given, Jr` in the middle.
        let rest: Vec<&str> = parts.filter(|part| !part.is_empty() && !is_suffix(part)).collect();
        let given = rest.first().map(|given| (*given).to_owned());
        Some(Self { family, given })
    }

    /// The name as references have it: `Dawson LA`, `张三`.
    pub fn short(&self) -> String {
        let Some(given) = &self.given else {
            return self.family.clone();
        };
        if is_han(&self.family) && is_han(given) {
            return format!("{}{given}", self.family);
        }
        format!("{} {}", self.family, initials(given))
    }
}

fn is_suffix(part: &str) -> bool {
    matches!(part.trim_end_matches('.'), "Jr" | "Sr" | "I" | "II" | "III" | "IV" | "2nd" | "3rd")
}

fn is_han(text: &str) -> bool {
    text.chars()
        .all(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter) || ('\u{20000}'..='\u{3ffff}').contains(&letter))
}

/// The first letters of given names. What is all initials already stays as it is.
fn initials(given: &str) -> String {
    let is_short = given.chars().count() <= 3 && given.chars().all(char::is_uppercase);
    if is_short {
        return given.to_owned();
    }
    let names = given.split(|it: char| it.is_whitespace() || matches!(it, '.' | '-' | '‐' | '‑'));
    names.filter_map(|name| name.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_in_references() {
        let short = |text: &str| Author::inverted(text).map(|author| author.short());
        assert_eq!(short("Example, Anna Maria").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, A. M.").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, AM").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, Wei-Ming, Jr.").as_deref(), Some("Example WM"));
        assert_eq!(short("Example, III, Anna").as_deref(), Some("Example A"));
        assert_eq!(short("示, 例").as_deref(), Some("示例"));
        assert_eq!(short("示例研究组").as_deref(), Some("示例研究组"));
        assert_eq!(short(" "), None);
    }
}
