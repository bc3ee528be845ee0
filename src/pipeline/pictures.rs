//! The stage between link and emit: the pictures of a site in the forms and widths that pages show, made in parallel,
//! kept for the next build, and published.
//!
//! What a picture comes to depends on its bytes, the widths and postil's version alone, so a build that finds everything
//! in the cache publishes the same bytes as one that finds nothing. A reader of pictures that panics is caught here, and
//! nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3Default;

use super::memo::{Known, Live, Memory};
use super::{Request, Run, Told, Watch, What, Work};
use crate::diag::{Diagnostic, Said};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::io::remote::Remote;
use crate::io::world::{Destination, World};
use crate::model::picture::{Format, Gallery, Picture, PictureFile, Role, Variant, Wishes};
use crate::model::site::Site;
use crate::picture::decode::{self, Fault, Frame};
use crate::picture::encode::{self, Nature};
use crate::picture::pack::Pack;
use crate::picture::plan::{self, Made};
use crate::picture::{Effort, Key, strip, svg};

mod clear;
mod exchange;
mod fault;
mod wanted;

use exchange::Exchange;
pub use exchange::Exchanged;
use wanted::Wanted;

/// Pictures with more pixels are read one at a time, whatever the number of processors: each takes a hundred megabytes.
const LARGE: u64 = 16_000_000;
/// A drawing of fewer bytes and pixels is not worth a second form.
const SMALL: (usize, u64) = (4096, 1_000_000);
/// The width of a draft's pictures, where the theme wishes several.
const DRAFT: u32 = 1170;
/// How much of a file of the cache says what is in it.
const LIST: u64 = 4096;

/// What the stage came to.
pub(super) struct Illustrated {
    /// The pictures.
    pub(super) gallery: Gallery,
    /// Files that were written by an encoder now.
    pub(super) encoded: usize,
    /// What was exchanged with other builders.
    pub(super) exchanged: Exchanged,
}

/// The gallery of a site of which nothing is written: each file as it is.
pub(super) fn as_they_are(site: &Site, wishes: &Wishes) -> Gallery {
    let single = |((address, role), file): (&(String, Role), &PictureFile)| {
        ((address.clone(), *role), Picture::single(address.clone(), file.head.size))
    };
    Gallery { pictures: site.pictures.iter().map(single).collect(), sizes: wishes.sizes.clone() }
}

/// What the addresses of the forms of each picture begin with, without making any.
pub(super) fn stems(site: &Site, wishes: &Wishes, world: &dyn World, effort: Effort) -> Vec<String> {
    let read = |((_, role), file): (&(String, Role), &PictureFile)| {
        let bytes = world.read(&file.path).ok()?;
        Some(Key::new(&bytes, wishes.widths(*role), effort).stem())
    };
    site.pictures.iter().filter_map(read).collect()
}

/// Makes and publishes the pictures of a site. Those that other builders have made are taken from `remote`.
pub(super) fn illustrate(
    site: &Site,
    wishes: &Wishes,
    run: Run<'_>,
    publisher: &dyn Destination,
    remote: Option<&Remote>,
    said: &mut Said,
) -> Illustrated {
    let Run { world, request: &Request { effort, .. }, memory, watch } = run;
    let kind = if effort == Effort::Full { "pictures" } else { "drafts" };
    let studio = Studio {
        world,
        memory,
        limit: site.settings.picture_pixels,
        effort,
        publisher,
        watch,
        cache: world.cache(kind),
        keys: Known::new(&memory.keys, |kind| world.cache(kind), "keys"),
        clear: Known::new(&memory.clear, |kind| world.cache(kind), "clear"),
        large: Mutex::default(),
        encoded: AtomicUsize::new(0),
        faults: Mutex::default(),
    };
    let keys: Vec<Result<Key, Diagnostic>> =
        site.pictures.par_iter().map(|((_, role), file)| studio.key(file, &studio.widths(wishes, *role))).collect();
    // The same file may stand in several places, and is made once.
    let mut wanted: BTreeMap<Key, Wanted<'_>> = BTreeMap::new();
    for ((place, file), key) in site.pictures.iter().zip(keys) {
        match key {
            Ok(key) => {
                let widths = studio.widths(wishes, place.1);
                wanted.entry(key).or_insert_with(|| Wanted::new(file, widths)).places.push(place);
            }
            Err(diagnostic) => said.push(diagnostic),
        }
    }
    let live = Live::default();
    let exchange = remote.map(|remote| Exchange::new(remote, &live, world));
    exchange.iter().for_each(|it| it.fetch(&studio, &wanted));
    let pictures = studio.pictures(&wanted);
    let exchanged = exchange.map(|it| it.give(&studio, &wanted)).unwrap_or_default();
    let mut gallery = Gallery { sizes: wishes.sizes.clone(), ..Gallery::default() };
    for (wanted, picture) in wanted.values().zip(pictures) {
        let Some(picture) = picture else { continue };
        for place in &wanted.places {
            gallery.pictures.insert((*place).clone(), picture.clone());
        }
    }
    studio.keys.keep();
    studio.clear.keep();
    let faults = studio.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    if faults.is_empty() {
        studio.cache.prune(&wanted.keys().map(|key| key.name()).collect::<BTreeSet<String>>());
    }
    said.extend(faults);
    Illustrated { gallery, encoded: studio.encoded.into_inner(), exchanged }
}

struct Studio<'a> {
    world: &'a dyn World,
    memory: &'a Memory,
    limit: u64,
    effort: Effort,
    publisher: &'a dyn Destination,
    watch: &'a Watch<'a>,
    cache: Cache,
    /// The keys of pictures, by the print of their file and the widths that they are wanted in.
    keys: Known<'a, Key>,
    /// Of small pictures that are published as they are, whether the ground shines through.
    clear: Known<'a, bool>,
    large: Mutex<()>,
    encoded: AtomicUsize,
    faults: Mutex<Said>,
}

impl Studio<'_> {
    /// All pictures, published; first those of which everything was made by an earlier build, so that it is known how
    /// much there is to do.
    fn pictures(&self, wanted: &BTreeMap<Key, Wanted<'_>>) -> Vec<Option<Picture>> {
        let kept: Vec<Option<Picture>> = wanted.par_iter().map(|(key, wanted)| self.kept(*key, wanted.file)).collect();
        let work = Work::Pictures;
        let trouble = || wanted.values().map(Wanted::trouble).sum();
        self.watch.tell(|| Told::Expected { work, count: wanted.len(), trouble: trouble() });
        for (wanted, _) in wanted.values().zip(&kept).filter(|(_, kept)| kept.is_some()) {
            self.watch.tell(|| Told::Done { work, trouble: wanted.trouble(), is_kept: true });
        }
        let make = |((key, wanted), kept): ((&Key, &Wanted<'_>), Option<Picture>)| {
            kept.or_else(|| {
                self.watch.tell(|| Told::Begun { work, name: &wanted.file.path });
                let picture = self.picture(*key, wanted);
                self.watch.tell(|| Told::Done { work, trouble: wanted.further(u64::MAX), is_kept: false });
                picture
            })
        };
        wanted.iter().collect::<Vec<_>>().into_par_iter().zip(kept).map(make).collect()
    }

    fn widths(&self, wishes: &Wishes, role: Role) -> Vec<u32> {
        let wished = wishes.widths(role);
        match self.effort {
            Effort::Full => wished.to_vec(),
            Effort::Draft => {
                let fitting = wished.iter().copied().filter(|width| *width <= DRAFT).max();
                fitting.or(wished.first().copied()).into_iter().collect()
            }
        }
    }

    fn key(&self, file: &PictureFile, widths: &[u32]) -> Result<Key, Diagnostic> {
        let of = |file: Print| {
            let mut print = Xxh3Default::new();
            (file, widths, self.effort == Effort::Full).hash(&mut print);
            print.digest128()
        };
        let known = self.world.print(&file.path).map(of);
        if let Some((print, key)) = known.and_then(|print| Some((print, *self.keys.get(print)?))) {
            self.keys.uses(print);
            return Ok(key);
        }
        let bytes = self.read(file)?;
        let (print, key) = (of(Print::of(&bytes)), Key::new(&bytes, widths, self.effort));
        match self.keys.get(print) {
            Some(_) => self.keys.uses(print),
            None => self.keys.add(print, |it| *it = key),
        }
        Ok(key)
    }

    fn read(&self, file: &PictureFile) -> Result<Vec<u8>, Diagnostic> {
        self.world.read(&file.path)
    }

    fn say(&self, diagnostic: Diagnostic) {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        // A cache that cannot be written says so for each picture, in the same words.
        if !faults.contains(&diagnostic) {
            faults.push(diagnostic);
        }
    }

    /// A picture, made and published; `None` where that is impossible, which has been said.
    fn picture(&self, key: Key, wanted: &Wanted<'_>) -> Option<Picture> {
        let file = wanted.file;
        let made = self.read(file).and_then(|bytes| {
            // A reader of pictures that panics takes its own picture down, not the site.
            catch_unwind(AssertUnwindSafe(|| self.make(key, wanted, &bytes)))
                .unwrap_or_else(|_| Err(fault::damaged(file, &Fault::Damaged(String::new()))))
        });
        let made = made.map_err(|diagnostic| self.say(diagnostic)).ok()?;
        self.memory.pictures.add(key.print(), made.clone());
        Some(made)
    }

    /// A picture of which everything was made by an earlier build.
    fn kept(&self, key: Key, file: &PictureFile) -> Option<Picture> {
        let is_there = |picture: &Picture| {
            let addresses: Vec<String> = picture.addresses().map(str::to_owned).collect();
            self.publisher.keep_all(&addresses)
        };
        if let Some(picture) = self.memory.pictures.get(key.print()).filter(is_there) {
            return Some(picture);
        }
        if let Some(picture) = self.kept_whole(key, file) {
            self.memory.pictures.add(key.print(), picture.clone());
            return Some(picture);
        }
        let list = Pack::read_list(&self.cache.read_start(&key.name(), LIST)?)?;
        let picture = as_published(key, &list);
        if !is_there(&picture) {
            let pack = Pack::read(&self.cache.read(&key.name())?)?;
            self.publish(key, &pack);
        }
        self.memory.pictures.add(key.print(), picture.clone());
        Some(picture)
    }

    fn publish(&self, key: Key, pack: &Pack) {
        for made in &pack.made {
            self.put(&key.address(Some(made.width), made.format), &made.bytes);
        }
    }

    fn put(&self, address: &str, bytes: &[u8]) {
        if let Err(diagnostic) = self.publisher.put(address, bytes) {
            self.say(diagnostic);
        }
    }

    fn make(&self, key: Key, wanted: &Wanted<'_>, bytes: &[u8]) -> Result<Picture, Diagnostic> {
        let (file, format) = (wanted.file, wanted.file.head.format);
        if decode::unpacks_too_far(bytes, format) {
            return Err(fault::overfull(file));
        }
        match format {
            Format::Avif => return Ok(self.whole(key, file, bytes)),
            Format::Svg => {
                // What is wrong with a drawing was said before; here it is only as it was when the site was read.
                let drawing = svg::read(&file.path, bytes).map_err(|_| fault::damaged(file, &Fault::Cut))?;
                return Ok(self.whole(key, file, drawing.text.as_bytes()));
            }
            _ if decode::is_moving(bytes, format) => {
                let stripped = strip::strip(bytes, format).ok_or_else(|| fault::damaged(file, &Fault::Cut))?;
                return Ok(self.whole(key, file, &stripped));
            }
            _ => {}
        }
        let (width, height) = file.head.size;
        let pixels = u64::from(width) * u64::from(height);
        let is_small = format == Format::Png && bytes.len() <= SMALL.0 && pixels <= SMALL.1;
        if is_small && !strip::png_is_turned(bytes) {
            let is_clear = self.is_clear(key, bytes).map_err(|found| fault::damaged(file, &found))?;
            let stripped = strip::strip(bytes, format).ok_or_else(|| fault::damaged(file, &Fault::Cut))?;
            return Ok(Picture { is_clear, ..self.whole(key, file, &stripped) });
        }
        let frame = {
            let _alone = (pixels > LARGE).then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
            let decode = || decode::decode(bytes, format, self.limit);
            self.piece(file, || "decode".to_owned(), decode).map_err(|found| fault::damaged(file, &found))?
        };
        let pack = self.develop(&frame, wanted, bytes)?;
        if let Err(diagnostic) = self.cache.write(&key.name(), &pack.write()) {
            self.say(diagnostic);
        }
        self.publish(key, &pack);
        Ok(as_published(key, &pack))
    }

    /// A piece of the work at a picture: no other picture is worked at within it.
    fn piece<T>(&self, file: &PictureFile, part: impl FnOnce() -> String, work: impl FnOnce() -> T) -> T {
        self.watch.during(What::Picture, &file.path, part, work)
    }

    fn scaled(&self, frame: &Frame, size: (u32, u32), file: &PictureFile) -> Option<Frame> {
        self.piece(file, || format!("scale {}", size.0), || encode::scaled(frame, size))
    }

    /// A file that is published as it is.
    fn whole(&self, key: Key, file: &PictureFile, bytes: &[u8]) -> Picture {
        let address = key.address(None, file.head.format);
        self.put(&address, bytes);
        Picture::single(address, file.head.size)
    }

    /// Pixels in every form and width that is worth serving.
    fn develop(&self, frame: &Frame, wanted: &Wanted<'_>, bytes: &[u8]) -> Result<Pack, Diagnostic> {
        let nature = encode::nature(frame, wanted.file.head.format);
        let widths = plan::widths(frame.size.0, &wanted.widths);
        let mut formats = encode::formats(nature, frame.is_clear).to_vec();
        let fallback = *formats.last().unwrap_or(&Format::Jpeg);
        if self.effort == Effort::Draft {
            formats = vec![fallback];
        }
        let sizes: Vec<(u32, u32)> = widths.iter().map(|width| (*width, plan::height(frame.size, *width))).collect();
        let frames: Option<Vec<Frame>> = sizes.par_iter().map(|size| self.scaled(frame, *size, wanted.file)).collect();
        let frames = frames.ok_or_else(|| fault::unwritten(wanted.file, "0 × 0"))?;
        let mut made = self.encode(&frames, &formats, nature, wanted)?;
        let mut fallback = fallback;
        if self.is_better_as_png(frame, wanted, bytes.len(), &made) {
            made.retain(|made| made.format != Format::Jpeg);
            made.extend(self.encode(&frames, &[Format::Png], nature, wanted)?);
            fallback = Format::Png;
        }
        keep_own(&mut made, frame, bytes, wanted.file.head.format);
        let size = frames.last().map_or(frame.size, |frame| frame.size);
        let tone = frames.first().and_then(encode::tone);
        Ok(Pack { size, tone, is_clear: frame.is_clear, made: plan::worth_serving(made, fallback) })
    }

    /// Whether a drawing of many shades, in the size that it was drawn in, is smaller without loss than as a photograph.
    fn is_better_as_png(&self, frame: &Frame, wanted: &Wanted<'_>, length: usize, made: &[Made]) -> bool {
        let whole = made.iter().find(|made| made.format == Format::Jpeg && made.width == frame.size.0);
        wanted.file.head.format == Format::Png && whole.is_some_and(|jpeg| length <= jpeg.bytes.len())
    }

    fn encode(
        &self,
        frames: &[Frame],
        formats: &[Format],
        nature: Nature,
        wanted: &Wanted<'_>,
    ) -> Result<Vec<Made>, Diagnostic> {
        // The largest first: what takes longest must not be begun last.
        let tasks: Vec<(Format, &Frame)> =
            frames.iter().rev().flat_map(|frame| formats.iter().map(move |format| (*format, frame))).collect();
        tasks
            .into_par_iter()
            .filter_map(|(format, frame)| {
                let is_last = formats.last() == Some(&format);
                let part = || format!("{} {}", format.extension(), frame.size.0);
                let encoded = self.piece(wanted.file, part, || encode::encode(frame, format, nature));
                // The first form takes longer than all others.
                if formats.first() == Some(&format) {
                    self.watch.tell(|| {
                        let pixels = u64::from(frame.size.0) * u64::from(frame.size.1);
                        Told::Further { work: Work::Pictures, trouble: wanted.further(pixels) }
                    });
                }
                match encoded {
                    Ok(bytes) => {
                        self.encoded.fetch_add(1, Ordering::Relaxed);
                        Some(Ok(Made { format, width: frame.size.0, bytes }))
                    }
                    // Without one of the others the picture is still there.
                    Err(_) if !is_last => None,
                    Err(said) => Some(Err(fault::unwritten(wanted.file, &said))),
                }
            })
            .collect()
    }
}

/// A drawing in its own size may be smaller as its editor's program wrote it.
fn keep_own(made: &mut [Made], frame: &Frame, bytes: &[u8], format: Format) {
    let own = made.iter_mut().find(|made| made.format == Format::Png && made.width == frame.size.0);
    if let Some(own) = own.filter(|_| format == Format::Png && !strip::png_is_turned(bytes))
        && let Some(stripped) = strip::strip(bytes, format).filter(|it| it.len() < own.bytes.len())
    {
        own.bytes = stripped;
    }
}

/// A picture whose forms stand at their addresses.
fn as_published(key: Key, pack: &Pack) -> Picture {
    let mut sources: Vec<(Format, Vec<Variant>)> = Vec::new();
    for made in &pack.made {
        let variant = Variant { address: key.address(Some(made.width), made.format), width: made.width };
        match sources.last_mut() {
            Some((format, variants)) if *format == made.format => variants.push(variant),
            _ => sources.push((made.format, vec![variant])),
        }
    }
    let fallback = sources.pop().map(|(_, variants)| variants).unwrap_or_default();
    Picture { size: pack.size, sources, fallback, tone: pack.tone, is_clear: pack.is_clear }
}
