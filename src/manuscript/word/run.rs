//! Runs of Word files and what stands among them: fields, links, tracked changes, notes, pictures, boxes, formulas.

use super::style::Marks;
use super::tree::Element;
use super::{Reader, equation, symbol};
use crate::diag::text;
use crate::manuscript::block::{Block, Format, Height, Inline, Paragraph, Reason, is_address, plain};

/// A field: what Word reckons, and what it came to.
pub(super) struct Field {
    /// What is to be reckoned.
    instruction: String,
    /// Whether what follows is what it came to.
    is_result: bool,
    /// Where its result begins among the runs of its paragraph.
    start: Option<usize>,
}

/// Fields that are reckoned anew on every page, or whenever the document changes.
const RECKONED: &[&str] = &["TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "INDEX", "RD"];

impl Field {
    fn new(instruction: &str) -> Self {
        Self { instruction: instruction.to_owned(), is_result: false, start: None }
    }

    fn kind(&self) -> String {
        self.instruction.split_whitespace().next().unwrap_or_default().to_uppercase()
    }

    fn is_reckoned(&self) -> bool {
        RECKONED.contains(&self.kind().as_str())
    }

    /// Where a link leads.
    fn address(&self) -> Option<String> {
        if self.kind() != "HYPERLINK" {
            return None;
        }
        let rest = self.instruction.trim_start().get("HYPERLINK".len()..)?.trim_start();
        // `\l` names a place of the document.
        let quoted = rest.strip_prefix('"')?.split('"').next()?;
        Some(quoted.to_owned())
    }
}

/// What began in a paragraph that has ended wraps nothing of the next.
pub(super) fn end_of_paragraph(fields: &mut [Field]) {
    fields.iter_mut().for_each(|field| field.start = None);
}

impl Reader<'_> {
    /// The runs in an element.
    pub(super) fn inlines(&mut self, parent: Element<'_>, format: Format, out: &mut Vec<Inline>) {
        for element in parent.children() {
            self.inline(element, format, out);
        }
    }

    /// One thing that stands in a line.
    pub(super) fn inline(&mut self, element: Element<'_>, format: Format, out: &mut Vec<Inline>) {
        match element.name() {
            "w:r" => self.run(element, format, out),
            "w:hyperlink" => self.hyperlink(element, format, out),
            "w:ins" | "w:moveTo" => {
                self.accepted(true, element);
                self.inlines(element, format, out);
            }
            "w:del" | "w:moveFrom" => {
                self.accepted(false, element);
                self.leave_out(Reason::Deleted, element.letters());
            }
            "w:fldSimple" => {
                let field = Field::new(element.get("w:instr").unwrap_or_default());
                if field.is_reckoned() {
                    self.leave_out(Reason::Reckoned, element.letters());
                } else {
                    self.inlines(element, format, out);
                }
            }
            "w:commentRangeStart" => {
                self.commented.push((element.get("w:id").unwrap_or_default().to_owned(), String::new()));
            }
            "w:commentRangeEnd" => {
                let id = element.get("w:id").unwrap_or_default();
                if let Some(at) = self.commented.iter().position(|(open, _)| open == id) {
                    let (id, words) = self.commented.remove(at);
                    self.anchors.insert(id, words);
                }
            }
            "m:oMath" | "m:oMathPara" => self.formula(element, out),
            "mc:AlternateContent" => {
                if let Some(chosen) = chosen(element) {
                    self.inlines(chosen, format, out);
                }
            }
            // A paragraph in a box, or in something that is not known.
            "w:p" | "w:tbl" => {
                let blocks = self.box_of(element);
                self.boxes.extend(blocks);
            }
            name if name.ends_with("Pr") => {}
            _ => self.in_run(element, "", format, out),
        }
    }

    fn hyperlink(&mut self, element: Element<'_>, format: Format, out: &mut Vec<Inline>) {
        let mut content = Vec::new();
        self.inlines(element, format, &mut content);
        let relationship = element.get("r:id").and_then(|id| self.relationships.get(id));
        match relationship.filter(|it| it.is_outside) {
            Some(to) if is_address(&to.target) => out.push(Inline::Link { address: to.target.clone(), content }),
            _ => out.extend(content),
        }
    }

    fn run(&mut self, run: Element<'_>, around: Format, out: &mut Vec<Inline>) {
        let properties = run.child("w:rPr");
        let style = properties.and_then(|it| it.value("w:rStyle")).map(|id| self.styles.marks(id)).unwrap_or_default();
        let marks = properties.map(Marks::of).unwrap_or_default().over(style);
        if marks.hidden == Some(true) {
            self.leave_out(Reason::Hidden, run.letters());
            return;
        }
        let height = match properties.and_then(|it| it.value("w:vertAlign")) {
            Some("superscript") => Height::Above,
            Some("subscript") => Height::Below,
            _ => Height::Line,
        };
        let format = Format {
            bold: marks.bold.unwrap_or(around.bold),
            italic: marks.italic.unwrap_or(around.italic),
            strike: marks.strike.unwrap_or(around.strike),
            code: false,
            height,
        };
        let fonts = properties.and_then(|it| it.child("w:rFonts"));
        let font = fonts.and_then(|it| it.get("w:ascii").or(it.get("w:hAnsi"))).unwrap_or_default();
        for element in run.children() {
            self.in_run(element, font, format, out);
        }
    }

    /// What stands in a run.
    fn in_run(&mut self, element: Element<'_>, font: &str, format: Format, out: &mut Vec<Inline>) {
        match element.name() {
            "w:t" => self.letters(element.text(), font, format, out),
            "w:tab" | "w:ptab" => self.put(" ", format, out),
            "w:br" if matches!(element.get("w:type"), Some("page" | "column")) => {}
            "w:br" | "w:cr" => out.push(Inline::Break),
            "w:noBreakHyphen" => self.put("-", format, out),
            "w:softHyphen"
            | "w:lastRenderedPageBreak"
            | "w:annotationRef"
            | "w:commentReference"
            | "w:instrText"
            | "w:delInstrText"
            | "w:footnoteRef"
            | "w:endnoteRef"
            | "w:separator"
            | "w:continuationSeparator" => {
                if element.name() == "w:instrText" {
                    let words = element.text();
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) {
                        field.instruction.push_str(&words);
                    }
                }
            }
            "w:delText" => self.leave_out(Reason::Deleted, element.text()),
            "w:sym" => self.sign(element, format, out),
            "w:footnoteReference" => self.note(element, "", out),
            "w:endnoteReference" => self.note(element, "e", out),
            "w:fldChar" => self.field(element, out),
            "w:drawing" | "w:pict" | "w:object" => self.drawing(element, out),
            "w:pgNum" => {}
            "mc:AlternateContent" | "m:oMath" | "m:oMathPara" => self.inline(element, format, out),
            _ => self.inlines_of_unknown(element, font, format, out),
        }
    }

    /// An element that is not known is read for the words in it.
    fn inlines_of_unknown(&mut self, element: Element<'_>, font: &str, format: Format, out: &mut Vec<Inline>) {
        for inner in element.children() {
            match inner.name() {
                "w:t" | "w:sym" | "w:tab" | "w:br" => self.in_run(inner, font, format, out),
                _ => self.inline(inner, format, out),
            }
        }
    }

    /// The letters of a run.
    fn letters(&mut self, text: String, font: &str, format: Format, out: &mut Vec<Inline>) {
        if text.is_empty() {
            return;
        }
        if self.fields.iter().any(Field::is_reckoned) {
            self.leave_out(Reason::Reckoned, text);
            return;
        }
        match symbol::typed(font, &text) {
            Some(meant) => {
                self.out.account.turned(text, meant.clone());
                self.put(&meant, format, out);
            }
            None => self.put(&text, format, out),
        }
    }

    fn put(&mut self, text: &str, format: Format, out: &mut Vec<Inline>) {
        self.commented.iter_mut().for_each(|(_, words)| words.push_str(text));
        match out.last_mut() {
            Some(Inline::Text(last, known)) if *known == format => last.push_str(text),
            _ => out.push(Inline::Text(text.to_owned(), format)),
        }
    }

    /// A sign of another font.
    fn sign(&mut self, element: Element<'_>, format: Format, out: &mut Vec<Inline>) {
        let font = element.get("w:font").unwrap_or_default();
        let code = u32::from_str_radix(element.get("w:char").unwrap_or_default(), 16).unwrap_or_default();
        match symbol::meant(font, code) {
            Some(meant) => {
                self.out.account.added.push(meant.to_string());
                self.put(&meant.to_string(), format, out);
            }
            None => {
                let place = format!("[{font} {code:04X}]");
                let message = text!("the sign {place} of a font is not known; it stands so in the issue", place);
                self.look(message, text!("look at it in the manuscript, and write the sign itself"));
                self.out.account.added.push(place.clone());
                self.put(&place, format, out);
            }
        }
    }

    fn note(&mut self, element: Element<'_>, prefix: &str, out: &mut Vec<Inline>) {
        let label = format!("{prefix}{}", element.get("w:id").unwrap_or_default());
        if self.notes.contains(&label) {
            self.referred.insert(label.clone());
            out.push(Inline::Note(label));
        } else {
            let message = text!("the footnote {label} is not in the file", label);
            self.look(message, text!("look whether it is in the manuscript, and write it into the issue"));
        }
    }

    fn field(&mut self, element: Element<'_>, out: &mut Vec<Inline>) {
        match element.get("w:fldCharType") {
            Some("begin") => self.fields.push(Field::new("")),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    (field.is_result, field.start) = (true, Some(out.len()));
                    // What follows is the result, and joins no run before it.
                    out.push(Inline::Text(String::new(), Format::default()));
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                let start = field.start.filter(|start| *start < out.len());
                let address = field.address().filter(|address| is_address(address));
                if let (Some(start), Some(address)) = (start, address) {
                    let content = out.split_off(start);
                    if plain(&content).is_empty() {
                        out.extend(content);
                    } else {
                        out.push(Inline::Link { address, content });
                    }
                }
            }
            _ => {}
        }
    }

    fn formula(&mut self, element: Element<'_>, out: &mut Vec<Inline>) {
        let letters = element.letters();
        match equation::tex(element) {
            Some(tex) if !tex.is_empty() => {
                self.out.account.turned(letters, tex.clone());
                out.push(Inline::Math(tex));
            }
            _ => {
                let words = crate::manuscript::block::excerpt(&letters);
                let message =
                    text!("the equation `{words}` was not read as one; its letters stand in the issue", words);
                self.look(message, text!("write it between `$` as LaTeX, or put it beside the issue as a picture"));
                self.put(&letters, Format::default(), out);
            }
        }
    }

    /// Pictures and the words of boxes.
    fn drawing(&mut self, element: Element<'_>, out: &mut Vec<Inline>) {
        let described = element.below().find(|it| matches!(it.name(), "wp:docPr" | "v:shape"));
        let alt = described.and_then(|it| it.get("descr").or(it.get("alt"))).unwrap_or_default();
        let mut seen = Vec::new();
        for inner in element.below() {
            let id = match inner.name() {
                "a:blip" => inner.get("r:embed").or(inner.get("r:link")),
                "v:imagedata" => inner.get("r:id"),
                _ => None,
            };
            if let Some(id) = id.filter(|id| !seen.contains(id)) {
                seen.push(id);
                out.extend(self.picture(id, alt).map(Inline::Picture));
            }
        }
        let mut boxes = Vec::new();
        outermost(element, "w:txbxContent", &mut boxes);
        for inner in &boxes {
            let blocks = self.box_of(*inner);
            self.boxes.extend(blocks);
        }
        // Words of diagrams and other shapes.
        if boxes.is_empty() {
            let words: Vec<String> = element.below().filter(|it| it.name() == "a:t").map(Element::text).collect();
            if !words.is_empty() {
                let text = Inline::Text(words.join(" "), Format::default());
                self.boxes.push(Block::Paragraph(Paragraph { content: vec![text], ..Paragraph::default() }));
            }
        }
    }

    /// The blocks of a box: fields, boxes and joined paragraphs around it go on after it.
    fn box_of(&mut self, element: Element<'_>) -> Vec<Block> {
        let (boxes, joined) = (std::mem::take(&mut self.boxes), std::mem::take(&mut self.joined));
        let blocks = match element.name() {
            "w:tbl" => self.table(element),
            _ => self.blocks(element),
        };
        let inner = std::mem::replace(&mut self.boxes, boxes);
        self.joined = joined;
        blocks.into_iter().chain(inner).collect()
    }
}

/// The outermost elements of a name.
fn outermost<'t>(element: Element<'t>, name: &str, found: &mut Vec<Element<'t>>) {
    for inner in element.children() {
        match inner.name() {
            it if it == name => found.push(inner),
            "mc:AlternateContent" => {
                if let Some(chosen) = chosen(inner) {
                    outermost(chosen, name, found);
                }
            }
            _ => outermost(inner, name, found),
        }
    }
}

/// Of what is there in several forms, the one that newer programs show, if there is anything in it.
fn chosen(element: Element<'_>) -> Option<Element<'_>> {
    let is_something =
        |it: &Element<'_>| it.below().any(|it| matches!(it.name(), "w:t" | "a:t" | "a:blip" | "v:imagedata" | "m:t"));
    let choice = element.children().find(|it| it.name() == "mc:Choice" && is_something(it));
    choice.or_else(|| element.child("mc:Fallback"))
}
