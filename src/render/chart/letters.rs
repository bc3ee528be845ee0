//! How wide text will be, and where it may be broken: an estimate, since no font is known here.
//!
//! Rather too wide than too narrow. Chinese is broken between any two characters but before a closing mark and after an
//! opening one; other scripts between words.

/// The width of a text at a size of 1.
pub(in crate::render) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.29,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.94,
        'A'..='Z' | '&' => 0.7,
        '0'..='9' | '+' | '=' | '<' | '>' | '–' | '−' | '±' | '~' => 0.58,
        c if c.is_ascii() => 0.57,
        '\u{80}'..='\u{24f}' | '\u{370}'..='\u{3ff}' => 0.64,
        // ·, ≥ and the like may come from a Chinese font.
        _ => 1.0,
    }
}

const CLOSING: &str = "，。、；：！？）》」』】〕”’%％)]},.;:!?~～";
const UNITS: &str = "例人个月年天周次岁级期";
const OPENING: &str = "（《「『【〔“‘([{";

/// Whether a character is written without spaces around it.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Parts that must not be broken, each with the spaces after it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let breaks = match before {
            None => true,
            Some(last) if OPENING.contains(last) || CLOSING.contains(c) || c == ' ' => false,
            // A number keeps its unit.
            Some(last) if last.is_ascii_digit() && UNITS.contains(c) => false,
            Some(last) => last == ' ' || matches!(last, '/' | '–') || stands_alone(last) || stands_alone(c),
        };
        match pieces.last_mut() {
            Some(piece) if !breaks => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

/// The width at a size of 1 of the longest part that must not be broken.
pub(super) fn longest(text: &str) -> f64 {
    pieces(text).iter().map(|piece| width(piece.trim_end())).fold(0.0, f64::max)
}

/// Whether a character is a letter of a script that has words between spaces.
fn is_of_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphabetic() && !stands_alone(c))
}

/// The lines of a text that has so much room at a size.
pub(super) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    // Most fit, with more to spare than sums of widths are off.
    if width(text) * size < room - 1e-3 {
        return vec![text.trim().to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(line.as_str()) * size + width(piece.trim_end()) * size > room {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(&piece);
        // A word that is longer than a line is cut where the line ends, with a hyphen.
        while width(line.trim_end()) * size > room && line.chars().count() > 1 {
            let mut used = advance('-') * size;
            let end = line
                .char_indices()
                .find(|(_, c)| {
                    used += advance(*c) * size;
                    used > room
                })
                .map_or(line.len(), |(at, c)| if at == 0 { c.len_utf8() } else { at });
            let rest = line.split_off(end);
            if is_of_word(line.chars().next_back()) && is_of_word(rest.chars().next()) {
                line.push('-');
            }
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.into_iter().map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_where_readers_expect_it() {
        assert_eq!(wrap("联合治疗组（SBRT）", 60.0, 12.0), ["联合治疗组", "（SBRT）"]);
        assert_eq!(wrap("失访，3例", 24.0, 12.0), ["失", "访，", "3例"]);
        assert_eq!(wrap("接受干预：74例", 80.0, 12.0), ["接受干预：", "74例"]);
        assert_eq!(wrap("SBRT plus sorafenib", 80.0, 12.0), ["SBRT plus", "sorafenib"]);
        assert_eq!(wrap("", 80.0, 12.0), [""]);
        assert_eq!(wrap("SBRT+索拉非尼", 400.0, 12.0), ["SBRT+索拉非尼"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let lines = wrap(&"x".repeat(40), 60.0, 12.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| width(line) * 12.0 <= 60.0), "{lines:?}");
        assert!(lines[..lines.len() - 1].iter().all(|line| line.ends_with("x-")), "{lines:?}");
        assert!(wrap("汉", 1.0, 12.0) == ["汉"]);
        assert_eq!(wrap("Chemoradiotherapy", 62.0, 12.0), ["Chemora-", "diotherapy"]);
    }
}
