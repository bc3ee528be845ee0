//! What was understood of an issue, as text.

use std::fmt::Write;

use crate::diag::{Locale, Text, text};
use crate::model::body::{Kind, Target};
use crate::model::finding::Finding;
use crate::model::issue::{Issue, Part};
use crate::model::person::PersonId;
use crate::model::site::Site;
use crate::model::trial::Trial;

mod statistic;

/// How wide the names of what is shown are.
const WIDTH: usize = 13;

/// Describes the issue that `wanted` names: a number, the last part of an address, or a file. The error says what
/// there is.
pub(super) fn issue(site: &Site, wanted: &str, locale: Locale) -> Result<String, Text> {
    let path = wanted.trim_start_matches("./").replace('\\', "/");
    let path = path.trim_end_matches('/');
    let fits = |issue: &&Issue| {
        issue.slug == wanted
            || issue.address().trim_end_matches('/') == path
            || issue.source.path == path
            || issue.source.path.trim_end_matches("/issue.md") == path
            || wanted.parse() == Ok(issue.number.value)
    };
    let found: Vec<&Issue> = site.issues.iter().filter(fits).collect();
    match found[..] {
        [] => {
            let known = crate::diag::nearest(wanted, site.issues.iter().map(|issue| issue.slug.as_str()));
            Err(match known {
                Some(known) => text!(
                    "no published issue is called `{wanted}`; did you mean `{known}`? (drafts and issues of later days want `--drafts` and `--future`)",
                    wanted,
                    known
                ),
                None => text!(
                    "no published issue is called `{wanted}` (drafts and issues of later days want `--drafts` and `--future`)",
                    wanted
                ),
            })
        }
        _ => {
            let columns: std::collections::BTreeSet<String> = found.iter().map(|issue| issue.address()).collect();
            if columns.len() > 1 {
                return Err(text!(
                    "several issues are called `{wanted}`: {addresses}",
                    wanted,
                    addresses = Text::list(columns)
                ));
            }
            Ok(found.into_iter().map(|issue| describe(site, issue, locale)).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn describe(site: &Site, issue: &Issue, locale: Locale) -> String {
    let mut lines = Lines { out: String::new(), locale };
    head(&mut lines, site, issue);
    if let Some(of) = &issue.trial {
        trial(&mut lines, of);
    }
    for of in &issue.findings {
        finding(&mut lines, of, issue.trial.as_ref());
    }
    people(&mut lines, site, issue);
    content(&mut lines, issue);
    lines.out
}

/// What is shown: a name and a value on every line.
struct Lines {
    out: String,
    locale: Locale,
}

impl Lines {
    /// A line, unless there is nothing to say.
    fn line(&mut self, name: Text, value: &str) {
        if !value.is_empty() {
            let name = name.say(self.locale);
            // Han are twice as wide.
            let width = WIDTH - name.chars().filter(|c| !c.is_ascii()).count();
            let _ = writeln!(self.out, "{name:<width$} {value}");
        }
    }

    /// A line whose value is a message.
    fn say(&mut self, name: Text, value: &Text) {
        self.line(name, &value.say(self.locale));
    }
}

/// What an issue is as a whole.
fn head(lines: &mut Lines, site: &Site, issue: &Issue) {
    let base = &site.settings.base;
    lines.line(text!("file"), &issue.source.path);
    lines.line(text!("address"), &format!("{}{}{}", base.origin(), base.path(), site.issue_address(issue)));
    lines.line(text!("title"), &issue.title);
    lines.line(text!("number"), &issue.number.value.to_string());
    lines.line(text!("language"), issue.language.tag());
    lines.line(text!("date"), &issue.date.to_string());
    lines.line(text!("updated"), &issue.updated.map(|date| date.to_string()).unwrap_or_default());
    lines.line(text!("tags"), &issue.tags.iter().map(|tag| &*tag.value).collect::<Vec<_>>().join(", "));
    lines.say(
        text!("length"),
        &text!(
            "{words} characters and words, {minutes} min",
            words = issue.measure.words,
            minutes = issue.measure.minutes
        ),
    );
    lines.line(text!("summary"), &issue.summary);
    lines.line(text!("parts"), &Part::of(issue).iter().map(|part| part.name()).collect::<Vec<_>>().join(", "));
}

fn trial(lines: &mut Lines, trial: &Trial) {
    let named = [Some(trial.name.as_str()), trial.phase.as_deref()];
    let phase = text!(", phase ");
    lines.line(text!("trial"), &named.into_iter().flatten().collect::<Vec<_>>().join(&phase.say(lines.locale)));
    lines.line(text!("registration"), &trial.registration.as_ref().map(ToString::to_string).unwrap_or_default());
    for arm in &trial.arms {
        let n = arm.n.map(|n| format!(", n = {n}")).unwrap_or_default();
        lines.line(text!("arm"), &format!("{}: {}{n}", arm.key, arm.label));
    }
    if let Some(paper) = &trial.publication {
        lines.line(text!("paper"), &format!("{} {}", paper.journal, paper.address().unwrap_or_default()));
    }
}

/// A result as written, and below it what was understood of its statistics.
fn finding(lines: &mut Lines, finding: &Finding, trial: Option<&Trial>) {
    let arm = |index: usize| trial.and_then(|trial| trial.arms.get(index)).map_or("?", |arm| arm.key.as_str());
    let values: Vec<String> = finding
        .values
        .iter()
        .map(|value| {
            let count = value.count.as_ref().map(|count| format!(" ({count})")).unwrap_or_default();
            format!("{} {}{count}", arm(value.arm), value.value)
        })
        .collect();
    let said = [
        Some(values.join(" : ")),
        finding.unit.clone(),
        finding.effect.as_ref().map(ToString::to_string),
        finding
            .adjusted
            .as_ref()
            .map(|it| text!("adjusted {effect}", effect = it.to_string()).say(lines.locale).into_owned()),
        finding.p.as_ref().map(|it| format!("P {it}")),
        finding
            .margin
            .as_ref()
            .map(|it| text!("margin {margin}", margin = it.to_string()).say(lines.locale).into_owned()),
    ];
    let said: Vec<String> = said.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    lines.line(text!("finding"), &format!("[{}] {}: {}", finding.role.name(), finding.endpoint, said.join("; ")));
    let read = &finding.understood;
    let effect = statistic::understood(finding.effect.is_some(), read.effect.as_ref().map(statistic::effect));
    let adjusted = statistic::understood(finding.adjusted.is_some(), read.adjusted.as_ref().map(statistic::effect));
    let p = statistic::understood(finding.p.is_some(), read.p.as_ref().map(statistic::p_value));
    lines.say(text!("  effect"), &effect);
    lines.say(text!("  adjusted"), &adjusted);
    lines.say(text!("  P"), &p);
}

/// Who wrote a commentary, and who did what.
fn people(lines: &mut Lines, site: &Site, issue: &Issue) {
    let name = |id: &PersonId| {
        site.people.get(id).map_or_else(|| id.to_string(), |person| person.name.get(&issue.language).to_owned())
    };
    for commentary in &issue.commentary {
        lines.line(text!("commentary"), &name(&commentary.expert.value));
    }
    for credit in &issue.credits {
        lines.line(text!("credit"), &format!("{}: {}", credit.role.name(), name(&credit.person.value)));
    }
}

/// What stands in its texts: headings, pictures, links, tables.
fn content(lines: &mut Lines, issue: &Issue) {
    for heading in issue.body.headings() {
        let text = issue.body.plain_text(heading.node + 1..issue.body.end_of(heading.node));
        let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
        lines.line(text!("heading"), &format!("{indent}{text}  #{}", heading.id));
    }
    for image in issue.bodies().flat_map(|body| &body.images) {
        let size = image.size.map(|(width, height)| format!(", {width} × {height}")).unwrap_or_default();
        lines.line(text!("picture"), &format!("{}{size}", image.written));
    }
    for link in issue.bodies().flat_map(|body| &body.links) {
        let to = match &link.target {
            Target::Inside { address, .. } => format!("/{address}"),
            Target::Here(fragment) => format!("#{fragment}"),
            Target::Outside | Target::Unresolved => String::new(),
        };
        lines.line(text!("link"), format!("{} {}", link.written, to).trim_end());
    }
    let tables = issue.body.nodes().iter().filter(|node| matches!(node.kind, Kind::Table { .. })).count();
    if tables > 0 {
        lines.line(text!("tables"), &tables.to_string());
    }
}
