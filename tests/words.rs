//! Every sentence of postil in English has its Chinese, and the catalogue has no other.
//!
//! `UPDATE=1 cargo test words` sorts the files of the catalogue and takes out what nothing says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use postil::diag::Code;
use postil::output::OUTPUTS;

use crate::support::updates;

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sources, without their unit tests.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if !path.ends_with("tests") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(&text);
            found.push((path, code.to_owned()));
        }
    }
}

/// The sentences that a source says: the literal after each `text!(`.
fn said(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = code.replace("lol_html::text!(", "");
    let after = code.split("text!(").skip(1);
    after.filter_map(|rest| rest.trim_start().strip_prefix('"')).map(literal).collect()
}

/// The sentences of a source, each with the names of the parts that it is given.
fn given(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = code.replace("lol_html::text!(", "");
    let after = code.split("text!(").skip(1);
    after.filter_map(|rest| rest.trim_start().strip_prefix('"')).map(|rest| (literal(rest), names(rest))).collect()
}

/// The names after the literal of a sentence, from behind its opening quotation mark: `, name, other = value)`.
fn names(rest: &str) -> BTreeSet<String> {
    let (mut depth, mut in_literal, mut escaped) = (0_i32, true, false);
    let (mut names, mut name) = (BTreeSet::new(), None::<String>);
    for c in rest.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_literal = !in_literal,
            _ if in_literal => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => names.extend(name.replace(String::new())),
            // What follows is the value of the name.
            '=' if depth == 0 => names.extend(name.take()),
            c if !c.is_whitespace() && depth == 0 => {
                if let Some(name) = &mut name {
                    name.push(c);
                }
            }
            _ => {}
        }
    }
    names.extend(name);
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Every literal of a source: what is said by `Text::known` stands somewhere as one.
fn literals(source: &str) -> Vec<String> {
    source.split('"').skip(1).map(literal).collect()
}

/// The text of a literal of Rust, from behind its opening quotation mark.
fn literal(rest: &str) -> String {
    let mut text = String::new();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some(other) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    text
}

/// Every sentence that postil says, with where it does.
fn sentences() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    sources(&top().join("src"), &mut files);
    assert!(files.len() > 100);
    let mut all = BTreeMap::new();
    for (path, code) in &files {
        let path = path.strip_prefix(top()).expect("below the top").display().to_string();
        all.extend(said(code).into_iter().map(|sentence| (sentence, path.clone())));
    }
    all.extend(Code::all().map(|code| (code.title().to_owned(), format!("the title of {code}"))));
    all.extend(OUTPUTS.iter().map(|output| (output.name().to_owned(), "an output's name".to_owned())));
    all.extend(postil::parse::draft::sentences().into_iter().map(|it| (it, "the schema of a file".to_owned())));
    all.extend(postil::cli::sentences_of_help().into_iter().map(|it| (it, "src/cli/arguments.rs".to_owned())));
    all
}

/// The files of the catalogue: each with its sentences.
fn catalogue() -> Vec<(PathBuf, BTreeMap<String, String>)> {
    let folder = top().join("src/diag/zh");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the catalogue").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a file of the catalogue");
        let sentences = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, sentences)
    };
    files.into_iter().map(read).collect()
}

/// Names in braces that are the same in both languages. Braces that hold anything but a name belong to the words.
fn parts(sentence: &str) -> BTreeSet<&str> {
    let is_name = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    sentence.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(part, _)| part).filter(is_name).collect()
}

#[test]
fn every_sentence_has_its_chinese() {
    let files = catalogue();
    assert!(files.len() > 5);
    let known: BTreeSet<&str> = files.iter().flat_map(|(_, sentences)| sentences.keys().map(String::as_str)).collect();
    let missing: Vec<String> = sentences()
        .iter()
        .filter(|(sentence, _)| !sentence.is_empty() && !known.contains(sentence.as_str()))
        .map(|(sentence, path)| format!("{path}: {sentence:?}"))
        .collect();
    assert!(
        missing.is_empty(),
        "{} without Chinese in src/diag/zh/ (English = Chinese, one a line):\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn every_entry_of_the_catalogue_is_said_once() {
    let mut all: BTreeSet<String> = sentences().into_keys().collect();
    let mut files = Vec::new();
    sources(&top().join("src"), &mut files);
    all.extend(files.iter().flat_map(|(_, code)| literals(code)));
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, mut entries) in catalogue() {
        if updates() {
            entries.retain(|sentence, _| all.contains(sentence) && !seen.contains_key(sentence));
            let head = fs::read_to_string(&path).expect("a file of the catalogue");
            let comments = head.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n"));
            // Each entry stays one line, since the catalogue is read line by line.
            let quoted = |text: &str| match text.contains('\n') {
                true => key(text),
                false => toml::Value::String(text.to_owned()).to_string(),
            };
            let lines = entries.iter().map(|(english, chinese)| format!("{} = {}\n", key(english), quoted(chinese)));
            fs::write(&path, comments.chain(lines).collect::<String>()).expect("a file of the catalogue");
        }
        for sentence in entries.into_keys() {
            if !all.contains(&sentence) {
                faults.push(format!("{}: nothing says {sentence:?}", path.display()));
            }
            if let Some(first) = seen.insert(sentence.clone(), path.clone()) {
                faults.push(format!("{}: {sentence:?} stands in {} too", path.display(), first.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A sentence as the key of a line of TOML.
fn key(sentence: &str) -> String {
    format!("\"{}\"", sentence.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// What a sentence quotes that an editor types: fields, files, commands, options. Words in backquotes may be translated.
fn codes(sentence: &str) -> impl Iterator<Item = &str> {
    let is_code = |piece: &&str| {
        piece.is_ascii()
            && !piece.contains(['{', ' ', '[', '(', '"', '<'])
            && piece.contains(['.', '/', '_', '-', ':', '='])
            && piece.contains(|c: char| c.is_ascii_alphabetic())
    };
    sentence.split('`').skip(1).step_by(2).filter(is_code)
}

#[test]
fn both_languages_name_the_same_parts() {
    let mut faults = Vec::new();
    for (path, sentences) in catalogue() {
        for (english, chinese) in &sentences {
            if parts(english) != parts(chinese) {
                faults.push(format!("{}: not the same parts: {english:?}, {chinese:?}", path.display()));
            }
            for code in codes(english).filter(|code| !codes(chinese).any(|other| other == *code)) {
                faults.push(format!("{}: the Chinese has not `{code}`: {english:?}, {chinese:?}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn chinese_is_written_as_an_editor_writes_it() {
    let mut faults = Vec::new();
    for (path, sentences) in catalogue() {
        for (english, chinese) in &sentences {
            let mut say = |what: &str| faults.push(format!("{}: {what}: {chinese}", path.display()));
            if chinese.trim().is_empty() && !english.trim().is_empty() {
                say("nothing");
            }
            // What stands between backquotes is written as programs want it.
            let prose: String = chinese.split('`').step_by(2).collect::<Vec<_>>().join("码");
            let letters: Vec<char> = prose.chars().collect();
            let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
            for pair in letters.windows(2) {
                if is_han(&pair[0]) && matches!(pair[1], ',' | ';' | ':' | '?' | '!' | '(' | ')') {
                    say("half-width punctuation after Chinese");
                }
                if matches!(pair[0], ',' | ';' | ')' | '?' | '!') && is_han(&pair[1]) {
                    say("half-width punctuation before Chinese");
                }
            }
            if prose.contains(['"', '\'']) && !english.contains(['"', '\'']) {
                say("straight quotation marks");
            }
            if prose.ends_with('。') && !english.ends_with('.') {
                say("a full stop that the English has not");
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What English sentences say of Chinese itself: words whose meaning is at stake, what is to be written into a text that is
/// Chinese, and what stands on screens that are in Chinese for everybody.
const OF_CHINESE: &[&str] =
    &["提高X倍 counts what was added", "write `单侧P` or `双侧P`", "in WeChat's console", "in WeChat's list"];

#[test]
fn english_is_written_without_chinese() {
    let has_han = |text: &str| text.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let faults: Vec<String> = sentences()
        .iter()
        .filter(|(sentence, _)| has_han(sentence) && !OF_CHINESE.iter().any(|words| sentence.contains(words)))
        .map(|(sentence, path)| format!("{path}: {sentence:?}"))
        .collect();
    assert!(faults.is_empty(), "examples in Chinese belong into src/diag/zh/:\n{}", faults.join("\n"));
}

/// Sentences that show braces as they are to be written.
const WITH_BRACES: &[&str] = &["a field is `name = {value}` and a comma"];

#[test]
fn every_part_of_a_sentence_is_filled() {
    let mut files = Vec::new();
    sources(&top().join("src"), &mut files);
    let mut faults = Vec::new();
    let mut count = 0;
    // There a macro gives each of them its number.
    for (path, code) in files.iter().filter(|(path, _)| !path.ends_with("diag/count.rs")) {
        for (sentence, given) in given(code) {
            count += 1;
            let wanted: BTreeSet<String> = parts(&sentence).into_iter().map(str::to_owned).collect();
            if wanted != given && !WITH_BRACES.iter().any(|words| sentence.contains(words)) {
                faults.push(format!("{}: {sentence:?} is given {given:?}", path.display()));
            }
        }
    }
    assert!(count > 1000, "{count}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_sentence_is_found_in_a_source() {
    let source = "text!(\"{a} \\\"{b}\", a, b = f(x, \"),\"), c = y == z,); text!(\"{d}\")";
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(given(source), [("{a} \"{b}".to_owned(), names(&["a", "b", "c"])), ("{d}".to_owned(), names(&[]))]);
    let source = "x(text!(\"a \\\"b\\\"\"));\n// text!(\"no\")\ny = text!(\n    \"c \\\n     d {n}\",\n    n\n);";
    assert_eq!(said(source), ["a \"b\"", "c d {n}"]);
    assert_eq!(parts("{a} `medians: {…, unit: {rest}}` {{ gate }}"), BTreeSet::from(["a", "rest"]));
}
