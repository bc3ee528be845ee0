//! The part of an address that stands for a tag.

use super::file::composed;

/// Letters and digits of any script, everything else as `-`; but a sign that says what a tag means is spelt, so that
/// `HER2+` and `HER2-`, `PD-L1≥50%` and `PD-L1<50%` have two addresses. Empty for a tag without letter, digit and sign.
///
/// | sign | spelt |
/// |---|---|
/// | `+` | `plus` |
/// | `−`, and `-` at the end of a word | `minus` |
/// | `±` | `plus-minus` |
/// | `≥`, `>=` | `at-least` |
/// | `≤`, `<=` | `at-most` |
/// | `>` | `over` |
/// | `<` | `under` |
/// | `#` | `hash` |
pub fn slug(tag: &str) -> String {
    let letters: Vec<char> = composed(tag).chars().flat_map(char::to_lowercase).collect();
    let mut slug = String::new();
    let gap = |slug: &mut String| {
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    for (at, letter) in letters.iter().enumerate() {
        let around = (at.checked_sub(1).map(|before| letters[before]), letters.get(at + 1).copied());
        if letter.is_alphanumeric() {
            slug.push(*letter);
            continue;
        }
        gap(&mut slug);
        if let Some(word) = spelt(*letter, around) {
            slug.push_str(word);
            gap(&mut slug);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// How a sign is spelt between its neighbours; `None` for one that only parts words.
fn spelt(sign: char, (before, after): (Option<char>, Option<char>)) -> Option<&'static str> {
    let is_or_equal = matches!(after, Some('=' | '＝'));
    Some(match sign {
        '+' | '＋' | '⁺' | '₊' => "plus",
        '−' | '⁻' | '₋' => "minus",
        '-' | '－' if ends_word(before, after) => "minus",
        '±' => "plus-minus",
        '≥' | '≧' | '⩾' => "at-least",
        '≤' | '≦' | '⩽' => "at-most",
        '>' | '＞' => ["over", "at-least"][usize::from(is_or_equal)],
        '<' | '＜' => ["under", "at-most"][usize::from(is_or_equal)],
        '#' | '＃' => "hash",
        _ => return None,
    })
}

/// Whether a hyphen stands behind a word with nothing to join it to: the minus of `ER-/PR-`, not that of `PD-(L)1`.
fn ends_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|it| it.is_alphanumeric() || matches!(it, ')' | '）' | '/' | '+' | '＋'))
        && after.is_none_or(|it| {
            it.is_whitespace() || matches!(it, '/' | ',' | '，' | '、' | ';' | '；' | ')' | '）' | '&' | '|' | '+')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined() {
        for (tag, address) in [
            ("肝癌 HCC/放疗", "肝癌-hcc-放疗"),
            ("PD-(L)1抑制剂", "pd-l-1抑制剂"),
            ("HER2-low", "her2-low"),
            ("肝癌 - 放疗", "肝癌-放疗"),
            ("100%", "100"),
            ("🙂", ""),
            ("cafe\u{301}", "café"),
        ] {
            assert_eq!(slug(tag), address, "{tag}");
        }
    }

    #[test]
    fn signs_with_a_meaning_are_spelt() {
        for (tag, address) in [
            ("HER2+", "her2-plus"),
            ("HER2＋乳腺癌", "her2-plus-乳腺癌"),
            ("CD8⁺ T", "cd8-plus-t"),
            ("HER2-", "her2-minus"),
            ("HER2−", "her2-minus"),
            ("HER2- 乳腺癌", "her2-minus-乳腺癌"),
            ("ER+/PR-", "er-plus-pr-minus"),
            ("ER+/-", "er-plus-minus"),
            ("±2", "plus-minus-2"),
            ("PD-L1≥50%", "pd-l1-at-least-50"),
            ("PD-L1 >= 50%", "pd-l1-at-least-50"),
            ("PD-L1<50%", "pd-l1-under-50"),
            ("≤3", "at-most-3"),
            (">3", "over-3"),
            ("4#", "4-hash"),
            ("+", "plus"),
        ] {
            assert_eq!(slug(tag), address, "{tag}");
        }
    }
}
