//! The interface of WeChat's accounts (developers.weixin.qq.com, 草稿箱 and 素材管理) as far as a draft needs it: what is
//! asked, and what an answer means. Nothing here asks anybody.

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use crate::io::environment::Secret;
use crate::io::web::{Answer, Request};
use crate::model::picture::Format;

/// Where the interface is.
pub(super) const HOST: &str = "https://api.weixin.qq.com";

/// What WeChat takes into the store of pictures of articles, in bytes; more goes where covers go.
const PICTURE: usize = 1_000_000;

/// The fields of an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Article<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) digest: &'a str,
    pub(super) content: &'a str,
    pub(super) link: &'a str,
    /// What its cover is called there.
    pub(super) cover: &'a str,
}

/// Why an answer is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// WeChat says no: the number of why, and its words.
    Refused(i64, String),
    /// It is no answer of the interface; the status that it came with.
    Garbled(u16),
}

/// Somebody who may ask: where, and the word that says so for an hour or two.
#[derive(Debug, Clone)]
pub(super) struct Pass {
    pub(super) api: String,
    pub(super) token: Secret,
}

/// Asks for a word that says who we are. The id and the secret stand in the body, which no server writes into its log;
/// those words that others have got stay good.
pub(super) fn token(api: &str, id: &Secret, secret: &Secret) -> Request {
    let body = json!({"grant_type": "client_credential", "appid": id.word(), "secret": secret.word()});
    written(format!("{api}/cgi-bin/stable_token"), &body)
}

impl Pass {
    fn address(&self, path: &str) -> String {
        format!("{}/cgi-bin/{path}access_token={}", self.api, self.token.word())
    }

    /// Puts a picture of an article into WeChat's store: the answer has its `url`.
    pub(super) fn picture(&self, name: &str, bytes: &[u8]) -> Request {
        let is_taken = matches!(Format::of_name(name), Some(Format::Png | Format::Jpeg)) && bytes.len() <= PICTURE;
        if is_taken { enclosed(self.address("media/uploadimg?"), name, bytes) } else { self.material(name, bytes) }
    }

    /// Puts a picture into the account's own: the answer has its `media_id`, and its `url`.
    pub(super) fn material(&self, name: &str, bytes: &[u8]) -> Request {
        enclosed(self.address("material/add_material?type=image&"), name, bytes)
    }

    /// Asks for a draft.
    pub(super) fn look(&self, draft: &str) -> Request {
        written(self.address("draft/get?"), &json!({"media_id": draft}))
    }

    /// Puts an article into the box of drafts: the answer has its `media_id`.
    pub(super) fn add(&self, article: &Article<'_>) -> Request {
        written(self.address("draft/add?"), &json!({"articles": [fields(article)]}))
    }

    /// Puts it in the place of the one that is there.
    pub(super) fn update(&self, draft: &str, article: &Article<'_>) -> Request {
        let body = json!({"media_id": draft, "index": 0, "articles": fields(article)});
        written(self.address("draft/update?"), &body)
    }
}

fn fields(article: &Article<'_>) -> Value {
    json!({
        "title": article.title,
        "author": article.author,
        "digest": article.digest,
        "content": article.content,
        "content_source_url": article.link,
        "thumb_media_id": article.cover,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    })
}

fn written(address: String, body: &Value) -> Request {
    Request::new("POST", address)
        .with("content-type", "application/json; charset=utf-8")
        .carrying(body.to_string().into_bytes())
}

/// A file in the one field that WeChat looks for it in (RFC 7578).
fn enclosed(address: String, name: &str, bytes: &[u8]) -> Request {
    // What stands between the parts is nothing that stands in them: it is made of all of them.
    let between = format!("postil-{:032x}", xxh3_128(bytes));
    let kind = Format::of_name(name).map_or("application/octet-stream", Format::media_type);
    let head = format!(
        "--{between}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{between}--\r\n").as_bytes()].concat();
    Request::new("POST", address)
        .with("content-type", format!("multipart/form-data; boundary={between}"))
        .carrying(body)
}

/// What an answer says. Whatever goes wrong, WeChat says so with the status of what goes right.
pub(super) fn read(answer: &Answer) -> Result<Value, Fault> {
    let garbled = || Fault::Garbled(answer.status);
    let said: Value = serde_json::from_slice(&answer.body).ok().filter(Value::is_object).ok_or_else(garbled)?;
    match said.get("errcode").and_then(Value::as_i64) {
        Some(number) if number != 0 => {
            let words = said.get("errmsg").and_then(Value::as_str).unwrap_or_default();
            Err(Fault::Refused(number, words.to_owned()))
        }
        _ if answer.status == 200 => Ok(said),
        _ => Err(garbled()),
    }
}

/// A field of what was said.
pub(super) fn field(said: &Value, name: &str) -> Result<String, Fault> {
    let words = said.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    words.map(str::to_owned).ok_or(Fault::Garbled(200))
}

/// A print of a draft as WeChat has it: of all that an editor can change there.
pub(super) fn print(said: &Value) -> Result<u128, Fault> {
    const FIELDS: [&str; 6] = ["title", "author", "digest", "content", "content_source_url", "thumb_media_id"];
    let items = said.get("news_item").and_then(Value::as_array).ok_or(Fault::Garbled(200))?;
    let words = |item: &Value| FIELDS.map(|name| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned());
    let all: Vec<[String; 6]> = items.iter().map(words).collect();
    Ok(xxh3_128(json!(all).to_string().as_bytes()))
}
