//! Path data as the pen writes it (SVG 2, 9.3): moves, lines, arcs and closed ends, absolute or from where the last
//! one ended.

use tiny_skia::{Path, PathBuilder, Rect};

use crate::render::card::glyph::Curve;

/// How far the handles of a quarter of a circle are from its ends, in radii.
const KAPPA: f32 = 0.552_284_8;

/// Reads path data; none where nothing can be drawn of it.
pub(super) fn read(data: &str) -> Option<Path> {
    let mut path = PathBuilder::new();
    let mut numbers = Vec::new();
    let mut command = ' ';
    let mut word = String::new();
    let mut at = (0.0, 0.0);
    let mut start = at;
    for c in data.chars().chain([' ', '!']) {
        let ends = c.is_ascii_alphabetic() || c == ' ' || c == ',' || c == '!' || (c == '-' && !word.is_empty());
        if ends && !word.is_empty() {
            numbers.push(word.parse::<f32>().ok()?);
            word.clear();
        }
        if c.is_ascii_alphabetic() || c == '!' {
            step(&mut path, command, &numbers, &mut at, &mut start);
            numbers.clear();
            command = c;
        } else if c != ' ' && c != ',' {
            word.push(c);
        }
    }
    path.finish()
}

/// Whether path data is of the kind that [`read`] reads.
pub(super) fn is_known(data: &str) -> bool {
    !data.is_empty()
        && commands(data).all(|(command, numbers)| {
            let numbers: Option<Vec<f32>> = numbers.into_iter().map(|it| it.parse().ok()).collect();
            match (command.to_ascii_uppercase(), numbers.as_deref()) {
                ('M', Some([_, _])) | ('H' | 'V', Some([_])) | ('Z', Some([])) => true,
                ('L', Some(points)) => !points.is_empty() && points.len().is_multiple_of(2),
                ('A', Some([across, down, _, _, _, _, _])) => across == down,
                _ => false,
            }
        })
}

/// Whether it is of single lines, which hold nothing inside.
pub(super) fn is_of_lines(data: &str) -> bool {
    let kinds: String = commands(data).map(|(command, _)| command.to_ascii_uppercase()).collect();
    kinds.len().is_multiple_of(2) && kinds.as_bytes().chunks(2).all(|it| it[0] == b'M' && b"HVL".contains(&it[1]))
}

/// The commands of path data, each with what is written as its numbers.
fn commands(data: &str) -> impl Iterator<Item = (char, Vec<String>)> + '_ {
    let mut rest = data.trim();
    std::iter::from_fn(move || {
        let command = rest.chars().next()?;
        let after = &rest[command.len_utf8()..];
        let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
        let numbers = after[..end].replace('-', " -");
        rest = &after[end..];
        Some((command, numbers.split([' ', ',']).filter(|it| !it.is_empty()).map(str::to_owned).collect()))
    })
}

/// Carries out a command with its numbers.
fn step(path: &mut PathBuilder, command: char, numbers: &[f32], at: &mut (f32, f32), start: &mut (f32, f32)) {
    let from = |at: (f32, f32)| if command.is_ascii_lowercase() { at } else { (0.0, 0.0) };
    let base = from(*at);
    match (command.to_ascii_uppercase(), numbers) {
        ('M', [x, y, ..]) => {
            *at = (base.0 + x, base.1 + y);
            *start = *at;
            path.move_to(at.0, at.1);
        }
        ('L', points) => {
            for point in points.chunks_exact(2) {
                let base = from(*at);
                *at = (base.0 + point[0], base.1 + point[1]);
                path.line_to(at.0, at.1);
            }
        }
        ('H', [x, ..]) => {
            at.0 = base.0 + x;
            path.line_to(at.0, at.1);
        }
        ('V', [y, ..]) => {
            at.1 = base.1 + y;
            path.line_to(at.0, at.1);
        }
        ('A', [radius, _, _, is_large, sweeps, x, y, ..]) => {
            let to = (base.0 + x, base.1 + y);
            arc(path, *at, to, *radius, *is_large > 0.5, *sweeps > 0.5);
            *at = to;
        }
        ('Z', _) => {
            path.close();
            *at = *start;
        }
        _ => {}
    }
}

/// A part of a circle between two points (SVG 2, B.2.4), in pieces of a quarter at most.
fn arc(path: &mut PathBuilder, from: (f32, f32), to: (f32, f32), radius: f32, is_large: bool, sweeps: bool) {
    let half = ((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
    let chord = half.0.hypot(half.1);
    if chord == 0.0 {
        return;
    }
    let radius = radius.max(chord);
    let away = (radius * radius - chord * chord).max(0.0).sqrt() / chord;
    let side = if is_large == sweeps { -away } else { away };
    let middle = ((from.0 + to.0) / 2.0 - half.1 * side, (from.1 + to.1) / 2.0 + half.0 * side);
    let angle = |point: (f32, f32)| (point.1 - middle.1).atan2(point.0 - middle.0);
    let (first, last) = (angle(from), angle(to));
    let full = std::f32::consts::TAU;
    let mut turn = last - first;
    if sweeps && turn <= 0.0 {
        turn += full;
    } else if !sweeps && turn >= 0.0 {
        turn -= full;
    }
    let pieces = (turn.abs() / std::f32::consts::FRAC_PI_2).ceil().max(1.0);
    let part = turn / pieces;
    let handle = 4.0 / 3.0 * (part / 4.0).tan() * radius;
    let on = |angle: f32| (middle.0 + radius * angle.cos(), middle.1 + radius * angle.sin());
    for piece in 0..pieces as u32 {
        let (begin, end) = (first + part * piece as f32, first + part * (piece + 1) as f32);
        let (a, d) = (on(begin), on(end));
        let b = (a.0 - handle * begin.sin(), a.1 + handle * begin.cos());
        let c = (d.0 + handle * end.sin(), d.1 - handle * end.cos());
        path.cubic_to(b.0, b.1, c.0, c.1, d.0, d.1);
    }
}

/// A box with round corners.
pub(super) fn rounded(rect: Rect, radius: f32) -> Option<Path> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if radius <= 0.0 {
        return Some(PathBuilder::from_rect(rect));
    }
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let (near, far) = (radius, radius * (1.0 - KAPPA));
    let mut path = PathBuilder::new();
    path.move_to(left + near, top);
    path.line_to(right - near, top);
    path.cubic_to(right - far, top, right, top + far, right, top + near);
    path.line_to(right, bottom - near);
    path.cubic_to(right, bottom - far, right - far, bottom, right - near, bottom);
    path.line_to(left + near, bottom);
    path.cubic_to(left + far, bottom, left, bottom - far, left, bottom - near);
    path.line_to(left, top + near);
    path.cubic_to(left, top + far, left + far, top, left + near, top);
    path.close();
    path.finish()
}

/// The outline of a letter: where a curve does not begin at the end of the one before, another line does.
pub(super) fn letter(path: &mut PathBuilder, curves: &[Curve]) {
    let mut last = None;
    for curve in curves {
        let (from, to) = curve.ends();
        if last != Some(from) {
            if last.is_some() {
                path.close();
            }
            path.move_to(from.0, from.1);
        }
        match *curve {
            Curve::Line([_, to]) => path.line_to(to.0, to.1),
            Curve::Quad([_, b, c]) => path.quad_to(b.0, b.1, c.0, c.1),
            Curve::Cubic([_, b, c, d]) => path.cubic_to(b.0, b.1, c.0, c.1, d.0, d.1),
        }
        last = Some(to);
    }
    if last.is_some() {
        path.close();
    }
}
