//! The margin of non-inferiority that the directive names: drawn, and compared with what the findings say of it.

use crate::diag::{Diagnostic, code, text};
use crate::model::chart::{Forest, Row, Scale};
use crate::model::finding::Finding;
use crate::model::printed::Printed;
use crate::validate::chart::Reader;
use crate::validate::finding::margin::misfit;

impl Reader<'_> {
    /// Gives the margin of the directive to every estimate that has none of its own.
    pub(super) fn margin(&mut self, forest: &mut Forest) {
        let Some(given) = self.chart.given("margin") else { return };
        let Some(margin) = self.margin_on(forest.scale) else { return };
        let mut other = None;
        for row in &mut forest.rows {
            if let Row::Estimate(estimate) = row {
                match estimate.margin {
                    Some(own) if own.value() != margin.value() => other = Some(own),
                    Some(_) => {}
                    None => {
                        estimate.margin = Some(margin);
                    }
                }
            }
        }
        if let Some(own) = other {
            let (margin, own) = (margin.to_string(), own.to_string());
            let message = text!("the chart says that the margin is {margin}, and its finding {own}", margin, own);
            let diagnostic = Diagnostic::new(code::D031, message).at(self.around.source, given.span.clone());
            return self
                .said
                .push(diagnostic.help(text!("keep the one of the paper: take `margin` out of one of them")));
        }
        self.compare_margin(forest, margin);
    }

    fn margin_on(&mut self, scale: Scale) -> Option<Printed> {
        let given = self.chart.given("margin")?;
        let margin = Printed::parse(given.value.trim().trim_end_matches(['%', '％']));
        let found = margin.filter(|margin| scale.holds(margin.value()));
        if found.is_none() {
            let message = text!("`{written}` is no margin on this axis", written = &*given.value);
            let help = text!("write the number alone: `margin=\"1.38\"`; that of a ratio is above 0");
            self.said.push(Diagnostic::new(code::M008, message).at(self.around.source, given.span.clone()).help(help));
        }
        found
    }

    /// Whether an estimate and the margin fit what its finding says: the one of its name, or the only one of both.
    fn compare_margin(&mut self, forest: &Forest, margin: Printed) {
        let findings: Vec<&Finding> = self.around.findings.iter().filter(|it| it.met.is_some()).collect();
        let is_only = forest.estimates().count() == 1 && findings.len() == 1;
        let mut found = None;
        for estimate in forest.estimates() {
            let Some(interval) = estimate.interval else { continue };
            let is_its = |finding: &&&Finding| {
                let label = &*estimate.label;
                is_only || finding.endpoint == label || finding.short.as_deref() == Some(label)
            };
            // What a finding says of its own margin is compared there.
            let finding = findings.iter().find(is_its).filter(|finding| finding.margin.is_none());
            let Some(met) = finding.and_then(|finding| finding.met) else { continue };
            found = found.or_else(|| misfit(margin, forest.scale.null(), (interval.lower, interval.upper), met));
        }
        if let (Some((message, help)), Some(given)) = (found, self.chart.given("margin")) {
            self.said.push(Diagnostic::new(code::D027, message).at(self.around.source, given.span.clone()).help(help));
        }
    }
}
