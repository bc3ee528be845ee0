//! What a person sees while a run takes its time: a line on a terminal, plain lines where nobody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::{Common, Format};
use super::{is_watched, say};
use crate::diag::{Locale, Text};

/// How long a run may take before anything is shown of it.
const A_MOMENT: Duration = Duration::from_millis(500);

/// Shows the stage of a run once the run has taken more than a moment.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    is_verbose: bool,
    locale: Locale,
}

impl Progress {
    /// Ready for a run.
    pub(super) fn new(common: &Common) -> Self {
        let is_shown = is_watched() && !common.quiet && common.format == Format::Human && !common.verbose;
        let bar = is_shown.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
                .with_style(ProgressStyle::default_spinner());
            bar.enable_steady_tick(Duration::from_millis(100));
            let later = bar.clone();
            // Most runs have ended by then; a bar that has been finished stays invisible.
            #[expect(clippy::disallowed_methods, reason = "it waits beside the work until there is something to show")]
            std::thread::spawn(move || {
                std::thread::sleep(A_MOMENT);
                later.set_draw_target(ProgressDrawTarget::stderr());
            });
            bar
        });
        Self { bar, is_verbose: common.verbose, locale: common.locale() }
    }

    /// A stage begins.
    pub(super) fn stage(&self, name: &Text) {
        let name = name.say(self.locale);
        if let Some(bar) = &self.bar {
            bar.set_message(name.to_string());
        }
        if self.is_verbose {
            say(&name);
        }
    }

    /// The run has ended: what was shown vanishes.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
