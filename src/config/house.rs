//! `[house]`: how a house wants its issues.

use std::collections::BTreeMap;

use super::Check;
use crate::diag::At;
use crate::model::house::{House, Journal, NumberStyle, PStyle, Term, Units};
use crate::model::statistic::{EffectMeasure, Synonyms};
use crate::parse::draft::{
    ByLanguage, HouseDraft, HouseTitleDraft, JournalDraft, NumberStyleDraft, OneOrMany, PStyleDraft, TermDraft, Text,
    UnitsDraft, WordsDraft,
};
use crate::parse::fault;

/// What `[house]` says; how numbers are written, which is also for what pages add to those of a text; and the words that no
/// line of a title parts.
pub(super) fn house(check: &mut Check<'_>, draft: HouseDraft) -> (House, BTreeMap<String, NumberStyle>, Vec<String>) {
    let HouseDraft {
        require,
        roles,
        signatures,
        abbreviations,
        known,
        unit,
        p_value,
        number,
        term,
        journal,
        words,
        title,
        span: _,
    } = draft;
    let numbers = by_language(check, number, number_style);
    let (titles, kept) = title.map(titles).unwrap_or_default();
    let house = House {
        require: once(require),
        roles: once(roles),
        signatures: signatures.map_or(0, |it| it.0 as usize),
        abbreviations: abbreviations.is_some_and(|at| at.value),
        known: texts(known),
        units: unit.map_or_else(Units::default, units),
        p_values: by_language(check, p_value, p_style),
        terms: term.into_iter().filter_map(|draft| self::term(check, draft)).collect(),
        journals: journal.into_iter().filter_map(self::journal).collect(),
        words: words.map(synonyms).unwrap_or_default(),
        titles,
    };
    (house, numbers, kept)
}

/// What is named, each once.
fn once<T: Copy + PartialEq>(written: Vec<At<T>>) -> Vec<T> {
    let mut found = Vec::new();
    for at in written {
        if !found.contains(&at.value) {
            found.push(at.value);
        }
    }
    found
}

fn texts(written: Vec<Text>) -> Vec<String> {
    written.into_iter().map(|at| at.value).collect()
}

fn several(written: Option<OneOrMany<Text>>) -> Vec<Text> {
    written.map(|written| written.items).unwrap_or_default()
}

fn truth(written: Option<At<bool>>) -> Option<bool> {
    written.map(|at| at.value)
}

fn by_language<D, T>(check: &mut Check<'_>, draft: Option<ByLanguage<D>>, make: fn(D) -> T) -> BTreeMap<String, T> {
    let styles = draft.into_iter().flat_map(|draft| draft.0.0);
    styles.filter_map(|(tag, style)| Some((check.language(&tag)?.tag().to_owned(), make(style)))).collect()
}

fn units(draft: UnitsDraft) -> Units {
    let mut units = Units { space: truth(draft.space).unwrap_or(true), ..Units::default() };
    if let Some(names) = draft.names {
        units.names = texts(names);
    }
    units.names.extend(texts(draft.also));
    units.names.retain(|name| !name.is_empty());
    units
}

fn p_style(draft: PStyleDraft) -> PStyle {
    PStyle {
        letter: draft.letter.map(|at| at.value.0),
        italic: truth(draft.italic),
        leading_zero: truth(draft.leading_zero),
        spaces: truth(draft.spaces),
        decimals: draft.decimals.map(|it| it.0 as u8),
    }
}

fn number_style(draft: NumberStyleDraft) -> NumberStyle {
    NumberStyle {
        leading_zero: truth(draft.leading_zero),
        thousands: truth(draft.thousands),
        percent_decimals: draft.percent_decimals.map(|it| it.0 as u8),
    }
}

fn term(check: &mut Check<'_>, draft: TermDraft) -> Option<Term> {
    let TermDraft { avoid, prefer, reason, language, quote, fix, except, span } = draft;
    let languages = several(language).iter().filter_map(|tag| check.language(tag)).collect();
    let reason = reason.0?.value;
    if reason.trim().is_empty() {
        let missing = fault::toml::missing(check.file, &span, "house.term", "reason", Some(TermDraft::REASON));
        check.said.push(missing);
        return None;
    }
    Some(Term {
        avoid: texts(avoid.0?.items).into_iter().filter(|word| !word.is_empty()).collect(),
        prefer: prefer.map(|at| at.value),
        reason,
        except: texts(except),
        languages,
        quote: truth(quote).unwrap_or_default(),
        fix: truth(fix).unwrap_or_default(),
    })
}

fn journal(draft: JournalDraft) -> Option<Journal> {
    Some(Journal { name: draft.name.0?.value, also: texts(several(draft.also)) })
}

fn synonyms(draft: WordsDraft) -> Synonyms {
    let WordsDraft {
        hazard_ratio,
        odds_ratio,
        risk_ratio,
        rate_ratio,
        prevalence_ratio,
        mean_difference,
        standardized_mean_difference,
        risk_difference,
        difference,
        span: _,
    } = draft;
    let all = [
        (hazard_ratio, EffectMeasure::HazardRatio),
        (odds_ratio, EffectMeasure::OddsRatio),
        (risk_ratio, EffectMeasure::RiskRatio),
        (rate_ratio, EffectMeasure::RateRatio),
        (prevalence_ratio, EffectMeasure::PrevalenceRatio),
        (mean_difference, EffectMeasure::MeanDifference),
        (standardized_mean_difference, EffectMeasure::StandardizedMeanDifference),
        (risk_difference, EffectMeasure::RiskDifference),
        (difference, EffectMeasure::Difference),
    ];
    let named = |(names, measure)| texts(several(names)).into_iter().map(move |name| (name, measure));
    Synonyms(all.into_iter().flat_map(named).filter(|(name, _)| !name.trim().is_empty()).collect())
}

fn titles(draft: HouseTitleDraft) -> (Vec<(&'static str, u32)>, Vec<String>) {
    let HouseTitleDraft { web, wechat, card, search, whole, span: _ } = draft;
    let widths = [("web", web), ("wechat", wechat), ("card", card), ("search", search)];
    let widths = widths.into_iter().filter_map(|(outlet, width)| Some((outlet, width?.0))).collect();
    (widths, texts(whole).into_iter().filter(|word| !word.is_empty()).collect())
}
