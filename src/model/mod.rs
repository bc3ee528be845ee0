//! The words of the field as types: what a column is made of, once it is known to be sound.
//!
//! Nothing here reads, prints or knows how it was written. It imports nothing of postil but
//! [`diag`](crate::diag).

pub mod address;
pub mod author;
pub mod body;
pub mod chart;
pub mod code_language;
pub mod column;
pub mod comment;
pub mod commentary;
pub mod consent;
pub mod correction;
pub mod credit;
pub mod elsewhere;
pub mod figure;
pub mod finding;
pub mod foreign;
pub mod gathered;
pub mod house;
pub mod identifier;
pub mod issue;
pub mod language;
pub mod outlet;
pub mod outside;
pub mod page;
pub mod person;
pub mod picture;
pub mod placeholder;
pub mod printed;
pub mod prose;
pub mod public;
pub mod quiz;
pub mod reference;
pub mod retraction;
pub mod signature;
pub mod site;
pub mod specialty;
pub mod statistic;
pub mod trial;
pub mod uri;
