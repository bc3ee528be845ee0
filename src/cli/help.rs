//! The help of the command line and what is said of wrong arguments, in the editor's language.
//!
//! Arguments are described in English, in `arguments`; the catalogue has their Chinese. The words that clap itself
//! puts around them are English, so in Chinese their places are given other words, and its errors are told anew.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::arguments::Arguments;
use super::say;
use crate::diag::{Locale, Text, catalogue, text};
use crate::io::environment;

/// The language that the arguments ask for, before they are read; otherwise that of the system.
pub(super) fn locale(given: &[OsString]) -> Locale {
    let mut words = given.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let asked = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => continue,
        };
        if let Some(asked @ ("en" | "zh")) = asked {
            return Locale::of(asked);
        }
    }
    environment::locale()
}

/// The command with its help in a language.
pub(super) fn command(locale: Locale) -> Command {
    let mut command = Arguments::command();
    if locale == Locale::English {
        return command;
    }
    command.build();
    translated(command, locale)
}

fn translated(command: Command, locale: Locale) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let mut command = command
        .help_template(template(locale))
        .subcommand_help_heading(text!("Commands").say(locale).into_owned())
        .subcommand_value_name(text!("COMMAND").say(locale).into_owned());
    for said in [command.get_about().cloned(), command.get_long_about().cloned()].into_iter().flatten() {
        let said_anew = paragraphs(&said.to_string(), locale);
        let is_long = said.to_string().contains('\n');
        command = if is_long { command.long_about(said_anew) } else { command.about(said_anew) };
    }
    if let Some(said) = command.get_after_help().cloned() {
        command = command.after_help(paragraphs(&said.to_string(), locale));
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", &text!("[OPTIONS]").say(locale));
    for id in ids {
        command = command.mut_arg(id, |arg| argument(arg, locale));
    }
    // The names of values are in it.
    command = command.override_usage(values_named(usage, locale));
    for name in names {
        command = command.mut_subcommand(name, |command| translated(command, locale));
    }
    command
}

/// A line of usage with the names of values in a language: `<FOLDER>`.
fn values_named(usage: String, locale: Locale) -> String {
    let mut out = String::new();
    let mut rest = usage.as_str();
    while let Some((before, after)) = rest.split_once(['<', '[']) {
        let open = &rest[before.len()..=before.len()];
        let end = after.find(['>', ']', '.']).unwrap_or(after.len());
        out.extend([before, open, &sentence(&after[..end], locale)]);
        rest = &after[end..];
    }
    out + rest
}

/// What stands where in a help text.
fn template(locale: Locale) -> String {
    format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}", text!("Usage: ").say(locale))
}

fn argument(arg: Arg, locale: Locale) -> Arg {
    let heading = if arg.is_positional() { text!("Arguments") } else { text!("Options") };
    let mut said = arg.get_help().map(StyledStr::to_string).unwrap_or_default();
    let long = arg.get_long_help().map(StyledStr::to_string);
    if let Some(whole) = long.filter(|_| !matches!(arg.get_action(), ArgAction::Help)) {
        said = whole;
    }
    let mut words = paragraphs(&said, locale);
    let values: Vec<_> = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    let takes_value = takes_value(&arg);
    if takes_value && !values.is_empty() {
        let described = values.iter().map(|value| match value.get_help() {
            Some(help) => format!("{} {}", value.get_name(), paragraphs(&help.to_string(), locale)),
            None => value.get_name().to_owned(),
        });
        let values = described.collect::<Vec<_>>().join(&text!("; ").say(locale));
        words.push_str(&text!(" [one of: {values}]", values).say(locale));
    }
    let defaults: Vec<&str> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    if takes_value && !defaults.is_empty() {
        words.push_str(&text!(" [otherwise: {value}]", value = defaults.join(" ")).say(locale));
    }
    let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let arg =
        arg.help_heading(heading.say(locale).into_owned()).help(words).long_help(clap::builder::Resettable::Reset);
    let arg = arg.hide_possible_values(true).hide_default_value(true);
    match name {
        Some(name) if takes_value => arg.value_name(sentence(&name, locale)),
        _ => arg,
    }
}

/// Paragraphs of help, each a sentence of the catalogue.
fn paragraphs(said: &str, locale: Locale) -> String {
    said.split('\n').map(|paragraph| sentence(paragraph, locale)).collect::<Vec<_>>().join("\n")
}

/// One sentence of help. A test holds that each is in the catalogue.
fn sentence(said: &str, locale: Locale) -> String {
    match locale {
        Locale::English => said.to_owned(),
        Locale::Chinese => catalogue().get(said.trim()).map_or(said, |chinese| chinese).to_owned(),
    }
}

/// Prints help, a version, or what is wrong with the arguments.
pub(super) fn print(error: &clap::Error, command: &Command, locale: Locale) {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if locale == Locale::English || is_help || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return;
    }
    let name = command.get_name();
    say(&text!("error: {message}", message = wrong(error)).say(locale));
    let near = near(error);
    if !near.is_empty() {
        say(&text!("did you mean {names}?", names = Text::list(near)).say(locale));
    }
    say(&text!("`{name} --help` shows how the command is used", name).say(locale));
}

/// What postil itself says of a value.
const REASONS: [&str; 2] = [super::arguments::NOT_A_DATE, super::arguments::NOT_A_REPOSITORY];

/// What is wrong with the arguments, in a sentence.
fn wrong(error: &clap::Error) -> Text {
    let value = |kind| context(error, kind);
    let argument = value(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => text!("there is no argument `{argument}`", argument),
        ErrorKind::InvalidSubcommand => {
            text!("there is no command `{name}`", name = value(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => text!("a command is missing"),
        ErrorKind::MissingRequiredArgument => text!("this is missing: {argument}", argument),
        ErrorKind::ArgumentConflict => {
            text!("`{argument}` and `{other}` do not go together", argument, other = value(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals => text!("`{argument}` wants `=` before its value", argument),
        ErrorKind::InvalidValue if value(ContextKind::InvalidValue).is_empty() => {
            text!("`{argument}` wants a value", argument)
        }
        ErrorKind::InvalidValue => text!(
            "`{argument}` cannot be `{value}`; it can be {values}",
            argument,
            value = value(ContextKind::InvalidValue),
            values = value(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let value = value(ContextKind::InvalidValue);
            match REASONS.into_iter().find(|known| *known == reason) {
                Some(known) => {
                    text!("`{argument}` cannot be `{value}`: {reason}", argument, value, reason = Text::known(known))
                }
                None => text!("`{argument}` cannot be `{value}`", argument, value),
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            text!("`{argument}` has the wrong number of values", argument)
        }
        ErrorKind::InvalidUtf8 => text!("an argument is not UTF-8"),
        _ => text!("the command was used wrongly"),
    }
}

/// What clap thinks was meant.
fn near(error: &clap::Error) -> Vec<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let names = kinds.into_iter().filter_map(|kind| match error.get(kind) {
        Some(ContextValue::String(one)) => Some(vec![format!("`{one}`")]),
        Some(ContextValue::Strings(several)) => Some(several.iter().map(|one| format!("`{one}`")).collect()),
        _ => None,
    });
    names.flatten().collect()
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Every sentence of help, in English: what the catalogue has to know besides what is said with `text!`.
pub fn sentences() -> Vec<String> {
    let mut command = Arguments::command();
    command.build();
    let mut all: Vec<String> = REASONS.map(str::to_owned).into();
    gather(&command, &mut all);
    all
}

fn gather(command: &Command, all: &mut Vec<String>) {
    let mut whole: Vec<String> = Vec::new();
    let texts = [command.get_about(), command.get_long_about(), command.get_after_help()];
    whole.extend(texts.into_iter().flatten().map(ToString::to_string));
    for arg in command.get_arguments() {
        whole.extend([arg.get_help(), arg.get_long_help()].into_iter().flatten().map(ToString::to_string));
        whole.extend(arg.get_possible_values().iter().filter_map(|value| value.get_help().map(ToString::to_string)));
        if takes_value(arg) {
            whole.extend(arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string));
        }
    }
    let lines = whole.iter().flat_map(|text| text.split('\n')).map(str::trim).filter(|line| !line.is_empty());
    all.extend(lines.map(str::to_owned));
    command.get_subcommands().for_each(|command| gather(command, all));
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_arguments_are_read() {
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(locale(&words(&["postil", "check", "--lang", "zh"])), Locale::Chinese);
        assert_eq!(locale(&words(&["postil", "--lang=zh", "--help"])), Locale::Chinese);
        assert_eq!(locale(&words(&["postil", "--lang=en", "--", "--lang=zh"])), Locale::English);
    }

    /// The help of a command and of those below it.
    fn helps(command: &mut Command, all: &mut Vec<String>) {
        all.extend([command.render_help().to_string(), command.render_long_help().to_string()]);
        command.get_subcommands_mut().for_each(|command| helps(command, all));
    }

    #[test]
    fn chinese_help_has_no_english_sentence_left() {
        let mut all = Vec::new();
        helps(&mut command(Locale::Chinese), &mut all);
        assert!(all.len() > 20);
        for help in all {
            // Three English words in a row are a sentence; names of files, of commands and of formats are not.
            let words: Vec<bool> = help
                .lines()
                .filter(|line| !line.starts_with("用法"))
                .flat_map(str::split_whitespace)
                .map(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b','))
                .collect();
            assert!(!words.windows(3).any(|three| three.iter().all(|it| *it)), "{help}");
            for english in ["Usage", "Options", "Commands", "Arguments", "Print ", "default:", "possible values"] {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
        }
    }
}
