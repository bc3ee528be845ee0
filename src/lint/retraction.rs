//! Whether a paper that an issue leans on was retracted.

pub(in crate::lint) mod retracted;
