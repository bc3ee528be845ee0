//! What a person sees while a run takes its time: a line on a terminal, with a bar for long work; plain lines where
//! nobody watches.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::{Common, Format};
use super::{is_watched, say};
use crate::diag::{Locale, Text, text};
use crate::io::clock::Stopwatch;
use crate::pipeline::{Told, Work};

/// How long a run may take before anything is shown of it.
const A_MOMENT: Duration = Duration::from_millis(500);

/// How far apart lines about long work are where there is no bar.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// How long a piece of long work has to go on before its end is foretold.
const A_TRIAL: Duration = Duration::from_secs(2);

/// Shows the stage of a run once the run has taken more than a moment, and how far long work is.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// Whether long work says a line now and then.
    has_lines: bool,
    is_verbose: bool,
    locale: Locale,
    clock: Stopwatch,
    job: Mutex<Option<Job>>,
}

impl Progress {
    /// Ready for a run.
    pub(super) fn new(common: &Common) -> Self {
        let is_told = !common.quiet && common.format == Format::Human;
        let is_shown = is_told && is_watched() && !common.verbose;
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
        Self {
            has_lines: is_told && bar.is_none(),
            bar,
            is_verbose: common.verbose,
            locale: common.locale(),
            clock: Stopwatch::start(),
            job: Mutex::default(),
        }
    }

    /// Takes what a run tells of itself.
    pub(super) fn hear(&self, told: &Told<'_>) {
        match told {
            Told::Stage(name) => self.stage(name),
            Told::Expected { work, count, trouble } => {
                *self.job() = Some(Job::new(*work, *count, *trouble, self.clock.elapsed()));
                if let Some(bar) = &self.bar {
                    bar.set_length(*trouble);
                    bar.set_position(0);
                    // Only a mistake in the template would leave the bar out, and nothing else.
                    bar.set_style(ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar()));
                }
            }
            Told::Begun { name, .. } => self.step(|job| job.name = (*name).to_owned()),
            Told::Further { trouble, .. } => self.step(|job| job.made += trouble),
            Told::Done { trouble, is_kept, .. } => self.step(|job| job.done(*trouble, *is_kept)),
        }
    }

    /// A stage begins.
    fn stage(&self, name: &Text) {
        *self.job() = None;
        let name = name.say(self.locale);
        if let Some(bar) = &self.bar {
            bar.set_style(ProgressStyle::default_spinner());
            bar.set_message(name.to_string());
        }
        if self.is_verbose {
            say(&name);
        }
    }

    /// Long work is a step further.
    fn step(&self, take: impl FnOnce(&mut Job)) {
        let mut job = self.job();
        let Some(job) = job.as_mut() else { return };
        take(job);
        let now = self.clock.elapsed();
        if let Some(bar) = &self.bar {
            bar.set_position(job.made + job.kept);
            bar.set_message(format!("{}  {}", job.say(now).say(self.locale), job.name));
        }
        if self.has_lines && job.is_due(now) {
            say(&job.say(now).say(self.locale));
        }
    }

    fn job(&self) -> MutexGuard<'_, Option<Job>> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The run has ended: what was shown vanishes.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The bar, how far the work is and what is being made, as far as there is room.
const BAR: &str = "{spinner} {bar:20} {wide_msg}";

/// Long work, and how far it is.
struct Job {
    work: Work,
    count: usize,
    done: usize,
    /// All the trouble of it, what of that was taken in this run, and what an earlier run had taken.
    trouble: u64,
    made: u64,
    kept: u64,
    /// What was begun last.
    name: String,
    began: Duration,
    /// When a line was said of it.
    told: Duration,
}

impl Job {
    fn new(work: Work, count: usize, trouble: u64, now: Duration) -> Self {
        Self { work, count, done: 0, trouble, made: 0, kept: 0, name: String::new(), began: now, told: now }
    }

    fn done(&mut self, trouble: u64, is_kept: bool) {
        self.done += 1;
        *(if is_kept { &mut self.kept } else { &mut self.made }) += trouble;
    }

    /// Whether a line is to be said of it again; not of its end, which the next stage tells.
    fn is_due(&mut self, now: Duration) -> bool {
        let is_due = self.done < self.count && now.saturating_sub(self.told) >= BETWEEN_LINES;
        if is_due {
            self.told = now;
        }
        is_due
    }

    /// How long it will still take, if the rest is as quick as what was made up to now.
    fn left(&self, now: Duration) -> Option<Duration> {
        let elapsed = now.saturating_sub(self.began);
        let left = self.trouble.saturating_sub(self.made + self.kept);
        let is_known = self.made > 0 && elapsed >= A_TRIAL;
        is_known.then(|| elapsed.mul_f64(left as f64 / self.made as f64))
    }

    fn say(&self, now: Duration) -> Text {
        let (done, count) = (self.done, self.count);
        let work = match self.work {
            Work::Pictures => text!("pictures"),
            Work::Cards => text!("cards"),
            Work::Files => text!("files"),
            Work::Uploads => text!("uploads"),
            Work::Links => text!("outside addresses"),
        };
        match self.left(now) {
            Some(left) => text!("{work}: {done} of {count}, about {time} left", work, done, count, time = about(left)),
            None => text!("{work}: {done} of {count}", work, done, count),
        }
    }
}

/// A time that nobody knows exactly.
fn about(time: Duration) -> Text {
    match time.as_secs() {
        seconds @ 0..100 => text!("{time} s", time = seconds + 1),
        seconds => text!("{time} min", time = seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_reckoned_from_what_was_made() {
        let second = Duration::from_secs;
        let mut job = Job::new(Work::Pictures, 4, 1000, second(5));
        assert_eq!(job.say(second(5)).to_string(), "pictures: 0 of 4");
        // What was kept took no time, and says nothing of what is to come.
        job.done(400, true);
        assert_eq!(job.left(second(20)), None);
        job.done(100, false);
        assert_eq!(job.left(second(6)), None, "too early");
        assert_eq!(job.left(second(15)), Some(second(50)));
        assert_eq!(job.say(second(15)).to_string(), "pictures: 2 of 4, about 51 s left");
        assert_eq!(job.say(second(65)).to_string(), "pictures: 2 of 4, about 5 min left");
        job.made += 500;
        assert_eq!(job.left(second(15)), Some(Duration::ZERO));
    }

    #[test]
    fn lines_are_far_between() {
        let second = Duration::from_secs;
        let mut job = Job::new(Work::Cards, 2, 2, second(5));
        job.done(1, false);
        let said: Vec<u64> = (5..40).filter(|now| job.is_due(second(*now))).collect();
        assert_eq!(said, [15, 25, 35]);
        job.done(1, false);
        assert!(!job.is_due(second(60)));
    }
}
