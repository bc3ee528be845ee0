//! The mark of a site as an icon of pixels, for phones that take no SVG: drawn of the same pieces as charts.

use tiny_skia::{Color, Pixmap, Transform};

use super::{Canvas, INK, Tag, own_colour, pack, path};

/// What can be drawn, with the attributes that are understood.
const SHAPES: &[(&str, &[&str])] = &[
    ("rect", &["x", "y", "width", "height", "rx", "fill"]),
    ("path", &["d", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]),
];

/// A square mark as a PNG of so many pixels a side, filled to its corners with the colour of its ground: phones cut icons
/// to a shape of their own. None where it does not begin with a box of one colour as its ground, or holds anything but
/// boxes and paths of straight lines and circles in colours such as `#0d5c5f`.
pub fn icon(svg: &str, side: u32) -> Option<Vec<u8>> {
    let (_, svg) = svg.split_once("<svg")?;
    let (head, content) = svg.split_once('>')?;
    let content = content.trim_end().strip_suffix("</svg>")?;
    let view: Vec<f32> =
        Tag { name: "svg", rest: head }.get("viewBox")?.split(' ').map_while(|it| it.parse().ok()).collect();
    let [left, top, width, height] = view[..] else { return None };
    if left != 0.0 || top != 0.0 || width != height || width <= 0.0 {
        return None;
    }
    let ground = ground(content, width)?;
    let mut pixels = Pixmap::new(side, side)?;
    pixels.fill(Color::from_rgba8(ground[0], ground[1], ground[2], 255));
    let place = Transform::from_scale(side as f32 / width, side as f32 / width);
    Canvas { pixels: &mut pixels, place, colours: vec![INK], keeps_room: false }.draw(content);
    Some(pack::png(pixels.data(), (side, side)))
}

/// The colour of the box with which a mark begins, if everything in it can be drawn.
fn ground(content: &str, side: f32) -> Option<[u8; 3]> {
    let mut colour = None;
    for tag in content.split('<').skip(1) {
        let (tag, between) = tag.split_once('>')?;
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let tag = Tag { name, rest: &tag[name.len()..] };
        if !between.trim().is_empty() || !is_drawn(&tag) {
            return None;
        }
        if colour.is_none() {
            let has_size = ["width", "height"].into_iter().all(|name| tag.number(name) == Some(side));
            let is_ground = name == "rect" && has_size && tag.get("x").is_none() && tag.get("y").is_none();
            colour = Some(own_colour(tag.get("fill").filter(|_| is_ground)?)?);
        }
    }
    colour
}

fn is_drawn(tag: &Tag<'_>) -> bool {
    let Some((_, known)) = SHAPES.iter().find(|(name, _)| *name == tag.name) else { return false };
    let names = tag.rest.split('"').step_by(2).map(|it| it.trim().trim_end_matches('='));
    let is_colour = |value: &str| value == "none" || value.len() == 7 && own_colour(value).is_some();
    let has_colours = ["fill", "stroke"].into_iter().filter_map(|name| tag.get(name)).all(is_colour);
    // What says nothing is filled in black; of lines that are open there is nothing to fill.
    let is_filled = tag.get("fill").is_some() || tag.get("d").is_some_and(path::is_of_lines);
    let is_shape = tag.name == "rect" || tag.get("d").is_some_and(path::is_known);
    names.filter(|it| !it.is_empty() && *it != "/").all(|it| known.contains(&it))
        && has_colours
        && is_filled
        && is_shape
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: &str = "<rect width=\"32\" height=\"32\" rx=\"7\" fill=\"#0d5c5f\"/>";

    fn mark(content: &str) -> Option<Vec<u8>> {
        icon(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">{content}</svg>\n"), 64)
    }

    #[test]
    fn a_mark_fills_its_square() {
        let bytes = mark(&format!(
            "{GROUND}<path d=\"M8 16h16\" stroke=\"#f6f2e9\" stroke-width=\"4\" stroke-linecap=\"round\"/>"
        ));
        let bytes = bytes.expect("a mark of simple shapes");
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut rgb).expect("its pixels");
        let at = |x: usize, y: usize| <[u8; 3]>::try_from(&rgb[(y * 64 + x) * 3..][..3]).expect("inside");
        assert_eq!(rgb.len(), 64 * 64 * 3);
        assert_eq!(at(0, 0), [0x0d, 0x5c, 0x5f], "no corner is cut off");
        assert_eq!(at(32, 32), [0xf6, 0xf2, 0xe9]);
        assert_eq!(at(14, 32), [0xf6, 0xf2, 0xe9], "the end of the line is round");
        assert_eq!(at(32, 20), [0x0d, 0x5c, 0x5f]);
    }

    #[test]
    fn what_cannot_be_drawn_is_left_alone() {
        for content in [
            "",
            "<path d=\"M8 16h16\" stroke=\"#f6f2e9\"/>",
            &format!("{GROUND}<circle cx=\"16\" cy=\"16\" r=\"4\" fill=\"#ffffff\"/>"),
            &format!("{GROUND}<path d=\"M8 8c1 1 2 2 3 3\" fill=\"none\" stroke=\"#ffffff\"/>"),
            &format!("{GROUND}<path d=\"M8 8h9v9Z\" stroke=\"#ffffff\"/>"),
            &format!("{GROUND}<path d=\"M8 8h9v9Z\" fill=\"white\"/>"),
            &format!("{GROUND}<path d=\"M8 8h9v9Z\" fill=\"#fff\"/>"),
            &format!("{GROUND}<path d=\"M8 8h9v9Z\" fill=\"#ffffff\" transform=\"scale(2)\"/>"),
            &format!("{GROUND}<style>rect{{fill:red}}</style>"),
            "<rect width=\"30\" height=\"32\" fill=\"#0d5c5f\"/>",
        ] {
            assert_eq!(mark(content), None, "{content}");
        }
        assert_eq!(icon("<svg viewBox=\"0 0 32 16\"></svg>", 64), None);
        assert_eq!(icon("", 64), None);
    }
}
