//! How addresses are asked, and what their answers mean, without asking anybody.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;

use super::ask::{Manners, Outcome};
use crate::io::web::{Answer, Request, Unreached};

/// Answers by what is asked: the status, and a field of the head.
type Known = BTreeMap<&'static str, Result<(u16, &'static str, &'static str), Unreached>>;

/// What becomes of addresses, what was asked, and how long was waited.
fn visited(known: Known, addresses: &[&str]) -> (Vec<Outcome>, Vec<String>, Duration) {
    let (asked, waited) = (Mutex::new(Vec::new()), Mutex::new(Duration::ZERO));
    let ask = |request: Request| {
        let said = format!("{} {}", request.method, request.address);
        asked.lock().expect("a list").push(said.clone());
        let answer = known.get(said.as_str()).or_else(|| known.get(request.address.as_str()));
        let (status, name, value) = (*answer.unwrap_or_else(|| panic!("{said} is not known")))?;
        let fields = vec![(name.to_owned(), value.to_owned())];
        Ok(Answer { status, fields, body: Vec::new(), address: request.address })
    };
    let wait = |time: Duration| *waited.lock().expect("a time") += time;
    let manners = Manners::new(&ask, &wait, Duration::ZERO);
    let outcomes = addresses.iter().map(|address| manners.visit(address, Timestamp::UNIX_EPOCH)).collect();
    let waited = *waited.lock().expect("a time");
    (outcomes, asked.lock().expect("a list").clone(), waited)
}

#[test]
fn dois_are_looked_up_with_their_registrar() {
    let known = Known::from([
        ("GET https://doi.org/api/handles/10.5555/a", Ok((200, "", ""))),
        ("GET https://doi.org/api/handles/10.5555/b%3C1%3E", Ok((404, "", ""))),
        ("GET https://doi.org/api/handles/10.5555/c", Ok((500, "", ""))),
        ("HEAD https://doi.org/handbook", Ok((200, "", ""))),
    ]);
    let all = [
        "https://doi.org/10.5555/a",
        "http://dx.doi.org/10.5555/b%3C1%3E",
        "https://doi.org/10.5555/c",
        "https://doi.org/handbook",
    ];
    let (outcomes, asked, _) = visited(known, &all);
    assert_eq!(outcomes, [Outcome::There, Outcome::Unregistered, Outcome::Unseen(500), Outcome::There]);
    assert_eq!(asked.len(), 4);
}

#[test]
fn only_what_has_moved_for_good_all_along_has_a_new_address() {
    let known = Known::from([
        ("https://a.example/1", Ok((301, "location", "/2"))),
        ("https://a.example/2", Ok((308, "location", "https://b.example/3#x"))),
        ("https://b.example/3", Ok((302, "location", "4"))),
        ("https://b.example/4", Ok((200, "", ""))),
        ("https://a.example/5", Ok((302, "location", "/2"))),
        ("https://a.example/6", Ok((301, "location", "/7"))),
        ("https://a.example/7", Ok((404, "", ""))),
        ("https://a.example/8", Ok((301, "location", "/8"))),
        ("https://a.example/9", Ok((301, "location", "ftp://a.example/9"))),
        ("https://a.example/10", Ok((302, "", ""))),
    ]);
    let all = [1, 5, 6, 8, 9, 10].map(|number| format!("https://a.example/{number}"));
    let all = all.each_ref().map(String::as_str);
    let (outcomes, asked, _) = visited(known, &all);
    let expected = [
        Outcome::Moved("https://b.example/3".to_owned()),
        Outcome::There,
        Outcome::Gone(404),
        Outcome::Silent(Unreached::Circle),
        Outcome::Unseen(301),
        Outcome::Unseen(302),
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(asked.iter().filter(|it| it.ends_with("/8")).count(), 6, "{asked:?}");
}

#[test]
fn what_refuses_one_way_is_asked_the_other() {
    for (status, expected) in [(403, 1), (405, 1), (501, 1), (404, 1), (410, 1), (401, 0), (500, 0), (400, 0)] {
        let known = Known::from([
            ("HEAD https://a.example/", Ok((status, "", ""))),
            ("GET https://a.example/", Ok((200, "", ""))),
        ]);
        let (outcomes, asked, _) = visited(known, &["https://a.example/"]);
        assert_eq!(asked.len(), 1 + expected, "{status}");
        assert_eq!(outcomes[0] == Outcome::There, expected == 1, "{status}");
    }
    let long = Known::from([
        ("HEAD https://a.example/", Ok((405, "", ""))),
        ("GET https://a.example/", Err(Unreached::TooMuch)),
    ]);
    assert_eq!(visited(long, &["https://a.example/"]).0, [Outcome::There]);
}

#[test]
fn who_wants_time_gets_it_and_who_wants_much_is_left_alone() {
    let soon = Known::from([("https://a.example/1", Ok((503, "retry-after", "7")))]);
    let (outcomes, asked, waited) = visited(soon, &["https://a.example/1"]);
    assert_eq!((outcomes, asked.len(), waited.as_secs()), (vec![Outcome::Unseen(503)], 2, 7));
    // As a date, seen from 1970.
    let dated = Known::from([("https://a.example/1", Ok((429, "retry-after", "Thu, 01 Jan 1970 00:00:09 GMT")))]);
    let (outcomes, asked, waited) = visited(dated, &["https://a.example/1", "https://a.example/2"]);
    assert_eq!(outcomes, [Outcome::Unseen(429), Outcome::Unseen(429)]);
    assert_eq!((asked.len(), waited.as_secs()), (2, 9), "the second is not asked: {asked:?}");
    for written in ["3600", "Fri, 02 Jan 1970 00:00:00 GMT", "soon"] {
        let late = Known::from([
            ("https://a.example/1", Ok((429, "retry-after", written))),
            ("https://b.example/", Ok((200, "", ""))),
        ]);
        let all = ["https://a.example/1", "https://a.example/2", "https://b.example/"];
        let (outcomes, asked, waited) = visited(late, &all);
        assert_eq!(outcomes, [Outcome::Unseen(429), Outcome::Unseen(429), Outcome::There], "{written}");
        assert_eq!((asked.len(), waited.as_secs()), (2, 0), "{written}");
    }
}
