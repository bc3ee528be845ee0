//! What is wrong with what was made: at its file, and in one order.

use crate::diag::{Diagnostic, Locale};
use crate::inspect;
use crate::render::outlet::{self, Own};
use crate::render::theme::Theme;

/// A fault of a template at its file, where it was only known by its name: `templates/home.html`.
pub(in crate::pipeline) fn at_home(mut fault: Diagnostic, theme: &Theme) -> Diagnostic {
    fault.path = fault.path.map(|path| theme.file_of(&path).map_or(path.clone(), str::to_owned));
    fault
}

/// What is wrong with what a theme's own template has made of an outlet, at its file.
pub(in crate::pipeline) fn judged(own: &Own, theme: &Theme) -> Vec<Diagnostic> {
    let Some(template) = outlet::template(own.outlet) else { return Vec::new() };
    let said = inspect::outlet::judge(own.outlet, template, &own.html, &own.kept);
    said.into_iter().map(|fault| at_home(fault, theme)).collect()
}

/// Remarks in an order that does not depend on that of threads.
pub(super) fn in_order(mut remarks: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |it: &Diagnostic| {
        let place = it.place.as_ref().map(|place| (place.file.path.clone(), place.span.start));
        (place, it.code.name(), it.message.say(Locale::English).into_owned())
    };
    remarks.sort_by_cached_key(key);
    remarks
}
