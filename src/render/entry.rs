//! What is said of an issue to those who have not read it: what it is, in a sentence, and what came of its primary endpoints.

use super::standpoint::Standpoint;
use crate::model::issue::Issue;

/// An issue as others are told of it, of what is for everyone.
pub struct Entry {
    /// Its title as readers see it anywhere.
    pub title: String,
    /// The whole address of its page.
    pub address: String,
    /// Its column, its number, its date and its trial.
    pub about: String,
    /// What became of its paper, where it was retracted or is in doubt.
    pub banner: Option<String>,
    /// What it says in a sentence.
    pub summary: Option<String>,
    /// Its primary endpoints.
    pub results: Vec<Outcome>,
}

/// What came of an endpoint.
pub struct Outcome {
    /// What it is, and its name.
    pub name: String,
    /// The values of the arms, and the effect.
    pub said: Vec<String>,
    /// Whether it was met.
    pub verdict: Option<String>,
}

impl Entry {
    /// What is said of an issue.
    pub fn of(standpoint: &Standpoint<'_>, issue: &Issue) -> Self {
        let (site, strings) = (standpoint.site, standpoint.strings);
        let column = site.column_title(issue);
        let number = strings.get("issue.number").replace("{n}", &issue.number.value.to_string());
        let (trial, date) = (issue.trial.as_ref().map(|trial| trial.name.as_str()), issue.date.to_string());
        let about = [Some(column), Some(number.as_str()), Some(date.as_str()), trial];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let colon = strings.get("finding.colon");
        let results = issue.public().headlines().map(|finding| {
            let arms = finding.values.iter().map(|value| {
                let arm = issue.trial.as_ref().and_then(|trial| trial.arms.get(value.arm));
                let unit = finding.unit.as_deref().unwrap_or_default();
                let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
                let space = if matches!(issue.language.primary(), "zh" | "ja") { "" } else { " " };
                let unit = if is_number && !unit.is_empty() { format!("{space}{unit}") } else { String::new() };
                let measure = Some(strings.measure(finding)).filter(|it| is_number && !it.is_empty());
                let measure = measure.map(|it| format!("{it}{space}")).unwrap_or_default();
                format!("{}{colon}{measure}{}{unit}", arm.map_or("", |arm| arm.label.as_str()), value.value.value)
            });
            let effect = finding.effect.as_ref().or(finding.p.as_ref()).map(|at| at.value.clone());
            Outcome {
                name: format!("{}{colon}{}", strings.endpoint(finding.role), finding.endpoint),
                said: arms.chain(effect).collect(),
                verdict: strings.verdict(finding).map(str::to_owned),
            }
        });
        Self {
            title: strings.title_of(issue).into_owned(),
            address: standpoint.permalink(&site.issue_address(issue)),
            banner: strings.banner(issue).map(str::to_owned),
            summary: issue.public().summary().map(str::to_owned),
            results: results.collect(),
            about,
        }
    }
}
