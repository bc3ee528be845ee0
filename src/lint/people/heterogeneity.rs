//! E212: an I² that is none.

use crate::diag::{Said, code, text};
use crate::evidence::lex::{Kind, Line, Sign, is_exactly};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::place::say;
use crate::model::printed::Printed;

/// I² is a share of the variation, from 0 to 100%.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if !passage.has_any("I") || !passage.has_digit() || passage.kind.is_citation() {
        return;
    }
    let line = passage.line();
    for at in 0..line.lexemes.len() {
        let Some((value, from, end)) = value(&line, at) else { continue };
        if value.low() > 100.0 || value.units() < 0 {
            let message = text!("I² is a share of the variation, and {printed}% is none", printed = value.to_string());
            let help = text!("look it up in the paper; Q, τ² and H² have no limit of 100%");
            said.push(say(code::E212, passage, line.span(from..end), message).help(help));
        }
    }
}

/// The value of the I² whose letter stands at a piece, and its pieces: `I²=45%`, `I2 of 45%`, `I^2为45%`.
fn value(line: &Line<'_>, at: usize) -> Option<(Printed, usize, usize)> {
    line.word(at).filter(|word| is_exactly(word, "I"))?;
    let is_two = |at: usize| {
        matches!(line.kind(at), Some(Kind::Power(2))) || line.number(at).is_some_and(|it| it.whole() == Some(2))
    };
    let caret = usize::from(matches!(line.kind(at + 1), Some(Kind::Other('^'))));
    let mut next = at + 2 + caret;
    if !is_two(at + 1 + caret) || !line.is_glued(at + 1) {
        return None;
    }
    for _ in 0..3 {
        let is_link = matches!(line.sign(next), Some(Sign::Equals | Sign::Colon))
            || matches!(line.han(next), Some("为" | "值为" | "是" | "值"))
            || ["was", "of", "is"].iter().any(|it| line.is_word(next, it));
        if !is_link {
            break;
        }
        next += 1;
    }
    let (value, end) = line.signed(next).filter(|_| next > at + 2 + caret)?;
    Some((value, next, end + usize::from(line.is(end, Sign::Percent))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_in_every_spelling() {
        let of = |text: &str| value(&Line::new(text), 0).map(|it| it.0.to_string());
        for text in ["I²=145%", "I2 = 145%", "I^2 of 145%", "I² 为145%", "Ｉ²＝145％", "I²值为145%"] {
            assert_eq!(of(text).as_deref(), Some("145"), "{text}");
        }
        assert_eq!(of("I²=−5%").as_deref(), Some("−5"));
        assert_eq!(of("I 2 = 145"), None);
        assert_eq!(of("I-131"), None);
    }
}
