//! `config.toml` as a [`Config`]: what holds for a whole site.
//!
//! Every fault of the file is reported in one run, at its place. Nothing here reads a file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diag::{At, Checked, Code, Diagnostic, Level, Said, Severity, SourceText, Span, code, text};
use crate::model::consent::Consent;
use crate::model::house::House;
use crate::model::language::{Language, Localized};
use crate::model::outlet::{Outlet, Outlets, WechatLimits};
use crate::model::site::{BaseUrl, Settings};
use crate::parse::draft::{
    self, CacheDraft, ConfigDraft, Decode, LocalizedDraft, Map, OutletsDraft, PublishDraft, RulesDraft, Text,
    WechatDraft,
};

mod consent;
mod house;
pub mod theme;

/// What `config.toml` says, with a value for everything that it leaves out.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the site itself is: carried into [`Site`](crate::model::site::Site).
    pub settings: Settings,
    /// The theme's name.
    pub theme: String,
    /// Where it is named, if it is.
    pub theme_span: Option<Span>,
    /// The output folder, from the site's root; otherwise [`OUTPUT`].
    pub output: Option<At<String>>,
    /// Raw HTML that editors may write: element with its place, attributes. `None`: postil's own list.
    pub allowed_html: Option<Vec<(At<String>, Vec<String>)>>,
    /// What readers are asked first, if anything; its words are in the content folder.
    pub consent: Option<Consent>,
    /// The list of retractions, from the site's root.
    pub retractions: Option<At<String>>,
    /// Where the site goes when it is published.
    pub publish: Publish,
    /// Where builders share the pictures that they have made.
    pub cache: Cache,
    /// How the house wants its issues.
    pub house: House,
    /// The file itself, for what is found out about it later.
    pub source: Arc<SourceText>,
    /// How severe each rule is here.
    pub rules: BTreeMap<Code, Level>,
}

/// Where a site goes when it is published.
#[derive(Debug, Clone, Default)]
pub struct Publish {
    /// The destination.
    pub to: Option<At<String>>,
    /// The address of a store; otherwise that of AWS.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Whether the bucket stands in the path of addresses.
    pub path_style: bool,
    /// How many minutes browsers keep a page; otherwise [`PAGE_MINUTES`].
    pub page_minutes: Option<u32>,
    /// Whether old addresses lead on as a store's own redirects.
    pub redirects: bool,
}

/// Where builders share the pictures that they have made: in a store that is reached as the site's own is, but for what
/// is given here.
#[derive(Debug, Clone, Default)]
pub struct Cache {
    /// The place in the store; nothing is shared where there is none.
    pub remote: Option<At<String>>,
    /// The address of the store.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Whether the bucket stands in the path of addresses.
    pub path_style: Option<bool>,
}

/// How many minutes browsers keep a page, unless a site says otherwise.
pub const PAGE_MINUTES: u32 = 5;

/// The output folder of a site that names none.
pub const OUTPUT: &str = "public";

/// Pixels that a picture may have, in millions: more than most cameras take.
const MEGAPIXELS: u32 = 60;

/// Reads `config.toml`.
pub fn parse(file: &Arc<SourceText>) -> Checked<Option<Config>> {
    let mut said = Said::default();
    let draft = draft::config(file).into_value(&mut said);
    let config = draft.map(|draft| config(&mut Check { file, said: &mut said }, draft));
    Checked::new(config, said)
}

fn config(check: &mut Check<'_>, draft: ConfigDraft) -> Config {
    let prose = draft.prose();
    // Every field is named: one that nobody reads does not compile.
    let ConfigDraft {
        title,
        description,
        base_url,
        language,
        languages,
        time_zone,
        theme,
        output,
        page_size,
        feed_size,
        cards,
        pictures,
        publish,
        cache,
        markdown,
        outlets,
        wechat,
        consent,
        retractions,
        house,
        rules,
        span: _,
    } = draft;
    let language = check.main_language(language);
    let (house, numbers, kept) = house.map_or_else(Default::default, |draft| house::house(check, draft));
    let settings = Settings {
        title: title.0.map_or_else(|| Localized::Plain("".into()), |title| check.localized(title)),
        description: description.map(|description| check.localized(description)),
        base: check.base_url(base_url),
        languages: check.languages(&languages, &language),
        language,
        time_zone: check.time_zone(time_zone),
        page_size: page_size.map_or(10, |it| it.0 as usize),
        feed_size: feed_size.map_or(20, |it| it.0 as usize),
        cards: cards.is_none_or(|at| at.value),
        outlets: Outlets { on: outlets.map(switched_on).unwrap_or_default(), wechat: limits(wechat) },
        preview: false,
        numbers,
        kept,
        picture_pixels: u64::from(pictures.and_then(|it| it.max_megapixels).map_or(MEGAPIXELS, |it| it.0)) * 1_000_000,
        source: Arc::clone(check.file),
        prose,
    };
    Config {
        settings,
        theme_span: theme.as_ref().map(|at| at.span.clone()),
        theme: theme.map_or_else(|| "default".to_owned(), |at| at.value),
        output,
        allowed_html: markdown.and_then(|markdown| markdown.html).map(allowed_html),
        consent: consent.map(|draft| consent::consent(check, draft)),
        retractions,
        publish: publish.map(published).unwrap_or_default(),
        cache: cache.map(shared).unwrap_or_default(),
        house,
        source: Arc::clone(check.file),
        rules: rules.map(|rules| check.rules(rules)).unwrap_or_default(),
    }
}

/// Reads a base address given on the command line; the error says what is wrong with it.
pub fn base_url(text: &str) -> Result<BaseUrl, crate::diag::Text> {
    BaseUrl::parse(text).ok_or_else(|| {
        text!("`{text}` is not an address that a site can have; write it whole, such as `https://example.org/` or `https://example.org/column/`", text)
    })
}

/// Elements that may be written, with their places and the attributes that they may have.
fn allowed_html(draft: Map<Vec<Text>>) -> Vec<(At<String>, Vec<String>)> {
    draft.0.into_iter().map(|(name, attributes)| (name, attributes.into_iter().map(|at| at.value).collect())).collect()
}

fn published(draft: PublishDraft) -> Publish {
    let PublishDraft { to, endpoint, region, path_style, page_minutes, redirects, span: _ } = draft;
    Publish {
        to,
        endpoint: endpoint.map(|at| at.value),
        region: region.map(|at| at.value),
        path_style: path_style.is_some_and(|at| at.value),
        page_minutes: page_minutes.map(|it| it.0),
        redirects: redirects.is_some_and(|at| at.value),
    }
}

fn shared(draft: CacheDraft) -> Cache {
    let CacheDraft { remote, endpoint, region, path_style, span: _ } = draft;
    Cache {
        remote,
        endpoint: endpoint.map(|at| at.value),
        region: region.map(|at| at.value),
        path_style: path_style.map(|at| at.value),
    }
}

/// The outlets that are made with the site.
fn switched_on(draft: OutletsDraft) -> BTreeSet<Outlet> {
    let OutletsDraft { r#abstract, data, epub, jats, mail, print, slides, wechat, span: _ } = draft;
    let all = [
        (Outlet::Abstract, r#abstract),
        (Outlet::Data, data),
        (Outlet::Epub, epub),
        (Outlet::Jats, jats),
        (Outlet::Mail, mail),
        (Outlet::Print, print),
        (Outlet::Slides, slides),
        (Outlet::Wechat, wechat),
    ]
    .into_iter();
    all.filter(|(_, written)| written.as_ref().is_some_and(|at| at.value)).map(|(outlet, _)| outlet).collect()
}

/// What WeChat takes: as postil knows it, but for what is given.
fn limits(draft: Option<WechatDraft>) -> WechatLimits {
    let known = WechatLimits::default();
    let Some(WechatDraft { title, digest, author, characters, bytes, span: _ }) = draft else { return known };
    WechatLimits {
        title: title.map_or(known.title, |it| it.0 as usize),
        digest: digest.map_or(known.digest, |it| it.0 as usize),
        author: author.map_or(known.author, |it| it.0 as usize),
        characters: characters.map_or(known.characters, |it| it.0 as usize),
        bytes: bytes.map_or(known.bytes, |it| it.0 as usize),
    }
}

/// The file while what it says is looked at.
struct Check<'a> {
    file: &'a Arc<SourceText>,
    said: &'a mut Said,
}

impl Check<'_> {
    fn say(&mut self, diagnostic: Diagnostic, span: Span) {
        self.said.push(diagnostic.at(self.file, span));
    }

    fn language(&mut self, written: &At<String>) -> Option<Language> {
        let language = Language::parse(&written.value);
        if language.is_none() {
            let message = text!("`{tag}` is not a language tag", tag = &written.value);
            let help = text!("a tag is `zh-CN`, `en`, `ja` …: the language in lower case, then the region");
            self.say(Diagnostic::new(code::S004, message).help(help), written.span.clone());
        }
        language
    }

    fn main_language(&mut self, written: Option<At<String>>) -> Language {
        let language = written.and_then(|written| self.language(&written));
        language.unwrap_or_else(|| Language::parse("zh-CN").expect("a sound tag"))
    }

    fn languages(&mut self, written: &[At<String>], main: &Language) -> Vec<Language> {
        let mut languages = vec![main.clone()];
        for language in written.iter().filter_map(|tag| self.language(tag)).collect::<Vec<_>>() {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        languages
    }

    fn localized(&mut self, draft: LocalizedDraft) -> Localized {
        match draft {
            LocalizedDraft::Plain(text) => Localized::Plain(text.value.into()),
            LocalizedDraft::ByLanguage(texts) => {
                let texts = texts.0.into_iter();
                let sound = texts.filter_map(|(tag, text)| {
                    self.language(&tag).map(|language| (language.tag().to_owned(), text.value.into()))
                });
                Localized::ByLanguage(sound.collect())
            }
        }
    }

    fn base_url(&mut self, written: Option<At<String>>) -> BaseUrl {
        let local = || BaseUrl::parse("http://localhost/").expect("a sound address");
        let Some(written) = written else { return local() };
        base_url(&written.value).unwrap_or_else(|message| {
            self.say(Diagnostic::new(code::S004, message), written.span);
            local()
        })
    }

    fn time_zone(&mut self, written: Option<At<String>>) -> TimeZone {
        let Some(written) = written else { return TimeZone::UTC };
        TimeZone::get(&written.value).unwrap_or_else(|_| {
            self.say(
                Diagnostic::new(code::S004, text!("`{written}` is not a time zone", written = written.value))
                    .help(text!("zones are named by the IANA database: `Asia/Shanghai`, `Europe/London`, `UTC`")),
                written.span,
            );
            TimeZone::UTC
        })
    }

    fn rules(&mut self, draft: RulesDraft) -> BTreeMap<Code, Level> {
        let mut rules = BTreeMap::new();
        for (name, level) in draft.0.0 {
            let At { value: name, span } = name;
            match Code::find(&name) {
                None => self.say(
                    Diagnostic::new(code::S005, text!("there is no rule `{name}`", name))
                        .help(text!("codes are shown in brackets after `error` or `warning`; `postil explain` lists them all")),
                    span,
                ),
                Some(code) if code.severity() == Severity::Error && level.value != Level::Deny => self.say(
                    Diagnostic::new(code::S006, text!("`{name}` cannot be silenced: {title}", name, title = code.title()))
                        .help(text!("nothing right can be published of a fault like this; take the line out of `[rules]` and repair the fault")),
                    span,
                ),
                Some(code) => {
                    rules.insert(code, level.value);
                }
            }
        }
        rules
    }
}
