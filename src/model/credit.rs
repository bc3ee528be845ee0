//! Who did what for an issue.

use serde::{Deserialize, Serialize};

use super::person::PersonId;
use crate::diag::At;

/// A person and a role.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Credit {
    /// What was done.
    pub role: Role,
    /// Who did it, and where that is said.
    pub person: At<PersonId>,
}

/// The roles that a credit may name: a closed list, named in the reader's language by the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 文章解读
    Interpretation,
    /// 内容审核
    Review,
    /// 通讯员
    Correspondent,
    /// 翻译
    Translation,
    /// 编辑
    Editing,
    /// 整理
    Compilation,
}

impl Role {
    /// Every role with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[
        ("interpretation", Self::Interpretation),
        ("review", Self::Review),
        ("correspondent", Self::Correspondent),
        ("translation", Self::Translation),
        ("editing", Self::Editing),
        ("compilation", Self::Compilation),
    ];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}
