//! What two writings of one number have in common: `１,０２４`, `1 024` and `1024` are one; `0.40` is not `0.4`.

use crate::evidence::number::Number;

/// The number with its sign, what it is compared by, its power and its sign of per cent.
pub(super) fn of_number(text: &str, number: &Number) -> String {
    let (sign, power) = (before(&text[..number.range.start]), power(number.scale));
    let printed = number.printed.to_string();
    let bare = printed.trim_start_matches('−');
    let zero = if bare.starts_with('.') { "0" } else { "" };
    let percent = if number.is_percent() { "%" } else { "" };
    format!("{sign}{zero}{bare}{power}{percent}")
}

/// The sign right before a number: `<`, `−`. A hyphen behind a letter, a digit or a sign of per cent joins.
fn before(text: &str) -> String {
    let rest = text.trim_end_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let mut back = rest.chars().rev();
    match (back.next(), back.next()) {
        (Some('<' | '＜'), _) => "<".to_owned(),
        (Some('>' | '＞'), _) => ">".to_owned(),
        (Some('≤' | '⩽' | '≦'), _) => "≤".to_owned(),
        (Some('≥' | '⩾' | '≧'), _) => "≥".to_owned(),
        (Some('-' | '−' | '–' | '－'), other) if rest.len() == text.len() => {
            let joins = other.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '%' | '％' | '）' | ')'));
            if joins { String::new() } else { format!("{}−", if rest.is_empty() { "" } else { compared(rest) }) }
        }
        _ => String::new(),
    }
}

/// What stands before a minus sign: `<−2`.
fn compared(rest: &str) -> &'static str {
    let mut back = rest.chars().rev().skip(1);
    match back.next() {
        Some('<' | '＜') => "<",
        Some('>' | '＞') => ">",
        _ => "",
    }
}

fn power(scale: f64) -> String {
    let exponent = scale.log10().round();
    if scale == 1.0 { String::new() } else { format!("×10^{exponent}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::number::of_text;

    fn tokens(text: &str) -> String {
        of_text(text).iter().map(|it| of_number(text, it)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn writings_of_one_number_are_one() {
        assert_eq!(tokens("１５．８对15.8；1,024与1024；.06与0.06"), "15.8 15.8 1024 1024 0.06 0.06");
        assert_eq!(tokens("84.7 %、84.7％、84.7%"), "84.7% 84.7% 84.7%");
        assert_eq!(tokens("0.40与0.4"), "0.40 0.4");
        assert_eq!(tokens("P<0.001，P＜0.001，P = 0.001"), "<0.001 <0.001 0.001");
    }

    #[test]
    fn a_sign_belongs_to_its_number() {
        assert_eq!(tokens("差值−2.5，95%CI -3.1~-1.9"), "−2.5 95% −3.1 −1.9");
        assert_eq!(tokens("0.59-1.01，70%-90%"), "0.59 1.01 70% 90%");
    }
}
