//! All forms of a picture as one file of the cache: a head of lines, then the files one after another.
//!
//! Whatever was cut off, changed or written by another version is noticed, and is then as good as nothing.

use xxhash_rust::xxh3::xxh3_64;

use super::head::{self, Nature};
use super::plan::Made;
use crate::model::picture::Format;

/// First line: the form's name and number.
const START: &str = "postil picture 1";

/// A picture in all its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Width and height of the picture.
    pub size: (u32, u32),
    /// How light it is.
    pub tone: Option<u8>,
    /// Whether the ground shines through.
    pub is_clear: bool,
    /// Its forms, the smallest form first and the fallback last, widths rising.
    pub made: Vec<Made>,
}

impl Pack {
    /// As a file.
    pub fn write(&self) -> Vec<u8> {
        let mut head = format!("{START}\n{} {}\n", self.size.0, self.size.1);
        head.push_str(&self.tone.map_or_else(|| "-".to_owned(), |tone| tone.to_string()));
        head.push_str(if self.is_clear { " clear\n" } else { " whole\n" });
        for made in &self.made {
            let (extension, print) = (made.format.extension(), xxh3_64(&made.bytes));
            head.push_str(&format!("{extension} {} {} {print:016x}\n", made.width, made.bytes.len()));
        }
        head.push_str(&format!("end {:016x}\n", xxh3_64(head.as_bytes())));
        let mut bytes = head.into_bytes();
        for made in &self.made {
            bytes.extend_from_slice(&made.bytes);
        }
        bytes
    }

    /// Reads a file of the cache; `None` if anything in it is not as it was written.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (size, tone, is_clear, list, mut rest) = read_head(bytes)?;
        let mut made = Vec::with_capacity(list.len());
        for Listed { format, width, length, print } in list {
            let (own, after) = rest.split_at_checked(length)?;
            // A cache is anybody's who gave the site away: what is no picture of this form is not taken for one.
            if xxh3_64(own) != print || head::nature(own) != Nature::Shown(format) {
                return None;
            }
            made.push(Made { format, width, bytes: own.to_vec() });
            rest = after;
        }
        rest.is_empty().then_some(Self { size, tone, is_clear, made })
    }

    /// The same from its head alone, with forms that hold no bytes: enough to know what there is.
    pub fn read_list(start: &[u8]) -> Option<Self> {
        let (size, tone, is_clear, list, _) = read_head(start)?;
        let made = list.iter().map(|it| Made { format: it.format, width: it.width, bytes: Vec::new() }).collect();
        Some(Self { size, tone, is_clear, made })
    }
}

struct Listed {
    format: Format,
    width: u32,
    length: usize,
    print: u64,
}

type Read<'a> = ((u32, u32), Option<u8>, bool, Vec<Listed>, &'a [u8]);

fn read_head(bytes: &[u8]) -> Option<Read<'_>> {
    let at = bytes.windows(5).position(|it| it == b"\nend ")?;
    let head = std::str::from_utf8(&bytes[..=at]).ok()?;
    let rest = bytes.get(at + 5..)?;
    let print = std::str::from_utf8(rest.get(..16)?).ok()?;
    if u64::from_str_radix(print, 16).ok()? != xxh3_64(head.as_bytes()) || rest.get(16) != Some(&b'\n') {
        return None;
    }
    let mut lines = head.lines();
    if lines.next()? != START {
        return None;
    }
    let (width, height) = lines.next()?.split_once(' ')?;
    let (tone, clear) = lines.next()?.split_once(' ')?;
    let tone = if tone == "-" { None } else { Some(tone.parse().ok()?) };
    let list = lines.map(listed).collect::<Option<Vec<_>>>()?;
    let size = (width.parse().ok()?, height.parse().ok()?);
    (!list.is_empty()).then_some((size, tone, clear == "clear", list, &rest[17..]))
}

fn listed(line: &str) -> Option<Listed> {
    let mut parts = line.split(' ');
    Some(Listed {
        // A drawing is written anew in each build, and never kept.
        format: Format::of_extension(parts.next()?).filter(|format| *format != Format::Svg)?,
        width: parts.next()?.parse().ok()?,
        length: parts.next()?.parse().ok()?,
        print: u64::from_str_radix(parts.next()?, 16).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let made = |format, width, bytes: &[u8]| Made { format, width, bytes: bytes.to_vec() };
        let made = vec![
            made(Format::Avif, 390, b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"),
            made(Format::Jpeg, 390, b"\xFF\xD8\xFF\xE0\nend x"),
        ];
        Pack { size: (390, 260), tone: Some(3), is_clear: false, made }
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(Pack::read(&pack().write()), Some(pack()));
        let list = Pack::read_list(&pack().write()).expect("a head");
        assert_eq!(list.made.iter().map(|it| it.width).collect::<Vec<_>>(), [390, 390]);
    }

    #[test]
    fn no_change_goes_unnoticed() {
        let sound = pack().write();
        for at in 0..sound.len() {
            let mut changed = sound.clone();
            changed[at] ^= 1;
            assert_eq!(Pack::read(&changed), None, "byte {at}");
            assert_eq!(Pack::read(&sound[..at]), None, "cut at {at}");
        }
        assert_eq!(Pack::read(&[sound, b"x".to_vec()].concat()), None);
    }

    #[test]
    fn what_is_no_picture_of_its_form_is_not_taken_for_one() {
        for (format, bytes) in
            [(Format::Svg, &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]), (Format::Png, b"<svg/>")]
        {
            let made = vec![Made { format, width: 390, bytes: bytes.to_vec() }];
            assert_eq!(Pack::read(&Pack { made, ..pack() }.write()), None, "{format:?}");
        }
    }
}
