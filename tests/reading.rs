//! What the reader makes of statements as the literature writes them: a corpus of forms, those that only look like one, and
//! ratios as they were printed, written in the usual ways.
//!
//! `tests/reading/printed.csv` has numbers alone: measure, estimate, bounds, level, sign and P of 795 ratios.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use postil::evidence;
use postil::model::statistic::{Effect, IntervalKind, PRole, PValue, Sides, Statement};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading").join(name);
    fs::read_to_string(path).expect("the corpus")
}

fn p(p: &PValue) -> String {
    let sides = match p.sides.as_ref().map(|it| it.value) {
        Some(Sides::One) => "/1",
        Some(Sides::Two) => "/2",
        None => "",
    };
    let role = if p.role == PRole::Effect { "" } else { "?" };
    format!("P{}{}{sides}{role}", p.comparison.sign(), p.value)
}

/// An effect in one form: `aHR 0.77 [95% 0.59 1.01] P=0.06/1`.
fn drawn(effect: &Effect) -> String {
    let adjusted = if effect.is_adjusted { "a" } else { "" };
    let mut out = format!("{adjusted}{} {}", effect.measure.abbreviation(), effect.estimate);
    let brackets = |kind| if kind == IntervalKind::Credible { ("{", "}") } else { ("[", "]") };
    if let Some(interval) = &effect.interval {
        let (open, close) = brackets(interval.kind);
        let level = interval.level.as_ref().map(|it| format!("{it}% ")).unwrap_or_default();
        let _ = write!(out, " {open}{level}{} {}{close}", interval.lower, interval.upper);
    }
    if let Some(interval) = &effect.half_open {
        let (open, close) = brackets(interval.kind);
        let level = interval.level.as_ref().map(|it| format!("{it}% ")).unwrap_or_default();
        let bound = &interval.bound;
        let ends = if interval.is_lower { format!("{bound} …") } else { format!("… {bound}") };
        let _ = write!(out, " {open}{level}{ends}{close}");
    }
    if let Some(value) = &effect.p {
        let _ = write!(out, " {}", p(value));
    }
    out
}

/// The effects of a text.
fn read(text: &str) -> String {
    let found = evidence::find(text);
    let effects: Vec<String> = found.iter().filter_map(Statement::effect).map(drawn).collect();
    effects.join("; ")
}

#[test]
fn statements_are_read_as_the_literature_writes_them() {
    let corpus = file("read.txt");
    let lines: Vec<(&str, &str)> =
        corpus.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" ⇒ ")).collect();
    assert!(lines.len() >= 150, "the corpus is gone");
    let wrong: Vec<String> = lines
        .iter()
        .map(|(text, expected)| (text, expected, read(text)))
        .filter(|(_, expected, found)| found != **expected)
        .map(|(text, expected, found)| format!("{text}\n  meant {expected}\n  read  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

#[test]
fn what_only_looks_like_a_statement_is_left_alone() {
    let corpus = file("left.txt");
    let lines: Vec<&str> = corpus.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() >= 60, "the corpus is gone");
    let has_interval = |effect: &&Effect| effect.interval.is_some() || effect.half_open.is_some();
    let wrong: Vec<String> = lines
        .iter()
        .map(|text| {
            let found = evidence::find(text);
            let effects: Vec<String> =
                found.iter().filter_map(Statement::effect).filter(has_interval).map(drawn).collect();
            (text, effects.join("; "))
        })
        .filter(|(_, found)| !found.is_empty())
        .map(|(text, found)| format!("{text}\n  read {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A ratio of the list.
struct Printed<'c> {
    measure: &'c str,
    estimate: &'c str,
    lower: &'c str,
    upper: &'c str,
    level: &'c str,
    sign: &'c str,
    p: &'c str,
}

fn printed(line: &str) -> Option<Printed<'_>> {
    let mut fields = line.split(',');
    let mut next = || fields.next();
    let (measure, estimate, lower, upper) = (next()?, next()?, next()?, next()?);
    let level = next().filter(|it| !it.is_empty()).unwrap_or("95");
    let _kind = next();
    Some(Printed { measure, estimate, lower, upper, level, sign: next()?, p: next()? })
}

impl Printed<'_> {
    fn name(&self, chinese: bool) -> &str {
        let names = [
            ("HR", "风险比", "hazard ratio"),
            ("OR", "比值比", "odds ratio"),
            ("RR", "相对危险度", "risk ratio"),
            ("IRR", "发病率比", "rate ratio"),
            ("SHR", "SHR", "subdistribution hazard ratio"),
        ];
        let found = names.iter().find(|(short, ..)| *short == self.measure);
        found.map_or(self.measure, |(_, han, english)| if chinese { han } else { english })
    }

    /// The statement in the usual ways.
    fn written(&self) -> Vec<String> {
        let Self { measure, estimate, lower, upper, level, sign, p } = self;
        let (name, han) = (self.name(false), self.name(true));
        let (comma, semicolon, wide) = if p.is_empty() {
            (String::new(), String::new(), String::new())
        } else {
            (format!(", P {sign} {p}"), format!("; P{sign}{p}"), format!("，P{sign}{p}"))
        };
        vec![
            format!("In the trial {measure} {estimate} ({level}% CI {lower}–{upper}{semicolon})."),
            format!("{measure}, {estimate}; {level}% CI, {lower} to {upper}{semicolon}"),
            format!("The {name} for death was {estimate} ({level}% confidence interval {lower} to {upper}{comma})."),
            format!("({name} {estimate} [{level}% CI {lower}, {upper}]{semicolon})"),
            format!("{measure}s ({level}% CI) were {estimate} ({lower}–{upper}) for A and 1.11 (1.01–1.22) for B."),
            format!("{measure} vs placebo {estimate} (CI {level}%: {lower}-{upper}{semicolon})"),
            format!("adjusted {name} of A per 10 mm Hg {estimate}, {level}%-CI {lower}–{upper}{comma}"),
            format!("{measure}={estimate}，{level}%CI {lower}~{upper}{wide}"),
            format!("死亡的{han}为{estimate}（{level}%置信区间：{lower}至{upper}{wide}）"),
            format!("{han}（{measure}）{estimate}，{level}%可信区间为{lower}～{upper}{wide}"),
            format!("OS与PFS的{measure}分别为1.11（{level}%CI 1.01~1.22）和{estimate}（{lower}~{upper}）"),
            format!("{measure}（OS）={estimate}[{level}%CI（{lower}，{upper}）]{wide}"),
        ]
    }

    /// Whether one of the effects of a text is this one, with its P value if that was written.
    fn is_read(&self, text: &str) -> bool {
        let found = evidence::find(text);
        let is_this = |effect: &Effect| {
            let Some(interval) = &effect.interval else { return false };
            let plain = |it: &dyn ToString| it.to_string().replace('−', "-");
            let p = effect.p.as_ref().map(|p| plain(&p.value.value)).unwrap_or_default();
            let has_p = text.contains(&format!("{}{}", self.sign, self.p))
                || text.contains(&format!("{} {}", self.sign, self.p));
            effect.measure.abbreviation() == self.measure
                && plain(&effect.estimate.value) == self.estimate
                && plain(&interval.lower.value) == self.lower
                && plain(&interval.upper.value) == self.upper
                && interval.level.as_ref().map(|it| plain(&it.value)).as_deref() == Some(self.level)
                && p == if has_p { self.p } else { "" }
        };
        found.iter().filter_map(Statement::effect).any(is_this)
    }
}

#[test]
fn printed_ratios_are_read_in_the_usual_ways() {
    let corpus = file("printed.csv");
    let rows: Vec<Printed<'_>> = corpus.lines().skip(1).filter_map(printed).collect();
    assert!(rows.len() >= 790, "the list is gone: {}", rows.len());
    let (mut all, mut wrong) = (0, Vec::new());
    for row in &rows {
        for text in row.written() {
            all += 1;
            if !row.is_read(&text) {
                wrong.push(format!("{text}\n  {}", read(&text)));
            }
        }
    }
    let shown: Vec<&String> = wrong.iter().take(40).collect();
    assert!(wrong.len() * 100 <= all, "{} of {all}: {shown:#?}", wrong.len());
}
