//! What a text says in a sentence or two: its beginning as plain text.
//!
//! Pure functions on a [`Body`].

use crate::model::body::{Body, Kind};

use super::script::{breaks_without_space, is_cjk, is_counted_singly, is_punctuation};

/// The beginning of a text in at most `limit` characters, as plain text.
///
/// It is taken from paragraphs and items of lists, not from headings, tables, pictures or captions, and ends with a
/// sentence; where not one sentence fits, with a clause and an ellipsis. It never ends between brackets or quotation
/// marks, in a number, or between an estimate and its interval or its P value.
pub fn summary(body: &Body, limit: usize) -> String {
    let text = opening(body, limit);
    if text.chars().nth(limit).is_none() {
        return text;
    }
    let places = Places::of(&text, limit);
    if let Some(end) = places.sentence {
        return text[..end].to_owned();
    }
    let end = places.clause.unwrap_or_else(|| places.word(&text, limit));
    let shortened = text[..end].trim_end_matches(|c: char| c.is_whitespace() || "，、；：,;:（(“‘".contains(c));
    format!("{shortened}…")
}

/// The text of the first paragraphs, up to a little more than `limit` characters.
fn opening(body: &Body, limit: usize) -> String {
    let mut text = String::new();
    let mut node = 0;
    while node < body.nodes().len() {
        let after = body.end_of(node);
        match body.nodes()[node].kind {
            Kind::Paragraph | Kind::Plain => {
                // A character has four bytes at most, so this is never too early.
                let is_enough = |text: &str| text.len() > limit.saturating_mul(4);
                for line in body.sentences(node + 1..after).split('\n') {
                    join(&mut text, line.trim());
                    if is_enough(&text) {
                        return text;
                    }
                }
                node = after;
            }
            Kind::Term => {
                join(&mut text, body.sentences(node + 1..after).trim());
                text.push_str(if text.chars().any(is_cjk) { "：" } else { ":" });
                node = after;
            }
            Kind::Quote
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::DefinitionList
            | Kind::Definition
            | Kind::Note(_) => node += 1,
            _ => node = after,
        }
    }
    text
}

/// Adds a line. Where the one before does not end as a sentence or a clause does, a semicolon of its language stands
/// between them.
fn join(text: &mut String, line: &str) {
    let Some(after) = line.chars().next() else { return };
    if let Some(before) = text.chars().next_back() {
        let inner = text.trim_end_matches(is_closing).chars().next_back().unwrap_or(before);
        if !"。！？；：，、…—.!?;:,".contains(inner) {
            text.push_str(if text.chars().chain(line.chars()).any(is_cjk) { "；" } else { "; " });
        } else if !breaks_without_space(before, after) {
            text.push(' ');
        }
    }
    text.push_str(line);
}

/// Brackets and quotation marks, those that close the same things at the same place. Half and full width may be mixed.
const OPENING: &str = "（([［【「『《〈“‘";
const CLOSING: &str = "）)]］】」』》〉”’";

fn is_closing(c: char) -> bool {
    CLOSING.contains(c)
}

/// Which brackets a character belongs to, if it is one of these.
fn bracket(c: char, of: &str) -> Option<usize> {
    if c.is_ascii_alphanumeric() || matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return None;
    }
    let at = of.chars().position(|it| it == c)?;
    Some(if at < 4 { at / 2 } else { at })
}

/// A mark that ends a sentence, by itself.
fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Where a text may end within a limit, as offsets in bytes.
struct Places {
    /// After its last sentence.
    sentence: Option<usize>,
    /// Before the mark of its last clause.
    clause: Option<usize>,
    /// What stands in brackets: from where they open to where they close, if they do.
    brackets: Vec<(usize, Option<usize>)>,
}

impl Places {
    fn of(text: &str, limit: usize) -> Self {
        let mut places = Self { sentence: None, clause: None, brackets: Vec::new() };
        let mut open: Vec<(usize, usize)> = Vec::new();
        // Whether a sentence has just ended, be it inside of quotation marks.
        let mut has_ended = false;
        for (at, c) in text.char_indices().take(limit) {
            let rest = &text[at + c.len_utf8()..];
            if let Some(closed) = bracket(c, CLOSING) {
                // An apostrophe closes nothing, nor does the number of an item: `1)`.
                if let Some(last) = open.iter().rposition(|(_, kind)| *kind == closed) {
                    places.brackets.push((open[last].0, Some(at)));
                    open.truncate(last);
                }
            } else if let Some(kind) = bracket(c, OPENING) {
                open.push((at, kind));
            }
            has_ended = ends_sentence(c) || ends_latin_sentence(c, rest) || has_ended && is_closing(c);
            if open.is_empty() {
                if has_ended {
                    places.sentence = Some(text.len() - rest.len());
                } else if ends_clause(c, rest) {
                    places.clause = Some(at);
                }
            }
        }
        places.brackets.extend(open.into_iter().map(|(at, _)| (at, None)));
        places
    }

    /// The end of a word, where there is no better place.
    fn word(&self, text: &str, limit: usize) -> usize {
        let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        // A word is followed back into no brackets.
        self.outside(whole_words(text, self.outside(end)))
    }

    /// The same place, or the one before the brackets that it stands in. Those in which all of the text stands do not count.
    fn outside(&self, end: usize) -> usize {
        let holds = |(from, to): &&(usize, Option<usize>)| *from > 0 && *from < end && to.is_none_or(|to| to >= end);
        self.brackets.iter().filter(holds).map(|(from, _)| *from).min().unwrap_or(end)
    }
}

/// The last place up to an end where no word is cut, nor a number from its unit, unless the word is all there is.
fn whole_words(text: &str, end: usize) -> usize {
    let is_word = |c: char| c.is_alphanumeric() && !is_counted_singly(c) || "=<>≤≥.%％-–−~～/±·+^_".contains(c);
    let is_number = text[..end].ends_with(|c: char| c.is_ascii_digit() || "%％⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    if is_number || text[end..].starts_with(is_word) {
        let whole = text[..end].trim_end_matches(is_word);
        if !whole.is_empty() {
            return whole.len();
        }
    }
    end
}

/// Whether a mark of Latin script ends a sentence before the rest: `vs. placebo`, `No. 5` and `0.77` go on.
fn ends_latin_sentence(c: char, rest: &str) -> bool {
    let next = rest.trim_start_matches(is_closing);
    let word = next.trim_start();
    matches!(c, '.' | '!' | '?')
        && (next.is_empty() || word.len() < next.len())
        && !word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// What goes on with the statement before the mark: without it the statement would say less, or something else.
const GOES_ON: &[&str] = &[
    "95%", "95％", "90%", "99%", "99.", "97.5", "CI", "但", "然而", "而", "不过", "尽管", "虽", "差异", "未", "无",
    "仅", "but ", "however", "although", "though", "not ", "with no ", "without ", "nor ",
];

/// Whether a mark ends a clause after which the text may end.
fn ends_clause(c: char, rest: &str) -> bool {
    let next = rest.trim_start();
    let is_mark = match c {
        '，' | '；' | '：' => true,
        ',' | ';' | ':' => next.len() < rest.len() || next.starts_with(is_cjk),
        _ => false,
    };
    let is_p = next.strip_prefix(['P', 'p']).is_some_and(|it| {
        it.trim_start_matches(|c: char| c.is_whitespace() || c == '值')
            .starts_with(|c: char| !c.is_alphanumeric() && is_punctuation(c))
    });
    is_mark
        && !is_p
        && !GOES_ON.iter().any(|word| next.starts_with(word))
        && !is_p_after(next, "双侧")
        && !is_p_after(next, "单侧")
}

/// Whether a P value follows a word that belongs to it.
fn is_p_after(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with(['P', 'p']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{OffsetMap, SourceText};
    use crate::parse::markdown::{self, MarkdownOptions};

    fn body(text: &str) -> Body {
        let file = SourceText::new("a.md", text);
        let options = MarkdownOptions::default();
        markdown::parse(text, &OffsetMap::shifted(0), &file, &options).value
    }

    fn of(text: &str, limit: usize) -> String {
        summary(&body(text), limit)
    }

    #[test]
    fn a_summary_ends_with_a_sentence() {
        let text = "## 背景\n\n肝癌**常见。**放疗有效“很好。”还有更多的内容要说";
        assert_eq!(of(text, 100), "肝癌常见。放疗有效“很好。”还有更多的内容要说");
        assert_eq!(of(text, 14), "肝癌常见。放疗有效“很好。”");
        assert_eq!(of(text, 13), "肝癌常见。");
        assert_eq!(of(text, 4), "肝癌常…");
        assert_eq!(of("HR was 0.77 in the trial. Then more.", 30), "HR was 0.77 in the trial.");
        assert_eq!(
            of("SBRT was compared vs. placebo here. Then more words.", 37),
            "SBRT was compared vs. placebo here."
        );
        assert_eq!(of("SBRT was better vs. placebo in this trial of adults", 30), "SBRT was better vs. placebo…");
        assert_eq!(of("Hepatocellular carcinoma", 20), "Hepatocellular…");
        assert_eq!(of("# 只有标题", 20), "");
        assert_eq!(of("一段。\n\nTwo.", 20), "一段。Two.");
    }

    #[test]
    fn it_never_ends_in_brackets_or_in_a_statement() {
        let text = "中位总生存期试验组15.8个月，对照组12.3个月（HR=0.77，95%CI 0.59~1.01，双侧P=0.06），提示获益";
        for limit in 5..text.chars().count() {
            let cut = of(text, limit);
            assert!(cut.chars().count() <= limit, "{limit}: {cut}");
            assert!(!cut.contains('（') || cut.contains('）'), "{limit}: {cut}");
            assert!(!cut.trim_end_matches('…').ends_with(|c: char| c.is_ascii_digit()), "{limit}: {cut}");
        }
        let text = "总生存期更长，HR=0.77，95%CI 0.59~1.01，P=0.06，中位随访24个月后仍在继续观察之中";
        assert_eq!(of(text, 12), "总生存期更长…");
        assert_eq!(of(text, 30), "总生存期更长…");
        assert_eq!(of(text, 39), "总生存期更长，HR=0.77，95%CI 0.59~1.01，P=0.06…");
        assert_eq!(of("试验组生存期更长，但差异无统计学意义且样本量不大", 14), "试验组生存期更长，但差异无…");
        assert_eq!(
            of("Survival was longer (HR 0.77; 95% CI 0.59 to 1.01) and more was seen later", 40),
            "Survival was longer…"
        );
    }

    #[test]
    fn brackets_in_a_quotation_are_brackets() {
        let text = "“总生存期的风险比分别为0.80、0.73（95%CI 0.54~0.99，P=0.03），提示获益仍在继续”";
        let other = "the trial’s 风险比分别为0.80、0.73（CI’ 0.54~0.99，P=0.03)，获益";
        for text in [text, other] {
            for limit in 3..text.chars().count() {
                let cut = of(text, limit);
                assert!(!cut.contains('（') || cut.contains(['）', ')']), "{limit}: {cut}");
            }
        }
    }

    #[test]
    fn what_is_struck_out_is_left_out_and_readings_and_terms_are_told() {
        for (text, told) in [
            ("中位OS为<s>14</s>15个月", "中位OS为15个月"),
            ("<del>52.7%</del><ins>51.6%</ins>", "51.6%"),
            ("~~有效~~无效", "无效"),
            ("~~14~~15", "15"),
            ("~~14~~15<del>6", "15"),
            ("<s>10<sup>9</sup></s>甲", "甲"),
            ("<ruby>汉<rt>12</rt></ruby>34", "汉（12）34"),
            ("<ruby>汉<rp>(</rp><rt>12</rt><rp>)</rp></ruby>34", "汉（12）34"),
            ("术语\n: 释义12", "术语：释义12"),
            ("term\n: meaning 12", "term: meaning 12"),
        ] {
            assert_eq!(of(text, 99), told, "{text}");
        }
    }

    #[test]
    fn levels_pictures_items_and_breaks_are_told() {
        assert_eq!(
            of("血小板≥50×10<sup>9</sup>/L，10<sup>-3</sup>，1.73 m<sup>2</sup>", 99),
            "血小板≥50×10⁹/L，10⁻³，1.73 m²"
        );
        assert_eq!(
            of("CO<sub>2</sub>与CD8<sup>+</sup>，10<sup>9/L</sup>，$\\geq 10^{9}$", 99),
            "CO₂与CD8⁺，10^(9/L)，≥10⁹"
        );
        assert_eq!(of("10<sup>9", 99), "10⁹");
        assert_eq!(of("10<sup>**9**</sup>已知<sup>[3]</sup>", 99), "10⁹已知[3]");
        assert_eq!(of("![生存曲线](f.png)\n\n第一句。", 99), "第一句。");
        assert_eq!(of("![生存曲线](f.png)第一句。", 99), "第一句。");
        assert_eq!(of("- 第一\n- 第二\n\n后文", 99), "第一；第二；后文");
        assert_eq!(of("- 第一。\n- 第二：\n\n后文", 99), "第一。第二：后文");
        assert_eq!(of("- one\n- two\n\nAfter.", 99), "one; two; After.");
        assert_eq!(of("A<br>B\\\nC", 99), "A; B; C");
        assert_eq!(of("甲<br>乙", 99), "甲；乙");
    }
}
