//! Pictures of whole sites: what is published of them, what is kept for the next build, and what is said of bad ones.

use std::fs;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use postil::pipeline::{self, Built, Effort, Request};

use crate::support::{TestSite, snapshot};

const FIGURE: &str = ":::figure{src=\"scan.jpg\" alt=\"示意图\"}\n图题\n:::";

/// A photograph of nothing: shades in every direction.
fn painted(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, ((x * 7) ^ (y * 13)) as u8 / 2];
    (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.write_image(&painted(width, height), width, height, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.write_image(&painted(width, height), width, height, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}

/// A JPEG with what a telephone writes into it: held on its side, and where that was.
fn jpeg_of_a_telephone(width: u32, height: u32) -> Vec<u8> {
    let tiff: &[u8] = &[
        b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 2, // two entries: orientation 6, and a pointer to a place
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, //
        0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0,
    ];
    let data = [b"Exif\0\0", tiff, b"SECRET-PLACE"].concat();
    let mut segment = vec![0xff, 0xe1];
    segment.extend_from_slice(&(data.len() as u16 + 2).to_be_bytes());
    segment.extend_from_slice(&data);
    let plain = jpeg(width, height);
    [&plain[..2], &segment, &plain[2..]].concat()
}

fn site(name: &str, bytes: &[u8]) -> TestSite {
    let site = TestSite::new();
    site.issue(1, "one", "", &FIGURE.replace("scan.jpg", name));
    site.write(&format!("content/demo/001-one/{name}"), bytes);
    site
}

fn request(site: &TestSite, effort: Effort) -> Request {
    let now = Some(jiff::civil::date(2026, 1, 1));
    Request { root: site.path().to_path_buf(), now, effort, ..Request::default() }
}

fn built(site: &TestSite) -> Built {
    let checked = pipeline::build(&request(site, Effort::Full), &pipeline::Watch::nobody());
    checked.value.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

fn published(site: &TestSite) -> Vec<(String, Vec<u8>)> {
    let all = snapshot(&site.output()).into_iter();
    all.filter(|(path, _)| path.starts_with("assets/pictures/")).collect()
}

fn said(site: &TestSite) -> Vec<String> {
    let checked = pipeline::build(&request(site, Effort::Full), &pipeline::Watch::nobody());
    assert!(checked.value.is_none(), "the site was written");
    checked.diagnostics.iter().map(|it| it.code.to_string()).collect()
}

fn cache(site: &TestSite) -> Vec<PathBuf> {
    let folder = site.path().join(".postil-cache/pictures");
    let mut all: Vec<PathBuf> = fs::read_dir(folder).expect("a cache").map(|it| it.expect("a file").path()).collect();
    all.retain(|path| !path.ends_with(".looked"));
    all.sort();
    all
}

#[test]
fn a_photograph_is_there_in_every_form_and_width() {
    let site = site("scan.jpg", &jpeg(900, 600));
    built(&site);
    let names: Vec<String> = published(&site).into_iter().map(|(path, _)| path).collect();
    for end in ["-390.avif", "-780.avif", "-900.avif", "-390.webp", "-900.webp", "-390.jpg", "-900.jpg"] {
        assert!(names.iter().any(|name| name.ends_with(end)), "{end} is not among {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("scan")), "what editors call a file is not published: {names:?}");
    let page = site.published("demo/one/index.html");
    for part in
        ["type=\"image/avif\"", "type=\"image/webp\"", " 390w", "width=\"900\" height=\"600\"", "loading=\"lazy\""]
    {
        assert!(page.contains(part), "{part} is not in the page");
    }
    for (_, text) in snapshot(&site.output()).iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(text).contains("scan.jpg"));
    }
}

#[test]
fn what_a_telephone_wrote_is_gone_and_the_picture_is_upright() {
    let site = site("scan.jpg", &jpeg_of_a_telephone(90, 60));
    built(&site);
    let all = published(&site);
    assert!(!all.is_empty());
    for (path, bytes) in all {
        for secret in [&b"Exif"[..], b"SECRET-PLACE"] {
            assert!(!bytes.windows(secret.len()).any(|it| it == secret), "{path}");
        }
    }
    assert!(site.published("demo/one/index.html").contains("width=\"60\" height=\"90\""), "it is not upright");
}

#[test]
fn a_second_build_encodes_nothing_and_a_spoilt_cache_is_made_anew() {
    let site = site("scan.jpg", &jpeg(500, 300));
    assert!(built(&site).encoded > 0);
    let cold = snapshot(&site.output());
    assert_eq!(built(&site).encoded, 0);
    site.remove("public");
    assert_eq!(built(&site).encoded, 0, "the cache does without the last site");
    assert_eq!(snapshot(&site.output()), cold, "warm is cold to the byte");
    let kept = cache(&site);
    assert_eq!(kept.len(), 1);
    let whole = fs::read(&kept[0]).expect("what is kept");
    for spoilt in [&whole[..whole.len() / 2], b"", &[&whole[..], b"x"].concat()] {
        site.remove("public");
        fs::write(&kept[0], spoilt).expect("spoilt");
        assert!(built(&site).encoded > 0);
        assert_eq!(snapshot(&site.output()), cold);
        assert_eq!(fs::read(&kept[0]).expect("what is kept"), whole);
    }
    fs::remove_dir_all(site.path().join(".postil-cache")).expect("removed");
    site.remove("public");
    assert!(built(&site).encoded > 0);
    assert_eq!(snapshot(&site.output()), cold);
}

#[test]
fn another_picture_under_the_same_name_has_another_address() {
    let site = site("scan.jpg", &jpeg(120, 80));
    built(&site);
    let before: Vec<String> = published(&site).into_iter().map(|(path, _)| path).collect();
    site.write("content/demo/001-one/scan.jpg", jpeg(120, 90));
    built(&site);
    let after: Vec<String> = published(&site).into_iter().map(|(path, _)| path).collect();
    assert!(before.iter().all(|path| !after.contains(path)), "{before:?} {after:?}");
}

#[test]
fn the_same_picture_in_two_issues_is_made_once() {
    let site = site("scan.jpg", &jpeg(120, 80));
    let once = built(&site).encoded;
    site.issue(2, "two", "", FIGURE).write("content/demo/002-two/scan.jpg", jpeg(120, 80));
    fs::remove_dir_all(site.path().join(".postil-cache")).expect("removed");
    assert_eq!(built(&site).encoded, once);
}

#[test]
fn a_draft_has_one_quick_form_without_what_the_camera_wrote() {
    let site = site("scan.jpg", &jpeg_of_a_telephone(1400, 90));
    let checked = pipeline::build(&request(&site, Effort::Draft), &pipeline::Watch::nobody());
    assert_eq!(checked.value.expect("a site").encoded, 1);
    let all = published(&site);
    assert_eq!(all.len(), 1, "{:?}", all.iter().map(|(path, _)| path).collect::<Vec<_>>());
    assert!(all[0].0.ends_with(".jpg") && !all[0].1.windows(6).any(|it| it == b"SECRET"));
}

#[test]
fn pictures_that_are_not_whole_are_refused() {
    let (photograph, drawing) = (jpeg(64, 64), png(64, 64));
    let middle = drawing.len() / 2;
    let mut spoilt = drawing.clone();
    spoilt[middle] ^= 0xff;
    for (what, name, bytes) in [
        ("half a JPEG", "scan.jpg", photograph[..photograph.len() / 2].to_vec()),
        ("half a PNG", "scan.png", drawing[..middle].to_vec()),
        ("a PNG with a wrong byte", "scan.png", spoilt),
        ("half a WebP", "scan.webp", b"RIFF\x2a\0\0\0WEBPVP8L\x1d\0\0\0\x2f\x3f\x00\x3f\x00garbage!".to_vec()),
    ] {
        let site = site(name, &bytes);
        assert_eq!(said(&site), ["P003"], "{what}");
        // Nobody has to build to hear of it.
        let checked = pipeline::check(&request(&site, Effort::Full), &pipeline::Watch::nobody());
        assert_eq!(checked.diagnostics.iter().map(|it| it.code.to_string()).collect::<Vec<_>>(), ["P003"], "{what}");
    }
    // Pixels that are none, in a file that is whole, are seen when they are read.
    let bytes = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x3f\x00\x3f\x00garbage!";
    assert_eq!(said(&site("scan.webp", bytes)), ["P003"], "a WebP that is none");
}

#[test]
fn what_is_missing_behind_the_pixels_does_no_harm() {
    let gif = b"GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\xff\xff\xff\x02\x02\x44\x01\0\x3b";
    let (small, large) = (png(4, 4), png(64, 64));
    for (what, name, bytes) in [
        ("a small PNG without the sum of its end mark", "scan.png", small[..small.len() - 4].to_vec()),
        ("a large PNG without the sum of its end mark", "scan.png", large[..large.len() - 1].to_vec()),
        ("a GIF without its end mark", "scan.gif", gif[..gif.len() - 1].to_vec()),
        ("a JPEG with a tail", "scan.jpg", [&jpeg(64, 64)[..], b"tail"].concat()),
        ("a PNG with a tail", "scan.png", [&large[..], b"tail"].concat()),
        ("a GIF with a tail", "scan.gif", [&gif[..], b"tail"].concat()),
    ] {
        let site = site(name, &bytes);
        let checked = pipeline::check(&request(&site, Effort::Full), &pipeline::Watch::nobody());
        assert!(checked.diagnostics.is_empty(), "{what}: {:?}", checked.diagnostics);
        built(&site);
    }
}

#[test]
fn a_small_file_that_declares_much_is_not_opened() {
    let mut bomb = png(4, 4);
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    assert_eq!(said(&site("scan.png", &bomb)), ["P002"]);
    // The limit is the site's own.
    let site = site("scan.jpg", &jpeg(1300, 800));
    site.write("config.toml", "title = \"演示\"\n[pictures]\nmax_megapixels = 1\n");
    assert_eq!(said(&site), ["P002"]);
}

#[test]
fn sixteen_bits_transparency_and_moving_pictures_are_shown() {
    let mut deep = Vec::new();
    let wide: Vec<u8> = painted(40, 30).iter().flat_map(|it| [*it, 7]).collect();
    let encoder = image::codecs::png::PngEncoder::new(&mut deep);
    encoder.write_image(&wide, 40, 30, ExtendedColorType::Rgb16).expect("a picture");
    built(&site("scan.png", &deep));

    let mut clear = Vec::new();
    let pixels: Vec<u8> = painted(400, 90).chunks(3).flat_map(|it| [it[0], it[1], it[2], it[0]]).collect();
    let encoder = image::codecs::png::PngEncoder::new(&mut clear);
    encoder.write_image(&pixels, 400, 90, ExtendedColorType::Rgba8).expect("a picture");
    let with_ground = site("scan.png", &clear);
    built(&with_ground);
    assert!(with_ground.published("demo/one/index.html").contains(" data-clear"));
    assert!(published(&with_ground).iter().all(|(path, _)| !path.ends_with(".jpg")), "JPEG has no transparency");

    let frame: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\xff\xff\xff\x02\x02\x44\x01\0";
    let moving = [b"GIF89a\x01\0\x01\0\0\0\0\x21\xfe\x06SECRET\0", frame, frame, b"\x3b"].concat();
    let moves = site("scan.gif", &moving);
    built(&moves);
    let all = published(&moves);
    assert_eq!(all.len(), 1);
    assert!(all[0].0.ends_with(".gif") && !all[0].1.windows(6).any(|it| it == b"SECRET"));
}

#[test]
fn a_link_to_a_picture_leads_to_what_readers_may_have() {
    let site = TestSite::new();
    site.issue(1, "one", "", "[原图](scan.jpg)").write("content/demo/001-one/scan.jpg", jpeg_of_a_telephone(90, 60));
    built(&site);
    let page = site.published("demo/one/index.html");
    assert!(page.contains("href=\"/assets/pictures/"), "{page}");
    assert!(snapshot(&site.output()).iter().all(|(_, bytes)| !bytes.windows(6).any(|it| it == b"SECRET")));
}

#[test]
fn a_cache_that_cannot_be_written_is_said_and_the_site_is_made() {
    let site = site("scan.jpg", &jpeg(60, 40));
    site.write(".postil-cache", "a file where the folder should be");
    let checked = pipeline::build(&request(&site, Effort::Full), &pipeline::Watch::nobody());
    let codes: Vec<String> = checked.diagnostics.iter().map(|it| it.code.to_string()).collect();
    assert_eq!(codes, ["P011"]);
    assert!(checked.value.is_some_and(|built| built.encoded > 0));
}
