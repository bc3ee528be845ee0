//! Whether an effect, its interval and its P value can stand together.

pub(in crate::lint) mod asymmetric_interval;
pub(in crate::lint) mod implied_p;
pub(in crate::lint) mod impossible;
pub(in crate::lint) mod interval_and_p;
pub(in crate::lint) mod outside_interval;
pub(in crate::lint) mod test_statistic;
pub(in crate::lint) mod unread_effect;
pub(in crate::lint) mod unsaid_level;
pub(in crate::lint) mod unsaid_sides;
pub(in crate::lint) mod zero_p;
