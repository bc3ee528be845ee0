//! Today, asked once, at the start of a run.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day it is now in a time zone.
#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the clock for the day")]
pub fn today(zone: &TimeZone) -> Date {
    jiff::Timestamp::now().to_zoned(zone.clone()).date()
}

/// The time of this moment, for what is kept outside of the site: it reaches no page.
#[expect(clippy::disallowed_methods, reason = "the age of files in the cache")]
pub fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}
