//! What a text speaks of: the words of lists that are looked for anywhere in a text, all of them in one pass.
//!
//! Other lists of the lexicon are asked piece by piece, where grammar decides. These say of a whole sentence what it is
//! about: that it plans, that a model was used, that only some of the people are meant.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::chinese::CHINESE;
use super::english::ENGLISH;
use super::{Lexicon, List};
use crate::evidence::lex::{Line, Mention};
use crate::model::statistic::ValueOf;

/// Something that a text may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Topic {
    /// What is planned, and not found.
    Planned,
    /// A model's values.
    Modelled,
    /// Some of the people, without saying how many.
    Subset,
    /// What makes up a whole.
    RestOfAll,
    /// More than two groups.
    ManyGroups,
    /// The groups of a test of more than two.
    MoreGroups,
    /// Two groups.
    Groups,
    /// Some who are left out.
    LeftOut,
    /// Others than the arms of a trial.
    OfOthers,
    /// People, or a share of them.
    OfPeople,
    /// A rate that is no share of people.
    NoShare,
    /// A number needed to treat.
    Needed,
    /// Means.
    Averages,
    /// Medians.
    Middle,
    /// What is answered in whole points.
    Items,
    /// All people there are.
    AllPeople,
    /// People who are divided into groups.
    Divides,
    /// A percentage that is estimated over time.
    Estimated,
    /// Another study.
    Elsewhere,
    /// Another study, if one is named right after it.
    Earlier,
    /// Studies.
    Studies,
    /// A test that two counts do not decide.
    ModelTests,
    /// How many sides all tests have.
    SidedTests,
    /// Significance.
    Significant,
    /// That nothing is decided.
    Doubtful,
    /// A P value that is greater than its statistic's, or of an exact test.
    OtherPValues,
    /// Numbers that are too large to be written out, of whom others are a part.
    Rounded,
}

/// Each topic with its list, in the order of [`Topic`].
const LISTS: [(Topic, List); 27] = [
    (Topic::Planned, |it| it.reckoned.planned),
    (Topic::Modelled, |it| it.reckoned.modelled),
    (Topic::Subset, |it| it.reckoned.subset),
    (Topic::RestOfAll, |it| it.reckoned.rest_of_all),
    (Topic::ManyGroups, |it| it.reckoned.many_groups),
    (Topic::MoreGroups, |it| it.reckoned.more_groups),
    (Topic::Groups, |it| it.reckoned.groups),
    (Topic::LeftOut, |it| it.reckoned.left_out),
    (Topic::OfOthers, |it| it.reckoned.of_others),
    (Topic::OfPeople, |it| it.reckoned.of_people),
    (Topic::NoShare, |it| it.reckoned.no_share),
    (Topic::Needed, |it| it.reckoned.needed),
    (Topic::Averages, |it| it.reckoned.averages),
    (Topic::Middle, |it| it.reckoned.middle),
    (Topic::Items, |it| it.reckoned.items),
    (Topic::AllPeople, |it| it.all_people),
    (Topic::Divides, |it| it.divides),
    (Topic::Estimated, |it| it.estimated),
    (Topic::Elsewhere, |it| it.elsewhere),
    (Topic::Earlier, |it| it.earlier),
    (Topic::Studies, |it| it.studies),
    (Topic::ModelTests, |it| it.model_tests),
    (Topic::SidedTests, |it| it.sided_tests),
    (Topic::Significant, |it| it.significant),
    (Topic::Doubtful, |it| it.doubtful),
    (Topic::OtherPValues, |it| it.other_p_values),
    (Topic::Rounded, |it| it.reckoned.rounded),
];

impl Topic {
    fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// One automaton for all lists of both languages, and of each of its words the lists that it stands in.
struct Finder {
    automaton: AhoCorasick,
    words: Vec<(u32, Option<u8>)>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, (u32, Option<u8>)> = BTreeMap::new();
    for (topic, list) in LISTS {
        let both = |of: fn(&Lexicon) -> &'static [&'static str]| of(&CHINESE).iter().chain(of(&ENGLISH));
        both(list).for_each(|word| words.entry(word).or_default().0 |= topic.bit());
    }
    for (place, (name, _)) in (0..).zip(CHINESE.values) {
        words.entry(name).or_default().1 = Some(place);
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words.keys())
        .expect("the lexicon is small");
    Finder { automaton, words: words.into_values().collect() }
});

fn found(text: &str) -> impl Iterator<Item = Mention> {
    let Finder { automaton, words } = &*FINDER;
    automaton.find_overlapping_iter(text).map(|found| {
        let (lists, value) = words[found.pattern().as_usize()];
        Mention { span: found.range(), lists, value }
    })
}

/// What is found in some bytes of a line, in the order in which it begins.
fn mentions<'l>(line: &'l Line<'_>, span: Range<usize>) -> impl Iterator<Item = &'l Mention> + 'l {
    let all = line.notes.mentions.get_or_init(|| {
        let mut all: Vec<Mention> = found(line.text).collect();
        all.sort_by_key(|it| it.span.start);
        all
    });
    let begins_before = |at: usize| all.partition_point(|it| it.span.start < at);
    all[begins_before(span.start)..begins_before(span.end)].iter().filter(move |it| it.span.end <= span.end)
}

/// Where a text has the first word of a topic in either language, whatever the case of its letters.
pub fn first_of(text: &str, topic: Topic) -> Option<usize> {
    found(text).filter(|it| it.lists & topic.bit() != 0).map(|it| it.span.start).min()
}

/// The words of a topic in some bytes of a line, whatever the case of their letters.
pub(in crate::evidence) fn all_in<'l>(
    line: &'l Line<'_>,
    span: Range<usize>,
    topic: Topic,
) -> impl Iterator<Item = Range<usize>> + 'l {
    mentions(line, span).filter(move |it| it.lists & topic.bit() != 0).map(|it| it.span.clone())
}

/// Where the first word of a topic in some bytes of a line begins.
pub fn first_in(line: &Line<'_>, span: Range<usize>, topic: Topic) -> Option<usize> {
    all_in(line, span, topic).next().map(|it| it.start)
}

/// What a row of Chinese characters names that has a value: the last such name. Of medians and means the rest of the row
/// says only of what they are.
pub(in crate::evidence) fn chinese_value(line: &Line<'_>, row: Range<usize>) -> Option<ValueOf> {
    let found = mentions(line, row).filter_map(|it| it.value.map(|place| (it.span.end, place)));
    let (_, _, place) = found
        .map(|(end, place)| {
            let is_average = matches!(CHINESE.values[usize::from(place)].1, ValueOf::Median | ValueOf::Mean);
            (is_average, end, place)
        })
        .max()?;
    Some(CHINESE.values[usize::from(place)].1)
}

/// Whether some pieces of a line speak of something.
pub fn speak_of(line: &Line<'_>, pieces: Range<usize>, topic: Topic) -> bool {
    first_in(line, line.span(pieces), topic).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_has_its_list_of_small_letters() {
        for (number, (topic, list)) in LISTS.into_iter().enumerate() {
            assert_eq!(topic as usize, number, "{topic:?}");
            for word in list(&CHINESE).iter().chain(list(&ENGLISH)) {
                assert!(!word.is_empty() && !word.contains(|c: char| c.is_ascii_uppercase()), "{topic:?}: {word}");
            }
        }
    }

    #[test]
    fn a_word_is_found_in_either_case_and_within_another() {
        assert_eq!(first_of("Patients in the Per-Protocol set", Topic::Subset), Some(16));
        assert_eq!(first_of("预计样本量", Topic::Planned), Some(0));
        assert_eq!(first_of("两组", Topic::ManyGroups), None);
        assert_eq!(first_of("F=3.10，校正P=0.15", Topic::OtherPValues), Some("F=3.10，".len()));
        let line = Line::new("预计样本量为100例；两组的患者");
        assert!(speak_of(&line, 0..1, Topic::Planned) && !speak_of(&line, 1..line.lexemes.len(), Topic::Planned));
        // What goes on beyond the bytes is not in them.
        assert_eq!(first_in(&line, 0.."预".len(), Topic::Planned), None);
        assert_eq!(first_in(&line, "预计".len()..line.text.len(), Topic::Planned), Some("预计".len()));
    }
}
