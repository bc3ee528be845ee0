//! Puts the mount points of the gate into the templates of a theme, once, when the theme is read.
//!
//! A theme has nothing to include and so cannot forget it: where its HTML has a charset, a `<body>` and a `<main>`,
//! the gate finds its place. What is put in is the name of a value; what the value is, each page decides.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::{HtmlRewriter, Settings, element};

use crate::render::template::{Mounted, loops};

/// The value that stands right after the charset: the policy, and what decides before the first paint.
const HEAD: &str = "{{ gate.head }}";
/// The values that open the body: the gate itself, with the title of the page in it.
const BODY: &str = "{{ gate.body }}{% if gate.rest %}{% if page.title and page.title != site.title %}{{ page.title }}{% endif %}{{ gate.rest }}{% endif %}";
/// The value that closes `<main>` where neither style sheet nor script arrive.
const HIDDEN: &str = "{{ gate.hidden }}";
/// The class by which metadata names what a page withholds as a whole.
const CLASS: &str = "gated-page";

/// Puts the mount points into a template, and what counts the rounds of its loops. One without any of the places comes back as it was; the error says why the
/// HTML of one cannot be read.
pub fn mount(template: &str) -> Result<Mounted, String> {
    let mut wanted = places(template)?;
    wanted.extend(loops(template));
    Ok(Mounted::with(template, wanted))
}

/// Where something belongs, and what.
fn places(template: &str) -> Result<Vec<(usize, String)>, String> {
    let masked = masked(template);
    let found = Rc::new(RefCell::new(Vec::new()));
    let (charset, body, main) = (Rc::clone(&found), Rc::clone(&found), Rc::clone(&found));
    let text = masked.clone();
    let settings = Settings::new()
        .append_element_content_handler(element!("meta[charset]", move |element| {
            charset.borrow_mut().push((element.source_location().bytes().end, HEAD.to_owned()));
            Ok(())
        }))
        .append_element_content_handler(element!("body", move |element| {
            body.borrow_mut().push((element.source_location().bytes().end, BODY.to_owned()));
            Ok(())
        }))
        .append_element_content_handler(element!("main", move |element| {
            let range = element.source_location().bytes();
            let tag = &text[range.clone()];
            let place = |at: usize, what: String| main.borrow_mut().push((range.start + at, what));
            match tag.find("class=\"") {
                Some(at) => {
                    place("<main".len(), HIDDEN.to_owned());
                    place(at + "class=\"".len(), format!("{CLASS} "));
                }
                None => place("<main".len(), format!("{HIDDEN} class=\"{CLASS}\"")),
            }
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(masked.as_bytes()).and_then(|()| rewriter.end()).map_err(|error| error.to_string())?;
    Ok(std::mem::take(&mut *found.borrow_mut()))
}

/// The template with everything that is Tera's as spaces, byte for byte: quotation marks and `>` in it are not HTML's.
fn masked(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = match tail.as_bytes().get(1) {
            Some(b'{') => tail.find("}}"),
            Some(b'%') => tail.find("%}"),
            Some(b'#') => tail.find("#}"),
            _ => None,
        };
        let end = end.map_or(1, |at| at + 2);
        if end == 1 {
            out.push('{');
        } else {
            out.extend(std::iter::repeat_n(' ', end));
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_stands_where_it_belongs_whatever_tera_says() {
        let template = "<!DOCTYPE html>\n<html lang=\"{{ page.language }}\">\n<head>\n<meta charset=\"utf-8\">\n<link href=\"{{ asset(path=\"a>b\") }}\">\n{% if a > b %}<title>身份</title>{% endif %}</head>\n<body class=\"kind-{{ page.kind }}\">\n{# <body> #}<main class=\"wrap\" id=\"x\"></main>";
        let mounted = mount(template).expect("sound");
        assert!(mounted.text.contains("<meta charset=\"utf-8\">{{ gate.head }}\n"), "{}", mounted.text);
        assert!(
            mounted.text.contains(&format!("<body class=\"kind-{{{{ page.kind }}}}\">{BODY}\n{{#")),
            "{}",
            mounted.text
        );
        assert!(
            mounted.text.contains("<main{{ gate.hidden }} class=\"gated-page wrap\" id=\"x\">"),
            "{}",
            mounted.text
        );
        let mut taken_out = mounted.text.clone();
        for (at, length) in mounted.inserted.iter().rev() {
            taken_out.replace_range(*at..at + length, "");
        }
        assert_eq!(taken_out, template);
    }

    #[test]
    fn a_main_without_a_class_gets_one_and_a_partial_is_left_alone() {
        assert_eq!(mount("<main>").expect("sound").text, "<main{{ gate.hidden }} class=\"gated-page\">");
        assert_eq!(mount("<p>{{ x }}").expect("sound"), Mounted { text: "<p>{{ x }}".into(), inserted: vec![] });
    }
}
