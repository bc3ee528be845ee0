//! A theme's own template of an outlet: what it is given, what it makes of it, and what it must not leave out.
//!
//! Postil writes the frame, so that no template can lose the language, the policy or the style sheet: of a newsletter what
//! is around the inside of `<body>`, of slides and print editions that of `<main>`, of WeChat the editor's page.

use std::ops::Range;

use super::entry::{Entry, Outcome};
use super::phrase;
use super::standpoint::Standpoint;
use super::theme::Theme;
use super::view::Html;
use super::view::outlet::{OutletColours, OutletIssue, OutletPart, OutletResult, OutletView};
use crate::diag::Diagnostic;
use crate::model::issue::Issue;
use crate::model::outlet::{Kept, Outlet};

/// The folder of these templates, among the templates of a theme.
pub const FOLDER: &str = "outlets/";

/// Style sheets of a theme that are added to those of an outlet, among its assets.
pub fn style(outlet: Outlet) -> Option<&'static str> {
    match outlet {
        Outlet::Print => Some("outlets/print.css"),
        Outlet::Slides => Some("outlets/slides.css"),
        _ => None,
    }
}

/// The template that a theme may have for an outlet.
pub fn template(outlet: Outlet) -> Option<&'static str> {
    match outlet {
        Outlet::Mail => Some("outlets/mail.html"),
        Outlet::Print => Some("outlets/print.html"),
        Outlet::Slides => Some("outlets/slides.html"),
        Outlet::Wechat => Some("outlets/wechat.html"),
        Outlet::Abstract | Outlet::Data | Outlet::Epub | Outlet::Jats => None,
    }
}

/// The colours in which an outlet is written.
#[derive(Debug, Clone, Copy)]
pub struct Colours {
    /// Links, names of parts.
    pub accent: &'static str,
    /// Text.
    pub ink: &'static str,
    /// Text that stands back.
    pub soft: &'static str,
    /// Lines.
    pub rule: &'static str,
    /// The ground of what is set apart.
    pub ground: &'static str,
}

/// A part of what an outlet has written.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// What it is.
    pub kind: &'static str,
    /// Its heading.
    pub name: String,
    /// What stands below it.
    pub html: String,
    /// What the speaker says.
    pub notes: Option<String>,
}

/// Where a part stands in what was written.
#[derive(Debug, Clone)]
pub struct Mark {
    /// What it is.
    pub kind: &'static str,
    /// Its heading.
    pub name: String,
    /// What stands below it, in bytes.
    pub content: Range<usize>,
}

impl Mark {
    /// The part, out of what it is a part of.
    pub fn section(&self, html: &str) -> Section {
        let content = html.get(self.content.clone()).unwrap_or_default();
        Section { kind: self.kind, name: self.name.clone(), html: content.to_owned(), notes: None }
    }
}

/// What an outlet has written, and what it is of.
pub struct Written<'a> {
    /// The outlet.
    pub outlet: Outlet,
    /// Where it is written from.
    pub standpoint: Standpoint<'a>,
    /// Its title.
    pub title: &'a str,
    /// The whole address of the page that it is of.
    pub url: &'a str,
    /// The issues of which it tells.
    pub issues: &'a [&'a Issue],
    /// All of it.
    pub html: &'a str,
    /// Its colours.
    pub colours: Colours,
}

/// What a theme's template has made of an outlet.
#[derive(Debug)]
pub struct Own {
    /// The outlet.
    pub outlet: Outlet,
    /// What stands in it.
    pub html: String,
    /// Words that have to stand in it.
    pub kept: Vec<(Kept, String)>,
}

impl Written<'_> {
    /// What the theme's own template makes of it; none where the theme has none. `parts` are those of the outlet, `kept`
    /// words that it must not lose besides those that none may lose.
    pub fn own(
        &self,
        theme: &Theme,
        parts: impl FnOnce() -> Vec<Section>,
        kept: Vec<(Kept, String)>,
    ) -> Option<Result<Own, Diagnostic>> {
        let name = template(self.outlet).filter(|name| theme.templates.has(name))?;
        let shared = [("t", self.standpoint.strings.value())];
        let own = vec![("outlet", self.view(parts()).into())];
        let mut html = Vec::new();
        let rendered = theme.templates.render(name, self.standpoint.thousands(), &shared, own, &mut html);
        Some(rendered.map(|()| {
            let html = String::from_utf8_lossy(&html).into_owned();
            Own { outlet: self.outlet, html, kept: self.kept(kept) }
        }))
    }

    fn view(&self, parts: Vec<Section>) -> OutletView {
        let site = self.standpoint.site;
        let lines = |title: &str| Html(phrase::lines(title, &site.settings.kept));
        let Colours { accent, ink, soft, rule, ground } = self.colours;
        let colours = OutletColours {
            accent: accent.to_owned(),
            ink: ink.to_owned(),
            soft: soft.to_owned(),
            rule: rule.to_owned(),
            ground: ground.to_owned(),
        };
        let part = |it: Section| {
            let (name_html, html) = (lines(&it.name), Html(it.html));
            let kind = it.kind.to_owned();
            OutletPart { kind, name: it.name, name_html, html, notes: it.notes.map(Html) }.into()
        };
        OutletView {
            kind: self.outlet.name().to_owned(),
            title: self.title.to_owned(),
            title_html: lines(self.title),
            url: self.url.to_owned(),
            language: self.standpoint.language().tag().to_owned(),
            direction: self.standpoint.direction().to_owned(),
            site: site.settings.title.get(self.standpoint.language()).to_owned(),
            notice: self.standpoint.strings.get("site.notice").to_owned(),
            colours: colours.into(),
            issues: self.issues.iter().map(|issue| self.issue(issue).into()).collect(),
            parts: parts.into_iter().map(part).collect(),
            html: Html(self.html.to_owned()),
        }
    }

    fn issue(&self, issue: &Issue) -> OutletIssue {
        let standpoint = &self.standpoint;
        let colon = standpoint.strings.get("finding.colon");
        let line = |(name, text): (&str, String)| format!("{name}{colon}{text}");
        let entry = Entry::of(standpoint, issue);
        let result = |it: Outcome| OutletResult { name: it.name, lines: it.said, verdict: it.verdict };
        OutletIssue {
            title: entry.title,
            url: entry.address,
            column: standpoint.site.column_title(issue).to_owned(),
            number: issue.number.value,
            date: issue.date.to_string(),
            trial: issue.trial.as_ref().map(|trial| trial.name.clone()),
            banner: entry.banner,
            summary: entry.summary,
            results: entry.results.into_iter().map(|it| result(it).into()).collect(),
            credits: standpoint.credits(issue).into_iter().map(line).collect(),
            corrections: standpoint.corrections(issue).into_iter().map(line).collect(),
        }
    }

    /// Words that no template may leave out: what identifies an issue, and what came of its primary endpoints.
    fn kept(&self, mut kept: Vec<(Kept, String)>) -> Vec<(Kept, String)> {
        let strings = self.standpoint.strings;
        for issue in self.issues {
            // WeChat has a field of its own for the title.
            match self.outlet {
                Outlet::Wechat => kept.extend(strings.banner(issue).map(|it| (Kept::Banner, it.to_owned()))),
                _ => kept.push((Kept::Title, strings.title_of(issue).into_owned())),
            }
            for finding in issue.public().headlines() {
                kept.extend(finding.values.iter().map(|it| (Kept::Value, it.value.value.clone())));
                let effect = finding.effect.as_ref().or(finding.p.as_ref());
                kept.extend(effect.map(|it| (Kept::Effect, it.value.clone())));
                kept.extend(strings.verdict(finding).map(|it| (Kept::Verdict, it.to_owned())));
            }
        }
        kept
    }
}
