//! L008 and L018: two things that cannot both be published, and what cannot be published at all.

use crate::diag::{Diagnostic, SourceText, Text, code, text};
use crate::model::address::{Kind, Origin, Published, are_twins, twin_help};

/// How two things are in each other's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clash {
    /// They have one address.
    Address,
    /// One is the file that is a folder for the other.
    Folder {
        /// The file.
        file: String,
    },
    /// They are spelt so that some systems take one for the other.
    Spelling {
        /// The file or folder that was there first.
        first: String,
        /// The other one.
        second: String,
    },
}

/// What is said of two that clash: where one of them was written, and where the other one.
pub(super) fn diagnostic(clash: &Clash, second: &Published, first: &Published) -> Diagnostic {
    // What an editor wrote is what can be changed; a text shows more than the name of a file.
    let rank = |it: &Published| match it.origin {
        Origin::Site => 0,
        Origin::File(_) => 1,
        Origin::Place(..) => 2,
    };
    let (one, other) = if rank(first) > rank(second) { (first, second) } else { (second, first) };
    let message = match clash {
        Clash::Address if matches!(one.kind, Kind::Alias { .. }) => {
            text!("the alias `/{address}` is the address of something else", address = &one.address)
        }
        Clash::Address => text!("two things would stand at `/{address}`", address = &one.address),
        Clash::Folder { file } => text!("`/{file}` would be a file and a folder", file),
        Clash::Spelling { first: there, second: other } => {
            let (first, second) = if rank(first) > rank(second) { (there, other) } else { (other, there) };
            text!("many systems take `/{first}` and `/{second}` for one name", first, second)
        }
    };
    let help = match clash {
        Clash::Spelling { first, second } if are_twins(first, second) => twin_help(),
        _ => help(one, other),
    };
    let said = at(Diagnostic::new(code::L008, message), &one.origin).help(help);
    match &other.origin {
        Origin::Site => said,
        Origin::Place(file, span) => said.related(file, span.clone(), text!("the other one")),
        Origin::File(path) => said.related(&SourceText::new(path, ""), 0..0, text!("the other one")),
    }
}

/// What is said of an address that no file can have.
pub(super) fn refused(published: &Published, reason: Text) -> Diagnostic {
    const SHOWN: usize = 48;
    let mut address: String = published.address.chars().take(SHOWN).collect();
    if address.len() < published.address.len() {
        address.push('…');
    }
    let help = match published.kind {
        Kind::Tag => text!(
            "the address of a tag is made of its letters and digits, at most 255 bytes (85 Chinese characters): write it in words, or shorter"
        ),
        Kind::Alias { .. } => text!("take the alias out, or write the old address that it was meant for"),
        Kind::File => text!("give the file another name"),
        Kind::Person => text!("give the person another id, or a shorter one"),
        _ => text!("write another `slug:`, or a shorter one, or rename its file or folder"),
    };
    let message = text!("nothing can be published at `/{address}`: {reason}", address, reason);
    at(Diagnostic::new(code::L018, message), &published.origin).help(help)
}

fn at(said: Diagnostic, origin: &Origin) -> Diagnostic {
    match origin {
        Origin::Site => said,
        Origin::Place(file, span) => said.at(file, span.clone()),
        Origin::File(path) => said.path(path),
    }
}

/// What can be done about one of two.
fn help(one: &Published, other: &Published) -> Text {
    let is_own = matches!(other.origin, Origin::Site);
    match one.kind {
        Kind::Alias { .. } => text!("take the alias out, or write the old address that it was meant for"),
        Kind::File if is_own => {
            text!("postil makes `/{address}` itself: give the file another name", address = &other.address)
        }
        Kind::File => text!("give one of them another name"),
        Kind::Tag => text!("write the tag in another way"),
        Kind::Person => text!("give one of them another id"),
        _ if is_own => {
            text!("the site itself has a page there: give this one another `slug:`, or rename its folder")
        }
        _ => text!("give one of them another `slug:`, or rename its folder"),
    }
}
