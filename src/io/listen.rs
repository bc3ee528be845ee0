//! Answers a browser on this machine: HTTP/1.1 (RFC 9112) without TLS, a request a connection, and events as they happen
//! (Server-sent events, WHATWG HTML). What a request brings with it is read only by who wants it, and only so much of it.

use std::io::{ErrorKind, Read, Write};
pub use std::net::IpAddr;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::diag::{Diagnostic, code, text};
use crate::io::world::File;

/// How many browsers, or what is like them, are listened to at once.
const MOST: usize = 256;

/// How many bytes the head of a request has at most.
const LONGEST: usize = 32 << 10;

/// How many fields it has at most.
const FIELDS: usize = 128;

/// How many bytes of what nobody wanted to read are taken all the same, so that its sender hears why.
const DRAINED: u64 = 16 << 20;

/// How long one waits for the next piece of a request, and for somebody who takes an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long nothing may be said to a browser before it is asked whether it is still there.
const A_WHILE: Duration = Duration::from_secs(15);

/// What a browser asks for.
#[derive(Debug)]
pub struct Asked {
    /// The path, decoded, without the `/` at its beginning.
    pub path: String,
    /// What stands behind `?`, as it was sent.
    pub query: String,
    /// Whether it takes us for who we are: by an address or as `localhost`. A page of another host can have that host's
    /// name lead here, and would be told then what nobody is to read yet.
    pub is_meant: bool,
    /// What it wants to do.
    pub method: Method,
    /// Whether it comes from this machine.
    pub is_near: bool,
    /// Whether the browser says that a page of another place has sent it (`Origin`, Fetch; `Sec-Fetch-Site`, Fetch Metadata).
    pub is_foreign: bool,
    /// The word that only our own pages know: the field [`TOKEN`].
    pub token: Option<String>,
}

/// What a request wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To read: GET or HEAD.
    Read,
    /// To have something done: POST.
    Post,
    /// Anything else.
    Other,
}

/// The field that carries the word of our own pages.
pub const TOKEN: &str = "X-Postil-Token";

/// What a request brings with it.
pub struct Brought<'a> {
    connection: &'a mut TcpStream,
    /// What came with the head.
    begun: Vec<u8>,
    /// How long it says it is; `None` where it does not, or not clearly.
    length: Option<usize>,
    /// Whether its sender waits to be asked for it.
    is_held_back: bool,
}

/// Why what a request brings was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It does not say how long it is (`Content-Length`), or comes in pieces.
    NoLength,
    /// It is longer than wanted.
    TooLong,
    /// It broke off.
    BrokeOff,
}

impl Brought<'_> {
    /// All of it, if that is no more than `limit` bytes.
    pub fn read(&mut self, limit: usize) -> Result<Vec<u8>, Unread> {
        let length = self.length.ok_or(Unread::NoLength)?;
        if length > limit {
            return Err(Unread::TooLong);
        }
        if self.is_held_back {
            self.connection.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").map_err(|_| Unread::BrokeOff)?;
        }
        let mut bytes = std::mem::take(&mut self.begun);
        bytes.truncate(length);
        let rest = (length - bytes.len()) as u64;
        self.connection.take(rest).read_to_end(&mut bytes).map_err(|_| Unread::BrokeOff)?;
        if bytes.len() == length { Ok(bytes) } else { Err(Unread::BrokeOff) }
    }
}

/// What it is told.
pub enum Answer {
    /// A file of the site.
    File {
        /// 200, or 404 for the page that stands for what is not there.
        status: u16,
        /// Its media type.
        kind: &'static str,
        /// The file.
        file: Arc<File>,
    },
    /// Something that was made for this answer.
    Made {
        /// The status.
        status: u16,
        /// Its media type.
        kind: &'static str,
        /// What stands in it.
        bytes: Vec<u8>,
    },
    /// A page on which something can be done: no page of another place shows it in a frame, where a click could be stolen.
    Own {
        /// What stands in it.
        html: String,
    },
    /// Look elsewhere: at an address of this site.
    Elsewhere(String),
    /// What happens from now on: an event for each text.
    Events(Receiver<String>),
}

/// Whoever answers.
pub type Answerer<'a> = &'a (dyn Fn(&Asked, &mut Brought<'_>) -> Answer + Sync);

/// A place at which browsers are answered.
pub struct Listener {
    listener: TcpListener,
    place: SocketAddr,
}

impl Listener {
    /// Listens at an address: at this port, or at one of the `further` behind it that nobody else has.
    pub fn at(address: IpAddr, port: u16, further: u16) -> Result<Self, Diagnostic> {
        let listen = |port: u16| {
            let listener = TcpListener::bind(SocketAddr::new(address, port))?;
            let place = listener.local_addr()?;
            Ok(Self { listener, place })
        };
        let mut ports = port..=port.saturating_add(further);
        let first = listen(ports.next().unwrap_or(port));
        first.or_else(|error| ports.find_map(|port| listen(port).ok()).ok_or(error)).map_err(|error| {
            let place = SocketAddr::new(address, port).to_string();
            let said = super::reason(&error);
            Diagnostic::new(code::I014, text!("nothing can be served at {place}: {said}", place = &place, said))
                .path(place)
                .help(text!("another program may have that port: stop it, or choose another with `--port`"))
        })
    }

    /// Where it listens: `127.0.0.1:4000`.
    pub fn place(&self) -> String {
        self.place.to_string()
    }

    /// Answers whoever asks, beside other work, until the process ends.
    pub fn beside(&self, answerer: Answerer<'_>, work: impl FnOnce()) {
        let busy = AtomicUsize::new(0);
        let busy = &busy;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for connection in self.listener.incoming() {
                    // One that broke off before it began.
                    let Ok(connection) = connection else { continue };
                    if busy.fetch_add(1, Ordering::Relaxed) < MOST {
                        scope.spawn(move || {
                            // Who went away meanwhile wants no answer.
                            let _ = attend(connection, answerer);
                            busy.fetch_sub(1, Ordering::Relaxed);
                        });
                    } else {
                        busy.fetch_sub(1, Ordering::Relaxed);
                    }
                }
            });
            work();
        });
    }
}

/// Hears what is asked on a connection, and answers.
fn attend(mut connection: TcpStream, answerer: Answerer<'_>) -> std::io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    connection.set_nodelay(true)?;
    let is_near = connection.peer_addr()?.ip().to_canonical().is_loopback();
    let mut bytes = Vec::new();
    let heard = loop {
        let mut more = [0; 4096];
        let count = connection.read(&mut more)?;
        bytes.extend_from_slice(&more[..count]);
        match hear(&bytes, is_near) {
            Heard::Request(heard) => break Some(*heard),
            Heard::Nonsense => break None,
            Heard::Part if count == 0 => return Err(ErrorKind::UnexpectedEof.into()),
            Heard::Part if bytes.len() > LONGEST => break None,
            Heard::Part => {}
        }
    };
    let (is_head, answer) = match heard {
        None => (false, Answer::Made { status: 400, kind: "text/plain;charset=utf-8", bytes: Vec::new() }),
        Some(Request { asked, is_head, begins, length, is_held_back }) => {
            let begun = bytes.split_off(begins);
            (is_head, answerer(&asked, &mut Brought { connection: &mut connection, begun, length, is_held_back }))
        }
    };
    match answer {
        Answer::File { status, kind, file } => send(&mut connection, status, kind, "", &file.bytes, is_head)?,
        Answer::Made { status, kind, bytes } => send(&mut connection, status, kind, "", &bytes, is_head)?,
        Answer::Own { html } => {
            send(&mut connection, 200, "text/html;charset=utf-8", FRAMELESS, html.as_bytes(), is_head)?;
        }
        Answer::Elsewhere(address) => {
            write!(connection, "HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n{CLOSE}\r\n\r\n")?;
        }
        Answer::Events(events) => return tell(connection, &events),
    }
    connection.shutdown(Shutdown::Write)?;
    // Whoever still sends something must not lose the answer over it.
    std::io::copy(&mut connection.take(DRAINED), &mut std::io::sink()).map(drop)
}

/// A field that keeps a page out of all frames.
const FRAMELESS: &str = "X-Frame-Options: DENY\r\n";

const CLOSE: &str = "Cache-Control: no-store\r\nConnection: close";

fn send(
    connection: &mut TcpStream,
    status: u16,
    kind: &str,
    further: &str,
    bytes: &[u8],
    is_head: bool,
) -> std::io::Result<()> {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        503 => "Service Unavailable",
        _ => "",
    };
    let length = bytes.len();
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n{further}{CLOSE}\r\n\r\n"
    );
    connection.write_all(head.as_bytes())?;
    if is_head { Ok(()) } else { connection.write_all(bytes) }
}

/// What was heard so far.
enum Heard {
    /// The head of a request.
    Request(Box<Request>),
    /// The beginning of one.
    Part,
    /// Something else.
    Nonsense,
}

/// A request, as its head says.
struct Request {
    asked: Asked,
    /// Whether it wants the head of the answer alone.
    is_head: bool,
    /// Where what it brings begins.
    begins: usize,
    /// How long that is.
    length: Option<usize>,
    is_held_back: bool,
}

fn hear(bytes: &[u8], is_near: bool) -> Heard {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut request = httparse::Request::new(&mut fields);
    let begins = match request.parse(bytes) {
        Ok(httparse::Status::Partial) => return Heard::Part,
        Ok(httparse::Status::Complete(length)) => length,
        Err(_) => return Heard::Nonsense,
    };
    let (method, target) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
    let is_named = |name: &str| request.headers.iter().any(|field| field.name.eq_ignore_ascii_case(name));
    // What is said twice is not said clearly.
    let said = |name: &str| {
        let mut all = request.headers.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
        let first = all.next().and_then(|field| std::str::from_utf8(field.value).ok());
        first.filter(|_| all.next().is_none())
    };
    let host = said("host");
    let is_other = |origin: &str| host.is_none_or(|host| origin != format!("http://{host}"));
    let is_foreign = is_named("origin") && said("origin").is_none_or(is_other)
        || is_named("sec-fetch-site") && said("sec-fetch-site") != Some("same-origin");
    let digits = |it: &&str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let length = said("content-length").filter(digits).and_then(|it| it.parse().ok());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let asked = Asked {
        path: crate::model::uri::decode(path.trim_start_matches('/')).into_owned(),
        query: query.to_owned(),
        is_meant: host.is_some_and(is_own),
        method: match method {
            "GET" | "HEAD" => Method::Read,
            "POST" => Method::Post,
            _ => Method::Other,
        },
        is_near,
        is_foreign,
        token: said(TOKEN).map(str::to_owned),
    };
    Heard::Request(Box::new(Request {
        asked,
        is_head: method == "HEAD",
        begins,
        length: length.filter(|_| !is_named("transfer-encoding")),
        is_held_back: said("expect").is_some_and(|it| it.eq_ignore_ascii_case("100-continue")),
    }))
}

/// Tells a browser what happens until it is gone.
fn tell(mut connection: TcpStream, events: &Receiver<String>) -> std::io::Result<()> {
    write!(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{CLOSE}\r\n\r\n")?;
    loop {
        match events.recv_timeout(A_WHILE) {
            Ok(event) => write!(connection, "data: {event}\n\n")?,
            Err(RecvTimeoutError::Timeout) => write!(connection, ":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

/// Whether a host, with or without a port, is no name that somebody could have given to this machine.
fn is_own(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    name == "localhost" || name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_somebody_gave_is_not_our_own() {
        for own in ["localhost", "localhost:4000", "127.0.0.1:4000", "192.168.1.5:80", "[::1]:4000", "[::1]"] {
            assert!(is_own(own), "{own}");
        }
        for other in
            ["", ":4000", "evil.example:4000", "127.0.0.1.evil.example", "localhost.evil.example:4000", "a:b:c"]
        {
            assert!(!is_own(other), "{other}");
        }
    }
}
