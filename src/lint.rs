//! What can be represented but is wrong or careless: the rules, in one table.
//!
//! Everything with words is read as a [`Document`]: an issue, a column, a page, a person. A rule looks at one passage,
//! at a whole document or at the whole site; what else it may ask lies on its [`Desk`]. It changes nothing, and where a
//! repair is certain it says which. A rule is one file in the folder of its group with one function, and one line in
//! [`RULES`]; its code has a line in [`diag::code`] and its documentation, whose examples are its tests, in
//! `tests/rules/`. A rule imports no other rule: what two of them need stands in [`reading`] or in
//! [`evidence`](crate::evidence).
//!
//! [`diag::code`]: crate::diag::code

use crate::diag::{Code, Said, code};

pub mod reading;

mod agreement;
mod complete;
mod effect;
mod people;
mod retraction;
mod style;
mod text;

pub use reading::desk::Desk;
pub use reading::document::{Document, Source, sources};
use reading::passage::Passage;
pub(crate) use retraction::retracted::papers;

/// Every rule, in the order of its code.
pub const RULES: &[Rule] = &[
    Rule { code: code::E101, look: Look::Passage(effect::implied_p::look) },
    Rule { code: code::E102, look: Look::Passage(effect::outside_interval::look) },
    Rule { code: code::E103, look: Look::Passage(effect::asymmetric_interval::look) },
    Rule { code: code::E104, look: Look::Passage(effect::interval_and_p::look) },
    Rule { code: code::E105, look: Look::Passage(effect::unsaid_sides::look) },
    Rule { code: code::E106, look: Look::Document(effect::unsaid_level::look) },
    Rule { code: code::E107, look: Look::Document(effect::unread_effect::look) },
    Rule { code: code::E108, look: Look::Document(effect::impossible::look) },
    Rule { code: code::E201, look: Look::Document(people::percentage::look) },
    Rule { code: code::E202, look: Look::Document(people::excess::look) },
    Rule { code: code::E203, look: Look::Document(people::total::look) },
    Rule { code: code::E204, look: Look::Document(people::difference::look) },
    Rule { code: code::E205, look: Look::Document(people::reduction::look) },
    Rule { code: code::E206, look: Look::Document(people::two_by_two::look) },
    Rule { code: code::E301, look: Look::Document(people::fold_change::look) },
    Rule { code: code::E401, look: Look::Document(agreement::summary::look) },
    Rule { code: code::E402, look: Look::Document(agreement::qualifier::look) },
    Rule { code: code::E403, look: Look::Document(agreement::spin::look) },
    Rule { code: code::E501, look: Look::Document(complete::required::look) },
    Rule { code: code::E502, look: Look::Document(complete::required::doi) },
    Rule { code: code::E503, look: Look::Document(complete::required::statements) },
    Rule { code: code::E504, look: Look::Document(complete::required::parts) },
    Rule { code: code::E505, look: Look::Document(complete::required::roles) },
    Rule { code: code::E506, look: Look::Document(complete::figure_source::look) },
    Rule { code: code::E507, look: Look::Document(complete::contents::look) },
    Rule { code: code::E601, look: Look::House(style::unit::look) },
    Rule { code: code::E602, look: Look::Document(style::abbreviation::look) },
    Rule { code: code::E603, look: Look::House(style::p_value::look) },
    Rule { code: code::E604, look: Look::House(style::plain_number::look) },
    Rule { code: code::E605, look: Look::Passage(style::threshold::look) },
    Rule { code: code::E606, look: Look::House(style::term::look) },
    Rule { code: code::E607, look: Look::House(style::journal::look) },
    Rule { code: code::E607, look: Look::Site(style::journal::look_around) },
    Rule { code: code::E608, look: Look::Document(style::long_title::look) },
    Rule { code: code::E701, look: Look::Document(retraction::retracted::look) },
    Rule { code: code::E704, look: Look::Document(retraction::retracted::references) },
    Rule { code: code::E801, look: Look::Document(agreement::translated::look) },
    Rule { code: code::L017, look: Look::Sound(complete::unnamed_person::look) },
    Rule { code: code::M027, look: Look::Passage(text::markup::look) },
    Rule { code: code::M028, look: Look::Passage(text::struck::look) },
    Rule { code: code::M029, look: Look::Passage(text::empty_link::look) },
    Rule { code: code::M030, look: Look::Passage(text::half_width::look) },
    Rule { code: code::M031, look: Look::Passage(text::quotation::look) },
];

/// Something to look for.
pub struct Rule {
    /// What it says.
    pub code: Code,
    /// Where it looks.
    pub look: Look,
}

/// Where a rule looks.
pub enum Look {
    /// At one passage, the same in every house.
    Passage(fn(&Passage<'_>, &mut Said)),
    /// At one passage, as the house wants it.
    House(fn(&Passage<'_>, &Desk<'_>, &mut Said)),
    /// At everything that stands in one source.
    Document(fn(&Document<'_>, &Desk<'_>, &mut Said)),
    /// At what stands in several files.
    Site(fn(&Desk<'_>, &mut Said)),
    /// The same, where nothing is an error: on other sites it would repeat the errors in other words.
    Sound(fn(&Desk<'_>, &mut Said)),
}

/// Reads a source by every rule that looks at one.
pub fn read(source: Source<'_>, desk: &Desk<'_>) -> Said {
    let document = Document::new(source);
    let mut said = Said::default();
    for rule in RULES {
        match rule.look {
            Look::Passage(look) => document.passages.iter().for_each(|passage| look(passage, &mut said)),
            Look::House(look) => document.passages.iter().for_each(|passage| look(passage, desk, &mut said)),
            Look::Document(look) => look(&document, desk, &mut said),
            Look::Site(_) | Look::Sound(_) => {}
        }
    }
    said
}

/// Reads what stands in several files.
pub fn read_site(desk: &Desk<'_>) -> Said {
    let mut said = Said::default();
    for rule in RULES {
        if let Look::Site(look) = rule.look {
            look(desk, &mut said);
        }
    }
    said
}

/// Reads what stands in several files of a site that has no errors.
pub fn read_sound_site(desk: &Desk<'_>) -> Said {
    let mut said = Said::default();
    for rule in RULES {
        if let Look::Sound(look) = rule.look {
            look(desk, &mut said);
        }
    }
    said
}
