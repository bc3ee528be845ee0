//! The talk with an editor: who asks for what, which texts are open, what of the sites is known and shown.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use serde_json::{Value, json};

use super::client::Client;
use super::position::{Places, change};
use super::scene::{Document, Documents, Scene, Texts};
use super::{Job, Setting, action, address, complete, define, fold, hover, rename, symbol};
use crate::diag::{SourceText, Text, text};
use crate::io::source;
use crate::io::stdio::send;
use crate::parse::draft::Kind;

mod sites;

use sites::Site;

/// Why a request is not answered, in the numbers of the protocol.
#[derive(Debug, Clone, Copy)]
enum Refusal {
    Unreadable = -32700,
    Invalid = -32600,
    Unknown = -32601,
    Failed = -32603,
    NotYet = -32002,
    Cancelled = -32800,
    Refused = -32803,
}

/// How far the talk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The editor has not said what it can do.
    Before,
    /// It asks.
    Open,
    /// It asks no more.
    Shut,
    /// It is gone, well or not.
    Over(bool),
}

/// A request that waits until its site has been read.
struct Waiting {
    id: Value,
    method: String,
    parameters: Value,
}

/// A talk.
pub(super) struct Session<'a> {
    output: &'a mut dyn Write,
    jobs: &'a Sender<Job>,
    setting: Setting,
    client: Client,
    phase: Phase,
    documents: Documents,
    sites: BTreeMap<PathBuf, Site>,
    waiting: Vec<Waiting>,
    /// Counts what the editor was asked.
    asked: u64,
}

/// What is answered from the text alone, without waiting for its site.
const AT_ONCE: [&str; 3] = ["textDocument/completion", "textDocument/documentSymbol", "textDocument/foldingRange"];

impl<'a> Session<'a> {
    pub(super) fn new(output: &'a mut dyn Write, jobs: &'a Sender<Job>, setting: Setting) -> Self {
        Self {
            output,
            jobs,
            setting,
            client: Client::of(&Value::Null, setting),
            phase: Phase::Before,
            documents: BTreeMap::new(),
            sites: BTreeMap::new(),
            waiting: Vec::new(),
            asked: 0,
        }
    }

    /// Whether there is nobody to talk with any more.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over(_))
    }

    /// Whether the editor said that it was done before it went.
    pub(super) fn ended_well(&self) -> bool {
        self.phase == Phase::Over(true)
    }

    /// The editor is gone.
    pub(super) fn end(&mut self) {
        self.phase = Phase::Over(self.phase == Phase::Shut);
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        if send(self.output, message.to_string().as_bytes()).is_err() {
            self.end();
        }
    }

    fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "method": method, "params": parameters }));
    }

    fn refuse(&mut self, id: &Value, refusal: Refusal, why: &str) {
        self.send(&json!({ "id": id, "error": { "code": refusal as i32, "message": why } }));
    }

    /// Hears a message, whatever it is.
    pub(super) fn hear(&mut self, message: &[u8]) {
        let Ok(message) = serde_json::from_slice::<Value>(message) else {
            return self.refuse(&Value::Null, Refusal::Unreadable, "this is not JSON");
        };
        let Some(method) = message["method"].as_str() else {
            // An answer to what was asked here says nothing that matters; anything else is no message.
            if message.get("result").is_none() && message.get("error").is_none() {
                self.refuse(&Value::Null, Refusal::Invalid, "this is no message of JSON-RPC");
            }
            return;
        };
        let parameters = &message["params"];
        let done = catch_unwind(AssertUnwindSafe(|| match message.get("id") {
            Some(id) => self.request(id, method, parameters),
            None => self.notice(method, parameters),
        }));
        if done.is_err() {
            self.fail(method, message.get("id"));
        }
    }

    /// Says that postil itself is at fault, and goes on.
    fn fail(&mut self, method: &str, id: Option<&Value>) {
        let why = self.client.say(&text!("postil failed at `{method}`: this is a fault of postil", method));
        self.notify("window/logMessage", json!({ "type": 1, "message": why }));
        if let Some(id) = id {
            self.refuse(id, Refusal::Failed, &why);
        }
    }

    fn notice(&mut self, method: &str, parameters: &Value) {
        match method {
            "exit" => self.end(),
            _ if self.phase != Phase::Open => {}
            "initialized" => self.watch(),
            "textDocument/didOpen" => self.open(&parameters["textDocument"]),
            "textDocument/didChange" => self.change(parameters),
            "textDocument/didClose" => self.close(parameters),
            "textDocument/didSave" => self.touch(&parameters["textDocument"]["uri"]),
            "workspace/didChangeWatchedFiles" => {
                parameters["changes"].as_array().into_iter().flatten().for_each(|it| self.touch(&it["uri"]));
            }
            "workspace/didChangeWorkspaceFolders" => self.folders(&parameters["event"]["added"]),
            "$/cancelRequest" => {
                let found = self.waiting.iter().position(|it| it.id == parameters["id"]);
                if let Some(found) = found {
                    let waiting = self.waiting.remove(found);
                    self.refuse(&waiting.id, Refusal::Cancelled, "cancelled");
                }
            }
            _ => {}
        }
    }

    fn request(&mut self, id: &Value, method: &str, parameters: &Value) {
        match (method, self.phase) {
            ("initialize", Phase::Before) => {
                self.client = Client::of(parameters, self.setting);
                self.phase = Phase::Open;
                self.send(&json!({ "id": id, "result": self.client.answer() }));
                match parameters["workspaceFolders"].as_array() {
                    Some(_) => self.folders(&parameters["workspaceFolders"]),
                    None => self.folders(&json!([{ "uri": parameters["rootUri"] }])),
                }
            }
            (_, Phase::Before) => self.refuse(id, Refusal::NotYet, "`initialize` comes first"),
            ("initialize", _) | (_, Phase::Shut | Phase::Over(_)) => {
                self.refuse(id, Refusal::Invalid, "this cannot be asked now");
            }
            ("shutdown", _) => {
                self.phase = Phase::Shut;
                self.send(&json!({ "id": id, "result": null }));
            }
            _ if must_wait(method) && !self.is_current(parameters) => {
                let (id, method, parameters) = (id.clone(), method.to_owned(), parameters.clone());
                self.waiting.push(Waiting { id, method, parameters });
            }
            _ => {
                let answer = self.answer(method, parameters);
                match answer {
                    Ok(result) => self.send(&json!({ "id": id, "result": result })),
                    Err((refusal, why)) => self.refuse(id, refusal, &why),
                }
            }
        }
    }

    /// What there is to say to a request.
    fn answer(&self, method: &str, parameters: &Value) -> Result<Value, (Refusal, String)> {
        let refused = |why: Text| (Refusal::Refused, self.client.say(&why));
        let document = parameters["textDocument"]["uri"].as_str().and_then(|uri| self.documents.get(uri));
        let Some(document) = document else {
            let is_known = must_wait(method) || AT_ONCE.contains(&method);
            return if is_known { Ok(Value::Null) } else { Err((Refusal::Unknown, format!("no `{method}` here"))) };
        };
        let nowhere = PathBuf::new();
        let (root, path) = document.place.as_ref().map_or((&nowhere, ""), |(root, path)| (root, path));
        let path = if path.is_empty() { document.address.as_str() } else { path };
        let text = SourceText::new(path, document.text.as_str());
        let places = Places::of(&text.text, self.client.encoding);
        let at = places.offset(&parameters["position"]);
        let span = places.span(&parameters["range"]);
        let round = self.sites.get(root).and_then(|site| site.round.as_ref());
        let files = &Texts { root, open: &self.documents };
        let scene = &Scene { text: &text, places, kind: Kind::of(path), files, round, client: &self.client };
        Ok(match method {
            "textDocument/codeAction" => action::list(scene, &span, &parameters["context"]),
            "textDocument/completion" => complete::list(scene, at),
            "textDocument/hover" => hover::over(scene, at),
            "textDocument/definition" => define::definition(scene, at),
            "textDocument/references" => define::references(scene, at, &parameters["context"]),
            "textDocument/prepareRename" => rename::prepare(scene, at).map_err(refused)?,
            "textDocument/rename" => {
                rename::rename(scene, at, parameters["newName"].as_str().unwrap_or_default()).map_err(refused)?
            }
            "textDocument/documentSymbol" => symbol::list(scene),
            "textDocument/foldingRange" => fold::list(scene),
            _ => return Err((Refusal::Unknown, format!("no `{method}` here"))),
        })
    }

    /// Whether what is asked about was read as it stands now.
    fn is_current(&self, parameters: &Value) -> bool {
        let document = parameters["textDocument"]["uri"].as_str().and_then(|uri| self.documents.get(uri));
        let site = document.and_then(|it| it.place.as_ref()).and_then(|(root, _)| self.sites.get(root));
        site.is_none_or(Site::is_current)
    }

    /// Asks the editor to tell of files that change.
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        self.asked += 1;
        let watchers: Vec<Value> = ["**/content/**", "**/themes/**", "**/config.toml"]
            .iter()
            .map(|pattern| json!({ "globPattern": pattern }))
            .collect();
        self.send(&json!({
            "id": format!("postil-{}", self.asked),
            "method": "client/registerCapability",
            "params": { "registrations": [{
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            }] },
        }));
    }

    /// Opens the sites of some folders.
    fn folders(&mut self, folders: &Value) {
        let paths = folders.as_array().into_iter().flatten().filter_map(|it| address::path(it["uri"].as_str()?));
        let roots: BTreeSet<PathBuf> = paths.filter_map(|path| source::root_of(&path.join("config.toml"))).collect();
        roots.into_iter().for_each(|root| self.dirty(&root, false));
    }

    /// Something of a site is another now, and perhaps nothing but a text that stands in the editor.
    fn dirty(&mut self, root: &Path, is_typed: bool) {
        let site = self.sites.entry(root.to_path_buf()).or_default();
        site.is_typed = is_typed && (site.is_typed || !site.has_changed);
        site.has_changed = true;
    }

    /// Something happened to a file on the disk.
    fn touch(&mut self, address: &Value) {
        let path = address.as_str().and_then(address::path);
        let root = path.as_deref().and_then(source::root_of);
        if let Some(root) = root.filter(|root| self.sites.contains_key(root)) {
            self.dirty(&root, false);
        }
    }

    fn open(&mut self, opened: &Value) {
        let (Some(address), Some(text)) = (opened["uri"].as_str(), opened["text"].as_str()) else { return };
        let path = address::path(address);
        let root = path.as_deref().and_then(source::root_of);
        let place = root.and_then(|root| {
            let below = address::below(&root, &path?)?;
            Some((root, below))
        });
        if let Some((root, _)) = &place {
            self.dirty(&root.clone(), false);
        }
        let version = opened["version"].as_i64().unwrap_or_default();
        let document = Document { address: address.to_owned(), version, text: text.to_owned(), place };
        self.documents.insert(address.to_owned(), document);
    }

    fn change(&mut self, parameters: &Value) {
        let encoding = self.client.encoding;
        let address = parameters["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(document) = self.documents.get_mut(address) else { return };
        change(&mut document.text, &parameters["contentChanges"], encoding);
        document.version = parameters["textDocument"]["version"].as_i64().unwrap_or_default();
        if let Some((root, _)) = document.place.clone() {
            self.dirty(&root, true);
        }
    }

    fn close(&mut self, parameters: &Value) {
        let address = parameters["textDocument"]["uri"].as_str().unwrap_or_default();
        let closed = self.documents.remove(address).and_then(|document| document.place);
        if let Some((root, _)) = closed {
            self.dirty(&root, false);
        }
    }
}

/// Whether an answer has places of the text in it that must be those of the text as it stands.
fn must_wait(method: &str) -> bool {
    matches!(method, "textDocument/codeAction" | "textDocument/hover" | "textDocument/definition")
        || matches!(method, "textDocument/references" | "textDocument/prepareRename" | "textDocument/rename")
}
