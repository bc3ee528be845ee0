//! The fields of config.toml, but for those of the house.
//!
//! Never reads them: see [`field`](super::field).

use serde_json::{Map as JsonMap, json};

use super::field::{Choice, Context, Decode, LocalizedDraft, Map, Required, Text, Whole};
use super::house::HouseDraft;
use super::record::record;
use super::schema::Definitions;
use crate::diag::{At, Code, Level, Severity, Span, text};
use crate::model::consent::Scope;
use crate::parse::node::{Node, Value};

record! {
    /// config.toml: what holds for a whole site.
    pub struct ConfigDraft as text!("the file") {
        /// The site's name: a text, or a text for each language.
        pub title: Required<LocalizedDraft> as Title = "{zh-CN: 前沿文献, en: Frontier Literature}"
            => text!("the site's name, such as `title = \"Frontier Literature\"`"),
        /// What the site is about, in a sentence: a text, or a text for each language.
        pub description: Option<LocalizedDraft> as Words,
        /// The site's address, whole; it may have a path.
        pub base_url: Option<Text> as Verbatim = "https://example.org/column/",
        /// The main language, whose pages stand at the root; zh-CN unless given.
        pub language: Option<Text> as Verbatim = "zh-CN",
        /// The other languages, each in a folder of its own.
        pub languages: Vec<Text> as Verbatim = "[en]",
        /// The time zone in which a day begins, by its name in the IANA database; UTC unless given.
        pub time_zone: Option<Text> as Verbatim = "Asia/Shanghai",
        /// The theme's name: one of postil's own, or a folder in themes/.
        pub theme: Option<Text> as Verbatim = "default",
        /// The folder that the site is written to, from that of config.toml.
        pub output: Option<Text> as Verbatim = "public",
        /// How many issues a page of a list has; 10 unless given.
        pub page_size: Option<Whole<1, 500>> = "10",
        /// How many issues a feed has; 20 unless given.
        pub feed_size: Option<Whole<1, 1000>> = "20",
        /// Whether a card is drawn for each page that can be shared.
        pub cards: Option<At<bool>> = "true",
        /// What pictures may be.
        pub pictures: Option<PictureLimitsDraft>,
        /// Where the site goes when it is published.
        pub publish: Option<PublishDraft>,
        /// Where builders share the pictures that they have made.
        pub cache: Option<CacheDraft>,
        /// What Markdown may hold.
        pub markdown: Option<MarkdownDraft>,
        /// Where else than on the site the issues are to stand.
        pub outlets: Option<OutletsDraft>,
        /// How much WeChat takes of an article.
        pub wechat: Option<WechatDraft>,
        /// What readers are asked first.
        pub consent: Option<ConsentSettingsDraft>,
        /// A list of retractions as CSV, from the folder of config.toml.
        pub retractions: Option<Text> as Verbatim = "retractions.csv",
        /// How the house wants its issues.
        pub house: Option<HouseDraft>,
        /// How severe each rule is here.
        pub rules: Option<RulesDraft>,
    }
}

record! {
    /// What pictures may be.
    pub struct PictureLimitsDraft as text!("the file") {
        /// The most pixels of a picture that is opened, in millions; 60 unless given.
        pub max_megapixels: Option<Whole<1, 500>> = "60",
    }
}

record! {
    /// Where the site goes when it is published. Keys stand in the environment, never here.
    pub struct PublishDraft as text!("the file") {
        /// A place in a store of objects, a host by rsync, or a folder.
        pub to: Option<Text> as Verbatim = "s3://journal/columns",
        /// The address of the store; that of AWS unless given.
        pub endpoint: Option<Text> as Verbatim = "https://s3.example.org",
        /// The region of the store; us-east-1 unless given.
        pub region: Option<Text> as Verbatim = "cn-north-1",
        /// Whether the bucket stands in the path of addresses, and not in the name of the host.
        pub path_style: Option<At<bool>> = "true",
        /// How many minutes browsers keep a page; 5 unless given. What has a print in its name they keep for a year.
        pub page_minutes: Option<Whole<0, 10080>> = "5",
        /// Whether old addresses lead on as a store's own redirects.
        pub redirects: Option<At<bool>> = "true",
    }
}

record! {
    /// Where builders share the pictures that they have made. Keys stand in the environment, never here.
    pub struct CacheDraft as text!("the file") {
        /// A place in a store of objects.
        pub remote: Option<Text> as Verbatim = "s3://journal/pictures",
        /// The address of the store; that of `[publish]` unless given.
        pub endpoint: Option<Text> as Verbatim = "https://s3.example.org",
        /// The region of the store; that of `[publish]` unless given.
        pub region: Option<Text> as Verbatim = "cn-north-1",
        /// Whether the bucket stands in the path of addresses; as in `[publish]` unless given.
        pub path_style: Option<At<bool>> = "true",
    }
}

record! {
    /// Where else than on the site the issues are to stand; nothing unless given.
    pub struct OutletsDraft as text!("the file") {
        /// Whether the findings are published as data: findings.json and findings.csv, of the site and of each column.
        pub data: Option<At<bool>> = "true",
        /// Whether each issue, each column and each of its years is published as a book: EPUB.
        pub epub: Option<At<bool>> = "true",
        /// Whether each issue is published as JATS, the XML of archives: article.xml beside its page.
        pub jats: Option<At<bool>> = "true",
        /// Whether the newest issues of the site and of each column are made a mail: mail.html and mail.txt.
        pub mail: Option<At<bool>> = "true",
        /// Whether a page is made of each issue from which its editor copies it into WeChat.
        pub wechat: Option<At<bool>> = "true",
        /// Whether a picture of each issue is drawn that tells its trial and its primary result.
        pub r#abstract: Option<At<bool>> = "true",
        /// Whether slides for a journal club are made of each issue.
        pub slides: Option<At<bool>> = "true",
        /// Whether a print edition and a poster are made of each issue.
        pub print: Option<At<bool>> = "true",
    }
}

record! {
    /// How much WeChat takes of an article, where it is another than postil knows.
    pub struct WechatDraft as text!("the file") {
        /// Characters of the title; 64 unless given.
        pub title: Option<Whole<1, 1000>> = "64",
        /// Characters of the digest; 120 unless given.
        pub digest: Option<Whole<1, 1000>> = "120",
        /// Han characters of the author's name; 8 unless given.
        pub author: Option<Whole<1, 100>> = "8",
        /// Characters of the article with its markup; 20000 unless given.
        pub characters: Option<Whole<1, 10000000>> = "20000",
        /// Bytes of the same; 1000000 unless given.
        pub bytes: Option<Whole<1, 100000000>> = "1000000",
    }
}

record! {
    /// What Markdown may hold.
    pub struct MarkdownDraft as text!("the file") {
        /// HTML elements that may be written, each with the attributes that it may have.
        pub html: Option<Map<Vec<Text>>> as Verbatim,
    }
}

record! {
    /// What readers are asked first; its words stand in content/consent/.
    pub struct ConsentSettingsDraft as text!("the file") {
        /// The version of the texts. Another one asks every reader again.
        pub policy_version: Required<Text> as Verbatim = "2025-08" => text!(
            "the version of the texts, such as `policy_version = \"2025-08\"`; another one asks every reader again"
        ),
        /// What stands behind the question: the whole page of each issue (`page`), or its text (`body`); `page` unless
        /// given.
        pub scope: Option<At<SiteScope>> = "page",
        /// Days for which an answer is remembered; 180 unless given.
        pub remember_days: Option<Whole<1, 3650>> = "180",
        /// What is asked, in its order.
        pub step: Vec<StepDraft>,
    }
}

/// How much a site withholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteScope(pub Scope);

impl Choice for SiteScope {
    const NAMES: &'static [(&'static str, Self)] = &[("page", Self(Scope::Page)), ("body", Self(Scope::Body))];
}

/// A step of the consent. What else it has depends on its kind.
#[derive(Debug, Clone)]
pub enum StepDraft {
    /// One with a text.
    Text(TextStepDraft),
    /// A review.
    Review(ReviewStepDraft),
    /// The last.
    Passed(PassedStepDraft),
}

record! {
    /// A step with a text: an agreement without which nothing is shown (`agreement`), one that may be passed over
    /// (`optional`), or questions that are asked under the agreement before them (`questions`).
    pub struct TextStepDraft as text!("the file") {
        /// What is asked.
        pub kind: Required<At<TextStep>> = "agreement",
        /// The name of a file in content/consent/ without its ending, and of the record that is kept.
        pub text: Required<Text> as Verbatim = "identity" => text!(
            "the name of a file in content/consent/ without its ending, such as `text = \"identity\"`"
        ),
    }
}

record! {
    /// A review of the answers by people.
    pub struct ReviewStepDraft as text!("the file") {
        /// What is asked.
        pub kind: Required<At<ReviewStep>> = "review",
        /// The address that the answers are sent to.
        pub endpoint: Option<Text> as Verbatim = "https://review.example.org/hcp",
    }
}

record! {
    /// The last step: the reader has passed.
    pub struct PassedStepDraft as text!("the file") {
        /// What is asked.
        pub kind: Required<At<PassedStep>> = "passed",
        /// Seconds after which the page opens by itself; 5 unless given.
        pub seconds: Option<Whole<1, 60>> = "5",
    }
}

record! {
    /// A step whose kind is missing or unknown: it may have what any step has.
    pub struct UnknownStepDraft as text!("the file") {
        /// What is asked.
        pub kind: Required<At<AnyStep>>
            => text!("what is asked: `kind = \"agreement\"`, `optional`, `questions`, `review` or `passed`"),
        /// A name of a text.
        pub text: Option<Text> as Verbatim,
        /// An address.
        pub endpoint: Option<Text> as Verbatim,
        /// Seconds.
        pub seconds: Option<Whole<1, 60>>,
    }
}

/// Kinds of steps with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStep {
    /// Agreed to, or nothing is shown.
    Agreement,
    /// Agreed to, or passed over.
    Optional,
    /// Asked under the agreement before them.
    Questions,
}

impl Choice for TextStep {
    const NAMES: &'static [(&'static str, Self)] =
        &[("agreement", Self::Agreement), ("optional", Self::Optional), ("questions", Self::Questions)];
}

/// The kind of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewStep;

impl Choice for ReviewStep {
    const NAMES: &'static [(&'static str, Self)] = &[("review", Self)];
}

/// The kind of the last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedStep;

impl Choice for PassedStep {
    const NAMES: &'static [(&'static str, Self)] = &[("passed", Self)];
}

/// Any kind of step, where it matters only that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyStep;

impl Choice for AnyStep {
    const NAMES: &'static [(&'static str, Self)] =
        &[("agreement", Self), ("optional", Self), ("questions", Self), ("review", Self), ("passed", Self)];
}

impl StepDraft {
    /// Its bytes in the file.
    pub fn span(&self) -> &Span {
        match self {
            Self::Text(draft) => &draft.span,
            Self::Review(draft) => &draft.span,
            Self::Passed(draft) => &draft.span,
        }
    }
}

impl Decode for StepDraft {
    const IS_GROUP: bool = true;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let kind = node.entries().and_then(|entries| entries.iter().find(|entry| entry.key == "kind"));
        let kind = match kind.map(|entry| &entry.value.value) {
            Some(Value::Scalar(scalar)) => &*scalar.text,
            _ => "",
        };
        if is_one_of::<TextStep>(kind) {
            TextStepDraft::decode(node, cx).map(Self::Text)
        } else if is_one_of::<ReviewStep>(kind) {
            ReviewStepDraft::decode(node, cx).map(Self::Review)
        } else if is_one_of::<PassedStep>(kind) {
            PassedStepDraft::decode(node, cx).map(Self::Passed)
        } else {
            UnknownStepDraft::decode(node, cx);
            None
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "anyOf": [
            TextStepDraft::schema(schema),
            ReviewStepDraft::schema(schema),
            PassedStepDraft::schema(schema),
        ] })
    }
}

fn is_one_of<C: Choice>(written: &str) -> bool {
    C::NAMES.iter().any(|(name, _)| *name == written)
}

/// The levels of rules, by their codes.
#[derive(Debug, Clone)]
pub struct RulesDraft(pub Map<At<Level>>);

impl Choice for Level {
    const NAMES: &'static [(&'static str, Self)] = Self::ALL;
}

impl Decode for RulesDraft {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let mut node = node.clone();
        if let Value::Mapping(entries) = &mut node.value {
            // Names of rules have a number: what has none is a setting that stands below the wrong heading.
            entries.retain(|entry| {
                let is_rule = entry.key.bytes().any(|byte| byte.is_ascii_digit());
                if !is_rule {
                    cx.say(crate::parse::fault::toml::no_rule(cx.source, entry.key_span.clone(), &entry.key));
                }
                is_rule
            });
        }
        Map::decode(&node, cx).map(Self)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        let rule = |code: Code| {
            // What is an error cannot be silenced.
            let is_level = |(name, level): &(&'static str, Level)| {
                (code.severity() != Severity::Error || *level == Level::Deny).then_some(*name)
            };
            let levels: Vec<&str> = Level::ALL.iter().filter_map(is_level).collect();
            (code.name().to_string(), json!({ "description": code.title(), "enum": levels }))
        };
        let rules: JsonMap<String, serde_json::Value> = Code::all().map(rule).collect();
        json!({ "type": "object", "properties": rules, "additionalProperties": false })
    }
}
