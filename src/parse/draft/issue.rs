//! The fields of an issue.
//!
//! Never reads them: see [`field`](super::field).

use jiff::civil::Date;
use serde_json::json;

use super::field::{Answers, Context, Decode, Inherited, Map, Original, Required, Text};
use super::record::record;
use super::schema::Definitions;
use crate::diag::{At, Written};
use crate::model::consent::Scope;
use crate::model::correction::CorrectionKind;
use crate::model::credit::Role;
use crate::model::finding::EndpointRole;
use crate::parse::node::{Node, Value};

record! {
    /// The front matter of an issue: one published number of a column.
    pub struct IssueDraft as text!("the issue") {
        /// The title.
        pub title: Required<Text> as Title where Head = "SBRT联合索拉非尼治疗肝癌可获益",
        /// Its number in the column.
        pub number: Original<At<u32>> where Head = "26",
        /// The day it is published. An issue with a future date stays out of the site until then.
        pub date: Original<At<Date>> where Head = "2025-08-07",
        /// The day it was last changed.
        pub updated: Inherited<At<Date>> where Head = "2025-08-09",
        /// Who it is by, as printed under the title.
        pub byline: Option<Text> as Words where Head = "论坛报晶资讯",
        /// Whether it was written for this column, rather than taken from elsewhere.
        pub original: Inherited<At<bool>> where Head = "true",
        /// Its subjects. Issues with the same tag are listed together.
        pub tags: Inherited<Vec<Text>> as Verbatim where Head = "[肝癌, 放疗]",
        /// Whether it is not ready: a draft stays out of the site.
        pub draft: Inherited<At<bool>> where Head = "false",
        /// How much of it stands behind the question of consent, if not what holds for the site: nothing (`false`), the
        /// text (`body`: the key findings are for everyone) or the whole page (`page`).
        pub consent: Inherited<At<Scope>> where Head = "body",
        /// The last part of its address; the name of its folder without the number, unless given.
        pub slug: Inherited<Text> as Verbatim where Head = "rtog1112",
        /// Old addresses of this issue, which will lead here.
        pub aliases: Vec<Text> as Verbatim where Head = "[/old/026.html]",
        /// What it says in a sentence or two, for lists, feeds and search engines: for everyone, whatever consent withholds.
        /// Made from the key findings unless given.
        pub summary: Option<Text> as Summary where Head,
        /// A picture for its head.
        pub cover: Inherited<CoverDraft> where Head,
        /// The study that it reports.
        pub trial: Inherited<TrialDraft> where Head,
        /// The key findings, in Markdown.
        pub key_findings: Option<Written> where KeyFindings,
        /// The results as data: what tables, plots and checks are made from.
        pub findings: Vec<FindingDraft> where KeyFindings,
        /// What experts say of it.
        pub commentary: Vec<CommentaryDraft> where Commentary,
        /// Who did what for it.
        pub credits: Inherited<Vec<CreditDraft>> where Credits,
        /// What the team says of itself, or of how the issue was made: plain text, whose lines stay as they are.
        pub about_team: Option<Text> as Words where Credits,
        /// Conflicts of interest, as declared.
        pub disclosures: Option<Text> as Words where Credits = "无",
        /// Who paid for the trial or the issue.
        pub funding: Option<Text> as Words where Credits,
        /// Who sponsors the issue: readers see it beside the date.
        pub sponsor: Option<Text> as Words where Head,
        /// Questions after reading.
        pub quiz: Vec<QuestionDraft> where Quiz,
        /// What was put right after publication, newest first.
        pub corrections: Vec<CorrectionDraft> where Corrections,
        /// What it refers to.
        pub references: Inherited<Vec<ReferenceDraft>> where References,
        /// Where else it has been put, and when: when something is put right here afterwards, `postil check` says who still
        /// has it as it was.
        pub published: Vec<PublishedDraft> where Head,
        /// Warnings that are right as they are, each with a reason.
        pub accept: Vec<AcceptDraft> where Head,
        /// Questions that are open: while one stands here, the issue is not published.
        pub todo: Vec<Text> as Verbatim where Head = "[核对图2的来源]",
    }
}

record! {
    /// A warning that is accepted.
    pub struct AcceptDraft as text!("the entry") {
        /// Its code.
        pub code: Required<Text> as Verbatim = "M028",
        /// Words of the line at which it stands, if it is not to be accepted everywhere in the file.
        pub at: Option<Text> as Verbatim = "39例",
        /// Why it is right as it is.
        pub reason: Required<Text> as Verbatim = "安全性分析集83例",
    }
}

record! {
    /// A picture for the head of an issue.
    pub struct CoverDraft as text!("the cover") {
        /// The picture's file, beside the issue.
        pub src: Original<Text> as Verbatim = "cover.svg",
        /// What the picture shows, in words.
        pub alt: Required<Text> as Words,
        /// Where the picture comes from.
        pub source: Option<Text> as Words,
    }
}

record! {
    /// The study that an issue reports.
    pub struct TrialDraft as text!("the trial") {
        /// Its short name.
        pub name: Original<Text> as Verbatim = "NRG/RTOG 1112",
        /// Its full title.
        pub title: Option<Text> as Title,
        /// Its phase.
        pub phase: Inherited<Text> as Verbatim = "Ⅲ",
        /// Its number in a registry of trials.
        pub registration: Inherited<Text> as Verbatim = "NCT01730937",
        /// How many participants were planned.
        pub planned: Inherited<At<u32>> = "368",
        /// How many took part.
        pub enrolled: Inherited<At<u32>> = "177",
        /// Its arms. Findings refer to them by the names given here.
        pub arms: Map<ArmDraft>,
        /// Where it was published.
        pub publication: Inherited<PublicationDraft>,
    }
}

record! {
    /// An arm of a trial.
    pub struct ArmDraft as text!("the arm") {
        /// Its name for readers.
        pub label: Required<Text> as Words = "SBRT+索拉非尼",
        /// How many participants are in it.
        pub n: Inherited<At<u32>> = "85",
    }
}

record! {
    /// The paper that reports a trial.
    pub struct PublicationDraft as text!("the publication") {
        /// The journal's name.
        pub journal: Original<Text> as Journal = "JAMA Oncology",
        /// The year.
        pub year: Inherited<At<u16>> = "2025",
        /// Its DOI: the name alone, without the address of doi.org.
        pub doi: Inherited<Text> as Verbatim = "10.1001/jamaoncol.2024.5403",
        /// Its PubMed id.
        pub pmid: Inherited<Text> as Verbatim = "39699905",
        /// Volume and issue.
        pub volume: Inherited<Text> as Verbatim = "11(2)",
        /// Pages or article number.
        pub pages: Inherited<Text> as Verbatim = "136-144",
        /// Its address, where there is no DOI.
        pub url: Inherited<Text> as Verbatim,
    }
}

record! {
    /// One result of a trial. Numbers keep the digits that are written.
    pub struct FindingDraft as text!("the finding") {
        /// The endpoint.
        pub endpoint: Required<Text> as Words = "总生存期",
        /// Its abbreviation.
        pub short: Option<Text> as Verbatim = "OS",
        /// What the trial wanted of the endpoint.
        pub role: Required<At<EndpointRole>> = "primary",
        /// Whom it was measured in, if not everyone.
        pub population: Option<Text> as Words,
        /// Median times: a number for each arm, and the unit once as `unit`.
        pub medians: Map<Text> as Verbatim = "{sbrt: 15.8, sorafenib: 12.3, unit: 月}",
        /// Means or mean changes: a number for each arm, and the unit once as `unit`.
        pub means: Map<Text> as Verbatim = "{sbrt: -3.1, sorafenib: -1.2, unit: mm Hg}",
        /// Shares of participants, for each arm.
        pub rates: Map<Text> as Verbatim = "{sbrt: 38%, sorafenib: 9%}",
        /// Events among those examined, for each arm.
        pub counts: Map<Text> as Verbatim = "{sbrt: 39/83, sorafenib: 37/88}",
        /// The effect with its interval and P value, as it would stand in the text.
        pub effect: Option<Text> as Words = "HR=0.77，90%CI 0.59~1.01，单侧P=0.06",
        /// The same after adjustment.
        pub adjusted: Option<Text> as Words,
        /// A P value that stands alone.
        pub p: Option<Text> as Words = "<0.001",
        /// The margin of non-inferiority, where the trial looked for that: the bound that the interval must not cross.
        pub margin: Option<Text> as Words = "HR 1.38",
        /// Whether the endpoint was met, as the authors say; with a margin, whether non-inferiority was shown.
        pub met: Option<At<bool>> = "false",
        /// A remark.
        pub note: Option<Text> as Words,
    }
}

record! {
    /// An expert's reading of the trial.
    pub struct CommentaryDraft as text!("the commentary") {
        /// The expert's id in people.yaml.
        pub expert: Original<Text> as Verbatim = "expert-a",
        /// What the expert says, in Markdown.
        pub text: Required<Written>,
    }
}

record! {
    /// A person and what they did.
    pub struct CreditDraft as text!("the credit") {
        /// What was done.
        pub role: Required<At<Role>> = "interpretation",
        /// The person's id in people.yaml.
        pub person: Required<Text> as Verbatim = "reader-a",
    }
}

record! {
    /// A question with its choices.
    pub struct QuestionDraft as text!("the question") {
        /// What is asked.
        pub question: Required<Written>,
        /// What can be answered, at least two: a text, or a text and what is said to who chooses it.
        pub choices: Vec<ChoiceDraft>,
        /// The right choices, by number, counted from 1, or by letter (`B`); several make it a question with several answers.
        pub answer: Original<Answers> = "[2]",
        /// Why, in Markdown.
        pub explanation: Option<Written>,
        /// The heading or figure that supports the answer.
        pub evidence: Option<Text> as Verbatim = "#总生存期",
    }
}

/// A choice of a question: its text alone, or with more.
#[derive(Debug, Clone)]
pub enum ChoiceDraft {
    /// The text.
    Plain(Written),
    /// The text and what is said to who chooses it.
    Full(FullChoiceDraft),
}

impl Decode for ChoiceDraft {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        match node.value {
            Value::Mapping(_) => FullChoiceDraft::decode(node, cx).map(Self::Full),
            _ => Written::decode(node, cx).map(Self::Plain),
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        let (plain, full) = (<Written as Decode>::schema(schema), FullChoiceDraft::schema(schema));
        json!({ "anyOf": [plain, full] })
    }
}

record! {
    /// A choice of a question with what is said of it.
    pub struct FullChoiceDraft as text!("the choice") {
        /// What it says.
        pub text: Required<Written>,
        /// What is said to a reader who chooses it, in Markdown.
        pub feedback: Option<Written>,
    }
}

record! {
    /// Something that was put right after publication.
    pub struct CorrectionDraft as text!("the correction") {
        /// When.
        pub date: Required<At<Date>> = "2025-08-09",
        /// What kind it is: a correction or clarification of the issue, or of the covered paper an expression of concern or
        /// a retraction.
        pub kind: Required<At<CorrectionKind>> = "correction",
        /// What stood there.
        pub was: Option<Text> as Verbatim = "47%（39例）",
        /// What stands there now.
        pub now: Option<Text> as Words = "47%（39/83例）",
        /// Why, or what else there is to say.
        pub note: Option<Text> as Words,
        /// The DOI of the notice by which the journal made it known.
        pub doi: Option<Text> as Verbatim = "10.1001/jamaoncol.2025.0516",
    }
}

record! {
    /// Where else an issue has been put.
    pub struct PublishedDraft as text!("the entry") {
        /// Where: the name of an outlet, or that of a journal or a site in your own words.
        pub r#where: Required<Text> as Verbatim = "wechat",
        /// Its address there.
        pub url: Option<Text> as Verbatim = "https://mp.weixin.qq.com/s/example",
        /// The day on which it was put there.
        pub date: Required<At<Date>> = "2025-08-07",
        /// The day on which it was last put right there.
        pub updated: Option<At<Date>> = "2025-08-09",
    }
}

record! {
    /// An entry of the list of references.
    pub struct ReferenceDraft as text!("the reference") {
        /// The entry as readers see it.
        pub citation: Required<Text> as Citation,
        /// Its DOI: the name alone, without the address of doi.org.
        pub doi: Option<Text> as Verbatim = "10.1001/jamaoncol.2024.5403",
        /// Its PubMed id.
        pub pmid: Option<Text> as Verbatim = "39699905",
        /// Its address, where there is neither.
        pub url: Option<Text> as Verbatim,
    }
}
