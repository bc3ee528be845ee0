//! Equations of Word as LaTeX, where that is certain.
//!
//! Source of the elements: ISO/IEC 29500-1, chapter 22.1 (Office Math Markup Language).

use super::tree::Element;

/// The LaTeX of an equation; `None` where something in it is not known.
pub(super) fn tex(element: Element<'_>) -> Option<String> {
    let tex = all(element)?;
    Some(tex.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn all(element: Element<'_>) -> Option<String> {
    element.children().map(one).collect()
}

/// The content of the first element of a name, in braces.
fn group(element: Element<'_>, name: &str) -> Option<String> {
    Some(format!("{{{}}}", all(element.child(name)?)?.trim()))
}

fn one(element: Element<'_>) -> Option<String> {
    let property = |properties: &str, name: &str| {
        element.at(&[properties, name]).and_then(|it| it.get("m:val").or(it.get("w:val"))).map(str::to_owned)
    };
    Some(match element.name() {
        "m:r" => letters(&element.children().filter(|it| it.name() == "m:t").map(Element::text).collect::<String>())?,
        "m:oMath" | "m:e" | "m:box" | "m:borderBox" | "m:num" | "m:den" | "m:fName" | "m:oMathPara" => all(element)?,
        "m:f" => match property("m:fPr", "m:type").as_deref() {
            None | Some("bar" | "skw") => format!("\\frac{}{}", group(element, "m:num")?, group(element, "m:den")?),
            Some("lin") => format!("{}/{}", group(element, "m:num")?, group(element, "m:den")?),
            _ => return None,
        },
        "m:sSup" => format!("{}^{}", group(element, "m:e")?, group(element, "m:sup")?),
        "m:sSub" => format!("{}_{}", group(element, "m:e")?, group(element, "m:sub")?),
        "m:sSubSup" => {
            format!("{}_{}^{}", group(element, "m:e")?, group(element, "m:sub")?, group(element, "m:sup")?)
        }
        "m:rad" => match element.child("m:deg").and_then(all).filter(|degree| !degree.trim().is_empty()) {
            Some(degree) => format!("\\sqrt[{}]{}", degree.trim(), group(element, "m:e")?),
            None => format!("\\sqrt{}", group(element, "m:e")?),
        },
        "m:nary" => {
            let sign = operator(property("m:naryPr", "m:chr").as_deref().unwrap_or("∫"))?;
            let limit = |name: &str, mark: &str| match element.child(name).map(all) {
                Some(Some(limit)) if !limit.trim().is_empty() => Some(format!("{mark}{{{}}}", limit.trim())),
                Some(None) => None,
                _ => Some(String::new()),
            };
            format!("{sign}{}{} {}", limit("m:sub", "_")?, limit("m:sup", "^")?, group(element, "m:e")?)
        }
        "m:d" => delimited(element, &property)?,
        "m:func" => format!("{} {}", all(element.child("m:fName")?)?, group(element, "m:e")?),
        "m:acc" => {
            let accent = match property("m:accPr", "m:chr").as_deref() {
                None | Some("\u{302}" | "^") => "\\hat",
                Some("\u{304}" | "\u{305}" | "¯") => "\\bar",
                Some("\u{303}" | "~") => "\\tilde",
                Some("\u{20d7}") => "\\vec",
                Some("\u{307}") => "\\dot",
                _ => return None,
            };
            format!("{accent}{}", group(element, "m:e")?)
        }
        "m:bar" => format!("\\overline{}", group(element, "m:e")?),
        "w:bookmarkStart" | "w:bookmarkEnd" | "w:proofErr" => String::new(),
        name if name.ends_with("Pr") => String::new(),
        _ => return None,
    })
}

fn delimited(element: Element<'_>, property: &dyn Fn(&str, &str) -> Option<String>) -> Option<String> {
    let sign = |name: &str, usual: &str| match property("m:dPr", name).as_deref().unwrap_or(usual) {
        "{" => Some("\\{".to_owned()),
        "}" => Some("\\}".to_owned()),
        it @ ("(" | ")" | "[" | "]" | "|") => Some(it.to_owned()),
        "" => Some(".".to_owned()),
        _ => None,
    };
    let parts: Option<Vec<String>> = element.children().filter(|it| it.name() == "m:e").map(all).collect();
    let parts: Vec<String> = parts?.iter().map(|part| part.trim().to_owned()).collect();
    Some(format!("\\left{}{}\\right{}", sign("m:begChr", "(")?, parts.join("|"), sign("m:endChr", ")")?))
}

fn operator(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "∑" => "\\sum",
        "∏" => "\\prod",
        "∫" => "\\int",
        "∬" => "\\iint",
        "⋃" => "\\bigcup",
        "⋂" => "\\bigcap",
        _ => return None,
    })
}

/// Letters and signs. A command is followed by a space, so that the next letter does not join it.
fn letters(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut words = String::new();
    for letter in text.chars() {
        let is_han = crate::text::script::is_cjk(letter);
        if is_han {
            words.push(letter);
            continue;
        }
        if !words.is_empty() {
            out.push_str(&format!("\\text{{{}}}", std::mem::take(&mut words)));
        }
        match letter {
            '\\' | '$' | '`' | '\n' => return None,
            '%' | '#' | '&' | '_' | '{' | '}' => out.extend(['\\', letter]),
            _ => match command(letter) {
                Some(command) => out.push_str(&format!("\\{command} ")),
                None => out.push(letter),
            },
        }
    }
    if !words.is_empty() {
        out.push_str(&format!("\\text{{{words}}}"));
    }
    Some(out)
}

fn command(letter: char) -> Option<&'static str> {
    const COMMANDS: &[(char, &str)] = &[
        ('α', "alpha"),
        ('β', "beta"),
        ('γ', "gamma"),
        ('δ', "delta"),
        ('ε', "varepsilon"),
        ('θ', "theta"),
        ('κ', "kappa"),
        ('λ', "lambda"),
        ('μ', "mu"),
        ('π', "pi"),
        ('ρ', "rho"),
        ('σ', "sigma"),
        ('τ', "tau"),
        ('φ', "varphi"),
        ('χ', "chi"),
        ('ψ', "psi"),
        ('ω', "omega"),
        ('Γ', "Gamma"),
        ('Δ', "Delta"),
        ('Θ', "Theta"),
        ('Λ', "Lambda"),
        ('Π', "Pi"),
        ('Σ', "Sigma"),
        ('Φ', "Phi"),
        ('Ω', "Omega"),
        ('×', "times"),
        ('÷', "div"),
        ('±', "pm"),
        ('·', "cdot"),
        ('≤', "le"),
        ('≥', "ge"),
        ('≠', "ne"),
        ('≈', "approx"),
        ('∞', "infty"),
        ('→', "to"),
        ('∈', "in"),
        ('∝', "propto"),
        ('∂', "partial"),
    ];
    COMMANDS.iter().find(|(known, _)| *known == letter).map(|(_, command)| *command)
}
