//! Raised and lowered letters: `10<sup>9</sup>`, `Na$^{+}$`, `\\textsubscript{2}`.

/// Signs, each with its raised and its lowered form; a space where there is none.
const FORMS: &str = "0⁰₀1¹₁2²₂3³₃4⁴₄5⁵₅6⁶₆7⁷₇8⁸₈9⁹₉+⁺₊-⁻₋−⁻₋–⁻₋=⁼₌(⁽₍)⁾₎aᵃₐbᵇ cᶜ dᵈ eᵉₑhʰₕiⁱᵢjʲⱼkᵏₖmᵐₘnⁿₙoᵒₒpᵖₚrʳᵣsˢₛtᵗₜuᵘᵤvᵛᵥxˣₓαᵅ βᵝᵦγᵞᵧ";

/// Where letters stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Above the line.
    Raised,
    /// Below it.
    Lowered,
}

impl Script {
    /// A text above or below the line: in letters that stand so, if there are such for all of it; otherwise as it is,
    /// with `^` before digits and signs that would be read as part of the number.
    pub(super) fn write(self, text: &str) -> String {
        let all: Option<String> = text.chars().map(|letter| self.form(letter)).collect();
        match all {
            Some(all) => all,
            None if text.contains(|c: char| c.is_ascii_digit()) && self == Self::Raised => format!("^{text}"),
            None => text.to_owned(),
        }
    }

    fn form(self, letter: char) -> Option<char> {
        // What has no other form is no letter: a registered trade mark, a degree.
        if matches!(letter, '®' | '™' | '°' | '*' | '†' | '‡' | '§' | ' ' | ',' | '′') {
            return Some(letter);
        }
        let mut forms = FORMS.chars();
        while let (Some(plain), Some(raised), Some(lowered)) = (forms.next(), forms.next(), forms.next()) {
            if plain == letter {
                return Some(if self == Self::Raised { raised } else { lowered }).filter(|it| *it != ' ');
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_above_and_below() {
        assert_eq!(Script::Raised.write("9"), "⁹");
        assert_eq!(Script::Raised.write("+"), "⁺");
        assert_eq!(Script::Raised.write("−12"), "⁻¹²");
        assert_eq!(Script::Lowered.write("2"), "₂");
        assert_eq!(Script::Lowered.write("max"), "ₘₐₓ");
        assert_eq!(Script::Raised.write("®"), "®");
        assert_eq!(Script::Raised.write("WT"), "WT");
        assert_eq!(Script::Raised.write("5W"), "^5W");
    }
}
