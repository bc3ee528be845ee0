//! An editor's program that speaks the protocol with the built postil, over pipes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use postil::model::uri::{self, Part};
use serde_json::{Value, json};

use crate::support::TestSite;

/// How long something may take that comes at once on an idle machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What an editor says of itself that can do everything.
pub(super) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "completion": { "completionItem": { "snippetSupport": true } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
    })
}

/// An editor with a server of its own.
pub(super) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    root: PathBuf,
    asked: u64,
    /// Versions and texts of what is open, by path.
    pub(super) open: BTreeMap<String, (i64, String)>,
    /// What is shown of each file, by path, with the version that it is of.
    pub(super) shown: BTreeMap<String, (Option<i64>, Value)>,
    /// What else the server said.
    pub(super) heard: Vec<Value>,
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It may have ended by itself, which a test would have noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Editor {
    /// Starts a server in a site's folder and says what this editor can do.
    pub(super) fn of(site: &TestSite, locale: &str, able: Value) -> Self {
        let mut editor = Self::unknown(site);
        let folder = editor.uri("");
        let folders = json!([{ "uri": folder.trim_end_matches('/'), "name": "site" }]);
        let parameters =
            json!({ "processId": null, "locale": locale, "capabilities": able, "workspaceFolders": folders });
        let answer = editor.ask("initialize", parameters).expect("an answer");
        assert_eq!(answer["serverInfo"]["name"], "postil");
        editor.note("initialized", json!({}));
        editor
    }

    /// Starts a server that does not know this editor.
    pub(super) fn unknown(site: &TestSite) -> Self {
        let mut command = site.command(&["lsp", "--now", "2026-01-01"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("postil starts");
        let mut output = BufReader::new(child.stdout.take().expect("its words"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let root = site.path().to_path_buf();
        let input = child.stdin.take();
        let (open, shown, heard) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Self { child, input, messages, root, asked: 0, open, shown, heard }
    }

    /// The address of a path from the site's folder.
    pub(super) fn uri(&self, path: &str) -> String {
        format!("file://{}", uri::encode(&format!("{}/{path}", self.root.display()), Part::Path))
    }

    /// The path from the site's folder that an address names.
    pub(super) fn path(&self, uri: &Value) -> String {
        let path = uri::decode(uri.as_str().unwrap_or_default()).into_owned();
        let root = format!("file://{}/", self.root.display());
        path.strip_prefix(&root).unwrap_or(&path).to_owned()
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("a server that listens");
        input.write_all(bytes).expect("a server that listens");
        input.flush().expect("a server that listens");
    }

    pub(super) fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(super) fn note(&mut self, method: &str, parameters: Value) {
        self.send(json!({ "method": method, "params": parameters }));
    }

    /// Asks, and waits for the answer: what it is, or why there is none.
    pub(super) fn ask(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = json!(self.asked);
        self.send(json!({ "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// The next message, after what it shows is taken note of.
    pub(super) fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("a server that answers");
        assert_eq!(message["jsonrpc"], "2.0");
        if message["method"] == "textDocument/publishDiagnostics" {
            let shown = &message["params"];
            let path = self.path(&shown["uri"]);
            self.shown.insert(path, (shown["version"].as_i64(), shown["diagnostics"].clone()));
        } else if message.get("method").is_some() {
            self.heard.push(message.clone());
        }
        message
    }

    pub(super) fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.note("textDocument/didOpen", json!({ "textDocument": document }));
        self.open.insert(path.to_owned(), (1, text.to_owned()));
    }

    pub(super) fn close(&mut self, path: &str) {
        self.open.remove(path);
        let uri = self.uri(path);
        self.note("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Puts a text in the place of some bytes.
    pub(super) fn change(&mut self, path: &str, span: std::ops::Range<usize>, new: &str) {
        let uri = self.uri(path);
        let (version, text) = self.open.get_mut(path).expect("an open text");
        *version += 1;
        let range = json!({ "start": position(text, span.start), "end": position(text, span.end) });
        text.replace_range(span, new);
        let document = json!({ "uri": uri, "version": *version });
        let changes = json!([{ "range": range, "text": new }]);
        self.note("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The text that is open.
    pub(super) fn text(&self, path: &str) -> &str {
        &self.open[path].1
    }

    /// What a question about a place is asked with: the place right behind the last letter of some words.
    pub(super) fn at(&self, path: &str, words: &str) -> Value {
        let text = self.text(path);
        let at = text.find(words).unwrap_or_else(|| panic!("{words} in {text}")) + words.len();
        json!({ "textDocument": { "uri": self.uri(path) }, "position": position(text, at) })
    }

    /// What is said of an open text as it stands.
    pub(super) fn diagnostics(&mut self, path: &str) -> Value {
        let version = self.open[path].0;
        loop {
            if let Some((Some(of), list)) = self.shown.get(path).filter(|(of, _)| *of == Some(version)) {
                assert_eq!(*of, version);
                return list.clone();
            }
            self.next();
        }
    }

    /// Makes changes that the server names; the paths of the files that they change.
    pub(super) fn make(&mut self, edit: &Value) -> Vec<String> {
        let changes = edit["documentChanges"].as_array().expect("changes of files").clone();
        let mut paths = Vec::new();
        for change in changes {
            let path = self.path(&change["textDocument"]["uri"]);
            let open = self.open.get(&path).map(|(version, text)| (*version, text.clone()));
            assert_eq!(change["textDocument"]["version"].as_i64(), open.as_ref().map(|it| it.0), "{path}");
            let text = open.as_ref().map_or_else(
                || std::fs::read_to_string(self.root.join(&path)).expect("a file"),
                |(_, text)| text.clone(),
            );
            let mut edits: Vec<(std::ops::Range<usize>, String)> = change["edits"]
                .as_array()
                .expect("edits")
                .iter()
                .map(|it| {
                    let span = offset(&text, &it["range"]["start"])..offset(&text, &it["range"]["end"]);
                    (span, it["newText"].as_str().expect("a text").to_owned())
                })
                .collect();
            edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
            if open.is_some() {
                edits.into_iter().for_each(|(span, new)| self.change(&path, span, &new));
            } else {
                let mut text = text;
                edits.into_iter().for_each(|(span, new)| text.replace_range(span, &new));
                std::fs::write(self.root.join(&path), text).expect("a file");
            }
            paths.push(path);
        }
        paths
    }

    /// Ends the talk as the protocol wants it; how the server ended.
    pub(super) fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.note("exit", Value::Null);
        self.child.wait().expect("an end").code()
    }

    /// Goes away without a word; how the server ended.
    pub(super) fn vanish(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().expect("an end").code()
    }
}

fn receive(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok(),
            _ if line.trim().is_empty() => break,
            // Nothing else is ever printed.
            _ => panic!("{line}"),
        }
    }
    let mut bytes = vec![0; length.expect("a length")];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// The position of a byte, counted in units of UTF-16.
pub(super) fn position(text: &str, at: usize) -> Value {
    let before: Vec<u16> = text[..at].encode_utf16().collect();
    let after = text.as_bytes().get(at).copied();
    let ends = |place: &usize| {
        let next = before.get(place + 1).copied().or_else(|| after.map(u16::from));
        before[*place] == 10 || (before[*place] == 13 && next != Some(10))
    };
    let lines: Vec<usize> = (0..before.len()).filter(ends).collect();
    let start = lines.last().map_or(0, |place| place + 1);
    json!({ "line": lines.len(), "character": before.len() - start })
}

/// The byte of a position.
pub(super) fn offset(text: &str, wanted: &Value) -> usize {
    let found = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).find(|at| position(text, *at) == *wanted);
    found.unwrap_or_else(|| panic!("{wanted} is no place of {text:?}"))
}
