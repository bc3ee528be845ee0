//! Words by which titles and notes say that a paper was retracted, or that its journal has doubts about it: those of
//! journals and databases, and those that postil's own citations carry.

/// What is said of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Retracted,
    Concern,
}

const RETRACTED: &[&str] = &[
    "retracted",
    "retracted article",
    "retracted publication",
    "retraction",
    "retraction notice",
    "已撤稿",
    "撤稿",
    "撤稿声明",
];
const CONCERN: &[&str] = &["expression of concern", "editorial expression of concern", "存疑", "关注声明", "关切声明"];
const OPENING: &[char] = &['[', '(', '【', '［', '（', '〔', '{', ' ', '*'];
const CLOSING: &[char] = &[']', ')', '】', '］', '）', '〕', '}', ':', '：'];

/// The mark of a title, at its head or its end, in brackets or with a colon: `【已撤稿】…`, `Retracted: …`, `… [Retracted]`.
pub(super) fn of_title(title: &str) -> Option<Mark> {
    let lower = title.trim().to_lowercase();
    let head = lower.trim_start_matches(OPENING);
    let begins = |word: &&str| head.strip_prefix(*word).is_some_and(|rest| rest.trim_start().starts_with(CLOSING));
    let tail = lower.trim_end_matches(['.', '。', ' ']);
    let inner = tail.strip_suffix(CLOSING).unwrap_or_default().trim_end();
    let ends = |word: &&str| {
        inner.strip_suffix(*word).is_some_and(|rest| rest.trim_end().ends_with(OPENING) && !rest.ends_with(' '))
    };
    let has = |words: &[&str]| words.iter().any(|word| begins(word) || ends(word));
    // Journals write this without a colon as well.
    let is_article = ["retracted article", "retraction notice"].iter().any(|start| head.starts_with(start));
    match () {
        () if is_article || has(RETRACTED) => Some(Mark::Retracted),
        () if has(CONCERN) || head.starts_with("expression of concern") => Some(Mark::Concern),
        () => None,
    }
}

/// The mark that a note is, or begins with: `Retracted`, `已撤稿`, `Retracted publication: see …`.
pub(super) fn of_note(note: &str) -> Option<Mark> {
    let lower = note.trim().trim_start_matches(OPENING).to_lowercase();
    let whole = lower.trim_end_matches(['.', '。', '!', '！', ' ']).trim_end_matches(CLOSING);
    let starts = |all: &[&str]| all.iter().any(|start| lower.starts_with(start));
    let is = |words: &[&str]| {
        words.contains(&whole) || of_title(note).is_some_and(|_| words.iter().any(|it| lower.starts_with(it)))
    };
    if is(RETRACTED)
        || starts(&[
            "retracted publication",
            "retracted article",
            "this article has been retracted",
            "this paper has been retracted",
            "本文已撤稿",
            "该文已撤稿",
            "论文已撤稿",
        ])
    {
        return Some(Mark::Retracted);
    }
    (is(CONCERN) || whole == "concern" || starts(&["expression of concern"])).then_some(Mark::Concern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words_of_a_title() {
        for title in [
            "【已撤稿】题目",
            "RETRACTED: T",
            "[Retracted] T",
            "Retracted Article: T",
            "T [Retracted]",
            "题目（已撤稿）",
            "[RETRACTED ARTICLE] T",
        ] {
            assert_eq!(of_title(title), Some(Mark::Retracted), "{title}");
        }
        for title in ["【存疑】题目", "Expression of Concern: T", "[Editorial expression of concern] T"] {
            assert_eq!(of_title(title), Some(Mark::Concern), "{title}");
        }
        for title in [
            "已撤稿论文的引用分析",
            "Retracted eardrums in children",
            "Why papers are retracted",
            "Retraction pockets: a trial",
            "Concerns of patients",
        ] {
            assert_eq!(of_title(title), None, "{title}");
        }
        for note in
            ["已撤稿", "Retracted", "Retracted publication", "Retracted.", "[Retracted]", "本文已撤稿，见2025年第1期"]
        {
            assert_eq!(of_note(note), Some(Mark::Retracted), "{note}");
        }
        assert_eq!(of_note("Expression of concern in J. 2025"), Some(Mark::Concern));
        for note in ["Retracted eardrums were found", "Registered as NCT01730937"] {
            assert_eq!(of_note(note), None, "{note}");
        }
    }
}
