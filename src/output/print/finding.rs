//! A result on paper: what became of a primary endpoint in one line, and every result as a small card.

use crate::model::finding::Finding;
use crate::model::issue::Issue;
use crate::render::escape;
use crate::render::standpoint::Standpoint;

/// Whether a primary endpoint was met, with its effect; a sign before the words says the same.
pub(super) fn verdict(standpoint: &Standpoint<'_>, finding: &Finding, out: &mut String) {
    let strings = standpoint.strings;
    let said = strings.headline(finding).unwrap_or_else(|| strings.endpoint(finding.role));
    let sign = match finding.met {
        Some(true) => "✓ ",
        Some(false) => "✕ ",
        None => "",
    };
    out.push_str(if finding.met == Some(false) {
        "<p class=\"verdict not\"><strong>"
    } else {
        "<p class=\"verdict\"><strong>"
    });
    escape::text(out, &format!("{sign}{said}"));
    out.push_str("</strong> ");
    escape::text(out, &finding.endpoint);
    let effect = finding.effect.as_ref().or(finding.adjusted.as_ref());
    if let Some(effect) = effect {
        escape::text(out, &format!("{}{}", strings.get("finding.colon"), effect.value));
    }
    out.push_str("</p>\n");
}

/// A result with the value of every arm.
pub(super) fn card(standpoint: &Standpoint<'_>, issue: &Issue, finding: &Finding, out: &mut String) {
    let word = |name: &'static str| standpoint.strings.get(name);
    let line = |out: &mut String, class: &str, text: &str| {
        out.push_str(&format!("<p class=\"{class}\">"));
        escape::text(out, text);
        out.push_str("</p>\n");
    };
    let strings = standpoint.strings;
    let role = [strings.endpoint(finding.role), strings.measure(finding), finding.population.as_deref().unwrap_or("")];
    let role: Vec<&str> = role.into_iter().filter(|it| !it.is_empty()).collect();
    out.push_str("<div class=\"finding\">\n");
    line(out, "role", &role.join(" · "));
    line(out, "endpoint", &finding.endpoint);
    out.push_str("<dl>\n");
    for value in &finding.values {
        let arm = issue.trial.as_ref().and_then(|trial| trial.arms.get(value.arm));
        let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
        let unit = finding.unit.as_deref().filter(|_| is_number).unwrap_or_default();
        let count = value
            .count
            .as_ref()
            .map(|count| format!(" ({})", standpoint.thousands().counts(&count.value)))
            .unwrap_or_default();
        out.push_str("<dt>");
        escape::text(out, arm.map_or("", |arm| arm.label.as_str()));
        out.push_str("</dt><dd><strong>");
        escape::text(out, &value.value.value);
        out.push_str("</strong>");
        escape::text(out, &format!("{unit}{count}"));
        out.push_str("</dd>\n");
    }
    out.push_str("</dl>\n");
    let colon = word("finding.colon");
    let named = [
        (None, &finding.effect),
        (Some("finding.adjusted"), &finding.adjusted),
        (Some("finding.p_value"), &finding.p),
        (Some("finding.margin"), &finding.margin),
    ];
    for (name, text) in named {
        if let Some(text) = text {
            let name = name.map(|name| format!("{}{colon}", word(name))).unwrap_or_default();
            line(out, "effect", &format!("{name}{}", text.value));
        }
    }
    if let Some(note) = &finding.note {
        line(out, "note", note);
    }
    out.push_str("</div>\n");
}
