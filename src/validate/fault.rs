//! What is said of a draft that does not make sense: one function a code, all its words in it.
//!
//! Never looks for faults; those who find them call here.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, SourceText, Span, Text, code, text};
use crate::model::address::composed;
use crate::model::identifier::registries;
use crate::parse::fault::{list, shorten};

/// F003
pub(super) fn trial_id(source: &Arc<SourceText>, place: Span, written: &str, meant: Option<&str>) -> Diagnostic {
    let message = text!("`{written}` is not a trial id that any registry issues", written = shorten(written));
    let forms: Vec<String> = registries().map(|(name, example)| format!("{example} ({name})")).collect();
    with_label(Diagnostic::new(code::F003, message).at(source, place), meant, did_you_mean)
        .help(text!("registries issue ids like {forms}", forms = Text::list(&forms)))
}

/// F024
pub(super) fn number(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    expected: Text,
    meant: Option<&str>,
    help: Text,
) -> Diagnostic {
    let message = text!("`{written}` is not {expected}", written = shorten(written), expected);
    with_label(Diagnostic::new(code::F024, message).at(source, place), meant, write).help(help)
}

/// F044
pub(super) fn fraction(source: &Arc<SourceText>, place: Span, value: &str) -> Diagnostic {
    Diagnostic::new(code::F044, text!("`{value}` stands beside percentages, and may be a part of 1", value))
        .at(source, place)
        .help(text!("write `{value}%` if it is that small, or what it is of a hundred", value))
}

/// F026
pub(super) fn too_early(source: &Arc<SourceText>, place: Span, what: Text, than: Span) -> Diagnostic {
    Diagnostic::new(code::F026, text!("{what} is earlier than the day the issue was published", what))
        .at(source, place)
        .related(source, than, text!("published on this day"))
        .help(text!("correct the date that is wrong"))
}

/// F027
pub(super) fn correction_order(source: &Arc<SourceText>, place: Span, above: Span) -> Diagnostic {
    Diagnostic::new(code::F027, text!("this correction is newer than the one above it"))
        .at(source, place)
        .related(source, above, text!("the one above it"))
        .help(text!("write corrections newest first; they are shown in that order all the same"))
}

/// F028
pub(super) fn identifier(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    what: Text,
    meant: Option<&str>,
    form: Text,
) -> Diagnostic {
    let message = text!("`{written}` is not {what}", written = shorten(written), what);
    with_label(Diagnostic::new(code::F028, message).at(source, place), meant, write).help(form)
}

/// F029
pub(super) fn unknown_arm(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    nearest: Option<&str>,
    arms: &[&str],
) -> Diagnostic {
    let message = text!("the trial has no arm `{name}`", name = shorten(name));
    let help = if arms.is_empty() {
        text!("name the arms first: `arms:` in `trial:`, each with a label")
    } else {
        text!("the arms are {arms}", arms = list(arms))
    };
    with_label(Diagnostic::new(code::F029, message).at(source, place), nearest, did_you_mean).help(help)
}

/// F029
pub(super) fn reserved_arm(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F029, text!("an arm cannot be named `unit`"))
        .at(source, place)
        .help(text!("give it another name: `unit` is the unit of medians"))
}

/// F030
pub(super) fn few_choices(source: &Arc<SourceText>, place: Span, count: usize) -> Diagnostic {
    let found = if count == 0 { text!("no choices") } else { text!("only one choice") };
    Diagnostic::new(code::F030, text!("the question has {found}", found))
        .at(source, place)
        .help(text!("list at least two below `choices:`"))
}

/// F030
pub(super) fn no_answer(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F030, text!("the question has no right answer"))
        .at(source, place)
        .help(text!("write the number of the right choice: `answer: [2]`"))
}

/// F030
pub(super) fn answer_outside(source: &Arc<SourceText>, place: Span, choices: usize) -> Diagnostic {
    let answer = &source.text[place.clone()];
    Diagnostic::new(code::F030, text!("there is no choice {answer}: the question has {choices}", answer, choices))
        .at(source, place)
        .help(text!("choices are counted from 1 to {choices}, or by letter from A", choices))
}

/// F031
pub(super) fn slug(source: &Arc<SourceText>, place: Span, name: &str, whose: Text, reserved: bool) -> Diagnostic {
    let (message, help) = if reserved {
        (
            text!("`{name}`, {whose}, is also the address of something else on the site", name, whose),
            text!("choose another name"),
        )
    } else {
        (
            text!("`{name}`, {whose}, cannot be part of an address", name = shorten(name), whose),
            if *name == *composed(name) {
                text!("use letters of any script, digits, `-` and `_`, and nothing else")
            } else {
                text!(
                    "it is encoded so that an accent is a character of its own (NFD): type `{composed}` anew, or let a program rename it in NFC",
                    composed = composed(name).into_owned()
                )
            },
        )
    };
    Diagnostic::new(code::F031, message).at(source, place).help(help)
}

/// F032
pub(super) fn alias(source: &Arc<SourceText>, place: Span, written: &str, reason: Text) -> Diagnostic {
    Diagnostic::new(
        code::F032,
        text!("`{written}` cannot be an old address: {reason}", written = shorten(written), reason),
    )
    .at(source, place)
    .help(text!("write the path alone, from the root of this site: `/old/026.html`"))
}

/// F033
pub(super) fn url(source: &Arc<SourceText>, place: Span, written: &str, meant: Option<&str>) -> Diagnostic {
    let message = text!("`{written}` is not a web address", written = shorten(written));
    with_label(Diagnostic::new(code::F033, message).at(source, place), meant, write)
        .help(text!("begin with `https://`, and leave no spaces in it"))
}

/// F034
pub(super) fn language(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let message = text!("`{written}` is not a language of this site", written = shorten(written));
    let help = if known.is_empty() {
        text!("write a language tag such as `zh-CN` or `en`")
    } else {
        text!("the languages are {known}", known = list(known))
    };
    with_label(Diagnostic::new(code::F034, message).at(source, place), nearest, did_you_mean).help(help)
}

/// F035
pub(super) fn repeated(source: &Arc<SourceText>, place: Span, what: Text, first: Span) -> Diagnostic {
    Diagnostic::new(code::F035, text!("{what} is listed twice", what))
        .at(source, place)
        .related(source, first, text!("it already stands here"))
        .help(text!("remove one of them"))
}

/// F036
pub(super) fn long_title(source: &Arc<SourceText>, place: Span, found: usize, limit: usize) -> Diagnostic {
    Diagnostic::new(
        code::F036,
        text!(
            "the title is {found} Chinese characters wide; more than {limit} are cut off in lists and when shared",
            found,
            limit
        ),
    )
    .at(source, place)
    .help(text!("shorten it, and say the rest in `summary:`"))
}

/// F037
pub(super) fn folder_number(source: &Arc<SourceText>, place: Span, number: u32, folder: &str) -> Diagnostic {
    Diagnostic::new(code::F037, text!("the issue is number {number}, but its folder is `{folder}`", number, folder))
        .at(source, place)
        .help(text!(
            "correct the number, or rename the folder (its address stays the same if the name after the number does)"
        ))
}

/// F038
pub(super) fn chinese_comma(source: &Arc<SourceText>, place: Span, parts: &[&str]) -> Diagnostic {
    Diagnostic::new(code::F038, text!("a Chinese comma does not separate the items of a list: this is one item"))
        .at(source, place)
        .help(text!("write `{parts}`", parts = parts.join(", ")))
}

/// F039
pub(super) fn two_kinds(source: &Arc<SourceText>, place: Span, first: Span) -> Diagnostic {
    Diagnostic::new(code::F039, text!("a finding has one kind of values: `medians`, `means`, or `rates` with `counts`"))
        .at(source, place)
        .related(source, first, text!("the first kind stands here"))
        .help(text!("write two findings, one for each"))
}

/// F040
pub(super) fn cannot_accept(source: &Arc<SourceText>, place: Span, name: &str) -> Diagnostic {
    let (message, help) = match Code::find(name) {
        Some(code) => (
            text!("{code} cannot be accepted: {title}", code, title = code.about()),
            text!("nothing right can be published of it: repair it, and take the entry out"),
        ),
        None => (
            text!("there is no code `{name}`", name = shorten(name)),
            text!("codes are shown in brackets after `error` or `warning`; `postil explain` lists them all"),
        ),
    };
    Diagnostic::new(code::F040, message).at(source, place).help(help)
}

fn with_label(diagnostic: Diagnostic, name: Option<&str>, words: fn(&str) -> Text) -> Diagnostic {
    match name {
        Some(name) => diagnostic.label(words(name)),
        None => diagnostic,
    }
}

fn did_you_mean(name: &str) -> Text {
    text!("did you mean `{name}`?", name)
}

fn write(name: &str) -> Text {
    text!("write `{name}`", name)
}
