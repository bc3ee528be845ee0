//! Numbers of things, in the words of each language.

use super::{Text, text};

macro_rules! counted {
    ($($name:ident text!($one:literal) text!($many:literal);)*) => {
        $(#[doc = concat!("How many ", stringify!($name), ": `", $many, "`.")]
        pub fn $name(count: usize) -> Text {
            if count == 1 { text!($one) } else { text!($many, count) }
        })*
    };
}

counted! {
    errors text!("1 error") text!("{count} errors");
    warnings text!("1 warning") text!("{count} warnings");
    notes text!("1 note") text!("{count} notes");
    issues text!("1 issue") text!("{count} issues");
    pages text!("1 page") text!("{count} pages");
    files text!("1 file") text!("{count} files");
    addresses text!("1 address") text!("{count} addresses");
    pictures text!("1 picture") text!("{count} pictures");
    repairs text!("1 repair") text!("{count} repairs");
}
