//! What is said of a draft that does not make sense: one function a code, all its words in it.
//!
//! Never looks for faults; those who find them call here.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, SourceText, Span, Text, code, text};
use crate::model::identifier::registries;
use crate::parse::fault::{list, shorten};

/// F003
pub(super) fn trial_id(source: &Arc<SourceText>, place: Span, written: &str, meant: Option<&str>) -> Diagnostic {
    let message = format!("`{}` is not a trial id that any registry issues", shorten(written));
    let forms: Vec<String> = registries().map(|(name, example)| format!("{example} ({name})")).collect();
    with_label(Diagnostic::new(code::F003, message).at(source, place), meant, "did you mean")
        .help(format!("registries issue ids like {}", forms.join(", ")))
}

/// F024
pub(super) fn number(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    expected: &str,
    meant: Option<&str>,
    help: impl Into<Text>,
) -> Diagnostic {
    let message = format!("`{}` is not {expected}", shorten(written));
    with_label(Diagnostic::new(code::F024, message).at(source, place), meant, "write").help(help)
}

/// F026
pub(super) fn too_early(source: &Arc<SourceText>, place: Span, what: &str, than: Span) -> Diagnostic {
    Diagnostic::new(code::F026, format!("{what} is earlier than the day the issue was published"))
        .at(source, place)
        .related(source, than, "published on this day")
        .help("correct the date that is wrong")
}

/// F027
pub(super) fn correction_order(source: &Arc<SourceText>, place: Span, above: Span) -> Diagnostic {
    Diagnostic::new(code::F027, "this correction is newer than the one above it")
        .at(source, place)
        .related(source, above, "the one above it")
        .help("write corrections newest first; they are shown in that order all the same")
}

/// F028
pub(super) fn identifier(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    what: &str,
    meant: Option<&str>,
    form: impl Into<Text>,
) -> Diagnostic {
    let message = format!("`{}` is not {what}", shorten(written));
    with_label(Diagnostic::new(code::F028, message).at(source, place), meant, "write").help(form)
}

/// F029
pub(super) fn unknown_arm(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    nearest: Option<&str>,
    arms: &[&str],
) -> Diagnostic {
    let message = format!("the trial has no arm `{}`", shorten(name));
    let help = if arms.is_empty() {
        "name the arms first: `arms:` in `trial:`, each with a label".to_owned()
    } else {
        format!("the arms are {}", list(arms))
    };
    with_label(Diagnostic::new(code::F029, message).at(source, place), nearest, "did you mean").help(help)
}

/// F029
pub(super) fn reserved_arm(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F029, "an arm cannot be named `unit`")
        .at(source, place)
        .help("give it another name: `unit` is the unit of medians")
}

/// F030
pub(super) fn few_choices(source: &Arc<SourceText>, place: Span, count: usize) -> Diagnostic {
    let found = if count == 0 { "no choices" } else { "only one choice" };
    Diagnostic::new(code::F030, format!("the question has {found}"))
        .at(source, place)
        .help("list at least two below `choices:`")
}

/// F030
pub(super) fn no_answer(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F030, "the question has no right answer")
        .at(source, place)
        .help("write the number of the right choice: `answer: [2]`")
}

/// F030
pub(super) fn answer_outside(source: &Arc<SourceText>, place: Span, answer: u32, choices: usize) -> Diagnostic {
    Diagnostic::new(code::F030, format!("there is no choice {answer}: the question has {choices}"))
        .at(source, place)
        .help(format!("choices are counted from 1 to {choices}"))
}

/// F031
pub(super) fn slug(source: &Arc<SourceText>, place: Span, name: &str, whose: &str, reserved: bool) -> Diagnostic {
    let (message, help) = if reserved {
        (format!("`{name}`, {whose}, is also the address of something else on the site"), "choose another name")
    } else {
        (
            format!("`{}`, {whose}, cannot be part of an address", shorten(name)),
            "use letters of any script, digits, `-` and `_`, and nothing else",
        )
    };
    Diagnostic::new(code::F031, message).at(source, place).help(help)
}

/// F032
pub(super) fn alias(source: &Arc<SourceText>, place: Span, written: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(code::F032, format!("`{}` cannot be an old address: {reason}", shorten(written)))
        .at(source, place)
        .help("write the path alone, from the root of this site: `/old/026.html`")
}

/// F033
pub(super) fn url(source: &Arc<SourceText>, place: Span, written: &str, meant: Option<&str>) -> Diagnostic {
    let message = format!("`{}` is not a web address", shorten(written));
    with_label(Diagnostic::new(code::F033, message).at(source, place), meant, "write")
        .help("begin with `https://`, and leave no spaces in it")
}

/// F034
pub(super) fn language(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let message = format!("`{}` is not a language of this site", shorten(written));
    let help = if known.is_empty() {
        "write a language tag such as `zh-CN` or `en`".to_owned()
    } else {
        format!("the languages are {}", list(known))
    };
    with_label(Diagnostic::new(code::F034, message).at(source, place), nearest, "did you mean").help(help)
}

/// F035
pub(super) fn repeated(source: &Arc<SourceText>, place: Span, what: &str, first: Span) -> Diagnostic {
    Diagnostic::new(code::F035, format!("{what} is listed twice"))
        .at(source, place)
        .related(source, first, "it already stands here")
        .help("remove one of them")
}

/// F036
pub(super) fn long_title(source: &Arc<SourceText>, place: Span, found: usize, limit: usize) -> Diagnostic {
    Diagnostic::new(
        code::F036,
        format!("the title is {found} Chinese characters wide; more than {limit} are cut off in lists and when shared"),
    )
    .at(source, place)
    .help("shorten it, and say the rest in `summary:`")
}

/// F037
pub(super) fn folder_number(source: &Arc<SourceText>, place: Span, number: u32, folder: &str) -> Diagnostic {
    Diagnostic::new(code::F037, format!("the issue is number {number}, but its folder is `{folder}`"))
        .at(source, place)
        .help("correct the number, or rename the folder (its address stays the same if the name after the number does)")
}

/// F038
pub(super) fn chinese_comma(source: &Arc<SourceText>, place: Span, parts: &[&str]) -> Diagnostic {
    Diagnostic::new(code::F038, "a Chinese comma does not separate the items of a list: this is one item")
        .at(source, place)
        .help(format!("write `{}`", parts.join(", ")))
}

/// F039
pub(super) fn two_kinds(source: &Arc<SourceText>, place: Span, first: Span) -> Diagnostic {
    Diagnostic::new(code::F039, "a finding has either `medians` or `rates` and `counts`, not both")
        .at(source, place)
        .related(source, first, "the medians stand here")
        .help("write two findings, one for each")
}

/// F040
pub(super) fn cannot_accept(source: &Arc<SourceText>, place: Span, name: &str) -> Diagnostic {
    let (message, help) = match Code::find(name) {
        Some(code) => (
            text!("{code} cannot be accepted: {title}", code, title = Text::from(code.title())),
            "nothing right can be published of it: repair it, and take the entry out",
        ),
        None => (
            text!("there is no code `{name}`", name = shorten(name)),
            "codes are shown in brackets after `error` or `warning`; `postil explain` lists them all",
        ),
    };
    Diagnostic::new(code::F040, message).at(source, place).help(help)
}

fn with_label(diagnostic: Diagnostic, name: Option<&str>, words: &str) -> Diagnostic {
    match name {
        Some(name) if words.starts_with("did") => diagnostic.label(format!("{words} `{name}`?")),
        Some(name) => diagnostic.label(format!("{words} `{name}`")),
        None => diagnostic,
    }
}
