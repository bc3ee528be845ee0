//! What was understood of an issue, as text.

use std::fmt::Write;
use std::path::Path;

use crate::diag::{Locale, Text, text};
use crate::model::body::{Kind, Target};
use crate::model::finding::Finding;
use crate::model::issue::{Issue, Part};
use crate::model::person::PersonId;
use crate::model::site::Site;
use crate::model::trial::Trial;
use crate::pipeline::{self, Loaded};
use crate::sheet::statistic;

/// How wide the names of what is shown are.
const WIDTH: usize = 13;

/// Describes the issue that `wanted` names: a number, the last part of an address, or a file. The error says what
/// there is.
pub(super) fn issue(root: &Path, loaded: &Loaded, wanted: &str, locale: Locale) -> Result<String, Text> {
    let found = find(&loaded.site, wanted)?;
    Ok(found.into_iter().map(|issue| describe(root, loaded, issue, locale)).collect::<Vec<_>>().join("\n"))
}

/// An issue in every language. The error says what there is.
pub(super) fn find<'s>(site: &'s Site, wanted: &str) -> Result<Vec<&'s Issue>, Text> {
    let path = wanted.trim_start_matches("./").replace('\\', "/");
    let path = path.trim_end_matches('/');
    let fits = |issue: &&Issue| {
        issue.slug == wanted
            || issue.address().trim_end_matches('/') == path
            || issue.source.path == path
            || issue.source.path.rsplit_once('/').is_some_and(|(folder, _)| folder == path)
            || wanted.parse() == Ok(issue.number.value)
    };
    let found: Vec<&Issue> = site.issues.iter().map(|issue| &**issue).filter(fits).collect();
    let columns: std::collections::BTreeSet<String> = found.iter().map(|issue| issue.address()).collect();
    if columns.len() > 1 {
        return Err(text!(
            "several issues are called `{wanted}`: {addresses}",
            wanted,
            addresses = Text::list(columns)
        ));
    }
    if !found.is_empty() {
        return Ok(found);
    }
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

/// An issue in one language, the main one unless another is asked for.
pub(super) fn find_one<'s>(site: &'s Site, wanted: &str, language: Option<&str>) -> Result<&'s Issue, Text> {
    let found = find(site, wanted)?;
    let is_asked = |issue: &&&Issue| match language {
        Some(tag) => issue.language.tag().eq_ignore_ascii_case(tag),
        None => issue.language == site.settings.language || found.len() == 1,
    };
    found.iter().find(is_asked).copied().ok_or_else(|| {
        let languages = Text::list(found.iter().map(|issue| issue.language.tag()));
        text!("`{wanted}` is not there in that language, but in {languages}", wanted, languages)
    })
}

fn describe(root: &Path, loaded: &Loaded, issue: &Issue, locale: Locale) -> String {
    let site = &loaded.site;
    let mut lines = Lines { out: String::new(), locale };
    head(&mut lines, site, issue);
    if let Some(of) = &issue.trial {
        trial(&mut lines, of);
    }
    for of in &issue.findings {
        finding(&mut lines, of, issue.trial.as_ref());
    }
    people(&mut lines, site, issue);
    for standing in pipeline::standing(root, loaded, issue) {
        let (person, date) = (standing.signature.by.value.to_string(), standing.signature.date.to_string());
        let changes = standing.changes.len();
        lines.say(
            text!("signed"),
            &match changes {
                0 => text!("{person} on {date}: the numbers are those that were signed", person, date),
                1 => text!("{person} on {date}: 1 number is another now", person, date),
                _ => text!("{person} on {date}: {changes} numbers are others now", person, date, changes),
            },
        );
    }
    elsewhere(&mut lines, loaded, issue);
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

/// Where else it stands, and whether that is what it says today.
fn elsewhere(lines: &mut Lines, loaded: &Loaded, issue: &Issue) {
    for (at, entry) in issue.published.iter().enumerate() {
        let place = format!("{} {}", entry.place.value, entry.url.as_deref().unwrap_or_default());
        let (place, date) = (place.trim_end(), entry.since().to_string());
        let is_behind = loaded.behind.iter().any(|it| it.path == issue.source.path && it.entry == at);
        lines.say(
            text!("published"),
            &match is_behind {
                true => text!("{place} on {date}: it says what is no longer so", place, date),
                false => text!("{place} on {date}", place, date),
            },
        );
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
