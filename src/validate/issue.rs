//! An issue as a whole.
//!
//! An issue that lacks what every issue needs is put together all the same, since that is an error and nothing is
//! published: so its links are checked in the same run, and links to it do not look broken.

use std::sync::Arc;

use jiff::civil::Date;

use super::name::Level;
use super::{Setting, Validator, fault, plain, text};
use crate::diag::{self, At, Span, text};
use crate::model::body::{Image, Target};
use crate::model::comment::Comments;
use crate::model::consent::Scope;
use crate::model::issue::{Cover, Issue, Prints, SummarySource};
use crate::parse::draft::{CoverDraft, Decode, Draft, IssueDraft, Text};

/// The most that a title may be wide, in Han characters: what is shown of it where links are shared.
const TITLE_LIMIT: usize = 64;

pub(super) fn issue(
    check: &mut Validator<'_>,
    draft: &Draft<IssueDraft>,
    setting: &Setting<'_>,
    original: Option<&Issue>,
) -> Issue {
    // Every field is named: one that nobody reads does not compile.
    let IssueDraft {
        title,
        number,
        date,
        updated,
        byline,
        original: is_original,
        tags,
        draft: is_draft,
        consent,
        slug,
        aliases,
        summary,
        cover,
        trial,
        key_findings,
        findings,
        commentary,
        credits,
        about_team,
        disclosures,
        funding,
        sponsor,
        quiz,
        corrections,
        references,
        published: elsewhere,
        accept,
        todo,
        span: _,
    } = &draft.front;
    let title = title.0.as_ref();
    let published = date.0.as_ref();
    let place = title.map_or(draft.fence.clone(), |title| title.span.clone());
    if let Some(title) = title {
        check.title(title);
    }
    let number = check.number(number.0.as_ref(), setting, original, &place);
    let date = date.0.clone().or_else(|| original.map(|issue| At::new(issue.date, place.clone())));
    let updated = updated.with(original, |own, original| check.updated(own, published, original));
    let slug = slug.with(original, |own, original| check.issue_slug(own, setting, original, &place));
    let tags = tags.with(original, |own, original| check.tags(own, original, &place));
    let aliases = check.aliases(aliases);
    let cover = cover
        .with(original.and_then(|issue| issue.cover.as_ref()), |own, inherited| check.cover(own, inherited, &place));
    let trial = trial
        .with(original.and_then(|issue| issue.trial.as_ref()), |own, inherited| check.trial(own, inherited, &place));
    let arms = trial.as_ref().map_or(&[][..], |trial| &trial.arms);
    let findings = findings.iter().filter_map(|finding| check.finding(finding, arms)).collect();
    let key_findings = key_findings.as_ref().map(|written| check.body(written));
    let body = check.body_of_file(draft.body.clone());
    let commentary = check.commentary(commentary, original, &place);
    let credits = credits.with(original, |own, original| check.credits(own, original, &place));
    let quiz = check.quiz(quiz, original);
    let corrections = check.corrections(corrections, published, original);
    let references = references.with(original, |own, original| check.references(own, original, &place));
    let elsewhere = check.published(elsewhere, published);
    let accepts = check.accepts(accept);
    let (summary, summary_from) = plain(summary.as_ref())
        .map_or_else(|| text::summary(key_findings.as_ref(), &body), |summary| (summary, SummarySource::Written));
    measured(Issue {
        column: Arc::clone(&setting.column),
        slug: slug.unwrap_or_else(|| name_of_folder(setting.name).to_owned()),
        language: setting.language.clone(),
        source: Arc::clone(&draft.source),
        title_span: place.clone(),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        number: number.unwrap_or_else(|| At::new(0, place.clone())),
        date: date.map_or(Date::constant(1, 1, 1), |date| date.value),
        updated,
        byline: plain(byline.as_ref()),
        original: is_original.or(original.map(|issue| issue.original), |it| it.value).unwrap_or_default(),
        tags,
        draft: is_draft.or(original.map(|issue| issue.draft), |it| it.value).unwrap_or_default(),
        asks: consent.or(original.and_then(|issue| issue.asks.clone()), Clone::clone),
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
        about_team: plain(about_team.as_ref()),
        disclosures: plain(disclosures.as_ref()),
        funding: plain(funding.as_ref()),
        sponsor: plain(sponsor.as_ref()),
        quiz,
        corrections,
        references,
        published: elsewhere,
        comments: Comments::default(),
        measure: Default::default(),
        accepts,
        todo: todo.clone(),
        prose: draft.front.prose(),
        prints: Prints::default(),
    })
}

/// The issue with how long it is to read: known once its texts are together.
fn measured(mut issue: Issue) -> Issue {
    let read = issue.texts().filter(|(section, _)| section.is_read_through());
    issue.measure = crate::text::measure::measure(read.map(|(_, body)| body));
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
        number: Option<&At<u32>>,
        setting: &Setting<'_>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Option<At<u32>> {
        let Some(number) = number else {
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

    fn updated(
        &mut self,
        updated: Option<&At<Date>>,
        published: Option<&At<Date>>,
        original: Option<&Issue>,
    ) -> Option<Date> {
        if let (Some(published), Some(updated)) = (published, updated) {
            self.not_before(updated, published, text!("the day of the last change"));
        }
        updated.map(|date| date.value).or_else(|| original?.updated)
    }

    fn issue_slug(
        &mut self,
        slug: Option<&Text>,
        setting: &Setting<'_>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Option<String> {
        match (slug, original) {
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

    fn tags(&mut self, written: Option<&Vec<Text>>, original: Option<&Issue>, place: &Span) -> Vec<At<Arc<str>>> {
        let written = written.map_or(&[][..], Vec::as_slice);
        if let (true, Some(issue)) = (written.is_empty(), original) {
            return issue.tags.iter().map(|tag| At::new(Arc::clone(&tag.value), place.clone())).collect();
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
        let mut tags: Vec<At<Arc<str>>> = Vec::with_capacity(written.len());
        for tag in written {
            if !tags.iter().any(|known| *known.value == *tag.value) {
                tags.push(At::new(tag.value.as_str().into(), tag.span.clone()));
            }
        }
        tags
    }

    fn cover(&mut self, draft: Option<&CoverDraft>, inherited: Option<&Cover>, place: &Span) -> Option<Cover> {
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
