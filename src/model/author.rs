//! Names of authors: what belongs to the family, what was given, and how both stand in a list of references.
//!
//! Never looks anyone up: a name is what is written.

/// An author of a paper: a person, or a group with no given name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// The family name, or the whole name of a group.
    pub family: String,
    /// The given names or initials.
    pub given: Option<String>,
    /// `Jr`, `3rd`.
    pub suffix: Option<String>,
}

/// Family names of two characters, whose given name may have two as well.
const LONG_FAMILIES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "长孙", "宇文",
    "端木", "独孤", "南宫", "申屠", "闻人", "轩辕", "钟离", "呼延", "澹台", "公冶", "淳于", "单于", "太史", "万俟",
];

impl Author {
    /// A group, or a name that is not to be taken apart.
    pub fn whole(name: &str) -> Option<Self> {
        let family = name.trim().to_owned();
        (!family.is_empty()).then_some(Self { family, given: None, suffix: None })
    }

    /// Reads `Family, Given`, `Family, Given 3rd`, `Family, Jr, Given`; without a comma the whole is one name.
    pub fn inverted(text: &str) -> Option<Self> {
        let mut parts = text.split([',', '，']).map(str::trim);
        let family = parts.next().filter(|family| !family.is_empty())?.to_owned();
        let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        // A given name may look like a suffix where it is the only one: `Example, I`.
        let suffix = rest.iter().position(|part| is_suffix(part)).filter(|_| rest.len() > 1);
        let given = rest.iter().enumerate().find(|(index, _)| Some(*index) != suffix).map(|(_, part)| *part);
        let suffix = suffix.map(|at| rest[at].trim_end_matches('.').to_owned());
        let Some(given) = given else { return Some(Self { family, given: None, suffix }) };
        let (given, own) = without_suffix(given);
        Some(Self { family, given: Some(given.to_owned()), suffix: suffix.or(own) })
    }

    /// Reads `Given von Family Jr`: the family name begins with its particle, or is the last word; and `Family GN`, as lists
    /// of references have it. Chinese names stay as they are.
    pub fn direct(text: &str) -> Option<Self> {
        let text = text.trim();
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            [family, given] if is_han(family) && is_han(given) => {
                return Some(Self { family: family.to_owned(), given: Some(given.to_owned()), suffix: None });
            }
            _ if text.chars().any(|letter| is_han(letter.encode_utf8(&mut [0; 4]))) => return Self::whole(text),
            _ => {}
        }
        let (text, suffix) = without_suffix(text);
        let words: Vec<&str> = text.trim_end_matches(',').split_whitespace().collect();
        if let [family @ .., given] = &words[..]
            && are_initials(given)
            && family.iter().any(|word| word.contains(char::is_lowercase))
        {
            return Some(Self { family: family.join(" "), given: Some((*given).to_owned()), suffix });
        }
        let particle = words.iter().skip(1).position(|word| word.starts_with(char::is_lowercase)).map(|at| at + 1);
        let at = particle.unwrap_or(words.len().saturating_sub(1));
        let (given, family) = (words[..at].join(" "), words[at..].join(" "));
        (!family.is_empty()).then_some(Self { family, given: Some(given).filter(|it| !it.is_empty()), suffix })
    }

    /// The names in one field: Chinese databases write `张三,李四,王五` and `张三;李四` where one name is meant to stand.
    pub fn several(text: &str) -> Vec<Self> {
        let mut all = Vec::new();
        for piece in text.split([';', '；']) {
            let parts: Vec<&str> = piece.split([',', '，', '、']).map(str::trim).filter(|it| !it.is_empty()).collect();
            let are_names = parts.len() > 1 && parts.iter().all(|part| is_han(part) && part.chars().count() > 1);
            let is_one = parts.len() == 2 && LONG_FAMILIES.contains(&parts[0]);
            if are_names && !is_one {
                all.extend(parts.into_iter().filter_map(Self::whole));
            } else {
                all.extend(Self::inverted(piece));
            }
        }
        all
    }

    /// The people of a line of names, each as it is written there: `Jane Smith, John Doe and Ann Roe`, `张三、李四`. Where a
    /// part of it is no name of a person, or there is only one, the line is one name as it is.
    pub fn names_of_line(line: &str) -> Vec<&str> {
        let line = line.trim();
        let parts = line.split([',', '，', '、', ';', '；']);
        let parts = parts.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "));
        // “A, B, and C”
        let parts = parts.map(|part| part.trim().strip_prefix("and ").unwrap_or(part).trim());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| is_person(part)) { parts } else { vec![line] }
    }

    /// The same taken apart.
    pub fn of_line(line: &str) -> Vec<Self> {
        match Self::names_of_line(line)[..] {
            [whole] => Self::whole(whole).into_iter().collect(),
            ref names => names.iter().filter_map(|name| Self::direct(name)).collect(),
        }
    }

    /// Whether the name is written in Chinese, family name first and without a space.
    pub fn is_chinese(&self) -> bool {
        is_han(&self.family) && self.given.as_deref().is_none_or(is_han)
    }

    /// The name as references have it: `Dawson LA`, `Roe A 3rd`, `张三`.
    pub fn short(&self) -> String {
        let name = match &self.given {
            None => self.family.clone(),
            Some(given) if self.is_chinese() => format!("{}{given}", self.family),
            Some(given) => format!("{} {}", self.family, initials(given)),
        };
        self.suffix.as_ref().map_or(name.clone(), |suffix| format!("{name} {suffix}"))
    }
}

/// Whether a word is one to three capitals, with or without points: `A`, `J.H.`
fn are_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| *c != '.');
    letters.clone().all(char::is_uppercase) && (1..=3).contains(&letters.count())
}

fn without_suffix(name: &str) -> (&str, Option<String>) {
    const LAST: &[&str] = &["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV"];
    match name.trim_end().rsplit_once(' ') {
        Some((rest, last)) if LAST.contains(&last.trim_end_matches('.')) && !rest.trim().is_empty() => {
            (rest.trim().trim_end_matches(','), Some(last.trim_end_matches('.').to_owned()))
        }
        _ => (name, None),
    }
}

/// Whether a text can be the name of a person, given name first: two to four words with capitals, none of which names a
/// place of work; or a few Chinese characters that end like no place of work.
fn is_person(text: &str) -> bool {
    const PLACES: &[&str] = &[
        "hospital",
        "department",
        "university",
        "group",
        "team",
        "center",
        "centre",
        "institute",
        "committee",
        "board",
        "society",
        "association",
        "college",
        "school",
        "unit",
        "network",
        "consortium",
        "collaboration",
        "editors",
        "editor",
        "office",
        "journal",
        "study",
        "trial",
        "investigators",
        "clinic",
        "foundation",
        "academy",
        "division",
    ];
    const HAN_PLACES: &[char] =
        &['部', '院', '学', '科', '组', '心', '会', '室', '所', '处', '队', '刊', '社', '文', '译', '审'];
    if is_han(text) {
        return (2..=6).contains(&text.chars().count()) && !text.ends_with(HAN_PLACES);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        let is_particle =
            matches!(*word, "van" | "von" | "de" | "der" | "den" | "del" | "di" | "da" | "al" | "bin" | "la" | "le");
        let is_shaped = word.chars().all(|it| it.is_alphabetic() || matches!(it, '.' | '-' | '\'' | '’' | '·'));
        is_particle || is_shaped && word.starts_with(char::is_uppercase) && !PLACES.contains(&&*word.to_lowercase())
    };
    (2..=5).contains(&words.len()) && words.iter().all(is_word)
}

fn is_suffix(part: &str) -> bool {
    matches!(part.trim_end_matches('.'), "Jr" | "Sr" | "I" | "II" | "III" | "IV" | "2nd" | "3rd" | "4th")
}

fn is_han(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| {
            ('\u{3400}'..='\u{9fff}').contains(&letter)
                || ('\u{20000}'..='\u{3ffff}').contains(&letter)
                || letter == '·'
        })
}

/// The first letters of given names. What is all initials already stays as it is.
fn initials(given: &str) -> String {
    let is_short = given.chars().count() <= 3 && given.chars().all(char::is_uppercase);
    if is_short {
        return given.to_owned();
    }
    let names = given.split(|it: char| it.is_whitespace() || matches!(it, '.' | '-' | '‐' | '‑'));
    names.filter_map(|name| name.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_in_references() {
        let short = |text: &str| Author::inverted(text).map(|author| author.short());
        assert_eq!(short("Example, Anna Maria").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, A. M.").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, AM").as_deref(), Some("Example AM"));
        assert_eq!(short("Example, Wei-Ming, Jr.").as_deref(), Some("Example WM Jr"));
        assert_eq!(short("Example, III, Anna").as_deref(), Some("Example A III"));
        assert_eq!(short("Example, I").as_deref(), Some("Example I"));
        assert_eq!(short("Roe, Ann 3rd").as_deref(), Some("Roe A 3rd"));
        assert_eq!(short("Doe, John W Jr").as_deref(), Some("Doe JW Jr"));
        assert_eq!(short("示, 例").as_deref(), Some("示例"));
        assert_eq!(short("示例研究组").as_deref(), Some("示例研究组"));
        assert_eq!(short(" "), None);
    }

    #[test]
    fn names_in_their_own_order_are_taken_apart() {
        let short = |text: &str| Author::direct(text).map(|author| author.short());
        assert_eq!(short("Jane A. Smith").as_deref(), Some("Smith JA"));
        assert_eq!(short("Jan van Example").as_deref(), Some("van Example J"));
        assert_eq!(short("John Doe Jr.").as_deref(), Some("Doe J Jr"));
        assert_eq!(short("Example Expert A").as_deref(), Some("Example Expert A"));
        assert_eq!(short("Roe J.H.").as_deref(), Some("Roe JH"));
        assert_eq!(short("MARY ROE").as_deref(), Some("ROE M"));
        assert_eq!(short("李 小红").as_deref(), Some("李小红"));
        assert_eq!(short("示例专家甲").as_deref(), Some("示例专家甲"));
        assert_eq!(short("Example").as_deref(), Some("Example"));
    }

    #[test]
    fn a_line_of_names_is_taken_apart_and_a_place_of_work_is_not() {
        let all = |text: &str| Author::of_line(text).iter().map(Author::short).collect::<Vec<_>>().join("|");
        assert_eq!(all("Jane Smith, John van Example and Ann Roe"), "Smith J|van Example J|Roe A");
        assert_eq!(all("张三、李四；王五"), "张三|李四|王五");
        for whole in [
            "Editorial Office, Demo Hospital",
            "Jane Smith, MD",
            "Jane Smith",
            "示例医院，肿瘤科",
            "张三 文；李四 审校",
            "Smith, Jane",
        ] {
            assert_eq!(all(whole), whole);
        }
    }

    #[test]
    fn chinese_names_stand_with_commas_between_them() {
        let all = |text: &str| Author::several(text).iter().map(Author::short).collect::<Vec<_>>().join("|");
        assert_eq!(all("张三,李四,王五"), "张三|李四|王五");
        assert_eq!(all("张三，李四"), "张三|李四");
        assert_eq!(all("张三; 李四"), "张三|李四");
        assert_eq!(all("张, 小红"), "张小红");
        assert_eq!(all("欧阳, 小红"), "欧阳小红");
        assert_eq!(all("Example, Anna"), "Example A");
    }
}
