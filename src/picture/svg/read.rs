//! Text -> the elements of a drawing. The only room that knows the crate `xml`.

use xml::Encoding;
use xml::ParserConfig;
use xml::attribute::OwnedAttribute;
use xml::common::{Position, TextPosition, XmlVersion};
use xml::name::OwnedName;
use xml::reader::{EventReader, XmlEvent};

use super::vocabulary::{self, EVENTS, Kind, MATHML, SVG, XHTML};
use super::{encoding, style};
use crate::diag::Span;
use crate::model::picture::Flaw;

mod attribute;
mod foreign;

use foreign::Foreign;

/// What is wrong, and where.
pub(super) type Fault = (Span, Flaw);

/// An element that is published.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name in SVG's namespace.
    pub(super) name: String,
    /// Names with their prefix, `xlink` or `xml`, and values.
    pub(super) attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(super) children: Vec<Node>,
    /// Where its tag begins.
    start: usize,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, without references.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The beginning of its tag.
    pub(super) fn tag(&self) -> Span {
        self.start..self.start + 1 + self.name.len()
    }

    /// All text in it.
    fn text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(inner) => inner.text(out),
                Node::Text(text) => out.push_str(text),
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.name == name || self.children.iter().any(|node| matches!(node, Node::Element(inner) if inner.has(name)))
    }
}

/// More elements in each other than any program draws; what reads the result counts them, too.
const DEEPEST: usize = 200;

/// An element whose end has not come yet.
struct Open {
    element: Element,
    kind: Kind,
    /// Parts of pages in it, each with the number of children before it.
    foreign: Vec<(usize, Foreign)>,
}

struct Reader<'a> {
    text: &'a str,
    /// Where lines begin.
    lines: Vec<usize>,
    open: Vec<Open>,
    /// How many elements are open that are left out.
    skipped: usize,
    /// The part of a page that is being left out.
    foreign: Option<Foreign>,
    root: Option<Element>,
    has_links: bool,
}

/// Reads a drawing: its first element, and whether there were links.
pub(super) fn read(text: &str) -> Result<(Element, bool), Fault> {
    let config = ParserConfig::new()
        .cdata_to_characters(true)
        .whitespace_to_characters(true)
        .override_encoding(Some(Encoding::Utf8))
        .ignore_invalid_encoding_declarations(true)
        .allow_multiple_root_elements(false);
    let mut events = EventReader::new_with_config(text.as_bytes(), config);
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reader = Reader { text, lines, open: Vec::new(), skipped: 0, foreign: None, root: None, has_links: false };
    loop {
        match events.next() {
            Ok(XmlEvent::EndDocument) => break,
            // The reader's own places are those of other events now and then; how much is read it knows to the byte.
            Ok(event) => reader.event(event, text.len() - events.source().len())?,
            Err(error) => return Err(reader.unread(&error)),
        }
    }
    let end = text.len();
    reader.root.map(|root| (root, reader.has_links)).ok_or((end..end, Flaw::Syntax("no element".to_owned())))
}

impl Reader<'_> {
    /// Takes an event that ends before `end`.
    fn event(&mut self, event: XmlEvent, end: usize) -> Result<(), Fault> {
        // Within a tag there is no other `<`.
        let begun = |with: &str| self.text[..end].rfind(with).unwrap_or_default();
        match event {
            XmlEvent::StartDocument { version, encoding, .. } => self.declared(version, &encoding),
            XmlEvent::Doctype { syntax } if syntax.contains('[') => {
                let at = self.text.find("<!DOCTYPE").unwrap_or_default();
                Err((at..at + "<!DOCTYPE".len(), Flaw::Entities))
            }
            XmlEvent::ProcessingInstruction { name, .. } if name.eq_ignore_ascii_case("xml-stylesheet") => {
                let at = begun("<?");
                Err((at..at + 2 + name.len(), Flaw::Loads(format!("<?{name}"))))
            }
            XmlEvent::StartElement { name, attributes, .. } => self.start(&name, &attributes, begun("<")),
            XmlEvent::EndElement { .. } => self.end(),
            XmlEvent::Characters(text) => {
                match (&mut self.foreign, self.open.last_mut()) {
                    (Some(foreign), _) => foreign.text.push_str(&text),
                    (None, Some(open)) if self.skipped == 0 => open.element.children.push(Node::Text(text)),
                    _ => {}
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn declared(&self, version: XmlVersion, named: &str) -> Result<(), Fault> {
        let line = 0..self.text.find("?>").map_or(0, |at| at + 2);
        if version == XmlVersion::Version11 {
            return Err((line, Flaw::Syntax("XML 1.1".to_owned())));
        }
        if encoding::is_true(named, self.text) { Ok(()) } else { Err((line, Flaw::Encoding(named.to_owned()))) }
    }

    fn start(&mut self, name: &OwnedName, attributes: &[OwnedAttribute], at: usize) -> Result<(), Fault> {
        if self.skipped > 0 {
            self.skipped += 1;
            if let Some(foreign) = &mut self.foreign {
                foreign.see(&name.local_name);
            }
            return Ok(());
        }
        let written = name.borrow().to_repr();
        let tag = at..at + 1 + written.len();
        let local = name.local_name.as_str();
        let kind = match name.namespace.as_deref() {
            Some(SVG) => vocabulary::kind(local),
            _ if self.open.is_empty() && local == "svg" => return Err((tag, Flaw::NoNamespace)),
            Some(EVENTS) => Kind::Script,
            Some(XHTML) if local.eq_ignore_ascii_case("script") => Kind::Script,
            Some(XHTML | MATHML) => Kind::Unknown,
            // Browsers draw nothing of other namespaces: programs keep in them what they know beside the drawing.
            _ => Kind::Silent,
        };
        if self.open.is_empty() && (kind, local) != (Kind::Drawn, "svg") {
            return Err((tag, Flaw::Unknown(format!("<{written}>"))));
        }
        if self.open.len() == DEEPEST {
            return Err((tag, Flaw::Deep));
        }
        match kind {
            Kind::Script => return Err((tag, Flaw::Script(format!("<{written}>")))),
            Kind::Silent => self.skipped = 1,
            Kind::Unknown if !foreign::is_flowed(local) => {
                return Err((tag, Flaw::Unknown(format!("<{written}>"))));
            }
            Kind::Foreign | Kind::Unknown => {
                self.skipped = 1;
                self.foreign = Some(Foreign::new(tag, local));
            }
            Kind::Drawn | Kind::Refers | Kind::Animates | Kind::Style | Kind::Link => {
                let kept = attribute::kept(self.text, &tag, (kind, local), attributes)?;
                // What stands in a `switch` beside what browsers choose is not shown.
                self.has_links |= kept.is_link && self.open.iter().all(|open| open.element.name != "switch");
                let element =
                    Element { name: local.to_owned(), attributes: kept.attributes, children: Vec::new(), start: at };
                self.open.push(Open { element, kind, foreign: Vec::new() });
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0
                && let Some((foreign, open)) = self.foreign.take().zip(self.open.last_mut())
            {
                open.foreign.push((open.element.children.len(), foreign));
            }
            return Ok(());
        }
        let Some(Open { element, kind, foreign }) = self.open.pop() else { return Ok(()) };
        // Of a `switch` browsers show one child.
        let most = if element.name == "switch" { 1 } else { usize::MAX };
        for (before, foreign) in foreign.into_iter().filter(|(_, foreign)| foreign.is_visible()).take(most) {
            foreign.settle(&element, before)?;
        }
        if kind == Kind::Style {
            let mut css = String::new();
            element.text(&mut css);
            if let Some(fault) = style::fault(&css) {
                return Err((attribute::written(self.text, &element.tag(), &fault.raw), fault.flaw));
            }
        }
        match self.open.last_mut() {
            Some(open) => open.element.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// What the reader of XML refused. An element without an end is named where it begins.
    fn unread(&self, error: &xml::reader::Error) -> Fault {
        let said = error.to_string();
        let said = said.split_once(' ').map_or(said.as_str(), |(_, said)| said);
        let is_open = said.contains("losing tag") || said.contains("end of stream") || said.contains("EOF");
        match self.open.last().filter(|_| is_open && self.skipped == 0) {
            Some(open) => (open.element.tag(), Flaw::Unclosed(open.element.name.clone())),
            None => {
                let at = self.offset(error.position());
                (at..at, Flaw::Syntax(said.to_owned()))
            }
        }
    }

    fn offset(&self, position: TextPosition) -> usize {
        let start = self.lines.get(position.row as usize).copied().unwrap_or(self.text.len());
        let line = &self.text[start..];
        start + line.char_indices().nth(position.column as usize).map_or(line.len(), |(at, _)| at)
    }
}
