//! Pixels as a small PNG. A drawing has a few inks, and the steps between them and their grounds at the edges of shapes:
//! as many colours as a palette holds, at a byte a pixel.

/// Bits of a channel by which colours are told apart at first: at an edge nobody sees a thirty-second of it.
const BITS: u32 = 5;

/// The most colours that a palette holds (PNG, section 11.2.3).
const MOST: usize = 256;

/// Colours that are nearly the same.
struct Shade {
    /// The one that most of their pixels have, if more than half have one,
    colour: [u8; 3],
    /// by how many it leads,
    lead: u32,
    /// and how many pixels there are.
    count: u32,
}

/// Opaque pixels of red, green, blue and one byte more, as a PNG.
pub(super) fn png(pixels: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let (runs, shades) = shades(pixels);
    let (palette, places) = palette(&shades);
    let mut indices = Vec::with_capacity(pixels.len() / 4);
    for (shade, length) in runs {
        indices.resize(indices.len() + length, places[usize::from(shade)]);
    }
    let mut out = Vec::with_capacity(64 * 1024);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    // As the cards are packed: larger than what zlib makes of them, in a fraction of its time.
    encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
    encoder.set_filter(png::Filter::Paeth);
    let mut writer = encoder.write_header().expect("a header that fits");
    writer.write_image_data(&indices).expect("as many pixels as the header says");
    writer.finish().expect("a picture in memory");
    out
}

/// The shade of each run of pixels with its length, and all shades.
fn shades(pixels: &[u8]) -> (Vec<(u16, usize)>, Vec<Shade>) {
    /// No shade has this number: there are fewer.
    const NONE: u16 = u16::MAX;
    let mut known = vec![NONE; 1 << (3 * BITS)];
    let (mut runs, mut shades) = (Vec::with_capacity(pixels.len() / 64), Vec::<Shade>::new());
    for run in pixels.as_chunks::<4>().0.chunk_by(|one, other| one == other) {
        let [red, green, blue, _] = run[0];
        let (colour, length) = ([red, green, blue], run.len() as u32);
        let place = colour.iter().fold(0, |place, channel| place << BITS | usize::from(channel >> (8 - BITS)));
        if known[place] == NONE {
            known[place] = shades.len() as u16;
            shades.push(Shade { colour, lead: 0, count: 0 });
        }
        let index = known[place];
        let shade = &mut shades[usize::from(index)];
        shade.count += length;
        // The vote of Boyer and Moore.
        if shade.colour == colour {
            shade.lead += length;
        } else if shade.lead < length {
            (shade.colour, shade.lead) = (colour, length - shade.lead);
        } else {
            shade.lead -= length;
        }
        runs.push((index, run.len()));
    }
    (runs, shades)
}

/// A palette, from dark to light, and the place in it of each shade: of those that have no room there, the nearest.
fn palette(shades: &[Shade]) -> (Vec<[u8; 3]>, Vec<u8>) {
    let mut common: Vec<&Shade> = shades.iter().collect();
    common.sort_by_key(|shade| (std::cmp::Reverse(shade.count), shade.colour));
    let mut palette: Vec<[u8; 3]> = common.iter().take(MOST).map(|shade| shade.colour).collect();
    palette.sort_unstable_by_key(|colour| (colour.iter().map(|it| u32::from(*it)).sum::<u32>(), *colour));
    let apart = |one: [u8; 3], other: [u8; 3]| -> u32 {
        one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    let place = |shade: &Shade| {
        let nearest = palette.iter().enumerate().min_by_key(|(_, colour)| apart(**colour, shade.colour));
        nearest.map_or(0, |(place, _)| place as u8)
    };
    let places = shades.iter().map(place).collect();
    (palette, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<[u8; 3]> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut rgb).expect("its pixels");
        rgb.as_chunks::<3>().0.to_vec()
    }

    #[test]
    fn inks_stay_what_they_are_and_steps_nearly() {
        // Two inks on two grounds, each with all of its steps, and the inks themselves more often.
        let mut pixels = Vec::new();
        for (ground, ink) in [([246_u8, 242, 233], [27_u8, 35, 33]), ([255; 3], [140, 58, 18])] {
            for step in 0..=255_u32 {
                let mixed = |at: usize| (u32::from(ground[at]) * (255 - step) + u32::from(ink[at]) * step) / 255;
                pixels.extend([mixed(0) as u8, mixed(1) as u8, mixed(2) as u8, 255]);
            }
            for colour in [ground, ink] {
                (0..600).for_each(|_| pixels.extend([colour[0], colour[1], colour[2], 255]));
            }
        }
        let count = (pixels.len() / 4) as u32;
        let shown = read(&png(&pixels, (count, 1)));
        for (at, (pixel, shown)) in pixels.as_chunks::<4>().0.iter().zip(shown).enumerate() {
            let far = (0..3).map(|channel| pixel[channel].abs_diff(shown[channel])).max();
            let is_flat = at % 1456 >= 256;
            assert!(far <= Some(if is_flat { 0 } else { 7 }), "{at}: {pixel:?} is shown as {shown:?}");
        }
    }

    #[test]
    fn more_colours_than_a_palette_holds_become_their_neighbours() {
        let pixels: Vec<u8> = (0..4096_u32)
            .flat_map(|it| [(it & 15) * 17, (it >> 4 & 15) * 17, (it >> 8) * 17, 255])
            .map(|it| it as u8)
            .collect();
        let shown = read(&png(&pixels, (64, 64)));
        let colours: std::collections::BTreeSet<_> = shown.iter().collect();
        assert_eq!((shown.len(), colours.len()), (4096, MOST));
        assert_eq!(read(&png(&[1, 2, 3, 255], (1, 1))), [[1, 2, 3]]);
    }
}
