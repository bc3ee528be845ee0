//! The text of a body without its markup, for whatever shows no markup: descriptions, lists, feeds, contents, citations.
//!
//! What markup says with height is said with characters: `10<sup>9</sup>` is `10⁹`. Where Unicode has no such character
//! for all of it, it stands in brackets behind `^` or `_`, as in a formula: `10^(9/L)`, so that it never becomes a part
//! of the number before it. A mark of a reference in brackets (`[3]`) stays as it is. What is struck out is not said any
//! more, and is left out: without its line it would say the contrary. Browsers copy it along with the rest, and most
//! screen readers say it without a word of its line; both make `145` of a 1, a struck 4 and a 5. Where its neighbours
//! would become one number or one word, the mark of an omission stands between them: `1[…]5`. How a ruby is read stands
//! in brackets behind it.

use std::ops::Range;

use super::{Body, Kind, Node};

/// Superscripts of Unicode (Superscripts and Subscripts, Phonetic Extensions, Latin-1), behind what each raises.
const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻–⁻=⁼(⁽)⁾（⁽）⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";

/// Subscripts of Unicode, behind what each lowers.
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋–₋=₌(₍)₎（₍）₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

/// Signs that stand above the line by themselves.
const HIGH: &str = "®©™*†‡§¶°′″ªº¹²³";

/// What TeX calls signs that formulas in running text have.
const TEX: &[(&str, &str)] = &[
    ("times", "×"),
    ("pm", "±"),
    ("leq", "≤"),
    ("geq", "≥"),
    ("le", "≤"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "~"),
    ("cdot", "·"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("sigma", "σ"),
    ("chi", "χ"),
    ("circ", "°"),
    ("%", "%"),
    (",", " "),
];

/// What stands for struck text between two parts of a number or a word.
const OMISSION: &str = "[…]";

/// The last letter of the scripts that write words with spaces between them: what follows is Han and its neighbours.
const LAST_SPACED: char = '\u{2E7F}';

/// How deep levels may stand in one another. Deeper ones stand in their brackets.
const DEEPEST: usize = 4;

/// A height: which, and where its text begins in what is written so far.
struct Level {
    /// `^` or `_`; `~` for what is struck out, `(` for how a ruby is read, ` ` for what stands around that.
    mark: char,
    start: usize,
}

impl Body {
    /// The text of a range of nodes without any markup; breaks become spaces, footnote marks and tags vanish.
    pub fn plain_text(&self, range: Range<usize>) -> String {
        self.told(range, ' ', true)
    }

    /// The same as sentences: without pictures, whose words are for those who do not see them, and with `\n` where a
    /// line was broken on purpose.
    pub fn sentences(&self, range: Range<usize>) -> String {
        self.told(range, '\n', false)
    }

    /// The letters alone as they were written, whatever their height, from which ids are made.
    pub fn letters(&self, range: Range<usize>) -> String {
        let mut letters = String::new();
        for node in &self.nodes[range] {
            match node.kind {
                Kind::Text | Kind::Code | Kind::CodeBlock { .. } | Kind::Math { .. } => {
                    letters.push_str(self.text(node))
                }
                Kind::SoftBreak | Kind::HardBreak => letters.push(' '),
                _ => {}
            }
        }
        letters
    }

    fn told(&self, range: Range<usize>, line_break: char, pictures: bool) -> String {
        let mut plain = String::new();
        let mut levels: Vec<Level> = Vec::new();
        // Where something struck out was left out, until more text follows.
        let mut gap: Option<usize> = None;
        let mut at = range.start;
        while at < range.end {
            let node = &self.nodes[at];
            match node.kind {
                Kind::Strikethrough => {
                    gap = Some(plain.len());
                    at = self.end_of(at);
                    continue;
                }
                Kind::Image(_) if !pictures => {
                    at = self.end_of(at);
                    continue;
                }
                Kind::Text | Kind::Code | Kind::CodeBlock { .. } => plain.push_str(self.text(node)),
                Kind::Math { .. } => plain.push_str(&formula(self.text(node))),
                Kind::SoftBreak => plain.push(' '),
                Kind::HardBreak => plain.push(line_break),
                Kind::Html => match self.tag(node, line_break, &mut plain, &mut levels) {
                    Some('~') => gap = Some(plain.len()),
                    Some(_) => gap = None,
                    None => {}
                },
                _ => {}
            }
            if let Some(left_out) = gap.take_if(|left_out| *left_out < plain.len())
                && levels.last().is_none_or(|level| level.start < left_out)
                && joins(&plain, left_out)
            {
                plain.insert_str(left_out, OMISSION);
            }
            at += 1;
        }
        levels.into_iter().rev().for_each(|level| set(&mut plain, &level));
        plain
    }

    /// Reads a tag, and names the height that ends with it.
    fn tag(&self, node: &Node, line_break: char, plain: &mut String, levels: &mut Vec<Level>) -> Option<char> {
        let tag = self.text(node);
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let mark = match name {
            "sup" => '^',
            "sub" => '_',
            "del" | "s" | "strike" => '~',
            "rt" => '(',
            "rp" => ' ',
            "br" => {
                plain.push(line_break);
                return None;
            }
            _ => return None,
        };
        if !tag.starts_with("</") {
            if levels.len() < DEEPEST {
                levels.push(Level { mark, start: plain.len() });
            }
            return None;
        }
        let level = levels.pop_if(|level| level.mark == mark)?;
        set(plain, &level);
        Some(mark)
    }
}

/// Whether the characters on both sides of a place would be read as one number or one word.
fn joins(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else {
        return false;
    };
    let is_part = |c: char| c.is_alphanumeric() && c <= LAST_SPACED;
    let is_mark = |c: char| matches!(c, '.' | ',' | '·');
    is_part(before) && is_part(after) || is_mark(before) && after.is_numeric() || before.is_numeric() && is_mark(after)
}

/// Sets what was written since a level began at its height.
fn set(plain: &mut String, level: &Level) {
    let text = &plain[level.start..];
    let height = match level.mark {
        '~' | ' ' => String::new(),
        '(' if text.trim().is_empty() => String::new(),
        '(' => format!("（{text}）", text = text.trim()),
        mark => at_height(text, mark),
    };
    plain.replace_range(level.start.., &height);
}

/// A text above (`^`) or below (`_`) the line.
fn at_height(text: &str, mark: char) -> String {
    let of = if mark == '^' { RAISED } else { LOWERED };
    let set = |c: char| {
        let mut pairs = of.chars();
        std::iter::from_fn(|| pairs.next().zip(pairs.next())).find(|(plain, _)| *plain == c).map(|(_, set)| set)
    };
    let is_high = mark == '^' && text.chars().all(|c| HIGH.contains(c));
    let is_mark = text.starts_with(['[', '〔', '［']) && text.ends_with([']', '〕', '］']);
    if text.trim().is_empty() || is_high || is_mark {
        return text.to_owned();
    }
    if mark == '^' && matches!(text, "TM" | "tm") {
        return "™".to_owned();
    }
    text.chars().map(set).collect::<Option<String>>().unwrap_or_else(|| format!("{mark}({text})"))
}

/// A formula as text, where it has nothing but signs, numbers and levels; as it was written otherwise.
fn formula(tex: &str) -> String {
    let mut out = String::new();
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (name, after) = rest.split_at(letters.max(rest.chars().next().map_or(0, char::len_utf8)));
                let Some((_, sign)) = TEX.iter().find(|(known, _)| *known == name) else { return tex.to_owned() };
                out.push_str(sign);
                // The space behind a name only ends it.
                rest = if letters > 0 { after.trim_start_matches(' ') } else { after };
            }
            '^' | '_' => {
                let Some((level, after)) = argument(rest) else { return tex.to_owned() };
                out.push_str(&if level == "\\circ" { "°".to_owned() } else { at_height(level, c) });
                rest = after;
            }
            '{' | '}' | '&' => return tex.to_owned(),
            c => out.push(c),
        }
    }
    out
}

/// What stands at a level: a character or a group, and what follows it. Nothing that holds more of TeX.
fn argument(rest: &str) -> Option<(&str, &str)> {
    if let Some(inner) = rest.strip_prefix('{') {
        let (level, after) = inner.split_once('}')?;
        return (!level.contains(['\\', '{', '^', '_']) || level == "\\circ").then_some((level, after));
    }
    if let Some(after) = rest.strip_prefix("\\circ") {
        return Some(("\\circ", after.trim_start_matches(' ')));
    }
    let length = rest.chars().next().filter(|c| *c != '\\')?.len_utf8();
    Some(rest.split_at(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_characters_or_brackets() {
        for (text, mark, set) in [
            ("9", '^', "⁹"),
            ("-3", '^', "⁻³"),
            ("−3", '^', "⁻³"),
            ("+", '^', "⁺"),
            ("99m", '^', "⁹⁹ᵐ"),
            ("2", '_', "₂"),
            ("max", '_', "ₘₐₓ"),
            ("9/L", '^', "^(9/L)"),
            ("甲", '_', "_(甲)"),
            ("1/2", '_', "_(1/2)"),
            ("[1-3]", '^', "[1-3]"),
            ("®", '^', "®"),
            ("TM", '^', "™"),
            ("*", '^', "*"),
            ("", '^', ""),
        ] {
            assert_eq!(at_height(text, mark), set);
        }
        for pairs in [RAISED, LOWERED] {
            assert_eq!(pairs.chars().count() % 2, 0);
        }
    }

    #[test]
    fn formulas_of_signs_and_numbers_are_text() {
        for (tex, text) in [
            ("50\\times 10^{9}/L", "50×10⁹/L"),
            ("\\geq 3", "≥3"),
            ("m^2", "m²"),
            ("CO_2", "CO₂"),
            ("37^\\circ C", "37°C"),
            ("37^{\\circ}C", "37°C"),
            ("5\\%", "5%"),
            ("\\frac{1}{2}", "\\frac{1}{2}"),
            ("x_{a_b}", "x_{a_b}"),
            ("\\", "\\"),
        ] {
            assert_eq!(formula(tex), text);
        }
    }
}
