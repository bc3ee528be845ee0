//! Today, asked once, at the start of a run.

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
