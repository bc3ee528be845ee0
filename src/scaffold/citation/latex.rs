//! What TeX would print of a value: accents, dashes and signs as letters, groups and commands gone.
//!
//! Knows what stands in titles and names. A command that it does not know leaves its argument.

/// The text of a value.
pub(super) fn plain(tex: &str) -> String {
    let mut text = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = match letter {
            '\\' => command(after, &mut text),
            '{' | '}' | '$' => after,
            '~' => push(&mut text, " ", after),
            '-' if rest.starts_with("---") => push(&mut text, "—", &rest[3..]),
            '-' if rest.starts_with("--") => push(&mut text, "–", &rest[2..]),
            '`' if rest.starts_with("``") => push(&mut text, "“", &rest[2..]),
            '\'' if rest.starts_with("''") => push(&mut text, "”", &rest[2..]),
            other => {
                text.push(other);
                after
            }
        };
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an address or a name that is no prose: only what TeX makes exporters write is undone.
pub(super) fn verbatim(tex: &str) -> String {
    let bare: String = tex.chars().filter(|it| !matches!(it, '{' | '}')).collect();
    bare.trim().trim_start_matches("\\url").replace("\\textless", "<").replace("\\textgreater", ">").replace('\\', "")
}

fn push<'a>(text: &mut String, letters: &str, rest: &'a str) -> &'a str {
    text.push_str(letters);
    rest
}

/// A command after its `\`: what it prints is added, what follows it is given back.
fn command<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let Some(first) = rest.chars().next() else {
        return rest;
    };
    let name_end = if first.is_ascii_alphabetic() {
        rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len())
    } else {
        first.len_utf8()
    };
    let (name, after) = rest.split_at(name_end);
    if let Some(letters) = accent(name)
        && let Some((composed, after)) = accented(letters, after)
    {
        text.push(composed);
        return after;
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
        text.push_str(sign);
        // A space ends the name of a command and is not printed.
        return if first.is_ascii_alphabetic() { after.trim_start_matches(' ') } else { after };
    }
    if first.is_ascii_alphabetic() { after.trim_start_matches(' ') } else { after }
}

/// The letter that an accent stands on, in braces or not, and what follows it.
fn accented<'a>(letters: &str, rest: &'a str) -> Option<(char, &'a str)> {
    let inner = rest.trim_start();
    let (base, after) = match inner.strip_prefix('{') {
        Some(group) => {
            let (base, after) = group.split_once('}')?;
            (base, after)
        }
        None => {
            let width = if inner.starts_with('\\') { 2 } else { inner.chars().next()?.len_utf8() };
            inner.split_at_checked(width)?
        }
    };
    // The dotless letters carry accents as the dotted ones do.
    let base = match base.trim() {
        "\\i" => 'i',
        "\\j" => 'j',
        other => other.chars().next().filter(|it| other.len() == it.len_utf8())?,
    };
    let mut pairs = letters.chars();
    while let (Some(plain), Some(composed)) = (pairs.next(), pairs.next()) {
        if plain == base {
            return Some((composed, after));
        }
    }
    None
}

/// Letters that take an accent, each followed by what it becomes.
fn accent(name: &str) -> Option<&'static str> {
    Some(match name {
        "'" => "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝcćCĆnńNŃsśSŚzźZŹlĺrŕ",
        "`" => "aàeèiìoòuùAÀEÈIÌOÒUÙ",
        "^" => "aâeêiîoôuûAÂEÊIÎOÔUÛcĉgĝhĥjĵsŝwŵyŷ",
        "\"" => "aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸ",
        "~" => "aãnñoõAÃNÑOÕiĩuũ",
        "=" => "aāeēiīoōuūAĀEĒIĪOŌUŪ",
        "." => "zżZŻeėEĖIİgġcċ",
        "c" => "cçCÇsşSŞtţTŢ",
        "v" => "cčCČsšSŠzžZŽrřRŘeěEĚnňNŇdďDĎtťTŤ",
        "u" => "aăAĂgğGĞuŭ",
        "H" => "oőOŐuűUŰ",
        "r" => "aåAÅuůUŮ",
        "k" => "aąAĄeęEĘ",
        _ => return None,
    })
}

/// Commands that print a sign.
const SIGNS: &[(&str, &str)] = &[
    ("&", "&"),
    ("%", "%"),
    ("$", "$"),
    ("#", "#"),
    ("_", "_"),
    ("{", "{"),
    ("}", "}"),
    ("\\", " "),
    (" ", " "),
    (",", " "),
    ("ss", "ß"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("kappa", "κ"),
    ("mu", "μ"),
    ("pm", "±"),
    ("times", "×"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("leq", "≤"),
    ("le", "≤"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteright", "’"),
    ("textquoteleft", "‘"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("ldots", "…"),
    ("dots", "…"),
];

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
}
