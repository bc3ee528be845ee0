//! An issue in the draft box of a WeChat account (公众号), by WeChat's own interface: its pictures and its cover go into
//! WeChat's store, then the article. Nothing is ever published.
//!
//! What was sent is remembered in the cache, so that a picture is sent once, and the same issue is one draft: a later run
//! puts its article in the place of the earlier one, unless somebody has changed it there meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::outlet::{Extract, illustrated, inside, shown, themed};
use super::press::judged;
use super::watch::{Told, Work};
use super::{Loaded, Request, Watch};
use crate::diag::{Diagnostic, Said, text};
use crate::io::cache::Cache;
use crate::io::environment::Secret;
use crate::io::web::{self, Answer, Limits, Unreached, Web};
use crate::io::world::{Destination as _, Shelf};
use crate::model::address::file_of;
use crate::model::picture::Format;
use crate::model::uri::WebAddress;
use crate::output::{Draft, Enclosed, Origin};

mod protocol;
mod refusal;
#[cfg(test)]
mod tests;

use protocol::{Article, Fault, Pass};
use refusal::Title;

/// Long enough for a picture on a slow line, and nothing is followed elsewhere: what is asked carries secrets.
const LIMITS: Limits = Limits {
    connecting: Duration::from_secs(10),
    whole: Duration::from_secs(60),
    redirects: 0,
    bytes: 8_000_000,
    is_inside: true,
};

/// The account into whose box a draft goes.
#[derive(Debug, Clone)]
pub struct Account {
    api: String,
    id: Secret,
    secret: Secret,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Whether there was no draft of this issue before.
    pub is_new: bool,
    /// How many pictures were sent in this run, the cover among them.
    pub pictures: usize,
    /// What pictures show that have to be put in by hand.
    pub unfit: Vec<String>,
    /// Whether something stands behind the question of consent, and not in the draft.
    pub is_part: bool,
}

impl Account {
    /// The one that `WECHAT_APPID` and `WECHAT_SECRET` name. `api` is where to ask instead of WeChat itself: over TLS, or on
    /// this machine; `None` where it is another address.
    pub fn of_environment(api: Option<&str>) -> Option<Result<Self, Diagnostic>> {
        let api = api.unwrap_or(protocol::HOST);
        let address = WebAddress::parse(api)
            .filter(|it| it.is_bare() && matches!(it.as_str().len() - it.origin().len(), 0 | 1))?;
        if !address.is_secure() && address.host() != "127.0.0.1" {
            return None;
        }
        let api = address.origin().to_owned();
        let variable = |name: &'static str| Secret::of(name).ok_or_else(|| refusal::missing(name));
        let account = || Ok(Self { api, id: variable("WECHAT_APPID")?, secret: variable("WECHAT_SECRET")? });
        Some(account())
    }
}

/// Puts an issue into the draft box of an account.
pub fn draft(
    request: &Request,
    loaded: Loaded,
    wanted: Extract,
    account: &Account,
    watch: &Watch<'_>,
    said: &mut Said,
) -> Option<Sent> {
    said.learn_levels(&loaded.config.rules);
    said.learn_acceptances(loaded.site.issues[wanted.issue].accepts.iter().cloned());
    watch.stage(text!("pictures"));
    let (site, theme) = themed(request, loaded, wanted, said)?;
    let issue = &site.issues[wanted.issue];
    let mut pictures = shown(issue);
    pictures.extend(issue.cover.as_ref().and_then(|cover| inside(&cover.image)));
    let (site, shelf) = illustrated(request, site, &theme, &pictures, said);
    let issue = &site.issues[wanted.issue];
    let mut draft = Draft::new(&site, &theme, wanted.issue)?;
    said.extend(std::mem::take(&mut draft.faults));
    said.extend(draft.own.iter().flat_map(|own| judged(own, &theme)));
    if super::prevents(request, said) {
        return None;
    }
    let Some(web) = Web::new(LIMITS) else {
        said.push(refusal::unreached(Unreached::Untrusted));
        return None;
    };
    let cache = Cache::new(&request.root, "wechat");
    let name =
        format!("{:032x}", xxh3_128(format!("{}\n{}\n{}", account.api, account.id.word(), draft.link).as_bytes()));
    let kept = cache.read_sealed(&name).and_then(|it| serde_json::from_slice(&it).ok()).unwrap_or_default();
    let keep = |kept: &Kept| cache.write_sealed(&name, &serde_json::to_vec(kept).unwrap_or_default());
    let ask = |request| web.ask(request);
    let errand = Errand {
        ask: &ask,
        account,
        title: (&issue.source, &issue.title_span),
        draft: &draft,
        shelf: &shelf,
        watch,
        keep: &keep,
    };
    watch.stage(text!("sending to WeChat"));
    let sent = errand.run(kept, said);
    sent.map_err(|diagnostic| said.push(*diagnostic)).ok()
}

/// What is known of an issue in an account's store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// The draft.
    draft: Option<String>,
    /// Its print when it was last left.
    left: Option<String>,
    /// The addresses of pictures in WeChat's store, by their own prints.
    pictures: BTreeMap<String, String>,
    /// The print of the cover, and what it is called there.
    cover: Option<(String, String)>,
}

/// The whole conversation about a draft.
struct Errand<'a> {
    ask: &'a dyn Fn(web::Request) -> Result<Answer, Unreached>,
    account: &'a Account,
    title: Title<'a>,
    draft: &'a Draft,
    shelf: &'a Shelf,
    watch: &'a Watch<'a>,
    keep: &'a dyn Fn(&Kept) -> Result<(), Diagnostic>,
}

/// What stops it.
type Stop = Box<Diagnostic>;

impl Errand<'_> {
    fn run(&self, kept: Kept, said: &mut Said) -> Result<Sent, Stop> {
        let Account { api, id, secret } = self.account;
        let token = self.talk(protocol::token(api, id, secret), None)?;
        let token = self.good(protocol::field(&token, "access_token"), None)?;
        let Some(token) = Secret::new(token) else { return Err(self.stop(&Fault::Garbled(200), None)) };
        let pass = Pass { api: api.clone(), token };
        let mut kept = kept;
        self.look_before(&pass, &mut kept)?;
        let before = kept.pictures.len();
        let stored = self.send_pictures(&pass, &mut kept);
        // What has been sent is known the next time, whatever comes after.
        if let Err(diagnostic) = (self.keep)(&kept) {
            said.push(diagnostic);
        }
        let stored = stored?;
        let mut pictures = kept.pictures.len() - before;
        let content = self.draft.html(&stored);
        let is_new = kept.draft.is_none();
        let mut may_be_lost = true;
        loop {
            let (cover, was_sent) = self.send_cover(&pass, &mut kept)?;
            pictures += usize::from(was_sent);
            may_be_lost &= !was_sent;
            match self.send_article(&pass, &content, &cover, &mut kept)? {
                // Somebody has deleted the cover there: it is sent once more.
                Err(Fault::Refused(40007, _)) if may_be_lost => kept.cover = None,
                other => break self.good(other, Some(&pass))?,
            }
        }
        if let Err(diagnostic) = (self.keep)(&kept) {
            said.push(diagnostic);
        }
        // As WeChat writes it is another print than as it was sent.
        let left = kept.draft.as_deref().map(|id| self.talk(pass.look(id), Some(&pass)));
        kept.left = left.and_then(Result::ok).and_then(|it| protocol::print(&it).ok()).map(|it| format!("{it:032x}"));
        // What cannot be kept was said a moment ago.
        let _ = (self.keep)(&kept);
        Ok(Sent { is_new, pictures, unfit: self.draft.unfit.clone(), is_part: self.draft.is_part })
    }

    /// Whether the draft of an earlier run is there, as it was left.
    fn look_before(&self, pass: &Pass, kept: &mut Kept) -> Result<(), Stop> {
        let Some(id) = kept.draft.clone() else { return Ok(()) };
        match self.asked(pass.look(&id))?.and_then(|it| protocol::print(&it)) {
            // It was published or deleted there.
            Err(Fault::Refused(40007, _)) => (kept.draft, kept.left) = (None, None),
            Err(fault) => return Err(self.stop(&fault, Some(pass))),
            Ok(print) if kept.left.as_ref() == Some(&format!("{print:032x}")) => {}
            Ok(_) => return Err(Box::new(refusal::changed(self.title))),
        }
        Ok(())
    }

    /// Sends what is not there; the addresses of all by what the article says.
    fn send_pictures(&self, pass: &Pass, kept: &mut Kept) -> Result<BTreeMap<String, String>, Stop> {
        let enclosed: Vec<(&Enclosed, Vec<u8>)> =
            self.draft.pictures.iter().filter_map(|it| Some((it, self.bytes(it)?))).collect();
        let (work, trouble) = (Work::Uploads, enclosed.iter().map(|(_, bytes)| bytes.len() as u64).sum());
        self.watch.tell(|| Told::Expected { work, count: enclosed.len(), trouble });
        let mut stored = BTreeMap::new();
        for (picture, bytes) in &enclosed {
            self.watch.tell(|| Told::Begun { work, name: &picture.written });
            let (print, name) = named(picture, bytes);
            let is_kept = kept.pictures.contains_key(&print);
            if !is_kept {
                let said = self.talk(pass.picture(&name, bytes), Some(pass))?;
                let address = protocol::field(&said, "url");
                let address = address.and_then(|it| WebAddress::parse(&it).map(|_| it).ok_or(Fault::Garbled(200)));
                kept.pictures.insert(print.clone(), self.good(address, Some(pass))?);
            }
            stored.insert(picture.written.clone(), kept.pictures[&print].clone());
            self.watch.tell(|| Told::Done { work, trouble: bytes.len() as u64, is_kept });
        }
        Ok(stored)
    }

    /// What the cover is called there, and whether it was sent now.
    fn send_cover(&self, pass: &Pass, kept: &mut Kept) -> Result<(String, bool), Stop> {
        let cover = self.draft.cover.as_ref().and_then(|cover| Some((cover, self.bytes(cover)?)));
        let Some((cover, bytes)) = cover else { return Err(Box::new(refusal::no_cover(self.title))) };
        let (print, name) = named(cover, &bytes);
        if let Some((_, id)) = kept.cover.as_ref().filter(|(its, _)| *its == print) {
            return Ok((id.clone(), false));
        }
        let said = self.talk(pass.material(&name, &bytes), Some(pass))?;
        let id = self.good(protocol::field(&said, "media_id"), Some(pass))?;
        kept.cover = Some((print, id.clone()));
        Ok((id, true))
    }

    fn send_article(
        &self,
        pass: &Pass,
        content: &str,
        cover: &str,
        kept: &mut Kept,
    ) -> Result<Result<(), Fault>, Stop> {
        let Draft { title, author, digest, link, .. } = self.draft;
        let article = Article { title, author, digest, content, link, cover };
        if let Some(id) = &kept.draft {
            return Ok(self.asked(pass.update(id, &article))?.map(|_| ()));
        }
        let id = self.asked(pass.add(&article))?.and_then(|said| protocol::field(&said, "media_id"));
        Ok(id.map(|id| kept.draft = Some(id)))
    }

    fn bytes(&self, picture: &Enclosed) -> Option<Vec<u8>> {
        match &picture.origin {
            Origin::Drawn(plate) => Some(plate.png()),
            Origin::File(address) => self.shelf.read(&file_of(address)),
        }
    }

    /// Asks, and reads the answer.
    fn asked(&self, request: web::Request) -> Result<Result<Value, Fault>, Stop> {
        let answer = (self.ask)(request).map_err(|why| Box::new(refusal::unreached(why)))?;
        Ok(protocol::read(&answer))
    }

    /// The same where whatever is wrong ends it.
    fn talk(&self, request: web::Request, pass: Option<&Pass>) -> Result<Value, Stop> {
        let said = self.asked(request)?;
        self.good(said, pass)
    }

    fn good<T>(&self, said: Result<T, Fault>, pass: Option<&Pass>) -> Result<T, Stop> {
        said.map_err(|fault| self.stop(&fault, pass))
    }

    fn stop(&self, fault: &Fault, pass: Option<&Pass>) -> Stop {
        let token = pass.map_or("", |it| it.token.word());
        let hidden = [self.account.secret.word(), self.account.id.word(), token];
        Box::new(refusal::fault(fault, self.title, &hidden))
    }
}

/// The print of a picture, and a name that says nothing else.
fn named(picture: &Enclosed, bytes: &[u8]) -> (String, String) {
    let print = format!("{:032x}", xxh3_128(bytes));
    let format = match &picture.origin {
        Origin::Drawn(_) => Some(Format::Png),
        Origin::File(address) => Format::of_name(address),
    };
    let name = format!("{print}.{}", format.map_or("png", Format::extension));
    (print, name)
}
