//! How much WeChat takes, how much an article has, and what to cut.

use super::article::Article;
use crate::diag::{Diagnostic, Said, Span, Text, code, text};
use crate::model::issue::{Issue, SummarySource};
use crate::model::outlet::WechatLimits;
use crate::model::prose::ProseKind;
use crate::model::site::Site;

/// The address that WeChat gives to a picture that it has taken into its store: about so many characters.
const ADDRESS: usize = 130;

/// How much of each limit an article takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budget {
    pub(super) title: usize,
    pub(super) digest: usize,
    /// In widths of a Han character.
    pub(super) author: usize,
    pub(super) characters: usize,
    pub(super) bytes: usize,
}

impl Budget {
    pub(super) fn of(article: &Article) -> Self {
        let written: usize = sources(&article.html).map(|source| source.chars().count()).sum();
        let pictures = sources(&article.html).count() * ADDRESS;
        Self {
            title: article.title.chars().count(),
            digest: article.digest.chars().count(),
            author: article.author.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2),
            characters: article.html.chars().count() + pictures - written,
            bytes: article.html.len() + pictures - written,
        }
    }
}

/// The addresses of the pictures in an article.
fn sources(html: &str) -> impl Iterator<Item = &str> {
    html.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// What of an article is more than WeChat takes.
pub(super) fn faults(article: &Article, site: &Site, issue: &Issue) -> Said {
    let limits = &site.settings.outlets.wechat;
    let budget = Budget::of(article);
    let mut looked = Look { issue, said: Said::default() };
    looked.fields(article, budget, limits);
    let longest = article.parts.iter().take(3).map(|(name, count)| format!("{name} {count}"));
    let longest = Text::list(longest.collect::<Vec<_>>());
    let title = &issue.title_span;
    let (is, most) = (budget.characters, limits.characters);
    let count = is.saturating_sub(most);
    looked.say(
        (is, most),
        title,
        text!("the article has {is} characters with its markup, and WeChat takes {most}", is, most),
        text!("cut {count} characters; the longest parts are: {longest}", count, longest = longest.clone()),
    );
    let (is, most) = (budget.bytes, limits.bytes);
    let count = is.saturating_sub(most);
    looked.say(
        (is, most),
        title,
        text!("the article has {is} bytes with its markup, and WeChat takes {most}", is, most),
        text!("cut {count} bytes; the longest parts are: {longest}", count, longest),
    );
    looked.said
}

/// An issue while its article is looked at.
struct Look<'a> {
    issue: &'a Issue,
    said: Said,
}

impl Look<'_> {
    /// Says something where there is more than is taken.
    fn say(&mut self, (is, most): (usize, usize), span: &Span, message: Text, help: Text) {
        if is > most {
            self.said.push(Diagnostic::new(code::O003, message).at(&self.issue.source, span.clone()).help(help));
        }
    }

    /// What is written into fields beside the article. A digest that postil made is no fault of the issue.
    fn fields(&mut self, article: &Article, budget: Budget, limits: &WechatLimits) {
        let issue = self.issue;
        let shorten = |(is, most): (usize, usize)| {
            let count = is.saturating_sub(most);
            text!("shorten it by {count}; what WeChat takes can be set in `[wechat]` of config.toml", count)
        };
        let (is, most) = (budget.title, limits.title);
        let message = text!("the title has {is} characters, and WeChat takes {most}", is, most);
        self.say((is, most), &issue.title_span, message, shorten((is, most)));
        if issue.summary_from == SummarySource::Written {
            let (is, most) = (budget.digest, limits.digest);
            let summary = issue.prose.iter().find(|prose| prose.kind == ProseKind::Summary).map(|prose| &prose.span);
            let message = text!("the summary has {is} characters, and WeChat takes {most}", is, most);
            self.say((is, most), summary.unwrap_or(&issue.title_span), message, shorten((is, most)));
        }
        let (is, most) = (budget.author, limits.author);
        self.say(
            (is, most),
            &place_of(issue, &article.author),
            text!("the byline is as long as {is} Han characters, and WeChat takes {most}", is, most),
            text!("write a shorter name; what WeChat takes can be set in `[wechat]` of config.toml"),
        );
    }
}

/// Where a byline stands in its file.
fn place_of(issue: &Issue, words: &str) -> Span {
    let found = issue.source.text.find(words).map(|start| start..start + words.len());
    found.unwrap_or_else(|| issue.title_span.clone())
}
