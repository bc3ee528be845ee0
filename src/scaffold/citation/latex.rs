//! What TeX would print of a value: accents, dashes and signs as letters, mathematics as far as titles have it, groups
//! gone.
//!
//! Knows what stands in titles and names. A command that it does not know stays as it is written, and is named: a sign
//! that was dropped would be another number.

use super::script::Script;
use crate::model::address::composed;

mod sign;

/// Deeper groups are none that an exporter wrote.
const DEEPEST: usize = 40;

/// The text of a value; the names of commands that are not known are added to `unknown`.
pub(super) fn read(tex: &str, unknown: &mut Vec<String>) -> String {
    let mut reader = Reader { rest: tex, unknown, is_math: false };
    let mut text = String::with_capacity(tex.len());
    // A brace that closes nothing is passed over.
    while !reader.rest.is_empty() {
        text.push_str(&reader.group(0));
        reader.rest = reader.rest.strip_prefix('}').unwrap_or(reader.rest);
    }
    let text = composed(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a value, whatever is not known in it.
pub(super) fn plain(tex: &str) -> String {
    read(tex, &mut Vec::new())
}

/// The text of an address or a name that is no prose: only what TeX makes exporters write is undone.
pub(super) fn verbatim(tex: &str) -> String {
    let bare: String = tex.chars().filter(|it| !matches!(it, '{' | '}')).collect();
    bare.trim()
        .trim_start_matches("\\url")
        .replace("\\textless", "<")
        .replace("\\textgreater", ">")
        .replace("\\textasciitilde", "~")
        .replace("\\textunderscore", "_")
        .replace('\\', "")
}

struct Reader<'r> {
    rest: &'r str,
    unknown: &'r mut Vec<String>,
    is_math: bool,
}

impl Reader<'_> {
    /// What is printed up to the end of the group that the reader is in.
    fn group(&mut self, depth: usize) -> String {
        let mut text = String::new();
        while let Some(letter) = self.rest.chars().next().filter(|letter| *letter != '}') {
            self.piece(letter, depth, &mut text);
        }
        text
    }

    fn piece(&mut self, letter: char, depth: usize, text: &mut String) {
        for (written, printed) in [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")] {
            if let Some(rest) = self.rest.strip_prefix(written).filter(|_| !self.is_math) {
                self.rest = rest;
                return text.push_str(printed);
            }
        }
        self.rest = &self.rest[letter.len_utf8()..];
        match letter {
            '\\' => self.command(depth, text),
            '{' if depth < DEEPEST => {
                let inner = self.group(depth + 1);
                self.rest = self.rest.strip_prefix('}').unwrap_or(self.rest);
                text.push_str(&inner);
            }
            '{' => {}
            '$' => self.is_math = !self.is_math,
            '~' => text.push(' '),
            '^' if self.is_math => text.push_str(&Script::Raised.write(&self.argument(depth))),
            '_' if self.is_math => text.push_str(&Script::Lowered.write(&self.argument(depth))),
            '-' if self.is_math => text.push('−'),
            other => text.push(other),
        }
    }

    /// What the next group prints, or the next sign where there is no group.
    fn argument(&mut self, depth: usize) -> String {
        self.rest = self.rest.trim_start();
        let mut text = String::new();
        if let Some(letter) = self.rest.chars().next().filter(|letter| *letter != '}') {
            self.piece(letter, depth, &mut text);
        }
        text
    }

    /// A command after its `\`.
    fn command(&mut self, depth: usize, text: &mut String) {
        let Some(first) = self.rest.chars().next() else { return };
        let end = if first.is_ascii_alphabetic() {
            self.rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(self.rest.len())
        } else {
            first.len_utf8()
        };
        let (name, after) = self.rest.split_at(end);
        self.rest = after;
        if let Some(mark) = sign::accent(name) {
            // The dotless letters carry accents as the dotted ones do.
            let base = self.argument(depth).replace('ı', "i").replace('ȷ', "j");
            // Behind the letter and the marks that it has already.
            let is_mark = |it: &char| ('\u{300}'..='\u{36f}').contains(it);
            let end = base.char_indices().skip(1).find(|(_, it)| !is_mark(it)).map_or(base.len(), |(at, _)| at);
            text.push_str(&base[..end]);
            text.extend((!base.is_empty()).then_some(mark));
            text.push_str(&base[end..]);
            return;
        }
        if let Some(script) = sign::script(name) {
            return text.push_str(&script.write(&self.argument(depth)));
        }
        if let Some(printed) = sign::printed(name) {
            text.push_str(printed);
        } else if name == "(" || name == ")" {
            self.is_math = name == "(";
        } else if name == "frac" {
            let (over, under) = (self.argument(depth), self.argument(depth));
            text.push_str(&format!("{over}/{under}"));
            return;
        } else if !sign::is_silent(name) {
            text.push('\\');
            text.push_str(name);
            self.unknown.push(name.to_owned());
            return;
        }
        // A space ends the name of a command and is not printed; neither are the braces that do.
        if first.is_ascii_alphabetic() {
            self.rest = self.rest.trim_start_matches(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_become_letters() {
        for (tex, text) in [
            (r#"M{\"u}ller and Ren\'e"#, "Müller and René"),
            (r"{\'{E}}tude {\c c}a \v{S}", "Étude ça Š"),
            (r"Gar{\c{c}}{\'\i}a", "Garçía"),
            (r"{\O}stergaard \ss{} Stra{\ss}e", "Østergaard ß Straße"),
            (r"Nguy{\~{\^e}}n \d{a} {\u{a}}", "Nguyễn ạ ă"),
            (r"\textit{P} $\leq$ 5\%", "P ≤ 5%"),
            (r"10--20 ``quoted'' A~B", "10–20 “quoted” A B"),
            (r"\'", ""),
            (r"\", ""),
            ("{{HCC}}：放疗", "HCC：放疗"),
        ] {
            assert_eq!(plain(tex), text, "{tex}");
        }
        assert_eq!(verbatim(r"{10.1000/a\_b}"), "10.1000/a_b");
    }

    #[test]
    fn signs_of_titles_are_printed() {
        for (tex, text) in [
            (
                r"Bevacizumab 5 {\textmu}g/kg at 42{\textdegree}C in {$\geqslant$}65-year-olds: {$\omega$}-3, CD8$^+$",
                "Bevacizumab 5 µg/kg at 42°C in ≥65-year-olds: ω-3, CD8⁺",
            ),
            (r"Na$^{+}$, Ca$^{2+}$, H$_2$O, 10$^{-3}$, $-3.1$", "Na⁺, Ca²⁺, H₂O, 10⁻³, −3.1"),
            (
                r"\pm{} \textpm{} \texttimes 2 \dh{} \th{} \Delta{} \textasciitilde{} \textasciicircum{}2",
                "± ± ×2 ð þ Δ ~ ^2",
            ),
            (r"10\textsuperscript{9}/L CO\textsubscript{2} $\mathrm{IC_{50}}$", "10⁹/L CO₂ IC₅₀"),
            (r"$\frac{1}{2}$ \ensuremath{\beta}-blocker \emph{in vitro}", "1/2 β-blocker in vitro"),
        ] {
            let mut unknown = Vec::new();
            assert_eq!(read(tex, &mut unknown), text, "{tex}");
            assert_eq!(unknown, [""; 0]);
        }
    }

    #[test]
    fn what_is_not_known_is_named_and_kept() {
        let mut unknown = Vec::new();
        assert_eq!(read(r"5 \foomu g of \bar{x}", &mut unknown), "5 \\foomu g of x̄");
        assert_eq!(unknown, ["foomu"]);
    }

    #[test]
    fn deep_groups_end() {
        let deep = "{".repeat(5_000) + "x" + &"}".repeat(4_000);
        assert_eq!(plain(&deep), "x");
    }
}
