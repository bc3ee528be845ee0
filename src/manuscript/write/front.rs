//! The whole `issue.md`: front matter with what was understood, remarks with what is proposed, and the text.

use std::fmt::Write;

use jiff::civil::Date;

use super::Writer;
use crate::diag::{Locale, Text, text};
use crate::manuscript::arm::Arm;
use crate::manuscript::block::Question;
use crate::manuscript::finding::{Measure, Proposal, Time, Values};
use crate::manuscript::part::Parts;
use crate::model::placeholder::TITLES;
use crate::scaffold::scalar;

/// What is known of an issue besides its manuscript.
pub(in crate::manuscript) struct Head<'a> {
    pub(in crate::manuscript) number: u32,
    pub(in crate::manuscript) date: Date,
    /// The slug where the folder's name does not give it.
    pub(in crate::manuscript) slug: Option<&'a str>,
    pub(in crate::manuscript) locale: Locale,
}

/// What was read in the text and is for the editor to confirm.
pub(in crate::manuscript) struct Proposed<'a> {
    pub(in crate::manuscript) arms: &'a [Arm],
    pub(in crate::manuscript) findings: &'a [Proposal],
}

/// The text of the file.
pub(in crate::manuscript) fn issue(
    head: &Head<'_>,
    parts: &Parts,
    questions: &[Question],
    open: &[Text],
    proposed: &Proposed<'_>,
    writer: &mut Writer<'_>,
) -> String {
    let say = |text: &Text| text.say(head.locale).into_owned();
    let placeholder = if head.locale == Locale::Chinese { TITLES[0] } else { TITLES[1] };
    let title = parts.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(placeholder);
    let mut out = format!("---\ntitle: {}\nnumber: {}\ndate: {}\n", scalar(title), head.number, head.date);
    if let Some(slug) = head.slug {
        let _ = writeln!(out, "slug: \"{slug}\"");
    }
    out.push_str("draft: true\n");
    let mut todo: Vec<String> = questions.iter().map(|question| asked(question, head.locale)).collect();
    todo.extend(open.iter().map(say));
    if !todo.is_empty() {
        let _ = writeln!(out, "\n## {}", say(&text!("Open questions: take a line out once it is answered.")));
        out.push_str("todo:\n");
        todo.iter().for_each(|entry| {
            let _ = writeln!(out, "  - {}", scalar(entry));
        });
    }
    if !parts.key_findings.is_empty() {
        let _ = write!(out, "\nkey_findings: |\n{}", block(&writer.text(&parts.key_findings), 2));
    }
    out.push_str(&remarks(proposed, head.locale));
    if !parts.commentary.is_empty() {
        out.push_str("\ncommentary:\n");
        for (expert, blocks) in &parts.commentary {
            let _ = write!(out, "  - expert: {}\n    text: |\n{}", scalar(expert), block(&writer.text(blocks), 6));
        }
    }
    if !parts.credits.is_empty() {
        out.push_str("\ncredits:\n");
        for (role, person) in &parts.credits {
            let _ = writeln!(out, "  - {{role: {}, person: {}}}", role.name(), scalar(person));
        }
    }
    for (name, value) in [("disclosures", &parts.disclosures), ("funding", &parts.funding)] {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {}", scalar(value));
        }
    }
    quiz(parts, writer, &mut out);
    references(parts, &mut out);
    let _ = write!(out, "---\n\n{}\n", writer.text(&parts.body));
    out
}

/// A question of the manuscript's margin.
pub(in crate::manuscript) fn asked(question: &Question, locale: Locale) -> String {
    let (by, at, words) = (question.by.as_str(), question.at.trim(), question.text.trim());
    let said = match (by.is_empty(), at.is_empty()) {
        (true, true) => return words.to_owned(),
        (false, true) => text!("{by}: {words}", by, words),
        (true, false) => text!("at “{at}”: {words}", at, words),
        (false, false) => text!("{by}, at “{at}”: {words}", by, at, words),
    };
    said.say(locale).into_owned()
}

fn quiz(parts: &Parts, writer: &mut Writer<'_>, out: &mut String) {
    if parts.quiz.is_empty() {
        return;
    }
    out.push_str("\nquiz:\n");
    for question in &parts.quiz {
        let _ = writeln!(out, "  - question: {}\n    choices:", scalar(&writer.one_line(&question.question)));
        for choice in &question.choices {
            let _ = writeln!(out, "      - {}", scalar(&writer.one_line(choice)));
        }
        let answer: Vec<String> = question.answer.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "    answer: [{}]", answer.join(", "));
        if !question.explanation.is_empty() {
            let lines: Vec<String> = question.explanation.iter().map(|line| writer.one_line(line)).collect();
            let _ = writeln!(out, "    explanation: {}", scalar(&lines.join("\n\n")));
        }
    }
}

fn references(parts: &Parts, out: &mut String) {
    if parts.references.is_empty() {
        return;
    }
    out.push_str("\nreferences:\n");
    for reference in &parts.references {
        let _ = writeln!(out, "  - citation: {}", scalar(&reference.citation));
        for (name, value) in [("doi", &reference.doi), ("pmid", &reference.pmid), ("url", &reference.url)] {
            if let Some(value) = value {
                let value = if name == "pmid" { format!("\"{value}\"") } else { scalar(value) };
                let _ = writeln!(out, "    {name}: {value}");
            }
        }
    }
}

/// The words above what was read in the text.
pub(in crate::manuscript) fn read_in_text() -> Text {
    text!("Results that were read in the text. Look at each, fill in what is missing, and take `# ` away.")
}

/// Arms and findings that were read with certainty, as remarks.
fn remarks(proposed: &Proposed<'_>, locale: Locale) -> String {
    let Proposed { arms, findings } = proposed;
    if arms.is_empty() && findings.is_empty() {
        return String::new();
    }
    let mut out = format!("\n## {}\n", read_in_text().say(locale));
    if !arms.is_empty() {
        out.push_str("# trial:\n#   name:\n#   arms:\n");
        for Arm { key, label, n } in *arms {
            let _ = writeln!(out, "#     {key}: {{label: {}, n: {n}}}", scalar(label));
        }
    }
    if !findings.is_empty() {
        out.push_str("# findings:\n");
    }
    for finding in *findings {
        let endpoint = finding.endpoint.as_deref().map(|endpoint| format!(" {}", scalar(endpoint))).unwrap_or_default();
        let _ = writeln!(out, "#   - endpoint:{endpoint}");
        out.push_str("#     role:\n");
        if let Some(values) = &finding.values {
            let _ = writeln!(out, "#     {}", of_arms(values, arms, locale));
        }
        if let Some(effect) = &finding.effect {
            let name = if effect.is_adjusted { "adjusted" } else { "effect" };
            let _ = writeln!(out, "#     {name}: {}", scalar(&effect.printed));
        }
    }
    out
}

/// `medians: {sbrt: 15.8, sorafenib: 12.3, unit: 个月}`, `rates: {sbrt: "38%", sorafenib: "9%"}`.
fn of_arms(values: &Values, arms: &[Arm], locale: Locale) -> String {
    let each = arms.iter().zip(&values.printed);
    match values.measure {
        Measure::Rate => {
            let all: Vec<String> = each.map(|(arm, value)| format!("{}: \"{value}%\"", arm.key)).collect();
            format!("rates: {{{}}}", all.join(", "))
        }
        Measure::Median(time) => {
            let unit = match time {
                Time::Years => text!("years"),
                Time::Months => text!("months"),
                Time::Weeks => text!("weeks"),
                Time::Days => text!("days"),
            };
            let all: Vec<String> = each.map(|(arm, value)| format!("{}: {value}", arm.key)).collect();
            format!("medians: {{{}, unit: {}}}", all.join(", "), unit.say(locale))
        }
    }
}

/// A text as the lines of a literal block.
fn block(text: &str, indent: usize) -> String {
    let lines = text
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{}{line}\n", " ".repeat(indent)) });
    lines.collect()
}
