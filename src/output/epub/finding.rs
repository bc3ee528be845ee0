//! A result: what was looked at, the arms as a small table, the effect below it.

use super::chapter::Writer;
use crate::model::finding::Finding;

impl Writer<'_> {
    pub(super) fn finding(&mut self, finding: &Finding) {
        let strings = self.standpoint.strings;
        let short = finding.short.as_ref().map(|short| self.brackets(short)).unwrap_or_default();
        let mut about = vec![strings.endpoint(finding.role)];
        about.extend(strings.verdict(finding));
        about.extend(finding.population.as_deref());
        self.raw("<section class=\"finding\">\n");
        self.element("h3", &format!("{}{short}", finding.endpoint));
        self.element("p class=\"about\"", &about.join(" · "));
        self.values(finding);
        let written = |at: &Option<crate::diag::At<String>>| at.as_ref().map(|at| at.value.clone());
        if let Some(effect) = written(&finding.effect) {
            self.element("p", &effect);
        }
        let named = [
            ("finding.adjusted", written(&finding.adjusted)),
            ("finding.p_value", written(&finding.p)),
            ("finding.margin", written(&finding.margin)),
        ];
        for (name, text) in named {
            if let Some(text) = text {
                self.named(strings.get(name), &text);
            }
        }
        if let Some(note) = &finding.note {
            self.element("p class=\"about\"", note);
        }
        self.raw("</section>\n");
    }

    fn values(&mut self, finding: &Finding) {
        if finding.values.is_empty() {
            return;
        }
        let measure = self.standpoint.strings.measure(finding);
        let space = self.space();
        let measure = if measure.is_empty() { String::new() } else { format!("{measure}{space}") };
        self.raw("<table><tbody>\n");
        for value in &finding.values {
            let arm = self.issue.trial.as_ref().and_then(|trial| trial.arms.get(value.arm));
            let size = arm
                .and_then(|arm| arm.n)
                .map(|n| self.word("trial.arm_size").replace("{n}", &self.standpoint.thousands().count(n)));
            let size = size.map(|size| self.brackets(&size)).unwrap_or_default();
            let label = arm.map(|arm| arm.label.as_str()).unwrap_or_default();
            let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
            let unit = finding.unit.as_ref().filter(|_| is_number);
            let unit = unit.map(|unit| format!("{space}{unit}")).unwrap_or_default();
            let count = value
                .count
                .as_ref()
                .map(|count| self.brackets(&self.standpoint.thousands().counts(&count.value)))
                .unwrap_or_default();
            self.raw("<tr>");
            self.element("th scope=\"row\"", &format!("{label}{size}"));
            self.element("td", &format!("{measure}{}{unit}{count}", value.value.value));
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>\n");
    }
}
