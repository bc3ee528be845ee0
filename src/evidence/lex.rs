//! Text cut into numbers, words, Han characters and signs, full-width ones read as half-width.
//!
//! Numbers carry no sign: whether a dash is a minus or stands between two numbers is seen from what is around it, see
//! [`Line::signed`]. Blanks, and marks of emphasis that survived in raw text, are passed over. Nothing here knows what a
//! number means.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::model::language::Language;
use crate::model::printed::Printed;
use crate::model::statistic::Synonyms;

mod piece;

pub use piece::{is_point, lex, lex_in, narrow};

/// A piece of a text. It knows its bytes and not its text, so that it can be kept beside it; [`Line::kind`] says what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme {
    form: piece::Form,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind<'t> {
    /// A number without a sign: `0.77`, `.06`, `1,234`, `1 234`, `０．７７`, `0·77`.
    Number(Printed),
    /// Digits that are no number: `1.2.3`, more digits than a number has.
    Digits,
    /// Raised digits, `⁻⁵`: a power.
    Power(i8),
    /// Letters, Latin or Greek.
    Word(&'t str),
    /// Characters that Chinese counts one by one.
    Han(&'t str),
    /// A sign.
    Sign(Sign),
    /// Anything else.
    Other(char),
}

/// Signs that mean something beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `,` `，`
    Comma,
    /// `、`
    ListComma,
    /// `:` `：`
    Colon,
    /// `;` `；`
    Semicolon,
    /// `。` `.` `!` `?`
    Stop,
    /// `=` `＝`
    Equals,
    /// `<` `＜`
    Less,
    /// `>` `＞`
    Greater,
    /// `≤` `<=`
    AtMost,
    /// `≥` `>=`
    AtLeast,
    /// `≈`
    About,
    /// `~` `～`
    Tilde,
    /// A hyphen, a dash or a minus.
    Dash,
    /// `+` `＋`
    Plus,
    /// `±`
    PlusMinus,
    /// `×`
    Times,
    /// `/` `／`
    Slash,
    /// `%` `％`
    Percent,
    /// Any bracket that opens.
    Open,
    /// Any bracket that closes.
    Close,
}

/// What is found in a text once, when it is first asked for, and kept beside it as its pieces are.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Words that say what the text speaks of, in the order in which they begin.
    pub(super) mentions: OnceLock<Vec<Mention>>,
    /// Its sentences, as rows of its pieces.
    pub(super) sentences: OnceLock<Vec<Range<usize>>>,
}

/// A word that says what a text speaks of.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// The lists that it stands in, one bit each.
    pub(super) lists: u32,
    /// Which name of a value it is in Chinese, by its place in that list.
    pub(super) value: Option<u8>,
}

/// A text in pieces.
#[derive(Debug, Clone)]
pub struct Line<'t> {
    /// The text.
    pub text: &'t str,
    /// Its pieces.
    pub lexemes: Cow<'t, [Lexeme]>,
    /// What a house calls measures besides their usual names.
    pub synonyms: Option<&'t Synonyms>,
    pub(super) notes: Cow<'t, Notes>,
}

impl<'t> Line<'t> {
    /// Cuts a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, lexemes: Cow::Owned(lex(text)), synonyms: None, notes: Cow::Owned(Notes::default()) }
    }

    /// Cuts a text in a language.
    pub fn in_language(text: &'t str, language: &Language) -> Self {
        Self { text, lexemes: Cow::Owned(lex_in(text, language)), synonyms: None, notes: Cow::Owned(Notes::default()) }
    }

    /// A text that was cut before, by [`lex`], with what has been found in it since.
    pub fn of(text: &'t str, lexemes: &'t [Lexeme], notes: &'t Notes) -> Self {
        Self { text, lexemes: Cow::Borrowed(lexemes), synonyms: None, notes: Cow::Borrowed(notes) }
    }

    /// The same text, read with what a house calls measures.
    pub fn with(self, synonyms: Option<&'t Synonyms>) -> Self {
        Self { synonyms, ..self }
    }

    /// The kind of a piece; `None` beyond the end.
    pub fn kind(&self, at: usize) -> Option<Kind<'t>> {
        use piece::Form;
        let lexeme = self.lexemes.get(at)?;
        let text = || &self.text[lexeme.span.clone()];
        Some(match lexeme.form {
            Form::Number(number) => Kind::Number(number),
            Form::Digits => Kind::Digits,
            Form::Power(power) => Kind::Power(power),
            Form::Word => Kind::Word(text()),
            Form::Han => Kind::Han(text()),
            Form::Sign(sign) => Kind::Sign(sign),
            Form::Other(c) => Kind::Other(c),
        })
    }

    /// The sign that a piece is.
    pub fn sign(&self, at: usize) -> Option<Sign> {
        match self.lexemes.get(at)?.form {
            piece::Form::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// Whether a piece is a sign.
    pub fn is(&self, at: usize, sign: Sign) -> bool {
        self.sign(at) == Some(sign)
    }

    /// The number that a piece is, without a sign.
    pub fn number(&self, at: usize) -> Option<Printed> {
        match self.lexemes.get(at)?.form {
            piece::Form::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The word that a piece is.
    pub fn word(&self, at: usize) -> Option<&'t str> {
        let lexeme = self.lexemes.get(at)?;
        matches!(lexeme.form, piece::Form::Word).then(|| &self.text[lexeme.span.clone()])
    }

    /// The Han characters that a piece is.
    pub fn han(&self, at: usize) -> Option<&'t str> {
        let lexeme = self.lexemes.get(at)?;
        matches!(lexeme.form, piece::Form::Han).then(|| &self.text[lexeme.span.clone()])
    }

    /// Whether a piece is a word, in either case and width.
    pub fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).is_some_and(|it| is_same(it, word))
    }

    /// Whether a piece follows the one before without a blank.
    pub fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.lexemes.get(at).is_some_and(|it| it.span.start == self.lexemes[at - 1].span.end)
    }

    /// Whether a number belongs to a name: `p53`, `PD-1`, `COVID-19`, `I2`.
    pub fn is_in_name(&self, at: usize) -> bool {
        let ends_word = |at: usize| self.lexemes.get(at).is_some_and(|it| matches!(it.form, piece::Form::Word));
        self.is_glued(at) && (ends_word(at - 1) || self.is_hyphen(at - 1) && self.is_glued(at - 1) && ends_word(at - 2))
    }

    /// Whether a piece is a dash that may stand inside of a name: no minus, and no dash between clauses.
    pub fn is_hyphen(&self, at: usize) -> bool {
        self.is(at, Sign::Dash) && !matches!(self.slice(at..at + 1), "−" | "—" | "―" | "─")
    }

    /// The number that begins at a piece, with its minus, and the piece after it.
    ///
    /// A dash is a minus if it stands at the number, and the piece before is neither a number nor a word, nor one glued
    /// to it.
    pub fn signed(&self, at: usize) -> Option<(Printed, usize)> {
        if let Some(number) = self.number(at) {
            return Some((number, at + 1));
        }
        let number = self.number(at + 1)?;
        match self.sign(at)? {
            Sign::Plus => Some((number, at + 2)),
            Sign::Dash if self.is_glued(at + 1) => {
                let is_between = at > 0
                    && self.is_glued(at)
                    && matches!(self.kind(at - 1), Some(Kind::Number(_) | Kind::Digits | Kind::Word(_)));
                let negative = Printed::parse(&format!("-{number}"))?;
                (!is_between).then_some((negative, at + 2))
            }
            _ => None,
        }
    }

    /// The bytes of a row of pieces.
    pub fn span(&self, pieces: Range<usize>) -> Range<usize> {
        let start = self.lexemes.get(pieces.start).map_or(self.text.len(), |it| it.span.start);
        let end = pieces.end.checked_sub(1).and_then(|last| self.lexemes.get(last)).map_or(start, |it| it.span.end);
        start..end.max(start)
    }

    /// The text of a row of pieces.
    pub fn slice(&self, pieces: Range<usize>) -> &'t str {
        &self.text[self.span(pieces)]
    }
}

/// Whether two words are the same, whatever their case and width. The second is in ASCII.
pub fn is_same(word: &str, ascii: &str) -> bool {
    word.eq_ignore_ascii_case(ascii)
        || is_wide(word, ascii)
            && word.chars().map(|c| narrow(c).to_ascii_lowercase()).eq(ascii.chars().map(|c| c.to_ascii_lowercase()))
}

/// Whether two words are the same, whatever their width; `HR` is not `hr`.
pub fn is_exactly(word: &str, ascii: &str) -> bool {
    word == ascii || is_wide(word, ascii) && word.chars().map(narrow).eq(ascii.chars())
}

/// Whether a word has letters of full width, which take three bytes.
fn is_wide(word: &str, ascii: &str) -> bool {
    word.len() > ascii.len() && !word.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in one line: numbers as printed, signs by name.
    fn drawn(text: &str) -> String {
        let line = Line::new(text);
        let of = |(at, lexeme): (usize, &Lexeme)| match line.kind(at).expect("a piece") {
            Kind::Number(number) => number.to_string(),
            Kind::Digits => format!("#{}", &text[lexeme.span.clone()]),
            Kind::Power(power) => format!("^{power}"),
            Kind::Word(word) | Kind::Han(word) => word.to_owned(),
            Kind::Sign(sign) => format!("{sign:?}"),
            Kind::Other(c) => format!("?{c}"),
        };
        line.lexemes.iter().enumerate().map(of).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn full_width_reads_as_half_width() {
        assert_eq!(drawn("HR＝０．７７，９５％CI"), "HR Equals 0.77 Comma 95 Percent CI");
        assert_eq!(drawn("P＜0.001；P≤.05"), "P Less 0.001 Semicolon P AtMost .05");
        assert_eq!(drawn("P<=0.05 P＞＝1"), "P AtMost 0.05 P AtLeast 1");
        assert!(Line::new("ＨＲ").is_word(0, "hr") && is_exactly("ＨＲ", "HR") && !is_exactly("Hr", "HR"));
    }

    #[test]
    fn numbers_are_told_from_digits() {
        assert_eq!(drawn("1,234例（84.7%）"), "1234 例 Open 84.7 Percent Close");
        assert_eq!(drawn("0.52,0.99 和 1,23"), "0.52 Comma 0.99 和 1 Comma 23");
        assert_eq!(drawn("v1.2.3 0·77 1.5."), "v #1.2.3 0.77 1.5 Stop");
        assert_eq!(drawn("·12例 A·5"), "?· 12 例 A ?· 5");
        assert_eq!(drawn("1.2×10⁻⁵"), "1.2 Times 10 ^-5");
        assert_eq!(drawn("12345678901234567890"), "#12345678901234567890");
        assert_eq!(drawn("*P* = .06。"), "P Equals .06 Stop");
    }

    #[test]
    fn thousands_are_parted_by_commas_and_blanks_of_one_kind() {
        assert_eq!(
            drawn("12,345 １,２３４ 1\u{a0}234\u{a0}567例 17\u{2009}288 1\u{202f}234.5"),
            "12345 1234 1234567 例 17288 1234.5"
        );
        // A plain blank also stands between two numbers, and a full-width comma between two clauses.
        assert_eq!(drawn("12 345；85，123例"), "12 345 Semicolon 85 Comma 123 例");
        assert_eq!(drawn("0\u{a0}234 1,234\u{a0}567 2025\u{a0}123 1\u{a0}2345"), "0 234 1234 567 2025 123 1 2345");
    }

    #[test]
    fn a_decimal_comma_is_read_where_the_language_has_one() {
        let german = Language::parse("de").expect("a tag");
        let read = |text: &str| {
            let line = Line::in_language(text, &german);
            let of = |at: usize| match line.kind(at).expect("a piece") {
                Kind::Number(number) => number.to_string(),
                Kind::Digits => format!("#{}", line.slice(at..at + 1)),
                _ => line.slice(at..at + 1).to_owned(),
            };
            (0..line.lexemes.len()).map(of).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read("84,5 % (169/200)"), "84.5 % ( 169 / 200 )");
        assert_eq!(read("HR 0,70; 95 %-KI 0,51–0,96; 0.70"), "HR 0.70 ; 95 % - KI 0.51 – 0.96 ; 0.70");
        assert_eq!(read("1.234,5 1.234.567 1\u{202f}234,5 1.234 0.123"), "1234.5 1234567 1234.5 #1.234 0.123");
        assert_eq!(read("Grad 3, 4 und 5; 1,2,3"), "Grad 3 , 4 und 5 ; #1,2 , 3");
        let minus = Line::in_language("= −2,5", &german);
        assert_eq!(minus.signed(1).map(|(number, _)| number.to_string()).as_deref(), Some("−2.5"));
    }

    #[test]
    fn a_number_in_a_name_is_known() {
        let text = "p53 PD-1 GPC 3 n=4 OS—5 Δ−6 IL–7 PD－8";
        let line = Line::new(text);
        let of = |wanted: &str| line.lexemes.iter().position(|it| &text[it.span.clone()] == wanted).expect(wanted);
        assert!(line.is_in_name(of("53")) && line.is_in_name(of("1")));
        assert!(line.is_in_name(of("7")) && line.is_in_name(of("8")));
        for wanted in ["3", "4", "5", "6"] {
            assert!(!line.is_in_name(of(wanted)), "{wanted}");
        }
    }

    #[test]
    fn a_dash_is_a_minus_where_nothing_stands_before_it() {
        let signed =
            |text: &str, at: usize| Line::new(text).signed(at).map(|(number, next)| (number.to_string(), next));
        assert_eq!(signed("-0.5", 0), Some(("−0.5".to_owned(), 2)));
        assert_eq!(signed("= −0.5", 1), Some(("−0.5".to_owned(), 3)));
        assert_eq!(signed("0.5-0.7", 1), None);
        assert_eq!(signed("0.5--0.7", 2), Some(("−0.7".to_owned(), 4)));
        assert_eq!(signed("0.5 - 0.7", 1), None);
        assert_eq!(signed("PD-1", 1), None);
        assert_eq!(signed("+3", 0), Some(("3".to_owned(), 2)));
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "　中位 15.8个月";
        for lexeme in lex(text) {
            assert!(!text[lexeme.span.clone()].trim().is_empty());
        }
        let line = Line::new(text);
        assert_eq!(line.slice(0..3), "中位 15.8个月");
        assert!(!line.is_glued(1) && line.is_glued(2));
    }
}
