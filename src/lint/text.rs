//! Whether marks and punctuation reach readers as they were meant.

pub(in crate::lint) mod dialect;
pub(in crate::lint) mod empty_link;
pub(in crate::lint) mod half_width;
pub(in crate::lint) mod markup;
pub(in crate::lint) mod quotation;
pub(in crate::lint) mod struck;
