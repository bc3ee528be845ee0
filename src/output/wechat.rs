//! The article as it will stand in WeChat (公众号), on a page for its editor: copied with one button, pasted into WeChat's
//! own editor. No search engine is told of the page, and nothing links to it.
//!
//! What WeChat keeps decides how it is written: inline styles alone, few elements, links only to its own articles, pictures
//! as PNG or JPEG, and no more characters than it takes.

use super::{Artifact, Content, Outlet, Output, Sink, each};
use crate::model::address::{WECHAT, WECHAT_SCRIPT, WECHAT_STYLE};
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::chart::plate::Plate;
use crate::render::gate::Gate;
use crate::render::theme::Theme;
use crate::render::visual::{Ratio, Visual};

mod article;
mod back;
mod budget;
mod draft;
mod finding;
mod page;
mod picture;
mod style;
mod text;

use article::{Article, Place};
pub use draft::{Draft, Enclosed, Origin};
use picture::Source;

/// Articles for WeChat.
pub(super) struct Wechat;

impl Output for Wechat {
    fn name(&self) -> &'static str {
        "articles for WeChat"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        let base = site.settings.base.path();
        let place = Place { files: base.to_owned(), own: format!("{base}{WECHAT}") };
        each(self, (site, theme), taken(site), sink, |index, sink| {
            let Some(article) = article(site, theme, index, &place, sink) else { return };
            budget::faults(&article, site, &site.issues[index]).into_iter().for_each(|it| sink.remark(it));
            let folder = format!("{}{WECHAT}", site.issue_address(&site.issues[index]));
            put(&article, (site, theme), index, &place, &folder, sink);
        });
        shared(WECHAT, sink);
    }
}

impl Outlet for Wechat {
    fn of(&self) -> Name {
        Name::Wechat
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let place = Place::default();
        let Some(article) = article(site, theme, index, &place, sink) else { return Vec::new() };
        put(&article, (site, theme), index, &place, "", sink);
        shared("", sink);
        let files = article.pictures.into_iter().filter_map(|picture| match picture.source {
            Source::File(address) => Some(address),
            Source::Drawn(_) | Source::Unfit => None,
        });
        files.collect()
    }
}

/// The issues of which a site has articles.
fn taken(site: &Site) -> Vec<IssueIndex> {
    let issues = site.issues.iter().enumerate();
    issues.filter(|(_, issue)| Name::Wechat.takes(&issue.language)).map(|(index, _)| index).collect()
}

/// What the file of a cover is called.
const COVER: &str = "cover";

/// The visual abstract of an issue as the square cover that WeChat asks for, where it has one.
fn cover(site: &Site, theme: &Theme, index: IssueIndex) -> Option<Plate> {
    let issue = &site.issues[index];
    let visual = Visual::of(&theme.standpoint_of(site, issue)?, issue)?;
    Some(visual.draw(Ratio::Square).plate())
}

/// The article of an issue, by the theme's own template where it has one.
fn article(site: &Site, theme: &Theme, index: IssueIndex, place: &Place, sink: &dyn Sink) -> Option<Article> {
    let mut article = Article::new(site, theme, index, place)?;
    match article.own(site, theme, index) {
        None => {}
        Some(Ok(own)) => {
            sink.judge(&own);
            article.html = own.html;
        }
        Some(Err(diagnostic)) => {
            sink.say(diagnostic);
            return None;
        }
    }
    Some(article)
}

/// Puts the page of an article, its drawings and its cover into a folder.
fn put(
    article: &Article,
    (site, theme): (&Site, &Theme),
    index: IssueIndex,
    place: &Place,
    folder: &str,
    sink: &dyn Sink,
) {
    let cover = cover(site, theme, index);
    if let Some(plate) = &cover {
        let address = format!("{folder}{}", plate.named(COVER));
        sink.put(Artifact { address, content: Content::Plate(Box::new(plate.clone())) });
    }
    for picture in &article.pictures {
        if let Source::Drawn(plate) = &picture.source {
            let address = format!("{folder}{}", plate.name());
            sink.put(Artifact { address, content: Content::Plate(plate.clone()) });
        }
    }
    let address = if folder.is_empty() { "index.html" } else { folder }.to_owned();
    let html = page::page(article, cover.as_ref(), site, &site.issues[index], place);
    sink.put(Artifact { address, content: Content::Bytes(html.into_bytes()) });
}

/// Puts what all pages share into a folder.
fn shared(folder: &str, sink: &dyn Sink) {
    for (name, text) in [(WECHAT_STYLE, page::STYLE), (WECHAT_SCRIPT, page::SCRIPT)] {
        let content = Content::Bytes(text.as_bytes().to_vec());
        sink.put(Artifact { address: format!("{folder}{name}"), content });
    }
}

/// The addresses of the drawings of all articles.
pub(super) fn drawings(site: &Site, theme: &Theme) -> Vec<String> {
    let of = |index: usize| {
        let folder = format!("{}{WECHAT}", site.issue_address(&site.issues[index]));
        let article = Article::new(site, theme, index, &Place::default());
        let cover = cover(site, theme, index).map(|plate| plate.named(COVER));
        let drawn = article.into_iter().flat_map(|it| it.pictures).filter_map(|picture| match picture.source {
            Source::Drawn(plate) => Some(plate.name()),
            Source::File(_) | Source::Unfit => None,
        });
        drawn.chain(cover).map(|name| format!("{folder}{name}")).collect::<Vec<_>>()
    };
    taken(site).into_iter().flat_map(of).collect()
}
