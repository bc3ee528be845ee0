//! Files that are no manuscripts, or none that can be read: what they are, and what to do.

use crate::diag::{Diagnostic, Text, code, text};
use crate::model::foreign::Foreign;

/// Why a manuscript is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is cut off, or not what its name says.
    Broken,
    /// It asks for a password.
    Protected,
    /// It unpacks into more than any manuscript is.
    TooLarge,
    /// Tables or other parts stand in each other without end.
    TooDeep,
    /// It declares entities, as no Word file does.
    Entities,
    /// It has no document.
    Empty,
    /// It is a text in another encoding.
    Encoding,
    /// It was written by another program.
    Other(Foreign),
    /// Its name ends as that of another program.
    Ending,
}

/// Endings of files that are never read, with what they are and what to do with them.
const UNREAD: &[&str] = &[
    "doc",
    "dot",
    "wps",
    "wpt",
    "pdf",
    "rtf",
    "odt",
    "pages",
    "docm",
    "dotx",
    "uof",
    "hwp",
    "mht",
    "mhtml",
    "webarchive",
];

/// What is wrong with a file of this name before it is read, if anything.
pub(super) fn of(name: &str, bytes: &[u8]) -> Option<Refusal> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let foreign = Foreign::of(name, bytes);
    match foreign {
        Some(Foreign::Document("Word")) if bytes.starts_with(b"PK") && ending == "docx" => None,
        // Word puts what it enciphers into a file of the old form.
        Some(Foreign::Document(_)) if ending == "docx" && !bytes.starts_with(b"PK") => {
            Some(if bytes.starts_with(b"{\\rtf") {
                Refusal::Other(Foreign::Document("RTF"))
            } else {
                Refusal::Protected
            })
        }
        Some(other) if !UNREAD.contains(&ending.as_str()) || matches!(other, Foreign::Document(_) | Foreign::Pdf) => {
            Some(Refusal::Other(other))
        }
        _ if UNREAD.contains(&ending.as_str()) => Some(Refusal::Ending),
        _ if ending == "docx" => Some(Refusal::Broken),
        _ => None,
    }
}

impl Refusal {
    /// What is said of a file of this name.
    pub(super) fn of(self, name: &str) -> Diagnostic {
        let (code, message) = match self {
            Self::Broken => (code::N021, text!("`{name}` is not a whole Word file", name)),
            Self::Protected => {
                (code::N021, text!("`{name}` is protected by a password, or an old Word file with a new ending", name))
            }
            Self::TooLarge => (code::N022, text!("`{name}` unpacks into more than is read", name)),
            Self::TooDeep => (code::N022, text!("parts of `{name}` are nested in each other too deeply", name)),
            Self::Entities => (code::N022, text!("`{name}` declares entities, as no Word file does", name)),
            Self::Empty => (code::N021, text!("`{name}` has no document in it", name)),
            Self::Encoding => (code::N021, text!("`{name}` is not UTF-8", name)),
            Self::Other(foreign) => (code::N021, text!("`{name}` is {what}", name, what = foreign.about())),
            Self::Ending => (code::N021, text!("`{name}` is not a file that is read", name)),
        };
        Diagnostic::new(code, message).path(name).help(self.help())
    }

    fn help(self) -> Text {
        match self {
            Self::Broken => text!("open it in Word or WPS and save it again as a Word document (*.docx)"),
            Self::Protected => {
                text!("open it in Word or WPS, take the password away, and save it as a Word document (*.docx)")
            }
            Self::TooLarge | Self::TooDeep | Self::Entities => {
                text!("copy the text into a new document and save that as a Word document (*.docx)")
            }
            Self::Empty => text!(
                "open it in Word or WPS, look whether the text is there, and save it again as a Word document (*.docx)"
            ),
            Self::Encoding => text!("open it in a browser or a text editor and save it with the encoding UTF-8"),
            Self::Other(Foreign::Pdf) => text!(
                "ask for the Word file that it was made from; or copy the text into a new document and save that as a Word document (*.docx)"
            ),
            Self::Other(Foreign::Picture(_)) => text!("a picture has no text: put it beside the issue"),
            Self::Other(Foreign::Office(_) | Foreign::Archive) => {
                text!("name the manuscript: a Word document (*.docx), a saved page (*.html) or Markdown (*.md)")
            }
            Self::Other(Foreign::Document(_)) | Self::Ending => {
                text!(
                    "open it in the program that made it, or in WPS, choose “Save as” and “Word document (*.docx)”, and name that file"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_known_by_its_bytes_or_its_name() {
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice();
        for (name, bytes, wanted) in [
            ("a.docx", b"PK\x03\x04".as_slice(), None),
            ("a.docx", old, Some(Refusal::Protected)),
            ("a.docx", b"text", Some(Refusal::Broken)),
            ("a.doc", old, Some(Refusal::Other(Foreign::Document("Word")))),
            ("a.wps", old, Some(Refusal::Other(Foreign::Document("WPS")))),
            ("a.pdf", b"%PDF-1.7", Some(Refusal::Other(Foreign::Pdf))),
            ("a.pages", b"PK\x03\x04", Some(Refusal::Ending)),
            ("a.odt", b"PK\x03\x04", Some(Refusal::Other(Foreign::Document("OpenDocument")))),
            ("a.rtf", b"{\\rtf1", Some(Refusal::Other(Foreign::Document("RTF")))),
            ("a.md", b"text", None),
            ("a.html", b"<p>", None),
        ] {
            assert_eq!(of(name, bytes), wanted, "{name}");
        }
    }
}
