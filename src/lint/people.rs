//! Whether counts, percentages and what is reckoned from them agree.

pub(in crate::lint) mod difference;
pub(in crate::lint) mod effect_of_rates;
pub(in crate::lint) mod excess;
pub(in crate::lint) mod fold_change;
pub(in crate::lint) mod heterogeneity;
pub(in crate::lint) mod mean_of_counts;
pub(in crate::lint) mod median;
pub(in crate::lint) mod needed;
pub(in crate::lint) mod parts;
pub(in crate::lint) mod percentage;
pub(in crate::lint) mod person_time;
pub(in crate::lint) mod reduction;
pub(in crate::lint) mod total;
pub(in crate::lint) mod two_by_two;
pub(in crate::lint) mod two_means;
