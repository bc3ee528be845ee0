//! The gate: what decides, before the first paint, whether a page may be read, and the policy under which pages run.
//!
//! Everything a page needs for it is made here once for each language, and put where
//! [`mount`](crate::render::mount) made room. Its words and its look are the theme's and the editor's; what closes and
//! opens it is not.

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use tera::Value;

use super::asset::Assets;
use super::escape;
use super::stylesheet;
use super::template::Templates;
use super::view::gate::PAGE_TITLE;
use super::view::{Builder, GateMount, Html};
use crate::diag::Diagnostic;
use crate::model::consent::{Consent, Scope, StepKind, Texts};
use crate::model::site::Site;

pub mod buttons;

/// Files of postil's own, published beside a theme's assets. The scripts are carried in the small form that
/// `tests/tools/minify.mjs` makes of `gate.js`, with the modules in `way/`, and `consent.js`.
const FILES: &[(&str, &str)] = &[
    (SCRIPT, include_str!("gate/gate.min.js")),
    (REVIEW, include_str!("gate/review.min.js")),
    ("postil/consent.js", include_str!("gate/consent.min.js")),
];
/// The main script; where no step is a review, without what only a review needs.
const SCRIPT: &str = "postil/gate.js";
const REVIEW: &str = "postil/review/gate.js";
const STYLE: &str = "postil/gate.css";

/// The files of the gate, by the path that templates name them by.
pub fn files() -> impl Iterator<Item = (&'static str, String)> {
    let style = stylesheet::minify(include_str!("gate/gate.css"));
    // Once as the first layer of every page, once for browsers that know no layers.
    let style = format!("@layer{{{style}}}{style}");
    FILES.iter().map(|(path, text)| (*path, (*text).to_owned())).chain([(STYLE, style)])
}

/// Whether a site publishes an asset: of the gate's files those that its consent needs, all others always.
pub fn is_needed(path: &str, consent: Option<&Consent>) -> bool {
    let is_own = path == STYLE || FILES.iter().any(|(name, _)| *name == path);
    let is_other = |it: &Consent| [SCRIPT, REVIEW].contains(&path) && path != script_of(it);
    !is_own || consent.is_some_and(|it| !is_other(it))
}

/// The main script that a site's consent needs.
fn script_of(consent: &Consent) -> &'static str {
    if consent.reviews().next().is_some() { REVIEW } else { SCRIPT }
}

/// Templates of postil's own, which a theme includes by these names: what the scripts look for is written in them once,
/// for all themes.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("postil/steps.html", include_str!("gate/steps.html")),
    ("postil/records.html", include_str!("gate/records.html")),
];

/// The template of the gate.
pub const GATE: &str = "gate.html";
/// The template of what stands where the text would, on a page that is public in part.
pub const PANEL: &str = "gate-panel.html";

const HEAD: &str = include_str!("gate/head.min.js");
/// What stands in the head script for the policy's data.
const PLACEHOLDER: &str = "POLICY";

/// The gate of a site, and the security policy of its pages.
pub struct Gate {
    /// The blocking script of the head, with what it has to know in it. Empty where nothing is asked.
    script: String,
    /// Where reviews may be sent.
    origins: Vec<String>,
    /// The address of the main script.
    main: String,
    /// The address of the style sheet that closes pages: a file, since a host may let no inline style through.
    style: String,
    is_preview: bool,
}

/// Whether a finished page is one of a preview, by what every such page says of itself in any theme.
pub fn is_of_preview(page: &str) -> bool {
    page.contains("class=\"preview-banner\"") || page.contains("class=preview-banner")
}

impl Gate {
    /// Makes the gate of a site.
    pub fn new(site: &Site, assets: &Assets) -> Self {
        let is_preview = site.settings.preview;
        let Some(consent) = &site.consent else {
            return Self {
                script: String::new(),
                origins: Vec::new(),
                main: String::new(),
                style: String::new(),
                is_preview,
            };
        };
        let base = site.settings.base.path();
        let mut origins: Vec<String> = consent.reviews().map(|(_, it)| it.origin().to_owned()).collect();
        origins.sort();
        origins.dedup();
        let address = |path| assets.get(path).map(|it| format!("{base}{}", it.address)).unwrap_or_default();
        Self {
            script: HEAD.replace(PLACEHOLDER, &policy(consent, base)),
            origins,
            main: address(script_of(consent)),
            style: address(STYLE),
            is_preview,
        }
    }

    /// The Content-Security-Policy of every page (CSP Level 3), as for a `<meta>`.
    pub fn policy(&self) -> String {
        let script = if self.script.is_empty() { String::new() } else { format!(" '{}'", integrity(&self.script)) };
        let origins: String = self.origins.iter().map(|origin| format!(" {origin}")).collect();
        format!(
            "default-src 'none'; script-src 'self'{script}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             media-src 'self'; connect-src 'self'{origins}; manifest-src 'self'; base-uri 'none'; form-action 'none'",
        )
    }

    /// The blocking script of the head: the one inline script that the policy lets through, if there is any.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// Whether the policy lets an inline script of this text through.
    pub fn allows(&self, text: &str) -> bool {
        !text.is_empty() && text == self.script
    }

    /// What stands in every page that is open to everyone.
    pub fn open(&self, builder: &Builder<'_>) -> Value {
        mount_open(self.meta(), self.banner(builder))
    }

    /// The policy; and of a preview, whatever the theme says, that search engines pass it over.
    fn meta(&self) -> String {
        let robots = if self.is_preview { "<meta name=\"robots\" content=\"noindex\">" } else { "" };
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">{robots}", self.policy())
    }

    /// What a preview says of itself at the head of every page, in any theme.
    fn banner(&self, builder: &Builder<'_>) -> Html {
        let mut banner = String::new();
        if self.is_preview {
            banner.push_str("<aside class=\"preview-banner\">");
            escape::text(&mut banner, builder.strings.get("site.preview"));
            banner.push_str("</aside>");
        }
        Html(banner)
    }

    /// What stands in pages of a language, by scope.
    pub fn mounts(&self, builder: &Builder<'_>, templates: &Templates) -> Result<Mounts, Diagnostic> {
        let policy = self.meta();
        let mut values = BTreeMap::from([(Scope::Open, self.open(builder))]);
        let banner = self.banner(builder);
        let mut record = Value::none();
        if let Some(consent) = &builder.site.consent {
            let script = format!("<script>{}</script>", self.script);
            record = mount_open(format!("{policy}{script}"), banner.clone());
            for scope in [Scope::Body, Scope::Page] {
                let shared = builder.shared();
                let render = |template: &str| -> Result<Html, Diagnostic> {
                    let own = vec![("consent", builder.gate(consent, scope))];
                    let mut out = Vec::with_capacity(8 * 1024);
                    templates.render(template, builder.thousands(), &shared, own, &mut out)?;
                    Ok(Html(String::from_utf8_lossy(&out).into_owned()))
                };
                // The script first: it would wait for a style sheet that stands before it.
                let head = format!(
                    "{policy}{script}<link rel=\"stylesheet\" href=\"{}\">\
                     <script src=\"{}\" defer data-gate-script data-lang=\"{}\"></script>\
                     <script type=\"application/ld+json\">{}</script>",
                    self.style,
                    self.main,
                    builder.language().tag(),
                    withheld(scope),
                );
                let panel = if scope == Scope::Body { render(PANEL)? } else { Html::default() };
                let gate = render(GATE)?.0;
                let (body, rest) = gate.split_once(PAGE_TITLE).unwrap_or((&gate, ""));
                let mount = GateMount {
                    scope: scope.name().to_owned(),
                    head: Html(head),
                    body: Html(body.to_owned()),
                    rest: Html(format!("{rest}{}", banner.0)),
                    panel,
                    hidden: Html(format!(" hidden data-gated=\"{}\"", scope.name())),
                };
                values.insert(scope, mount.into());
            }
        }
        Ok(Mounts { values, record })
    }
}

/// What stands in pages of a language for the gate.
pub struct Mounts {
    values: BTreeMap<Scope, Value>,
    record: Value,
}

impl Mounts {
    /// For a page of a scope.
    pub fn of(&self, scope: Scope) -> Value {
        self.values.get(&scope).cloned().unwrap_or_else(Value::none)
    }

    /// For the page on which a reader sees and withdraws what was given: it is open, and knows the policy.
    pub fn of_record(&self) -> Value {
        self.record.clone()
    }
}

fn mount_open(head: String, body: Html) -> Value {
    let none = Html::default;
    let scope = Scope::Open.name().to_owned();
    GateMount { scope, head: Html(head), body, rest: none(), panel: none(), hidden: none() }.into()
}

/// What search engines are told of a page that withholds something (schema.org, paywalled content): the gate is an
/// overlay, and they see the same HTML as everyone.
fn withheld(scope: Scope) -> serde_json::Value {
    let selector = if scope == Scope::Body { ".gated" } else { ".gated-page" };
    json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "isAccessibleForFree": false,
        "hasPart": { "@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": selector },
    })
}

/// What the script has to know: the prefix of records, the version, the days, what must be agreed to, and the hash of
/// each text in each language.
fn policy(consent: &Consent, base: &str) -> String {
    let hashes: Map<String, serde_json::Value> = consent
        .texts
        .iter()
        .map(|(language, texts)| {
            let of_language: Map<String, serde_json::Value> = consent
                .purposes()
                .filter_map(|purpose| Some((purpose.to_owned(), json!(sha256(&agreed_to(consent, texts, purpose)?)))))
                .collect();
            (language.tag().to_owned(), of_language.into())
        })
        .collect();
    let data = json!({
        "k": format!("postil:{base}:"),
        "v": consent.policy_version,
        "d": consent.remember_days,
        "need": consent.required().collect::<Vec<_>>(),
        "h": hashes,
    });
    // `</script>` inside a string would end the script.
    data.to_string().replace('<', "\\u003c")
}

/// What a reader agrees to with a purpose: the notice, the text, what is asked under it, and whether others look at the
/// answers. A change of one byte of it asks again.
fn agreed_to(consent: &Consent, texts: &Texts, purpose: &str) -> Option<String> {
    let mut all = vec![texts.notice.as_ref()?.hashed(), texts.steps.get(purpose)?.hashed()];
    all.extend(consent.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Questions { purpose: under, text } if under == purpose => Some(texts.steps.get(text)?.hashed()),
        StepKind::Review { purposes, .. } if purposes.iter().any(|it| it == purpose) => Some("review"),
        _ => None,
    }));
    Some(all.join("\0"))
}

/// A SHA-256 (FIPS 180-4) in hexadecimal digits, as in a record.
pub fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// The hash source of an inline script or style: `sha256-` and Base64 (CSP Level 3, 2.3.1).
pub fn integrity(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many readers of pages that are not browsers (link checkers, crawlers) look for tags inside scripts, and then
    /// lose the rest of the page.
    #[test]
    fn the_inline_script_holds_nothing_like_a_tag() {
        let opens = |rest: &str| rest.starts_with(|next: char| next.is_alphabetic() || "/!?".contains(next));
        assert!(!HEAD.split('<').skip(1).any(opens), "write the comparison the other way round");
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        // The example of CSP Level 3, 2.3.1.
        assert_eq!(integrity("doSomething();"), "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc=");
    }
}
