//! Files that were made to do harm, or that are no manuscripts: each is refused or read in little time, and what to do is
//! said. None is a panic.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::imported;
use crate::support::{TestSite, code, stderr};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A Word file of these parts.
pub(super) fn word(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A document with this body.
pub(super) fn document(body: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {W} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}</w:body></w:document>").into_bytes()
}

/// What is said of a file: the codes, in order. It takes no time to speak of.
fn said(name: &str, bytes: &[u8]) -> (bool, Vec<&'static str>) {
    let started = Instant::now();
    let checked = imported(name, bytes);
    assert!(started.elapsed() < Duration::from_secs(60), "{name} took {:?}", started.elapsed());
    (checked.value.is_some(), checked.diagnostics.iter().map(|it| it.code.name()).collect())
}

#[test]
fn other_programs_files_are_refused_with_a_next_step() {
    let site = TestSite::with_issue();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0".as_slice();
    let files: [(&str, &[u8]); 11] = [
        ("a.doc", old),
        ("a.wps", old),
        ("locked.docx", old),
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.rtf", b"{\\rtf1 x}"),
        ("a.odt", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"),
        ("a.pages", b"PK\x03\x04"),
        ("a.docx", b"PK\x03\x04\x14\0\x06\0word/document.xml"),
        ("b.docx", b""),
        ("a.html", b"<p>\xc4\xe3\xba\xc3</p>"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
    ];
    for (name, bytes) in files {
        site.write(name, bytes);
        for language in ["en", "zh"] {
            let output = site.run(&["import", name, "--lang", language]);
            let said = stderr(&output);
            assert_eq!(code(&output), 2, "{name}: {said}");
            assert!(said.contains("[N021]") && said.contains(name), "{name}: {said}");
            let help = if language == "en" { "= help: " } else { "= 怎么办: " };
            assert!(said.contains(help), "{name}: {said}");
        }
    }
    assert_eq!(std::fs::read_dir(site.path().join("content/demo")).expect("a column").count(), 2);
}

#[test]
fn bombs_are_refused_before_they_grow() {
    let zeros = vec![b' '; 300 << 20];
    let bomb = word(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(said("bomb.docx", &bomb), (false, vec!["N022"]));
    drop(zeros);
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><w:document/>";
    assert_eq!(said("laughs.docx", &word(&[("word/document.xml", laughs.as_bytes())])), (false, vec!["N022"]));
    let deep =
        document(&format!("{}<w:p/>{}", "<w:tbl><w:tr><w:tc>".repeat(10_000), "</w:tc></w:tr></w:tbl>".repeat(10_000)));
    assert_eq!(said("deep.docx", &word(&[("word/document.xml", &deep)])), (false, vec!["N022"]));
    let many = document(&"<w:p/>".repeat(1_050_000));
    assert_eq!(said("many.docx", &word(&[("word/document.xml", &many)])), (false, vec!["N022"]));
    let wide = document(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    );
    assert!(said("wide.docx", &word(&[("word/document.xml", &wide)])).0);
    let page = format!("<p>甲</p>{}乙{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    let deep_page = imported("deep.html", page.as_bytes()).value.expect("an issue");
    assert!(deep_page.text.contains('甲') && deep_page.text.contains('乙'));
    let tables = format!("{}丙", "<table><tr><td>".repeat(2_000));
    assert!(imported("tables.html", tables.as_bytes()).value.expect("an issue").text.contains('丙'));
}

#[test]
fn what_is_absent_or_leads_out_is_said_and_the_rest_is_read() {
    let run = |inner: &str| format!("<w:p><w:r><w:t>甲</w:t></w:r>{inner}</w:p>");
    let body = [
        run("<w:hyperlink r:id=\"rId77\"><w:r><w:t>乙</w:t></w:r></w:hyperlink>"),
        run("<w:r><w:footnoteReference w:id=\"9\"/></w:r>"),
        run("<w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"separate\"/></w:r>"),
        "<w:p><w:pPr><w:pStyle w:val=\"No\"/><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"42\"/></w:numPr></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>".to_owned(),
    ];
    let file = word(&[("word/document.xml", &document(&body.concat()))]);
    let checked = imported("a.docx", &file);
    let text = checked.value.expect("an issue").text;
    assert!(text.contains("甲乙") && text.contains('丙'), "{text}");
    assert!(checked.diagnostics.iter().any(|it| it.code.name() == "N025"));
    // A picture that climbs out of the file, one that is outside, one that is no picture.
    let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"x/image\" Target=\"../../../../etc/passwd\"/><Relationship Id=\"r2\" Type=\"x/image\" Target=\"http://example.org/a.png\" TargetMode=\"External\"/><Relationship Id=\"r3\" Type=\"x/image\" Target=\"media/evil.sh\"/></Relationships>";
    let picture = |id: &str| {
        format!(
            "<w:p><w:r><w:drawing><a:blip xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" r:embed=\"{id}\"/></w:drawing></w:r></w:p>"
        )
    };
    let body = document(&["r1", "r2", "r3"].map(picture).concat());
    let file = word(&[
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", rels.as_bytes()),
        ("word/media/evil.sh", b"#!/bin/sh"),
    ]);
    let checked = imported("a.docx", &file);
    assert!(checked.value.expect("an issue").pictures.is_empty());
    assert_eq!(checked.diagnostics.iter().filter(|it| it.code.name() == "N026").count(), 3);
    // No file beside a page is read from above its folder.
    let site = TestSite::with_issue();
    site.write("in/a.html", "<p>甲</p><img src=\"../secret.png\"><img src=\"/etc/passwd\">")
        .write("secret.png", b"\x89PNG\r\n\x1a\n");
    let output = site.run(&["import", "in/a.html"]);
    assert_eq!(stderr(&output).matches("[N026]").count(), 2, "{}", stderr(&output));
    // A list that begins where Markdown cannot count.
    let numbered = imported("a.html", "<p>甲</p><ol start=\"99999999999\"><li>乙</li></ol>".as_bytes());
    assert!(numbered.diagnostics.iter().all(|it| it.code.name() != "N027") && numbered.value.is_some());
    // Cut off anywhere, a file is refused or read, and nothing else.
    let whole = std::fs::read(super::folder().join("numbering.docx")).expect("a manuscript");
    for end in (0..whole.len()).step_by(whole.len() / 60) {
        assert_eq!(said("cut.docx", &whole[..end]), (false, vec!["N021"]), "{end}");
    }
}
