//! What was understood of an issue, as text.

use std::fmt::Write;

use crate::diag::{Locale, Text, text};
use crate::model::body::{Kind, Target};
use crate::model::issue::{Issue, Part};
use crate::model::site::Site;

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
    let mut out = String::new();
    let mut line = |name: Text, value: &str| {
        if !value.is_empty() {
            let name = name.say(locale);
            // Han are twice as wide.
            let width = WIDTH - name.chars().filter(|c| !c.is_ascii()).count();
            let _ = writeln!(out, "{name:<width$} {value}");
        }
    };
    line(text!("file"), &issue.source.path);
    line(
        text!("address"),
        &format!("{}{}{}", site.settings.base.origin(), site.settings.base.path(), site.issue_address(issue)),
    );
    line(text!("title"), &issue.title);
    line(text!("number"), &issue.number.value.to_string());
    line(text!("language"), issue.language.tag());
    line(text!("date"), &issue.date.to_string());
    line(text!("updated"), &issue.updated.map(|date| date.to_string()).unwrap_or_default());
    line(text!("tags"), &issue.tags.iter().map(|tag| &*tag.value).collect::<Vec<_>>().join(", "));
    line(
        text!("length"),
        &text!(
            "{words} characters and words, {minutes} min",
            words = issue.measure.words,
            minutes = issue.measure.minutes
        )
        .say(locale),
    );
    line(text!("summary"), &issue.summary);
    line(text!("parts"), &Part::of(issue).iter().map(|part| part.name()).collect::<Vec<_>>().join(", "));
    if let Some(trial) = &issue.trial {
        line(
            text!("trial"),
            &[Some(trial.name.as_str()), trial.phase.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(&text!(", phase ").say(locale)),
        );
        line(text!("registration"), &trial.registration.as_ref().map(ToString::to_string).unwrap_or_default());
        for arm in &trial.arms {
            line(
                text!("arm"),
                &format!("{}: {}{}", arm.key, arm.label, arm.n.map(|n| format!(", n = {n}")).unwrap_or_default()),
            );
        }
        line(
            text!("paper"),
            &trial
                .publication
                .as_ref()
                .map(|paper| format!("{} {}", paper.journal, paper.address().unwrap_or_default()))
                .unwrap_or_default(),
        );
    }
    for finding in &issue.findings {
        let arm = |index: usize| {
            issue.trial.as_ref().and_then(|trial| trial.arms.get(index)).map_or("?", |arm| arm.key.as_str())
        };
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
                .map(|it| text!("adjusted {effect}", effect = it.to_string()).say(locale).into_owned()),
            finding.p.as_ref().map(|it| format!("P {it}")),
        ];
        let said: Vec<String> = said.into_iter().flatten().filter(|it| !it.is_empty()).collect();
        line(text!("finding"), &format!("[{}] {}: {}", finding.role.name(), finding.endpoint, said.join("; ")));
        let read = &finding.understood;
        let effect = statistic::understood(finding.effect.is_some(), read.effect.as_ref().map(statistic::effect));
        let adjusted = statistic::understood(finding.adjusted.is_some(), read.adjusted.as_ref().map(statistic::effect));
        let p = statistic::understood(finding.p.is_some(), read.p.as_ref().map(statistic::p_value));
        line(text!("  effect"), &effect.say(locale));
        line(text!("  adjusted"), &adjusted.say(locale));
        line(text!("  P"), &p.say(locale));
    }
    for commentary in &issue.commentary {
        line(text!("commentary"), &person(site, issue, &commentary.expert.value));
    }
    for credit in &issue.credits {
        line(text!("credit"), &format!("{}: {}", credit.role.name(), person(site, issue, &credit.person.value)));
    }
    for heading in issue.body.headings() {
        let text = issue.body.plain_text(heading.node + 1..issue.body.end_of(heading.node));
        line(
            text!("heading"),
            &format!("{}{text}  #{}", "  ".repeat(usize::from(heading.level.saturating_sub(1))), heading.id),
        );
    }
    for image in issue.bodies().flat_map(|body| &body.images) {
        let size = image.size.map(|(width, height)| format!(", {width} × {height}")).unwrap_or_default();
        line(text!("picture"), &format!("{}{size}", image.written));
    }
    for link in issue.bodies().flat_map(|body| &body.links) {
        let to = match &link.target {
            Target::Inside { address, .. } => format!("/{address}"),
            Target::Here(fragment) => format!("#{fragment}"),
            Target::Outside | Target::Unresolved => String::new(),
        };
        line(text!("link"), format!("{} {}", link.written, to).trim_end());
    }
    let tables = issue.body.nodes().iter().filter(|node| matches!(node.kind, Kind::Table { .. })).count();
    if tables > 0 {
        line(text!("tables"), &tables.to_string());
    }
    out
}

fn person(site: &Site, issue: &Issue, id: &crate::model::person::PersonId) -> String {
    site.people.get(id).map_or_else(|| id.to_string(), |person| person.name.get(&issue.language).to_owned())
}
