//! Files of other programs, told by their first bytes: what editors have in hand where a text is wanted.

use crate::diag::{Text, text};

/// What a file is that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// A document of a word processor.
    Document(&'static str),
    /// A table or slides.
    Office(&'static str),
    /// A PDF.
    Pdf,
    /// A picture.
    Picture(&'static str),
    /// Files packed into one.
    Archive,
}

impl Foreign {
    /// What a file of this name and with these bytes is; `None` where it may be text.
    ///
    /// Sources: the signatures of ISO/IEC 21320-1 (ZIP), MS-CFB, ISO 32000 (PDF), RTF 1.9 and the formats of pictures.
    pub fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        let lower = name.to_lowercase();
        let ends = |ending: &str| lower.ends_with(ending);
        let holds = |part: &[u8]| bytes.windows(part.len()).take(4096).any(|window| window == part);
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
            return Some(match () {
                () if ends(".docx") || holds(b"word/") => Self::Document("Word"),
                () if ends(".odt") || holds(b"opendocument.text") => Self::Document("OpenDocument"),
                () if ends(".xlsx") || holds(b"xl/") => Self::Office("Excel"),
                () if ends(".pptx") || holds(b"ppt/") => Self::Office("PowerPoint"),
                () => Self::Archive,
            });
        }
        // The first bytes of the programs of before 2007, and of WPS to this day.
        if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return Some(match () {
                () if ends(".wps") => Self::Document("WPS"),
                () if ends(".xls") || ends(".et") => Self::Office("Excel"),
                () if ends(".ppt") || ends(".dps") => Self::Office("PowerPoint"),
                () => Self::Document("Word"),
            });
        }
        let pictures: &[(&[u8], &str)] = &[
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"\xff\xd8\xff", "JPEG"),
            (b"GIF87a", "GIF"),
            (b"GIF89a", "GIF"),
            (b"II*\0", "TIFF"),
            (b"MM\0*", "TIFF"),
        ];
        match () {
            () if begins(b"{\\rtf") => Some(Self::Document("RTF")),
            () if begins(b"%PDF-") => Some(Self::Pdf),
            () => pictures.iter().find(|(magic, _)| begins(magic)).map(|(_, kind)| Self::Picture(kind)),
        }
    }

    /// What it is called.
    pub fn about(self) -> Text {
        match self {
            Self::Document(program @ ("OpenDocument" | "RTF")) | Self::Office(program @ "Excel") => {
                text!("an {program} file", program)
            }
            Self::Document(program) | Self::Office(program) => text!("a {program} file", program),
            Self::Pdf => text!("a PDF"),
            Self::Picture(kind) => text!("a picture ({kind})", kind),
            Self::Archive => text!("a ZIP archive"),
        }
    }

    /// What to do where its text is wanted as Markdown.
    pub fn as_text(self) -> Text {
        match self {
            Self::Document(_) => text!(
                "open it in Word or WPS, choose “Save as” and “Plain text (*.txt)” with the encoding UTF-8, and copy the text into the file"
            ),
            Self::Pdf => text!("copy the text out of it into a file that is saved as UTF-8"),
            Self::Picture(_) => text!("put it beside the text and show it with `![what it shows](file)`"),
            Self::Office(_) | Self::Archive => text!("write the text into a file that is saved as UTF-8"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Foreign;

    #[test]
    fn a_file_is_told_by_its_bytes_and_then_by_its_name() {
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        for (name, bytes, wanted) in [
            ("a.docx", b"PK\x03\x04".as_slice(), Some(Foreign::Document("Word"))),
            ("a.md", b"PK\x03\x04..word/document.xml", Some(Foreign::Document("Word"))),
            ("a.xlsx", b"PK\x03\x04", Some(Foreign::Office("Excel"))),
            ("a.zip", b"PK\x03\x04", Some(Foreign::Archive)),
            ("a.doc", old, Some(Foreign::Document("Word"))),
            ("a.WPS", old, Some(Foreign::Document("WPS"))),
            ("a.rtf", b"{\\rtf1", Some(Foreign::Document("RTF"))),
            ("a.pdf", b"%PDF-1.7", Some(Foreign::Pdf)),
            ("a.md", b"\xff\xd8\xff\xe0", Some(Foreign::Picture("JPEG"))),
            ("a.docx", b"TY  - JOUR", None),
            ("a.md", b"# PK", None),
        ] {
            assert_eq!(Foreign::of(name, bytes), wanted, "{name}");
        }
    }
}
