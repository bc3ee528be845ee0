//! Whether names, units and numbers are written as the house writes them.

pub(in crate::lint) mod abbreviation;
pub(in crate::lint) mod journal;
pub(in crate::lint) mod long_title;
pub(in crate::lint) mod p_value;
pub(in crate::lint) mod plain_number;
pub(in crate::lint) mod term;
pub(in crate::lint) mod threshold;
pub(in crate::lint) mod unit;
