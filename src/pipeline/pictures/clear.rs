//! Small pictures, which are published as they are: whether the ground shines through is found out once.

use std::hash::Hash;

use xxhash_rust::xxh3::Xxh3Default;

use super::Studio;
use crate::model::picture::{Picture, PictureFile};
use crate::picture::Key;
use crate::picture::decode::{self, Fault};

impl Studio<'_> {
    /// A small picture that an earlier build published as it is.
    pub(super) fn kept_whole(&self, key: Key, file: &PictureFile) -> Option<Picture> {
        let print = self.print(key);
        let is_clear = *self.clear.get(print)?;
        let address = key.address(None, file.head.format);
        self.publisher.keep(&address).ok().filter(|is_there| *is_there)?;
        self.clear.uses(print);
        Some(Picture { is_clear, ..Picture::single(address, file.head.size) })
    }

    /// Whether the ground shines through a small PNG; an earlier build may have looked.
    pub(super) fn is_clear(&self, key: Key, bytes: &[u8]) -> Result<bool, Fault> {
        let print = self.print(key);
        if let Some(is_clear) = self.clear.get(print) {
            self.clear.uses(print);
            return Ok(*is_clear);
        }
        let is_clear = decode::png_is_clear(bytes, self.limit)?;
        self.clear.add(print, |it| *it = is_clear);
        Ok(is_clear)
    }

    /// A print of a picture and of how many pixels one may have.
    fn print(&self, key: Key) -> u128 {
        let mut print = Xxh3Default::new();
        (key.print(), self.limit).hash(&mut print);
        print.digest128()
    }
}
