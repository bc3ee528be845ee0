//! The words of the desk's scripts, in the language of messages.

use serde_json::{Map, Value, json};

use crate::diag::{Locale, Text, text};

/// What the names stand for that fields choose among.
const CHOICES: [(&str, Text); 20] = [
    ("interpretation", text!("who read the study")),
    ("review", text!("who looked it over")),
    ("correspondent", text!("the correspondent")),
    ("translation", text!("who translated it")),
    ("editing", text!("who edited it")),
    ("compilation", text!("who put it together")),
    ("primary", text!("the trial was planned on it")),
    ("secondary", text!("planned besides")),
    ("exploratory", text!("looked at without a plan to decide by it")),
    ("safety", text!("harm")),
    ("correction", text!("something was wrong")),
    ("clarification", text!("something could be misread")),
    ("concern", text!("the paper is in doubt")),
    ("retraction", text!("the paper was withdrawn")),
    ("text", text!("in words")),
    ("single", text!("one choice")),
    ("multiple", text!("any of the choices")),
    ("false", text!("nothing is asked before")),
    ("body", text!("asked before the text")),
    ("page", text!("asked before the page")),
];

/// What the scripts say, by the names that they have there.
const WORDS: [(&str, Text); 70] = [
    ("saved", text!("saved")),
    ("saving", text!("saving …")),
    ("lost", text!("the desk has stopped; start `postil serve` again")),
    ("save", text!("Save")),
    ("open", text!("open the file")),
    ("colon", text!(": ")),
    ("page", text!("the page")),
    ("text", text!("the writing")),
    ("fields", text!("fields")),
    ("body", text!("The text, in Markdown")),
    ("more", text!("further fields")),
    ("add", text!("add")),
    ("remove", text!("remove")),
    ("up", text!("move up")),
    ("down", text!("move down")),
    ("name", text!("its name")),
    ("line", text!("line")),
    ("mend", text!("mend")),
    ("mendAll", text!("write these changes")),
    ("nothing", text!("nothing could be repaired for certain")),
    ("written", text!("written")),
    ("figure", text!("put in a figure")),
    ("alt", text!("What does the figure show, in words, for those who cannot see it?")),
    ("caption", text!("The words below it, if there are to be any")),
    ("put", text!("put it in")),
    ("cancel", text!("cancel")),
    ("publish", text!("Publish")),
    ("inTheWay", text!("This stands in its way:")),
    ("ready", text!("It is a draft. Nothing stands in its way.")),
    ("warned", text!("It is a draft. Look at the warnings below first.")),
    ("untick", text!("It is ready: no draft any more")),
    ("published", text!("It is no draft any more; the next build publishes it.")),
    ("proposed", text!("Results that were read in the text")),
    ("confirm", text!("Look at each and fill in what is missing. Nothing is used before you say so.")),
    ("use", text!("right: use these")),
    ("drop", text!("leave these out")),
    ("conflict", text!("Something else has changed this meanwhile. It says now:")),
    ("mine", text!("keep mine")),
    ("theirs", text!("take that")),
    ("file", text!("File of a reference manager (.ris, .nbib, .bib, .json), or a manuscript (.docx, .html, .md)")),
    ("column", text!("column")),
    ("slug", text!("Name in its address: letters, digits, hyphens; that of the file unless given")),
    ("blank", text!("Without a file, the issue begins empty. It is a draft until you say otherwise.")),
    ("title", text!("title")),
    ("make", text!("make the issue")),
    ("people", text!("People")),
    ("glossary", text!("Glossary")),
    ("find", text!("Find: name, id, where they work")),
    ("addPerson", text!("Add a person")),
    ("addTerm", text!("Add an abbreviation")),
    ("personName", text!("name")),
    ("personId", text!("id")),
    (
        "personHint",
        text!("Issues name the person by the id, and it never changes. Unless given, it is made of the name."),
    ),
    ("findTerm", text!("Find an abbreviation")),
    ("term", text!("abbreviation")),
    ("full", text!("in full")),
    ("badId", text!("An id has letters, digits, `-` and `_` only, without spaces.")),
    ("there", text!("is there already")),
    ("addThis", text!("add this person")),
    ("back", text!("back to where you came from")),
    ("used", text!("Named in")),
    ("unused", text!("No text names this person.")),
    ("takeOut", text!("take out")),
    ("takeOutSure", text!("Everything that is written of it goes.")),
    ("eachLanguage", text!("one for each language")),
    ("unsaved", text!("not saved yet")),
    ("askAgain", text!("save, and ask readers again")),
    ("gate", text!("show the question of consent from its beginning")),
    (
        "noGate",
        text!(
            "The site asks for no consent: `[consent]` in config.toml is not switched on. Nobody reads this text yet."
        ),
    ),
    ("readOnly", text!("The fields cannot be read as a form. Mend them here:")),
];

/// The words of the scripts, in the language of messages.
pub(super) fn words(locale: Locale) -> Value {
    let said = |(name, text): (&str, Text)| (name.to_owned(), json!(text.say(locale)));
    let choices: Map<String, Value> = CHOICES.iter().map(|(name, text)| said((name, text.clone()))).collect();
    let all = WORDS.into_iter().map(said);
    all.chain([("choices".to_owned(), choices.into())]).collect::<Map<_, _>>().into()
}
