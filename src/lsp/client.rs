//! What an editor's program says of itself when it starts, and what it is told that this server does.

use serde_json::{Value, json};

use super::Setting;
use super::position::Encoding;
use crate::diag::{Locale, Text};

/// What an editor's program can do.
pub(super) struct Client {
    /// The language of messages.
    pub(super) locale: Locale,
    /// What a character of a position counts.
    pub(super) encoding: Encoding,
    /// Whether what is shown over a text may be Markdown.
    pub(super) markdown: bool,
    /// Whether what is completed may have gaps to be filled.
    pub(super) snippets: bool,
    /// Whether changes of several files may name the versions that they change.
    pub(super) versions: bool,
    /// Whether it tells of changed files where it is asked to.
    pub(super) watches: bool,
    /// Whether an outline may have levels.
    pub(super) levels: bool,
}

impl Client {
    /// Reads what the editor says.
    pub(super) fn of(parameters: &Value, setting: Setting) -> Self {
        let can = &parameters["capabilities"];
        let named = parameters["locale"].as_str().map(Locale::of);
        let has = |list: &Value, name: &str| list.as_array().is_some_and(|all| all.iter().any(|it| it == name));
        let document = &can["textDocument"];
        Self {
            locale: setting.locale.or(named).unwrap_or(setting.otherwise),
            encoding: match has(&can["general"]["positionEncodings"], "utf-8") {
                true => Encoding::Utf8,
                false => Encoding::Utf16,
            },
            markdown: has(&document["hover"]["contentFormat"], "markdown"),
            snippets: document["completion"]["completionItem"]["snippetSupport"] == true,
            versions: can["workspace"]["workspaceEdit"]["documentChanges"] == true,
            watches: can["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true,
            levels: document["documentSymbol"]["hierarchicalDocumentSymbolSupport"] == true,
        }
    }

    /// Words in the language of messages.
    pub(super) fn say(&self, text: &Text) -> String {
        text.say(self.locale).into_owned()
    }

    /// What the server answers to that.
    pub(super) fn answer(&self) -> Value {
        json!({
            "capabilities": {
                "positionEncoding": self.encoding.name(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll.postil"] },
                "completionProvider": { "triggerCharacters": [":", " ", "#", "(", "/", "\"", "{", "[", ","] },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "renameProvider": { "prepareProvider": true },
                "documentSymbolProvider": true,
                "foldingRangeProvider": true,
                "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
            },
            "serverInfo": { "name": "postil", "version": env!("CARGO_PKG_VERSION") },
        })
    }
}
