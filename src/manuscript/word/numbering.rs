//! How Word counts: which number a paragraph of a numbering gets, and how it is written.

use std::collections::BTreeMap;

use super::tree::Element;

/// Lists of Markdown count with nine digits at most (CommonMark 0.31, 5.2).
const LARGEST: u64 = 900_000_000;

/// The most levels of a numbering.
const LEVELS: usize = 9;

/// The numberings of a file, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// Numberings by their ids: which abstract one they follow, and where levels of them begin anew.
    numbers: BTreeMap<String, (String, BTreeMap<usize, u64>)>,
    abstracts: BTreeMap<String, Vec<Level>>,
    /// By abstract numbering: the last number of each level.
    counters: BTreeMap<String, [Option<u64>; LEVELS]>,
    /// Numberings that have begun.
    begun: Vec<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u64,
    form: String,
    /// `%1.`
    text: String,
}

/// The mark of a paragraph of a numbering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A point.
    Bullet,
    /// A number as Markdown counts.
    Number(u64),
    /// Words.
    Label(String),
    Nothing,
}

impl Numbering {
    pub(super) fn read(root: Element<'_>) -> Self {
        let mut all = Self::default();
        for element in root.children() {
            match element.name() {
                "w:abstractNum" => {
                    let id = element.get("w:abstractNumId").unwrap_or_default().to_owned();
                    let levels = element.children().filter(|it| it.name() == "w:lvl").map(Level::read);
                    all.abstracts.insert(id, levels.take(LEVELS).collect());
                }
                "w:num" => {
                    let id = element.get("w:numId").unwrap_or_default().to_owned();
                    let of = element.value("w:abstractNumId").unwrap_or_default().to_owned();
                    let overrides = element.children().filter(|it| it.name() == "w:lvlOverride");
                    let starts = overrides.filter_map(|it| {
                        Some((it.get("w:ilvl")?.parse().ok()?, it.value("w:startOverride")?.parse().ok()?))
                    });
                    all.numbers.insert(id, (of, starts.collect()));
                }
                _ => {}
            }
        }
        all
    }

    /// Counts a paragraph.
    pub(super) fn count(&mut self, id: &str, level: usize) -> Mark {
        let Some((of, starts)) = self.numbers.get(id) else { return Mark::Nothing };
        let Some(levels) = self.abstracts.get(of) else { return Mark::Nothing };
        let level = level.min(LEVELS - 1);
        let Some(own) = levels.get(level) else { return Mark::Nothing };
        let counters = self.counters.entry(of.clone()).or_default();
        if !self.begun.iter().any(|known| known == id) {
            self.begun.push(id.to_owned());
            for (level, start) in starts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let number =
            counters[level].map_or(starts.get(&level).copied().unwrap_or(own.start), |last| last.saturating_add(1));
        counters[level] = Some(number);
        counters[level + 1..].fill(None);
        match own.form.as_str() {
            "bullet" => Mark::Bullet,
            "none" => Mark::Nothing,
            "decimal" | "decimalZero" | "decimalFullWidth" | "decimalHalfWidth"
                if is_counted(&own.text, level) && number < LARGEST =>
            {
                Mark::Number(number)
            }
            _ => Mark::Label(label(levels, &own.text, counters)),
        }
    }
}

impl Level {
    fn read(level: Element<'_>) -> Self {
        Self {
            start: level.value("w:start").and_then(|start| start.parse().ok()).unwrap_or(1),
            form: level.value("w:numFmt").unwrap_or("decimal").to_owned(),
            text: level.value("w:lvlText").unwrap_or_default().to_owned(),
        }
    }
}

/// Whether a number is written as lists of Markdown are: `1.`, `1)`, `1、`.
fn is_counted(text: &str, level: usize) -> bool {
    let rest = text.replace(&format!("%{}", level + 1), "");
    rest.len() < text.len() && matches!(rest.trim(), "" | "." | ")" | "、" | "）" | "．" | "()" | "（）")
}

/// The words of a mark, with the numbers of its level and those above.
fn label(levels: &[Level], text: &str, counters: &[Option<u64>; LEVELS]) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        let level = if letter == '%' { rest.clone().next().and_then(|it| it.to_digit(10)) } else { None };
        let Some(level) = level.and_then(|level| (level as usize).checked_sub(1)) else {
            out.push(letter);
            continue;
        };
        rest.next();
        let form = levels.get(level).map_or("decimal", |it| it.form.as_str());
        let start = levels.get(level).map_or(1, |it| it.start);
        let number = counters.get(level).copied().flatten().unwrap_or(start);
        out.push_str(&written(number, form));
    }
    out
}

/// A number in a form of Word's (ISO/IEC 29500-1, 17.18.59).
fn written(number: u64, form: &str) -> String {
    let of = |letters: &str| number.checked_sub(1).and_then(|at| letters.chars().nth(at as usize));
    let single = match form {
        "upperLetter" => of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => of("abcdefghijklmnopqrstuvwxyz"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        _ => None,
    };
    if let Some(letter) = single {
        return letter.to_string();
    }
    match form {
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "japaneseDigitalTenThousand" => han(number).unwrap_or_else(|| number.to_string()),
        _ => number.to_string(),
    }
}

/// A number below a hundred in Han characters.
fn han(number: u64) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((number / 10) as usize, DIGITS[(number % 10) as usize]);
    match tens {
        0 if number > 0 => Some(ones.to_owned()),
        1 => Some(format!("十{ones}")),
        2..=9 => Some(format!("{}十{ones}", DIGITS[tens])),
        _ => None,
    }
}

fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    if number > 300 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (number, form, wanted) in [
            (1, "chineseCounting", "一"),
            (12, "chineseCountingThousand", "十二"),
            (20, "chineseCounting", "二十"),
            (4, "upperRoman", "IV"),
            (2, "upperLetter", "B"),
            (3, "decimalEnclosedCircle", "③"),
            (30, "lowerLetter", "30"),
        ] {
            assert_eq!(written(number, form), wanted);
        }
        assert!(is_counted("%1.", 0) && is_counted("（%2）", 1));
        assert!(!is_counted("%1.%2", 1) && !is_counted("第%1条", 0));
    }
}
