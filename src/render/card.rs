//! The pictures that stand for a page where it is shared, drawn from words that everyone may read: one of 1200 × 630 that
//! is shown whole, and a square for places that show no more of a picture than the square in its middle, where a wide one
//! would lose both ends of its title and its number.
//!
//! A card is made of a title, what stands above and below it, and a number. Its address holds a fingerprint of all
//! that and of the way of drawing, so what an earlier build drew under an address need not be drawn again; a key that
//! says the same wherever the card is published finds it in the cache. It never shows anything that consent withholds: an issue gives it what identifies the issue and its study, nothing else.

use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::diag::{Diagnostic, Said, SourceText, Span, code, text};
use crate::model::address;
use crate::model::column::Column;
use crate::model::issue::Issue;
use crate::model::site::Site;
use crate::render::standpoint::Standpoint;

mod canvas;
mod draw;
pub(in crate::render) mod glyph;
pub(in crate::render) mod lines;

/// The shape of a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// About two to one.
    #[default]
    Wide,
    /// As high as wide.
    Square,
}

impl Shape {
    /// Pixels across and down.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Wide => (1200, 630),
            Self::Square => (630, 630),
        }
    }
}

/// Changes whenever cards are drawn in another way, and with it all their addresses.
const DRAWING: &str = "4";

/// What stands on a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its shape.
    shape: Shape,
    /// The folder that it is published in, with `/` at its end unless it is the root.
    folder: String,
    /// At the top: the column.
    kicker: String,
    /// At the top, on the other side: the site.
    site: String,
    /// The title.
    title: String,
    /// Beside the number: the trial, or what a column or the site is about.
    below: String,
    /// What stands before, in and after the number, which is large: `第`, `26`, `期`.
    number: Option<[String; 3]>,
    /// A word of warning: that the paper was retracted.
    warning: Option<String>,
    /// Words of the title that no line parts.
    kept: Vec<String>,
}

/// The name of the word of warning, if the paper was retracted or is in doubt.
fn warning(issue: &Issue) -> Option<&'static str> {
    match (issue.is_retracted(), issue.is_in_doubt()) {
        (true, _) => Some("issue.retracted"),
        (_, true) => Some("issue.concern"),
        _ => None,
    }
}

impl Card {
    /// Every card of an edition: its own, those of its columns and those of its issues, in both shapes.
    pub fn of_edition(standpoint: &Standpoint<'_>) -> Vec<Self> {
        let (site, edition) = (standpoint.site, standpoint.edition);
        let columns = edition.columns.iter().map(|listing| Self::of_column(standpoint, &site.columns[listing.column]));
        let issues = edition.issues.iter().map(|index| Self::of_issue(standpoint, &site.issues[*index]));
        let all = std::iter::once(Self::of_site(standpoint)).chain(columns).chain(issues).filter(Self::is_legible);
        all.flat_map(|card| [card.squared(), card]).collect()
    }

    /// The same as a square.
    #[must_use]
    pub fn squared(&self) -> Self {
        Self { shape: Shape::Square, ..self.clone() }
    }

    /// Its shape.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The card of an issue.
    pub fn of_issue(standpoint: &Standpoint<'_>, issue: &Issue) -> Self {
        let pattern = standpoint.strings.get("issue.number");
        let (before, after) = pattern.split_once("{n}").unwrap_or((pattern, ""));
        let number = [shown(before.trim()), issue.number.value.to_string(), shown(after.trim())];
        Self {
            shape: Shape::Wide,
            folder: standpoint.site.issue_address(issue),
            kicker: shown(standpoint.site.column_of(issue).map_or(&*issue.column, |column| column.title.as_str())),
            site: shown(&site_title(standpoint)),
            title: issue.title.clone(),
            below: shown(issue.trial.as_ref().map(|trial| trial.name.as_str()).unwrap_or_default()),
            number: Some(number),
            warning: warning(issue).map(|name| shown(standpoint.strings.get(name))).filter(|it| !it.is_empty()),
            kept: kept(standpoint, &issue.title),
        }
    }

    /// The card of a column.
    pub fn of_column(standpoint: &Standpoint<'_>, column: &Column) -> Self {
        Self {
            folder: format!("{}{}", standpoint.edition.prefix, address::column(&column.slug)),
            kicker: shown(&site_title(standpoint)),
            title: column.title.clone(),
            below: shown(column.description.as_deref().unwrap_or_default()),
            ..Self::default()
        }
    }

    /// The card of every page that has none of its own.
    pub fn of_site(standpoint: &Standpoint<'_>) -> Self {
        let description = standpoint.site.settings.description.as_ref();
        Self {
            folder: standpoint.edition.prefix.clone(),
            title: site_title(standpoint),
            below: description.map(|text| shown(text.get(standpoint.language()))).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Whether its title can be read. A page without a card of its own has that of its site, if there is one.
    pub fn is_legible(&self) -> bool {
        is_legible(&self.title)
    }

    /// Its address from the site's root: it names what is on the card.
    pub fn address(&self) -> String {
        address::card(&self.folder, xxh3_64(&self.said()))
    }

    /// A name for its picture, in 32 hexadecimal digits: everything that decides its bytes, and nothing else.
    pub fn key(&self) -> String {
        format!("{:032x}", xxh3_128(&self.said()))
    }

    /// Everything that decides its bytes.
    fn said(&self) -> Vec<u8> {
        let mut said = drawing().to_le_bytes().to_vec();
        let drawn = self.narrow();
        let texts = [&drawn.kicker, &drawn.site, &drawn.title, &drawn.below].into_iter();
        // Each with its length: no two cards say the same in other parts.
        for text in texts.chain(self.number.iter().flatten()).chain(&self.warning) {
            said.extend((text.len() as u64).to_le_bytes());
            said.extend(text.as_bytes());
        }
        if self.shape == Shape::Square {
            said.extend(b"\0square\0");
        }
        for word in &self.kept {
            said.extend(b"\0kept\0");
            said.extend(word.as_bytes());
        }
        said
    }

    /// What it says to those who cannot see it.
    pub fn alt(&self) -> String {
        let number = self.number.as_ref().map(|[before, number, after]| {
            // `第26期`, `Issue 26`.
            let space = if before.is_ascii() && !before.is_empty() { " " } else { "" };
            format!("{before}{space}{number}{after}")
        });
        let parts = [self.warning.clone().unwrap_or_default(), self.kicker.clone(), number.unwrap_or_default()];
        let mut parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.push(self.title.clone());
        parts.join(" · ")
    }

    /// The card as a PNG.
    pub fn png(&self) -> Vec<u8> {
        draw::draw(&self.narrow()).png()
    }

    /// With the quotation marks and apostrophes of texts in Latin letters as narrow as these: the font has them as wide
    /// as a Han character.
    fn narrow(&self) -> Self {
        let narrow = |text: &String| {
            let is_mark = |c: char| matches!(c, '‘' | '’' | '“' | '”');
            if !text.contains(is_mark) || text.contains(lines::is_han) {
                return text.clone();
            }
            text.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
        };
        Self {
            kicker: narrow(&self.kicker),
            site: narrow(&self.site),
            title: narrow(&self.title),
            below: narrow(&self.below),
            kept: self.kept.iter().map(narrow).collect(),
            ..self.clone()
        }
    }
}

/// Whether a text can be read with the letters that there are: of an alphabet that it is written in no letter is
/// missing, and of its Han characters hardly any. A frame in the place of one rare character says that there is one; a
/// row of frames says nothing.
fn is_legible(text: &str) -> bool {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let missing: Vec<char> = text.chars().filter(|it| !glyph::is_known(*it)).collect();
    let letters = text.chars().filter(|it| it.is_alphanumeric()).count();
    let many = missing.len() > 1 && missing.iter().filter(|it| is_han(**it)).count() * 8 > letters;
    !many && missing.iter().all(|it| is_han(*it) || !it.is_alphabetic())
}

/// A line of a card: nothing where it could not be read.
fn shown(text: &str) -> String {
    if is_legible(text) { text.to_owned() } else { String::new() }
}

/// A fingerprint of the way of drawing: its number, the font and the colours.
fn drawing() -> u64 {
    static PRINT: OnceLock<u64> = OnceLock::new();
    *PRINT.get_or_init(|| xxh3_64(&[DRAWING.as_bytes(), &glyph::print().to_le_bytes(), &canvas::palette()].concat()))
}

/// What there is to say of the cards of a site: letters that the font does not have, each at its place.
pub fn faults(site: &Site, config: &Arc<SourceText>) -> Said {
    let mut said = Said::default();
    if !site.settings.cards {
        return said;
    }
    let settings = &site.settings;
    for language in &settings.languages {
        let texts = [Some(&settings.title), settings.description.as_ref()];
        texts.into_iter().flatten().for_each(|text| look(text.get(language), config, None, &mut said));
    }
    for column in &site.columns {
        look(&column.title, &column.source, None, &mut said);
        look(column.description.as_deref().unwrap_or_default(), &column.source, None, &mut said);
    }
    for issue in &site.issues {
        look(&issue.title, &issue.source, Some(&issue.title_span), &mut said);
        let name = issue.trial.as_ref().map(|trial| trial.name.as_str());
        look(name.unwrap_or_default(), &issue.source, None, &mut said);
    }
    said.dedup();
    said
}

/// Says that a letter of a text is missing, where the text stands in its file.
fn look(said: &str, source: &Arc<SourceText>, span: Option<&Span>, all: &mut Said) {
    let Some(letter) = said.chars().find(|it| !glyph::is_known(*it)) else { return };
    let whole = || source.text.find(said).map(|start| start..start + said.len());
    // Written with an escape, it stands nowhere as it is.
    let place = span.cloned().or_else(whole).unwrap_or(0..0);
    let written = source.text.get(place.clone()).and_then(|written| written.find(letter));
    let span = written.map_or(place.clone(), |at| place.start + at..place.start + at + letter.len_utf8());
    let message = text!("the card cannot show `{letter}`", letter = letter.to_string());
    let label = if is_legible(said) {
        text!("a frame stands in its place on the card")
    } else {
        text!("cards leave this text out; a page whose title it is shows the card of the site, or none")
    };
    all.push(
        Diagnostic::new(code::O002, message).at(source, span).label(label).help(text!(
            "write it with a more common character, or accept it with a reason: the page shows it as it is"
        )),
    );
}

/// The words of a text that the house keeps whole.
pub(in crate::render) fn kept(standpoint: &Standpoint<'_>, text: &str) -> Vec<String> {
    standpoint.site.settings.kept.iter().filter(|word| text.contains(word.as_str())).cloned().collect()
}

fn site_title(standpoint: &Standpoint<'_>) -> String {
    standpoint.site.settings.title.get(standpoint.language()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        Card { folder: "demo/one/".into(), title: title.into(), ..Card::default() }
    }

    #[test]
    fn an_address_names_what_is_on_the_card() {
        let one = card("甲").address();
        assert!(one.starts_with("demo/one/card-") && one.ends_with(".png"), "{one}");
        assert_ne!(one, card("乙").address());
        assert_ne!(one, Card { below: "甲".into(), title: String::new(), ..card("") }.address());
        assert_ne!(one, Card { warning: Some("已撤回".into()), ..card("甲") }.address());
    }

    #[test]
    fn what_could_not_be_read_is_left_out() {
        for text in ["局部晚期肝癌", "示例𠮷题", "DEMO😀", "Überleben nach Résection", ""] {
            assert!(is_legible(text), "{text}");
        }
        for text in ["دراسة", "간세포암 연구", "पाठ", "Choroba wątroby: żyła", "Điều trị ung thư"]
        {
            assert!(!is_legible(text) && shown(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn marks_are_as_narrow_as_the_letters_around_them() {
        let narrow = |title: &str| card(title).narrow().title;
        assert_eq!(narrow("It didn’t “work”"), "It didn't \"work\"");
        assert_eq!(narrow("“联合”疗法：didn’t"), "“联合”疗法：didn’t");
        assert_ne!(card("didn’t").key(), card("didnt").key());
    }

    #[test]
    fn a_key_names_what_is_on_the_card_wherever_it_is() {
        let one = card("甲");
        assert_eq!(one.key(), Card { folder: "en/".into(), ..one.clone() }.key());
        let three = |texts: [&str; 3]| Some(texts.map(str::to_owned));
        let others = [
            Card { title: "甲\0".into(), ..one.clone() },
            Card { title: String::new(), below: "甲".into(), ..one.clone() },
            Card { warning: Some(String::new()), ..one.clone() },
            Card { number: three(["", "", ""]), ..one.clone() },
            Card { number: three(["", "", ""]), warning: Some(String::new()), ..one.clone() },
            Card { number: three(["第", "1", "期"]), ..one.clone() },
            Card { number: three(["第1", "期", ""]), ..one.clone() },
            one.squared(),
        ];
        let keys: std::collections::BTreeSet<String> = others.iter().map(Card::key).chain([one.key()]).collect();
        assert_eq!(keys.len(), others.len() + 1);
        assert!(keys.iter().all(|key| key.len() == 32));
    }

    #[test]
    fn a_card_is_a_small_png_of_its_size_and_the_same_each_time() {
        let made = Card {
            number: Some(["第".into(), "26".into(), "期".into()]), ..card("局部晚期肝癌：放疗联合靶向")
        };
        let png = made.png();
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [0, 0, 4, 0xb0, 0, 0, 2, 0x76]);
        assert!(png.len() < 40_000, "{} bytes", png.len());
        assert_eq!(png, made.png());
    }

    #[test]
    fn another_way_of_drawing_has_another_number() {
        let number = Some(["第".into(), "26".into(), "期".into()]);
        let drawn =
            Card { number, below: "DEMO-1".into(), ..card("局部晚期肝癌：放疗联合靶向，₁⁹😀") };
        // Where the picture changed on purpose, count `DRAWING` up: earlier builds' cards are drawn anew then.
        assert_eq!(
            (DRAWING, format!("{:016x}", xxh3_64(&draw::draw(&drawn).png()))),
            ("4", "00877881a2b839af".to_owned())
        );
        let square = drawn.squared().png();
        assert_eq!(square[16..24], [0, 0, 2, 0x76, 0, 0, 2, 0x76]);
    }

    #[test]
    fn any_text_can_be_drawn() {
        let hostile = [
            "",
            " ",
            "\u{0}\u{200d}",
            "😀😀",
            "一".repeat(3000).as_str(),
            "W".repeat(3000).as_str(),
            "。。。",
            "（（（",
            "شب",
        ]
        .map(str::to_owned);
        for text in hostile {
            let number = Some([text.clone(), "4294967295".into(), text.clone()]);
            let all = Card { kicker: text.clone(), site: text.clone(), below: text.clone(), number, ..card(&text) };
            let _ = (all.png(), all.squared().png());
        }
    }
}
