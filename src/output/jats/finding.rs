//! Results as one table: an endpoint a row, the arms side by side.

use super::writer::Writer;
use crate::model::finding::{ArmValue, Finding};
use crate::model::issue::Part;

impl Writer<'_> {
    /// The table of the results that are for everyone; nothing where there are none.
    pub(super) fn findings(&mut self) {
        let findings = self.issue.public().findings();
        if findings.is_empty() {
            return;
        }
        let strings = self.standpoint.strings;
        self.section("findings", strings.part(Part::KeyFindings));
        self.open_with_id("table-wrap content-type=\"findings\"");
        self.raw("<table><thead><tr>");
        self.element("th", self.words.chart.get("chart.item").to_owned().as_str());
        for label in self.arms() {
            self.element("th", &label);
        }
        self.element("th", strings.get("finding.effect"));
        self.element("th", strings.get("finding.p_value"));
        self.raw("</tr></thead><tbody>\n");
        findings.iter().for_each(|finding| self.finding(finding));
        self.raw("</tbody></table></table-wrap></sec>\n");
    }

    /// The arms of the trial with their sizes.
    fn arms(&self) -> Vec<String> {
        let arms = self.issue.trial.iter().flat_map(|trial| &trial.arms);
        let size =
            |n: u32| self.brackets(&self.word("trial.arm_size").replace("{n}", &self.standpoint.thousands().count(n)));
        arms.map(|arm| format!("{}{}", arm.label, arm.n.map(size).unwrap_or_default())).collect()
    }

    fn finding(&mut self, finding: &Finding) {
        let strings = self.standpoint.strings;
        self.raw("<tr><td><bold>");
        let short = finding.short.as_ref().map(|short| self.brackets(short)).unwrap_or_default();
        self.text(&format!("{}{short}", finding.endpoint));
        self.raw("</bold>");
        let mut about = vec![strings.endpoint(finding.role)];
        about.extend(strings.verdict(finding));
        about.extend(finding.population.as_deref());
        self.line(&about.join(" · "));
        finding.note.iter().for_each(|note| self.line(note));
        self.raw("</td>");
        let arms = self.issue.trial.as_ref().map_or(0, |trial| trial.arms.len());
        for arm in 0..arms {
            let value = finding.values.iter().find(|value| value.arm == arm);
            let value = value.map(|value| self.value(finding, value)).unwrap_or_default();
            self.element("td", &value);
        }
        self.raw("<td>");
        let written = |at: &Option<crate::diag::At<String>>| at.as_ref().map(|at| at.value.clone());
        self.text(&written(&finding.effect).unwrap_or_default());
        let colon = strings.get("finding.colon");
        let further = [("finding.adjusted", &finding.adjusted), ("finding.margin", &finding.margin)];
        for (name, text) in further {
            if let Some(text) = written(text) {
                self.line(&format!("{}{colon}{text}", strings.get(name)));
            }
        }
        self.raw("</td>");
        self.element("td", &written(&finding.p).unwrap_or_default());
        self.raw("</tr>\n");
    }

    /// A further line of a cell.
    fn line(&mut self, text: &str) {
        self.raw("<break/>");
        self.text(text);
    }

    fn value(&self, finding: &Finding, value: &ArmValue) -> String {
        let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
        let space = if matches!(self.issue.language.primary(), "zh" | "ja") { "" } else { " " };
        let unit = finding.unit.as_ref().filter(|_| is_number).map(|unit| format!("{space}{unit}"));
        let measure = Some(self.standpoint.strings.measure(finding)).filter(|it| !it.is_empty());
        let measure = measure.map(|it| format!("{it}{space}")).unwrap_or_default();
        let count = value
            .count
            .as_ref()
            .map(|count| self.brackets(&self.standpoint.thousands().counts(&count.value)))
            .unwrap_or_default();
        format!("{measure}{}{}{count}", value.value.value, unit.unwrap_or_default())
    }
}
