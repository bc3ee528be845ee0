//! E401: a number of the summary or of the key findings that the text does not have.
//!
//! Compared is every number with decimals, a sign of per cent or two digits, with all numbers of the text, its tables and
//! pictures, the findings and the trial. One that rounds another says the same, and so does one that follows from the
//! findings or from what stands side by side in the text: a difference, a share, a reduction.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::number::{Number, of_text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, Section};
use crate::model::body::{Body, Kind};
use crate::model::finding::Finding;
use crate::model::issue::Issue;
use crate::model::prose::ProseKind;

/// What is said in short is said in the text.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|issue| !issue.body.is_empty()) else { return };
    let is_short =
        |passage: &&Passage<'_>| passage.section == Section::KeyFindings || passage.is_field(ProseKind::Summary);
    if !document.passages.iter().any(|passage| is_short(&passage)) {
        return;
    }
    let mut known = Known::of(document, issue);
    // A text without numbers was never meant to have these.
    if known.numbers.is_empty() {
        return;
    }
    for passage in document.section(Section::KeyFindings) {
        known.judge(passage, said);
    }
    // A summary may also repeat what the key findings say; of those, each wrong number was reported there.
    known.numbers.extend(
        document
            .section(Section::KeyFindings)
            .flat_map(|passage| passage.numbers())
            .map(|number| (None, number.clone())),
    );
    for passage in document.passages.iter().filter(|passage| passage.is_field(ProseKind::Summary)) {
        known.judge(passage, said);
    }
}

/// What the text says.
struct Known<'d, 'a> {
    /// Numbers, with the passage of those that can be shown.
    numbers: Vec<(Option<&'d Passage<'a>>, Number)>,
    /// Numbers that are said in words, or follow from others.
    derived: Vec<f64>,
}

impl<'d, 'a> Known<'d, 'a> {
    fn of(document: &'d Document<'a>, issue: &Issue) -> Self {
        let mut known = Known { numbers: Vec::new(), derived: Vec::new() };
        for passage in document.section(Section::Text) {
            known.numbers.extend(passage.numbers().iter().map(|number| (Some(passage), number.clone())));
            known.derived.extend(passage.in_words());
            known.follows(passage);
        }
        known.code(&issue.body);
        known.plain(&issue.title);
        known.trial(issue);
        issue.findings.iter().for_each(|finding| known.finding(finding));
        known.shares();
        known
    }

    /// What follows from a passage of the text: a ratio as a reduction, and what lies between two percentages.
    fn follows(&mut self, passage: &Passage<'_>) {
        let ratios = passage.effects().filter(|effect| effect.measure.is_ratio());
        self.derived.extend(ratios.map(|effect| 100.0 * (1.0 - effect.estimate.value.value()).abs()));
        let percents: Vec<f64> = passage.numbers().iter().filter(|it| it.is_percent()).map(Number::value).collect();
        for pair in percents.windows(2) {
            let between = (pair[0] - pair[1]).abs();
            self.derived.push(between);
            self.derived.extend(pair.iter().filter(|it| **it > 0.0).map(|it| 100.0 * between / it));
        }
    }

    fn plain(&mut self, text: &str) {
        self.numbers.extend(of_text(text).into_iter().map(|number| (None, number)));
    }

    /// Code and formulas are no language, but have numbers.
    fn code(&mut self, body: &Body) {
        for node in body.nodes() {
            if matches!(node.kind, Kind::Code | Kind::CodeBlock { .. } | Kind::Math { .. }) {
                self.plain(body.text(node));
            }
        }
    }

    fn trial(&mut self, issue: &Issue) {
        let Some(trial) = &issue.trial else { return };
        for text in [Some(&trial.name), trial.title.as_ref(), trial.phase.as_ref()].into_iter().flatten() {
            self.plain(text);
        }
        // The name of a trial may be a number that stands by itself: RTOG 1112.
        self.derived
            .extend(trial.name.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<f64>().ok()));
        let arms: Vec<f64> = trial.arms.iter().filter_map(|arm| arm.n).map(f64::from).collect();
        let whole: Vec<f64> = [trial.planned, trial.enrolled].into_iter().flatten().map(f64::from).collect();
        self.derived.push(arms.iter().sum());
        for all in arms.iter().chain(&whole) {
            self.derived.push(*all);
            self.derived.extend(arms.iter().chain(&whole).filter(|_| *all > 0.0).map(|part| 100.0 * part / all));
        }
        trial.arms.iter().for_each(|arm| self.plain(&arm.label));
    }

    fn finding(&mut self, finding: &Finding) {
        let plain = [Some(&finding.endpoint), finding.population.as_ref(), finding.note.as_ref()];
        let written = [&finding.effect, &finding.adjusted, &finding.p].into_iter().flatten().map(|it| &it.value);
        for text in plain.into_iter().flatten().chain(written) {
            self.plain(text);
        }
        // The estimate as a reduction or an increase in per cent.
        if let Some(effect) = &finding.understood.effect {
            self.derived.push(100.0 * (1.0 - effect.estimate.value.value()).abs());
        }
        let mut values = Vec::new();
        for value in &finding.values {
            let count = value.count.as_ref().map(|count| count.value.as_str());
            for text in [Some(value.value.value.as_str()), count].into_iter().flatten() {
                self.plain(text);
            }
            values.extend(value.number.map(|number| number.value()));
        }
        for (number, first) in values.iter().enumerate() {
            self.derived.extend(values[number + 1..].iter().map(|second| (first - second).abs()));
        }
    }

    /// `39/83` is also 47 %, and two columns of a table may be.
    fn shares(&mut self) {
        let whole: Vec<f64> = self
            .numbers
            .iter()
            .filter(|(_, it)| it.printed.whole().is_some() && !it.is_percent())
            .map(|(_, it)| it.value())
            .collect();
        for pair in whole.windows(2) {
            if pair[1] >= pair[0] && pair[1] > 0.0 {
                self.derived.push(100.0 * pair[0] / pair[1]);
            }
        }
    }

    fn judge(&self, passage: &Passage<'_>, said: &mut Said) {
        for number in passage.numbers().iter().filter(|number| number.matters()) {
            let is_said = self.numbers.iter().any(|(_, other)| number.says(other))
                || self.derived.iter().any(|value| number.rounds(*value));
            if !is_said {
                said.push(self.unsaid(passage, number));
            }
        }
    }

    fn unsaid(&self, passage: &Passage<'_>, number: &Number) -> Diagnostic {
        let written = number.shown(&passage.text);
        let numbers = self.numbers.len();
        let message = text!("`{written}` stands neither in the text nor in the findings", written);
        let help = text!(
            "compared with the {numbers} numbers of text, tables, findings and trial, rounding included; put right whichever is wrong, or say it in the text",
            numbers
        );
        let found =
            Diagnostic::new(code::E401, message).at(passage.file, passage.span(number.range.clone())).help(help);
        // What was meant is most often the number that comes nearest.
        let far = |other: &Number| (other.value() - number.value()).abs() / number.value().max(1e-9);
        let like = |other: &&(Option<&Passage<'_>>, Number)| {
            other.1.is_percent() == number.is_percent() && other.1.printed.decimals() == number.printed.decimals()
        };
        let nearest = self
            .numbers
            .iter()
            .filter(like)
            .filter(|(it, _)| it.is_some())
            .min_by(|a, b| far(&a.1).total_cmp(&far(&b.1)));
        match nearest {
            Some((Some(other), near)) if far(near) < 0.2 => {
                let nearest = near.shown(&other.text);
                found.related(other.file, other.span(near.range.clone()), text!("the text has `{nearest}`", nearest))
            }
            _ => found,
        }
    }
}
