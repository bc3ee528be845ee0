//! C013: a button of the declaration on which a text has the word that the theme has on another one.
//!
//! Two buttons that are both written in a text are compared where that is validated; what stands on the others, only the
//! theme knows.

use crate::diag::{At, Diagnostic, Said, code, text};
use crate::model::consent::{Consent, StepKind};
use crate::render::theme::Theme;
use crate::text::unseen::is_alike;

/// Says which words of the texts stand on two buttons of a step.
pub fn alike(consent: &Consent, theme: &Theme) -> Said {
    let mut said = Said::default();
    for (language, texts) in &consent.texts {
        let Some(strings) = theme.strings(language) else { continue };
        for (number, step) in consent.steps.iter().enumerate() {
            let (purpose, beside) = match &step.kind {
                StepKind::Agreement { purpose } => (purpose, "gate.decline"),
                StepKind::Optional { purpose } => (purpose, "gate.skip"),
                _ => continue,
            };
            let Some(text) = texts.steps.get(purpose) else { continue };
            // The theme's words on the buttons beside each: of the two, if the text has none of its own there.
            let back = (number > 0).then_some("gate.back");
            let beside_agree = text.decline.is_none().then_some(beside);
            let beside_decline = text.agree.is_none().then_some("gate.agree");
            let mut look = |own: &Option<At<String>>, others: [Option<&str>; 2]| {
                let Some(own) = own else { return };
                let is_same = |name: &&str| is_alike(&own.value, strings.get(name));
                if others.into_iter().flatten().any(|name| is_same(&name)) {
                    said.push(
                        Diagnostic::new(code::C013, text!("both buttons say `{label}`", label = &own.value))
                            .at(&text.source, own.span.clone())
                            .label(text!("the theme has this word on another button of the step"))
                            .help(text!("write on each what it does: who does not agree is to find the way, too")),
                    );
                }
            };
            look(&text.agree, [beside_agree, back]);
            look(&text.decline, [beside_decline, back]);
        }
    }
    said
}
