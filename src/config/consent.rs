//! `[consent]`: what readers are asked, and in which order.

use super::Check;
use crate::diag::{At, Diagnostic, Span, Text, code, text};
use crate::model::consent::{Consent, Endpoint, NOTICE, OTHERS, Scope, Step, StepKind};
use crate::parse::draft::{ConsentSettingsDraft, StepDraft, TextStep, TextStepDraft};

/// Seconds after which the page opens by itself, where the configuration says nothing.
const SECONDS: u32 = 5;

/// What `[consent]` says. Its texts come from the content folder later.
pub(super) fn consent(check: &mut Check<'_>, draft: ConsentSettingsDraft) -> Consent {
    let ConsentSettingsDraft { policy_version, scope, remember_days, step, span } = draft;
    Consent {
        policy_version: policy_version.0.map(|at| version(check, at)).unwrap_or_default(),
        scope: scope.map_or(Scope::Page, |at| at.value.0),
        remember_days: remember_days.map_or(180, |days| days.0),
        steps: steps(check, step, span),
        ..Consent::default()
    }
}

/// A version has a name: without one nobody can tell two of them apart.
fn version(check: &mut Check<'_>, written: At<String>) -> String {
    if !written.value.contains(char::is_alphanumeric) {
        check.say(
            Diagnostic::new(code::S004, text!("`policy_version` is empty")).help(text!(
                "name the version of the texts, such as `policy_version = \"2025-08\"`; another one asks every reader again"
            )),
            written.span,
        );
    }
    written.value
}

fn steps(check: &mut Check<'_>, drafts: Vec<StepDraft>, start: Span) -> Vec<Step> {
    let mut way = Way { steps: Vec::new(), purpose: None, open: Vec::new() };
    for draft in drafts {
        let span = draft.span().clone();
        if way.is_over() {
            let help = text!("`passed` is the last step, and there is one: move or remove this one");
            wrong(check, &span, text!("a step stands after `passed`"), help);
        }
        let kind = match draft {
            StepDraft::Text(draft) => way.text(check, draft),
            StepDraft::Review(draft) => {
                let endpoint = draft.endpoint.and_then(|written| endpoint(check, &written));
                // Without an address nothing can be sent anywhere, and there is nothing to wait for.
                endpoint.and_then(|endpoint| way.review(check, endpoint, &span))
            }
            StepDraft::Passed(draft) => {
                Some(StepKind::Passed { seconds: draft.seconds.map_or(SECONDS, |seconds| seconds.0) })
            }
        };
        way.steps.extend(kind.map(|kind| Step { kind, span }));
    }
    if !way.steps.iter().any(|step| matches!(step.kind, StepKind::Agreement { .. })) {
        let help = text!(
            "add `[[consent.step]]` with `kind = \"agreement\"` and `text = \"identity\"`, whose words stand in content/consent/identity.md"
        );
        wrong(check, &start, text!("there is no agreement among the steps"), help);
    }
    unreviewed(check, &way.steps);
    if !way.is_over() {
        way.steps.push(Step { kind: StepKind::Passed { seconds: SECONDS }, span: start });
    }
    way.steps
}

/// Where the answers under a purpose are reviewed, none of them come after the review.
fn unreviewed(check: &mut Check<'_>, steps: &[Step]) {
    for (at, step) in steps.iter().enumerate() {
        let StepKind::Questions { purpose, .. } = &step.kind else { continue };
        let reviews =
            |step: &Step| matches!(&step.kind, StepKind::Review { purposes, .. } if purposes.contains(purpose));
        let (before, after) = steps.split_at(at);
        if before.iter().any(reviews) && !after.iter().any(reviews) {
            let help = text!(
                "put them before the step of `kind = \"review\"`, or under a consent of their own: as it is, their answers are neither sent nor looked at"
            );
            check.say(
                Diagnostic::new(
                    code::C012,
                    text!("answers under `{purpose}` are reviewed, and these come after the review", purpose),
                )
                .help(help),
                step.span.clone(),
            );
        }
    }
}

fn wrong(check: &mut Check<'_>, span: &Span, message: Text, help: Text) {
    check.say(Diagnostic::new(code::C001, message).help(help), span.clone());
}

/// The steps so far.
struct Way {
    steps: Vec<Step>,
    /// The agreement under which questions are asked.
    purpose: Option<String>,
    /// The agreements under which something was asked since the last review.
    open: Vec<String>,
}

impl Way {
    fn is_over(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.kind, StepKind::Passed { .. }))
    }

    fn text(&mut self, check: &mut Check<'_>, draft: TextStepDraft) -> Option<StepKind> {
        let kind = draft.kind.0?.value;
        if kind == TextStep::Optional && self.steps.is_empty() {
            let help = text!("begin with `kind = \"agreement\"`: what follows is asked of those who agreed to it");
            wrong(check, &draft.span, text!("the first step is optional"), help);
        }
        if kind == TextStep::Questions && self.purpose.is_none() {
            let help = text!("put a step of `kind = \"agreement\"` or `\"optional\"` before them");
            wrong(check, &draft.span, text!("questions are asked before anything was agreed to"), help);
        }
        let text = draft.text.0.and_then(|written| name_of_text(check, written))?;
        if text.value == NOTICE || OTHERS.contains(&text.value.as_str()) {
            let message = text!("`{text}` is no text of a step", text = &text.value);
            let help = text!(
                "name a file of its own, such as `text = \"identity\"`: `notice` stands on every gate, and {others} take the place of the theme's words",
                others = Text::list(OTHERS.map(|name| format!("`{name}`")))
            );
            check.say(Diagnostic::new(code::C014, message).help(help), text.span.clone());
        }
        if kind == TextStep::Questions {
            let purpose = self.purpose.clone()?;
            if !self.open.contains(&purpose) {
                self.open.push(purpose.clone());
            }
            return Some(StepKind::Questions { purpose, text: text.value });
        }
        if self.steps.iter().any(|other| purpose_of(&other.kind) == Some(&text.value)) {
            let help =
                text!("a record is kept for each purpose by the name of its text: give one of them another text");
            let message = text!("`{text}` is asked for twice", text = &text.value);
            check.say(Diagnostic::new(code::C002, message).help(help), text.span.clone());
        }
        let purpose = text.value;
        self.purpose = Some(purpose.clone());
        Some(match kind {
            TextStep::Agreement => StepKind::Agreement { purpose },
            _ => StepKind::Optional { purpose },
        })
    }

    fn review(&mut self, check: &mut Check<'_>, endpoint: Endpoint, span: &Span) -> Option<StepKind> {
        let purposes = std::mem::take(&mut self.open);
        let Some(first) = purposes.first() else {
            let help = text!("put a step of `kind = \"questions\"` before it: the review is of its answers");
            wrong(check, span, text!("there is nothing to review"), help);
            return None;
        };
        let begins_alike =
            |step: &&Step| matches!(&step.kind, StepKind::Review { purposes, .. } if purposes.first() == Some(first));
        let name = match self.steps.iter().filter(begins_alike).count() {
            0 => first.clone(),
            count => format!("{first}:{}", count + 1),
        };
        Some(StepKind::Review { purposes, name, endpoint })
    }
}

fn purpose_of(kind: &StepKind) -> Option<&String> {
    match kind {
        StepKind::Agreement { purpose } | StepKind::Optional { purpose } => Some(purpose),
        _ => None,
    }
}

/// The name of a text in content/consent/, which is also the name of the record.
fn name_of_text(check: &mut Check<'_>, text: At<String>) -> Option<At<String>> {
    let is_name = text.value.starts_with(|it: char| it.is_ascii_lowercase())
        && text.value.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
    if is_name {
        return Some(text);
    }
    check.say(
        Diagnostic::new(code::S004, text!("`{text}` cannot be the name of a text", text = text.value)).help(text!(
            "a name is made of small letters, digits and `-`: `text = \"identity\"` is content/consent/identity.md"
        )),
        text.span,
    );
    None
}

fn endpoint(check: &mut Check<'_>, written: &At<String>) -> Option<Endpoint> {
    let endpoint = Endpoint::parse(&written.value);
    if endpoint.is_none() {
        check.say(
            Diagnostic::new(code::C003, text!("answers cannot be sent to `{written}`", written = &written.value)).help(
                text!("write a whole `https:` address without query or fragment, such as `https://review.example.org/hcp`; `http:` is for `localhost` alone"),
            ),
            written.span.clone(),
        );
    }
    endpoint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, SourceText};

    /// What is said of steps in letters: agreement, optional, questions, review; and what they are.
    fn read(order: &str) -> (Vec<Code>, Vec<Step>) {
        let steps = order.char_indices().map(|(at, kind)| match kind {
            'A' => format!("[[consent.step]]\nkind = \"agreement\"\ntext = \"a{at}\"\n"),
            'O' => format!("[[consent.step]]\nkind = \"optional\"\ntext = \"o{at}\"\n"),
            'Q' => format!("[[consent.step]]\nkind = \"questions\"\ntext = \"q{at}\"\n"),
            _ => "[[consent.step]]\nkind = \"review\"\nendpoint = \"https://review.example.org/\"\n".to_owned(),
        });
        let steps: String = steps.collect();
        let text = format!("title = \"x\"\n[consent]\npolicy_version = \"1\"\n{steps}");
        let config = crate::config::parse(&SourceText::new("config.toml", text));
        let codes = config.diagnostics.iter().map(|it| it.code).collect();
        (codes, config.value.and_then(|it| it.consent).map(|it| it.steps).unwrap_or_default())
    }

    /// Every order of up to five steps before the last: it is taken, or it is said that it cannot be.
    #[test]
    fn an_order_that_can_mean_nothing_is_named() {
        let mut orders = vec![String::new()];
        let mut taken = 0;
        while let Some(order) = orders.pop() {
            if order.len() < 5 {
                orders.extend("AOQR".chars().map(|kind| format!("{order}{kind}")));
            }
            if order.is_empty() {
                continue;
            }
            // It begins with an agreement, and each review has questions since the one before it.
            let mut parts: Vec<&str> = order.split('R').collect();
            parts.pop();
            let is_sound = order.starts_with('A') && parts.iter().all(|part| part.contains('Q'));
            let (codes, steps) = read(&order);
            assert_eq!(codes.contains(&code::C001), !is_sound, "{order}: {codes:?}");
            if is_sound {
                taken += 1;
                assert_eq!(steps.len(), order.len() + 1, "{order}");
            }
        }
        assert_eq!(taken, 174);
    }

    #[test]
    fn a_review_is_of_all_that_was_asked_since_the_one_before() {
        let reviews = |order: &str| -> Vec<(String, String)> {
            let steps = read(order).1.into_iter();
            let reviews = steps.filter_map(|step| match step.kind {
                StepKind::Review { purposes, name, .. } => Some((purposes.join(" "), name)),
                _ => None,
            });
            reviews.collect()
        };
        let pair = |purposes: &str, name: &str| (purposes.to_owned(), name.to_owned());
        assert_eq!(reviews("AQOQR"), [pair("a0 o2", "a0")]);
        assert_eq!(reviews("AQOR"), [pair("a0", "a0")]);
        assert_eq!(reviews("AOQR"), [pair("o1", "o1")]);
        assert_eq!(reviews("AQROQR"), [pair("a0", "a0"), pair("o3", "o3")]);
        assert_eq!(reviews("AQRQR"), [pair("a0", "a0"), pair("a0", "a0:2")]);
    }

    #[test]
    fn answers_after_their_review_are_named() {
        assert_eq!(read("AQRQ").0, [code::C012]);
        for sound in ["AQR", "AQROQ", "AQRQR", "AQQR"] {
            assert_eq!(read(sound).0, [], "{sound}");
        }
    }
}
