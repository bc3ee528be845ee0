//! The markup of HTML that databases put into titles and names: elements and entities become the letters that they show.

use super::script::Script;

/// One line without markup: some databases put HTML into titles. What stands above or below the line stays there.
pub(super) fn plain(text: &str) -> String {
    let visible: String = entities(&elements(text, 0))
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| *it != '\u{feff}')
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of the element that a tag opens, without the prefix of its namespace.
fn element(tag: &str) -> String {
    let name: String =
        tag.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == ':').collect::<String>().to_ascii_lowercase();
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// A text without its elements.
fn elements(text: &str, depth: usize) -> String {
    const ELEMENTS: &[&str] = &[
        "i", "b", "em", "strong", "sub", "sup", "span", "scp", "sc", "u", "p", "br", "inf", "italic", "bold", "title",
        "math", "mrow", "mi", "mo", "mn", "msup", "msub", "mtext", "mspace", "mstyle", "tt", "small", "sec",
    ];
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let name = element(tag.trim_start_matches('/'));
        let Some(end) = tag.find('>').filter(|_| ELEMENTS.contains(&name.as_str())) else {
            kept.push('<');
            rest = tag;
            continue;
        };
        rest = &tag[end + 1..];
        let script = match name.as_str() {
            "sup" => Script::Raised,
            "sub" | "inf" => Script::Lowered,
            _ => continue,
        };
        // Up to the tag that closes it.
        let close = rest.match_indices("</").find(|(at, _)| element(&rest[at + 2..]) == name).map(|(at, _)| at);
        if let Some(close) = close.filter(|_| depth < 8 && !tag.starts_with('/')) {
            kept.push_str(&script.write(&entities(&elements(&rest[..close], depth + 1))));
            rest = rest[close..].find('>').map_or("", |end| &rest[close + end + 1..]);
        }
    }
    kept.push_str(rest);
    kept
}

/// The entities of HTML that stand in titles and names.
const NAMED: &[(&str, &str)] = &[
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("amp", "&"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("epsilon", "ε"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Omega", "Ω"),
    ("micro", "µ"),
    ("plusmn", "±"),
    ("times", "×"),
    ("divide", "÷"),
    ("minus", "−"),
    ("middot", "·"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("asymp", "≈"),
    ("deg", "°"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("reg", "®"),
    ("trade", "™"),
    ("copy", "©"),
    ("sup1", "¹"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("thinsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("eacute", "é"),
    ("egrave", "è"),
    ("aacute", "á"),
    ("agrave", "à"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("iacute", "í"),
    ("ntilde", "ñ"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("ccedil", "ç"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("rarr", "→"),
    ("infin", "∞"),
    ("prime", "′"),
    ("permil", "‰"),
];

/// A text with the letters that its entities stand for; what is no entity stays.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let name = inner.find(';').filter(|end| *end <= 10).map(|end| &inner[..end]);
        let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            None => digits.parse().ok().and_then(char::from_u32),
        };
        let letters = name.and_then(|name| match name.strip_prefix('#') {
            Some(digits) => number(digits).map(String::from),
            None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, letters)| (*letters).to_owned()),
        });
        rest = match (letters, name) {
            (Some(letters), Some(name)) => {
                out.push_str(&letters);
                &inner[name.len() + 1..]
            }
            _ => {
                out.push('&');
                inner
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_markup_and_keep_signs() {
        assert_eq!(plain("Effect of <i>X</i> &amp; Y\n on <jats:sup>2</jats:sup>"), "Effect of X & Y on ²");
        assert_eq!(plain("10<sup>9</sup>/L and TGF-&beta; H<sub>2</sub>O"), "10⁹/L and TGF-β H₂O");
        assert_eq!(plain("A &#8805; 5 &#x2264; B &unknown; R&D &"), "A ≥ 5 ≤ B &unknown; R&D &");
        assert_eq!(plain("a <sup>b and c"), "a b and c");
        assert_eq!(plain("P<0.001 and a > b"), "P<0.001 and a > b");
        assert_eq!(plain("a <"), "a <");
    }
}
