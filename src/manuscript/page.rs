//! Saved pages: the article in them as a list of blocks. Articles of WeChat are pages that are made of `<section>`,
//! whose pictures say in `data-src` where they are.
//!
//! What stands around the article is left out and listed. Nothing is fetched: a picture that is not beside the page is
//! named with its address.

use data_encoding::BASE64_MIME_PERMISSIVE;

use self::article::{article, contains, find, is_machine, letters};
use self::style::{is_block, is_unseen, set};
use super::block::{
    Block, Format, Heading, Inline, List, Manuscript, Paragraph, Picture, Reason, flattened, is_address, is_blank,
};
use crate::diag::{Diagnostic, code, text};
use crate::inspect::tree::{Tree, What};

/// How deep elements may stand in each other; what stands deeper is read as the text that it is.
const DEEPEST: usize = 100;

mod article;
mod style;
mod table;

/// Looks for a file beside the page, by the path that the page says.
pub(super) type Beside<'f> = &'f dyn Fn(&str) -> Option<Vec<u8>>;

/// Reads a page.
pub(super) fn read(name: &str, html: &str, beside: Beside<'_>) -> Manuscript {
    let tree = Tree::read(html.as_bytes());
    let root = article(&tree);
    let mut reader = Reader { tree: &tree, beside, depth: 0, out: Manuscript::default() };
    let title = find(&tree, |what| what.get("id") == Some("activity-name"));
    let title = title.filter(|at| !contains(&tree, root, *at));
    let mut flow = Flow::default();
    reader.children(root, Format::default(), &mut flow);
    reader.out.blocks = flow.ended();
    reader.out.title = title.map(|at| squeezed(&letters(&tree, at))).filter(|title| !title.is_empty());
    reader.around(root, title);
    if reader.out.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.is_merged)) {
        let message = text!("cells of a table are merged; the words stand in the first of them");
        let help = text!("look at its rows and columns: each column wants a heading of its own");
        reader.out.said.push(Diagnostic::new(code::N025, message).path(name).help(help));
    }
    reader.out
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Reader<'t> {
    tree: &'t Tree,
    beside: Beside<'t>,
    depth: usize,
    out: Manuscript,
}

/// Blocks, and the paragraph that is being written.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    open: Vec<Inline>,
    is_centred: bool,
}

impl Flow {
    fn put(&mut self, text: &str, format: Format) {
        // White space of a page is a space; an empty line begins no paragraph.
        let mut words = String::new();
        for letter in text.chars() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            let before = words.chars().next_back().or_else(|| self.last());
            if letter != ' ' || !matches!(before, None | Some(' ')) {
                words.push(letter);
            }
        }
        match self.open.last_mut() {
            Some(Inline::Text(last, known)) if *known == format => last.push_str(&words),
            _ if words.is_empty() => {}
            _ => self.open.push(Inline::Text(words, format)),
        }
    }

    fn last(&self) -> Option<char> {
        match self.open.last()? {
            Inline::Text(text, _) => text.chars().next_back(),
            Inline::Break => Some(' '),
            _ => Some('\u{fffc}'),
        }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        let content = std::mem::take(&mut self.open);
        if !is_blank(&content) {
            let is_centred = self.is_centred;
            self.blocks.push(Block::Paragraph(Paragraph { content, is_centred, is_caption: false }));
        }
    }

    fn push(&mut self, block: Block) {
        self.end();
        self.blocks.push(block);
    }

    fn ended(mut self) -> Vec<Block> {
        self.end();
        self.blocks
    }
}

impl Reader<'_> {
    fn children(&mut self, at: usize, format: Format, flow: &mut Flow) {
        let tree = self.tree;
        for child in tree.node(at).1 {
            match tree.node(*child).0 {
                What::Text(text) => flow.put(text, format),
                What::Element { name, .. } if is_machine(name) => {}
                What::Element { .. } if self.depth >= DEEPEST => {
                    flow.put(&letters(tree, *child), format);
                }
                What::Element { name, .. } => {
                    self.depth += 1;
                    self.element(*child, name, format, flow);
                    self.depth -= 1;
                }
                What::Document | What::Comment(_) => {}
            }
        }
    }

    fn element(&mut self, at: usize, name: &str, format: Format, flow: &mut Flow) {
        let what = self.tree.node(at).0;
        let style = what.get("style").unwrap_or_default().to_lowercase().replace(' ', "");
        // The body of an article of WeChat is hidden until its script has run.
        if what.get("id") != Some("js_content") && is_unseen(&style, what) {
            let text = squeezed(&letters(self.tree, at));
            if !text.is_empty() {
                self.out.account.left_out.push((Reason::Hidden, text));
            }
            return;
        }
        let format = set(name, &style, format);
        match name {
            "br" => flow.open.push(Inline::Break),
            "hr" => flow.push(Block::Rule),
            "img" => self.picture(what, flow),
            "a" => self.link(at, what, format, flow),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse().unwrap_or(2);
                let content = self.inner(at, Format::default());
                flow.end();
                let words = flattened(&content);
                if !is_blank(&words) {
                    flow.push(Block::Heading(Heading { level, content: words }));
                }
            }
            "ul" | "ol" => {
                let list = self.list(at, what, name == "ol", format);
                flow.end();
                if !list.items.is_empty() {
                    flow.push(Block::List(list));
                }
            }
            "table" => {
                flow.end();
                let blocks = self.table(at, format);
                flow.blocks.extend(blocks);
            }
            "blockquote" => {
                let inner = self.inner(at, format);
                flow.end();
                if !inner.is_empty() {
                    flow.push(Block::Quote(inner));
                }
            }
            "pre" => flow.push(Block::Code(letters(self.tree, at).trim_end().to_owned(), String::new())),
            _ if is_block(name) => {
                flow.end();
                let around = flow.is_centred;
                flow.is_centred |= style.contains("text-align:center");
                self.children(at, format, flow);
                flow.end();
                flow.is_centred = around;
            }
            _ => self.children(at, format, flow),
        }
    }

    /// The blocks in an element.
    fn inner(&mut self, at: usize, format: Format) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(at, format, &mut flow);
        flow.ended()
    }

    fn link(&mut self, at: usize, what: &What, format: Format, flow: &mut Flow) {
        let address = what.get("href").unwrap_or_default().trim().to_owned();
        let start = flow.open.len();
        let blocks = flow.blocks.len();
        // A space that ends the run before is not joined by the words of the link.
        flow.open.push(Inline::Text(String::new(), format));
        self.children(at, format, flow);
        let is_inside = flow.blocks.len() == blocks && flow.open.len() > start;
        if is_address(&address) && is_inside {
            let content = flow.open.split_off(start);
            if is_blank(&content) || content.iter().any(|it| matches!(it, Inline::Link { .. })) {
                flow.open.extend(content);
            } else {
                flow.open.push(Inline::Link { address, content });
            }
        }
    }

    fn list(&mut self, at: usize, what: &What, is_counted: bool, format: Format) -> List {
        // Lists of Markdown count with nine digits at most.
        let start =
            what.get("start").and_then(|start| start.parse().ok()).filter(|start| *start < 900_000_000).unwrap_or(1);
        let mut items = Vec::new();
        for child in self.tree.node(at).1 {
            match self.tree.node(*child).0 {
                What::Element { name, .. } if is_machine(name) => {}
                What::Element { .. } => items.push(self.inner(*child, format)),
                What::Text(text) if !text.trim().is_empty() => {
                    let text = Inline::Text(squeezed(text), format);
                    items.push(vec![Block::Paragraph(Paragraph { content: vec![text], ..Paragraph::default() })]);
                }
                _ => {}
            }
        }
        items.retain(|item| !item.is_empty());
        List { start: is_counted.then_some(start), items }
    }

    fn picture(&mut self, what: &What, flow: &mut Flow) {
        let sources = ["data-src", "data-original", "src"];
        let all: Vec<&str> =
            sources.iter().filter_map(|name| what.get(name)).filter(|it| !it.trim().is_empty()).collect();
        let Some(first) = all.first() else { return };
        let bytes = all.iter().find_map(|source| self.bytes(source));
        // A point to count readers, or a spinner until the picture comes.
        if bytes.is_none() && first.starts_with("data:") {
            return;
        }
        let alt = what.get("alt").unwrap_or_default().trim().to_owned();
        // What editors of WeChat write for every picture says nothing.
        let alt = if matches!(alt.as_str(), "图片" | "image" | "Image") { String::new() } else { alt };
        let address = (*first).to_owned();
        self.out.pictures.push(Picture { bytes, address, alt });
        flow.open.push(Inline::Picture(self.out.pictures.len() - 1));
    }

    /// What is in the file of a picture: inside of the page, or beside it.
    fn bytes(&self, source: &str) -> Option<Vec<u8>> {
        if let Some(data) = source.strip_prefix("data:") {
            let (kind, data) = data.split_once(',')?;
            let bytes =
                kind.ends_with(";base64").then(|| BASE64_MIME_PERMISSIVE.decode(data.trim().as_bytes()).ok())?;
            // Smaller ones hold a place.
            return bytes.filter(|bytes| bytes.len() > 200);
        }
        (self.beside)(source)
    }

    /// Lists what stands around the article.
    fn around(&mut self, root: usize, title: Option<usize>) {
        let mut words = String::new();
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            match self.tree.node(at) {
                _ if at == root || Some(at) == title => {}
                (What::Text(text), _) => words.push_str(text),
                (What::Element { name, .. }, children) if !is_machine(name) || name == "head" => {
                    open.extend(children.iter().rev());
                }
                (What::Element { name, .. }, _) if name == "title" => {
                    words.push_str(&format!(" {} ", letters_of_title(self.tree, at)));
                }
                (What::Document, children) => open.extend(children.iter().rev()),
                _ => {}
            }
        }
        let words = squeezed(&words);
        if !words.is_empty() {
            self.out.account.left_out.push((Reason::Around, words));
        }
    }
}

fn letters_of_title(tree: &Tree, at: usize) -> String {
    tree.node(at).1.iter().map(|child| letters(tree, *child)).collect()
}
