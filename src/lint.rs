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
use crate::model::site::Site;

pub mod reading;
pub mod rule;

mod agreement;
mod complete;
mod effect;
mod people;
mod retraction;
mod source;
mod style;
mod text;

pub use reading::desk::Desk;
pub use reading::document::{Document, Source, sources};
pub(crate) use retraction::retracted::papers;
use rule::{Fix, Group, Look, Rule, Stage, rule};
use source::*;

/// Every rule, in the order of the codes: all that `[rules]` may switch or an editor may accept. Most look here; what
/// another stage has to find itself, because it must before it can go on, is listed with that stage.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule(code::F005, Group::Field, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::F006, Group::Field, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::F016, Group::Field, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::F027, Group::Field, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::F035, Group::Field, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::F036, Group::Field, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::F037, Group::Field, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::F038, Group::Field, Look::Stage(Stage::Validate), Fix::Certain, "0.1", None),
    rule(code::F041, Group::Field, Look::Stage(Stage::Accept), Fix::None, "0.1", None),
    rule(code::F044, Group::Field, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::E101, Group::Effect, Look::Passage(effect::implied_p::look), Fix::None, "0.1", ALTMAN_P),
    rule(code::E102, Group::Effect, Look::Passage(effect::outside_interval::look), Fix::None, "0.1", None),
    rule(code::E103, Group::Effect, Look::Passage(effect::asymmetric_interval::look), Fix::None, "0.1", ALTMAN_CI),
    rule(code::E104, Group::Effect, Look::Passage(effect::interval_and_p::look), Fix::None, "0.1", ALTMAN_P),
    rule(code::E105, Group::Effect, Look::Passage(effect::unsaid_sides::look), Fix::None, "0.1", SAMPL),
    rule(code::E106, Group::Effect, Look::Document(effect::unsaid_level::look), Fix::None, "0.1", SAMPL),
    rule(code::E107, Group::Effect, Look::Document(effect::unread_effect::look), Fix::None, "0.1", None),
    rule(code::E108, Group::Effect, Look::Document(effect::impossible::look), Fix::None, "0.1", SAMPL),
    rule(code::E109, Group::Effect, Look::Document(effect::zero_p::look), Fix::None, "0.1", SAMPL),
    rule(code::E110, Group::Effect, Look::Passage(effect::test_statistic::look), Fix::None, "0.1", STATCHECK),
    rule(code::E111, Group::People, Look::Document(people::two_means::look), Fix::None, "0.1", TWO_MEANS),
    rule(code::E112, Group::People, Look::Passage(people::median::look), Fix::None, "0.1", None),
    rule(code::E113, Group::Agreement, Look::Document(agreement::significance::look), Fix::None, "0.1", SAMPL),
    rule(code::E201, Group::People, Look::Document(people::percentage::look), Fix::None, "0.1", GRIM),
    rule(code::E202, Group::People, Look::Document(people::excess::look), Fix::None, "0.1", CONSORT),
    rule(code::E203, Group::People, Look::Document(people::total::look), Fix::None, "0.1", CONSORT),
    rule(code::E204, Group::People, Look::Document(people::difference::look), Fix::None, "0.1", None),
    rule(code::E205, Group::People, Look::Document(people::reduction::look), Fix::None, "0.1", SAMPL),
    rule(code::E206, Group::People, Look::Document(people::two_by_two::look), Fix::None, "0.1", TWO_BY_TWO),
    rule(code::E207, Group::People, Look::Document(people::effect_of_rates::look), Fix::None, "0.1", None),
    rule(code::E208, Group::People, Look::Document(people::needed::look), Fix::None, "0.1", NEEDED),
    rule(code::E209, Group::People, Look::Document(people::person_time::look), Fix::None, "0.1", None),
    rule(code::E210, Group::People, Look::Document(people::parts::look), Fix::None, "0.1", None),
    rule(code::E211, Group::People, Look::Document(people::mean_of_counts::look), Fix::None, "0.1", GRIM),
    rule(code::E212, Group::People, Look::Passage(people::heterogeneity::look), Fix::None, "0.1", HETEROGENEITY),
    rule(code::E301, Group::People, Look::Document(people::fold_change::look), Fix::None, "0.1", None),
    rule(code::E401, Group::Agreement, Look::Document(agreement::summary::look), Fix::None, "0.1", CONSORT_ABSTRACTS),
    rule(code::E402, Group::Agreement, Look::Document(agreement::qualifier::look), Fix::None, "0.1", CONSORT_ABSTRACTS),
    rule(code::E403, Group::Agreement, Look::Document(agreement::spin::look), Fix::None, "0.1", SPIN),
    rule(code::E404, Group::Agreement, Look::Document(agreement::findings::look), Fix::None, "0.1", None),
    rule(code::E405, Group::Agreement, Look::Document(agreement::published::look), Fix::None, "0.1", None),
    rule(code::E501, Group::Complete, Look::Document(complete::required::look), Fix::None, "0.1", ICMJE),
    rule(code::E502, Group::Complete, Look::Document(complete::required::doi), Fix::None, "0.1", None),
    rule(code::E503, Group::Complete, Look::Document(complete::required::statements), Fix::None, "0.1", ICMJE),
    rule(code::E504, Group::Complete, Look::Document(complete::required::parts), Fix::None, "0.1", None),
    rule(code::E505, Group::Complete, Look::Document(complete::required::roles), Fix::None, "0.1", None),
    rule(code::E506, Group::Complete, Look::Document(complete::figure_source::look), Fix::None, "0.1", None),
    rule(code::E507, Group::Complete, Look::Document(complete::contents::look), Fix::None, "0.1", None),
    rule(code::E508, Group::Complete, Look::Document(complete::placeholder::look), Fix::None, "0.1", None),
    rule(code::E509, Group::Complete, Look::With(code::E507), Fix::None, "0.1", None),
    rule(code::E510, Group::Signature, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E511, Group::Signature, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E512, Group::Signature, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E513, Group::Signature, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E514, Group::Complete, Look::Document(complete::open_question::look), Fix::None, "0.1", None),
    rule(code::E515, Group::Elsewhere, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E516, Group::Elsewhere, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E517, Group::Elsewhere, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E518, Group::Elsewhere, Look::Stage(Stage::Sign), Fix::None, "0.1", None),
    rule(code::E601, Group::Style, Look::House(style::unit::look), Fix::Certain, "0.1", GB3101),
    rule(code::E602, Group::Style, Look::Document(style::abbreviation::look), Fix::None, "0.1", None),
    rule(code::E603, Group::Style, Look::House(style::p_value::look), Fix::Certain, "0.1", SAMPL),
    rule(code::E604, Group::Style, Look::House(style::plain_number::look), Fix::Certain, "0.1", GB15835),
    rule(code::E605, Group::Style, Look::Passage(style::threshold::look), Fix::None, "0.1", None),
    rule(code::E606, Group::Style, Look::House(style::term::look), Fix::Certain, "0.1", None),
    rule(code::E607, Group::Style, Look::House(style::journal::look), Fix::Certain, "0.1", None),
    rule(code::E607, Group::Style, Look::Site(style::journal::look_around), Fix::Certain, "0.1", None),
    rule(code::E608, Group::Style, Look::Document(style::long_title::look), Fix::None, "0.1", None),
    rule(code::E701, Group::Retraction, Look::Document(retraction::retracted::look), Fix::None, "0.1", COPE),
    rule(code::E702, Group::Retraction, Look::With(code::E701), Fix::None, "0.1", COPE),
    rule(code::E703, Group::Retraction, Look::With(code::E701), Fix::None, "0.1", COPE),
    rule(code::E704, Group::Retraction, Look::Document(retraction::retracted::references), Fix::None, "0.1", COPE),
    rule(code::E705, Group::Retraction, Look::With(code::E704), Fix::None, "0.1", COPE),
    rule(code::E706, Group::Retraction, Look::Stage(Stage::Read), Fix::None, "0.1", None),
    rule(code::E801, Group::Agreement, Look::Document(agreement::translated::look), Fix::None, "0.1", None),
    rule(code::I007, Group::File, Look::Stage(Stage::Read), Fix::None, "0.1", None),
    rule(code::I011, Group::File, Look::Stage(Stage::Publish), Fix::None, "0.1", None),
    rule(code::I013, Group::File, Look::Stage(Stage::Read), Fix::None, "0.1", None),
    rule(code::L011, Group::Link, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::L012, Group::Link, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::L017, Group::Complete, Look::Sound(complete::unnamed_person::look), Fix::None, "0.1", None),
    rule(code::L020, Group::Complete, Look::Sound(complete::long_menu::look), Fix::None, "0.1", None),
    rule(code::L021, Group::Link, Look::Stage(Stage::Visit), Fix::None, "0.1", None),
    rule(code::L022, Group::Link, Look::Stage(Stage::Visit), Fix::None, "0.1", None),
    rule(code::L023, Group::Link, Look::Stage(Stage::Visit), Fix::None, "0.1", None),
    rule(code::N010, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N011, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N012, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N013, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N014, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N016, Group::Complete, Look::Site(complete::duplicate::look), Fix::None, "0.1", None),
    rule(code::N017, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N018, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N019, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N020, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N023, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N024, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N025, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N026, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::N027, Group::New, Look::Stage(Stage::New), Fix::None, "0.1", None),
    rule(code::C007, Group::Consent, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::C008, Group::Consent, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::C009, Group::Consent, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::C012, Group::Consent, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::C015, Group::Consent, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::D005, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D016, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D017, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D021, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D023, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D024, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D027, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D030, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D033, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::D034, Group::Chart, Look::Stage(Stage::Validate), Fix::None, "0.1", None),
    rule(code::O002, Group::Picture, Look::Stage(Stage::Card), Fix::None, "0.1", None),
    rule(code::O003, Group::Text, Look::Stage(Stage::Outlet), Fix::None, "0.1", None),
    rule(code::O010, Group::Picture, Look::Stage(Stage::Outlet), Fix::None, "0.1", None),
    rule(code::P001, Group::Picture, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::P004, Group::Picture, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::P009, Group::Picture, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::P011, Group::Picture, Look::Stage(Stage::Illustrate), Fix::None, "0.1", None),
    rule(code::P014, Group::Picture, Look::Stage(Stage::Link), Fix::None, "0.1", None),
    rule(code::P018, Group::Picture, Look::Stage(Stage::Illustrate), Fix::None, "0.1", None),
    rule(code::T019, Group::Theme, Look::Stage(Stage::Theme), Fix::None, "0.1", None),
    rule(code::T023, Group::Theme, Look::Stage(Stage::Theme), Fix::None, "0.1", None),
    rule(code::T024, Group::Theme, Look::Stage(Stage::Theme), Fix::None, "0.1", None),
    rule(code::T027, Group::Theme, Look::Stage(Stage::Theme), Fix::None, "0.1", None),
    rule(code::M013, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M014, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M018, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M019, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M020, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M021, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", WCAG),
    rule(code::M022, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M024, Group::Text, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::M025, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M026, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M027, Group::Text, Look::Passage(text::markup::look), Fix::Certain, "0.1", None),
    rule(code::M027, Group::Text, Look::Passage(text::dialect::look), Fix::Certain, "0.1", None),
    rule(code::M028, Group::Text, Look::Passage(text::struck::look), Fix::Certain, "0.1", None),
    rule(code::M029, Group::Text, Look::Passage(text::empty_link::look), Fix::None, "0.1", None),
    rule(code::M030, Group::Text, Look::Passage(text::half_width::look), Fix::Certain, "0.1", GB15834),
    rule(code::M031, Group::Text, Look::Passage(text::quotation::look), Fix::Certain, "0.1", GB15834),
    rule(code::M032, Group::Text, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::M033, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M034, Group::Text, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::M043, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M044, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M046, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
    rule(code::M051, Group::Text, Look::Stage(Stage::Parse), Fix::Certain, "0.1", None),
    rule(code::M060, Group::Text, Look::Stage(Stage::Parse), Fix::None, "0.1", None),
];

/// Stands around the work of each rule, to see how long it takes; `()` sees nothing.
pub trait Around {
    /// Has the rule of a code look, once.
    fn rule(&mut self, code: Code, look: &mut dyn FnMut());
}

impl Around for () {
    fn rule(&mut self, _: Code, look: &mut dyn FnMut()) {
        look();
    }
}

/// Reads a source by every rule that looks at one.
pub fn read(source: Source<'_>, desk: &Desk<'_>, around: &mut dyn Around) -> Said {
    read_by(source, desk, |_| true, around)
}

/// Reads a source by the rules that judge numbers, and by no other.
pub fn judge(source: Source<'_>, desk: &Desk<'_>) -> Said {
    read_by(source, desk, Group::judges_numbers, &mut ())
}

fn read_by(source: Source<'_>, desk: &Desk<'_>, is_asked: impl Fn(Group) -> bool, around: &mut dyn Around) -> Said {
    let mut document = Document::new(source, &desk.house.words);
    // First of all: what a row states, its cells leave to it.
    document.read_rows();
    let mut said = Said::default();
    for rule in RULES.iter().filter(|rule| is_asked(rule.group)) {
        let said = &mut said;
        match rule.look {
            Look::Passage(look) if rule.group == Group::Effect => {
                around.rule(rule.code, &mut || document.stating().for_each(|passage| look(passage, said)));
            }
            Look::Passage(look) => {
                around.rule(rule.code, &mut || document.passages.iter().for_each(|passage| look(passage, said)));
            }
            Look::House(look) => {
                around.rule(rule.code, &mut || document.passages.iter().for_each(|passage| look(passage, desk, said)));
            }
            Look::Document(look) => around.rule(rule.code, &mut || look(&document, desk, said)),
            Look::Site(_) | Look::Sound(_) | Look::With(_) | Look::Stage(_) => {}
        }
    }
    said
}

/// Reads what stands in several files.
pub fn read_site(site: &Site, desk: &Desk<'_>, around: &mut dyn Around) -> Said {
    let mut said = Said::default();
    for rule in RULES {
        if let Look::Site(look) = rule.look {
            around.rule(rule.code, &mut || look(site, desk, &mut said));
        }
    }
    said
}

/// Reads what stands in several files of a site that has no errors.
pub fn read_sound_site(site: &Site, desk: &Desk<'_>, around: &mut dyn Around) -> Said {
    let mut said = Said::default();
    for rule in RULES {
        if let Look::Sound(look) = rule.look {
            around.rule(rule.code, &mut || look(site, desk, &mut said));
        }
    }
    said
}
