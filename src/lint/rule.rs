//! What a row of the table of rules says: the code, its group, who looks and where, whether a repair is certain, since
//! when there is the rule, and what it stands on.

use super::{Desk, Document};
use crate::diag::{Code, Said, Text, text};
use crate::lint::reading::passage::Passage;
use crate::model::site::Site;

/// Something to look for.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it says.
    pub code: Code,
    /// What it is about.
    pub group: Group,
    /// Where it looks.
    pub look: Look,
    /// Whether `postil fix` repairs what it finds.
    pub fix: Fix,
    /// The version of postil that it came in.
    pub since: &'static str,
    /// The guideline, standard or paper that it stands on; `None` where it stands on itself.
    pub source: Option<&'static str>,
}

/// A row of the table.
pub(super) const fn rule(
    code: Code,
    group: Group,
    look: Look,
    fix: Fix,
    since: &'static str,
    source: Option<&'static str>,
) -> Rule {
    Rule { code, group, look, fix, since, source }
}

/// What a rule is about. Those that look here have a folder of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// How front matter is written.
    Field,
    /// An effect, its interval and its P value.
    Effect,
    /// Counts of people, percentages, and what is reckoned from them.
    People,
    /// What an issue says in one place and in another.
    Agreement,
    /// What the house and readers expect of an issue.
    Complete,
    /// How names, units and numbers are written.
    Style,
    /// Signatures of the numbers.
    Signature,
    /// Retracted papers.
    Retraction,
    /// What stands elsewhere.
    Elsewhere,
    /// Files that belong to nothing.
    File,
    /// Links and addresses.
    Link,
    /// New files.
    New,
    /// The question of consent.
    Consent,
    /// Charts and their tables.
    Chart,
    /// Pictures and cards.
    Picture,
    /// Themes.
    Theme,
    /// Marks and punctuation.
    Text,
}

impl Group {
    /// Whether its rules say of a number whether it can be right.
    pub fn judges_numbers(self) -> bool {
        matches!(self, Self::Effect | Self::People | Self::Agreement)
    }

    /// What it is called.
    pub fn about(self) -> Text {
        match self {
            Self::Field => text!("how front matter is written"),
            Self::Effect => text!("effects, intervals and P values"),
            Self::People => text!("counts and percentages"),
            Self::Agreement => text!("one place against another"),
            Self::Complete => text!("what an issue should have"),
            Self::Style => text!("how things are written"),
            Self::Signature => text!("signatures"),
            Self::Retraction => text!("retracted papers"),
            Self::Elsewhere => text!("issues elsewhere"),
            Self::File => text!("files"),
            Self::Link => text!("links and addresses"),
            Self::New => text!("new files"),
            Self::Consent => text!("the question of consent"),
            Self::Chart => text!("charts and their tables"),
            Self::Picture => text!("pictures and cards"),
            Self::Theme => text!("themes"),
            Self::Text => text!("marks and punctuation"),
        }
    }
}

/// Where a rule looks.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// At one passage, the same in every house.
    Passage(fn(&Passage<'_>, &mut Said)),
    /// At one passage, as the house wants it.
    House(fn(&Passage<'_>, &Desk<'_>, &mut Said)),
    /// At everything that stands in one source.
    Document(fn(&Document<'_>, &Desk<'_>, &mut Said)),
    /// At what stands in several files.
    Site(fn(&Site, &Desk<'_>, &mut Said)),
    /// The same, where nothing is an error: on other sites it would repeat the errors in other words.
    Sound(fn(&Site, &Desk<'_>, &mut Said)),
    /// The rule of another code says it too, of another kind of what it finds.
    With(Code),
    /// A stage says it, which has to find it before it can go on.
    Stage(Stage),
}

impl Look {
    /// What it looks at.
    pub fn about(self) -> Text {
        match self {
            Self::Passage(_) | Self::House(_) => text!("looks at each passage"),
            Self::Document(_) => text!("looks at each issue as a whole"),
            Self::Site(_) => text!("looks at the site as a whole"),
            Self::Sound(_) => text!("looks at the site as a whole, once nothing is an error"),
            Self::With(code) => text!("found together with {code}", code),
            Self::Stage(stage) => stage.about(),
        }
    }
}

/// A stage that finds something itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files are found and read.
    Read,
    /// Texts are read.
    Parse,
    /// What was written becomes what it stands for.
    Validate,
    /// Files are put together.
    Link,
    /// Signatures, and the numbers that were put elsewhere, are compared with those of the issue.
    Sign,
    /// What editors accept is taken out.
    Accept,
    /// The theme is made ready.
    Theme,
    /// Pictures are made.
    Illustrate,
    /// Cards are drawn.
    Card,
    /// Outlets are made.
    Outlet,
    /// The site is put in its output folder.
    Publish,
    /// Outside addresses are asked.
    Visit,
    /// New files are made.
    New,
}

impl Stage {
    fn about(self) -> Text {
        match self {
            Self::Read => text!("found when files are read"),
            Self::Parse => text!("found when a text is read"),
            Self::Validate => text!("found when fields and tables are understood"),
            Self::Link => text!("found when files are put together"),
            Self::Sign => text!("found when the numbers are compared with those that were kept"),
            Self::Accept => text!("found when everything else has been said"),
            Self::Theme => text!("found when the theme is made ready"),
            Self::Illustrate => text!("found when pictures are made"),
            Self::Card => text!("found when cards are drawn"),
            Self::Outlet => text!("found when outlets are made"),
            Self::Publish => text!("found when the site is published"),
            Self::Visit => text!("found when outside addresses are asked, with `postil check --links`"),
            Self::New => text!("found when new files are made"),
        }
    }
}

/// Whether `postil fix` repairs what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// A person has to decide.
    None,
    /// It does wherever the repair is certain; where it is not, a person has to decide.
    Certain,
}

impl Fix {
    /// What it does.
    pub fn about(self) -> Text {
        match self {
            Self::None => text!("an editor decides"),
            Self::Certain => text!("`postil fix` repairs it where that is certain"),
        }
    }
}
