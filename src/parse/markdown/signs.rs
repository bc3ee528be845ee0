//! Which signs a text has at all, so that nothing is looked for twice that is not there.

use pulldown_cmark::Options;

/// The bytes that are looked for, most of them signs of Markdown, and the first byte of the characters that may be put
/// in ([`super::prepare`]).
const SOUGHT: [u8; 11] = *b"|[~]{}:$*\xE2\xEF";

/// Which of some bytes occur in a text.
pub(super) struct Signs<'a> {
    text: &'a str,
    found: [bool; SOUGHT.len()],
    has_controls: bool,
}

impl<'a> Signs<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut found = [false; SOUGHT.len()];
        let mut has_controls = false;
        let is_control = |byte: u8| ((byte < 0x20) & !matches!(byte, b'\t' | b'\n' | b'\r')) | (byte == 0x7F);
        // Chunk by chunk, so that each question is asked of a whole chunk at once.
        for chunk in text.as_bytes().chunks(64) {
            for (found, sought) in found.iter_mut().zip(SOUGHT) {
                *found |= chunk.iter().fold(false, |any, byte| any | (*byte == sought));
            }
            has_controls |= chunk.iter().fold(false, |any, byte| any | is_control(*byte));
        }
        Self { text, found, has_controls }
    }

    /// Whether the text has this.
    pub(super) fn has(&self, sign: &str) -> bool {
        let is_there = |byte: u8| SOUGHT.iter().position(|sought| *sought == byte).is_none_or(|at| self.found[at]);
        sign.bytes().all(is_there) && self.text.contains(sign)
    }

    fn has_any(&self, signs: &[&str]) -> bool {
        signs.iter().any(|sign| self.has(sign))
    }

    /// Whether it has control characters other than line ends and tabs.
    pub(super) fn has_controls(&self) -> bool {
        self.has_controls
    }

    /// Whether a line of a directive may be in it. Of full-width colons two are looked for, which is quicker.
    pub(super) fn has_directives(&self) -> bool {
        self.has(":::") || self.has("：：")
    }

    /// The parser's extensions that the text can need. Each costs something for every block or character, so those
    /// whose signs are not there stay off; that changes nothing else.
    pub(super) fn extensions(&self) -> Options {
        let signs = [
            (self.has("|"), Options::ENABLE_TABLES),
            (self.has("[^"), Options::ENABLE_FOOTNOTES),
            (self.has("~~"), Options::ENABLE_STRIKETHROUGH),
            (self.has_any(&["[ ]", "[x]", "[X]", "[\t]"]), Options::ENABLE_TASKLISTS),
            (self.has("{"), Options::ENABLE_HEADING_ATTRIBUTES),
            (self.has_any(&["\n:", " :", "\t:", ">:"]), Options::ENABLE_DEFINITION_LIST),
            (self.has("$"), Options::ENABLE_MATH),
        ];
        signs.into_iter().filter(|(there, _)| *there).map(|(_, option)| option).collect()
    }
}
