//! An address as a QR code (ISO/IEC 18004), drawn as one path.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// White around a code, in its modules: as much as readers need.
const QUIET: usize = 4;

/// A code as an SVG that says what it leads to; none where the text is longer than a code holds.
pub fn svg(text: &str, said: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let whole = side + 2 * QUIET;
    let mut out = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" role=\"img\" shape-rendering=\"crispEdges\" aria-label=\""
    );
    super::escape::attribute(&mut out, said);
    let _ = write!(out, "\"><path d=\"M0 0H{whole}V{whole}H0Z\" fill=\"#fff\"/><path d=\"");
    let colours = code.to_colors();
    for (y, row) in colours.chunks(side).enumerate() {
        let mut x = 0;
        while x < side {
            let run = row[x..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    out.push_str("\" fill=\"#000\"/></svg>");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_light_one() {
        let text = "https://example.org/demo/one/";
        let svg = svg(text, "a").expect("a code");
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a code");
        let dark = code.to_colors().into_iter().filter(|module| *module == Color::Dark).count();
        let path = svg.split("<path d=\"").nth(2).expect("modules").split('"').next().expect("its end");
        let runs = path.split('h').skip(1).filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok());
        assert_eq!(runs.sum::<usize>(), dark);
        assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", code.width() + 8)));
    }

    #[test]
    fn what_no_code_holds_is_none() {
        assert!(svg(&"x".repeat(3000), "").is_none());
    }
}
