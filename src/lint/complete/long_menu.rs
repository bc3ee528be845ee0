//! L020: more pages than a menu lists.

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::Desk;
use crate::model::page::MENU;
use crate::model::site::Site;

/// Every page that should be in the menus is.
pub(in crate::lint) fn look(site: &Site, _: &Desk<'_>, said: &mut Said) {
    for edition in &site.editions {
        let listed = || edition.pages.iter().map(|index| &site.pages[*index]).filter(|page| page.is_in_menus());
        let Some(first) = listed().nth(MENU) else { continue };
        let message =
            text!("{n} pages stand at the top, and menus list {most} of them", n = listed().count(), most = MENU);
        said.push(
            Diagnostic::new(code::L020, message)
                .at(&first.source, 0..0)
                .label(text!("this is the first that no menu lists"))
                .help(text!(
                    "put pages that belong together into a folder with an `index.md`: only that one is listed"
                )),
        );
    }
}
