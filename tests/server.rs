//! A server on this machine that stands for others: it answers as a test says, and remembers what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// The path with its query.
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// What is answered: all bytes of it, in pieces with a pause between them; none at all breaks the connection off.
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) slowly: bool,
}

pub(crate) struct Server {
    /// `http://127.0.0.1:` and the port.
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// One that answers like this as long as the tests run.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (answer, known) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (answer, known) = (Arc::clone(&answer), Arc::clone(&known));
                std::thread::spawn(move || serve(connection, &known, &*answer));
            }
        });
        Self { address, asked }
    }

    /// What it was asked since this was last called.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn serve(connection: TcpStream, known: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Reply) {
    let mut connection = connection;
    let Some(asked) = read(&mut connection) else { return };
    known.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    let Reply { bytes, slowly } = answer(&asked);
    for piece in bytes.chunks(if slowly { bytes.len().div_ceil(8).max(1) } else { usize::MAX }) {
        if slowly {
            std::thread::sleep(Duration::from_millis(100));
        }
        // Whoever has asked may have gone.
        let _ = connection.write_all(piece);
    }
}

fn read(connection: &mut TcpStream) -> Option<Asked> {
    let (mut all, mut piece) = (Vec::new(), [0; 65536]);
    let end = loop {
        let read = connection.read(&mut piece).ok().filter(|read| *read > 0)?;
        all.extend_from_slice(&piece[..read]);
        if let Some(end) = all.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let mut body = all.split_off(end + 4);
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok()).flatten()
    });
    while body.len() < length.unwrap_or_default() {
        let read = connection.read(&mut piece).ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&piece[..read]);
    }
    let mut words = head.split(' ');
    Some(Asked { method: words.next()?.to_owned(), path: words.next()?.to_owned(), body })
}

/// An answer with this status, these fields and this body.
pub(crate) fn reply(status: &str, fields: &str, body: &str) -> Reply {
    let length = body.len();
    let text = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    Reply { bytes: text.into_bytes(), slowly: false }
}

/// A command that asks no proxy.
pub(crate) fn direct(mut command: Command) -> Command {
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    command
}
