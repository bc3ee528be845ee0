//! `postil outlet`: one issue as it stands elsewhere.

use std::path::{Path, PathBuf};

use super::arguments::{Common, Measured, Wanted};
use super::timings::follow;
use super::{End, Format, finish, misuse, show};
use crate::diag::{Diagnostic, Said, Severity, Text, count, text};
use crate::model::outlet::Outlet;
use crate::pipeline::{self, Account, Extract, Loaded, Request};

/// Makes an outlet of an issue, and tells where it is.
pub(super) fn carry_out(common: &Common, request: &Request, wanted: &Wanted) -> End {
    let Some((_, outlet)) = Outlet::ALL.iter().find(|(name, _)| *name == wanted.name) else {
        return misuse(common, &text!("there is no outlet `{name}`", name = &wanted.name));
    };
    if wanted.draft && *outlet != Outlet::Wechat {
        return misuse(common, &text!("`--draft` is for `postil outlet wechat`"));
    }
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let issue = match show::find_one(&loaded.site, &wanted.of.issue, wanted.of.language.as_deref()) {
        Ok(issue) => issue,
        Err(message) => return misuse(common, &message),
    };
    let index = loaded.site.issues.iter().position(|it| std::ptr::eq(&**it, issue)).unwrap_or_default();
    let folder = issue.source.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let said: Said = checked.diagnostics.into_iter().filter(|it| concerns(it, &folder)).collect();
    let extract = Extract { outlet: *outlet, issue: index, whole: wanted.whole };
    if wanted.draft {
        return draft(common, request, loaded, extract, wanted.api.as_deref(), said);
    }
    let output = wanted.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}-{}", wanted.name, issue.slug)));
    put(common, &Request { output: Some(output), ..request.clone() }, loaded, extract, said)
}

/// Puts it into a folder.
fn put(common: &Common, request: &Request, loaded: Loaded, extract: Extract, mut said: Said) -> End {
    let report = pipeline::outlet(request, loaded, extract, &mut said);
    let end = finish(common, said);
    let is_told = !common.quiet && common.format == Format::Human;
    if let Some(report) = report.filter(|_| end == End::Done && is_told) {
        let folder = request.output.as_deref().unwrap_or(Path::new("")).display().to_string();
        common.say(&text!("{files} in {folder}", files = count::files(report.files), folder));
    } else if end != End::Done && is_told {
        common.say(&text!("Nothing was written."));
    }
    end
}

/// Puts it into the draft box of a WeChat account.
fn draft(
    common: &Common,
    request: &Request,
    loaded: Loaded,
    extract: Extract,
    api: Option<&str>,
    mut said: Said,
) -> End {
    let account = match Account::of_environment(api) {
        Some(Ok(account)) => account,
        Some(Err(diagnostic)) => return finish(common, vec![diagnostic]),
        None => return misuse(common, &text!("`--api` wants an address such as https://api.weixin.qq.com")),
    };
    let number = loaded.site.issues[extract.issue].number.value;
    let (sent, _) = follow(common, &Measured::default(), |watch| {
        pipeline::draft(request, loaded, extract, &account, watch, &mut said)
    });
    let end = finish(common, said);
    let is_told = !common.quiet && common.format == Format::Human;
    let Some(sent) = sent.filter(|_| is_told) else { return end };
    let pictures = count::pictures(sent.pictures);
    common.say(&match sent.is_new {
        true => text!("a new draft is in WeChat's draft box; {pictures} sent", pictures),
        false => text!("the draft in WeChat is what the issue is now; {pictures} sent", pictures),
    });
    if !sent.unfit.is_empty() {
        let names = Text::list(sent.unfit);
        common
            .say(&text!("WeChat does not take the form of these pictures, put them in by hand as PNG: {names}", names));
    }
    if sent.is_part {
        common.say(&text!(
            "What stands behind the question of consent is not in this article; `postil outlet wechat {number} --whole` makes one of the whole issue.",
            number
        ));
    }
    end
}

/// Whether a diagnostic says something of an issue by its folder, or of what all issues share.
fn concerns(it: &Diagnostic, folder: &str) -> bool {
    let path = it.place.as_ref().map(|place| place.file.path.as_str()).or(it.path.as_deref()).unwrap_or_default();
    let of_issue = path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
    of_issue || (it.severity == Severity::Error && !path.starts_with("content/"))
}
