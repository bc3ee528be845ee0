//! The codes of diagnostics. A code never changes its meaning; a dropped one is never used again.
//!
//! F front matter, M Markdown, L links, E evidence, D data of charts, C consent, P pictures, T templates and themes,
//! O outputs, S the site's configuration, I input and output, N making new files. Each is documented in `tests/rules/<code>.md`, which
//! `postil explain` prints and the tests run.

use super::Severity;

mod meaning;
mod name;

/// The code of a kind of diagnostic, such as `F003`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

struct Entry {
    name: &'static str,
    title: &'static str,
    severity: Severity,
    documentation: &'static str,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $severity:ident $title:literal;)*) => {
        #[allow(clippy::upper_case_acronyms, reason = "a number for each code, named as the code")]
        #[repr(u16)]
        enum Number { $($name),* }

        $(
            #[doc = concat!("`", stringify!($name), "`: ", $title)]
            pub const $name: Code = Code(Number::$name as u16);
        )*

        const ENTRIES: &[Entry] = &[$(Entry {
            name: stringify!($name),
            title: $title,
            severity: Severity::$severity,
            documentation: include_str!(concat!("../../tests/rules/", stringify!($name), ".md")),
        }),*];
    };
}

codes! {
    F001 Error "a file has no front matter";
    F002 Error "front matter is not closed";
    F003 Error "a trial id is not one that any registry issues";
    F004 Error "a file is not UTF-8";
    F005 Warning "a file begins with a byte order mark";
    F006 Warning "lines end in CR LF";
    F007 Error "there is more YAML than is read";
    F008 Error "indentation is not made of spaces";
    F009 Error "a field is not written as a name, a colon and a space";
    F010 Error "a value with a colon in it needs quotation marks";
    F011 Error "a value begins with a character that means something to YAML";
    F012 Error "a quoted value is not closed, or goes on after it is closed";
    F013 Error "a list in brackets is not closed, or its items are not separated";
    F014 Error "a line is indented differently from its neighbours";
    F015 Error "a text is not YAML";
    F016 Warning "text is lost in a comment";
    F017 Error "a field is given twice";
    F018 Error "lists and groups are nested too deeply";
    F019 Error "YAML's anchors, aliases, merge keys and tags are not read";
    F020 Error "a field is not known";
    F021 Error "a field is missing or empty";
    F022 Error "a value is of the wrong type";
    F023 Error "a value is not in its list";
    F024 Error "a number is not written as one";
    F025 Error "a date is not a date";
    F026 Error "a date is earlier than it can be";
    F027 Warning "corrections are not newest first";
    F028 Error "a DOI, PMID or ORCID iD has the wrong form";
    F029 Error "an arm is not one of the trial's";
    F030 Error "the choices and the answer of a question do not fit";
    F031 Error "a name cannot be part of an address";
    F032 Error "an old address is not a path of this site";
    F033 Error "a web address is not one";
    F034 Error "a language tag is not one";
    F035 Warning "something is listed twice";
    F036 Warning "a title is too long";
    F037 Warning "a folder and its issue have different numbers";
    F038 Warning "a Chinese comma joins the items of a list";
    F039 Error "a finding gives values of two kinds";
    F040 Error "what is accepted cannot be";
    F041 Warning "what is accepted is not there";
    F042 Error "a file has nearly the name of one that is read";
    F043 Error "a file is not text but that of another program";
    F044 Warning "a share below 1 stands beside percentages";
    F045 Error "a day is still to come";

    E101 Warning "a P value does not follow from its estimate and interval";
    E102 Error "an estimate lies outside its own interval";
    E103 Warning "an estimate is not in the middle of its interval";
    E104 Warning "an interval and its P value decide differently";
    E105 Warning "a P value does not say whether it is one- or two-sided";
    E106 Warning "the unusual level of an interval is not said everywhere";
    E107 Warning "a statistic in front matter was not understood";
    E108 Error "a statistic cannot be";
    E109 Warning "a P value is said to be 0";
    E110 Warning "a P value does not follow from its test statistic";
    E111 Warning "a P value is not that of the two means";
    E112 Warning "a number lies outside of its own range";
    E113 Warning "words say otherwise of significance than the numbers";
    E201 Warning "a count and its percentage do not agree";
    E202 Warning "people are more than there are";
    E203 Warning "arms do not add up to the total";
    E204 Warning "a difference is not the difference";
    E205 Warning "a relative reduction is not that of the ratio";
    E206 Warning "a P value is not that of the counts";
    E207 Warning "an effect is not that of the rates";
    E208 Warning "a number needed to treat is not that of the difference";
    E209 Warning "a rate is not that of its events and their time";
    E210 Warning "parts do not add up to the whole";
    E211 Warning "a mean of whole numbers cannot be";
    E212 Warning "an I² is not between 0 and 100%";
    E301 Warning "folds are not those of the values";
    E401 Warning "a number of the summary is not in the text";
    E402 Warning "the summary drops what the text says of a number";
    E403 Warning "a title claims what the primary endpoint did not show";
    E404 Warning "a number of the text is not that of the fields";
    E405 Warning "a text names another journal than the publication";
    E501 Warning "a trial has no registration";
    E502 Warning "a covered paper has no DOI";
    E503 Warning "a statement of funding or interests is missing";
    E504 Warning "a required part is missing";
    E505 Warning "nobody is named for a required role";
    E506 Warning "a figure does not say where it comes from";
    E507 Warning "a contents list promises what is not there";
    E508 Error "words of a new file are left in what is published";
    E509 Warning "a contents list stands beside that of the page";
    E510 Warning "a number is not the one that was signed";
    E511 Error "a signature is of somebody unknown";
    E512 Error "an issue has too few signatures";
    E513 Error "a signature cannot be read";
    E514 Warning "a question is open";
    E515 Warning "a place elsewhere has another number";
    E516 Warning "a place elsewhere lacks a correction";
    E517 Warning "a place elsewhere does not know of a retraction";
    E518 Warning "kept numbers are of no use";

    E601 Warning "a unit is not written as units are";
    E602 Warning "an abbreviation is not explained where it first stands";
    E603 Warning "a P value is not written as the house writes them";
    E604 Warning "a number is not written as the house writes them";
    E605 Warning "a threshold does not say on which side it stands itself";
    E606 Warning "a word is not one of the house";
    E607 Warning "a journal has two names";
    E608 Warning "a title is too long for where it is shown";

    E701 Error "the covered paper was retracted";
    E702 Error "the covered paper has an expression of concern";
    E703 Warning "the covered paper was corrected";
    E704 Warning "a paper that is referred to was retracted or is in doubt";
    E705 Warning "a paper that is referred to was corrected";
    E706 Error "a list of retractions cannot be read";

    E801 Warning "a translation has other numbers than its original";

    I001 Error "a file could not be read";
    I002 Error "a file could not be written";
    I003 Error "another build is writing to the same folder";
    I004 Error "a file in the output folder is not postil's";
    I005 Error "a symbolic link leads out of the content folder";
    I006 Error "the site's folder is not one";
    I007 Warning "a file belongs to nothing";
    I008 Error "a file changed while it was being repaired";
    I009 Error "a record in the output folder is not postil's";
    I010 Error "the output folder is not one to publish into";
    I011 Warning "a file that postil made was changed, and stays";
    I012 Error "a site is published in part";
    I013 Warning "something that is no file stands in the content folder";
    I014 Error "nothing can be served at an address";
    I020 Error "a destination is not one to publish to";
    I021 Error "a destination cannot be reached";
    I022 Error "a destination refuses";
    I023 Error "the clock of this machine is wrong";
    I024 Error "what stands in the output folder is not to be published";
    I025 Error "somebody else is publishing to the same place";

    L001 Error "a link leads to nothing";
    L002 Error "a link leads to no place on its page";
    L003 Error "a link leads to an issue that is not published";
    L005 Error "a file outside the content folder";
    L006 Error "a picture on another host";
    L007 Error "an unknown person";
    L008 Error "two things at one address";
    L009 Error "a number given twice";
    L010 Error "a column without its text";
    L011 Warning "a column without its text in a language";
    L012 Warning "one tag written in two ways";
    L013 Error "an empty link";
    L014 Error "a link that browsers should not follow";
    L015 Error "not a picture";
    L017 Warning "a person whom nobody names";
    L018 Error "an address that no file can have";
    L020 Warning "more pages than a menu lists";
    L021 Warning "an outside address is gone";
    L022 Warning "an outside address has moved for good";
    L023 Warning "an outside address could not be looked at";

    N001 Error "a name that cannot be part of an address";
    N002 Error "a name that the site uses itself";
    N003 Error "something is there already";
    N004 Error "an unknown column";
    N005 Error "a number that an issue cannot have";
    N006 Error "not a DOI";
    N007 Error "two different DOIs";
    N008 Error "a citation file that cannot be understood";
    N009 Error "a citation file without a record";
    N010 Warning "several records in a citation file";
    N011 Warning "a record without a title";
    N012 Warning "a value that a citation cannot have";
    N013 Warning "a command of TeX that is not known";
    N014 Warning "a field that is none";
    N015 Error "a record of a retracted paper";
    N016 Warning "one paper or trial in two issues";
    N017 Warning "a record of a paper in doubt";
    N018 Warning "a record says something twice";
    N019 Warning "a record without an end";
    N020 Warning "a record without a journal";
    N021 Error "a manuscript that is not read";
    N022 Error "a manuscript beyond measure";
    N023 Warning "a part of a manuscript is left out";
    N024 Warning "a tracked change was accepted";
    N025 Warning "a part of a manuscript wants a look";
    N026 Warning "a picture of a manuscript is not there";
    N027 Warning "letters of a manuscript are missing";

    C001 Error "the steps of the consent stand in an order that cannot be";
    C002 Error "a purpose is asked for twice";
    C003 Error "answers cannot be sent to this address";
    C004 Error "a text of the consent is missing";
    C005 Error "a text of the consent asks different things in two languages";
    C006 Error "a question of the consent cannot be asked";
    C007 Warning "a text of the consent that nothing uses";
    C008 Warning "an issue asks for consent on a site that does not";
    C009 Warning "an issue of which only the title is public";
    C010 Error "two questions under one purpose have one name";
    C011 Error "readers are asked to agree to nothing";
    C012 Warning "answers that nobody reviews";
    C013 Error "both buttons of a step say the same";
    C014 Error "a step shows the text of another";
    C015 Warning "one thing is asked under two purposes";

    D001 Error "a table has no data";
    D002 Error "a table is not UTF-8";
    D003 Error "a table lacks a column";
    D004 Error "two columns have one name";
    D005 Warning "a column is not known";
    D006 Error "a row has too many or too few cells";
    D007 Error "a cell is not what its column holds";
    D008 Error "a table is too long";
    D009 Error "a chart has no data, or two of them";
    D010 Error "times do not rise";
    D011 Error "a share is below 0 or above the whole";
    D012 Error "survival rises";
    D013 Error "more are at risk than before";
    D014 Error "an interval does not hold its estimate";
    D015 Error "a table names an arm that is none";
    D016 Warning "the counts of a flow diagram do not add up";
    D017 Warning "a chart and its trial count differently";
    D018 Error "more have the event than there are";
    D019 Error "a stage of a flow diagram cannot stand so";
    D020 Error "findings give nothing to draw";
    D021 Warning "a forest plot does not say what its sides mean";
    D022 Error "a chart has too many arms";
    D023 Warning "estimates below 0 without a name";
    D024 Warning "several rows of one time";
    D025 Error "shares at some times have no median";
    D026 Error "a curve does not have the median of its finding";
    D027 Warning "an interval and a margin do not fit what is said";
    D028 Error "a chart and its column name different measures";
    D029 Error "a P value for interaction has no place";
    D030 Warning "weights come to more than all";
    D031 Error "two margins of non-inferiority";
    D032 Error "a curve of those without an event is named for the event";
    D033 Warning "a share stands among percentages in another scale";
    D034 Warning "a curve does not say its unit of time";

    O001 Error "two outputs at one address";
    O002 Warning "a card has no letter for a character";
    O003 Warning "an article is more than WeChat takes";
    O010 Warning "a visual abstract cannot show all of it";
    O021 Error "WeChat does not let a draft in";
    O022 Error "WeChat does not take an article";
    O023 Error "a draft in WeChat was changed there";
    O024 Error "WeChat gives no answer";

    S001 Error "the configuration is not TOML";
    S002 Error "a setting of the wrong type";
    S003 Error "a setting is missing";
    S004 Error "a setting cannot have this value";
    S005 Error "a severity for no rule";
    S006 Error "a fault that cannot be silenced";
    S007 Error "an unknown setting";

    P001 Warning "a picture is far larger than it is shown";
    P002 Error "a picture is larger than is read";
    P003 Error "a picture is damaged";
    P004 Warning "a picture's name promises another form";
    P005 Error "a picture is in a form that browsers do not show";
    P006 Error "a picture has no pixels";
    P007 Error "a picture runs a script";
    P008 Error "a picture loads something from elsewhere";
    P009 Warning "a picture is made of printing inks";
    P010 Error "a picture tells more than it shows";
    P011 Warning "pictures could not be kept for the next build";
    P012 Error "a drawing cannot be read";
    P013 Error "a drawing holds what cannot be shown";
    P014 Warning "a drawing has links that nobody can follow";
    P015 Error "a picture unpacks into far more than it shows";
    P016 Error "a drawing draws itself without end";
    P017 Error "a drawing carries a picture that is none";
    P018 Warning "the remote cache of pictures cannot be used";

    T001 Error "there is no such theme";
    T002 Error "a theme for another version";
    T003 Error "a template is missing";
    T004 Error "a template is not sound";
    T005 Error "a template failed";
    T006 Error "an interface string is missing";
    T008 Error "a page of the theme lacks what every page needs";
    T009 Error "a page of the theme asks another host";
    T010 Error "a link of the theme leads to nothing";
    T011 Error "script or style inside a page";
    T012 Error "a theme shows what consent withholds";
    T013 Error "a page has no place for the gate";
    T014 Error "the gate of a theme has lost a part";
    T015 Error "a page does not lead to where consent is withdrawn";
    T016 Error "a style sheet imports what is not there";
    T017 Error "a style sheet is not sound";
    T018 Error "a style sheet names a file that is not there";
    T019 Warning "CSS has no property of this name";
    T020 Error "a template does too much for one page";
    T021 Error "a style sheet could outweigh the gate";
    T022 Error "an outlet does not take what a template writes";
    T023 Warning "a file of the theme is not used";
    T024 Warning "words of the theme are not used";
    T025 Error "elements of a page do not stand in one another";
    T027 Warning "words of the theme are in another language";

    M001 Error "no directive has this name";
    M002 Error "a directive is never closed";
    M003 Error "a line of colons closes nothing";
    M004 Error "the attributes of a directive cannot be read";
    M005 Error "a directive does not have this attribute";
    M006 Error "an attribute is given twice";
    M007 Error "a directive lacks an attribute";
    M008 Error "an attribute has a value that it cannot have";
    M009 Error "a directive is written with full-width characters";
    M010 Error "a directive cannot stand here";
    M011 Error "an id is given twice";
    M012 Error "an id cannot be used";
    M013 Warning "braces after a heading hold more than an id and classes";
    M014 Warning "a heading of the first level stands in the text";
    M015 Error "a footnote is referred to but not written";
    M016 Error "a footnote is never referred to";
    M017 Error "a footnote is written twice";
    M018 Warning "HTML that is not allowed was left out";
    M019 Warning "an HTML element is not closed where it was opened";
    M020 Warning "an HTML end tag closes nothing";
    M021 Warning "a picture has no text for those who cannot see it";
    M022 Warning "a code block names a language that is not known";
    M023 Error "a control character stands in the text";
    M024 Warning "asterisks mark nothing";
    M025 Warning "an indented paragraph is shown as code";
    M026 Warning "brackets that look like a link are none";
    M027 Warning "marks are shown as they are";
    M028 Warning "a number is struck out";
    M029 Warning "a link has no words";
    M030 Warning "a half-width mark stands in Chinese text";
    M031 Warning "quotation marks do not pair";
    M032 Warning "an asterisk stands for a multiplication sign";
    M033 Warning "a sign at the beginning of a line is read as a mark";
    M034 Warning "a line of hyphens makes a heading of the text above it";
    M035 Error "the address of a link is used by none";
    M036 Error "two versions of a text are not merged";
    M037 Error "a row does not have a cell for each column";
    M038 Error "a table is not read as one";
    M039 Error "a table is written in HTML";
    M040 Error "HTML is left out that shows something";
    M041 Error "HTML is never closed";
    M042 Error "Markdown inside HTML is not read";
    M043 Warning "angle brackets hold no HTML";
    M044 Warning "asterisks that may be signs are read as marks";
    M045 Error "a block of code is never closed";
    M046 Warning "words stand behind the language of a block of code";
    M050 Error "a character is not shown as what was meant";
    M051 Warning "a character cannot be seen";
    M060 Warning "a comment stands inside of a number or a word";
}

/// What besides numbers and data loses or changes something that was written.
const CONTENT: &[Code] = &[
    F016, F017, M002, M010, M015, M016, M017, M018, M023, M024, M025, M026, M028, M033, M034, M035, M036, M037, M038,
    M039, M040, M041, M042, M044, M045, M046, M050, M060, I007, L001, L003,
];
