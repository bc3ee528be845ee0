//! Two guises of an issue: alike in all that [`Public`] shows, different in everything else.
//!
//! Whatever is made of both and is not the same tells something that is withheld, be it a text, a part of one, a number
//! or a yes or no. Each type is put together field by field: a new field of an issue is in neither guise until somebody
//! has said here whether it is for everyone.

use std::collections::BTreeSet;

use super::Public;
use crate::diag::{At, SourceText};
use crate::model::body::{Body, Image, Kind, Target};
use crate::model::comment::{Comment, Comments};
use crate::model::commentary::Commentary;
use crate::model::consent::Scope;
use crate::model::correction::Correction;
use crate::model::figure::Figure;
use crate::model::finding::{ArmValue, Finding, Measure};
use crate::model::issue::{Issue, Part, Prints};
use crate::model::page::Page;
use crate::model::printed::Printed;
use crate::model::quiz::{Choice, Question};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guise {
    /// Yes and no as they are.
    One,
    /// Yes and no the other way round.
    Other,
}

/// The first of the 32 noncharacters that Unicode (chapter 23.7) keeps for use inside of programs: no text has them.
const FIRST: u32 = 0xFDD0;
/// How many of them each guise has: one for each part.
const EACH: u32 = 16;

/// The parts whose texts stand in a text, told by their marks.
pub fn parts_in(text: &str) -> BTreeSet<Part> {
    let part = |letter: char| {
        let number = u32::from(letter).checked_sub(FIRST).filter(|number| *number < 2 * EACH)?;
        Part::ALL.get((number % EACH) as usize).copied()
    };
    text.chars().filter_map(part).collect()
}

impl Guise {
    /// What stands for every text of a part. One letter, so that no piece of it can be shown without it.
    fn mark(self, part: Part) -> String {
        let number = Part::ALL.iter().position(|it| *it == part).unwrap_or_default() as u32;
        let own = if self == Self::One { 0 } else { EACH };
        char::from_u32(FIRST + own + number).into_iter().collect()
    }

    fn flag(self, flag: bool) -> bool {
        flag == (self == Self::One)
    }

    /// One or very many; none stays none: what is there can be seen.
    fn number(self, number: u32) -> u32 {
        match (number, self) {
            (0, _) => 0,
            (_, Self::One) => 1,
            (_, Self::Other) => 1_000_000,
        }
    }
}

impl Public<'_> {
    /// The issue with only what is for everyone left in it.
    pub fn in_guise(self, guise: Guise) -> Issue {
        let it = self.issue;
        let disguise = Disguise { public: self, guise };
        Issue {
            column: it.column.clone(),
            slug: it.slug.clone(),
            language: it.language.clone(),
            source: SourceText::new(it.source.path.as_str(), ""),
            title_span: 0..0,
            title: it.title.clone(),
            number: it.number.clone(),
            date: it.date,
            updated: it.updated,
            byline: it.byline.clone(),
            original: it.original,
            tags: it.tags.clone(),
            draft: it.draft,
            asks: it.asks.clone(),
            scope: it.scope,
            aliases: it.aliases.clone(),
            summary: self.summary_part().map_or_else(|| it.summary.clone(), |part| disguise.text(part, &it.summary)),
            summary_from: it.summary_from,
            cover: it.cover.clone(),
            trial: it.trial.clone(),
            key_findings: it.key_findings.as_ref().map(|body| disguise.body(Part::KeyFindings, body)),
            findings: it.findings.iter().map(|finding| disguise.finding(finding)).collect(),
            body: disguise.body(Part::Introduction, &it.body),
            commentary: it.commentary.iter().map(|commentary| disguise.commentary(commentary)).collect(),
            credits: it.credits.clone(),
            about_team: it.about_team.clone(),
            disclosures: it.disclosures.clone(),
            funding: it.funding.clone(),
            sponsor: it.sponsor.clone(),
            quiz: it.quiz.iter().map(|question| disguise.question(question)).collect(),
            corrections: it.corrections.iter().map(|correction| disguise.correction(correction)).collect(),
            references: it.references.clone(),
            published: Vec::new(),
            comments: disguise.comments(&it.comments),
            measure: it.measure,
            accepts: Vec::new(),
            todo: Vec::new(),
            prose: Vec::new(),
            prints: Prints::default(),
        }
    }
}

impl Page {
    /// The page with only what is for everyone left in it: all, or its title and what it is about.
    pub fn in_guise(&self, guise: Guise) -> Self {
        let is_open = self.scope == Scope::Open;
        Self {
            address: self.address.clone(),
            section: self.section.clone(),
            is_index: self.is_index,
            language: self.language.clone(),
            source: SourceText::new(self.source.path.as_str(), ""),
            title: self.title.clone(),
            description: self.description.clone(),
            order: self.order,
            aliases: self.aliases.clone(),
            asks: self.asks.clone(),
            scope: self.scope,
            body: if is_open { self.body.clone() } else { marked(&self.body, &guise.mark(Part::Introduction)) },
            prose: Vec::new(),
        }
    }
}

/// What is for everyone of an issue, and the guise in which the rest is shown.
#[derive(Clone, Copy)]
struct Disguise<'a> {
    public: Public<'a>,
    guise: Guise,
}

impl Disguise<'_> {
    fn text(self, part: Part, text: &str) -> String {
        if self.public.has(part) || text.is_empty() { text.to_owned() } else { self.guise.mark(part) }
    }

    fn option(self, part: Part, text: Option<&String>) -> Option<String> {
        text.map(|text| self.text(part, text))
    }

    fn at(self, part: Part, text: &At<String>) -> At<String> {
        At::new(self.text(part, text), text.span.clone())
    }

    fn flag(self, part: Part, flag: bool) -> bool {
        if self.public.has(part) { flag } else { self.guise.flag(flag) }
    }

    fn number(self, part: Part, number: u32) -> u32 {
        if self.public.has(part) { number } else { self.guise.number(number) }
    }

    fn body(self, part: Part, body: &Body) -> Body {
        if self.public.has(part) { body.clone() } else { marked(body, &self.guise.mark(part)) }
    }

    fn finding(self, it: &Finding) -> Finding {
        const PART: Part = Part::KeyFindings;
        let measure = |measure| match (self.flag(PART, true), measure) {
            (true, _) => measure,
            (false, Measure::Median) => Measure::Rate,
            (false, Measure::Mean | Measure::Rate) => Measure::Median,
        };
        let count = it.values.len();
        let value = |(place, it): (usize, &ArmValue)| {
            let (value, number) = self.value(it, [place + 1, count - place + 1]);
            ArmValue { arm: it.arm, value, number, count: it.count.as_ref().map(|count| self.at(PART, count)) }
        };
        Finding {
            endpoint: self.text(PART, &it.endpoint),
            short: self.option(PART, it.short.as_ref()),
            // That there is a primary endpoint can be seen, as every part's being there can.
            role: it.role,
            population: self.option(PART, it.population.as_ref()),
            values: it.values.iter().enumerate().map(value).collect(),
            measure: it.measure.map(measure),
            unit: self.option(PART, it.unit.as_ref()),
            effect: it.effect.as_ref().map(|text| self.at(PART, text)),
            adjusted: it.adjusted.as_ref().map(|text| self.at(PART, text)),
            p: it.p.as_ref().map(|text| self.at(PART, text)),
            // What a forest plot is drawn from; the name of the endpoint stands in each of its rows.
            understood: it.understood.clone(),
            margin: it.margin.as_ref().map(|text| self.at(PART, text)),
            met: it.met.map(|met| self.flag(PART, met)),
            note: self.option(PART, it.note.as_ref()),
            span: it.span.clone(),
        }
    }

    /// The value of an arm, which begins with a number: rising from arm to arm in one guise, falling in the other.
    fn value(self, it: &ArmValue, [one, other]: [usize; 2]) -> (At<String>, Option<Printed>) {
        if self.public.has(Part::KeyFindings) {
            return (it.value.clone(), it.number);
        }
        let number = if self.guise == Guise::One { one } else { other };
        let value = format!("{number}{}", self.guise.mark(Part::KeyFindings));
        (At::new(value, it.value.span.clone()), Printed::parse(&number.to_string()))
    }

    fn commentary(self, it: &Commentary) -> Commentary {
        Commentary { expert: it.expert.clone(), text: self.body(Part::Commentary, &it.text) }
    }

    fn question(self, it: &Question) -> Question {
        const PART: Part = Part::Quiz;
        let choice = |it: &Choice| Choice {
            text: self.body(PART, &it.text),
            right: self.flag(PART, it.right),
            feedback: it.feedback.as_ref().map(|body| self.body(PART, body)),
        };
        let is_public = self.public.has(PART);
        Question {
            question: self.body(PART, &it.question),
            choices: it.choices.iter().map(choice).collect(),
            explanation: it.explanation.as_ref().map(|body| self.body(PART, body)),
            evidence: it.evidence.as_ref().map(|text| self.at(PART, text)),
            evidence_target: match &it.evidence_target {
                target if is_public => target.clone(),
                Target::Unresolved => Target::Unresolved,
                _ => Target::Here(self.guise.mark(PART).into()),
            },
        }
    }

    fn correction(self, it: &Correction) -> Correction {
        const PART: Part = Part::Corrections;
        Correction {
            date: it.date,
            kind: it.kind,
            was: self.option(PART, it.was.as_ref()),
            now: self.option(PART, it.now.as_ref()),
            note: self.option(PART, it.note.as_ref()),
            // It names a notice that is published elsewhere.
            doi: it.doi.clone(),
        }
    }

    fn comments(self, it: &Comments) -> Comments {
        const PART: Part = Part::Comments;
        let comment = |it: &Comment| Comment {
            author: self.text(PART, &it.author),
            date: it.date.map(|date| if self.flag(PART, true) { date } else { date.tomorrow().unwrap_or(date) }),
            text: self.text(PART, &it.text),
            likes: it.likes.map(|likes| self.number(PART, likes)),
        };
        Comments {
            count: self.number(PART, it.count),
            more: self.option(PART, it.more.as_ref()),
            shown: it.shown.iter().map(comment).collect(),
        }
    }
}

/// A body that says nothing but a mark, in as many headings, paragraphs and figures as the other has.
fn marked(body: &Body, mark: &str) -> Body {
    let mut out = Body::new();
    let mut say = |kind: Kind| {
        let node = out.open(kind, 0..0);
        out.leaf(Kind::Text, mark, 0..0);
        out.close(node);
    };
    for node in body.nodes() {
        match &node.kind {
            Kind::Heading { level, .. } => say(Kind::Heading { level: *level, classes: 0, id: mark.into() }),
            Kind::Figure(_) => {
                let figure = Figure { image: 0, alt: mark.into(), source: None, id: None, classes: "".into() };
                say(Kind::Figure(Box::new(figure)));
            }
            Kind::Paragraph => say(Kind::Paragraph),
            _ => {}
        }
    }
    // A table, a list: there is something to be read.
    if !body.is_empty() {
        say(Kind::Paragraph);
    }
    let written = mark.into();
    out.images.push(Image { written, title: None, span: 0..0, target: Target::Outside, size: None });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_mark_of_its_own_in_each_guise() {
        assert!(Part::ALL.len() <= EACH as usize);
        let marks: BTreeSet<String> = [Guise::One, Guise::Other]
            .iter()
            .flat_map(|guise| Part::ALL.iter().map(|part| guise.mark(*part)))
            .collect();
        assert_eq!(marks.len(), 2 * Part::ALL.len());
        for part in Part::ALL {
            let text = format!("a{}b{}", Guise::One.mark(*part), Guise::Other.mark(*part));
            assert_eq!(parts_in(&text), BTreeSet::from([*part]));
        }
        assert!(parts_in("题目 title \u{FFFD}\u{E000}").is_empty());
    }
}
