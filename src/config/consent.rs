//! `[consent]`: what readers are asked, and in which order.

use super::TableReader;
use crate::diag::{At, Diagnostic, Span, Text, code, text};
use crate::model::consent::{Consent, Endpoint, Scope, Step, StepKind};

const SCOPES: &[(&str, Scope)] = &[("page", Scope::Page), ("body", Scope::Body)];

/// Seconds after which the page opens by itself, where the configuration says nothing.
const SECONDS: u32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Agreement,
    Optional,
    Questions,
    Review,
    Passed,
}

const KINDS: &[(&str, Kind)] = &[
    ("agreement", Kind::Agreement),
    ("optional", Kind::Optional),
    ("questions", Kind::Questions),
    ("review", Kind::Review),
    ("passed", Kind::Passed),
];

/// Reads `[consent]`, if there is one. Its texts come from the content folder later.
pub(super) fn read(reader: &mut TableReader) -> Option<Consent> {
    let mut table = reader.table("consent")?;
    let policy_version = table.string("policy_version").map_or_else(
        || {
            table.missing(
                "policy_version",
                text!("the version of the texts, such as `policy_version = \"2025-08\"`; another one asks every reader again"),
            );
            String::new()
        },
        |at| at.value,
    );
    let scope = table.choice("scope", SCOPES).unwrap_or(Scope::Page);
    let remember_days = table.integer("remember_days", 1..=3650).unwrap_or(180) as u32;
    let start = table.span();
    let steps = read_steps(&mut table, start);
    reader.absorb(table);
    Some(Consent { policy_version, scope, remember_days, steps, ..Consent::default() })
}

fn read_steps(table: &mut TableReader, start: Span) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // The agreement under which questions are asked, and those of them that were.
    let mut purpose: Option<String> = None;
    let mut has_questions = false;
    let tables = table.tables("step").unwrap_or_default();
    for mut step in tables {
        let span = step.span();
        let wrong = |step: &mut TableReader, message: Text, help: Text| {
            step.say(Diagnostic::new(code::C001, message).help(help), span.clone());
        };
        let kind = step.choice("kind", KINDS);
        if kind.is_none() && step.key_span("kind").is_none() {
            step.missing(
                "kind",
                text!("what is asked: `kind = \"agreement\"`, `optional`, `questions`, `review` or `passed`"),
            );
        }
        let is_over = steps.iter().any(|step| matches!(step.kind, StepKind::Passed { .. }));
        if is_over && kind.is_some() {
            wrong(
                &mut step,
                text!("a step stands after `passed`"),
                text!("`passed` is the last step, and there is one: move or remove this one"),
            );
        }
        let made = match kind {
            None => {
                let _ = (step.string("text"), step.string("endpoint"), step.integer("seconds", 1..=60));
                None
            }
            Some(kind @ (Kind::Agreement | Kind::Optional)) => {
                if kind == Kind::Optional && steps.is_empty() {
                    wrong(
                        &mut step,
                        text!("the first step is optional"),
                        text!("begin with `kind = \"agreement\"`: what follows is asked of those who agreed to it"),
                    );
                }
                read_text(&mut step).map(|text| {
                    if steps.iter().any(|other| purpose_of(&other.kind) == Some(&text.value)) {
                        step.say(
                            Diagnostic::new(code::C002, text!("`{text}` is asked for twice", text = text.value))
                                .help(text!("a record is kept for each purpose by the name of its text: give one of them another text")),
                            text.span,
                        );
                    }
                    purpose = Some(text.value.clone());
                    has_questions = false;
                    if kind == Kind::Agreement {
                        StepKind::Agreement { purpose: text.value }
                    } else {
                        StepKind::Optional { purpose: text.value }
                    }
                })
            }
            Some(Kind::Questions) => {
                let text = read_text(&mut step);
                if purpose.is_none() {
                    wrong(
                        &mut step,
                        text!("questions are asked before anything was agreed to"),
                        text!("put a step of `kind = \"agreement\"` or `\"optional\"` before them"),
                    );
                }
                has_questions = true;
                text.zip(purpose.clone()).map(|(text, purpose)| StepKind::Questions { purpose, text: text.value })
            }
            Some(Kind::Review) => {
                let endpoint = read_endpoint(&mut step);
                // Without an address nothing can be sent anywhere, and there is nothing to wait for.
                endpoint.and_then(|endpoint| {
                    if !has_questions {
                        wrong(
                            &mut step,
                            text!("there is nothing to review"),
                            text!("put a step of `kind = \"questions\"` before it: the review is of its answers"),
                        );
                    }
                    purpose.clone().map(|purpose| StepKind::Review { purpose, endpoint })
                })
            }
            Some(Kind::Passed) => {
                let seconds = step.integer("seconds", 1..=60).map_or(SECONDS, |seconds| seconds as u32);
                Some(StepKind::Passed { seconds })
            }
        };
        table.absorb(step);
        steps.extend(made.map(|kind| Step { kind, span }));
    }
    if !steps.iter().any(|step| matches!(step.kind, StepKind::Agreement { .. })) {
        let diagnostic = Diagnostic::new(code::C001, text!("there is no agreement among the steps"))
            .help(text!("add `[[consent.step]]` with `kind = \"agreement\"` and `text = \"identity\"`, whose words stand in content/consent/identity.md"));
        table.say(diagnostic, start.clone());
    }
    if !steps.iter().any(|step| matches!(step.kind, StepKind::Passed { .. })) {
        steps.push(Step { kind: StepKind::Passed { seconds: SECONDS }, span: start });
    }
    steps
}

fn purpose_of(kind: &StepKind) -> Option<&String> {
    match kind {
        StepKind::Agreement { purpose } | StepKind::Optional { purpose } => Some(purpose),
        _ => None,
    }
}

/// The name of a text in content/consent/, which is also the name of the record.
fn read_text(step: &mut TableReader) -> Option<At<String>> {
    let Some(text) = step.string("text") else {
        step.missing(
            "text",
            text!("the name of a file in content/consent/ without its ending, such as `text = \"identity\"`"),
        );
        return None;
    };
    let is_name = text.value.starts_with(|it: char| it.is_ascii_lowercase())
        && text.value.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
    if is_name {
        return Some(text);
    }
    step.say(
        Diagnostic::new(code::S004, text!("`{text}` cannot be the name of a text", text = text.value)).help(text!(
            "a name is made of small letters, digits and `-`: `text = \"identity\"` is content/consent/identity.md"
        )),
        text.span,
    );
    None
}

fn read_endpoint(step: &mut TableReader) -> Option<Endpoint> {
    let written = step.string("endpoint")?;
    let endpoint = Endpoint::parse(&written.value);
    if endpoint.is_none() {
        step.say(
            Diagnostic::new(code::C003, text!("answers cannot be sent to `{written}`", written = written.value)).help(
                text!("write a whole `https:` address without query or fragment, such as `https://review.example.org/hcp`; `http:` is for `localhost` alone"),
            ),
            written.span,
        );
    }
    endpoint
}
