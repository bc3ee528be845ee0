//! Whether an issue has what the house and its readers expect of it.

pub(in crate::lint) mod contents;
pub(in crate::lint) mod duplicate;
pub(in crate::lint) mod figure_source;
pub(in crate::lint) mod long_menu;
pub(in crate::lint) mod open_question;
pub(in crate::lint) mod placeholder;
pub(in crate::lint) mod required;
pub(in crate::lint) mod unnamed_person;
