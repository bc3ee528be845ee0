//! The views of what stands in lists: issues, columns, people, tags.

use tera::Value;

use super::Html;

view! {
    /// An issue in a list.
    Card {
        /// Its number in its column.
        number: u32,
        /// Its title.
        title: String,
        /// The same as HTML, each clause in a span of the class `clause`, with `<wbr>` where a line may end: for large type
        /// with `word-break: keep-all`.
        title_html: Html,
        /// How many ems its longest clause is wide, about.
        title_ems: u32,
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
        /// Who sponsors the issue.
        sponsor: Option<String>,
        /// Whether it is shown in a preview only.
        draft: bool,
        /// Minutes to read it.
        minutes: u32,
        /// Han characters and words of other scripts.
        words: u32,
        /// Its column: ColumnLink.
        column: Value,
        /// Its tags: TagLink.
        tags: Vec<Value>,
        /// The study's `name` and `phase`.
        trial: Option<Value>,
        /// The finding of the first primary endpoint: FindingView; none where that is not for everyone.
        headline: Option<Value>,
        /// The findings of all primary endpoints: FindingView; none of them where that is not for everyone.
        headlines: Vec<Value>,
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
        /// How wide it is, in pixels.
        width: u32,
        /// How high it is, in pixels.
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
}
