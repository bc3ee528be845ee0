//! The law of conservation on documents that nobody wrote: whatever signs stand in their runs, the words come back.

use postil::manuscript::{letters, unaccounted};
use proptest::prelude::*;

use super::hostile::{document, word};
use super::{imported, letters_of_word};
use crate::support::draws;

/// A run and how it is set.
#[derive(Debug, Clone)]
struct Run {
    text: String,
    marks: Vec<&'static str>,
}

impl Run {
    fn xml(&self) -> String {
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("<w:r><w:rPr>{}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>", self.marks.concat())
    }
}

fn run() -> impl Strategy<Value = Run> {
    let piece = prop_oneof![
        4 => "[甲乙丙丁肝癌，。：；（）“”]{1,6}",
        3 => "[a-zA-Z0-9 .,%]{1,8}",
        3 => "[-*_~`#<>|\\\\$&\\[\\](){}!^=+:./ ]{1,4}",
        1 => Just("10".to_owned()),
        1 => Just("1. ".to_owned()),
        1 => Just(":::".to_owned()),
        1 => Just("https://example.org/a_b*c".to_owned()),
        1 => Just("<b>".to_owned()),
        1 => Just("&nbsp;".to_owned()),
    ];
    let text = proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat());
    let marks = proptest::sample::subsequence(
        vec!["<w:b/>", "<w:i/>", "<w:strike/>", "<w:vertAlign w:val=\"superscript\"/>"],
        0..3,
    );
    (text, marks).prop_map(|(text, marks)| Run { text, marks })
}

fn paragraph() -> impl Strategy<Value = String> {
    proptest::collection::vec(run(), 1..5)
        .prop_map(|runs| format!("<w:p>{}</w:p>", runs.iter().map(Run::xml).collect::<String>()))
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => paragraph(),
        1 => proptest::collection::vec(paragraph(), 4).prop_map(|cells| {
            let cell = |at: usize| format!("<w:tc>{}</w:tc>", cells[at]);
            format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell(0), cell(1), cell(2), cell(3))
        }),
    ]
}

proptest! {
    #![proptest_config(draws(48, 13))]

    #[test]
    fn words_come_back_whatever_signs_stand_among_them(blocks in proptest::collection::vec(block(), 1..8)) {
        let file = word(&[("word/document.xml", &document(&blocks.concat()))]);
        let before = letters_of_word(&file);
        let imported = imported("a.docx", &file).value.expect("an issue");
        let (lost, invented) = unaccounted(&before, &imported.account, &imported.landed);
        prop_assert_eq!((lost.as_str(), invented.as_str()), ("", ""), "{}", imported.text);
        // And in their order: each paragraph's letters stand in a row, but for a number that became a list's.
        let became: usize = imported.account.became.iter().map(|words| letters(words)).sum();
        if became == 0 && imported.account.added.len() < 2 {
            let only = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).map(on_the_line).collect::<String>();
            let after = only(&format!("{}{}", imported.landed.fields, imported.landed.body));
            for block in &blocks {
                for paragraph in block.split("<w:p>").skip(1) {
                    let part = word(&[("word/document.xml", &document(&format!("<w:p>{paragraph}")))]);
                    let wanted = only(&letters_of_word(&part));
                    prop_assert!(after.contains(&wanted), "{wanted}\n{}", imported.text);
                }
            }
        }
    }
}

fn on_the_line(c: char) -> char {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|it| it == c).and_then(|at| char::from_digit(at as u32, 10)).unwrap_or(c)
}
