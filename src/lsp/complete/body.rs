//! What can be written in Markdown: directives with what stands in their braces, links, abbreviations.

use super::{Offer, Shape, files, loaded};
use crate::diag::{Span, text};
use crate::lsp::names::{findings, folder};
use crate::lsp::scene::Scene;
use crate::lsp::written::{body_of, landmarks};
use crate::parse::directive::{DIRECTIVES, Directive};

/// What can be written at a place, and what it stands instead of.
pub(super) fn offers(scene: &Scene<'_>, at: usize) -> (Span, Vec<Offer>) {
    let text = &scene.text.text;
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..at];
    let trimmed = line.trim_start();
    if trimmed.starts_with(":::") {
        return directive(scene, trimmed, at);
    }
    if let Some(from) = line.rfind("](").map(|from| from + 2).filter(|from| !line[*from..].contains(')')) {
        return (start + from..at, links(scene));
    }
    abbreviations(scene, line, at)
}

/// The line of a directive: its name, the name of an attribute, a value.
fn directive(scene: &Scene<'_>, line: &str, at: usize) -> (Span, Vec<Offer>) {
    let colons = line.len() - line.trim_start_matches(':').len();
    let rest = line[colons..].trim_start();
    let Some((name, inside)) = rest.split_once('{') else {
        let begin = at - rest.len();
        let offers = DIRECTIVES.iter().map(|it| whole(scene, it)).collect();
        return (begin..at, offers);
    };
    let Some(known) = DIRECTIVES.iter().find(|it| it.name == name.trim()) else { return (at..at, Vec::new()) };
    let word = inside.rsplit(' ').next().unwrap_or_default();
    let is_open = inside.matches('"').count() % 2 == 1;
    if is_open {
        let from = inside.rfind('"').map_or(inside.len(), |at| at + 1);
        let attribute = inside[..from - 1].trim_end_matches('=').rsplit(' ').next().unwrap_or_default();
        return (at - (inside.len() - from)..at, values(scene, known, attribute));
    }
    let offer = |attribute: &crate::parse::directive::Attribute| {
        let offer = Offer::new(Shape::Field, attribute.name).detail(scene.client.say(&attribute.meaning));
        match scene.client.snippets {
            true => Offer { is_snippet: true, ..offer.text(format!("{}=\"$1\"", attribute.name)) },
            false => offer.text(format!("{}=\"", attribute.name)),
        }
    };
    let left = known.attributes.iter().filter(|it| !inside.contains(&format!("{}=", it.name)));
    (at - word.len()..at, left.map(offer).collect())
}

/// A directive with all that it must have.
fn whole(scene: &Scene<'_>, directive: &Directive) -> Offer {
    let required: Vec<&str> = directive.attributes.iter().filter(|it| it.required).map(|it| it.name).collect();
    let about: Vec<String> =
        directive.attributes.iter().map(|it| format!("{}: {}", it.name, scene.client.say(&it.meaning))).collect();
    let offer = Offer::new(Shape::Directive, directive.name).about(about.join("\n"));
    if !scene.client.snippets {
        return offer;
    }
    let gaps: Vec<String> =
        required.iter().enumerate().map(|(at, name)| format!("{name}=\"${{{}}}\"", at + 1)).collect();
    let braces = if gaps.is_empty() { String::new() } else { format!("{{{}}}", gaps.join(" ")) };
    let text = format!("{}{braces}\n$0\n:::", directive.name);
    Offer { is_snippet: true, shape: Shape::Snippet, ..offer.text(text) }
}

fn values(scene: &Scene<'_>, directive: &Directive, attribute: &str) -> Vec<Offer> {
    match (directive.name, attribute) {
        ("figure", "src") => files(scene, &["png", "jpg", "jpeg", "webp", "gif", "svg", "avif"]),
        (_, "src") => files(scene, &["csv"]),
        ("note", "kind") => ["note", "warning"].map(|kind| Offer::new(Shape::Member, kind)).into(),
        (_, "finding") => {
            let offer = |(name, endpoint)| Offer::new(Shape::Reference, name).detail(endpoint);
            findings(scene.text).into_iter().map(offer).collect()
        }
        _ => Vec::new(),
    }
}

/// Headings of the text, files beside it, other issues.
fn links(scene: &Scene<'_>) -> Vec<Offer> {
    let here = landmarks(&body_of(scene.text))
        .into_iter()
        .filter_map(|it| Some(Offer::new(Shape::Reference, format!("#{}", it.id?)).detail(it.words)));
    let own = folder(&scene.text.path);
    let up = "../".repeat(own.matches('/').count().saturating_sub(1));
    let language = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let issues = loaded(scene).map(|it| it.site.issues.as_slice()).unwrap_or_default();
    let others = issues.iter().filter(|it| it.source.path != scene.text.path);
    let others = others.filter(|it| language(&it.source.path) == language(&scene.text.path)).filter_map(|issue| {
        let path = issue.source.path.strip_prefix("content/")?;
        let near = own
            .strip_prefix("content/")
            .and_then(|own| own.split_once('/'))
            .and_then(|(column, _)| path.strip_prefix(column)?.strip_prefix('/'));
        let path = near.map_or_else(|| format!("{up}{path}"), |near| format!("../{near}"));
        let detail = scene.client.say(&text!("issue {number}", number = issue.number.value));
        Some(Offer::new(Shape::File, path).detail(format!("{detail} {}", issue.title)))
    });
    let files = files(scene, &["png", "jpg", "jpeg", "webp", "gif", "svg", "avif", "csv", "pdf"]);
    here.chain(files).chain(others).collect()
}

/// Abbreviations of the glossary that begin as the word does.
fn abbreviations(scene: &Scene<'_>, line: &str, at: usize) -> (Span, Vec<Offer>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let word = &line[line.trim_end_matches(is_part).len()..];
    let span = at - word.len()..at;
    let Some(loaded) = loaded(scene).filter(|_| word.starts_with(|c: char| c.is_ascii_alphanumeric())) else {
        return (span, Vec::new());
    };
    let language = &loaded.site.settings.language;
    let begins = |name: &str| name.to_ascii_lowercase().starts_with(&word.to_ascii_lowercase());
    let known = loaded.site.glossary.iter().filter(|(name, _)| begins(name));
    let offer = |(name, meaning): (&String, &crate::model::language::Localized)| {
        Offer::new(Shape::Text, name.as_str()).detail(meaning.get(language))
    };
    (span, known.map(offer).collect())
}
