//! Whether the elements of a page stand in one another as they are written: T025.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::parse::markdown::is_void;

/// Elements whose end tag may be left out.
const ENDLESS: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody",
    "td", "tfoot", "th", "thead", "tr",
];

/// Elements that end a paragraph which is open.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Something that does not stand as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The name of its element.
    pub(super) name: String,
    /// Its tag, with the class where it has one.
    pub(super) tag: String,
    pub(super) what: What,
}

/// What is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// It is never closed, or something around it is closed before.
    Unclosed,
    /// It closes nothing.
    Stray,
    /// It stands in an element that cannot hold it.
    Inside(String),
}

/// The first fault of a page.
pub(super) fn fault(html: &[u8]) -> Option<Fault> {
    let text = String::from_utf8_lossy(html);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(&*text));
    let tokenizer = Tokenizer::new(Nest::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let Nest { open, fault } = tokenizer.sink;
    let unclosed = |open: Vec<(String, String)>| {
        let (name, tag) = open.into_iter().find(|(name, _)| !ENDLESS.contains(&name.as_str()))?;
        Some(Fault { name, tag, what: What::Unclosed })
    };
    fault.into_inner().or_else(|| unclosed(open.into_inner()))
}

/// What is open, name and tag, and the first fault.
#[derive(Default)]
struct Nest {
    open: RefCell<Vec<(String, String)>>,
    fault: RefCell<Option<Fault>>,
}

impl Nest {
    fn say(&self, name: &str, tag: String, what: What) {
        self.fault.borrow_mut().get_or_insert(Fault { name: name.to_owned(), tag, what });
    }

    fn opens(&self, name: &str, tag: &Tag) {
        let mut open = self.open.borrow_mut();
        let is_foreign = open.iter().any(|(name, _)| matches!(name.as_str(), "svg" | "math"));
        if is_foreign && tag.self_closing {
            return;
        }
        let written = written(name, tag);
        if !is_foreign && BLOCKS.contains(&name) {
            if open.last().is_some_and(|(last, _)| last == "p") {
                open.pop();
            }
            if let Some((around, _)) = open.last().filter(|(last, _)| HEADINGS.contains(&last.as_str())) {
                self.say(name, written.clone(), What::Inside(around.clone()));
            }
        }
        if name == "a" && open.iter().any(|(around, _)| around == "a") {
            self.say(name, written.clone(), What::Inside("a".to_owned()));
        }
        if !is_void(name) {
            open.push((name.to_owned(), written));
        }
    }

    fn closes(&self, name: &str) {
        let mut open = self.open.borrow_mut();
        let Some(at) = open.iter().rposition(|(it, _)| it == name) else {
            return self.say(name, format!("</{name}>"), What::Stray);
        };
        if let Some((name, tag)) = open[at + 1..].iter().find(|(it, _)| !ENDLESS.contains(&it.as_str())) {
            self.say(name, tag.clone(), What::Unclosed);
        }
        open.truncate(at);
    }
}

/// A tag as its author knows it again.
fn written(name: &str, tag: &Tag) -> String {
    let class = tag.attrs.iter().find(|it| &*it.name.local == "class").map(|it| it.value.to_string());
    class.map_or_else(|| format!("<{name}>"), |class| format!("<{name} class=\"{class}\">"))
}

impl TokenSink for Nest {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let name = tag.name.to_string();
        if tag.kind == TagKind::EndTag {
            self.closes(&name);
            return TokenSinkResult::Continue;
        }
        self.opens(&name, &tag);
        match name.as_str() {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noframes" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
            "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(html: &str) -> Option<(String, What)> {
        fault(html.as_bytes()).map(|it| (it.tag, it.what))
    }

    #[test]
    fn what_stands_as_it_is_written_passes() {
        for html in [
            "<!DOCTYPE html><html lang=\"zh\"><head><title>a < b</title><script>if (a < b) \"</p>\"</script><body><main><p>a<p>b<ul><li>c<li>d</ul></main>",
            "<table><tr><td>a<td>b<tr><th>c</table><dl><dt>a<dd>b</dl><br><img src=\"a\">",
            "<h1>a <span>b</span></h1><svg><path d=\"x\"/><g><title>x</title></g></svg><style>a > b {}</style>",
            "<p><a href=\"a\">b</a></p><details><summary>a</summary><div>b</div></details>",
        ] {
            assert_eq!(said(html), None, "{html}");
        }
    }

    #[test]
    fn what_does_not_is_told() {
        for (html, tag, what) in [
            ("<main><div class=\"x\">a</main>", "<div class=\"x\">", What::Unclosed),
            ("<main><div>a", "<main>", What::Unclosed),
            ("<p>a</div>", "</div>", What::Stray),
            ("<p>a<div>b</div></p>", "</p>", What::Stray),
            ("<h1><p>a</p></h1>", "<p>", What::Inside("h1".to_owned())),
            ("<a>b<a>c</a></a>", "<a>", What::Inside("a".to_owned())),
            ("<b><i>a</b></i>", "<i>", What::Unclosed),
        ] {
            assert_eq!(said(html), Some((tag.to_owned(), what)), "{html}");
        }
    }
}
