//! What a template gets: the site as values, made once and shared by every page that shows them.
//!
//! Every field is always there; one that has nothing to say is `none`. Nothing a template could want from the disk
//! is asked of it later: addresses are ready, texts are HTML already.

use tera::Value;

/// HTML that is put on the page as it is.
#[derive(Debug, Clone, Default)]
pub struct Html(pub String);

impl From<Html> for Value {
    fn from(html: Html) -> Self {
        Self::safe_string(&html.0)
    }
}

/// A view: a record with documentation for every field, turned into a value for templates.
macro_rules! view {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone)]
            pub struct $name { $($(#[doc = $field_doc])+ pub $field: $type,)* }

            impl From<$name> for Value {
                fn from(view: $name) -> Self {
                    let mut map = tera::Map::default();
                    $(map.insert(stringify!($field).trim_start_matches("r#").into(), Value::from(view.$field));)*
                    Self::from(map)
                }
            }
        )*

        /// Every view with its fields, each with its documentation: what the handbook lists.
        pub const VIEWS: &[(&str, &str, &[(&str, &str, &str)])] = &[
            $((stringify!($name), concat!($($doc),+), &[$((stringify!($field), stringify!($type), concat!($($field_doc),+))),*])),*
        ];
    };
}

pub mod builder;
pub mod gate;
pub mod issue;
pub mod lists;

pub use builder::Builder;
pub use gate::GateMount;

view! {
    /// What every page of a language knows of the site, as `site`.
    SiteView {
        /// Its title.
        title: String,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// Address of this language's home page.
        url: String,
        /// The same, whole.
        permalink: String,
        /// `postil` and its version.
        generator: String,
        /// Address of this language's home page.
        home: String,
        /// Address of the list of all issues.
        archive: String,
        /// Address of the list of tags.
        tags: String,
        /// Address of the list of people.
        people: String,
        /// Every column: ColumnLink.
        columns: Vec<Value>,
        /// Pages at the top, and the first page of each section: PageLink.
        sections: Vec<Value>,
        /// Feeds of the whole site: FeedLink.
        feeds: Vec<Value>,
        /// Address of the page on which a reader sees and withdraws what was given; none where nothing is asked.
        consent: Option<String>,
    }

    /// A column, to be linked to.
    ColumnLink {
        /// Its title.
        title: String,
        /// Its folder's name.
        slug: String,
        /// Its address.
        url: String,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// How many issues it has.
        count: usize,
    }

    /// A page, to be linked to.
    PageLink {
        /// Its title.
        title: String,
        /// Its address.
        url: String,
        /// Whether it is the page being shown.
        current: bool,
    }

    /// A feed.
    FeedLink {
        /// What it is called.
        title: String,
        /// Its address.
        url: String,
        /// Its media type.
        r#type: String,
    }

    /// The page being shown, as `page`.
    PageView {
        /// The template's name without `.html`.
        kind: String,
        /// Its title, without the site's.
        title: Option<String>,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// Its address.
        url: String,
        /// Its whole address: the canonical one.
        permalink: String,
        /// Its language's tag.
        language: String,
        /// `ltr` or `rtl`.
        direction: String,
        /// The same page in other languages: Translation.
        translations: Vec<Value>,
        /// The same and this page itself; empty where there is only this one.
        alternates: Vec<Value>,
        /// Feeds that belong to it: FeedLink.
        feeds: Vec<Value>,
        /// The picture that is shown where it is shared: ShareCard. None where none is drawn.
        card: Option<Value>,
        /// Whether search engines should pass it over.
        noindex: bool,
        /// What it says of itself to scholarly search engines: MetaTag.
        tags: Vec<Value>,
        /// The same for search engines, as JSON-LD of schema.org.
        json_ld: Option<Html>,
    }

    /// The picture that is shown where a page is shared.
    ShareCard {
        /// Its whole address.
        permalink: String,
        /// Its media type.
        r#type: String,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// What stands on it.
        alt: String,
    }

    /// The same page in another language.
    Translation {
        /// The language's tag.
        language: String,
        /// The language's name in itself.
        name: String,
        /// The page's address.
        url: String,
        /// Its whole address.
        permalink: String,
    }

    /// A `<meta>` with a name.
    MetaTag {
        /// Its name.
        name: String,
        /// What it says.
        content: String,
    }

    /// An issue in a list.
    Card {
        /// Its number in its column.
        number: u32,
        /// Its title.
        title: String,
        /// The same as HTML, with `<wbr>` where a line may end: for large type with `word-break: keep-all`.
        title_html: Html,
        /// Its address.
        url: String,
        /// Its whole address.
        permalink: String,
        /// When it was published: `2025-08-07`.
        date: String,
        /// When it was last changed.
        updated: Option<String>,
        /// What it says, in a sentence or two; none where that is not for everyone.
        summary: Option<String>,
        /// Who it is by, as printed.
        byline: Option<String>,
        /// Whether it was written for this column.
        original: bool,
        /// Whether it is shown in a preview only.
        draft: bool,
        /// Minutes to read it.
        minutes: u32,
        /// Han characters and words of other scripts.
        words: u32,
        /// Its column: title, slug, url.
        column: Value,
        /// Its tags: TagLink.
        tags: Vec<Value>,
        /// The study's `name` and `phase`.
        trial: Option<Value>,
        /// The finding of the primary endpoint: FindingView.
        headline: Option<Value>,
        /// Whether the covered paper or the issue was withdrawn; the title says it too.
        retracted: bool,
        /// Whether the covered paper is in doubt, and was not withdrawn; the title says it too.
        concern: bool,
        /// Whether something was put right after publication.
        corrected: bool,
        /// A picture for its head: CoverView.
        cover: Option<Value>,
    }

    /// A picture for the head of an issue.
    CoverView {
        /// Its address, for browsers that cannot choose.
        url: String,
        /// What it shows.
        alt: String,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Where it comes from.
        source: Option<String>,
        /// The address of the largest one.
        large: String,
        /// Its widths, as HTML's `srcset`; none where there is only one.
        srcset: Option<String>,
        /// The same in smaller forms that only some browsers know: type, srcset.
        sources: Vec<Value>,
        /// How light it is, from 0 to 7.
        tone: Option<u32>,
    }

    /// A tag, to be linked to.
    TagLink {
        /// The tag.
        name: String,
        /// Its address.
        url: String,
        /// How many issues have it.
        count: usize,
    }

    /// A result.
    FindingView {
        /// The endpoint.
        endpoint: String,
        /// Its abbreviation.
        short: Option<String>,
        /// `primary`, `secondary`, `exploratory` or `safety`.
        role: String,
        /// Whom it was measured in, if not everyone.
        population: Option<String>,
        /// `median`, `rate` or none.
        measure: Option<String>,
        /// The unit of medians.
        unit: Option<String>,
        /// A value for each arm: ArmValueView.
        values: Vec<Value>,
        /// The effect as written.
        effect: Option<String>,
        /// The same in its parts, cut at the commas: the estimate, its interval, the P value.
        effect_parts: Vec<String>,
        /// The effect after adjustment, as written.
        adjusted: Option<String>,
        /// The same in its parts.
        adjusted_parts: Vec<String>,
        /// A P value that stands alone, as written.
        p: Option<String>,
        /// Whether the endpoint was met, where the authors say.
        met: Option<bool>,
        /// A remark.
        note: Option<String>,
    }

    /// The value of one arm.
    ArmValueView {
        /// The arm's name.
        arm: String,
        /// Which arm, from 0.
        arm_index: usize,
        /// The value as written.
        value: String,
        /// Events among those examined, as written.
        count: Option<String>,
        /// Its length, from 0 to 100: of a rate its share of everyone, else against the largest value of the finding.
        share: u32,
    }

    /// A person in a list.
    PersonCard {
        /// The id in people.yaml.
        id: String,
        /// The name.
        name: String,
        /// The title.
        title: Option<String>,
        /// Where they work.
        affiliation: Option<String>,
        /// The address of their page.
        url: String,
        /// A portrait: url, width, height, srcset, sources.
        photo: Option<Value>,
        /// How many issues they took part in.
        count: usize,
        /// Who they are, in a paragraph.
        bio: Option<String>,
        /// Their ORCID iD.
        orcid: Option<String>,
        /// Its address.
        orcid_url: Option<String>,
        /// Pages of theirs elsewhere: label, url.
        links: Vec<Value>,
    }

    /// A column on its own page and on the home page.
    ColumnView {
        /// Its title.
        title: String,
        /// Its folder's name.
        slug: String,
        /// Its address.
        url: String,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// How many issues it has.
        count: usize,
        /// Who publishes it together.
        partners: Vec<String>,
        /// Its lead experts: PersonCard.
        lead: Vec<Value>,
        /// Its team: PersonCard.
        team: Vec<Value>,
        /// The greeting to readers.
        greeting: Option<Html>,
        /// Its newest issue: Card.
        newest: Option<Value>,
        /// Its feeds: FeedLink.
        feeds: Vec<Value>,
    }

    /// Where a page stands in a list of several.
    Pager {
        /// From 1.
        page: usize,
        /// How many pages there are.
        pages: usize,
        /// How many issues there are on all of them.
        total: usize,
        /// The first issue on this page, from 1.
        first: usize,
        /// The last issue on this page.
        last: usize,
        /// The address of the page before.
        previous: Option<String>,
        /// The address of the next page.
        next: Option<String>,
        /// The first, the last and the pages around this one: number, url, current, gap (pages are left out before it).
        numbers: Vec<Value>,
    }

    /// An entry of a contents list.
    ContentsEntry {
        /// The id it leads to.
        id: String,
        /// The part of the issue, for the theme to name; none for a heading.
        part: Option<String>,
        /// The heading's text; none for a part.
        title: Option<String>,
        /// What stands below it: id, title.
        children: Vec<Value>,
    }

    /// The study that an issue reports.
    TrialView {
        /// Its short name.
        name: String,
        /// Its full title.
        title: Option<String>,
        /// Its phase.
        phase: Option<String>,
        /// Its number in a registry.
        registration: Option<String>,
        /// The registry's page of it.
        registration_url: Option<String>,
        /// How many participants were planned.
        planned: Option<u32>,
        /// How many took part.
        enrolled: Option<u32>,
        /// Its arms: label, n.
        arms: Vec<Value>,
        /// Where it was published: PublicationView.
        publication: Option<Value>,
    }

    /// The paper that reports a trial.
    PublicationView {
        /// The journal.
        journal: String,
        /// The year.
        year: Option<u16>,
        /// The volume.
        volume: Option<String>,
        /// The pages.
        pages: Option<String>,
        /// The DOI.
        doi: Option<String>,
        /// Where a reader finds it.
        url: Option<String>,
    }

    /// A commentary.
    CommentaryView {
        /// Who wrote it: PersonCard.
        expert: Value,
        /// What was written.
        text: Html,
    }

    /// A question after reading.
    QuestionView {
        /// What is asked.
        question: Html,
        /// Whether several choices are right.
        multiple: bool,
        /// What can be answered: letter, text, right.
        choices: Vec<Value>,
        /// The letters of the right choices: `B、D`.
        answer: String,
        /// Why.
        explanation: Option<Html>,
        /// The address of the place that supports it.
        evidence: Option<String>,
    }

    /// A choice of a question.
    ChoiceView {
        /// `A`, `B` …
        letter: String,
        /// What it says.
        text: Html,
        /// Whether it belongs to the answer.
        right: bool,
        /// What is said to a reader who chooses it.
        feedback: Option<Html>,
    }

    /// An entry of the list of references.
    ReferenceView {
        /// As readers see it.
        citation: String,
        /// Where a reader finds it.
        url: Option<String>,
        /// The DOI.
        doi: Option<String>,
        /// The PubMed id.
        pmid: Option<String>,
    }

    /// Everyone with one role.
    CreditView {
        /// The role, for the theme to name.
        role: String,
        /// PersonCard.
        people: Vec<Value>,
    }

    /// What was put right.
    CorrectionView {
        /// When.
        date: String,
        /// `correction`, `clarification`, `concern` or `retraction`.
        kind: String,
        /// What stood there.
        was: Option<String>,
        /// What stands there now.
        now: Option<String>,
        /// Why.
        note: Option<String>,
        /// The DOI of the notice by which it was made known.
        doi: Option<String>,
        /// The address of that notice.
        url: Option<String>,
    }

    /// Comments of readers.
    CommentsView {
        /// How many there are, here or elsewhere.
        count: u32,
        /// Where the rest can be read.
        more: Option<String>,
        /// author, date, text, likes.
        shown: Vec<Value>,
    }

    /// A comment.
    CommentView {
        /// Who wrote it.
        author: String,
        /// When.
        date: Option<String>,
        /// What.
        text: String,
        /// How many readers liked it.
        likes: Option<u32>,
    }

    /// A page that is no issue, as `content`.
    ContentView {
        /// Its title.
        title: String,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// What it says.
        body: Html,
        /// Whether there are figures on the page, which a script can enlarge.
        figures: bool,
        /// Its headings: ContentsEntry.
        contents: Vec<Value>,
        /// The section that it belongs to: PageLink.
        section: Option<Value>,
        /// The section's pages in order: PageLink.
        pages: Vec<Value>,
        /// The page before: PageLink.
        previous: Option<Value>,
        /// The next page: PageLink.
        next: Option<Value>,
    }
}
