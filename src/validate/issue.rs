//! An issue as a whole.
//!
//! An issue that lacks what every issue needs is put together all the same, since that is an error and nothing is
//! published: so its links are checked in the same run, and links to it do not look broken.

use std::sync::Arc;

use jiff::civil::Date;

use super::name::Level;
use super::{Setting, Validator, fault, plain, prose, text};
use crate::diag::{self, At, Span, text};
use crate::model::body::{Image, Target};
use crate::model::comment::Comments;
use crate::model::consent::Scope;
use crate::model::issue::{Cover, Issue, SummarySource};
use crate::parse::draft::{CoverDraft, Draft, IssueDraft, Text};

/// The most that a title may be wide, in Han characters: what is shown of it where links are shared.
const TITLE_LIMIT: usize = 64;

pub(super) fn issue(
    check: &mut Validator<'_>,
    draft: &Draft<IssueDraft>,
    setting: &Setting<'_>,
    original: Option<&Issue>,
) -> Issue {
    let front = &draft.front;
    let place = front.title.0.as_ref().map_or(draft.fence.clone(), |title| title.span.clone());
    let title = front.title.0.as_ref();
    if let Some(title) = title {
        check.title(title);
    }
    let number = check.number(front, setting, original, &place);
    let date = front.date.0.clone().or_else(|| original.map(|issue| At::new(issue.date, place.clone())));
    if let (Some(date), Some(updated)) = (&front.date.0, &front.updated) {
        check.not_before(updated, date, text!("the day of the last change"));
    }
    let slug = check.issue_slug(front, setting, original, &place);
    let tags = check.tags(&front.tags, original);
    let aliases = check.aliases(&front.aliases);
    let cover = check.cover(front.cover.as_ref(), original, &place);
    let trial = check.trial(front.trial.as_ref(), original.and_then(|issue| issue.trial.as_ref()), &place);
    let arms = trial.as_ref().map_or(&[][..], |trial| &trial.arms);
    let findings = front.findings.iter().filter_map(|finding| check.finding(finding, arms)).collect();
    let key_findings = front.key_findings.as_ref().map(|written| check.body(written));
    let body = check.body_of_file(draft.body.clone());
    let commentary = check.commentary(&front.commentary, original, &place);
    let credits = check.credits(&front.credits, original, &place);
    let quiz = check.quiz(&front.quiz, original);
    let corrections = check.corrections(&front.corrections, front.date.0.as_ref(), original);
    let references = check.references(&front.references, original, &place);
    let accepts = check.accepts(&front.accept);
    let (summary, summary_from) = plain(front.summary.as_ref())
        .map_or_else(|| text::summary(key_findings.as_ref(), &body), |summary| (summary, SummarySource::Written));
    let number = number.unwrap_or_else(|| At::new(0, place.clone()));
    let date = date.map_or(Date::constant(1, 1, 1), |date| date.value);
    let slug = slug.unwrap_or_else(|| name_of_folder(setting.name).to_owned());
    let mut issue = Issue {
        column: Arc::clone(&setting.column),
        slug,
        language: setting.language.clone(),
        source: Arc::clone(&draft.source),
        title_span: place.clone(),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        number,
        date,
        updated: front.updated.as_ref().map(|date| date.value).or_else(|| original.and_then(|issue| issue.updated)),
        byline: plain(front.byline.as_ref()),
        original: front.original.as_ref().map_or_else(|| original.is_some_and(|issue| issue.original), |it| it.value),
        tags,
        draft: front.draft.as_ref().map_or_else(|| original.is_some_and(|issue| issue.draft), |it| it.value),
        asks: front.consent.clone().or_else(|| original.and_then(|issue| issue.asks.clone())),
        scope: Scope::default(),
        aliases,
        summary,
        summary_from,
        cover,
        trial,
        key_findings,
        findings,
        body,
        commentary,
        credits,
        disclosures: plain(front.disclosures.as_ref()),
        funding: plain(front.funding.as_ref()),
        sponsor: plain(front.sponsor.as_ref()),
        quiz,
        corrections,
        references,
        comments: Comments::default(),
        measure: Default::default(),
        accepts,
        prose: prose::of_issue(front),
    };
    issue.measure = crate::text::measure::measure(
        issue.key_findings.iter().chain([&issue.body]).chain(issue.commentary.iter().map(|it| &it.text)),
    );
    issue
}

impl Validator<'_> {
    pub(super) fn title(&mut self, title: &Text) {
        let width = crate::text::measure::width(title);
        if width > TITLE_LIMIT {
            self.say(fault::long_title(self.source, title.span.clone(), width, TITLE_LIMIT));
        }
    }

    fn number(
        &mut self,
        front: &IssueDraft,
        setting: &Setting<'_>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Option<At<u32>> {
        let Some(number) = &front.number.0 else {
            return original.map(|issue| At::new(issue.number.value, place.clone()));
        };
        if number.value == 0 {
            let help = text!("issues are numbered from 1");
            self.say(fault::number(self.source, number.span.clone(), "0", text!("the number of an issue"), None, help));
        } else if folder_number(setting.name).is_some_and(|folder| folder != number.value) {
            self.say(fault::folder_number(self.source, number.span.clone(), number.value, setting.name));
        }
        Some(number.clone())
    }

    fn issue_slug(
        &mut self,
        front: &IssueDraft,
        setting: &Setting<'_>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Option<String> {
        match (&front.slug, original) {
            (Some(slug), _) => self.slug(slug, slug.span.clone(), text!("the slug"), Level::Issue),
            (None, Some(issue)) => Some(issue.slug.clone()),
            (None, None) => {
                self.slug(name_of_folder(setting.name), place.clone(), text!("the name of its folder"), Level::Issue)
            }
        }
    }

    pub(super) fn not_before(&mut self, date: &At<Date>, published: &At<Date>, what: diag::Text) {
        if date.value < published.value {
            self.say(fault::too_early(self.source, date.span.clone(), what, published.span.clone()));
        }
    }

    fn tags(&mut self, written: &[Text], original: Option<&Issue>) -> Vec<Arc<str>> {
        if let (true, Some(issue)) = (written.is_empty(), original) {
            return issue.tags.clone();
        }
        self.chinese_commas(written, true);
        for (number, tag) in written.iter().enumerate() {
            if let Some(first) = written[..number].iter().find(|other| other.value == tag.value) {
                self.say(fault::repeated(
                    self.source,
                    tag.span.clone(),
                    text!("the tag `{tag}`", tag = tag.value),
                    first.span.clone(),
                ));
            }
        }
        let mut tags: Vec<Arc<str>> = Vec::with_capacity(written.len());
        for tag in written {
            if !tags.iter().any(|known| **known == *tag.value) {
                tags.push(tag.value.as_str().into());
            }
        }
        tags
    }

    fn cover(&mut self, draft: Option<&CoverDraft>, original: Option<&Issue>, place: &Span) -> Option<Cover> {
        let inherited = original.and_then(|issue| issue.cover.as_ref());
        let Some(draft) = draft else {
            return inherited.map(|cover| {
                let mut cover = cover.clone();
                cover.image.span = place.clone();
                cover
            });
        };
        let (written, span) = match (&draft.src.0, inherited) {
            (Some(src), _) => (src.value.as_str().into(), src.span.clone()),
            (None, Some(cover)) => (cover.image.written.clone(), draft.span.clone()),
            (None, None) => return None,
        };
        Some(Cover {
            image: Image { written, title: None, span, target: Target::Unresolved, size: None },
            alt: draft.alt.0.as_ref()?.value.clone(),
            source: plain(draft.source.as_ref()),
        })
    }
}

/// The number in front of a folder's name: 26 of `026-rtog1112`.
fn folder_number(folder: &str) -> Option<u32> {
    let digits = folder.len() - folder.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_number = folder[digits..].is_empty() || folder[digits..].starts_with(['-', '_']);
    if is_number { folder[..digits].parse().ok() } else { None }
}

/// The name of a folder without its number; all of it where there is nothing else.
fn name_of_folder(folder: &str) -> &str {
    match folder_number(folder) {
        Some(_) => {
            let name = folder.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_']);
            if name.is_empty() { folder } else { name }
        }
        None => folder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_a_number_and_a_name() {
        assert_eq!((folder_number("026-rtog1112"), name_of_folder("026-rtog1112")), (Some(26), "rtog1112"));
        assert_eq!((folder_number("3d-print"), name_of_folder("3d-print")), (None, "3d-print"));
        assert_eq!((folder_number("026"), name_of_folder("026")), (Some(26), "026"));
        assert_eq!((folder_number("肝癌"), name_of_folder("肝癌")), (None, "肝癌"));
    }
}
