//! The texts of the consent, put to the steps that use them; and how much of each issue and page stands behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{At, Diagnostic, Said, SourceText, Text, code, text};
use crate::model::body::Target;
use crate::model::consent::{
    Consent, ConsentAnswer, ConsentQuestion, ConsentText, NOTICE, OTHERS, Scope, StepKind, Texts,
};
use crate::model::issue::Issue;
use crate::model::page::Page;
use crate::model::site::{Settings, prefix};

/// Gives each step its words in every language.
pub(super) fn consent(
    asked: Option<&Consent>,
    texts: Vec<ConsentText>,
    unreadable: &[String],
    settings: &Settings,
    said: &mut Said,
) -> Option<Consent> {
    // Texts that are ready for a gate that is not switched on are no fault.
    let asked = asked?;
    let mut consent = asked.clone();
    let named: BTreeSet<String> = consent.steps.iter().filter_map(|step| text_of(&step.kind)).collect();
    let mut by_language: BTreeMap<_, Texts> =
        settings.languages.iter().map(|language| (language.clone(), Texts::default())).collect();
    for text in texts {
        let Some(of_language) = by_language.get_mut(&text.language) else { continue };
        if text.name == NOTICE {
            of_language.notice = Some(text);
        } else if named.contains(&text.name) {
            of_language.steps.insert(text.name.clone(), text);
        } else if OTHERS.contains(&text.name.as_str()) {
            of_language.others.insert(text.name.clone(), text);
        } else {
            said.push(unused(&text, text!("no step of `[consent]` in config.toml names it")));
        }
    }
    consent.texts = by_language;
    check_texts(&consent, &named, unreadable, settings, said);
    for step in &consent.steps {
        let (name, asks) = match &step.kind {
            StepKind::Agreement { purpose } | StepKind::Optional { purpose } => (purpose, false),
            StepKind::Questions { text, .. } => (text, true),
            StepKind::Review { .. } | StepKind::Passed { .. } => continue,
        };
        check_questions(&consent, name, asks, settings, said);
    }
    check_words(&consent, said);
    check_copies(&consent, said);
    check_names(&consent, settings, said);
    check_repeated(&consent, settings, said);
    Some(consent)
}

fn text_of(kind: &StepKind) -> Option<String> {
    match kind {
        StepKind::Agreement { purpose } | StepKind::Optional { purpose } => Some(purpose.clone()),
        StepKind::Questions { text, .. } => Some(text.clone()),
        StepKind::Review { .. } | StepKind::Passed { .. } => None,
    }
}

fn unused(text: &ConsentText, why: Text) -> Diagnostic {
    Diagnostic::new(code::C007, text!("nothing uses this text: {why}", why))
        .at(&text.source, 0..0)
        .help(text!("name it in a `[[consent.step]]` with `text = \"…\"`, or delete the file"))
}

/// Every language has every text.
fn check_texts(
    consent: &Consent,
    named: &BTreeSet<String>,
    unreadable: &[String],
    settings: &Settings,
    said: &mut Said,
) {
    for (language, texts) in &consent.texts {
        let has = |name: &str| {
            if name == NOTICE { texts.notice.is_some() } else { texts.steps.contains_key(name) }
        };
        for name in std::iter::once(NOTICE).chain(named.iter().map(String::as_str)).filter(|name| !has(name)) {
            let tag = if *language == settings.language { String::new() } else { format!(".{language}") };
            let path = format!("content/consent/{name}{tag}.md");
            if unreadable.contains(&path) {
                continue;
            }
            let what = if name == NOTICE {
                text!("who asks, for what, what is kept and for how long, and what rights readers have")
            } else {
                text!("what readers agree to or are asked")
            };
            said.push(
                Diagnostic::new(
                    code::C004,
                    text!("the consent has no text `{name}` in `{language}`", name, language = language.tag()),
                )
                .path(path.clone())
                .help(text!("write `{path}` with a `title:` and below it {what}", path, what)),
            );
        }
    }
}

/// What is agreed to says something, and so does the notice.
fn check_words(consent: &Consent, said: &mut Said) {
    for texts in consent.texts.values() {
        let agreed = consent.purposes().filter_map(|purpose| texts.steps.get(purpose));
        for text in agreed.chain(&texts.notice).filter(|text| text.is_blank) {
            let (message, help) = if text.name == NOTICE {
                (
                    text!("the notice says nothing"),
                    text!(
                        "write below the front matter who asks, for what, what is kept and for how long, and what rights readers have"
                    ),
                )
            } else {
                (
                    text!("`{name}` says nothing: readers would agree to its heading alone", name = &text.name),
                    text!("write below the front matter what readers agree to"),
                )
            };
            said.push(Diagnostic::new(code::C011, message).at(&text.source, 0..0).help(help));
        }
    }
}

/// No text says what another one says: then one of them is in the wrong file.
fn check_copies(consent: &Consent, said: &mut Said) {
    let words = |text: &ConsentText| -> String {
        let plain = text.body.plain_text(0..text.body.nodes().len());
        plain.chars().filter(|c| !c.is_whitespace()).collect()
    };
    for texts in consent.texts.values() {
        let mut known: BTreeMap<String, &ConsentText> = BTreeMap::new();
        let steps = consent.steps.iter().filter_map(|step| texts.steps.get(&text_of(&step.kind)?));
        for text in texts.notice.iter().chain(steps).filter(|text| !text.is_blank) {
            let other = *known.entry(words(text)).or_insert(text);
            if other.name != text.name {
                said.push(
                    Diagnostic::new(
                        code::C014,
                        text!("`{name}` says the same as `{other}`", name = &text.name, other = &other.name),
                    )
                    .at(&text.source, 0..0)
                    .related(&other.source, 0..0, text!("the same words"))
                    .help(text!("write what this step is about, or take the step out of config.toml")),
                );
            }
        }
    }
}

/// What was asked under one purpose is not asked again under another.
fn check_repeated(consent: &Consent, settings: &Settings, said: &mut Said) {
    let Some(texts) = consent.texts.get(&settings.language) else { return };
    let mut asked: Vec<(&str, &ConsentText, &ConsentQuestion)> = Vec::new();
    for step in &consent.steps {
        let StepKind::Questions { purpose, text } = &step.kind else { continue };
        let Some(text) = texts.steps.get(text) else { continue };
        for question in &text.questions {
            let is_same = |other: &&(&str, &ConsentText, &ConsentQuestion)| {
                other.0 != purpose && other.2.label == question.label && other.2.answer == question.answer
            };
            if let Some((before, other, known)) = asked.iter().find(is_same) {
                said.push(
                    Diagnostic::new(
                        code::C015,
                        text!(
                            "`{label}` is asked under `{before}`, and again under `{purpose}`",
                            label = &question.label,
                            before,
                            purpose
                        ),
                    )
                    .at(&text.source, question.id_span.clone())
                    .related(&other.source, known.id_span.clone(), text!("asked before"))
                    .help(text!("ask it once, under the consent that needs it; or say what it is for here")),
                );
            }
            asked.push((purpose, text, question));
        }
    }
}

/// Answers are kept by the names of their questions, so under one purpose each name is asked for once.
fn check_names(consent: &Consent, settings: &Settings, said: &mut Said) {
    let Some(texts) = consent.texts.get(&settings.language) else { return };
    let mut asked: BTreeMap<(&str, &str), &ConsentText> = BTreeMap::new();
    for step in &consent.steps {
        let StepKind::Questions { purpose, text } = &step.kind else { continue };
        let Some(text) = texts.steps.get(text) else { continue };
        for question in &text.questions {
            let Some(other) = asked.insert((purpose, &question.id), text) else { continue };
            let place = other.questions.iter().find(|it| it.id == question.id).map_or(0..0, |it| it.id_span.clone());
            said.push(
                Diagnostic::new(
                    code::C010,
                    text!(
                        "`{id}` is asked under `{purpose}` twice, and one answer would replace the other",
                        id = &question.id,
                        purpose
                    ),
                )
                .at(&text.source, question.id_span.clone())
                .related(&other.source, place, text!("the other question"))
                .help(text!("give one of the two another `id:`, in every language")),
            );
        }
    }
}

/// A text of questions asks something, one that is agreed to asks nothing, and every language asks the same.
fn check_questions(consent: &Consent, name: &str, asks: bool, settings: &Settings, said: &mut Said) {
    let text = |language| consent.texts.get(language).and_then(|texts| texts.steps.get(name));
    let Some(main) = text(&settings.language) else { return };
    match main.questions.first() {
        None if asks => said.push(
            Diagnostic::new(code::C006, text!("the text of a step of questions asks nothing"))
                .at(&main.source, 0..0)
                .help(text!("add `questions:` to its front matter, or take the step out of config.toml")),
        ),
        Some(question) if !asks => said.push(
            Diagnostic::new(code::C006, text!("`{name}` is agreed to, but asks `{id}`", name, id = question.id))
                .at(&main.source, question.id_span.clone())
                .help(text!("move `questions:` to a text of its own, and name it in a step of `kind = \"questions\"`")),
        ),
        _ => {}
    }
    for language in settings.languages.iter().filter(|language| **language != settings.language) {
        let Some(other) = text(language) else { continue };
        if outline(main) != outline(other) {
            let place = other
                .questions
                .iter()
                .zip(&main.questions)
                .find(|(a, b)| shape(&a.answer) != shape(&b.answer) || a.id != b.id || a.required != b.required);
            let span = place.map_or(0..0, |(question, _)| question.id_span.clone());
            said.push(
                Diagnostic::new(code::C005, text!("`{name}` does not ask the same in `{language}` as in `{main}`", name, language = language.tag(), main = settings.language.tag()))
                    .at(&other.source, span)
                    .related(&main.source, place.map_or(0..0, |(_, question)| question.id_span.clone()), text!("what it should ask"))
                    .help(text!("give both the same questions in the same order, with the same `id:`, `kind:`, `required:` and choices: one record serves readers of every language")),
            );
        }
    }
}

type Outline<'a> = Vec<(&'a str, bool, Vec<(&'a str, bool)>, &'static str)>;

fn outline(text: &ConsentText) -> Outline<'_> {
    text.questions
        .iter()
        .map(|question| {
            let (choices, kind) = shape(&question.answer);
            (question.id.as_str(), question.required, choices, kind)
        })
        .collect()
}

fn shape(answer: &ConsentAnswer) -> (Vec<(&str, bool)>, &'static str) {
    let (choices, kind) = match answer {
        ConsentAnswer::Text { .. } => return (Vec::new(), "text"),
        ConsentAnswer::Single(choices) => (choices, "single"),
        ConsentAnswer::Multiple(choices) => (choices, "multiple"),
    };
    (choices.iter().map(|choice| (choice.id.as_str(), choice.refuse)).collect(), kind)
}

/// Decides how much of each page stands behind the question, and looks at how much of each issue does.
pub(super) fn scopes(
    issues: &[Arc<Issue>],
    pages: &mut [Page],
    consent: Option<&Consent>,
    settings: &Settings,
    said: &mut Said,
) {
    let Some(consent) = consent else {
        let asks = issues.iter().map(|issue| (&issue.source, &issue.asks));
        let asks = asks.chain(pages.iter().map(|page| (&page.source, &page.asks)));
        for (source, asks) in asks {
            if let Some(At { span, value: Scope::Body | Scope::Page }) = asks {
                said.push(without_question(source, span.clone()));
            }
        }
        return;
    };
    let open = told_before(consent);
    for page in pages {
        let address = format!("{}{}", prefix(settings, &page.language), page.address);
        let in_all = if consent.scope == Scope::Page { Scope::Page } else { Scope::Open };
        page.scope = match &page.asks {
            // What a reader is referred to before agreeing can be read before agreeing, in every language.
            _ if open.contains(&address) || open.contains(&page.address) => Scope::Open,
            Some(asks) => asks.value,
            None => in_all,
        };
    }
    for issue in issues {
        if issue.scope == Scope::Body && issue.key_findings.is_none() && issue.findings.is_empty() {
            said.push(
                Diagnostic::new(code::C009, text!("nothing of this issue is public but its title and its trial"))
                    .at(&issue.source, issue.title_span.clone())
                    .help(text!(
                        "write `key_findings:`, which stay public with the scope `body`, or set `consent: page`"
                    )),
            );
        }
    }
}

/// Addresses of pages that the texts of the consent lead to, in every language.
fn told_before(consent: &Consent) -> BTreeSet<String> {
    let texts = consent
        .texts
        .values()
        .flat_map(|texts| texts.notice.iter().chain(texts.steps.values()).chain(texts.others.values()));
    let links = texts.flat_map(|text| &text.body.links);
    links
        .filter_map(|link| match &link.target {
            Target::Inside { address, .. } => Some(address.to_string()),
            _ => None,
        })
        .collect()
}

fn without_question(source: &Arc<SourceText>, span: crate::diag::Span) -> Diagnostic {
    Diagnostic::new(code::C008, text!("nothing asks for consent on this site, so nothing is withheld here"))
        .at(source, span)
        .help(text!("set up `[consent]` in config.toml, or take the line out"))
}
