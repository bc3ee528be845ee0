//! A result as WeChat can hold it: a box with a small table of the arms, and the effect below it.

use std::fmt::Write as _;

use super::article::Writer;
use super::style::{BOX, CELL, SMALL, TABLE};
use crate::model::finding::Finding;

impl Writer<'_> {
    /// A result.
    pub(super) fn finding(&mut self, finding: &Finding) {
        let short = finding.short.as_ref().map(|it| format!("（{it}）")).unwrap_or_default();
        let strings = self.standpoint.strings;
        let mut about = vec![strings.endpoint(finding.role)];
        about.extend(strings.verdict(finding));
        about.extend(finding.population.as_deref());
        let _ = write!(self.out, "<section style=\"{BOX}\"><p><strong>");
        self.text(&format!("{}{short}", finding.endpoint));
        self.out.push_str("</strong></p>");
        self.line(SMALL, &about.join(" · "));
        self.values(finding);
        let written = |at: &Option<crate::diag::At<String>>| at.as_ref().map(|at| at.value.clone());
        if let Some(effect) = written(&finding.effect) {
            self.line(SMALL, &effect);
        }
        let colon = self.word("finding.colon");
        let named = [
            ("finding.adjusted", written(&finding.adjusted)),
            ("finding.p_value", written(&finding.p)),
            ("finding.margin", written(&finding.margin)),
        ];
        for (name, text) in named {
            if let Some(text) = text {
                let word = self.word(name);
                self.line(SMALL, &format!("{word}{colon}{text}"));
            }
        }
        if let Some(note) = &finding.note {
            self.line(SMALL, note);
        }
        self.out.push_str("</section>");
    }

    /// The values of the arms, one below the other.
    fn values(&mut self, finding: &Finding) {
        if finding.values.is_empty() {
            return;
        }
        let trial = self.issue.trial.as_ref();
        let measure = self.standpoint.strings.measure(finding);
        let _ = write!(self.out, "<table style=\"{TABLE}\"><tbody>");
        for value in &finding.values {
            let arm = trial.and_then(|trial| trial.arms.get(value.arm));
            let size = arm
                .and_then(|arm| arm.n)
                .map(|n| self.word("trial.arm_size").replace("{n}", &self.standpoint.thousands().count(n)));
            let label = arm.map(|arm| arm.label.clone()).unwrap_or_default();
            let size = size.map(|size| format!("（{size}）")).unwrap_or_default();
            let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
            let unit = finding.unit.clone().filter(|_| is_number).unwrap_or_default();
            let count = value
                .count
                .as_ref()
                .map(|it| format!("（{}）", self.standpoint.thousands().counts(&it.value)))
                .unwrap_or_default();
            let _ = write!(self.out, "<tr><td style=\"{CELL}\">");
            self.text(&format!("{label}{size}"));
            let _ = write!(self.out, "</td><td style=\"{CELL}\">");
            self.text(measure);
            self.out.push_str("<strong>");
            self.text(&value.value.value);
            self.out.push_str("</strong>");
            self.text(&format!("{unit}{count}"));
            self.out.push_str("</td></tr>");
        }
        self.out.push_str("</tbody></table>");
    }
}
