//! The parts of a visual abstract, each as a block of a width: head, title, arms, verdict, foot. Sizes are those of
//! a picture of 1080 pixels, times the scale that its layout has found room for.

use super::Visual;
use super::facts::{Group, Outcome, Value};
use super::sheet::{Anchor, Block, Ink, LEADING, Mark, Style, whole, width};

/// How much room a block has, and at which scale it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) room: f64,
    pub(super) scale: f64,
}

impl Frame {
    /// A size of text at the scale.
    pub(super) fn size(self, size: f64) -> f64 {
        size * self.scale
    }
}

impl Group {
    /// The arm in words.
    pub(super) fn said(&self) -> String {
        let value = self.value.as_ref().map(|value| {
            let count = value.count.as_ref().map(|count| format!(" {count}")).unwrap_or_default();
            format!("{}{}{count}", value.printed, value.unit)
        });
        let parts = [Some(self.label.clone()), self.size.clone(), value];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A heavy rule, the column and the number below it; a word of warning before them.
pub(super) fn head(visual: &Visual, frame: Frame) -> Block {
    let mut block = Block::default();
    let (room, size) = (frame.room, frame.size(32.0));
    block.marks.push(Mark::Box { x: 0.0, y: 0.0, width: room, height: 8.0, radius: 0.0, ink: Ink::Text });
    let top = 8.0 + size * 0.7;
    let accent = Style::new(size, Ink::Accent).bold();
    block.line((room, top), accent, Anchor::End, &visual.number);
    let mut from = 0.0;
    if let Some(warning) = &visual.warning {
        let wide = width(warning, size) + size;
        block.marks.push(Mark::Box {
            x: 0.0,
            y: top - size * 0.3,
            width: wide,
            height: size * 1.6,
            radius: size * 0.2,
            ink: Ink::Rust,
        });
        block.line((size * 0.5, top), Style::new(size, Ink::Paper).bold(), Anchor::Start, warning);
        from = wide + size * 0.6;
    }
    let left = (room - from - width(&visual.number, size) - size).max(size);
    let (size, lines) = whole(&visual.kicker, left, size, 1);
    block.lines((from, top), Style { size, ..accent }, Anchor::Start, &lines);
    block
}

/// The title, large; cut where it has no end.
pub(super) fn title(visual: &Visual, frame: Frame, most: usize) -> Block {
    let size = frame.size(62.0) as f32;
    let sizes = [(size, 2), (size * 0.88, 3), (size * 0.76, 3), (size * 0.66, most)];
    let set = crate::render::card::lines::fit(&visual.title, &visual.kept, frame.room as f32, &sizes);
    let mut block = Block::default();
    block.lines((0.0, 0.0), Style::new(f64::from(set.size), Ink::Text).bold(), Anchor::Start, &set.lines);
    block
}

/// The trial, and what it asked.
pub(super) fn study(visual: &Visual, frame: Frame, has_question: bool) -> Block {
    let mut block = Block::text(&visual.study, frame.room, Style::new(frame.size(34.0), Ink::Accent).bold());
    if let Some(question) = visual.question.as_ref().filter(|_| has_question) {
        let asked = Block::text(question, frame.room, Style::new(frame.size(30.0), Ink::Soft));
        block.below(asked, frame.size(14.0));
    }
    block
}

/// The endpoint and whom it was measured in.
pub(super) fn endpoint(outcome: &Outcome, frame: Frame) -> Block {
    let mut block = Block::text(&outcome.role, frame.room, Style::new(frame.size(30.0), Ink::Soft));
    let name = Block::text(&outcome.endpoint, frame.room, Style::new(frame.size(46.0), Ink::Text).bold());
    block.below(name, frame.size(10.0));
    if let Some(population) = &outcome.population {
        let whom = Block::text(population, frame.room, Style::new(frame.size(30.0), Ink::Soft));
        block.below(whom, frame.size(12.0));
    }
    block
}

/// The arms below each other.
pub(super) fn arms(groups: &[Group], most: Option<f64>, frame: Frame) -> Block {
    let mut block = Block::default();
    let is_dense = groups.len() > 3;
    let gap = frame.size(if is_dense { 20.0 } else { 34.0 });
    for (index, group) in groups.iter().enumerate() {
        block.below(arm(group, index, most, frame, is_dense), gap);
    }
    block
}

/// An arm: its shape, its name with its participants, its value, and a bar as long as that.
fn arm(group: &Group, index: usize, most: Option<f64>, frame: Frame, is_dense: bool) -> Block {
    let mut block = Block::default();
    let size = frame.size(36.0);
    let large = frame.size(if is_dense { 48.0 } else { 62.0 });
    let taken = group.value.as_ref().map_or(0.0, |value| set_value(&mut block, value, frame, large));
    // A value stands on the line of the name, or above it where both have no room.
    let marker = size * 1.25;
    let is_beside = taken > 0.0 && taken < frame.room * 0.55;
    let room = if is_beside { frame.room - taken - size } else { frame.room } - marker;
    let top = match (taken > 0.0, is_beside) {
        (false, _) => 0.0,
        (true, true) => (large - size) * 0.88,
        (true, false) => large * LEADING,
    };
    shape(&mut block, index, (size * 0.45, top + size * 0.5), size * 0.42);
    let (named, lines) = whole(&group.label, room, size, 2);
    let style = Style::new(named, Ink::Text).bold();
    block.lines((marker, top), style, Anchor::Start, &lines);
    if let Some(people) = &group.size {
        let last = lines.last().map_or(0.0, |line| width(line, named));
        let soft = Style::new(frame.size(30.0), Ink::Soft);
        let row = lines.len().saturating_sub(1) as f64 * named * LEADING;
        let fits = last + named * 0.6 + width(people, soft.size) <= room;
        let below = top + row + named * LEADING;
        let place =
            if fits { (marker + last + named * 0.6, top + row + (named - soft.size) * 0.88) } else { (marker, below) };
        block.line(place, soft, Anchor::Start, people);
    }
    if let Some((number, most)) = group.value.as_ref().and_then(|value| value.number).zip(most) {
        bar(&mut block, index, (number / most).clamp(0.0, 1.0), frame, is_dense);
    }
    block
}

/// The value of an arm at the right: the number large, its unit and count behind it. How much room it takes.
fn set_value(block: &mut Block, value: &Value, frame: Frame, large: f64) -> f64 {
    let small = frame.size(30.0);
    let count = value.count.as_ref().map(|count| format!("({count})")).unwrap_or_default();
    let base = |size: f64| (large - size) * 0.88;
    let mut right = frame.room;
    for text in [&count, &value.unit] {
        if !text.is_empty() {
            block.line((right, base(small)), Style::new(small, Ink::Soft), Anchor::End, text);
            right -= width(text, small) + small * 0.35;
        }
    }
    let longest = (right * 0.95).max(1.0);
    let size =
        if width(&value.printed, large) > longest { large * longest / width(&value.printed, large) } else { large };
    block.line((right, base(size)), Style::new(size, Ink::Text).bold(), Anchor::End, &value.printed);
    frame.room - right + width(&value.printed, size)
}

/// A bar below what is there.
fn bar(block: &mut Block, index: usize, part: f64, frame: Frame, is_dense: bool) {
    let (apart, height) = if is_dense { (8.0, 12.0) } else { (14.0, 20.0) };
    let (y, height) = (block.height + frame.size(apart), frame.size(height));
    let radius = height * 0.2;
    block.marks.push(Mark::Box { x: 0.0, y, width: frame.room, height, radius, ink: Ink::Rule });
    let wide = (frame.room * part).max(height * 0.5);
    block.marks.push(Mark::Box { x: 0.0, y, width: wide, height, radius, ink: Ink::Arm(index) });
    block.height = y + height;
}

/// The shape of an arm around a point: square, disc, triangle, diamond, triangle on its head.
fn shape(block: &mut Block, index: usize, (x, y): (f64, f64), half: f64) {
    let ink = Ink::Arm(index);
    let points = match index % 5 {
        0 => vec![(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        1 => {
            return block.marks.push(Mark::Disc { x, y, radius: half * 0.95, ink });
        }
        2 => vec![(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)],
        3 => vec![(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)],
        _ => vec![(-1.0, -0.8), (1.0, -0.8), (0.0, 1.0)],
    };
    let points = points.into_iter().map(|(right, down)| (x + right * half, y + down * half)).collect();
    block.marks.push(Mark::Shape { points, ink });
}

/// Whether the endpoint was met: words on a band, a tick or a cross before them.
pub(super) fn verdict(is_met: bool, words: &str, frame: Frame) -> Block {
    let size = frame.size(40.0);
    let ink = if is_met { Ink::Accent } else { Ink::Rust };
    let (sign, pad) = (size * 0.62, size * 0.6);
    let from = pad + 2.0 * sign + size * 0.45;
    let (set, lines) = whole(words, frame.room - from - pad, size, 2);
    let tall = (lines.len() as f64 - 1.0) * set * LEADING + set;
    let height = tall + size * 1.1;
    let mut block = Block {
        height,
        marks: vec![Mark::Box { x: 0.0, y: 0.0, width: frame.room, height, radius: size * 0.25, ink }],
    };
    let (x, y) = (pad + sign, height / 2.0);
    block.marks.push(Mark::Disc { x, y, radius: sign, ink: Ink::Sheet });
    let stroke = |from: (f64, f64), to: (f64, f64)| Mark::Line {
        from: (x + from.0 * sign, y + from.1 * sign),
        to: (x + to.0 * sign, y + to.1 * sign),
        width: sign * 0.24,
        is_dashed: false,
        ink,
    };
    let strokes = if is_met {
        [stroke((-0.5, 0.02), (-0.08, 0.44)), stroke((-0.16, 0.42), (0.52, -0.4))]
    } else {
        [stroke((-0.4, -0.4), (0.4, 0.4)), stroke((0.4, -0.4), (-0.4, 0.4))]
    };
    block.marks.extend(strokes);
    block.lines((from, (height - tall) / 2.0), Style::new(set, Ink::Sheet).bold(), Anchor::Start, &lines);
    block.height = height;
    block
}

/// What stands in the place of a result.
pub(super) fn instead(visual: &Visual, frame: Frame) -> Block {
    let mut words =
        Block::text(&visual.instead, frame.room - frame.size(72.0), Style::new(frame.size(40.0), Ink::Text).bold());
    let address =
        Block::text(&visual.address, frame.room - frame.size(72.0), Style::new(frame.size(30.0), Ink::Accent));
    words.below(address, frame.size(20.0));
    let height = words.height + frame.size(72.0);
    let ground = Mark::Box { x: 0.0, y: 0.0, width: frame.room, height, radius: frame.size(12.0), ink: Ink::Sheet };
    let mut block = Block { height, marks: vec![ground] };
    block.take(words, frame.size(36.0), frame.size(36.0));
    block
}

/// Where all of it comes from.
pub(super) fn foot(visual: &Visual, frame: Frame, is_flat: bool) -> Block {
    let mut block = Block::default();
    block.marks.push(Mark::Box { x: 0.0, y: 0.0, width: frame.room, height: 2.0, radius: 0.0, ink: Ink::Text });
    block.height = frame.size(20.0);
    let style = Style::new(frame.size(28.0), Ink::Soft);
    let own = format!("{} · {}", visual.site, visual.address);
    let source = if is_flat { vec![visual.source.join(" · ")] } else { visual.source.clone() };
    for line in source.iter().filter(|line| !line.is_empty()).chain(visual.outcomes.first().map(|_| &own)) {
        block.below(Block::text(line, frame.room, style), frame.size(10.0));
    }
    block
}
