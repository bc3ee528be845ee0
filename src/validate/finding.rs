//! Findings: values find their arms, and keep the digits that were written.
//!
//! Never judges a statistic, and never compares two: that is for the rules of evidence.

pub(in crate::validate) mod margin;

use std::borrow::Cow;

use super::{Validator, fault, plain};
use crate::diag::{self, At, Span, nearest, text};
use crate::evidence;
use crate::evidence::lex::Line;
use crate::evidence::number::leading_of;
use crate::model::finding::{ArmValue, Finding, Measure, Understood};
use crate::model::language::Language;
use crate::model::statistic::Synonyms;
use crate::model::trial::Arm;
use crate::parse::draft::{FindingDraft, Map, Text};

impl Validator<'_> {
    pub(super) fn finding(&mut self, draft: &FindingDraft, arms: &[Arm]) -> Option<Finding> {
        let (medians, unit) = without_unit(&draft.medians);
        let medians = self.by_arm(&medians, arms, median_trouble);
        let (means, unit_of_means) = without_unit(&draft.means);
        let means = self.by_arm(&means, arms, mean_trouble);
        let rates = self.by_arm(&draft.rates.0.iter().collect::<Vec<_>>(), arms, rate_trouble);
        self.fractions(&draft.rates);
        let counts = self.by_arm(&draft.counts.0.iter().collect::<Vec<_>>(), arms, count_trouble);
        let kinds = [draft.medians.0.first(), draft.means.0.first(), draft.rates.0.first().or(draft.counts.0.first())];
        let mut kinds = kinds.into_iter().flatten();
        if let (Some((first, ..)), Some((second, ..))) = (kinds.next(), kinds.next()) {
            self.say(fault::two_kinds(self.source, second.span.clone(), first.span.clone()));
        }
        let (main, measure) = match (medians.is_empty(), means.is_empty()) {
            (false, _) => (medians, Some(Measure::Median)),
            (true, false) => (means, Some(Measure::Mean)),
            (true, true) => {
                let measure = Some(Measure::Rate).filter(|_| !rates.is_empty() || !counts.is_empty());
                (rates, measure)
            }
        };
        let finding = Finding {
            endpoint: plain(draft.endpoint.0.as_ref())?,
            short: plain(draft.short.as_ref()),
            role: draft.role.0.as_ref()?.value,
            population: plain(draft.population.as_ref()),
            values: values(main, counts, &self.language),
            measure,
            unit: plain(unit.or(unit_of_means)),
            effect: draft.effect.clone(),
            adjusted: draft.adjusted.clone(),
            p: draft.p.clone(),
            understood: understood(draft, self.synonyms, &self.language),
            margin: draft.margin.clone(),
            met: draft.met.as_ref().map(|met| met.value),
            note: plain(draft.note.as_ref()),
            span: draft.span.clone(),
        };
        margin::check(self, &finding);
        Some(finding)
    }

    /// Values by the number of their arm, those of unknown arms left out.
    fn by_arm(
        &mut self,
        written: &[&(Text, Text)],
        arms: &[Arm],
        trouble: fn(&str) -> Option<Trouble>,
    ) -> Vec<(usize, Text)> {
        let mut values = Vec::with_capacity(written.len());
        for (name, value) in written {
            if let Some(Trouble { expected, meant, help }) = trouble(&with_points(value, &self.language)) {
                self.say(fault::number(self.source, value.span.clone(), value, expected, meant.as_deref(), help));
            }
            match arms.iter().position(|arm| arm.key == name.value) {
                Some(arm) => values.push((arm, value.clone())),
                None => self.unknown_arm(name, arms),
            }
        }
        values
    }

    /// Warns of a share below 1 without its sign beside one that can only be a percentage.
    fn fractions(&mut self, rates: &Map<Text>) {
        let bare = |value: &str| value.parse::<f64>().ok();
        let is_percentage = |value: &str| value.contains('%') || bare(value).is_some_and(|share| share > 1.0);
        let has_percentage = rates.0.iter().any(|(_, value)| is_percentage(value));
        for (_, value) in rates.0.iter().filter(|_| has_percentage) {
            if bare(value).is_some_and(|share| share > 0.0 && share < 1.0) {
                self.say(fault::fraction(self.source, value.span.clone(), value));
            }
        }
    }

    fn unknown_arm(&mut self, name: &Text, arms: &[Arm]) {
        let keys: Vec<&str> = arms.iter().map(|arm| arm.key.as_str()).collect();
        // An arm may have been called by its label.
        let labelled = arms.iter().find(|arm| arm.label == name.value).map(|arm| arm.key.as_str());
        let near = labelled.or_else(|| nearest(name, keys.iter().copied()));
        self.say(fault::unknown_arm(self.source, name.span.clone(), name, near, &keys));
    }
}

fn understood(draft: &FindingDraft, synonyms: &Synonyms, language: &Language) -> Understood {
    let effect = |text: &Option<Text>| {
        let text = text.as_ref()?;
        evidence::effect_of(&Line::in_language(text, language).with(Some(synonyms)))
    };
    Understood {
        effect: effect(&draft.effect),
        adjusted: effect(&draft.adjusted),
        p: draft.p.as_ref().and_then(|text| evidence::p_value_of(&Line::in_language(text, language))),
    }
}

/// One value for each arm that has any, in the order of the arms.
fn values(main: Vec<(usize, Text)>, counts: Vec<(usize, Text)>, language: &Language) -> Vec<ArmValue> {
    let leading = |text: &str| leading_of(&Line::in_language(text, language));
    let mut values: Vec<ArmValue> = Vec::new();
    for (arm, value) in main {
        values.push(ArmValue { arm, number: leading(&value), value, count: None });
    }
    for (arm, count) in counts {
        match values.iter_mut().find(|value| value.arm == arm) {
            Some(value) => value.count = Some(count),
            // A share that was given as a count alone is shown as one.
            None => values.push(ArmValue { arm, number: leading(&count), value: count.clone(), count: Some(count) }),
        }
    }
    values.sort_by_key(|value| value.arm);
    values
}

fn without_unit(medians: &Map<Text>) -> (Vec<&(Text, Text)>, Option<&At<String>>) {
    let unit = medians.0.iter().find(|(name, _)| name.value == "unit").map(|(_, unit)| unit);
    (medians.0.iter().filter(|(name, _)| name.value != "unit").collect(), unit)
}

/// What is wrong with a value as a form.
struct Trouble {
    expected: diag::Text,
    meant: Option<String>,
    help: diag::Text,
}

/// A value with a point before its decimals, where its language writes a comma there.
fn with_points<'a>(value: &'a str, language: &Language) -> Cow<'a, str> {
    if !language.has_decimal_comma() || !value.contains(',') {
        return Cow::Borrowed(value);
    }
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_decimal = |at: usize| is_digit(value[..at].chars().next_back()) && is_digit(value[at + 1..].chars().next());
    Cow::Owned(value.char_indices().map(|(at, c)| if c == ',' && is_decimal(at) { '.' } else { c }).collect())
}

/// The number that a value begins with, and what follows it.
fn leading_number(value: &str) -> Option<(&str, &str)> {
    let end: Span = 0..value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number = &value[end.clone()];
    let is_number =
        number.starts_with(|c: char| c.is_ascii_digit()) && !number.ends_with('.') && number.matches('.').count() <= 1;
    is_number.then_some((number, value[end.end..].trim()))
}

/// A median has no unit of its own: `15.8`, `>24`, `15.8 (12.1~18.0)`, `NR`.
fn median_trouble(value: &str) -> Option<Trouble> {
    unit_trouble(value, |rest| text!("write the unit once, for all arms: `medians: {…, unit: {rest}}`", rest))
}

/// A mean has no unit of its own either: `-3.1`, `−3.1 ± 2.0`, `-3.1 (-4.0~-2.2)`.
fn mean_trouble(value: &str) -> Option<Trouble> {
    unit_trouble(value, |rest| text!("write the unit once, for all arms: `means: {…, unit: {rest}}`", rest))
}

/// A number that is not written as one: with a decimal comma, or in full width. Values with words or more numbers than
/// one are left to those who read them.
fn number_trouble(value: &str, expected: diag::Text) -> Option<Trouble> {
    let narrow: String = value.chars().map(|c| narrow(c).unwrap_or(c)).collect();
    let is_wide = narrow != value;
    let number = narrow.trim_end_matches('%').trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = number.trim_start_matches(['>', '<', '≥', '≤', '~', '≈', ' ', '+', '-', '−', '–']);
    let comma = unsigned.split_once([',', '，']).filter(|(whole, part)| digits(whole) && digits(part));
    let is_thousand = comma.is_some_and(|(_, part)| part.len() == 3);
    let is_number = unsigned.split_once('.').map_or(digits(unsigned), |(whole, part)| digits(whole) && digits(part));
    let help = match comma {
        Some(_) => text!("write a point before decimals and nothing between thousands"),
        None if is_wide && is_number => text!("write digits and points of half width"),
        None => return None,
    };
    let meant = (!is_thousand).then(|| narrow.replace([',', '，'], "."));
    Some(Trouble { expected, meant, help })
}

/// The digit, point or sign that a character of full width is.
fn narrow(c: char) -> Option<char> {
    let is_part = matches!(c, '０'..='９' | '．' | '％' | '－' | '＋' | '＜' | '＞');
    is_part.then(|| char::from_u32(c as u32 - 0xFEE0)).flatten()
}

fn unit_trouble(value: &str, help: impl Fn(&str) -> diag::Text) -> Option<Trouble> {
    if let Some(trouble) = number_trouble(value, text!("a number")) {
        return Some(trouble);
    }
    let bare = value.trim_start_matches(['>', '<', '≥', '≤', '~', '≈', ' ', '+', '-', '−', '–']);
    let (number, rest) = leading_number(bare)?;
    // What stood before it belongs to the number: a lost sign is a wrong one.
    let before = &value[..value.len() - bare.len()];
    let is_unit = !rest.is_empty() && rest.chars().all(|c| c.is_alphabetic() || c == ' ');
    is_unit.then(|| Trouble {
        expected: text!("a number without a unit"),
        meant: Some(format!("{before}{number}")),
        help: help(rest),
    })
}

/// A share is a percentage: `38%`, `38.5%`, `38`, or words where there is none.
fn rate_trouble(value: &str) -> Option<Trouble> {
    if let Some(trouble) = number_trouble(value, text!("a percentage")) {
        return Some(trouble);
    }
    let (number, rest) = leading_number(value)?;
    let meant = format!("{number}%");
    let is_sound =
        rest.is_empty() || rest == "%" || rest.starts_with('%') && rest[1..].trim_start().starts_with(['(', '（', '[']);
    (!is_sound).then(|| Trouble {
        expected: text!("a percentage"),
        meant: rest.starts_with(['％', '例', '人']).then_some(meant),
        help: text!("write `38%`; how many of how many goes into `counts: {arm: 39/83}`"),
    })
}

const COUNT_HELP: diag::Text = text!("write the number of events, `/`, and the number of those examined: `39/83`");

/// A count is events among those examined: `39/83`.
fn count_trouble(value: &str) -> Option<Trouble> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |events: &str, all: &str| matches!((events.parse::<u32>(), all.parse::<u32>()), (Ok(events), Ok(all)) if events <= all && all > 0);
    match value.split_once('/') {
        Some((events, all)) if digits(events) && digits(all) => (!fits(events, all)).then(|| Trouble {
            expected: text!("a count of some among all"),
            meant: None,
            help: COUNT_HELP,
        }),
        _ => {
            let numbers: Vec<&str> =
                value.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
            let meant = match numbers[..] {
                [events, all] if fits(events, all) && !value.contains('.') => Some(format!("{events}/{all}")),
                _ => None,
            };
            Some(Trouble { expected: text!("a count of some among all"), meant, help: COUNT_HELP })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(trouble: Option<Trouble>) -> Option<Option<String>> {
        trouble.map(|trouble| trouble.meant)
    }

    #[test]
    fn decimals_are_written_as_the_language_does() {
        let of = |tag: &str, value: &str| {
            let language = Language::parse(tag).expect("a tag");
            rate_trouble(&with_points(value, &language)).is_none()
        };
        assert!(of("de", "84,5 %") && of("fr-CA", "84,5%") && of("de", "84.5%"));
        assert!(!of("en", "84,5%") && !of("zh-CN", "84,5%") && !of("de-CH", "84,5%"));
    }

    #[test]
    fn medians_have_no_unit() {
        for sound in ["15.8", "0.40", ">24", "15.8 (12.1~18.0)", "NR", "未达到"] {
            assert!(median_trouble(sound).is_none(), "{sound}");
        }
        assert_eq!(meant(median_trouble("15.8个月")), Some(Some("15.8".to_owned())));
        assert_eq!(meant(median_trouble("15.8 months")), Some(Some("15.8".to_owned())));
        assert_eq!(meant(median_trouble(">24个月")), Some(Some(">24".to_owned())));
        assert!(mean_trouble("-3.1 ± 2.0").is_none() && mean_trouble("−3.1 (−4.0~−2.2)").is_none());
        assert_eq!(meant(mean_trouble("-3.1 mmHg")), Some(Some("-3.1".to_owned())));
    }

    #[test]
    fn rates_are_percentages() {
        for sound in ["38%", "38.5%", "38", "84.7% (79.9~89.5)", "未报告"] {
            assert!(rate_trouble(sound).is_none(), "{sound}");
        }
        assert_eq!(meant(rate_trouble("38％")), Some(Some("38%".to_owned())));
        assert_eq!(meant(rate_trouble("39/83")), Some(None));
    }

    #[test]
    fn a_number_has_a_point_and_half_width() {
        for (wrong, right) in
            [("15，8", "15.8"), ("15,8", "15.8"), ("１５.８", "15.8"), ("－３．１", "-3.1"), (">15,8", ">15.8")]
        {
            assert_eq!(meant(mean_trouble(wrong)), Some(Some(right.to_owned())), "{wrong}");
        }
        assert_eq!(meant(rate_trouble("38,5%")), Some(Some("38.5%".to_owned())));
        assert_eq!(meant(rate_trouble("３８％")), Some(Some("38%".to_owned())));
        // It may be a thousand.
        assert_eq!(meant(median_trouble("1,234")), Some(None));
        for sound in ["15.8 (12,1~18,0)", "未达到", "NR", "见表２"] {
            assert!(median_trouble(sound).is_none(), "{sound}");
        }
    }

    #[test]
    fn counts_name_both_numbers() {
        assert!(count_trouble("39/83").is_none());
        assert_eq!(meant(count_trouble("39例/83例")), Some(Some("39/83".to_owned())));
        assert_eq!(meant(count_trouble("39／83")), Some(Some("39/83".to_owned())));
        for wrong in ["39", "83/39", "1/0", "47%"] {
            assert_eq!(meant(count_trouble(wrong)), Some(None), "{wrong}");
        }
    }
}
