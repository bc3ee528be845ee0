//! The handbook in Chinese and in English: both say the same, and every example is what it is given out for.
//!
//! Each fenced block is taken by its language and run: front matter and Markdown as issues of a site, settings as the
//! `config.toml` of one, themes, JSON and tables by who reads them, commands by the command line. What another program
//! would have to run stands in `FOREIGN` and is named there.

mod examples;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use postil::diag::Code;
use postil::model::language::Language;

/// Other programs that commands begin with.
const PROGRAMS: &[&str] = &["aws", "cargo", "cd", "code", "export", "npm", "npx", "python3", "rsync"];

/// A page of the handbook.
struct Page {
    name: String,
    text: String,
}

impl Page {
    fn is_english(&self) -> bool {
        self.name.ends_with(".en.md")
    }

    /// Its blocks of examples.
    fn examples(&self) -> Vec<Example<'_>> {
        let mut examples = Vec::new();
        let mut lines = self.text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let Some(language) = line.trim_start().strip_prefix("```").filter(|rest| !rest.contains('`')) else {
                continue;
            };
            let margin = line.len() - line.trim_start().len();
            let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "```");
            let text: String = inside.map(|line| format!("{}\n", line.get(margin..).unwrap_or_default())).collect();
            examples.push(Example { page: self, line: at + 1, language, text });
        }
        examples
    }

    /// Its lines without those of examples.
    fn prose(&self) -> Vec<&str> {
        let mut is_inside = false;
        let is_prose = |line: &&str| {
            let is_fence = line.trim_start().starts_with("```") && !line.trim_start()[3..].contains('`');
            is_inside ^= is_fence;
            !is_inside && !is_fence
        };
        self.text.lines().filter(is_prose).collect()
    }
}

/// A block of a page.
struct Example<'a> {
    page: &'a Page,
    line: usize,
    language: &'a str,
    text: String,
}

impl Example<'_> {
    fn place(&self) -> String {
        format!("content/handbook/{}:{}", self.page.name, self.line)
    }

    /// A column of its own for the examples of a page.
    fn column(&self) -> String {
        format!("of-{}", self.page.name.trim_end_matches(".md").replace('.', "-"))
    }

    /// The first name in it: of a field, a table or a setting.
    fn first(&self) -> &str {
        let names = |line: &&str| !line.trim().is_empty() && !line.starts_with('#') && *line != "---";
        let line = self.text.lines().find(names).unwrap_or_default().trim_start_matches(['[', ' ', '-']);
        line.split([':', '=', ']', '.', ' ']).next().unwrap_or_default()
    }
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook");
    let mut pages: Vec<Page> = fs::read_dir(folder)
        .expect("the handbook")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .map(|path| Page {
            name: path.file_name().expect("a name").to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).expect("a page"),
        })
        .collect();
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(pages.len() > 40, "the handbook has {} pages", pages.len());
    pages
}

/// The words in backticks of a line.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn every_page_has_its_twin_with_the_same_parts() {
    let pages = pages();
    let (english, chinese): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.is_english());
    let names = |pages: &[&Page]| pages.iter().map(|page| page.name.replace(".en.md", ".md")).collect::<BTreeSet<_>>();
    assert_eq!(names(&chinese), names(&english));
    for page in chinese {
        let twin = page.name.replace(".md", ".en.md");
        let twin = english.iter().find(|it| it.name == twin).expect("a twin");
        assert_eq!(skeleton(page), skeleton(twin), "{} and {} differ", page.name, twin.name);
    }
}

/// What two languages of a page have in common: the place among the others, the levels of headings, rows with the names
/// that they are of, blocks with their languages.
fn skeleton(page: &Page) -> Vec<String> {
    let mut parts: Vec<String> = page.examples().iter().map(|it| format!("```{}", it.language)).collect();
    for line in page.prose() {
        if line.starts_with("order: ") {
            parts.push(line.to_owned());
        } else if line.starts_with('#') {
            parts.push(line.chars().take_while(|it| *it == '#').collect());
        } else if line.starts_with("| `") {
            // A name of a field, a setting, an option: the same in both, unless it holds words.
            let name = codes(line).next().unwrap_or_default();
            let is_name = name.bytes().all(|it| it.is_ascii_lowercase() || b"_-.[]".contains(&it));
            parts.push(if is_name { format!("| {name}") } else { "|".to_owned() });
        } else if line.starts_with('|') {
            parts.push("|".to_owned());
        }
    }
    parts
}

#[test]
fn english_pages_lead_to_english_pages() {
    for page in pages().iter().filter(|page| page.is_english()) {
        for line in page.prose() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
                let is_own = target.ends_with(".md") && !target.contains('/');
                assert!(!is_own || target.ends_with(".en.md"), "{} leads to {target}", page.name);
            }
        }
    }
}

#[test]
fn every_code_that_the_handbook_names_is_one() {
    let known: BTreeSet<&str> = Code::all().map(|code| code.name()).collect();
    let mut found = BTreeSet::new();
    for page in pages() {
        let words = page.text.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| word.len() == 4 && word[1..].bytes().all(|it| it.is_ascii_digit())) {
            if "FMEDPLCSTOIN".contains(&word[..1]) {
                assert!(known.contains(word), "{} names {word}", page.name);
                found.insert(word.to_owned());
            }
        }
    }
    assert_eq!(found.len(), known.len(), "the list of rules has them all");
}

#[test]
fn every_command_of_the_handbook_is_one() {
    let mut run = 0;
    for page in pages() {
        let mut commands: Vec<String> = Vec::new();
        for example in page.examples().iter().filter(|it| ["", "sh", "yaml"].contains(&it.language)) {
            for line in example.text.lines() {
                let line = line.trim_start_matches(['$', ' ', '-']).trim();
                let line = line.strip_prefix("run: ").or(line.strip_prefix("entry: ")).unwrap_or(line);
                let of_source = line.strip_prefix("cargo run --release -- ").map(|rest| format!("postil {rest}"));
                let line = of_source.unwrap_or_else(|| line.to_owned());
                let program = line.split(' ').next().unwrap_or_default();
                let is_known = program.is_empty() || program == "postil" || PROGRAMS.contains(&program);
                assert!(is_known || example.language != "sh", "{}: what is {program}?", example.place());
                commands.extend(Some(line.clone()).filter(|_| program == "postil"));
            }
        }
        let prose = page.prose();
        let in_words = prose.iter().flat_map(|line| codes(line));
        let is_command = |code: &&str| code.starts_with("postil ") && *code != "postil manifest 2";
        commands.extend(in_words.filter(is_command).map(str::to_owned));
        for command in commands {
            let words = words(&command);
            let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            // `postil new site` stands for what it is followed by.
            let wrong = postil::cli::misread(&words).filter(|said| !said.contains("required arguments"));
            assert!(wrong.is_none(), "{}: `{command}`: {}", page.name, wrong.unwrap_or_default());
            run += 1;
        }
    }
    assert!(run > 150, "{run} commands");
}

/// The words of a command line, without its remark and the file that it is written to.
fn words(command: &str) -> Vec<String> {
    let command = command.split(" #").next().unwrap_or_default().split(" > ").next().unwrap_or_default();
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in command.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What the table of languages says of words, decimals, quotation marks, direction and what stands in.
#[test]
fn the_table_of_languages_is_true() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = |tag: &str| {
        let text = fs::read_to_string(top.join(format!("themes/default/i18n/{tag}.toml"))).expect("words");
        count(&toml::from_str(&text).expect("TOML"))
    };
    for page in ["themes.md", "themes.en.md"] {
        let text = fs::read_to_string(top.join("content/handbook").join(page)).expect("a page");
        let rows: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
            .filter(|cells| cells.len() == 10 && cells[1].starts_with('`'))
            .collect();
        let tags: BTreeSet<&str> = rows.iter().filter_map(|cells| cells[1].split('`').nth(1)).collect();
        let files = fs::read_dir(top.join("themes/default/i18n")).expect("a folder").count();
        assert_eq!((rows.len(), tags.len()), (files, files), "{page}: a row for each file of words");
        for (cells, tag) in rows.iter().zip(rows.iter().filter_map(|cells| cells[1].split('`').nth(1))) {
            let language = Language::parse(tag).expect("a tag");
            let (open, close) = language.quotation_marks();
            let near = |other: &str| language.distance(&Language::parse(other).expect("a tag"));
            let other = ["zh-CN", "en"].into_iter().find(|other| near(other).is_some_and(|it| it > Language::OWN));
            let said = [
                format!("{}/{}", words(tag), words("en")),
                if language.has_decimal_comma() { "84,5" } else { "84.5" }.to_owned(),
                format!("`{open} {close}`"),
                format!("`{}`", if language.is_right_to_left() { "rtl" } else { "ltr" }),
                other.map_or("—".to_owned(), |other| format!("`{other}`")),
            ];
            assert_eq!(
                [cells[2], cells[4], cells[5], cells[6], cells[7]],
                said.each_ref().map(String::as_str),
                "{tag}"
            );
        }
    }
}

/// How many words a table has.
fn count(table: &toml::Table) -> usize {
    table.values().map(|value| value.as_table().map_or(1, count)).sum()
}
