//! `postil published`: where else an issue was put, the numbers that it had that day, and what is to be posted there since.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::arguments::{Common, Elsewhere as Wanted};
use super::{End, finish, misuse, print, show, sign};
use crate::desk;
use crate::diag::{Said, Text, nearest, text};
use crate::io::clock;
use crate::model::consent::Scope;
use crate::model::elsewhere::Elsewhere;
use crate::model::issue::Issue;
use crate::model::outlet::Outlet;
use crate::model::uri::WebAddress;
use crate::pipeline::{self, Loaded, Request};

/// Lists where an issue stands, or writes down that it was put somewhere or was put right there.
pub(super) fn carry_out(common: &Common, request: &Request, wanted: &Wanted) -> End {
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let issue = match show::find_one(&loaded.site, &wanted.of.issue, wanted.of.language.as_deref()) {
        Ok(issue) => issue,
        Err(message) => return misuse(common, &message),
    };
    let Some(place) = &wanted.place else { return list(common, request, &loaded, issue) };
    let errors = sign::errors(issue, checked.diagnostics);
    if !errors.is_empty() {
        let end = finish(common, errors);
        common.say(&text!("Nothing was written down: what has errors may still change."));
        return end;
    }
    let today = wanted.of.now.unwrap_or_else(|| clock::today(&loaded.site.settings.time_zone));
    let amended =
        if wanted.updated { put_right(issue, wanted, place, today) } else { put(issue, wanted, place, today) };
    match amended {
        Ok(amended) => write(common, request, &loaded, issue, (place, today, wanted.whole), amended),
        Err(message) => misuse(common, &message),
    }
}

/// The list `published:` as it becomes, and what tells the place that is meant from every other.
struct Amended {
    list: Vec<Value>,
    key: String,
}

fn written(entry: &Elsewhere) -> Value {
    let mut written = json!({ "where": entry.place.value });
    let later = [
        ("url", entry.url.clone()),
        ("date", Some(entry.date.to_string())),
        ("updated", entry.updated.as_ref().map(ToString::to_string)),
    ];
    later
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .for_each(|(name, value)| written[name] = json!(value));
    written
}

/// A place more.
fn put(issue: &Issue, wanted: &Wanted, place: &str, today: Date) -> Result<Amended, Text> {
    if today < issue.date {
        let date = issue.date.to_string();
        return Err(text!("the day of the issue, {date}, is still to come", date));
    }
    if WebAddress::parse(place).is_some() {
        return Err(text!("write where it was put before its address: `wechat {url}`", url = place));
    }
    if let Some(url) = wanted.url.as_ref().filter(|url| WebAddress::parse(url).is_none()) {
        return Err(text!("`{url}` is no web address: write all of it, from `https://` on", url));
    }
    let key = wanted.url.as_deref().unwrap_or(place);
    if let Some(entry) = issue.published.iter().find(|it| it.key() == key) {
        return Err(text!(
            "it stands there since {date}; once it has been put right there, add `--updated`",
            date = entry.date.to_string()
        ));
    }
    // A name that is nearly an outlet's is a slip; a journal may have any.
    let outlets = || Outlet::ALL.iter().map(|(name, _)| *name);
    if let Some(known) = nearest(place, outlets()).filter(|known| *known != place) {
        return Err(text!("there is no outlet `{name}`; did you mean `{known}`?", name = place, known));
    }
    let mut list: Vec<Value> = issue.published.iter().map(written).collect();
    let mut entry = json!({ "where": place });
    if let Some(url) = &wanted.url {
        entry["url"] = json!(url);
    }
    entry["date"] = json!(today.to_string());
    list.push(entry);
    Ok(Amended { list, key: key.to_owned() })
}

/// A place that has been put right.
fn put_right(issue: &Issue, wanted: &Wanted, place: &str, today: Date) -> Result<Amended, Text> {
    let is_it =
        |it: &Elsewhere| it.place.value == place && wanted.url.as_ref().is_none_or(|url| it.url.as_ref() == Some(url));
    let found: Vec<usize> = (0..issue.published.len()).filter(|at| is_it(&issue.published[*at])).collect();
    let at = match found[..] {
        [at] => at,
        [] => {
            let places = Text::list(issue.published.iter().map(|it| it.place.value.clone()));
            return Err(match issue.published.is_empty() {
                true => text!("`published` does not name `{place}`", place),
                false => text!("`published` does not name `{place}` so, but {places}", place, places),
            });
        }
        _ => {
            let urls = Text::list(found.iter().map(|at| issue.published[*at].key().to_owned()));
            return Err(text!("it stands in `{place}` several times; name its address: {urls}", place, urls));
        }
    };
    let mut list: Vec<Value> = issue.published.iter().map(written).collect();
    list[at]["updated"] = json!(today.to_string());
    Ok(Amended { list, key: issue.published[at].key().to_owned() })
}

fn write(
    common: &Common,
    request: &Request,
    loaded: &Loaded,
    issue: &Issue,
    (place, date, whole): (&str, Date, bool),
    Amended { list, key }: Amended,
) -> End {
    let path = issue.source.path.as_str();
    let Some(after) = desk::amended(path, &issue.source.text, "published", &Value::Array(list)) else {
        return misuse(
            common,
            &text!(
                "`published` in {path} is written in a way that is not changed by itself: write the entry by hand",
                path
            ),
        );
    };
    let about = text!(
        "The numbers as they were put elsewhere. `postil published` writes this file; nothing of it is published."
    );
    let about = about.say(crate::diag::Locale::of(loaded.site.settings.language.tag()));
    let scope = if whole { Scope::Open } else { issue.scope };
    match pipeline::keep_numbers(&request.root, loaded, issue, (&key, date, scope), &after, &about) {
        Ok(numbers) => {
            let (date, file) = (date.to_string(), pipeline::kept_file_of(&issue.source));
            common.say(&text!(
                "`{place}` has the issue of {date}; its {numbers} numbers are kept in {file}",
                place,
                date,
                numbers,
                file
            ));
            End::Done
        }
        Err(diagnostic) => finish(common, vec![diagnostic]),
    }
}

/// Prints where an issue stands, and for each place that is behind what is to be posted there.
fn list(common: &Common, request: &Request, loaded: &Loaded, issue: &Issue) -> End {
    let mut said = Said::default();
    let Some(notices) = pipeline::notices(request, loaded, issue, &mut said) else {
        return finish(common, said.into_vec());
    };
    let locale = common.locale();
    let mut out = String::new();
    for (at, entry) in issue.published.iter().enumerate() {
        let (date, key) = (entry.since().to_string(), entry.url.as_deref().unwrap_or_default());
        let standing = match notices.contains_key(&at) {
            true => text!("post this there:"),
            false => text!("nothing to post there"),
        };
        let head = format!("{} {date} {key}", entry.place.value);
        out.push_str(&format!("{}: {}\n", head.trim_end(), standing.say(locale)));
        if let Some(notice) = notices.get(&at) {
            out.push_str(&format!("\n{notice}\n\n"));
        }
    }
    if out.is_empty() {
        common.say(&text!("`published` names no place"));
    }
    print(&out);
    End::Done
}
