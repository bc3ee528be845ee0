//! What a rule is given to read: documents in passages, the desk with what lies beside them, tables and crowds.
//!
//! Nothing here decides that anything is wrong.

pub(in crate::lint) mod arms;
pub mod crowd;
pub mod desk;
pub mod document;
pub mod passage;
pub(in crate::lint) mod place;
pub mod reckoned;
pub(in crate::lint) mod row;
pub(in crate::lint) mod shown;
pub(in crate::lint) mod table;
pub(in crate::lint) mod words;
