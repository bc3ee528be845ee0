//! Looks for what consent withholds outside of what the gate closes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use lol_html::{HtmlRewriter, Settings, comments, element};

use super::Sample;
use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::model::consent::Scope;

/// What a theme shows of a page on which `mark` stands for everything that is withheld.
pub fn leaks(sample: Sample<'_>, mark: &str) -> Said {
    let template = sample.template;
    let help = match sample.scope {
        Scope::Page => {
            text!(
                "leave it out of the head: search engines and those with whom a page is shared see that without being asked"
            )
        }
        _ => text!("put it into an element of the class `gated`, or leave it out"),
    };
    places(sample, mark)
        .unwrap_or_default()
        .into_iter()
        .map(|place| {
            Diagnostic::new(
                code::T012,
                text!("pages of `{template}` show what consent withholds in {place}", template, place),
            )
            .path(format!("templates/{template}"))
            .help(help.clone())
        })
        .collect()
}

/// Where the mark stands outside: `<meta content>`, `the text of <title>`, `a comment`.
fn places(sample: Sample<'_>, mark: &str) -> Result<BTreeSet<Text>, lol_html::errors::RewritingError> {
    let found = Rc::new(RefCell::new(BTreeSet::new()));
    let depth = Rc::new(RefCell::new(0_u32));
    // Behind the gate of a whole page stands everything but its head.
    let gated = if sample.scope == Scope::Page { "body" } else { ".gated" };
    let (enter, leave, outside, outside_too, name) = (
        Rc::clone(&depth),
        Rc::clone(&depth),
        Rc::clone(&depth),
        Rc::clone(&depth),
        Rc::new(RefCell::new(String::new())),
    );
    let (attributes, words, remarks, last) =
        (Rc::clone(&found), Rc::clone(&found), Rc::clone(&found), Rc::clone(&name));
    let text_so_far = RefCell::new(String::new());
    let (mark_too, mark_again, mark) = (mark.to_owned(), mark.to_owned(), mark.to_owned());
    let settings = Settings::new()
        .append_element_content_handler(element!(gated, move |element| {
            *enter.borrow_mut() += 1;
            let leave = Rc::clone(&leave);
            if let Some(handlers) = element.end_tag_handlers() {
                let end: lol_html::EndTagHandler<'static> = Box::new(move |_| {
                    *leave.borrow_mut() -= 1;
                    Ok(())
                });
                handlers.push(end);
            }
            Ok(())
        }))
        .append_element_content_handler(element!("*", move |element| {
            *last.borrow_mut() = element.tag_name();
            if *outside.borrow() == 0 {
                for attribute in element.attributes().iter().filter(|attribute| attribute.value().contains(&mark)) {
                    attributes.borrow_mut().insert(Text::verbatim(format!(
                        "`<{} {}>`",
                        element.tag_name(),
                        attribute.name()
                    )));
                }
            }
            Ok(())
        }))
        .append_element_content_handler(lol_html::text!("*", move |chunk| {
            // A text comes in pieces that may part the mark.
            let mut text = text_so_far.borrow_mut();
            text.push_str(chunk.as_str());
            if *outside_too.borrow() == 0 && text.contains(&mark_too) {
                words.borrow_mut().insert(text!("the text of `<{name}>`", name = &*name.borrow()));
            }
            if chunk.last_in_text_node() {
                text.clear();
            }
            Ok(())
        }))
        .append_element_content_handler(comments!("*", move |comment| {
            if comment.text().contains(&mark_again) {
                remarks.borrow_mut().insert(text!("a comment"));
            }
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(sample.html)?;
    rewriter.end()?;
    Ok(found.take())
}
