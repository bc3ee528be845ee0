//! Whether two names are those of one journal: in full, as ISO 4 shortens them, or by initials.
//!
//! A Chinese name says nothing of one in Latin letters.

/// Words that abbreviations leave out.
const LEFT_OUT: &[&str] =
    &["the", "of", "and", "in", "for", "on", "a", "an", "de", "la", "et", "und", "der", "die", "usa", "us", "u", "s"];
/// Journals whose names begin those of others: the whole name says which.
const PARENTS: &[&[&str]] =
    &[&["lancet"], &["jama"], &["nature"], &["cell"], &["bmj"], &["cancer"], &["blood"], &["chest"]];
/// Chinese journals by the sound of their names, which are no abbreviation of the English ones.
const BY_SOUND: &[&str] = &["zhonghua", "zhongguo", "zazhi", "zhi"];

/// Whether two names are of one journal; `None` where they cannot be compared.
pub(super) fn are_same(one: &str, other: &str) -> Option<bool> {
    let ((one_han, one_latin), (other_han, other_latin)) = (parts(one), parts(other));
    let han = one_han.zip(other_han).map(|(one, other)| is_same_han(&one, &other));
    let latin = one_latin.zip(other_latin).map(|(one, other)| is_same_latin(&one, &other));
    match (han, latin) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (None, None) => None,
        _ => Some(false),
    }
}

/// The name in Han characters and the one in Latin letters, of which a name may have both: `柳叶刀（Lancet）`.
fn parts(name: &str) -> (Option<String>, Option<String>) {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let bare = |is: &dyn Fn(char) -> bool| -> Option<String> {
        let part = name.split(['（', '(', '）', ')']).find(|part| part.chars().any(is))?;
        Some(part.trim().to_owned())
    };
    let han = bare(&is_han);
    // Latin letters within a Chinese name, `欧洲泌尿学JU`, are part of it.
    let latin = bare(&|c| is_latin(c)).filter(|part| !part.chars().any(is_han));
    (han, latin)
}

/// Names in Han characters: translations of one name differ by a word or two, and journals of one family by what
/// follows the point.
fn is_same_han(one: &str, other: &str) -> bool {
    const POINTS: [char; 8] = ['·', '•', '・', '：', ':', '—', '-', '－'];
    let key = |name: &str| -> Vec<char> {
        let bare = ["杂志", "期刊", "学报", "子刊"].iter().fold(name.to_owned(), |name, word| name.replace(word, ""));
        bare.chars().filter(|c| c.is_alphanumeric() && !"学会志的与及和".contains(*c)).collect()
    };
    let (first, second) = (key(one), key(other));
    if first == second || first.is_empty() || second.is_empty() {
        return true;
    }
    let head = |name: &str| name.split(POINTS).next().map(&key).unwrap_or_default();
    let is_child = |name: &str, whole: &[char]| name.contains(POINTS) && head(name) == whole;
    if is_child(one, &second) || is_child(other, &first) {
        return false;
    }
    // Names that are no translations differ by every word.
    let is_native = |name: &str| name.starts_with("中华") || name.starts_with("中国");
    if is_native(one) && is_native(other) {
        return false;
    }
    let is_within = |short: &[char], long: &[char]| {
        let mut rest = long.iter();
        short.iter().all(|c| rest.any(|it| it == c))
    };
    let pairs = |name: &[char]| name.windows(2).map(<[char]>::to_vec).collect::<std::collections::BTreeSet<_>>();
    let (a, b) = (pairs(&first), pairs(&second));
    let shared = a.intersection(&b).count();
    is_within(&first, &second) || is_within(&second, &first) || 5 * shared >= 2 * (a.len() + b.len() - shared)
}

/// Names in Latin letters, with or without what follows a colon.
fn is_same_latin(one: &str, other: &str) -> bool {
    let whole = |name: &str| words(name);
    let title = |name: &str| words(name.split(':').next().unwrap_or(name));
    let forms = |name: &str| [whole(name), title(name)];
    let (one, other) = (forms(one), forms(other));
    one.iter().any(|a| other.iter().any(|b| is_one(a, b)))
}

/// The words of a name that abbreviations have too, in small letters.
fn words(name: &str) -> Vec<String> {
    let all = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    all.filter(|word| !word.is_empty() && !LEFT_OUT.contains(&word.as_str())).collect()
}

fn is_one(a: &[String], b: &[String]) -> bool {
    if a.is_empty() || b.is_empty() || a.concat() == b.concat() || is_aligned(a, b) {
        return true;
    }
    if a.iter().chain(b).any(|word| BY_SOUND.contains(&word.as_str())) {
        return true;
    }
    // One that is cut short: `Annals`. Not if that is a journal by itself.
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let is_parent = PARENTS.iter().any(|parent| short.iter().eq(parent.iter()));
    !is_parent && short.len() < long.len() && is_aligned(short, &long[..short.len()])
}

/// Whether each word is the other's or shortens it, or shortens some by their initials.
fn is_aligned(a: &[String], b: &[String]) -> bool {
    let (Some((one, rest)), Some((other, others))) = (a.split_first(), b.split_first()) else {
        return a.is_empty() && b.is_empty();
    };
    (shortens(one, other) || shortens(other, one)) && is_aligned(rest, others)
        || (2..=b.len()).any(|count| is_initials(one, &b[..count]) && is_aligned(rest, &b[count..]))
        || (2..=a.len()).any(|count| is_initials(other, &a[..count]) && is_aligned(&a[count..], others))
}

/// `oncol` of `oncology`, `natl` of `national`: the first letter, and others in their order.
fn shortens(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().next() == long.chars().next() && short.chars().all(|c| rest.any(|it| it == c))
}

/// `jco`, and `jitc` of `journal immunotherapy cancer`: the first letter of each word, and others of the same word.
fn is_initials(short: &str, words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return short.is_empty() };
    let Some(after) = first.chars().next().and_then(|c| short.strip_prefix(c)) else { return false };
    let mut taken = vec![after];
    // Letters of the same word may follow, in their order.
    let mut letters = first.chars().skip(1);
    let mut now = after;
    while let Some(c) = now.chars().next() {
        if !letters.any(|it| it == c) {
            break;
        }
        now = &now[c.len_utf8()..];
        taken.push(now);
    }
    taken.into_iter().any(|left| is_initials(left, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_has_many_names() {
        for (one, other) in [
            ("J Clin Oncol", "Journal of Clinical Oncology"),
            ("JCO", "Journal of Clinical Oncology"),
            ("JCO", "J Clin Oncol"),
            ("Journal of clinical oncology : official journal of ASCO", "JCO"),
            ("NEJM", "The New England Journal of Medicine"),
            ("N Engl J Med", "New England Journal of Medicine"),
            ("NEJM Evidence", "NEJM Evid"),
            ("PNAS", "Proc Natl Acad Sci USA"),
            ("JITC", "Journal for ImmunoTherapy of Cancer"),
            ("JNCI", "Journal of the National Cancer Institute"),
            ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
            ("IJROBP", "International Journal of Radiation Oncology*Biology*Physics"),
            ("Int J Radiat Oncol Biol Phys", "International Journal of Radiation Oncology • Biology • Physics"),
            ("The Lancet. Oncology", "Lancet Oncol"),
            ("Lancet (London, England)", "The Lancet"),
            ("The BMJ", "British Medical Journal"),
            ("BMJ (Clinical research ed.)", "BMJ"),
            ("CA Cancer J Clin", "CA: a cancer journal for clinicians"),
            ("JAMA Netw Open", "JAMA Network Open"),
            ("JAMA : the journal of the American Medical Association", "JAMA"),
            ("JAMA", "Journal of the American Medical Association"),
            ("Annals", "Annals of Oncology"),
            ("Zhonghua Zhong Liu Za Zhi", "Chinese Journal of Oncology"),
            ("柳叶刀·肿瘤学", "《柳叶刀肿瘤学》"),
            ("美国医学会·外科学", "美国医学会杂志·外科学"),
            ("新英格兰医学杂志", "新英格兰医学期刊"),
            ("放疗与肿瘤学", "放射治疗与肿瘤学"),
            ("国际放射肿瘤学·生物学·物理学杂志", "国际放射肿瘤、生物、物理学杂志"),
            ("柳叶刀（Lancet）", "Lancet"),
        ] {
            assert_eq!(are_same(one, other), Some(true), "{one} | {other}");
            assert_eq!(are_same(other, one), Some(true), "{other} | {one}");
        }
    }

    #[test]
    fn two_scripts_are_not_compared() {
        for (one, other) in
            [("柳叶刀", "The Lancet Oncology"), ("临床肿瘤学杂志", "Journal of Clinical Oncology"), ("", "JAMA")]
        {
            assert_eq!(are_same(one, other), None, "{one} | {other}");
        }
    }

    #[test]
    fn and_another_journal_has_others() {
        for (one, other) in [
            ("The Lancet Oncology", "JAMA Oncology"),
            ("JCO", "JAMA Oncology"),
            ("The Lancet", "The Lancet Oncology"),
            ("JAMA", "JAMA Oncology"),
            ("NEJM", "Journal of Clinical Oncology"),
            ("Nat Med", "Nature"),
            ("Cancer", "Cancer Cell"),
            ("Annals of Oncology", "Annals of Surgery"),
            ("柳叶刀", "柳叶刀·肿瘤学"),
            ("临床肿瘤学杂志", "中华肿瘤杂志"),
            ("中华放射肿瘤学杂志", "中华肿瘤杂志"),
            ("柳叶刀（Lancet）", "JAMA Oncology"),
        ] {
            assert_eq!(are_same(one, other), Some(false), "{one} | {other}");
            assert_eq!(are_same(other, one), Some(false), "{other} | {one}");
        }
    }
}
