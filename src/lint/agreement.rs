//! Whether what an issue says in one place agrees with what it says in another.

pub(in crate::lint) mod findings;
pub(in crate::lint) mod published;
pub(in crate::lint) mod qualifier;
pub(in crate::lint) mod significance;
pub(in crate::lint) mod spin;
pub(in crate::lint) mod summary;
pub(in crate::lint) mod translated;
