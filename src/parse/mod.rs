//! From a file's text to what its author wrote, with the place of everything.
//!
//! Nothing here touches a disk, a clock or a network, and nothing here decides whether what was written makes
//! sense: that is [`validate`](crate::validate)'s.

pub mod csv;
pub mod directive;
pub mod draft;
pub(crate) mod fault;
pub mod front_matter;
pub mod markdown;
pub mod named;
pub mod node;
pub mod retraction;
pub mod toml;
pub mod unseen;
