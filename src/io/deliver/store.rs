//! A store of objects that speaks S3: list, get, put, remove, each tried again while that may help.

use std::collections::BTreeMap;
use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

use super::record::Record;
use super::{Item, Keys, Place, RECORD, fault};
use crate::diag::{Diagnostic, code, text};
use crate::io::chance;
use crate::io::web::{Answer, Limits, Request, Web};

/// How long a signed request is good.
const SIGNED: Duration = Duration::from_secs(900);

/// A longer wait than this is asked of nobody, whatever the store wishes.
const LONGEST: Duration = Duration::from_secs(30);

/// How often something is tried, and how long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How often something is tried.
    pub times: u32,
    /// How long is waited at most before it is tried for the second time; each later wait is twice as long.
    pub first: Duration,
    /// How long an answer may take.
    pub answer: Duration,
    /// How many bytes it may have.
    pub bytes: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { times: 6, first: Duration::from_millis(500), answer: Duration::from_secs(300), bytes: 256 << 20 }
    }
}

/// Where the store is, and how it wants to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// Its address; otherwise that of AWS.
    pub endpoint: Option<String>,
    /// Its region; otherwise `us-east-1`.
    pub region: Option<String>,
    /// Whether the bucket stands in the path of addresses, and not in the name of the host.
    pub path_style: bool,
}

/// A place in a store of objects.
pub struct Store {
    bucket: Bucket,
    keys: Option<Keys>,
    prefix: String,
    shown: String,
    web: Web,
    patience: Patience,
}

impl Store {
    /// One that has not been asked anything yet. Without keys it is asked as everybody may.
    pub fn open(
        place: &Place,
        way: &Way,
        keys: impl Into<Option<Keys>>,
        patience: Patience,
    ) -> Result<Self, Diagnostic> {
        let region = way.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
        let written = way.endpoint.clone().unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let no_address = || {
            let message = text!("`{written}` is not the address of a store of objects", written = &written);
            Diagnostic::new(code::I020, message)
                .help(text!("write it whole, such as `https://s3.example.org`, without the bucket"))
        };
        let is_whole = written.starts_with("https://") || written.starts_with("http://");
        let endpoint: url::Url = written.parse().ok().filter(|_| is_whole).ok_or_else(no_address)?;
        // A certificate for all buckets is none for names with a dot in them; a machine by its number has no names below.
        let is_in_path = way.path_style
            || place.bucket.contains('.')
            || endpoint.port().is_some()
            || endpoint.domain().is_none_or(|domain| !domain.contains('.'));
        let style = if is_in_path { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let bucket = Bucket::new(endpoint, style, place.bucket.clone(), region).map_err(|_| no_address())?;
        let connecting = Duration::from_secs(20).min(patience.answer / 2);
        let limits =
            Limits { connecting, whole: patience.answer, redirects: 0, bytes: patience.bytes, is_inside: true };
        let web = Web::new(limits).ok_or_else(|| {
            Diagnostic::new(code::I021, text!("the file that `SSL_CERT_FILE` names holds no certificates"))
                .help(text!("let it name a file with certificates as PEM, or take the variable away"))
        })?;
        let (keys, prefix) = (keys.into(), place.prefix.clone());
        Ok(Self { bucket, keys, prefix, shown: place.shown(), web, patience })
    }

    /// As it is written.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Its whole address.
    pub fn whole(&self) -> String {
        format!("{}{}", self.bucket.base_url(), self.prefix)
    }

    fn credentials(&self) -> Option<&Credentials> {
        self.keys.as_ref().map(|keys| &keys.0)
    }

    /// Everything that is there, by path, with its ETag.
    pub fn list(&self) -> Result<BTreeMap<String, String>, Diagnostic> {
        let (mut all, mut token) = (BTreeMap::new(), None::<String>);
        loop {
            let answer = self.ask(&|| {
                let mut list = self.bucket.list_objects_v2(self.credentials());
                list.with_prefix(self.prefix.clone());
                if let Some(token) = &token {
                    list.with_continuation_token(token.clone());
                }
                Request::new("GET", list.sign(SIGNED))
            })?;
            if answer.status != 200 {
                return Err(fault::refused(&self.shown, &answer));
            }
            let list = ListObjectsV2::parse_response(&String::from_utf8_lossy(&answer.body))
                .map_err(|_| fault::refused(&self.shown, &answer))?;
            for object in list.contents {
                let tag = object.etag.unwrap_or_default();
                if let Some(path) = object.key.strip_prefix(&self.prefix) {
                    all.insert(path.to_owned(), plain(&tag));
                }
            }
            match list.next_continuation_token {
                // One that does not come to an end is none.
                Some(next) if token.as_ref() != Some(&next) => token = Some(next),
                _ => return Ok(all),
            }
        }
    }

    /// What postil wrote down here; nothing where there is none.
    pub fn record(&self) -> Result<Record, Diagnostic> {
        Ok(self.get(RECORD)?.map_or_else(Record::default, |bytes| Record::parse(&bytes)))
    }

    /// What is in a file; nothing where there is none.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let key = self.key(path);
        let answer =
            self.ask(&|| Request::new("GET", self.bucket.get_object(self.credentials(), &key).sign(SIGNED)))?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 if fault::name(&answer) != "NoSuchBucket" => Ok(None),
            _ => Err(fault::refused(&self.shown, &answer)),
        }
    }

    /// Writes down what is here.
    pub fn write_record(&self, record: &Record) -> Result<(), Diagnostic> {
        let fields = [("content-type", "application/json".to_owned()), ("cache-control", "no-store".to_owned())];
        self.send(RECORD, &fields, &record.bytes()).map(drop)
    }

    /// Puts a file there, and gives its ETag.
    pub fn put(&self, item: &Item, content: &[u8]) -> Result<String, Diagnostic> {
        let mut fields = vec![("content-type", item.head.media.to_owned()), ("cache-control", item.head.cache.clone())];
        if let Some(target) = &item.head.leads_to {
            fields.push(("x-amz-website-redirect-location", target.clone()));
        }
        if let Ok(md5) = HEXLOWER.decode(item.md5.as_bytes()) {
            // What arrives is compared with it, so that nothing is kept in part.
            fields.push(("content-md5", BASE64.encode(&md5)));
        }
        let answer = self.send(&item.path, &fields, content)?;
        Ok(answer.field("etag").map_or_else(|| item.md5.clone(), plain))
    }

    /// Sends a content with fields for its head, and gives the answer.
    pub(in crate::io) fn send(
        &self,
        path: &str,
        fields: &[(&'static str, String)],
        content: &[u8],
    ) -> Result<Answer, Diagnostic> {
        let key = self.key(path);
        let answer = self.ask(&|| {
            let mut put = self.bucket.put_object(self.credentials(), &key);
            for (name, value) in fields {
                put.headers_mut().insert(*name, value.as_str());
            }
            let request = Request::new("PUT", put.sign(SIGNED)).carrying(content.to_vec());
            fields.iter().fold(request, |request, (name, value)| request.with(name, value.as_str()))
        })?;
        if answer.status == 200 { Ok(answer) } else { Err(fault::refused(&self.shown, &answer)) }
    }

    /// Removes a file. One that is not there is as good.
    pub fn remove(&self, path: &str) -> Result<(), Diagnostic> {
        let key = self.key(path);
        let ask = || Request::new("DELETE", self.bucket.delete_object(self.credentials(), &key).sign(SIGNED));
        let answer = self.ask(&ask)?;
        let is_gone = matches!(answer.status, 200 | 204) || fault::name(&answer) == "NoSuchKey";
        if is_gone { Ok(()) } else { Err(fault::refused(&self.shown, &answer)) }
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// Asks, and again while that may help. Every request is signed anew, for the time at which it is sent.
    fn ask(&self, request: &dyn Fn() -> Request) -> Result<Answer, Diagnostic> {
        let mut wait = self.patience.first;
        let mut tried = 0;
        loop {
            tried += 1;
            let is_last = tried >= self.patience.times;
            let wished = match self.web.ask(request()) {
                Ok(answer) if !is_last && fault::may_pass(&answer) => {
                    answer.field("retry-after").and_then(|it| it.trim().parse().ok()).map(Duration::from_secs)
                }
                Err(why) if !is_last && why.may_pass() => None,
                Ok(answer) => return Ok(answer),
                Err(why) => return Err(fault::unreached(&self.shown, why)),
            };
            // Many that were turned away together do not come back together.
            std::thread::sleep(wished.unwrap_or(wait.mul_f64(chance::share())).min(LONGEST));
            wait = (wait * 2).min(LONGEST);
        }
    }
}

/// An ETag without its quotation marks.
fn plain(tag: &str) -> String {
    tag.trim_matches('"').to_ascii_lowercase()
}
