//! Small pictures that unpack into gigabytes, or say that they do: each is read in bounded memory and time.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use image::{ExtendedColorType, ImageEncoder};

use crate::support::TestSite;

/// The memory that a build may take, in kilobytes: half of what the bombs here unpack into.
const MEMORY: u64 = 2_000_000;
/// A build of a picture that is refused takes less, in a program without optimization, on a busy machine.
const TIME: Duration = Duration::from_secs(20);

/// A packed run of zeros: 1032 for every byte given here (RFC 1951: a block whose two codes, a length of 258 and a
/// distance of 1, take one bit each).
fn packed_zeros(length: usize) -> Vec<u8> {
    const BEGIN: [u8; 16] = [0x78, 0xda, 0xec, 0xc1, 0x01, 0x01, 0, 0, 0, 0x80, 0x90, 0xfe, 0xaf, 0xee, 0x08, 0x0a];
    let mut bytes = BEGIN.to_vec();
    bytes.resize(length, 0);
    bytes
}

/// The sum at the end of a PNG's chunk (PNG, third edition, 5.5).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Noise, so that it is no small drawing that stays as it is.
    let pixels: Vec<u8> = (0..width * height * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}

/// A sound PNG with more chunks after its head.
fn png_with(more: &[u8]) -> Vec<u8> {
    let plain = png(64, 64);
    [&plain[..33], more, &plain[33..]].concat()
}

/// What a build says of a site with this picture, in bounded memory, and how long it took.
fn build(name: &str, bytes: &[u8]) -> (Output, Duration) {
    let site = TestSite::new();
    site.issue(1, "one", "", &format!(":::figure{{src=\"{name}\" alt=\"示意图\"}}\n图题\n:::"));
    site.write(&format!("content/demo/001-one/{name}"), bytes);
    let start = Instant::now();
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" build --now 2026-01-01 --lang en")])
        .arg(env!("CARGO_BIN_EXE_postil"))
        .current_dir(site.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    (output, start.elapsed())
}

#[test]
fn what_unpacks_into_gigabytes_is_refused_in_bounded_memory() {
    let profile = |packed: &[u8]| chunk(b"iCCP", &[b"x\0\0", packed].concat());
    let bomb = profile(&packed_zeros(4 << 20));
    let moving = [chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]), bomb.clone()].concat();
    // The chunk of a profile says that it has as many bytes as there can be.
    let mut webp = b"RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\x20\0\0\0\x3f\0\0\x3f\0\0ICCP\xf0\xff\xff\xff".to_vec();
    webp.resize(4096, 0);
    // One dot on the screen, and a frame of four billion.
    let gif =
        b"GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\x80\0\0\0\xff\xff\xff\x02\x02\x44\x01\0\x3b".to_vec();
    for (what, name, bytes, code) in [
        ("a profile", "scan.png", png_with(&bomb), "P015"),
        ("a profile of a moving picture", "scan.png", png_with(&moving), "P015"),
        ("a part that says much", "scan.webp", webp, "P003"),
        ("a frame larger than its screen", "scan.gif", gif, "P003"),
    ] {
        let (output, time) = build(name, &bytes);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{what}: {said}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains("help: "), "{what}: {said}");
        assert!(time < TIME, "{what} took {time:?}");
    }
}

#[test]
fn what_is_never_unpacked_does_no_harm() {
    let packed = packed_zeros(4 << 20);
    let words = chunk(b"zTXt", &[b"Comment\0\0", &packed[..]].concat());
    let more_words = chunk(b"iTXt", &[b"Comment\0\x01\0zh\0\0", &packed[..]].concat());
    // Pixels of far more rows than the picture says: what comes after the last row is not read.
    let (plain, more) = (png(64, 64), chunk(b"IDAT", &packed));
    let end = plain.len() - 12;
    for (what, bytes) in [
        ("words", png_with(&words)),
        ("words in a language", png_with(&more_words)),
        ("more rows than there are", [&plain[..end], &more, &plain[end..]].concat()),
    ] {
        let (output, time) = build("scan.png", &bytes);
        assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(time < TIME, "{what} took {time:?}");
    }
}
