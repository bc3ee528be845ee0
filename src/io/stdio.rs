//! Messages with their length before them, as editors and their language servers send them to each other, and the work
//! that goes on beside the talk.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};

/// More bytes than a message has.
const LARGEST: usize = 256 << 20;

/// More bytes than the line of a header has.
const LONGEST: u64 = 4096;

/// Something that happened.
pub enum Event<R> {
    /// A message came in.
    Message(Vec<u8>),
    /// Nothing more will come in.
    End,
    /// Some work is done.
    Done(R),
}

/// Reads a message: lines of a header, one of which says `Content-Length`, an empty line, as many bytes. `None` at the
/// end.
pub fn receive(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        let Some(b'\n') = line.last() else {
            return if line.is_empty() { Ok(None) } else { Err(io::ErrorKind::InvalidData.into()) };
        };
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        match (line.split_once(':'), length) {
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<usize>().ok().filter(|length| *length <= LARGEST);
            }
            (None, Some(length)) if line.is_empty() => {
                let mut message = Vec::new();
                input.by_ref().take(length as u64).read_to_end(&mut message)?;
                return if message.len() == length { Ok(Some(message)) } else { Ok(None) };
            }
            // Other headers, and what is none.
            _ => {}
        }
    }
}

/// Sends a message.
pub fn send(output: &mut dyn Write, message: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", message.len())?;
    output.write_all(message)?;
    output.flush()
}

/// Reads messages until one of them `is_last` or there is no more; has `work` do what it is asked to beside that, all
/// that waits at once; and `talk` hear of both. Ends when `talk` does and nothing more can come in.
pub fn converse<J: Send, R: Send>(
    mut input: impl BufRead + Send,
    is_last: impl Fn(&[u8]) -> bool + Send,
    mut work: impl FnMut(Vec<J>) -> Vec<R> + Send,
    talk: impl FnOnce(&Receiver<Event<R>>, &Sender<J>),
) {
    let (sender, events) = channel();
    let (jobs, asked) = channel::<J>();
    std::thread::scope(|scope| {
        let told = sender.clone();
        // Nobody listens any more when the talk has ended.
        scope.spawn(move || {
            while let Ok(Some(message)) = receive(&mut input) {
                let is_last = is_last(&message);
                if told.send(Event::Message(message)).is_err() || is_last {
                    return;
                }
            }
            let _ = told.send(Event::End);
        });
        scope.spawn(move || {
            while let Ok(first) = asked.recv() {
                let all = std::iter::once(first).chain(asked.try_iter()).collect();
                if work(all).into_iter().any(|done| sender.send(Event::Done(done)).is_err()) {
                    return;
                }
            }
        });
        talk(&events, &jobs);
        drop((events, jobs));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_received() {
        let mut stream = Vec::new();
        for message in ["{}", "肝", ""] {
            send(&mut stream, message.as_bytes()).expect("room");
        }
        stream.extend(b"content-LENGTH: 1\nContent-Type: x\n\nyContent-Length: 9\r\n\r\nz");
        let mut stream = &stream[..];
        let mut next = || receive(&mut stream).expect("a message").map(|it| String::from_utf8_lossy(&it).into_owned());
        assert_eq!([next(), next(), next(), next()].map(Option::unwrap), ["{}", "肝", "", "y"]);
        assert_eq!(next(), None, "a message that breaks off is none");
    }

    #[test]
    fn lines_without_end_are_refused() {
        let long = vec![b'a'; 10_000];
        assert!(receive(&mut &long[..]).is_err());
    }
}
