//! An issue: one published number of a column.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::body::{Body, Image};
use super::comment::Comments;
use super::commentary::Commentary;
use super::consent::Scope;
use super::correction::{Correction, CorrectionKind};
use super::credit::Credit;
use super::elsewhere::Elsewhere;
use super::finding::Finding;
use super::language::Language;
use super::outside;
use super::prose::Prose;
use super::quiz::{Choice, Question};
use super::reference::Reference;
use super::trial::Trial;
use crate::diag::{Acceptance, At, SourceText, Span};

/// Every Markdown text of an issue with its section, as references of the kind that the issue is. It names every field,
/// so that one with Markdown cannot be forgotten: rules, the reading time, links and charts all go by this.
macro_rules! texts {
    ($issue:expr) => {{
        let Issue {
            key_findings,
            body,
            commentary,
            quiz,
            column: _,
            slug: _,
            language: _,
            source: _,
            title_span: _,
            title: _,
            number: _,
            date: _,
            updated: _,
            byline: _,
            original: _,
            tags: _,
            draft: _,
            asks: _,
            scope: _,
            aliases: _,
            summary: _,
            summary_from: _,
            cover: _,
            trial: _,
            findings: _,
            credits: _,
            about_team: _,
            disclosures: _,
            funding: _,
            sponsor: _,
            corrections: _,
            references: _,
            published: _,
            comments: _,
            measure: _,
            accepts: _,
            todo: _,
            prose: _,
            prints: _,
        } = $issue;
        let commentary = commentary.into_iter().enumerate();
        let questions = quiz.into_iter().enumerate().flat_map(
            |(number, Question { question, choices, explanation, evidence: _, evidence_target: _ })| {
                let choices = choices
                    .into_iter()
                    .flat_map(|Choice { text, feedback, right: _ }| std::iter::once(text).chain(feedback));
                let all = std::iter::once(question).chain(choices).chain(explanation);
                all.map(move |body| (Section::Quiz(number), body))
            },
        );
        key_findings
            .into_iter()
            .map(|body| (Section::KeyFindings, body))
            .chain([(Section::Text, body)])
            .chain(commentary.map(|(number, Commentary { text, expert: _ })| (Section::Commentary(number), text)))
            .chain(questions)
    }};
}

/// An issue in one language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issue {
    /// Its column's slug.
    pub column: Arc<str>,
    /// The last part of its address.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// The file. Where an issue is kept it is kept without its text.
    #[serde(skip)]
    pub source: Arc<SourceText>,
    /// Where the title stands in the file.
    pub title_span: Span,
    /// Its title.
    pub title: String,
    /// Its number in the column.
    pub number: At<u32>,
    /// When it is published.
    pub date: Date,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Who it is by, as printed.
    pub byline: Option<String>,
    /// Whether it was written for this column.
    pub original: bool,
    /// Its subjects.
    pub tags: Vec<At<Arc<str>>>,
    /// Whether it is not ready to be published.
    pub draft: bool,
    /// What its editor says of how much stands behind the question of consent.
    pub asks: Option<At<Scope>>,
    /// How much does: what its editor says, else what holds for the site. Set when the site is put together.
    pub scope: Scope,
    /// Old addresses that lead to it.
    pub aliases: Vec<At<String>>,
    /// What it says in a sentence or two; made from the key findings or the body where none was written.
    pub summary: String,
    /// Where that comes from.
    pub summary_from: SummarySource,
    /// A picture for its head.
    pub cover: Option<Cover>,
    /// The study it reports.
    pub trial: Option<Trial>,
    /// 本文精要.
    pub key_findings: Option<Body>,
    /// The results as data.
    pub findings: Vec<Finding>,
    /// 研究简介.
    pub body: Body,
    /// 专家点评.
    pub commentary: Vec<Commentary>,
    /// Who made it.
    pub credits: Vec<Credit>,
    /// What the team says of itself.
    pub about_team: Option<String>,
    /// Conflicts of interest, as declared.
    pub disclosures: Option<String>,
    /// Who paid for the trial or the issue.
    pub funding: Option<String>,
    /// Who sponsors the issue: said beside its date.
    pub sponsor: Option<String>,
    /// 学后练习.
    pub quiz: Vec<Question>,
    /// 更正, newest first.
    pub corrections: Vec<Correction>,
    /// What it refers to.
    pub references: Vec<Reference>,
    /// Where else it has been put.
    pub published: Vec<Elsewhere>,
    /// Comments of readers, which stand in a file of their own.
    #[serde(skip)]
    pub comments: Comments,
    /// What can be counted in it.
    pub measure: TextMeasure,
    /// What its editor accepts in it.
    pub accepts: Vec<Acceptance>,
    /// Questions that are open in it.
    pub todo: Vec<At<String>>,
    /// Its words outside the bodies.
    pub prose: Vec<Prose>,
    /// Prints of it, once it is what it stays.
    #[serde(skip)]
    pub prints: Prints,
}

/// The prints of all of an issue, and of what stands on other pages than its own, found when they are first asked for:
/// from then on it must not be changed. A copy, which may be changed, has none.
#[derive(Debug, Default)]
pub struct Prints(OnceLock<[u128; 2]>);

impl Prints {
    /// Those that were found before, else those that `find` finds.
    pub(super) fn get(&self, find: impl FnOnce() -> [u128; 2]) -> [u128; 2] {
        *self.0.get_or_init(find)
    }
}

impl Clone for Prints {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Hash for Issue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [whole, _] = outside::prints(self);
        whole.hash(state);
    }
}

/// A picture for the head of an issue.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Cover {
    /// The picture.
    pub image: Image,
    /// What it shows.
    pub alt: String,
    /// Where it comes from.
    pub source: Option<String>,
}

/// Where a summary comes from, which decides who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SummarySource {
    /// The editor wrote it, for lists and search engines.
    Written,
    /// The beginning of the key findings.
    KeyFindings,
    /// The beginning of the text.
    Text,
}

/// How long a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextMeasure {
    /// Han characters and words of other scripts.
    pub words: u32,
    /// Minutes to read it, at least one.
    pub minutes: u32,
}

impl Issue {
    /// Its address in its language, with `/` at its end: `rt-frontier/rtog1112/`.
    pub fn address(&self) -> String {
        format!("{}/{}/", self.column, self.slug)
    }

    /// Whether the covered paper or the issue was withdrawn.
    pub fn is_retracted(&self) -> bool {
        self.corrections.iter().any(|correction| correction.kind == CorrectionKind::Retraction)
    }

    /// Whether the covered paper is in doubt, and was not withdrawn.
    pub fn is_in_doubt(&self) -> bool {
        !self.is_retracted() && self.corrections.iter().any(|correction| correction.kind == CorrectionKind::Concern)
    }

    /// Every Markdown text in it with its section, in the order of the page.
    pub fn texts(&self) -> impl Iterator<Item = (Section, &Body)> {
        texts!(self)
    }

    /// The same without the sections.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.texts().map(|(_, body)| body)
    }

    /// The same, to be changed.
    pub fn bodies_mut(&mut self) -> impl Iterator<Item = &mut Body> {
        texts!(self).map(|(_, body)| body)
    }
}

/// A section of what can be read: the rules look at each in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The fields of front matter.
    Fields,
    /// 本文精要
    KeyFindings,
    /// The text.
    Text,
    /// A commentary, by its number from 0.
    Commentary(usize),
    /// A question, by its number from 0.
    Quiz(usize),
}

impl Section {
    /// Whether it is read from its beginning to its end: questions are answered, and fields are looked up.
    pub fn is_read_through(self) -> bool {
        !matches!(self, Self::Fields | Self::Quiz(_))
    }

    /// The part of the page that it is; none for fields, which stand in all of them.
    pub fn part(self) -> Option<Part> {
        Some(match self {
            Self::Fields => return None,
            Self::KeyFindings => Part::KeyFindings,
            Self::Text => Part::Introduction,
            Self::Commentary(_) => Part::Commentary,
            Self::Quiz(_) => Part::Quiz,
        })
    }
}

/// A part of an issue's page, with a place in its contents list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 本文精要
    KeyFindings,
    /// 研究简介
    Introduction,
    /// 专家点评
    Commentary,
    /// 学后练习
    Quiz,
    /// 参考文献与原文链接
    References,
    /// 作者
    Credits,
    /// 更正
    Corrections,
    /// 评论
    Comments,
}

impl Part {
    /// Every part, in the order of the page.
    pub const ALL: &[Self] = &[
        Self::KeyFindings,
        Self::Introduction,
        Self::Commentary,
        Self::Quiz,
        Self::References,
        Self::Credits,
        Self::Corrections,
        Self::Comments,
    ];

    /// Its name in templates and interface strings.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeyFindings => "key_findings",
            Self::Introduction => "introduction",
            Self::Commentary => "commentary",
            Self::Quiz => "quiz",
            Self::References => "references",
            Self::Credits => "credits",
            Self::Corrections => "corrections",
            Self::Comments => "comments",
        }
    }

    /// What editors call it where they list what an issue holds.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::KeyFindings => &["本文精要", "精要", "要点", "key findings", "key points"],
            Self::Introduction => &["研究简介", "正文", "文献解读", "introduction", "the study"],
            Self::Commentary => &["专家点评", "点评", "评论", "commentary", "expert"],
            Self::Quiz => &["学后练习", "练习", "自测", "quiz", "questions"],
            Self::References => &["参考文献", "原文链接", "references"],
            Self::Credits => &["作者", "团队", "credits", "authors"],
            Self::Corrections => &["更正", "corrections"],
            Self::Comments => &["评论", "留言", "comments"],
        }
    }

    /// The id of its place on the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::KeyFindings => "part-key-findings",
            Self::Introduction => "part-introduction",
            Self::Commentary => "part-commentary",
            Self::Quiz => "part-quiz",
            Self::References => "part-references",
            Self::Credits => "part-credits",
            Self::Corrections => "part-corrections",
            Self::Comments => "part-comments",
        }
    }

    /// The least that withholds it where consent is asked; none if it is for everyone. What stands in the head of an issue,
    /// outside of its parts, is for everyone.
    pub fn withheld_by(self) -> Option<Scope> {
        match self {
            Self::KeyFindings => Some(Scope::Page),
            Self::Introduction | Self::Commentary | Self::Quiz | Self::Comments | Self::Corrections => {
                Some(Scope::Body)
            }
            Self::References | Self::Credits => None,
        }
    }

    /// The parts that an issue has, in the order of its page.
    pub fn of(issue: &Issue) -> Vec<Self> {
        // A paper without an address gives nothing to follow.
        let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        let has_source = paper.is_some_and(|paper| paper.address().is_some());
        [
            (Self::KeyFindings, issue.key_findings.is_some() || !issue.findings.is_empty()),
            (Self::Introduction, !issue.body.is_empty()),
            (Self::Commentary, !issue.commentary.is_empty()),
            (Self::Quiz, !issue.quiz.is_empty()),
            (Self::References, !issue.references.is_empty() || has_source),
            (Self::Credits, !issue.credits.is_empty()),
            (Self::Corrections, !issue.corrections.is_empty()),
            (Self::Comments, !issue.comments.shown.is_empty() || issue.comments.more.is_some()),
        ]
        .into_iter()
        .filter_map(|(part, is_there)| is_there.then_some(part))
        .collect()
    }
}
