//! What is asked of WeChat, and what its answers mean, without asking anybody.

use serde_json::{Value, json};

use super::protocol::{Article, Fault, Pass, field, print, read, token};
use super::refusal;
use crate::diag::{SourceText, code};
use crate::io::environment::Secret;
use crate::io::web::{Answer, Request, Unreached};

fn secret(word: &str) -> Secret {
    Secret::new(word).expect("a word")
}

fn pass() -> Pass {
    Pass { api: "https://a.example".to_owned(), token: secret("T") }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer { status, fields: Vec::new(), body: body.as_bytes().to_vec(), address: String::new() }
}

fn sent(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("JSON")
}

#[test]
fn secrets_stand_in_no_address_and_do_not_print_themselves() {
    let asked = token("https://a.example", &secret("an-id"), &secret(" a-secret\n"));
    assert_eq!(asked.address, "https://a.example/cgi-bin/stable_token");
    assert_eq!((&sent(&asked)["appid"], &sent(&asked)["secret"]), (&json!("an-id"), &json!("a-secret")));
    assert_eq!(format!("{:?}", secret("a-secret")), "Secret");
    assert!(Secret::new(" \n").is_none());
}

#[test]
fn each_request_is_as_it_is_documented() {
    let small = pass().picture("a.png", b"12345");
    assert_eq!(small.address, "https://a.example/cgi-bin/media/uploadimg?access_token=T");
    let body = String::from_utf8(small.body).expect("text");
    let boundary = body.lines().next().expect("a line").strip_prefix("--").expect("a boundary").to_owned();
    assert_eq!(small.fields, [("content-type".to_owned(), format!("multipart/form-data; boundary={boundary}"))]);
    let head = "Content-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\nContent-Type: image/png";
    assert_eq!(body, format!("--{boundary}\r\n{head}\r\n\r\n12345\r\n--{boundary}--\r\n"));
    // What the store of articles does not take, the account's own does.
    let material = "https://a.example/cgi-bin/material/add_material?type=image&access_token=T";
    assert_eq!(pass().picture("a.gif", b"12345").address, material);
    assert_eq!(pass().picture("a.jpg", &vec![0; 1_000_001]).address, material);

    let article = Article { title: "题", author: "人", digest: "摘", content: "<p>文</p>", link: "l", cover: "c" };
    let fields = json!({
        "title": "题", "author": "人", "digest": "摘", "content": "<p>文</p>", "content_source_url": "l",
        "thumb_media_id": "c", "need_open_comment": 0, "only_fans_can_comment": 0,
    });
    let add = pass().add(&article);
    assert_eq!(sent(&add), json!({"articles": [fields]}));
    // WeChat shows what is escaped as it is written.
    assert!(String::from_utf8_lossy(&add.body).contains("\"题\""));
    assert_eq!(sent(&pass().update("d", &article)), json!({"media_id": "d", "index": 0, "articles": fields}));
    assert_eq!(pass().look("d").address, "https://a.example/cgi-bin/draft/get?access_token=T");
}

#[test]
fn an_answer_says_yes_no_or_nothing() {
    assert_eq!(read(&answer(200, "{\"errcode\":0,\"errmsg\":\"ok\"}")), Ok(json!({"errcode": 0, "errmsg": "ok"})));
    assert_eq!(read(&answer(200, "{\"errcode\":40007,\"errmsg\":\"m\"}")), Err(Fault::Refused(40007, "m".to_owned())));
    for (status, body) in [(200, "<html>"), (200, "[]"), (200, ""), (500, "{}"), (302, "{\"media_id\":\"a\"}")] {
        assert_eq!(read(&answer(status, body)), Err(Fault::Garbled(status)), "{body}");
    }
    assert_eq!(field(&json!({"url": "u"}), "url"), Ok("u".to_owned()));
    assert_eq!(field(&json!({"url": 1}), "url"), Err(Fault::Garbled(200)));
    let draft = |title: &str| json!({"news_item": [{"title": title, "content": "c", "url": "another each time"}]});
    assert_eq!(print(&draft("a")), print(&draft("a")));
    assert_ne!(print(&draft("a")), print(&draft("b")));
    assert_eq!(print(&json!({})), Err(Fault::Garbled(200)));
}

#[test]
fn every_refusal_has_a_next_step_and_quotes_no_secret() {
    let (source, title) = (SourceText::new("a/issue.md", "title: 题"), 7..10);
    for (number, words, expected) in [
        (40001, "", code::O021),
        (40125, "", code::O021),
        (40164, "invalid ip 2001:db8::7, not in whitelist", code::O021),
        (40164, "invalid ip, not in whitelist", code::O021),
        (48001, "", code::O021),
        (40007, "", code::O022),
        (45003, "", code::O022),
        (45004, "", code::O022),
        (45008, "", code::O022),
        (45009, "", code::O024),
        (-1, "", code::O024),
        (12345, "no such thing as T and S", code::O022),
    ] {
        let said = refusal::fault(&Fault::Refused(number, words.to_owned()), (&source, &title), &["S", "T", ""]);
        assert_eq!(said.code, expected, "{number}");
        assert!(said.help.is_some() && said.message.to_string().contains(&number.to_string()), "{number}");
        assert_eq!(said.place.is_some(), expected == code::O022, "{number}");
        let all = format!("{}{}", said.message, said.help.map(|it| it.to_string()).unwrap_or_default());
        assert!(!all.contains("as T and S"), "{all}");
        assert_eq!(all.matches("2001:db8::7").count(), if words.contains("2001") { 2 } else { 0 }, "{all}");
    }
    assert!(refusal::unreached(Unreached::Late).help.is_some());
}
