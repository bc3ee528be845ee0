//! Tags of an editor's own HTML, for outputs that keep what they do to a line and nothing else of them.

/// What a tag does to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Its text stands higher.
    Raised,
    /// Its text stands lower.
    Lowered,
    /// Its text weighs more.
    Strong,
    /// Its text leans.
    Emphasis,
    /// Its text has a line below it.
    Underlined,
    /// Its text is struck out.
    Struck,
    /// Its text says how the text before it is spoken.
    Spoken,
    /// The line ends here.
    Break,
    /// What it is around has lines of its own.
    Block,
    /// What it is around stands beside others in a row.
    Cell,
}

/// Reads a tag as it is written, `<sup>` or `</sup>`: what it does, and whether it ends there.
pub fn read(written: &str) -> Option<(Tag, bool)> {
    let name = written.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let tag = match name {
        "sup" => Tag::Raised,
        "sub" => Tag::Lowered,
        "b" | "strong" => Tag::Strong,
        "i" | "em" => Tag::Emphasis,
        "u" | "ins" => Tag::Underlined,
        "del" | "s" | "strike" => Tag::Struck,
        "rt" => Tag::Spoken,
        "br" => Tag::Break,
        "p" | "div" | "li" | "tr" | "section" => Tag::Block,
        "td" | "th" => Tag::Cell,
        _ => return None,
    };
    Some((tag, written.starts_with("</")))
}
