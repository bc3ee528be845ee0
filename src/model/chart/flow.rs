//! Flow diagrams of participants, as the CONSORT statement asks for them.

/// Participants from enrolment to analysis.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Flow {
    /// What is counted before there are arms.
    pub trunk: Vec<Entry>,
    /// What is counted in each arm.
    pub arms: Vec<FlowArm>,
    /// All who were analysed, where that is said.
    pub total: Option<Entry>,
}

/// An arm of a flow diagram.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct FlowArm {
    /// The arm's name.
    pub label: Box<str>,
    /// Its counts in the order of the stages.
    pub entries: Vec<Entry>,
}

/// A count with what is said of it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entry {
    /// The stage.
    pub stage: Stage,
    /// How many.
    pub count: Option<u32>,
    /// Why, and how many for each reason.
    pub reasons: Vec<Reason>,
}

/// A reason, or a remark where it has no count.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Reason {
    /// In words.
    pub text: Box<str>,
    /// How many.
    pub count: Option<u32>,
}

/// Stages of a trial in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Wanted by the plan.
    Planned,
    /// Assessed for eligibility.
    Assessed,
    /// Not taken in.
    Excluded,
    /// Taken into the trial.
    Enrolled,
    /// Randomised.
    Randomised,
    /// Allocated to an arm.
    Allocated,
    /// Received what the arm stands for.
    Received,
    /// Did not receive it.
    NotReceived,
    /// Lost to follow-up.
    Lost,
    /// Stopped the treatment.
    Discontinued,
    /// Analysed.
    Analysed,
    /// Left out of the analysis.
    NotAnalysed,
}

impl Stage {
    /// Every stage with its name in interface strings, and the names that editors write: the first is the usual one.
    pub const ALL: &[(Self, &[&str])] = &[
        (Self::Planned, &["planned", "计划入组", "计划"]),
        (Self::Assessed, &["assessed", "筛选", "评估"]),
        (Self::Excluded, &["excluded", "排除"]),
        (Self::Enrolled, &["enrolled", "入组", "纳入"]),
        (Self::Randomised, &["randomised", "randomized", "随机", "随机分组"]),
        (Self::Allocated, &["allocated", "分配"]),
        (Self::Received, &["received", "接受干预", "接受"]),
        (Self::NotReceived, &["not_received", "未接受干预", "未接受"]),
        (Self::Lost, &["lost", "失访"]),
        (Self::Discontinued, &["discontinued", "中止干预", "停药", "中止"]),
        (Self::Analysed, &["analysed", "analyzed", "纳入分析", "分析"]),
        (Self::NotAnalysed, &["not_analysed", "not_analyzed", "未纳入分析", "未分析"]),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(stage, _)| *stage == self).and_then(|(_, names)| names.first()).copied().unwrap_or("")
    }

    /// The stage that a name stands for.
    pub fn find(written: &str) -> Option<Self> {
        let lower = written.to_ascii_lowercase().replace([' ', '-'], "_");
        Self::ALL.iter().find(|(_, names)| names.contains(&&*lower)).map(|(stage, _)| *stage)
    }

    /// Whether it is counted before there are arms.
    pub fn is_before_arms(self) -> bool {
        self <= Self::Randomised
    }
}
