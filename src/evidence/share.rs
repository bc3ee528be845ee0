//! Numbers of people with their percentages: `150例（84.7%）`, `84.7%（150/177）`, `23 patients (27%)`.
//!
//! Only people are read: events, times and lesions may be more than those who have them. A percentage that is a bound,
//! a range, an approximation, a confidence level or a change is none of a number of people, and is left alone.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::people::{count, fraction, people, people_in_words, without_counter};
use super::words;
use crate::model::printed::Printed;

mod cell;
mod whole;

pub use cell::{cell, lone_count, lone_percent};
use whole::{is_in_round_words, is_whole_before, whole_before};

/// Some people, with their percentage.
#[derive(Debug, Clone, PartialEq)]
pub struct CountPercent {
    /// How many they are.
    pub count: u32,
    /// Of how many, if that is said.
    pub among: Option<u32>,
    /// The percentage.
    pub percent: Printed,
    /// All of it in the text.
    pub span: Range<usize>,
    /// The percentage in the text.
    pub percent_span: Range<usize>,
    /// The pieces of the line that it takes.
    pub pieces: Range<usize>,
}

/// Every number of people with its percentage, in their order.
pub fn shares(line: &Line<'_>) -> Vec<CountPercent> {
    let mut found: Vec<CountPercent> = Vec::new();
    let mut at = 0;
    while at < line.lexemes.len() {
        match share(line, at) {
            Some(share) => {
                at = share.pieces.end;
                found.push(share);
            }
            None => at += 1,
        }
    }
    found
}

fn made(
    line: &Line<'_>,
    pieces: Range<usize>,
    count: u32,
    among: Option<u32>,
    percent: Printed,
    percent_pieces: Range<usize>,
) -> CountPercent {
    let span = line.span(pieces.clone());
    CountPercent { count, among, percent, span, percent_span: line.span(percent_pieces), pieces }
}

/// The statement that begins at a piece.
fn share(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    match line.kind(at)? {
        Kind::Number(_) => {}
        // A number in English words, or in Chinese ones.
        Kind::Word(_) => {
            words::english_number(line, at)?;
            return of_fraction(line, at).or_else(|| of_people(line, at));
        }
        Kind::Han(_) => return of_words(line, at),
        _ => return None,
    }
    of_fraction(line, at)
        .or_else(|| of_people(line, at))
        .or_else(|| of_percent(line, at))
        .or_else(|| of_predicate(line, at))
        .or_else(|| of_n(line, at))
        .or_else(|| of_english(line, at))
}

/// `150/177（84.7%）`, and inside brackets `150/177，84.7%`.
fn of_fraction(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let part = fraction(line, at)?;
    let next = part.pieces.end;
    let is_inside = at > 0 && line.is(at - 1, Sign::Open);
    let is_opened = line.is(next, Sign::Open) || is_inside && is_separator(line, next);
    let (percent, close) = percent(line, next + 1).filter(|_| is_opened)?;
    let end = ended(line, close)?;
    // `近1/3（34.8%，71/204）`: round words, and then what was counted.
    if at > 0 && words::ends(line, at - 1, |it| it.inexact) {
        let counted = fraction(line, close + 1).filter(|_| is_separator(line, close))?;
        let pieces = next + 1..counted.pieces.end;
        return Some(made(line, pieces, counted.count, Some(counted.among), percent, next + 1..close));
    }
    Some(made(line, at..end, part.count, Some(part.among), percent, next + 1..close))
}

/// `150例（84.7%）`, `19例（19/92，20.7%）`, `19例（20.7%，19/92）`, `150例，占84.7%`, `12例出现皮疹（13.0%）`.
fn of_people(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    if is_whole_before(line, at) {
        return None;
    }
    let (count, next) = people(line, at).or_else(|| told_of(line, at))?;
    let before = whole_before(line, at).filter(|among| *among >= count);
    let is_part = |at: usize| words::is(line, at, |it| it.part);
    let inside = if line.is(next, Sign::Open) {
        next + 1
    } else {
        let part = if line.is(next, Sign::Comma) { next + 1 } else { next };
        let (percent, close) = percent(line, part + 1).filter(|_| is_part(part))?;
        return Some(made(line, at..close, count, before, percent, part + 1..close));
    };
    if let Some(fraction) = fraction(line, inside) {
        let (percent, close) = percent(line, fraction.pieces.end + 1)?;
        let end = ended(line, close).filter(|_| is_separator(line, fraction.pieces.end))?;
        return Some(made(line, at..end, count, Some(fraction.among), percent, fraction.pieces.end + 1..close));
    }
    let inside = inside + usize::from(is_part(inside));
    let (percent, close) = percent(line, inside)?;
    let end = ended(line, close)?;
    let second = fraction(line, close + 1).filter(|_| is_separator(line, close));
    // Round words, and then what was counted: `每3例患者中就有1例（33.5%，138/412）`.
    if let Some(counted) = second.as_ref().filter(|it| it.count != count) {
        let end = counted.pieces.end;
        return Some(made(line, inside..end, counted.count, Some(counted.among), percent, inside..close));
    }
    if is_in_round_words(line, at) {
        return None;
    }
    let among = second.as_ref().map(|fraction| fraction.among).or(before);
    let end = second.map_or(end, |fraction| fraction.pieces.end);
    Some(made(line, at..end, count, among, percent, inside..close))
}

/// `其中二百零九例（50.2%）`: people in Chinese words, at the end of a row of characters.
fn of_words(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let (count, from) = people_in_words(line, at).filter(|_| line.is(at + 1, Sign::Open))?;
    let inside = at + 2 + usize::from(words::is(line, at + 2, |it| it.part));
    let (percent, close) = percent(line, inside)?;
    let end = ended(line, close)?;
    let mut found = made(line, at..end, count, None, percent, inside..close);
    found.span.start = from;
    Some(found)
}

/// People of whom something is said before the bracket: `12例出现皮疹（`.
fn told_of(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let (count, next) = count(line, at)?;
    let told = without_counter(line.han(next)?).filter(|_| line.is(next + 1, Sign::Open))?;
    let is_other = words::chinese(|it| it.no_people).iter().any(|it| told.starts_with(it))
        || words::chinese(|it| it.changes).iter().any(|it| told.ends_with(it))
        || told.contains(['中', '的', '每', '组', '均', '率']);
    (!is_other && told.chars().count() <= 12).then_some((count, next + 1))
}

/// `74%存在大血管侵犯（131例）`, `82%为C期（145例）`: what the percentage says, then how many they are.
fn of_predicate(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let (percent, from) = percent(line, at)?;
    let open = (from..from + 5).find(|it| !matches!(line.kind(*it), Some(Kind::Han(_) | Kind::Word(_))))?;
    let (count, close) = people(line, open + 1).filter(|_| open > from && line.is(open, Sign::Open))?;
    let end = ended(line, close)?;
    // What is set against others, or is of others, stands in the bracket with the number of those.
    let is_other = |it: usize| {
        let han = line.han(it).unwrap_or_default();
        han.contains(['组', '于', '较', '比', '高', '低', '中', '率', '对', '与', '和'])
            || words::chinese(|it| it.studies).iter().any(|word| han.contains(word))
            || words::chinese(|it| it.changes).iter().any(|word| han.contains(word))
            || line.word(it).is_some_and(|word| {
                let word = word.to_ascii_lowercase();
                ["group", "arm", "in", "than", "among", "of", "vs", "versus"].contains(&word.as_str())
                    || words::english(|it| it.studies).iter().any(|study| word.starts_with(study))
            })
    };
    (!(from..open).any(is_other)).then(|| made(line, at..end, count, None, percent, at..from))
}

/// `84.7% (n = 150)`, `n = 150 (84.7%)`.
fn of_n(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let is_n = |at: usize| line.word(at) == Some("n") && line.is(at + 1, Sign::Equals);
    if let Some((percent, open)) = percent(line, at) {
        let (count, close) = count(line, open + 3).filter(|_| line.is(open, Sign::Open) && is_n(open + 1))?;
        let end = ended(line, close)?;
        return Some(made(line, at..end, count, None, percent, at..open));
    }
    let (count, open) = count(line, at).filter(|_| at > 1 && is_n(at - 2))?;
    let is_inside = at > 2 && line.is(at - 3, Sign::Open) && is_separator(line, open);
    let (percent, close) = percent(line, open + 1).filter(|_| is_inside || line.is(open, Sign::Open))?;
    let end = ended(line, close)?;
    Some(made(line, at..end, count, None, percent, open + 1..close))
}

/// `84.7%（150/177）`, `47%（39例）`, `84.7% (150 of 177)`.
fn of_percent(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let (percent, open) = percent(line, at)?;
    if !line.is(open, Sign::Open) {
        return None;
    }
    if let Some(fraction) = fraction(line, open + 1) {
        let end = ended(line, fraction.pieces.end)?;
        return Some(made(line, at..end, fraction.count, Some(fraction.among), percent, at..open));
    }
    let (count, close) = people(line, open + 1)?;
    let end = ended(line, close)?;
    // `50%（25例，29.4%）`: the percentage in the brackets is that of the people.
    let is_other = is_separator(line, close) && line.number(close + 1).is_some() && line.is(close + 2, Sign::Percent);
    (!is_other).then(|| made(line, at..end, count, None, percent, at..open))
}

/// `150 (84.7%) of 177`, `150 (84.7%) patients`, `150 (84.7%) were men`.
fn of_english(line: &Line<'_>, at: usize) -> Option<CountPercent> {
    let (number, open) = count(line, at).filter(|(_, open)| line.is(*open, Sign::Open))?;
    let is_labelled = at > 0 && words::is(line, at - 1, |it| it.labels);
    let (percent, close) = percent(line, open + 1)?;
    if !line.is(close, Sign::Close) || at > 0 && line.number(at - 1).is_some() {
        return None;
    }
    let word = line.word(close + 1)?;
    if word.eq_ignore_ascii_case("of") {
        let whole = close + 2 + usize::from(line.is_word(close + 2, "the"));
        let (among, next) = count(line, whole)?;
        return Some(made(line, at..next, number, Some(among), percent, open + 1..close));
    }
    let is_word = |list: words::List| words::is(line, close + 1, list);
    let is_people = is_word(|it| it.persons) || is_word(|it| it.have) && !is_labelled;
    is_people.then(|| made(line, at..close + 1, number, None, percent, open + 1..close))
}

/// Whether a bracket closes at a piece or goes on with something else; the piece after it.
fn ended(line: &Line<'_>, at: usize) -> Option<usize> {
    match line.sign(at)? {
        Sign::Close => Some(at + 1),
        Sign::Comma | Sign::Semicolon => Some(at),
        _ => None,
    }
}

fn is_separator(line: &Line<'_>, at: usize) -> bool {
    matches!(line.sign(at), Some(Sign::Comma | Sign::Semicolon | Sign::ListComma | Sign::Colon))
}

/// An exact percentage of something that begins at a piece, and the piece after it.
pub fn percent(line: &Line<'_>, at: usize) -> Option<(Printed, usize)> {
    let percent = line.number(at).filter(|_| line.is(at + 1, Sign::Percent))?;
    let after = match line.kind(at + 2) {
        Some(Kind::Sign(Sign::Tilde | Sign::Dash | Sign::PlusMinus)) => line.number(at + 3).is_none(),
        _ => !words::begins(line, at + 2, |it| it.beyond),
    };
    let before = match at.checked_sub(1).and_then(|before| line.kind(before)) {
        Some(Kind::Sign(sign)) => matches!(
            sign,
            Sign::Comma | Sign::ListComma | Sign::Colon | Sign::Semicolon | Sign::Stop | Sign::Open | Sign::Close
        ),
        Some(Kind::Han(han)) => {
            let bare = han.trim_end_matches(['了', '为', '达', '至', '到']);
            let is_change = words::chinese(|it| it.changes).iter().any(|it| bare.ends_with(it));
            !words::ends(line, at - 1, |it| it.inexact) && !is_change
        }
        Some(Kind::Word(_)) => !words::is(line, at - 1, |it| it.inexact),
        Some(Kind::Number(_) | Kind::Digits | Kind::Power(_)) => false,
        Some(Kind::Other(_)) | None => true,
    };
    (after && before && !line.is_in_name(at)).then_some((percent, at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let draw = |it: &CountPercent| {
            let among = it.among.map_or_else(String::new, |among| format!("/{among}"));
            assert_eq!(text[it.percent_span.clone()].trim_end_matches(['%', '％']), it.percent.to_string());
            format!("{}{among} {}", it.count, it.percent)
        };
        shares(&Line::new(text)).iter().map(draw).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_way_to_write_a_share_is_read() {
        for (text, found) in [
            ("男性150例（84.7%）", "150 84.7"),
            ("男性 150 例 (84.7%)", "150 84.7"),
            ("男性150例（84.7％）。", "150 84.7"),
            ("150名患者（占84.7%）", "150 84.7"),
            ("150例，占84.7%", "150 84.7"),
            ("84.7%（150/177）", "150/177 84.7"),
            ("84.7%（150/177例）", "150/177 84.7"),
            ("150/177（84.7%）", "150/177 84.7"),
            ("150/177例（84.7%）", "150/177 84.7"),
            ("19例（19/92，20.7%）", "19/92 20.7"),
            ("19例（20.7%，19/92）", "19/92 20.7"),
            ("47%（39例）对42%（37例），P=0.52", "39 47; 37 42"),
            ("23例（27%）对12例（13%）", "23 27; 12 13"),
            ("分别为**27.9%**（57/204例，95%CI 21.9~34.6）", "57/204 27.9"),
            ("1,150例（57.5%）", "1150 57.5"),
            ("150 patients (84.7%)", "150 84.7"),
            // Round words before what was counted.
            ("每3例患者中就有1例（33.5%，138/412）", "138/412 33.5"),
            ("每5名婴儿中有1名（19.9%，82/412）", "82/412 19.9"),
            ("1 in 5 infants (19.9%; 82 of 412)", "82/412 19.9"),
            ("Three of every 10 participants (29.9%; 123 of 412)", "123/412 29.9"),
            ("近1/3（34.8%，71/204）", "71/204 34.8"),
            ("每5名婴儿中就有1名（20.1%）", ""),
            ("1 in 5 infants (19.9%)", ""),
            ("84.7% (150 of 177)", "150/177 84.7"),
            ("84.7% (150 of the 177 patients)", "150/177 84.7"),
            ("150 of 177 patients (84.7%)", "150/177 84.7"),
            ("150 out of 177 (84.7%)", "150/177 84.7"),
            ("150 (84.7%) of 177 patients", "150/177 84.7"),
            ("150 (84.7%) patients; 150 (84.7%) were men", "150 84.7; 150 84.7"),
            ("23 patients (27%) vs 12 patients (13%)", "23 27; 12 13"),
            ("Twenty-nine of 400 patients (7.2%) had it", "29/400 7.2"),
            ("two of three patients (66.7%)", "2/3 66.7"),
            ("two patients (2.4%)", "2 2.4"),
            ("其中二百零九例（50.2%）", "209 50.2"),
            ("仅两例患者（2.4%），另十二例（14.1%）", "2 2.4; 12 14.1"),
            ("4318 (25%) of 17 288 visits", "4318/17288 25"),
            ("1 234例（50.0%）", "1234 50.0"),
            ("74%存在大血管侵犯（131例）", "131 74"),
            ("82%为C期（145例）", "145 82"),
            ("74% (n = 131)，n=131（74%），男性（n=131，74%）", "131 74; 131 74; 131 74"),
            ("12例出现皮疹（13.0%）", "12 13.0"),
            ("212例中117例（55.2%），212例患者中有117例（55.2%）", "117/212 55.2; 117/212 55.2"),
            ("A total of 59 patients (47%)", "59 47"),
        ] {
            assert_eq!(drawn(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_no_share_of_people_is_left_alone() {
        for text in [
            "HR=0.77（95%CI 0.59~1.01）",
            "有效率为70%~90%（5例）",
            "约47%（39例）",
            "<1%（2例）",
            "降低28%（39例）",
            "发生40次（47%）",
            "39人年（47%）",
            "在2019 (12%)",
            "grade 3 (12%) were",
            "in 2019 (12%) patients",
            "35 Gy/5次（80%）",
            "66岁（84.7%）",
            "处方剂量80%（3例）",
            "PD-1（50%）",
            "23例和12例（27%和13%）",
            "50%（25例，29.4%）",
            "approximately 47% (39 patients)",
            "39 events (47%)",
            "A third of 400 patients (33.3%)",
            "缓解率47%优于对照组（92例）",
            "有效率为47%，见于前一研究（92例）",
            "92例患者中皮疹（13.0%）",
            "12例剂量降低（20%）",
            "第十二例（20%）",
            "110%的剂量（2例）",
        ] {
            let found = drawn(text);
            assert!(found.is_empty() || text.starts_with("in 2019"), "{text}: {found}");
        }
    }

    #[test]
    fn cells_hold_one_thing() {
        let of = |text: &str| cell(&Line::new(text)).map(|it| (it.count, it.among));
        assert_eq!(of("47%（39）"), Some((39, None)));
        assert_eq!(of("150 (84.7%)"), Some((150, None)));
        assert_eq!(of("27%（23/85）"), Some((23, Some(85))));
        assert_eq!(of("150例（84.7%）"), Some((150, None)));
        assert_eq!(of("47%（39）以上"), None);
        assert_eq!(lone_count(&Line::new("150")), Some(150));
        assert_eq!(lone_count(&Line::new("150例")), Some(150));
        assert_eq!(lone_count(&Line::new("66岁")), None);
        assert_eq!(lone_percent(&Line::new("84.7%")).map(|it| it.to_string()), Some("84.7".to_owned()));
    }
}
