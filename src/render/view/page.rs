//! The views of any page: the site around it, the page itself, and what it says where it is no issue.

use tera::Value;

use super::Html;

view! {
    /// What every page of a language knows of the site, as `site`.
    SiteView {
        /// Its title.
        title: String,
        /// What it is about, in a sentence.
        description: Option<String>,
        /// Address of this language's home page.
        url: String,
        /// The same with the domain.
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
        /// Feeds of the whole site: FeedLink. A preview has none.
        feeds: Vec<Value>,
        /// Whether it is a preview, which may show what is not published yet.
        preview: bool,
        /// Address of the page on which a reader sees and withdraws what was given; none where nothing is asked.
        consent: Option<String>,
        /// Address of the site's own `apple-touch-icon.png`, if it has one in `static`.
        touch_icon: Option<String>,
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
        /// The same as a square, for places that show the middle of a picture alone: ShareCard.
        square: Option<Value>,
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
        /// How wide it is, in pixels.
        width: u32,
        /// How high it is, in pixels.
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
}
