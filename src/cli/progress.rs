//! What a person sees while a run takes its time: a line on a terminal, plain lines where nobody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Common, Format};
use super::{is_watched, say};

/// Shows the stage of a run once the run has taken more than a moment.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    is_verbose: bool,
}

impl Progress {
    /// Ready for a run.
    pub(super) fn new(common: &Common) -> Self {
        let is_shown = is_watched() && !common.quiet && common.format == Format::Human && !common.verbose;
        let bar = is_shown.then(|| {
            // Hidden until the first tick, half a second from now: most runs have ended by then.
            let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(500));
            bar
        });
        Self { bar, is_verbose: common.verbose }
    }

    /// A stage begins.
    pub(super) fn stage(&self, name: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(name.to_owned());
        }
        if self.is_verbose {
            say(name);
        }
    }

    /// The run has ended: what was shown vanishes.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
