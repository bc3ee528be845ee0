//! What is said of a picture's file where a page asks for it, from what it says of itself.

use super::Asset;
use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::model::picture::{DrawingFault, Flaw, Format, Head, HeadFault, Loss};

mod drawing;

/// Pixels that no page needs: twice as many as the widest screen has.
const AMPLE: u64 = 24_000_000;
/// No side may be longer: nothing that draws pictures goes further.
const LONGEST: u32 = 65_500;

/// Everything that is wrong with a file that is asked for as a picture. `limit` is how many pixels the site allows.
pub(super) fn faults(written: &str, asset: &Asset, limit: u64) -> Said {
    match &asset.head {
        Ok(head) => of_head(written, head, limit),
        Err(fault) => of_fault(written, fault).into(),
    }
}

/// What is wrong with a drawing that is published as it is, whatever leads to it: opened by itself it is a document of
/// the site's own host. How large it is does not matter there.
pub fn faults_as_it_is(path: &str, head: &Result<Head, HeadFault>) -> Option<Diagnostic> {
    let Err(fault) = head else { return None };
    let is_harmless = matches!(fault, HeadFault::Drawing(DrawingFault { flaw: Flaw::Sizeless, .. }));
    let is_drawing = Format::of_name(path) == Some(Format::Svg);
    (is_drawing && !is_harmless).then(|| {
        let said = of_fault(path, fault);
        if said.place.is_some() { said } else { said.path(path) }
    })
}

fn of_head(written: &str, head: &Head, limit: u64) -> Said {
    let mut said = Said::default();
    said.extend(misnamed(written, head));
    if head.format == Format::Svg {
        if head.has_links {
            said.push(drawing::links(written));
        }
        return said;
    }
    said.extend(too_large(written, head, limit));
    if head.has_inks {
        said.push(Diagnostic::new(code::P009, text!("`{file}` is made of printing inks (CMYK)", file = written)).help(
            text!("export it in RGB, best in sRGB: what is made of it here may have other colours than on paper"),
        ));
    }
    if head.tells_more {
        said.push(
            Diagnostic::new(
                code::P010,
                text!("`{file}` holds more than the picture: when, where or with what it was made", file = written),
            )
            .help(text!("export it without metadata, or as JPEG or PNG, of which postil takes such things out itself")),
        );
    }
    // What cannot be shown anyhow need not be copied again first.
    if !said.has_errors() {
        said.extend(head.loss.map(|loss| lost(written, loss)));
    }
    said
}

/// Not all of it is there, or not as it was written.
fn lost(written: &str, loss: Loss) -> Diagnostic {
    let path = Text::verbatim(written);
    Diagnostic::new(
        code::P003,
        match loss {
            Loss::Cut => text!("`{path}` ends before the picture does", path),
            Loss::Damaged => text!("`{path}` is damaged", path),
        },
    )
    .help(text!("copy or export the picture again; a picture viewer shows whether it is whole"))
}

/// The file is of another format than its name says.
fn misnamed(written: &str, head: &Head) -> Option<Diagnostic> {
    let promised = Format::of_name(written).filter(|promised| *promised != head.format)?;
    Some(
        Diagnostic::new(
            code::P004,
            text!(
                "`{file}` is not {promised} but {format}",
                file = written,
                promised = name(promised),
                format = name(head.format)
            ),
        )
        .help(text!(
            "give the file a name that ends in `.{extension}`, or export it anew",
            extension = head.format.extension()
        )),
    )
}

/// It has more pixels than can be worked on, or than are of use.
fn too_large(written: &str, head: &Head, limit: u64) -> Option<Diagnostic> {
    let (width, height) = head.size;
    let pixels = u64::from(width) * u64::from(height);
    let is_refused = pixels > limit || width.max(height) > LONGEST;
    if !is_refused && pixels <= AMPLE {
        return None;
    }
    let (width, height, count) = (width.to_string(), height.to_string(), megapixels(pixels));
    Some(if is_refused {
        Diagnostic::new(
            code::P002,
            text!(
                "`{file}` says that it has {width} × {height} pixels, {count} million",
                file = written,
                width,
                height,
                count
            ),
        )
        .help(text!(
            "export it with at most 2400 pixels in width; `max_megapixels` in `[pictures]` of config.toml is {limit}",
            limit = megapixels(limit)
        ))
    } else {
        Diagnostic::new(
            code::P001,
            text!("`{file}` has {width} × {height} pixels, {count} million", file = written, width, height, count),
        )
        .help(text!("it is made smaller for the site, which takes long; export it with at most 2400 pixels in width"))
    })
}

fn of_fault(written: &str, fault: &HeadFault) -> Diagnostic {
    let file = || Text::verbatim(written);
    match fault {
        HeadFault::Unknown => {
            Diagnostic::new(code::L015, text!("`{file}` is not a picture that browsers show", file = file()))
                .help(text!("use PNG, JPEG, WebP, AVIF, GIF, or an SVG with `width` and `height` or `viewBox`"))
        }
        HeadFault::Unread(form) => Diagnostic::new(
            code::P005,
            text!("`{file}` is {form}, which browsers do not show", file = file(), form = *form),
        )
        .help(match *form {
            "HEIC" | "BMP" | "JPEG 2000" | "JPEG XL" | "ICO" | "MP4" => {
                text!("open it and save it as JPEG if it is a photograph, as PNG if it is a drawing")
            }
            "DICOM" => {
                text!("export the view that is to be shown as PNG, without the patient's name and number in it")
            }
            "SVGZ" => text!("unpack it, and save it as SVG"),
            _ => text!("export it as PNG, or as SVG if it is made of lines and letters"),
        }),
        HeadFault::Empty => Diagnostic::new(code::P006, text!("`{file}` says that it has no pixels", file = file()))
            .help(text!("export the picture again")),
        HeadFault::Cut => Diagnostic::new(
            code::P003,
            text!("`{file}` does not say how large it is: it was cut off, or is damaged", file = file()),
        )
        .help(text!("copy or export the picture again")),
        HeadFault::Heavy => {
            let help = match Format::of_name(written) {
                Some(Format::Svg) => text!("export it as PNG, with at most 2400 pixels in width"),
                _ => text!("export it with at most 2400 pixels in width"),
            };
            Diagnostic::new(code::P002, text!("`{file}` is larger than any picture of a page", file = file()))
                .help(help)
        }
        HeadFault::Drawing(fault) => drawing::fault(written, fault),
    }
}

/// What editors call a form.
fn name(format: Format) -> &'static str {
    match format {
        Format::Avif => "AVIF",
        Format::Webp => "WebP",
        Format::Jpeg => "JPEG",
        Format::Png => "PNG",
        Format::Gif => "GIF",
        Format::Svg => "SVG",
    }
}

/// Millions of pixels, to one place where there are few.
fn megapixels(pixels: u64) -> String {
    if pixels < 10_000_000 { format!("{:.1}", pixels as f64 / 1e6) } else { (pixels / 1_000_000).to_string() }
}
