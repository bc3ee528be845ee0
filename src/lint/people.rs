//! Whether counts, percentages and what is reckoned from them agree.

pub(in crate::lint) mod difference;
pub(in crate::lint) mod excess;
pub(in crate::lint) mod fold_change;
pub(in crate::lint) mod percentage;
pub(in crate::lint) mod reduction;
pub(in crate::lint) mod total;
pub(in crate::lint) mod two_by_two;
