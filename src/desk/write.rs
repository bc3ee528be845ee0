//! What the desk's own pages ask for that changes files: fields and text of a file, repairs, figures, new issues.
//!
//! Nobody else is heard: not another machine, not a page of another place, and nobody who does not know the word that
//! only these pages have. A file that is not what the page has read stays as it is, and the page is told what it says now.

use std::path::Path;
use std::sync::PoisonError;

use serde_json::{Value, json};
use similar::TextDiff;

use super::amend::{Notation, Refused, Shape};
use super::{Desk, State, bring, form, naming, plain, said};
use crate::diag::fix;
use crate::diag::{Diagnostic, Edit, Severity, Text, code, text};
use crate::io::edit::{self, inside};
use crate::io::listen::{Answer, Asked, Brought, Unread};
use crate::io::{place, source};
use crate::manuscript;
use crate::parse::draft::Kind;
use crate::pipeline::{self, Repairs, Watch, Workshop};
use crate::scaffold;

/// The most bytes of changes.
const LARGEST: usize = 8 << 20;

/// The most bytes of a figure or a manuscript.
const LARGEST_FILE: usize = 64 << 20;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 2;

/// What became of a wish: what to say where nothing did.
enum Fault {
    /// The wish makes no sense, or cannot be met.
    Refused(Text),
    /// The file says something else by now.
    Changed,
}

impl From<Text> for Fault {
    fn from(text: Text) -> Self {
        Self::Refused(text)
    }
}

impl From<Diagnostic> for Fault {
    fn from(diagnostic: Diagnostic) -> Self {
        if diagnostic.code == code::I008 {
            return Self::Changed;
        }
        Self::Refused(told(&diagnostic))
    }
}

/// A diagnostic in one text: what, and what to do.
fn told(diagnostic: &Diagnostic) -> Text {
    match &diagnostic.help {
        Some(help) => text!("{what}: {help}", what = diagnostic.message, help),
        None => diagnostic.message.clone(),
    }
}

impl Desk {
    /// Does what a page asks for.
    pub(super) fn write(&self, own: &str, asked: &Asked, brought: &mut Brought<'_>, state: &State) -> Answer {
        if !asked.is_near {
            return plain(403, "Only the machine on which the desk runs may write.");
        }
        if asked.is_foreign {
            return plain(403, "Only a page of the desk may write.");
        }
        if self.token.is_none() || asked.token != self.token {
            return plain(403, "This page is of an earlier desk, or of none: load it again.");
        }
        let limit = if matches!(own, "figure" | "new") { LARGEST_FILE } else { LARGEST };
        let bytes = match brought.read(limit) {
            Ok(bytes) => bytes,
            Err(Unread::NoLength) => return plain(411, "It does not say how long it is."),
            Err(Unread::TooLong) => return plain(413, "It is too long."),
            Err(Unread::BrokeOff) => return plain(400, "It broke off."),
        };
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let wish: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let path = wish["file"].as_str().unwrap_or_default();
        let done = match own {
            "save" => self.save(path, &wish, state),
            "publish" => self.publish(path, &wish, state),
            "mend" => self.mend(path, &wish, state),
            "repairs" => Ok(self.repairs()),
            "repair" => self.repair(&wish),
            "figure" => self.figure(&asked.query, &bytes, state),
            "new" => bring::bring(&asked.query, &bytes, self).map(|path| json!({ "path": path })).map_err(|said| {
                Fault::Refused(said.first().map_or_else(|| text!("nothing could be read from it"), told))
            }),
            _ => return plain(404, "The desk cannot do that."),
        };
        let (status, value) = match done {
            Ok(value) => (200, value),
            Err(Fault::Changed) => (409, form::of(path, state, self).unwrap_or_default()),
            Err(Fault::Refused(text)) => (422, json!({ "reason": text.say(self.locale) })),
        };
        Answer::Made { status, kind: "application/json", bytes: value.to_string().into_bytes() }
    }

    /// The text of a file that is what the page has read.
    fn known(&self, path: &str, wish: &Value, state: &State) -> Result<String, Fault> {
        let text = self.text(path, state)?;
        if wish["print"] == form::print(&text) { Ok(text) } else { Err(Fault::Changed) }
    }

    /// Gives fields and text of a file what was written for them.
    fn save(&self, path: &str, wish: &Value, state: &State) -> Result<Value, Fault> {
        let before = self.known(path, wish, state)?;
        let schema = form::schema_of(path, self.locale);
        let notation = Notation::of(path);
        let mut text = before.clone();
        for (name, value) in wish["fields"].as_object().into_iter().flatten() {
            text = notation.set(&text, name, value, Shape::of(&schema)).map_err(|it| refused(it, name))?;
        }
        for (name, lines) in wish["raw"].as_object().into_iter().flatten() {
            let lines = lines.as_str().unwrap_or_default();
            text = notation.set_raw(&text, name, lines).map_err(|it| refused(it, name))?;
        }
        if let Some(lines) = wish["proposed"].as_str() {
            let open = manuscript::open(&text[..notation.body(&text).start]);
            let span = open.ok_or_else(|| text!("there is nothing left to confirm"))?.span;
            text = notation.confirm(&text, &span, lines).map_err(|_| {
                text!("this does not fit what the file says: a field may stand there already, or the lines are no YAML")
            })?;
        }
        if let Some(front) = wish["front"].as_str() {
            text = notation.set_front(&text, front);
        }
        if let Some(body) = wish["body"].as_str() {
            text = notation.set_body(&text, body);
        }
        self.keep(path, wish, (&before, &text), state)?;
        Ok(form::made(path, &text, state, self))
    }

    /// Gives a file another text, unless something speaks against that.
    fn keep(&self, path: &str, wish: &Value, (before, after): (&str, &str), state: &State) -> Result<(), Fault> {
        if before == after {
            return Ok(());
        }
        if let Some(warning) = form::warning(path, state).filter(|_| wish["warned"] != true) {
            return Err(warning.into());
        }
        if form::kind(path) == Some(Kind::People) {
            let ids = |text: &str| Notation::Bare.fields(text).map(|it| it.into_iter().map(|(id, _)| id));
            let left: Option<Vec<String>> = ids(after).map(Iterator::collect);
            let mut gone =
                ids(before).into_iter().flatten().filter(|id| left.as_ref().is_some_and(|it| !it.contains(id)));
            if let Some(reason) = gone.find_map(|id| naming::keeps(&id, self)) {
                return Err(reason.into());
            }
        }
        if before.is_empty() && !place::is_taken(&self.root().join(path)) {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("content", path));
            return Ok(place::add(&inside(self.root(), folder)?.join(name), after)?);
        }
        Ok(edit::replace(self.root(), path, before, after)?)
    }

    /// Makes a draft none, if nothing stands in the way: some things are asked only of what is published.
    fn publish(&self, path: &str, wish: &Value, state: &State) -> Result<Value, Fault> {
        let before = self.known(path, wish, state)?;
        let schema = form::schema_of(path, self.locale);
        let after = Notation::of(path)
            .set(&before, "draft", &json!("false"), Shape::of(&schema))
            .map_err(|it| refused(it, "draft"))?;
        let mut request = self.request.clone();
        request.unsaved.insert(path.to_owned(), after.clone());
        let said = Workshop::default().check(&request).diagnostics;
        let open = form::said_of(path, said.iter().filter(|it| it.severity == Severity::Error), self);
        if !open.is_empty() {
            return Ok(json!({ "open": open }));
        }
        self.keep(path, wish, (&before, &after), state)?;
        Ok(form::made(path, &after, state, self))
    }

    /// Repairs what some diagnostics can repair.
    fn mend(&self, path: &str, wish: &Value, state: &State) -> Result<Value, Fault> {
        let before = self.known(path, wish, state)?;
        let ids: Vec<&str> = wish["ids"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is_wanted = |it: &&Diagnostic| {
            said::path(it) == Some(path)
                && ids.contains(&form::id(it).as_str())
                && it.place.as_ref().is_some_and(|place| place.file.text == before)
        };
        let fixes: Vec<&[Edit]> = state.said.iter().filter(is_wanted).map(|it| it.fix.as_slice()).collect();
        let (after, count) = fix::apply(&before, fixes);
        if count == 0 {
            return Err(text!("there is nothing to mend there any more").into());
        }
        self.keep(path, wish, (&before, &after), state)?;
        Ok(form::made(path, &after, state, self))
    }

    /// What can be repaired in the whole site. Nothing is written.
    fn repairs(&self) -> Value {
        let repairs = pipeline::repair(&self.request, &Watch::nobody());
        let one = |file: &pipeline::Repaired| {
            let diff = TextDiff::from_lines(&file.before, &file.after);
            json!({
                "path": file.path,
                "repairs": file.repairs,
                "prints": [form::print(&file.before), form::print(&file.after)],
                "diff": diff.unified_diff().context_radius(CONTEXT).to_string(),
            })
        };
        json!({ "files": repairs.files.iter().map(one).collect::<Vec<_>>() })
    }

    /// Writes the repairs that were shown, and no others.
    fn repair(&self, wish: &Value) -> Result<Value, Fault> {
        let mut repairs = pipeline::repair(&self.request, &Watch::nobody());
        let shown = wish["files"].as_array().cloned().unwrap_or_default();
        let is_shown = |file: &pipeline::Repaired| {
            let prints = json!([form::print(&file.before), form::print(&file.after)]);
            shown.iter().any(|it| it["path"] == file.path.as_str() && it["prints"] == prints)
        };
        let all = repairs.files.len();
        repairs = Repairs { files: repairs.files.into_iter().filter(is_shown).collect() };
        let said = pipeline::keep(self.root(), &repairs);
        if let Some(first) = said.first() {
            return Err(Fault::Refused(told(first)));
        }
        Ok(json!({ "written": repairs.files.len(), "left": all - repairs.files.len() }))
    }

    /// Puts a picture beside a file, under a name that nothing has.
    fn figure(&self, query: &str, bytes: &[u8], state: &State) -> Result<Value, Fault> {
        let path = said::parameter(query, "file");
        self.text(&path, state)?;
        let given = said::parameter(query, "name");
        let given = Path::new(given.rsplit(['/', '\\']).next().unwrap_or_default());
        let ending = given.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let head = source::head_of(&format!("figure.{ending}"), std::io::Cursor::new(bytes), bytes.len() as u64);
        if head.is_err() || !matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "webp" | "gif" | "svg") {
            return Err(text!("this is no picture that pages can show: PNG, JPEG, WebP, GIF or SVG").into());
        }
        let stem = scaffold::file_name(&given.file_stem().unwrap_or_default().to_string_lossy(), "figure");
        let folder = inside(self.root(), path.rsplit_once('/').map_or("content", |(folder, _)| folder))?;
        for number in 1..1000 {
            let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") };
            if !place::is_taken(&folder.join(&name)) {
                place::add(&folder.join(&name), bytes)?;
                return Ok(json!({ "name": name }));
            }
        }
        Err(text!("every name for it is taken").into())
    }
}

fn refused(refused: Refused, name: &str) -> Text {
    match refused {
        Refused::Unread => text!("the fields cannot be read as they stand: mend them in the text of the fields first"),
        Refused::Unusual => {
            text!(
                "`{name}` is written in an unusual way, or has comments inside: change it in the text of the fields",
                name
            )
        }
        Refused::NoValue => text!("what stands there cannot be read as `{name}`; nothing was written", name),
    }
}
