//! A small store of objects that speaks S3, and fails as it is told to. After every request it looks at what readers
//! would see.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use postil::model::uri;

/// An object: its content, and the fields that were sent with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) content: Vec<u8>,
    pub(super) fields: BTreeMap<String, String>,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is answered.
    Good,
    /// It is answered with this status and this name of a fault.
    Status(u16, &'static str),
    /// The connection breaks off before anything is done.
    Broken,
    /// It is done, and the connection breaks off before the answer.
    Lost,
    /// It is done, and the answer comes too late.
    Slow,
}

type Fates = Box<dyn Fn(usize) -> Fate + Send>;

pub(super) struct Inside {
    pub(super) objects: BTreeMap<String, Object>,
    /// How many requests there were,
    pub(super) asked: usize,
    /// what they were,
    pub(super) log: Vec<String>,
    /// and how many bytes of objects came.
    pub(super) bytes: usize,
    pub(super) fate: Fates,
    /// Done once, before the request of this number is.
    pub(super) before: Option<(usize, Box<dyn FnOnce() + Send>)>,
    /// What readers would have missed, whenever they would.
    pub(super) missed: BTreeSet<String>,
}

pub(super) struct Store {
    pub(super) place: SocketAddr,
    inside: Arc<Mutex<Inside>>,
}

impl Store {
    pub(super) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let place = listener.local_addr().expect("its address");
        let inside = Inside {
            objects: BTreeMap::new(),
            asked: 0,
            log: Vec::new(),
            bytes: 0,
            fate: Box::new(|_| Fate::Good),
            before: None,
            missed: BTreeSet::new(),
        };
        let inside = Arc::new(Mutex::new(inside));
        let shared = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A connection that is broken off is none to be answered.
                std::thread::spawn(move || drop(serve(&stream, &shared)));
            }
        });
        Self { place, inside }
    }

    pub(super) fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("no request has failed in here")
    }

    /// Begins anew with these objects.
    pub(super) fn reset(&self, objects: &BTreeMap<String, Object>, fate: impl Fn(usize) -> Fate + Send + 'static) {
        let mut inside = self.inside();
        inside.objects = objects.clone();
        (inside.asked, inside.bytes) = (0, 0);
        inside.log.clear();
        inside.fate = Box::new(fate);
        inside.before = None;
    }
}

fn serve(mut stream: &TcpStream, inside: &Mutex<Inside>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut fields = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        fields.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut content = vec![0; fields.get("content-length").and_then(|it| it.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut content)?;
    let before = {
        let mut inside = inside.lock().expect("sound");
        inside.asked += 1;
        let is_due = inside.before.as_ref().is_some_and(|(at, _)| *at == inside.asked);
        if is_due { inside.before.take() } else { None }
    };
    if let Some((_, act)) = before {
        act();
    }
    let mut inside = inside.lock().expect("sound");
    let fate = (inside.fate)(inside.asked);
    if fate == Fate::Broken {
        return Ok(());
    }
    let (status, more, body) = match fate {
        Fate::Status(status, name) => {
            (status, String::new(), format!("<Error><Code>{name}</Code></Error>").into_bytes())
        }
        _ => inside.answer(&method, &target, fields, content),
    };
    inside.look();
    drop(inside);
    match fate {
        Fate::Lost => return Ok(()),
        Fate::Slow => std::thread::sleep(Duration::from_millis(900)),
        _ => {}
    }
    let date = "Date: Thu, 07 Aug 2025 00:00:00 GMT";
    let head =
        format!("HTTP/1.1 {status} So\r\n{date}\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

impl Inside {
    fn answer(
        &mut self,
        method: &str,
        target: &str,
        fields: BTreeMap<String, String>,
        content: Vec<u8>,
    ) -> (u16, String, Vec<u8>) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.log.push(format!("{method} {path}"));
        assert!(query.contains("X-Amz-Signature="), "it is not signed: {method} {path}");
        let Some(key) = path.strip_prefix("/press").and_then(|rest| rest.strip_prefix('/').or(Some(rest))) else {
            return (404, String::new(), b"<Error><Code>NoSuchBucket</Code></Error>".to_vec());
        };
        let key = uri::decode(key).into_owned();
        match method {
            "GET" if query.contains("list-type=2") => (200, String::new(), self.list(query)),
            "GET" => match self.objects.get(&key) {
                Some(object) => (200, String::new(), object.content.clone()),
                None => (404, String::new(), b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
            },
            "PUT" => {
                self.bytes += content.len();
                let tag = super::md5(&content);
                self.objects.insert(key, Object { content, fields });
                (200, format!("ETag: \"{tag}\"\r\n"), Vec::new())
            }
            "DELETE" => {
                self.objects.remove(&key);
                (204, String::new(), Vec::new())
            }
            _ => (405, String::new(), Vec::new()),
        }
    }

    /// Ten objects at a time, so that there is more than one page.
    fn list(&self, query: &str) -> Vec<u8> {
        let of = |name: &str| {
            let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
            uri::decode(value.unwrap_or_default()).into_owned()
        };
        let (prefix, after) = (of("prefix"), of("continuation-token"));
        let all: Vec<_> = self.objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after).collect();
        let mut xml = "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
                       <EncodingType>url</EncodingType>"
            .to_owned();
        for (key, object) in all.iter().take(10) {
            let key: String = key.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let tag = super::md5(&object.content);
            xml += &format!("<Contents><Key>{key}</Key><ETag>&quot;{tag}&quot;</ETag></Contents>");
        }
        match all.get(9) {
            Some((last, _)) if all.len() > 10 => {
                xml += &format!("<IsTruncated>true</IsTruncated><NextContinuationToken>{last}</NextContinuationToken>");
            }
            _ => xml += "<IsTruncated>false</IsTruncated>",
        }
        (xml + "</ListBucketResult>").into_bytes()
    }

    /// Every page has what it shows.
    fn look(&mut self) {
        for (key, object) in self.objects.iter().filter(|(key, _)| key.ends_with(".html")) {
            let page = String::from_utf8_lossy(&object.content);
            for (at, _) in page.match_indices("/assets/") {
                let rest = &page[at + 1..];
                let end = rest.find(['"', '\'', ' ', ',', ')', '<', '&', '\\']).unwrap_or(rest.len());
                if !self.objects.contains_key(&rest[..end]) {
                    self.missed.insert(format!("{key} shows {}", &rest[..end]));
                }
            }
        }
    }
}
