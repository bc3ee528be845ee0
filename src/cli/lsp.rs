//! `postil lsp`: the language server, over standard input and output.

use std::io::BufReader;

use jiff::civil::Date;

use super::End;
use super::arguments::Common;
use crate::lsp::{self, Setting};

/// Talks with an editor's program until it ends.
pub(super) fn carry_out(common: &Common, now: Option<Date>) -> End {
    let setting = Setting { locale: common.asked_locale(), otherwise: common.locale(), now };
    let mut output = std::io::stdout().lock();
    let ended_well = lsp::serve(BufReader::new(std::io::stdin()), &mut output, setting);
    if ended_well { End::Done } else { End::Machine }
}
