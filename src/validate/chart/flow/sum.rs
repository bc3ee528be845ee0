//! Whether the counts of a flow diagram add up, each fault with its arithmetic.

use super::{Counted, Sheet};
use crate::diag::{At, Diagnostic, Text, code, text};
use crate::model::chart::Stage;
use crate::validate::chart::Surroundings;

/// The counts of a diagram.
struct Counts<'c> {
    all: &'c [Counted],
}

impl<'c> Counts<'c> {
    fn find(&self, stage: Stage, arm: Option<usize>) -> Option<&'c Counted> {
        self.all.iter().find(|it| it.stage == stage && it.arm == arm)
    }

    /// How many: as counted, otherwise the sum of the reasons if all have a count.
    fn count(&self, stage: Stage, arm: Option<usize>) -> Option<u32> {
        let counted = self.find(stage, arm)?;
        match &counted.count {
            Some(count) => Some(count.value),
            None => sum(counted),
        }
    }

    fn place(&self, stage: Stage, arm: Option<usize>) -> Option<&'c At<u32>> {
        self.find(stage, arm)?.count.as_ref()
    }
}

/// The sum of the reasons, if each has a count.
fn sum(counted: &Counted) -> Option<u32> {
    let counts = counted.reasons.iter().map(|(_, count)| count.as_ref().map(|it| it.value));
    if counted.reasons.is_empty() { None } else { counts.sum() }
}

/// Says where counts do not add up, or are not those of the trial.
pub(super) fn check(all: &[Counted], labels: &[Box<str>], around: &Surroundings<'_>, sheet: &mut Sheet<'_>) {
    let counts = Counts { all };
    for counted in all {
        check_reasons(counted, sheet);
    }
    check_trunk(&counts, sheet);
    let arms: Vec<usize> = (0..labels.len()).collect();
    for (stage, of) in [(Stage::Allocated, Stage::Randomised), (Stage::Analysed, Stage::Analysed)] {
        check_total(&counts, stage, of, &arms, sheet);
    }
    for arm in &arms {
        check_arm(&counts, *arm, &labels[*arm], sheet);
    }
    check_trial(&counts, around, sheet);
}

fn say(sheet: &mut Sheet<'_>, place: &At<u32>, message: Text) {
    let help = text!("see the paper which of them is wrong; if it is printed so, accept it with a reason: `accept:`");
    sheet.say(Diagnostic::new(code::D016, message), &place.span, help);
}

/// The reasons of a count come to no more than it, and to all of it where each is counted.
fn check_reasons(counted: &Counted, sheet: &mut Sheet<'_>) {
    let (Some(count), Some(found)) = (&counted.count, sum(counted)) else { return };
    if found != count.value {
        let terms: Vec<String> =
            counted.reasons.iter().filter_map(|(_, count)| Some(count.as_ref()?.value.to_string())).collect();
        let message = text!(
            "{count} are `{stage}`, but the reasons come to {terms} = {found}",
            count = count.value,
            stage = counted.stage.name(),
            terms = terms.join(" + "),
            found
        );
        say(sheet, count, message);
    }
}

/// Who was assessed and not excluded was randomised.
fn check_trunk(counts: &Counts<'_>, sheet: &mut Sheet<'_>) {
    let (Some(assessed), Some(excluded)) = (counts.count(Stage::Assessed, None), counts.count(Stage::Excluded, None))
    else {
        return;
    };
    let taken = [Stage::Enrolled, Stage::Randomised].into_iter().find_map(|stage| counts.place(stage, None));
    let Some(taken) = taken else { return };
    if u64::from(taken.value) + u64::from(excluded) != u64::from(assessed) {
        let message = text!(
            "{assessed} assessed − {excluded} excluded = {left}, and not {taken}",
            assessed,
            excluded,
            left = i64::from(assessed) - i64::from(excluded),
            taken = taken.value
        );
        say(sheet, taken, message);
    }
}

/// The arms come to the whole, where each arm is counted.
fn check_total(counts: &Counts<'_>, stage: Stage, of: Stage, arms: &[usize], sheet: &mut Sheet<'_>) {
    let Some(whole) = counts.place(of, None) else { return };
    let Some(parts) = arms.iter().map(|arm| counts.count(stage, Some(*arm))).collect::<Option<Vec<u32>>>() else {
        return;
    };
    let found: u64 = parts.iter().map(|it| u64::from(*it)).sum();
    if !parts.is_empty() && found != u64::from(whole.value) {
        let terms: Vec<String> = parts.iter().map(u32::to_string).collect();
        let message = text!(
            "the arms come to {terms} = {found} `{stage}`, and not {whole}",
            terms = terms.join(" + "),
            found,
            stage = stage.name(),
            whole = whole.value
        );
        say(sheet, whole, message);
    }
}

fn check_arm(counts: &Counts<'_>, arm: usize, label: &str, sheet: &mut Sheet<'_>) {
    let of = |stage| counts.count(stage, Some(arm));
    let Some(allocated) = of(Stage::Allocated) else { return };
    if let (Some(received), Some(place)) = (of(Stage::Received), counts.place(Stage::Received, Some(arm))) {
        let not = of(Stage::NotReceived);
        let found = u64::from(received) + u64::from(not.unwrap_or(0));
        // Without the others counted, only more than all is wrong.
        if found > u64::from(allocated) || (not.is_some() && found != u64::from(allocated)) {
            let message = text!(
                "{label}: {received} received + {not} did not = {found}, and not the {allocated} allocated",
                label,
                received,
                not = not.unwrap_or(0),
                found,
                allocated
            );
            say(sheet, place, message);
        }
    }
    if let Some(analysed) = counts.place(Stage::Analysed, Some(arm)) {
        check_analysed(counts, arm, label, allocated, analysed, sheet);
    }
}

/// An analysis takes all who were allocated, or leaves out those who left: some stage's losses as a whole.
fn check_analysed(
    counts: &Counts<'_>,
    arm: usize,
    label: &str,
    allocated: u32,
    analysed: &At<u32>,
    sheet: &mut Sheet<'_>,
) {
    let losses: Vec<(Stage, u32)> = [Stage::NotReceived, Stage::Lost, Stage::Discontinued, Stage::NotAnalysed]
        .into_iter()
        .filter_map(|stage| Some((stage, counts.count(stage, Some(arm))?)))
        .collect();
    let left_out = counts.count(Stage::NotAnalysed, Some(arm)).unwrap_or(0);
    let fits = (0..1_u32 << losses.len()).any(|chosen| {
        let lost: u64 = losses
            .iter()
            .enumerate()
            .filter(|(index, (stage, _))| chosen & (1 << index) != 0 || *stage == Stage::NotAnalysed)
            .map(|(_, (_, count))| u64::from(*count))
            .sum();
        lost + u64::from(analysed.value) == u64::from(allocated)
    });
    if fits {
        return;
    }
    let terms: Vec<String> = losses.iter().map(|(stage, count)| format!("{count} `{}`", stage.name())).collect();
    let message = if terms.is_empty() {
        text!(
            "{label}: {allocated} allocated, {analysed} analysed, and nobody is said to have left",
            label,
            allocated,
            analysed = analysed.value
        )
    } else {
        let lost: u64 = losses.iter().map(|(_, count)| u64::from(*count)).sum();
        text!(
            "{label}: {allocated} allocated and {analysed} analysed do not fit those who left: {terms} ({lost} in all, {left_out} of them left out of the analysis)",
            label,
            allocated,
            analysed = analysed.value,
            terms = Text::list(terms),
            lost,
            left_out
        )
    };
    say(sheet, analysed, message);
}

/// The counts of the diagram are those of the trial.
fn check_trial(counts: &Counts<'_>, around: &Surroundings<'_>, sheet: &mut Sheet<'_>) {
    let Some(trial) = around.trial else { return };
    let differ = |place: &At<u32>, what: Text, trial: u32, sheet: &mut Sheet<'_>| sheet.differ(place, what, trial);
    if let (Some(planned), Some(place)) = (trial.planned, counts.place(Stage::Planned, None))
        && planned != place.value
    {
        differ(place, text!("planned"), planned, sheet);
    }
    // A trial's `enrolled` is what it says of who took part: one count of the diagram is that.
    let taken = [(Stage::Enrolled, None), (Stage::Randomised, None), (Stage::Analysed, None)];
    let taken: Vec<&At<u32>> = taken.into_iter().filter_map(|(stage, arm)| counts.place(stage, arm)).collect();
    if let (Some(enrolled), Some(first)) = (trial.enrolled, taken.first())
        && taken.iter().all(|place| place.value != enrolled)
    {
        differ(first, text!("enrolled"), enrolled, sheet);
    }
    for (number, arm) in trial.arms.iter().enumerate() {
        let stages = [Stage::Allocated, Stage::Received, Stage::Analysed];
        let places: Vec<&At<u32>> = stages.into_iter().filter_map(|stage| counts.place(stage, Some(number))).collect();
        if let (Some(n), Some(first)) = (arm.n, places.first())
            && places.iter().all(|place| place.value != n)
        {
            differ(first, Text::verbatim(arm.label.as_str()), n, sheet);
        }
    }
}
