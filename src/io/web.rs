//! Asks other machines: one request and one answer over HTTP/1.1 (RFC 9110, RFC 9112), with TLS where the address wants it.
//!
//! What is asked and how often is decided elsewhere: nothing is tried again here, and no redirect is followed unless it is
//! asked for. Proxies are those of the environment (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`). Certificates are trusted by
//! Mozilla's list, or by the file that `SSL_CERT_FILE` names, since hospitals often look into what goes out. An address
//! may carry secrets, so none ever stands in what is said of a failure.

use std::time::Duration;

use crate::diag::{Text, text};
#[cfg(feature = "web")]
use crate::model::uri::WebAddress;

#[cfg(feature = "web")]
mod outward;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, `PUT`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The whole address, with its `http` or `https`.
    pub address: String,
    /// Fields of the head, as they are sent.
    pub fields: Vec<(String, String)>,
    /// What is sent along.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without fields and body.
    pub fn new(method: &'static str, address: impl Into<String>) -> Self {
        Self { method, address: address.into(), fields: Vec::new(), body: Vec::new() }
    }

    /// The same with one field more.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The same with what is sent along.
    pub fn carrying(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }
}

/// What came back, whatever it says: 404 and 500 are answers, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// Fields of the head, their names in small letters.
    pub fields: Vec<(String, String)>,
    /// What was sent along, at most as many bytes as were allowed.
    pub body: Vec<u8>,
    /// The address that answered in the end, where redirects were followed.
    pub address: String,
}

impl Answer {
    /// The first field of that name, which is written in small letters.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(its, _)| its == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// No machine has that name, or the network is away.
    Unknown,
    /// The machine takes no connection, or broke it off.
    Broken,
    /// It took longer than was waited.
    Late,
    /// It cannot be made sure who it is.
    Untrusted,
    /// More redirects than are followed, or in a circle.
    Circle,
    /// It is a machine of this network, or this machine itself, and none of these was to be asked.
    Inside,
    /// More came than was allowed.
    TooMuch,
    /// What was asked is no address that can be asked, or what came is no answer.
    Garbled,
    /// This postil was built without the feature `web`.
    NotBuilt,
}

impl Unreached {
    /// What is said of it.
    pub fn said(self) -> Text {
        match self {
            Self::Unknown => text!("no machine of that name was found"),
            Self::Broken => text!("the connection was refused or broken off"),
            Self::Late => text!("no answer in time"),
            Self::Untrusted => text!("its certificate is not one that can be trusted"),
            Self::Circle => text!("it leads on and on"),
            Self::Inside => text!("it is on a network of its own, where not everybody reaches it"),
            Self::TooMuch => text!("it sends more than can be taken"),
            Self::Garbled => text!("that is no answer of a web server"),
            Self::NotBuilt => text!("this postil was built without what talks with other machines"),
        }
    }

    /// What to do about it.
    pub fn help(self) -> Text {
        match self {
            Self::Unknown => text!("check the name and whether this machine is online"),
            Self::Broken | Self::Late => text!("try again later; if a proxy is needed, set `HTTPS_PROXY`"),
            Self::Untrusted => text!("if a proxy looks into what goes out, let `SSL_CERT_FILE` name its certificate"),
            Self::Inside => {
                text!(
                    "write an address that every reader reaches; with `--inside` those of this network are asked, too"
                )
            }
            Self::Circle | Self::TooMuch | Self::Garbled => {
                text!("open the address in a browser and see what is there")
            }
            Self::NotBuilt => text!("take a released postil, or build it with `--features web`"),
        }
    }

    /// Whether it may go well if it is tried again.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Unknown | Self::Broken | Self::Late)
    }
}

/// How long is waited, how far is followed, and how much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands.
    pub connecting: Duration,
    /// Until the whole answer is there.
    pub whole: Duration,
    /// How many redirects are followed.
    pub redirects: u32,
    /// How many bytes of body are taken.
    pub bytes: u64,
    /// Whether machines of this network are asked, too, and this one: not where a stranger says who is asked.
    pub is_inside: bool,
}

/// The way to other machines. Connections are kept for the next request to the same machine; threads may share it.
#[derive(Debug)]
pub struct Web {
    #[cfg(feature = "web")]
    agent: ureq::Agent,
    #[cfg(feature = "web")]
    limits: Limits,
}

#[cfg(feature = "web")]
impl Web {
    /// With these limits. `None` where `SSL_CERT_FILE` names what cannot be read as certificates.
    pub fn new(limits: Limits) -> Option<Self> {
        use ureq::tls::TlsConfig;
        use ureq::unversioned::transport::DefaultConnector;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(limits.redirects)
            .max_redirects_will_error(limits.redirects > 0)
            .timeout_connect(Some(limits.connecting))
            .timeout_global(Some(limits.whole))
            .user_agent(concat!("postil/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(trusted()?).build())
            .build();
        let agent = match limits.is_inside {
            true => config.into(),
            false => ureq::Agent::with_parts(config, DefaultConnector::default(), outward::Outward::default()),
        };
        Some(Self { agent, limits })
    }

    /// Asks once.
    pub fn ask(&self, request: Request) -> Result<Answer, Unreached> {
        use ureq::ResponseExt as _;
        let is_inside = |it: WebAddress| outward::is_inside_by_name(it.host());
        if !self.limits.is_inside && WebAddress::parse(&request.address).is_none_or(is_inside) {
            return Err(Unreached::Inside);
        }
        let mut asked = ureq::http::Request::builder().method(request.method).uri(&request.address);
        for (name, value) in &request.fields {
            asked = asked.header(name, value);
        }
        let said = if request.body.is_empty() && matches!(request.method, "GET" | "HEAD" | "DELETE") {
            self.agent.run(asked.body(()).map_err(|_| Unreached::Garbled)?)
        } else {
            self.agent.run(asked.body(request.body).map_err(|_| Unreached::Garbled)?)
        };
        let mut said = said.map_err(|error| unreached(&error))?;
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let fields = said.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let (status, address) = (said.status().as_u16(), said.get_uri().to_string());
        let body =
            said.body_mut().with_config().limit(self.limits.bytes).read_to_vec().map_err(|error| unreached(&error))?;
        Ok(Answer { status, fields, body, address })
    }
}

#[cfg(not(feature = "web"))]
impl Web {
    /// With these limits.
    pub fn new(_: Limits) -> Option<Self> {
        Some(Self {})
    }

    /// Says that it cannot.
    pub fn ask(&self, _: Request) -> Result<Answer, Unreached> {
        Err(Unreached::NotBuilt)
    }
}

/// Mozilla's list, or what `SSL_CERT_FILE` names.
#[cfg(feature = "web")]
fn trusted() -> Option<ureq::tls::RootCerts> {
    use ureq::tls::{PemItem, RootCerts, parse_pem};
    let Some(path) = std::env::var_os("SSL_CERT_FILE").filter(|path| !path.is_empty()) else {
        return Some(RootCerts::WebPki);
    };
    let mut certificates = Vec::new();
    for item in parse_pem(&std::fs::read(path).ok()?).flatten() {
        if let PemItem::Certificate(one) = item {
            certificates.push(one);
        }
    }
    (!certificates.is_empty()).then(|| RootCerts::new_with_certs(&certificates))
}

/// What a failure comes to.
#[cfg(feature = "web")]
fn unreached(error: &ureq::Error) -> Unreached {
    use std::io::ErrorKind;
    use ureq::Error;
    match error {
        Error::HostNotFound => Unreached::Unknown,
        Error::Timeout(_) => Unreached::Late,
        Error::ConnectionFailed => Unreached::Broken,
        Error::Io(error) if error.get_ref().is_some_and(|it| it.is::<outward::Inside>()) => Unreached::Inside,
        Error::Io(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Unreached::Late,
            ErrorKind::InvalidData => Unreached::Untrusted,
            _ => Unreached::Broken,
        },
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => Unreached::Untrusted,
        Error::TooManyRedirects | Error::RedirectFailed => Unreached::Circle,
        Error::BodyExceedsLimit(_) => Unreached::TooMuch,
        _ => Unreached::Garbled,
    }
}

#[cfg(all(test, feature = "web"))]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    const LIMITS: Limits = Limits {
        connecting: Duration::from_secs(5),
        whole: Duration::from_secs(1),
        redirects: 2,
        bytes: 8,
        is_inside: true,
    };

    /// A server that says these answers, one a connection, and gives back what it was asked.
    fn server(answers: &'static [&'static str]) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let serve = move || {
            let mut asked = Vec::new();
            for answer in answers {
                let (mut one, _) = listener.accept().expect("a connection");
                let mut piece = [0; 4096];
                let read = one.read(&mut piece).expect("a request");
                asked.push(String::from_utf8_lossy(&piece[..read]).into_owned());
                if answer.is_empty() {
                    std::thread::sleep(Duration::from_millis(1500));
                }
                one.write_all(answer.as_bytes()).expect("an answer");
            }
            asked
        };
        (address, std::thread::spawn(serve))
    }

    fn web() -> Web {
        Web::new(LIMITS).expect("no certificates are named")
    }

    #[test]
    fn what_a_server_says_is_an_answer_whatever_it_says() {
        let (address, asked) =
            server(&["HTTP/1.1 403 No\r\nRetry-After: 7\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"]);
        let request = Request::new("PUT", format!("{address}/a?b=c")).with("x-of", "us").carrying(b"text".to_vec());
        let answer = web().ask(request).expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice(), answer.field("retry-after")), (403, &b"no"[..], Some("7")));
        let asked = asked.join().expect("the server ends").join("");
        assert!(asked.starts_with("PUT /a?b=c HTTP/1.1\r\n") && asked.contains("x-of: us\r\n"), "{asked}");
    }

    #[test]
    fn redirects_are_followed_so_far_and_no_farther() {
        const ON: &str = "HTTP/1.1 302 On\r\nLocation: /on\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let (address, _) = server(&[ON, ON, ON]);
        assert_eq!(web().ask(Request::new("GET", address)), Err(Unreached::Circle));
    }

    #[test]
    fn what_goes_wrong_is_told_apart() {
        let (late, _) = server(&[""]);
        assert_eq!(web().ask(Request::new("GET", late)), Err(Unreached::Late));
        let (much, _) = server(&["HTTP/1.1 200 Yes\r\nContent-Length: 9\r\nConnection: close\r\n\r\n123456789"]);
        assert_eq!(web().ask(Request::new("GET", much)), Err(Unreached::TooMuch));
        let (garbled, _) = server(&["SSH-2.0\r\n\r\n"]);
        assert_eq!(web().ask(Request::new("GET", garbled)), Err(Unreached::Garbled));
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port that is free again");
        assert_eq!(web().ask(Request::new("GET", format!("http://{free}/"))), Err(Unreached::Broken));
        assert_eq!(web().ask(Request::new("GET", "no address")), Err(Unreached::Garbled));
    }
}
