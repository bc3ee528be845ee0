//! Today, asked once, at the start of a run; and how long a run takes, where somebody wants to know.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day it is now in a time zone.
pub fn today(zone: &TimeZone) -> Date {
    jiff::Timestamp::now().to_zoned(zone.clone()).date()
}

/// The time of this moment, for what is kept outside of the site: it reaches no page.
pub fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

/// Lets some time go by, where another machine is not to be asked at once.
pub fn wait(time: std::time::Duration) {
    std::thread::sleep(time);
}

/// Measures how long a run takes, for what is told of it: nothing of that reaches a site.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// One that runs from now on.
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// The time since then.
    pub fn elapsed(self) -> std::time::Duration {
        self.0.elapsed()
    }
}
