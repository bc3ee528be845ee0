//! A picture that the pages of a site show, and how much trouble it is to make.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::picture::{Format, PictureFile, Role};
use crate::picture::plan;

/// A file, the widths that it is wanted in, and the places that show it.
pub(super) struct Wanted<'a> {
    pub(super) file: &'a PictureFile,
    pub(super) widths: Vec<u32>,
    pub(super) places: Vec<&'a (String, Role)>,
    /// How much of its trouble has been told of.
    told: AtomicU64,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(file: &'a PictureFile, widths: Vec<u32>) -> Self {
        Self { file, widths, places: Vec::new(), told: AtomicU64::new(0) }
    }

    /// How many pixels are written of it in each form; 1 where none are.
    pub(super) fn trouble(&self) -> u64 {
        let size = self.file.head.size;
        if matches!(self.file.head.format, Format::Avif | Format::Svg) {
            return 1;
        }
        let pixels = |width: u32| u64::from(width) * u64::from(plan::height(size, width));
        plan::widths(size.0, &self.widths).into_iter().map(pixels).sum::<u64>().max(1)
    }

    /// How much of its trouble is to be told of now that so much more of it is over: a picture that lies on its side has
    /// other widths than its file says.
    pub(super) fn further(&self, trouble: u64) -> u64 {
        let left = |told: u64| self.trouble().saturating_sub(told).min(trouble);
        let told = self.told.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |told| Some(told + left(told)));
        left(told.unwrap_or_default())
    }
}
