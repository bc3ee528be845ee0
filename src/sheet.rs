//! The numbers of an issue, for the people who compare them with the paper: where each stands, what it was read as, and
//! whether it is still the one that somebody signed.
//!
//! Every digit that readers see is in the list: what no reader of [`evidence`](crate::evidence) understood is in it as
//! *not read*. [`numbers`] finds them, [`signed`] compares them with a signature. Nothing here judges a number: what the
//! rules make of it is found out by [`pipeline::sheet`](crate::pipeline::sheet), which asks them.

mod chart;
mod field;
mod gather;
mod number;
mod reading;
pub mod signed;
pub mod statistic;
mod token;

pub use gather::{numbers, tokens};
pub use number::{Apart, Entry, Place, Reading, Seat};
