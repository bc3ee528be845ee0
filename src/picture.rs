//! The bytes of a picture, from what an editor gave to what readers get.
//!
//! Pure functions on bytes: nothing here reads or writes a file, and nothing starts a thread, so what comes out depends
//! on what goes in alone. What editors' cameras and programs wrote beside the pixels (where and when, with which
//! device, by whom, a small preview) never comes out: see [`decode`] and [`strip`].
//!
//! | step | from | to |
//! |---|---|---|
//! | [`head`] | the first bytes | what it is, and whether it can be shown at all |
//! | [`whole`] | the file | whether all of it is there |
//! | [`decode`] | the file | pixels, upright, in sRGB |
//! | [`plan`] | a size | the widths that it is made in |
//! | [`encode`] | pixels of one width | AVIF, WebP, JPEG, PNG |
//! | [`plan::worth_serving`] | how many bytes each came to | which of them readers get |
//! | [`pack`] | all of that | one file of the cache |
//! | [`strip`] | a file that stays as it is | the same without what stands beside the pixels |
//! | [`svg`] | a drawing | the same, written anew from what draws |

pub mod decode;
pub mod encode;
pub mod head;
pub mod pack;
pub mod part;
pub mod plan;
pub mod strip;
pub mod svg;
pub mod whole;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::model::address::PICTURES;
use crate::model::picture::Format;

/// Raised whenever the same file would come out otherwise: what was kept of earlier versions is made anew.
const VERSION: u32 = 3;

/// How much trouble is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Effort {
    /// Every form and every width.
    #[default]
    Full,
    /// One quick form in one width, for a draft.
    Draft,
}

/// What a picture comes to depends on this alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(u128);

impl Key {
    /// The key of a file that is made in these widths.
    pub fn new(bytes: &[u8], widths: &[u32], effort: Effort) -> Self {
        let mut hash = Xxh3::new();
        hash.update(&VERSION.to_le_bytes());
        hash.update(&[u8::from(effort == Effort::Full)]);
        hash.update(&(widths.len() as u64).to_le_bytes());
        for width in widths {
            hash.update(&width.to_le_bytes());
        }
        hash.update(bytes);
        Self(hash.digest128())
    }

    /// As a number.
    pub fn print(self) -> u128 {
        self.0
    }

    /// The name of what is kept of it.
    pub fn name(self) -> String {
        format!("{:032x}", self.0)
    }

    /// Where one of its forms is published. The name says nothing of the picture: what an editor calls a file is no
    /// reader's business, least of all on a page that asks first.
    pub fn address(self, width: Option<u32>, format: Format) -> String {
        let (stem, extension) = (self.stem(), format.extension());
        match width {
            Some(width) => format!("{stem}-{width}.{extension}"),
            None => format!("{stem}.{extension}"),
        }
    }

    /// What the addresses of all its forms begin with.
    pub fn stem(self) -> String {
        format!("{PICTURES}{}", &self.name()[..16])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_changes_with_all_that_matters() {
        let key = |bytes: &[u8], widths: &[u32], effort| Key::new(bytes, widths, effort);
        let one = key(b"a", &[1, 2], Effort::Full);
        assert_eq!(one, key(b"a", &[1, 2], Effort::Full));
        for other in
            [key(b"b", &[1, 2], Effort::Full), key(b"a", &[1], Effort::Full), key(b"a", &[1, 2], Effort::Draft)]
        {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn an_address_says_nothing_of_the_picture() {
        let address = Key::new(b"x", &[], Effort::Full).address(Some(390), Format::Avif);
        assert!(address.starts_with("assets/pictures/") && address.ends_with("-390.avif"), "{address}");
    }
}
