//! `config.toml` as a [`Config`]: what holds for a whole site.
//!
//! Every fault of the file is reported in one run, at its place. Nothing here reads a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diag::{At, Checked, Code, Diagnostic, Level, Severity, SourceText, Text, code, text};
use crate::model::consent::Consent;
use crate::model::house::House;
use crate::model::language::{Language, Localized};
use crate::model::site::{BaseUrl, Settings};

mod consent;
mod house;
mod table;
pub mod theme;

pub use table::TableReader;

/// What `config.toml` says, with a value for everything that it leaves out.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the site itself is: carried into [`Site`](crate::model::site::Site).
    pub settings: Settings,
    /// The theme's name.
    pub theme: String,
    /// The output folder, from the site's root; otherwise [`OUTPUT`].
    pub output: Option<At<String>>,
    /// Raw HTML that editors may write: element with its place, attributes. `None`: postil's own list.
    pub allowed_html: Option<Vec<(At<String>, Vec<String>)>>,
    /// What readers are asked first, if anything; its words are in the content folder.
    pub consent: Option<Consent>,
    /// The list of retractions, from the site's root.
    pub retractions: Option<At<String>>,
    /// How the house wants its issues.
    pub house: House,
    /// The file itself, for what is found out about it later.
    pub source: Arc<SourceText>,
    /// How severe each rule is here.
    pub rules: BTreeMap<Code, Level>,
}

/// The output folder of a site that names none.
pub const OUTPUT: &str = "public";

/// Reads `config.toml`.
pub fn parse(file: &Arc<SourceText>) -> Checked<Config> {
    let mut reader = TableReader::parse(file);
    let language = read_language(&mut reader);
    let languages = read_languages(&mut reader, &language);
    let title = reader.localized("title").unwrap_or_else(|| {
        reader.missing("title", text!("the site's name, such as `title = \"前沿文献\"`"));
        Localized::Plain("".into())
    });
    let settings = Settings {
        title,
        description: reader.localized("description"),
        base: read_base_url(&mut reader),
        language,
        languages,
        time_zone: read_time_zone(&mut reader),
        page_size: read_page_size(&mut reader),
        feed_size: reader.integer("feed_size", 1..=1000).unwrap_or(20) as usize,
        cards: reader.truth("cards").unwrap_or(true),
        picture_pixels: read_picture_pixels(&mut reader),
    };
    let theme = reader.string("theme").map_or_else(|| "default".to_owned(), |at| at.value);
    let output = reader.string("output");
    let allowed_html = read_allowed_html(&mut reader);
    let consent = consent::read(&mut reader);
    let retractions = reader.string("retractions");
    let house = house::read(&mut reader);
    let rules = read_rules(&mut reader);
    Checked::new(
        Config { settings, theme, output, allowed_html, consent, retractions, house, source: Arc::clone(file), rules },
        reader.finish(),
    )
}

/// Reads a base address given on the command line; the error says what is wrong with it.
pub fn base_url(text: &str) -> Result<BaseUrl, Text> {
    BaseUrl::parse(text).ok_or_else(|| {
        text!("`{text}` is not an address that a site can have; write it whole, such as `https://example.org/` or `https://example.org/column/`", text)
    })
}

fn read_language(reader: &mut TableReader) -> Language {
    let fallback = || Language::parse("zh-CN").expect("a sound tag");
    let Some(written) = reader.string("language") else { return fallback() };
    Language::parse(&written.value).unwrap_or_else(|| {
        reader.say(
            Diagnostic::new(code::S004, text!("`{written}` is not a language tag", written = written.value))
                .help(text!("a tag is `zh-CN`, `en`, `ja` …: the language in lower case, then the region")),
            written.span,
        );
        fallback()
    })
}

fn read_languages(reader: &mut TableReader, main: &Language) -> Vec<Language> {
    let mut languages = vec![main.clone()];
    for written in reader.strings("languages").unwrap_or_default() {
        match Language::parse(&written.value) {
            Some(language) if languages.contains(&language) => {}
            Some(language) => languages.push(language),
            None => reader.say(
                Diagnostic::new(code::S004, text!("`{written}` is not a language tag", written = written.value))
                    .help(text!("a tag is `zh-CN`, `en`, `ja` …: the language in lower case, then the region")),
                written.span,
            ),
        }
    }
    languages
}

fn read_base_url(reader: &mut TableReader) -> BaseUrl {
    let Some(written) = reader.string("base_url") else {
        return BaseUrl::parse("http://localhost/").expect("a sound address");
    };
    base_url(&written.value).unwrap_or_else(|message| {
        reader.say(Diagnostic::new(code::S004, message), written.span);
        BaseUrl::parse("http://localhost/").expect("a sound address")
    })
}

fn read_time_zone(reader: &mut TableReader) -> TimeZone {
    let Some(written) = reader.string("time_zone") else { return TimeZone::UTC };
    TimeZone::get(&written.value).unwrap_or_else(|_| {
        reader.say(
            Diagnostic::new(code::S004, text!("`{written}` is not a time zone", written = written.value))
                .help(text!("zones are named by the IANA database: `Asia/Shanghai`, `Europe/London`, `UTC`")),
            written.span,
        );
        TimeZone::UTC
    })
}

fn read_page_size(reader: &mut TableReader) -> usize {
    reader.integer("page_size", 1..=500).unwrap_or(10) as usize
}

/// Pixels that a picture may have: 60 million where nothing is said, more than most cameras take.
fn read_picture_pixels(reader: &mut TableReader) -> u64 {
    const MEGAPIXELS: i64 = 60;
    let said = reader.table("pictures").and_then(|mut table| {
        let said = table.integer("max_megapixels", 1..=500);
        reader.absorb(table);
        said
    });
    said.unwrap_or(MEGAPIXELS).unsigned_abs() * 1_000_000
}

fn read_allowed_html(reader: &mut TableReader) -> Option<Vec<(At<String>, Vec<String>)>> {
    let mut markdown = reader.table("markdown")?;
    let mut html = markdown.table("html");
    let mut allowed = Vec::new();
    if let Some(html) = &mut html {
        for name in html.keys() {
            let attributes = html.strings(&name).unwrap_or_default();
            let place = html.key_span(&name).unwrap_or_default();
            allowed.push((At::new(name, place), attributes.into_iter().map(|at| at.value).collect()));
        }
    }
    let given = html.is_some();
    if let Some(html) = html {
        markdown.absorb(html);
    }
    reader.absorb(markdown);
    given.then_some(allowed)
}

fn read_rules(reader: &mut TableReader) -> BTreeMap<Code, Level> {
    let mut rules = BTreeMap::new();
    let Some(mut table) = reader.table("rules") else { return rules };
    for name in table.keys() {
        let key_span = table.key_span(&name).unwrap_or_default();
        let Some(level) = table.choice(&name, Level::ALL) else { continue };
        match Code::find(&name) {
            None => table.say(
                Diagnostic::new(code::S005, text!("there is no rule `{name}`", name))
                    .help(text!("codes are shown in brackets after `error` or `warning`; `postil explain` lists them all")),
                key_span,
            ),
            Some(code) if code.severity() == Severity::Error && level != Level::Deny => table.say(
                Diagnostic::new(code::S006, text!("`{name}` cannot be silenced: {title}", name, title = code.title()))
                    .help(text!("nothing right can be published of a fault like this; take the line out of `[rules]` and repair the fault")),
                key_span,
            ),
            Some(code) => {
                rules.insert(code, level);
            }
        }
    }
    reader.absorb(table);
    rules
}
