//! What a visual abstract says: of the trial what identifies it, of its results those that are for everyone.

use super::Visual;
use crate::model::chart::{Forest, Scale, Side};
use crate::model::finding::{Finding, Measure};
use crate::model::issue::Issue;
use crate::model::printed::Printed;
use crate::model::trial::{Arm, Trial};
use crate::render::card;
use crate::render::html::Words;
use crate::render::standpoint::Standpoint;

/// A primary endpoint and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Outcome {
    /// `主要终点`, and what its values are: `中位`.
    pub(super) role: String,
    /// `总生存期（OS）`.
    pub(super) endpoint: String,
    pub(super) population: Option<String>,
    pub(super) arms: Vec<Group>,
    /// How far a whole bar reaches; none where no bars are drawn.
    pub(super) most: Option<f64>,
    /// The effect as it is written, and a P value that stands alone.
    pub(super) effect: Option<String>,
    pub(super) p: Option<String>,
    pub(super) plot: Option<Plot>,
    /// Whether it was met, in words too.
    pub(super) verdict: Option<(bool, String)>,
    pub(super) note: Option<String>,
}

/// An arm.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Group {
    pub(super) label: String,
    /// `85例`.
    pub(super) size: Option<String>,
    pub(super) value: Option<Value>,
}

/// The value of an arm.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Value {
    pub(super) printed: String,
    pub(super) unit: String,
    pub(super) count: Option<String>,
    pub(super) number: Option<f64>,
}

/// The effect on its axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    pub(super) scale: Scale,
    pub(super) point: f64,
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// The line of no effect; none where nothing is compared.
    pub(super) null: Option<f64>,
    pub(super) margin: Option<f64>,
    /// `非劣效界值 1.38`.
    pub(super) margin_words: String,
    /// What lies below and above the line of no effect, where that is known.
    pub(super) sides: Option<[String; 2]>,
}

/// More letters than this in one text find no room on any picture.
const ENDLESS: usize = 400;

fn is_endless(text: &str) -> bool {
    text.chars().nth(ENDLESS).is_some()
}

impl Group {
    /// Whether its name has no room on any picture.
    pub(super) fn is_endless(&self) -> bool {
        is_endless(&self.label)
    }
}

impl Outcome {
    /// Whether something of it has no room on any picture.
    pub(super) fn is_endless(&self) -> bool {
        let texts = [&self.population, &self.effect, &self.p, &self.note].into_iter().flatten();
        texts.chain([&self.endpoint]).any(|text| is_endless(text)) || self.arms.iter().any(Group::is_endless)
    }

    /// All of it in words.
    pub(super) fn said(&self) -> Vec<String> {
        let mut said = vec![format!("{} {}", self.role, self.endpoint)];
        said.extend(self.population.clone());
        said.extend(self.arms.iter().map(Group::said));
        said.extend([&self.effect, &self.p].into_iter().flatten().cloned());
        said.extend(self.plot.iter().map(|plot| plot.margin_words.clone()));
        said.extend(self.verdict.iter().map(|(_, words)| words.clone()));
        said.extend(self.note.clone());
        said
    }
}

/// Gathers what is said of an issue that has a trial.
pub(super) fn gather(standpoint: &Standpoint<'_>, issue: &Issue) -> Option<Visual> {
    let trial = issue.trial.as_ref()?;
    let site = standpoint.site;
    let word = |name: &'static str| standpoint.strings.get(name).to_owned();
    let number = issue.number.value.to_string();
    let phase = trial.phase.as_ref().map(|phase| word("trial.phase_value").replace("{phase}", phase));
    let enrolled = trial.enrolled.map(|n| word("trial.enrolled").replace("{n}", &standpoint.thousands().count(n)));
    let study = [Some(trial.name.clone()), phase, enrolled].into_iter().flatten();
    let public = issue.public();
    let outcomes: Vec<Outcome> = public.headlines().map(|finding| outcome(standpoint, Some(trial), finding)).collect();
    Some(Visual {
        language: issue.language.tag().to_owned(),
        kicker: site.column_title(issue).to_owned(),
        number: word("issue.number").replace("{n}", &number),
        warning: match (issue.is_retracted(), issue.is_in_doubt()) {
            (true, _) => Some(word("issue.retracted")),
            (_, true) => Some(word("issue.concern")),
            _ => None,
        },
        title: issue.title.clone(),
        kept: card::kept(standpoint, &issue.title),
        study: study.collect::<Vec<_>>().join(" · "),
        question: trial.title.clone(),
        arms: trial.arms.iter().map(|arm| group(standpoint, arm)).collect(),
        instead: word(if public.has(crate::model::issue::Part::KeyFindings) { "home.read" } else { "gate.withheld" }),
        outcomes,
        source: source(trial),
        site: site.settings.title.get(standpoint.language()).to_owned(),
        address: site.settings.base.whole(&site.issue_address(issue)),
    })
}

/// The journal; the DOI, or the address, and the registration.
fn source(trial: &Trial) -> Vec<String> {
    let paper = trial.publication.as_ref();
    let journal = paper.map(|paper| {
        let year = paper.year.map(|year| year.to_string());
        let parts = [Some(paper.journal.clone()), year, paper.volume.clone(), paper.pages.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let doi = paper.and_then(|paper| match &paper.doi {
        Some(doi) => Some(format!("doi:{}", doi.value)),
        None => paper.address(),
    });
    let registration = trial.registration.as_ref().map(|id| id.value.to_string());
    let ids: Vec<String> = [doi, registration].into_iter().flatten().collect();
    [journal, Some(ids.join(" · "))].into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

fn group(standpoint: &Standpoint<'_>, arm: &Arm) -> Group {
    let size = |n: u32| standpoint.strings.get("trial.arm_size").replace("{n}", &standpoint.thousands().count(n));
    Group { label: arm.label.clone(), size: arm.n.map(size), value: None }
}

pub(super) fn outcome(standpoint: &Standpoint<'_>, trial: Option<&Trial>, finding: &Finding) -> Outcome {
    let strings = standpoint.strings;
    let word = |name: &'static str| strings.get(name).to_owned();
    let is_han = matches!(standpoint.language().primary(), "zh" | "ja");
    let short = finding.short.as_ref().map(|it| if is_han { format!("（{it}）") } else { format!(" ({it})") });
    let short = short.unwrap_or_default();
    let mut arms: Vec<Group> = trial.iter().flat_map(|it| &it.arms).map(|arm| group(standpoint, arm)).collect();
    for value in &finding.values {
        let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
        if let Some(arm) = arms.get_mut(value.arm) {
            arm.value = Some(Value {
                printed: value.value.value.clone(),
                unit: finding.unit.clone().filter(|_| is_number).unwrap_or_default(),
                count: value.count.as_ref().map(|count| standpoint.thousands().counts(&count.value)),
                number: value.number.map(Printed::value),
            });
        }
    }
    let (role, measure) = (strings.endpoint(finding.role), strings.measure(finding));
    let role = [role, measure].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let (main, adjusted) = (finding.effect.as_ref(), finding.adjusted.as_ref());
    let has_own_p = finding.understood.effect.as_ref().is_none_or(|effect| effect.p.is_none());
    let p = finding.p.as_ref().filter(|_| has_own_p);
    Outcome {
        role,
        endpoint: format!("{}{short}", finding.endpoint),
        population: finding.population.clone(),
        most: most(finding, &arms),
        arms,
        effect: main.map(|it| it.value.clone()).or_else(|| {
            adjusted.map(|it| format!("{}{}{}", word("finding.adjusted"), word("finding.colon"), it.value))
        }),
        p: p.map(|p| format!("{}{}{}", word("finding.p_value"), word("finding.colon"), p.value)),
        plot: plot(standpoint, trial, finding),
        verdict: finding.met.zip(strings.headline(finding).map(str::to_owned)),
        note: finding.note.clone(),
    }
}

/// How far a whole bar reaches: a share of one arm alone is one of a hundred, all else is compared with the largest.
fn most(finding: &Finding, arms: &[Group]) -> Option<f64> {
    let values = || arms.iter().filter_map(|arm| arm.value.as_ref());
    let numbers: Vec<f64> = values().filter_map(|value| value.number).collect();
    let is_measured = values().count() == numbers.len() && numbers.iter().all(|number| *number >= 0.0);
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    let whole = match (finding.measure, numbers.len()) {
        (Some(Measure::Rate), 1) => 100.0_f64.max(largest),
        (Some(Measure::Median | Measure::Mean) | None, 1) => return None,
        _ => largest,
    };
    (is_measured && largest > 0.0).then_some(whole)
}

/// The effect that is written first, if its numbers were understood.
fn plot(standpoint: &Standpoint<'_>, trial: Option<&Trial>, finding: &Finding) -> Option<Plot> {
    let understood = &finding.understood;
    let effect = if finding.effect.is_some() { understood.effect.as_ref() } else { understood.adjusted.as_ref() }?;
    let interval = effect.interval.as_ref()?;
    let is_ratio = effect.measure.is_ratio();
    let scale = if is_ratio { Scale::Ratio } else { Scale::Difference };
    let [point, lower, upper] = [&effect.estimate, &interval.lower, &interval.upper].map(|it| it.value.value());
    let can_be_drawn = [point, lower, upper].iter().all(|value| scale.holds(*value)) && lower <= upper;
    if !can_be_drawn || !(lower..=upper).contains(&point) {
        return None;
    }
    let words = Words::of(standpoint.strings, None).chart;
    let side = |side: Side| match side {
        Side::Favours(arm) => words.fill("chart.favours", &[("arm", &arm)]),
        Side::Written(text) => text.into(),
    };
    let sides = Forest::of_findings(std::slice::from_ref(finding), trial).and_then(|forest| forest.sides);
    let margin = finding.margin_value().filter(|margin| scale.holds(margin.value()));
    let margin_words =
        finding.margin.as_ref().map(|it| format!("{} {}", standpoint.strings.get("finding.margin"), it.value));
    Some(Plot {
        scale,
        point,
        lower,
        upper,
        null: effect.measure.compares().then_some(scale.null()),
        margin: margin.map(Printed::value),
        margin_words: margin_words.unwrap_or_default(),
        sides: sides.map(|sides| sides.map(side)),
    })
}
