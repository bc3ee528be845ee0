//! Style sheets as a theme has them, and as they are published.

use super::*;
use crate::render::asset::Asset;

fn joined_with(files: &[(&str, &str)], assets: &Assets) -> (BTreeMap<String, String>, Vec<Fault>) {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let (sheets, faults) = join(&files, assets);
    (sheets.into_iter().map(|(path, text)| (path, minify(&text).trim().to_owned())).collect(), faults)
}

fn joined(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<Fault>) {
    joined_with(files, &Assets::new())
}

fn assets(paths: &[(&str, &str)]) -> Assets {
    let asset = |address: &str| Asset { address: address.to_owned(), bytes: Vec::new() };
    paths.iter().map(|(path, address)| ((*path).to_owned(), asset(address))).collect()
}

#[test]
fn what_a_sheet_imports_stands_in_its_place_and_is_not_published_twice() {
    let (sheets, faults) = joined(&[
        (
            "css/a.css",
            "\u{feff}@charset \"utf-8\"; @layer r, s; /* x; */ @import \"b.css\" layer(r);\n@import url('parts/c.css') print;\ni{color:red}",
        ),
        ("css/b.css", "\u{feff}@charset \"utf-8\";b{color:red}"),
        ("css/parts/c.css", "@IMPORT \"%2E./b.css\" supports(display:grid); p{color:red}"),
    ]);
    assert_eq!(faults, []);
    assert_eq!(sheets.len(), 1);
    assert_eq!(
        sheets["css/a.css"],
        "@charset \"utf-8\";@layer r,s;@layer r{b{color:red}}@media print{@supports (display:grid){b{color:red}}p{color:red}}i{color:red}"
    );
}

#[test]
fn sheets_that_import_each_other_end() {
    let (sheets, faults) = joined(&[("a.css", "@import 'b.css'; a{}"), ("b.css", "@import 'a.css'; b{}")]);
    assert_eq!(faults, []);
    assert_eq!(sheets["a.css"], "b{}a{}");
    let (sheets, _) = joined(&[("a.css", "@import 'a.css'; a{}")]);
    assert_eq!(sheets["a.css"], "a{}");
}

#[test]
fn imports_that_double_again_and_again_end() {
    let names: Vec<String> = (0..40).map(|it| format!("{it}.css")).collect();
    let texts: Vec<String> = (1..=40).map(|it| format!("@import '{it}.css'; @import '{it}.css'; a{{}}")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(a, b)| (a.as_str(), b.as_str())).collect();
    files.push(("40.css", "b{}"));
    let (_, faults) = joined(&files);
    assert!(matches!(&faults[..], [Fault { what: What::TooMany(_), .. }]), "{faults:?}");
}

#[test]
fn what_a_sheet_names_has_its_published_name() {
    let assets = assets(&[
        ("img/图 1.svg", "assets/img/图 1-00.svg"),
        ("f(1).woff2", "assets/f(1)-00.woff2"),
        ("x.svg", "assets/x-00.svg"),
    ]);
    let css = "a{b:U\\52l(../img/图%201.svg#c) url('../f(1).woff2?#iefix') url(../f\\(1\\).woff2) image-set(\"../x.svg\" 1x) url(#d) url(data:,x)}";
    let (sheets, faults) = joined_with(&[("css/a.css", css)], &assets);
    assert_eq!(faults, []);
    assert_eq!(
        sheets["css/a.css"],
        "a{b:url(../img/%E5%9B%BE%201-00.svg#c) url(\"../f(1)-00.woff2?#iefix\") url(\"../f(1)-00.woff2\") image-set(\"../x-00.svg\" 1x) url(#d) url(data:,x)}"
    );
}

#[test]
fn what_leads_to_nothing_or_elsewhere_is_told_with_its_place() {
    let assets = assets(&[("fonts/heading.woff2", "assets/fonts/heading-00.woff2")]);
    let no_file =
        |wanted: &str, meant: Option<&str>| What::NoFile { wanted: wanted.to_owned(), meant: meant.map(str::to_owned) };
    let no_sheet = |wanted: &str, meant: Option<&str>| What::NoSheet {
        wanted: wanted.to_owned(),
        meant: meant.map(str::to_owned),
    };
    let foreign = |wanted: &str, is_import| What::Foreign { wanted: wanted.to_owned(), is_import };
    let near = Some("../fonts/heading.woff2");
    for (css, what, place) in [
        ("@import 'colors.css';", no_sheet("colors.css", Some("colours.css")), "@import 'colors.css';"),
        (
            "@import '/css/colours.css';",
            no_sheet("/css/colours.css", Some("colours.css")),
            "@import '/css/colours.css';",
        ),
        (
            "@import url(https://x.org/a.css);",
            foreign("https://x.org/a.css", true),
            "@import url(https://x.org/a.css);",
        ),
        ("a{b:url(\"../fonts/headin.woff2\")}", no_file("../fonts/headin.woff2", near), "\"../fonts/headin.woff2\""),
        ("a{b:url(/fonts/heading.woff2)}", no_file("/fonts/heading.woff2", near), "url(/fonts/heading.woff2)"),
        (
            "a{b:url(../../fonts/heading.woff2)}",
            no_file("../../fonts/heading.woff2", near),
            "url(../../fonts/heading.woff2)",
        ),
        ("a{b:url()}", no_file("", None), "url()"),
        ("a{b:u\\72l(//x.org/a)}", foreign("//x.org/a", false), "u\\72l(//x.org/a)"),
        ("a{b:url(HTTPS:x.org)}", foreign("HTTPS:x.org", false), "url(HTTPS:x.org)"),
        ("a{b:image-set('\\\\\\\\x.org/a' 1x)}", foreign("\\\\x.org/a", false), "'\\\\\\\\x.org/a'"),
    ] {
        let (_, faults) = joined_with(&[("css/a.css", css), ("css/colours.css", "")], &assets);
        let found: Vec<(&What, &str)> = faults.iter().map(|it| (&it.what, &css[it.span.clone()])).collect();
        assert_eq!(found, [(&what, place)], "{css}");
    }
}

#[test]
fn what_cannot_be_put_together_is_told() {
    let of = |files: &[(&str, &str)]| joined(files).1.into_iter().map(|it| (it.sheet, it.what)).collect::<Vec<_>>();
    assert_eq!(of(&[("a.css", "@namespace svg url(http://www.w3.org/2000/svg); svg|a{}")]), []);
    for files in [
        [("a.css", "@import 'b.css';"), ("b.css", "@namespace 'x';")],
        [("a.css", ""), ("b.css", "@import 'a.css'; @namespace 'x';")],
    ] {
        assert_eq!(of(&files), [("b.css".to_owned(), What::Namespace)]);
    }
    let files = BTreeMap::from([("a.css".to_owned(), b"\xef\xbb\xbfa{}\xff".to_vec())]);
    assert_eq!(join(&files, &Assets::new()).1[0], Fault { sheet: "a.css".to_owned(), span: 3..3, what: What::NotUtf8 });
}

#[test]
fn a_sheet_that_ends_early_ends() {
    for text in ["@import", "@import \"", "/*", "@import url(", "@import ;", "", "@", "@charset", "a{b", "url(", "\\"] {
        joined(&[("a.css", text)]);
    }
}
