//! Drawings as programs write them, and what is said of those that cannot be published.

use super::*;

const HEAD: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"4\" height=\"3\">";
const PUBLISHED: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"4\" height=\"3\">";

/// What is published of what stands in a drawing.
fn published(inner: &str) -> String {
    let drawing = read("a.svg", format!("{HEAD}{inner}</svg>").as_bytes());
    let drawing = drawing.unwrap_or_else(|fault| panic!("{inner}: {:?}", fault.flaw));
    let text = drawing.text.replace("/>\n", "></svg>\n");
    let text = text.strip_prefix(PUBLISHED).and_then(|text| text.strip_suffix("</svg>\n"));
    text.unwrap_or_else(|| panic!("{}", drawing.text)).to_owned()
}

fn whole(text: impl AsRef<[u8]>) -> Result<Drawing, DrawingFault> {
    read("a.svg", text.as_ref())
}

fn flaw(inner: &str) -> Flaw {
    match whole(format!("{HEAD}{inner}</svg>")) {
        Err(fault) => fault.flaw,
        Ok(drawing) => panic!("{inner} was published as {}", drawing.text),
    }
}

/// What is underlined.
fn underlined(text: &str) -> String {
    let (file, span) = whole(text).expect_err("a fault").place.expect("a place");
    file.text[span].to_owned()
}

#[test]
fn what_draws_is_published_as_it_is() {
    for inner in [
        "<defs><linearGradient id=\"渐变\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs>",
        "<rect fill=\"url(#渐变)\" style=\"stroke:url('#渐变');font-family:宋体\" data-name=\"(甲)\"/>",
        "<use xlink:href=\"#a\" href=\"#a\" x=\"1\"/><image xlink:href=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==\"/>",
        "<style type=\"text/css\">.st0{fill:none}\n.st1&gt;text{font:12px \"宋体\"}</style>",
        "<text xml:space=\"preserve\"> a  b <tspan dx=\"1\">c</tspan>\n&amp;&lt;</text>",
        "<animate attributeName=\"opacity\" from=\"0\" to=\"1\" dur=\"1s\"/>",
        "<title>图 1</title><desc>x</desc>",
        "<switch><g systemLanguage=\"zh\"/><g/></switch>",
        "<text class=\"a&#10;b\"/>",
    ] {
        assert_eq!(published(inner), inner);
    }
}

#[test]
fn what_is_written_in_two_ways_is_published_in_one() {
    for (written, right) in [
        ("<style><![CDATA[.a>b{}]]></style>", "<style>.a&gt;b{}</style>"),
        ("<rect fill='&#x23;f00'   />", "<rect fill=\"#f00\"/>"),
        ("<text>&#60;script&#62;</text>", "<text>&lt;script&gt;</text>"),
        ("<s:g xmlns:s='http://www.w3.org/2000/svg'><s:path d='M0\n0'/></s:g>", "<g><path d=\"M0 0\"/></g>"),
        (
            "<x:g xmlns:x='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink'><use l:href=' #a '/></x:g>",
            "<g><use xlink:href=\"#a\"/></g>",
        ),
        ("<!-- made by --><?x y?><g/>", "<g/>"),
        ("<g></g>", "<g/>"),
    ] {
        assert_eq!(published(written), right, "{written}");
    }
    let utf_16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            format!("<?xml version='1.0' encoding='UTF-16'?>{HEAD}图</svg>").encode_utf16().flat_map(u16::to_le_bytes),
        )
        .collect();
    assert_eq!(whole(utf_16).expect("a drawing").text, format!("{PUBLISHED}图</svg>\n"));
}

#[test]
fn what_programs_keep_for_themselves_is_left_out() {
    for (written, right) in [
        ("<metadata><rdf:RDF xmlns:rdf='r'><script>x</script></rdf:RDF></metadata><g/>", "<g/>"),
        ("<i:view xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:zoom='1'><g/></i:view>", ""),
        ("<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='患者甲' id='a'/>", "<g id=\"a\"/>"),
        ("<g content='&lt;mxfile/>' enable-background='new' src='a' srcset='b'/>", "<g/>"),
        (
            "<font><font-face><font-face-src><font-face-uri xlink:href='http://a'/></font-face-src></font-face></font>",
            "",
        ),
        ("<rect xmlns=''/>", ""),
        ("<a xlink:href='https://a/' target='_blank'><rect/></a>", "<a><rect/></a>"),
        ("<flowRoot><flowRegion><rect/></flowRegion></flowRoot>", ""),
        (
            "<switch><foreignObject requiredExtensions='x'><i:ref xmlns:i='x'/></foreignObject><g/></switch>",
            "<switch><g/></switch>",
        ),
        (
            "<switch><foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>入组<br/>368 例</div></foreignObject>\
          <text>入组368例</text></switch>",
            "<switch><text>入组368例</text></switch>",
        ),
        (
            "<switch><foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>甲</b></foreignObject>\
          <image href='data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=='/></switch>",
            "<switch><image href=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==\"/></switch>",
        ),
    ] {
        assert_eq!(published(written), right, "{written}");
    }
}

#[test]
fn what_runs_or_loads_is_refused_in_every_spelling() {
    for inner in [
        "<script/>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<handler/>",
        "<ev:listener xmlns:ev='http://www.w3.org/2001/xml-events'/>",
        "<rect onclick='x'/>",
        "<rect ONCLICK='x'/>",
        "<rect\nonbegin\n=\n'x'/>",
        "<a xlink:href='java&#115;cript:x()'/>",
        "<a href=' java&#10;script:x()'/>",
        "<a href='data:text/html,x'/>",
        "<set attributeName='&#104;ref' to='x'/>",
        "<animate attributeName='xlink:href' values='x'/>",
        "<set attributeName=' onload ' to='x'/>",
        "<set attributeName='style' to='x'/>",
        "<rect style='width:expr\\65ssion(x)'/>",
    ] {
        assert!(matches!(flaw(inner), Flaw::Script(_)), "{inner}: {:?}", flaw(inner));
    }
    for inner in [
        "<image href='https://a/'/>",
        "<image href='a.png'/>",
        "<use href='//a/b#c'/>",
        "<use href='data:image/svg+xml;base64,AA=='/>",
        "<feImage xlink:href='&#104;ttp://a'/>",
        "<style>@im\\70ort 'a';</style>",
        "<style><![CDATA[a{b:u\\72l(http://a)}]]></style>",
        "<rect fill='URL(http://a)'/>",
        "<rect mask='url(a.svg#b)'/>",
        "<rect style=\"cursor:url('http://a')\"/>",
        "<set attributeName='fill' to='url(http://a)'/>",
        "<?xml-stylesheet href='a.css'?>",
    ] {
        assert!(matches!(flaw(inner), Flaw::Loads(_)), "{inner}: {:?}", flaw(inner));
    }
    for inner in [
        "<iframe/>",
        "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=http://a'/>",
        "<video/>",
        "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/>",
    ] {
        assert!(matches!(flaw(inner), Flaw::Unknown(_)), "{inner}: {:?}", flaw(inner));
    }
    assert!(matches!(flaw("<foreignObject><div>x</div></foreignObject>"), Flaw::Foreign(_)));
    assert!(matches!(flaw("<foreignObject><h:img xmlns:h='h'/></foreignObject>"), Flaw::Foreign(_)));
}

#[test]
fn a_tag_in_an_instruction_hides_nothing() {
    assert!(matches!(flaw("<?foo <g a=\"?><script>x()</script><?foo \"?>"), Flaw::Script(_)));
    assert_eq!(published("<!-- <script> --><text><![CDATA[<script>]]></text>"), "<text>&lt;script&gt;</text>");
}

#[test]
fn a_file_that_browsers_would_not_read_is_refused_with_its_place() {
    for (text, right) in [
        (format!("{HEAD}<g><rect/></svg>"), "<g"),
        (format!("{HEAD}<g>"), "<g"),
        ("<svg width='1' height='1'/>".to_owned(), "<svg"),
        ("<svg xmlns='x' width='1' height='1'/>".to_owned(), "<svg"),
        (format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{HEAD}</svg>"), "<!DOCTYPE"),
        (format!("<?xml version='1.0' encoding='GB2312'?>{HEAD}图</svg>"), "<?xml version='1.0' encoding='GB2312'?>"),
        (format!("<?xml version='1.1'?>{HEAD}</svg>"), "<?xml version='1.1'?>"),
        (format!("<?xml version='1.0' encoding='UTF-7'?>{HEAD}</svg>"), "<?xml version='1.0' encoding='UTF-7'?>"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>".to_owned(), "<html"),
        (format!("{}{}", HEAD, "<g>".repeat(300)), "<g"),
        ("<svg xmlns='http://www.w3.org/2000/svg' width='100%'/>".to_owned(), "<svg"),
        (format!("{HEAD}\n<图 onload = 'x'/>",), "<图"),
        (format!("{HEAD}<g title='onload'\n onload = 'x'/></svg>"), "onload"),
        (format!("{HEAD}<style>a{{b:c}}\n@import 'x';</style></svg>"), "@import"),
    ] {
        assert_eq!(underlined(&text), right, "{text}");
    }
    for text in [
        format!("{HEAD}<g a='1' a='2'/></svg>"),
        format!("{HEAD}<g a=1/></svg>"),
        format!("{HEAD}&nbsp;</svg>"),
        format!("{HEAD}<g a='<'/></svg>"),
        format!("{HEAD}</svg><svg/>"),
        format!("{HEAD}</svg>x"),
        format!(" <?xml version='1.0'?>{HEAD}</svg>"),
        format!("{HEAD}<x:g/></svg>"),
        format!("{HEAD}\u{1}</svg>"),
        format!("{HEAD}&#1;</svg>"),
        format!("{HEAD}<!-- -- --></svg>"),
    ] {
        let fault = whole(&text).expect_err(&text);
        assert!(matches!(fault.flaw, Flaw::Syntax(_)), "{text}: {:?}", fault.flaw);
    }
    assert_eq!(whole(b"<svg>\xff</svg>").expect_err("a fault").flaw, Flaw::Encoding(String::new()));
}

#[test]
fn links_are_noticed_where_they_are_shown() {
    let has_links = |inner: &str| whole(format!("{HEAD}{inner}</svg>")).expect("a drawing").has_links;
    assert!(has_links("<a href='https://a/'/>") && has_links("<a xlink:href='#a'/>"));
    // As draw.io ends its files.
    assert!(!has_links("<switch><g requiredFeatures='x'/><a xlink:href='https://a/'><text>x</text></a></switch>"));
    assert!(!has_links("<a/>"));
}

#[test]
fn what_was_published_is_published_again() {
    let text = format!("{HEAD}<a href='#b'><text>a &amp; b\t</text></a><style>a&lt;b{{}}</style></svg>");
    let once = whole(&text).expect("a drawing");
    assert_eq!(whole(&once.text).expect("a drawing").text, once.text);
}

#[test]
fn a_file_is_meant_as_a_drawing_by_its_tag() {
    let utf_16: Vec<u8> = "<svg".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(is_meant(b"<?xml?><s:SVG>") && is_meant(b"<SVG") && is_meant(&utf_16));
    assert!(!is_meant(b"svg") && !is_meant(b"") && !is_meant(b"a,b\n1,2"));
}
