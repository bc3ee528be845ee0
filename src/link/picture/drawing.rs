//! What is said of an SVG that cannot be published, at the place in its own text.

use crate::diag::{Code, Diagnostic, Text, code, text};
use crate::model::picture::{DrawingFault, Flaw};

/// What is wrong with a drawing.
pub(super) fn fault(written: &str, fault: &DrawingFault) -> Diagnostic {
    let (code, message) = message(Text::verbatim(written), &fault.flaw);
    let said = Diagnostic::new(code, message).help(help(&fault.flaw));
    match &fault.place {
        Some((file, span)) => said.at(file, span.clone()),
        None => said,
    }
}

/// A drawing has links, which are left out.
pub(super) fn links(written: &str) -> Diagnostic {
    Diagnostic::new(code::P014, text!("`{file}` has links, which nobody can follow in a picture", file = written))
        .help(text!("they are left out; write them in the text or below the figure, and take them out of the drawing"))
}

fn message(file: Text, flaw: &Flaw) -> (Code, Text) {
    match flaw {
        Flaw::Script(what) => (code::P007, text!("`{file}` runs a script: `{what}`", file, what = shortened(what))),
        Flaw::Loads(what) => {
            (code::P008, text!("`{file}` loads something from elsewhere: `{what}`", file, what = shortened(what)))
        }
        Flaw::Style(what) => {
            (code::P013, text!("`{file}` has a style that is not understood: `{what}`", file, what = shortened(what)))
        }
        Flaw::Foreign(words) => (
            code::P013,
            text!("a part of `{file}` is a web page and no drawing: “{words}”", file, words = shortened(words)),
        ),
        Flaw::Flowed(words) => {
            (code::P013, text!("browsers do not show this text of `{file}`: “{words}”", file, words = shortened(words)))
        }
        Flaw::Unknown(tag) => {
            (code::P013, text!("browsers draw nothing for `{tag}` in `{file}`", file, tag = shortened(tag)))
        }
        Flaw::Encoding(name) if name.is_empty() => (code::P012, text!("`{file}` is not in UTF-8", file)),
        Flaw::Encoding(name) => {
            (code::P012, text!("`{file}` says that it is in `{name}`, and is not", file, name = shortened(name)))
        }
        Flaw::Unclosed(element) => {
            (code::P012, text!("`<{element}>` in `{file}` has no end", file, element = shortened(element)))
        }
        Flaw::Entities => {
            (code::P012, text!("`{file}` declares abbreviations in its DOCTYPE, which are not read", file))
        }
        Flaw::NoNamespace => {
            (code::P012, text!("browsers show nothing of `{file}`: its first tag is not in the namespace of SVG", file))
        }
        Flaw::Deep => (code::P012, text!("`{file}` has more than 200 elements in each other", file)),
        Flaw::Endless => (
            code::P016,
            text!("`{file}` draws more than a million elements: parts of it are used in parts that are used", file),
        ),
        Flaw::Hollow(what) => {
            (code::P017, text!("`{file}` carries a picture that is none: `{what}`", file, what = shortened(what)))
        }
        Flaw::Syntax(said) => (code::P012, text!("`{file}` cannot be read: {said}", file, said = shortened(said))),
        Flaw::Sizeless => (code::L015, text!("`{file}` does not say how large it is", file)),
    }
}

fn help(flaw: &Flaw) -> Text {
    match flaw {
        Flaw::Script(_) => text!("export it without scripts and links to them; a picture only shows"),
        Flaw::Loads(_) => {
            text!("embed what it needs in the file, turn letters of special fonts into outlines, and export it again")
        }
        Flaw::Style(_) => text!("take it out, or export the drawing again with attributes instead of styles"),
        Flaw::Foreign(_) => text!(
            "in draw.io, select all, turn off “Word Wrap” and “Formatted Text” in the panel of text, and export it again; elsewhere turn text into outlines, or export it as PNG"
        ),
        Flaw::Flowed(_) => {
            text!("in Inkscape, select it, choose “Convert to Text” in the menu of text, and save it again")
        }
        Flaw::Unknown(_) => text!("take it out, or export the drawing as plain SVG, or as PNG"),
        Flaw::Encoding(_) => text!("save it in UTF-8, as every drawing program can"),
        Flaw::Unclosed(_) | Flaw::Syntax(_) => {
            text!("export the drawing again; a browser that opens the file shows where it breaks off")
        }
        Flaw::Entities => text!(
            "in Illustrator, save it without “Preserve Illustrator Editing Capabilities”; elsewhere save it as plain SVG"
        ),
        Flaw::NoNamespace => text!("write `<svg xmlns=\"http://www.w3.org/2000/svg\"` there"),
        Flaw::Deep => text!("ungroup the drawing, and export it again"),
        Flaw::Endless => text!("draw each part once, or export the drawing as PNG"),
        Flaw::Hollow(_) => text!("embed the picture again, as PNG or JPEG, or take it out"),
        Flaw::Sizeless => text!("write `width` and `height`, or `viewBox`, in its first tag"),
    }
}

/// Enough to find it by.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
