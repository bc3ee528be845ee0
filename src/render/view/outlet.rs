//! The views of an outlet that a theme writes with a template of its own.

use tera::Value;

use super::Html;

view! {
    /// What `outlets/mail.html`, `outlets/print.html`, `outlets/slides.html` and `outlets/wechat.html` get, as `outlet`.
    OutletView {
        /// `mail`, `print`, `slides` or `wechat`.
        kind: String,
        /// Its title: that of the issue; of a newsletter, that of the site or of the column.
        title: String,
        /// The same as HTML whose lines end between its clauses and words.
        title_html: Html,
        /// The whole address of the page that it is of.
        url: String,
        /// Its language.
        language: String,
        /// `ltr` or `rtl`.
        direction: String,
        /// The title of the site.
        site: String,
        /// For whom the site is.
        notice: String,
        /// The colours in which postil writes it.
        colours: Value,
        /// What it tells of: of a newsletter its newest issues, otherwise the one. OutletIssue.
        issues: Vec<Value>,
        /// Its parts in their order, as this outlet writes them: OutletPart. A newsletter has one for each issue, slides
        /// one for each slide.
        parts: Vec<Value>,
        /// All of it, as postil writes it where the theme has no template.
        html: Html,
    }

    /// The colours of an outlet, each as `#0d5c5f`.
    OutletColours {
        /// Links, names of parts.
        accent: String,
        /// Text.
        ink: String,
        /// Text that stands back.
        soft: String,
        /// Lines.
        rule: String,
        /// The ground of what is set apart.
        ground: String,
    }

    /// An issue of which an outlet tells, with what is for everyone.
    OutletIssue {
        /// Its title; that its paper was retracted or is in doubt stands before it.
        title: String,
        /// The whole address of its page.
        url: String,
        /// The title of its column.
        column: String,
        /// Its number.
        number: u32,
        /// Its date, as 2025-08-07.
        date: String,
        /// The name of its trial.
        trial: Option<String>,
        /// What became of its paper, where it was retracted or is in doubt.
        banner: Option<String>,
        /// What it says in a sentence.
        summary: Option<String>,
        /// What came of its primary endpoints: OutletResult.
        results: Vec<Value>,
        /// Who worked on it, conflicts of interest, who paid: each as a line.
        credits: Vec<String>,
        /// What was corrected in it: each as a line.
        corrections: Vec<String>,
    }

    /// What came of a primary endpoint.
    OutletResult {
        /// What it is, and its name.
        name: String,
        /// The values of the arms, and the effect.
        lines: Vec<String>,
        /// Whether it was met.
        verdict: Option<String>,
    }

    /// A part of an outlet.
    OutletPart {
        /// What it is: `head`, `key_findings`, `findings`, `commentary` and so on; of a slide, how it is laid out: `first`,
        /// `text`, `result`, `chart`, `references`.
        kind: String,
        /// Its heading; empty where it has none.
        name: String,
        /// The same as HTML whose lines end between its clauses and words.
        name_html: Html,
        /// What stands below its heading.
        html: Html,
        /// Of a slide, what the speaker says.
        notes: Option<Html>,
    }
}
