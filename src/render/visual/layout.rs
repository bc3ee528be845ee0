//! Where the parts of a visual abstract stand, and how large: as large as all of them have room for.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::part::{self, Frame};
use super::sheet::{Block, Ink, Mark, Style};
use super::{Group, Outcome, Picture, Ratio, Visual, plot, sheet};
use crate::render::chart::Svg;

/// Between two parts, at scale 1: at least, and how much more where there is room.
const GAP: f64 = 36.0;
const LOOSE: f64 = 44.0;

/// How much of it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Everything.
    Whole,
    /// Without the full title of the trial.
    Brief,
    /// Without the result too.
    Bare,
    /// Nothing but what identifies it.
    Name,
}

/// What is tried, in order: how much of it, from which scale to which.
const TRIES: &[(Extent, f64, f64)] = &[
    (Extent::Whole, 1.3, 0.8),
    (Extent::Brief, 1.0, 0.6),
    (Extent::Whole, 0.78, 0.66),
    (Extent::Bare, 1.0, 0.5),
    (Extent::Name, 0.7, 0.3),
];

/// Draws a visual abstract as large as it has room.
pub(super) fn draw(visual: &Visual, ratio: Ratio) -> Picture {
    let steps = TRIES.iter().flat_map(|(extent, from, to)| {
        let count = ((from - to) / 0.04_f64).round() as u32;
        (0..=count).map(move |step| (*extent, from - 0.04 * f64::from(step)))
    });
    let (results, arms) = (visual.outcomes.iter().any(Outcome::is_endless), visual.arms.iter().any(Group::is_endless));
    let is_hopeless = |extent: Extent| match extent {
        Extent::Whole | Extent::Brief => results || arms,
        Extent::Bare => arms,
        Extent::Name => false,
    };
    let tries: Vec<(Extent, f64)> = steps.filter(|(extent, _)| !is_hopeless(*extent)).collect();
    let picture = |(extent, scale): (Extent, f64)| {
        let sheet = Sheet { visual, ratio, extent, scale: scale * base(ratio) };
        let (marks, fits) = sheet.draw();
        let is_without_result = !visual.outcomes.is_empty() && matches!(extent, Extent::Bare | Extent::Name);
        (Picture { ratio, marks, is_without_result }, fits)
    };
    let key = xxh3_128(format!("{ratio:?} {visual:?}").as_bytes());
    let known = fitting().get(&key).and_then(|index| tries.get(*index)).copied();
    if let Some(known) = known {
        return picture(known).0;
    }
    let mut last = None;
    for (index, tried) in tries.into_iter().enumerate() {
        let (picture, fits) = picture(tried);
        last = Some((picture, index));
        if fits {
            break;
        }
    }
    let (picture, index) = last.expect("something was tried");
    let mut fitting = fitting();
    if fitting.len() < MOST_FITTING {
        fitting.insert(key, index);
    }
    picture
}

/// How many pictures are remembered by the try that was taken: of each no more than a key and a number.
const MOST_FITTING: usize = 1 << 17;

/// Which try was taken for a picture: it is drawn for its file, for the poster, and to see what it cannot show, and
/// only the first time has to find out how large it can be.
fn fitting() -> MutexGuard<'static, BTreeMap<u128, usize>> {
    static FITTING: Mutex<BTreeMap<u128, usize>> = Mutex::new(BTreeMap::new());
    FITTING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A result alone: arms and values beside the effect, as wide as a slide and no higher than most of one.
pub(super) fn result(outcome: &Outcome) -> Svg {
    const WIDTH: f64 = 1800.0;
    const HEIGHT: f64 = 800.0;
    let mut drawn = None;
    for step in 0..=25 {
        let scale = 1.5 - 0.04 * f64::from(step);
        let gap = GAP * 1.4 * scale;
        let half = Frame { room: (WIDTH - gap) / 2.0, scale };
        let is_alone = answered(outcome, half).iter().all(|block| block.height <= 0.0);
        let frame = if is_alone { Frame { room: WIDTH, scale } } else { half };
        let mut columns = [asked(outcome, frame, false), answered(outcome, frame)].map(|blocks| {
            let mut column = Block::default();
            blocks.into_iter().for_each(|block| column.below(block, GAP * scale));
            column
        });
        let height = columns[0].height.max(columns[1].height);
        let mut page = Block::default();
        page.marks.push(Mark::Box { x: 0.0, y: 0.0, width: WIDTH, height, radius: 0.0, ink: Ink::Paper });
        let [one, other] = columns.each_mut().map(std::mem::take);
        page.take(one, 0.0, 0.0);
        page.take(other, frame.room + gap, 0.0);
        drawn = Some((height, page.marks));
        if height <= HEIGHT {
            break;
        }
    }
    let (height, marks) = drawn.unwrap_or_default();
    sheet::svg(WIDTH, height.ceil(), &marks)
}

/// The same for a phone: one above the other, in letters that are read at half their size.
pub(super) fn stacked(outcome: &Outcome) -> Svg {
    const WIDTH: f64 = 740.0;
    let frame = Frame { room: WIDTH, scale: 1.1 };
    let mut page = Block::default();
    for block in asked(outcome, frame, false).into_iter().chain(answered(outcome, frame)) {
        page.below(block, GAP * frame.scale);
    }
    let height = page.height.ceil();
    page.marks.insert(0, Mark::Box { x: 0.0, y: 0.0, width: WIDTH, height, radius: 0.0, ink: Ink::Paper });
    sheet::svg(WIDTH, height, &page.marks)
}

/// White on each side.
fn edge(ratio: Ratio) -> f64 {
    match ratio {
        Ratio::Portrait => 64.0,
        Ratio::Square => 52.0,
        Ratio::Landscape => 72.0,
    }
}

/// A picture that is wider is shown as wide as others on a phone: its letters are larger.
fn base(ratio: Ratio) -> f64 {
    match ratio {
        Ratio::Portrait => 1.0,
        Ratio::Square => 1.0,
        Ratio::Landscape => 1.12,
    }
}

struct Sheet<'a> {
    visual: &'a Visual,
    ratio: Ratio,
    extent: Extent,
    scale: f64,
}

impl Sheet<'_> {
    fn frame(&self, room: f64) -> Frame {
        Frame { room, scale: self.scale }
    }

    /// Between two parts at least.
    fn gap(&self) -> f64 {
        self.scale * if self.ratio == Ratio::Square { GAP * 0.8 } else { GAP }
    }

    /// All marks, and whether they have room.
    fn draw(&self) -> (Vec<Mark>, bool) {
        let (width, height) = self.ratio.size();
        let edge = edge(self.ratio);
        let room = width - 2.0 * edge;
        let mut page =
            Block { height, marks: vec![Mark::Box { x: 0.0, y: 0.0, width, height, radius: 0.0, ink: Ink::Paper }] };
        let head = part::head(self.visual, self.frame(room));
        let foot = part::foot(self.visual, self.frame(room), self.ratio != Ratio::Portrait);
        let (top, bottom) = (edge + head.height, height - edge - foot.height);
        let wanted = if self.extent == Extent::Name { 4 } else { 6 };
        let title = part::title(self.visual, self.frame(room), wanted);
        page.take(head, edge, edge);
        page.take(foot, edge, bottom);
        let gap = self.gap();
        let from = top + gap;
        let below = from + title.height + gap;
        page.take(title, edge, from);
        let fits = match (self.ratio, self.columns(room)) {
            (_, [one, other]) if other.is_empty() => stack(&mut page, one, edge, (below, bottom - gap), gap),
            (_, [one, other]) => {
                let second = edge + (room + 2.0 * gap) / 2.0;
                let one = stack(&mut page, one, edge, (below, bottom - gap), gap);
                let other = stack(&mut page, other, second, (below, bottom - gap), gap);
                one && other
            }
        };
        (page.marks, fits)
    }

    /// What stands between the title and the foot: in one column, or in two.
    fn columns(&self, room: f64) -> [Vec<Block>; 2] {
        let is_wide = self.ratio == Ratio::Landscape;
        let half = self.frame((room - 2.0 * self.gap()) / 2.0);
        let whole = self.frame(room);
        let outcomes: &[Outcome] =
            if matches!(self.extent, Extent::Bare | Extent::Name) { &[] } else { &self.visual.outcomes };
        let frame = if is_wide { half } else { whole };
        let study = part::study(self.visual, frame, self.extent == Extent::Whole);
        if self.extent == Extent::Name {
            return [vec![study], Vec::new()];
        }
        let mut one = vec![study];
        match (outcomes, is_wide) {
            ([], false) => {
                one.extend([part::arms(&self.visual.arms, None, frame), part::instead(self.visual, frame)]);
                [one, Vec::new()]
            }
            ([], true) => {
                one.push(part::arms(&self.visual.arms, None, frame));
                [one, vec![part::instead(self.visual, frame)]]
            }
            (outcomes, false) => {
                let is_many = outcomes.len() > 1;
                one.extend(
                    outcomes
                        .iter()
                        .flat_map(|outcome| asked(outcome, frame, is_many).into_iter().chain(answered(outcome, frame))),
                );
                [one, Vec::new()]
            }
            ([outcome], true) => {
                one.extend(asked(outcome, frame, false));
                [one, answered(outcome, frame)]
            }
            (outcomes, true) => {
                let mut other = Vec::new();
                for (index, outcome) in outcomes.iter().enumerate() {
                    let column = if index * 2 < outcomes.len() { &mut one } else { &mut other };
                    column.extend(asked(outcome, frame, true).into_iter().chain(answered(outcome, frame)));
                }
                [one, other]
            }
        }
    }
}

/// The endpoint and the arms with their values.
fn asked(outcome: &Outcome, frame: Frame, is_many: bool) -> Vec<Block> {
    let has_values = outcome.arms.iter().any(|arm| arm.value.is_some());
    let arms = if has_values || !is_many { part::arms(&outcome.arms, outcome.most, frame) } else { Block::default() };
    vec![part::endpoint(outcome, frame), arms]
}

/// What came of it.
fn answered(outcome: &Outcome, frame: Frame) -> Vec<Block> {
    let verdict = outcome.verdict.as_ref().map(|(is_met, words)| part::verdict(*is_met, words, frame));
    let note = outcome.note.as_ref().map(|note| Block::text(note, frame.room, Style::new(frame.size(30.0), Ink::Soft)));
    [Some(plot::effect(outcome, frame)), verdict, note].into_iter().flatten().collect()
}

/// Puts blocks below each other between two heights, with what room is left between them; whether they have room.
fn stack(page: &mut Block, blocks: Vec<Block>, x: f64, (top, bottom): (f64, f64), gap: f64) -> bool {
    let blocks: Vec<Block> = blocks.into_iter().filter(|block| block.height > 0.0).collect();
    let gaps = blocks.len().saturating_sub(1) as f64;
    let taken = blocks.iter().map(|block| block.height).sum::<f64>() + gaps * gap;
    let left = bottom - top - taken;
    let more = if gaps > 0.0 { (left / gaps).clamp(0.0, LOOSE * gap / GAP) } else { 0.0 };
    let mut y = top;
    for block in blocks {
        let height = block.height;
        page.take(block, x, y);
        y += height + gap + more;
    }
    left >= 0.0
}
