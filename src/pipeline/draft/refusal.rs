//! What is said where WeChat takes no draft: why, and what to do about it.

use std::sync::Arc;

use super::protocol::Fault;
use crate::diag::{Code, Diagnostic, SourceText, Span, Text, code, text};
use crate::io::listen::IpAddr;
use crate::io::web::Unreached;

/// Where the title of an issue stands, which stands for all of it.
pub(super) type Title<'a> = (&'a Arc<SourceText>, &'a Span);

/// How much is quoted of what WeChat says, in characters.
const QUOTED: usize = 200;

/// Nothing came back.
pub(super) fn unreached(why: Unreached) -> Diagnostic {
    Diagnostic::new(code::O024, text!("WeChat was not reached: {why}", why = why.said())).help(why.help())
}

/// A variable of the environment is missing.
pub(super) fn missing(variable: &'static str) -> Diagnostic {
    Diagnostic::new(code::O021, text!("`{variable}` is not set", variable)).help(text!(
        "set `WECHAT_APPID` and `WECHAT_SECRET` in the environment: both stand in WeChat's console below 开发接口管理"
    ))
}

/// The draft was changed there.
pub(super) fn changed((source, title): Title<'_>) -> Diagnostic {
    Diagnostic::new(code::O023, text!("the draft in WeChat is not as postil left it, and stays as it is"))
        .at(source, title.clone())
        .help(text!("take over into the issue what was changed there, delete the draft in WeChat, and run this again"))
}

/// There is no picture for lists.
pub(super) fn no_cover((source, title): Title<'_>) -> Diagnostic {
    Diagnostic::new(code::O022, text!("WeChat takes no article without a cover, and this issue has no picture for one"))
        .at(source, title.clone())
        .help(text!("name a picture in `cover:`, as PNG or JPEG"))
}

/// What an answer comes to. `hidden` never stands in what is said, whatever the other side says.
pub(super) fn fault(fault: &Fault, title: Title<'_>, hidden: &[&str]) -> Diagnostic {
    match fault {
        Fault::Refused(number, words) => refused(*number, words, title, hidden),
        Fault::Garbled(status) => Diagnostic::new(
            code::O024,
            text!("what came back is no answer of WeChat's interface (status {status})", status),
        )
        .help(text!("see that no proxy and no page that asks for a password answers in its place, and try again")),
    }
}

fn refused(number: i64, words: &str, (source, title): Title<'_>, hidden: &[&str]) -> Diagnostic {
    let (code, message, help) = meaning(number, words);
    let words = quoted(words, hidden);
    let message = message.unwrap_or_else(|| text!("WeChat says no: {words}", words));
    let message = text!("{message} ({number})", message, number);
    let diagnostic = Diagnostic::new(code, message).help(help);
    if code == code::O022 { diagnostic.at(source, title.clone()) } else { diagnostic }
}

/// What a number of WeChat means (its 全局返回码): the code, the words for it where there are better ones than WeChat's,
/// and the next step.
fn meaning(number: i64, words: &str) -> (Code, Option<Text>, Text) {
    let account = |message, help| (code::O021, Some(message), help);
    let article = |message, help| (code::O022, Some(message), help);
    let later = |message, help| (code::O024, Some(message), help);
    let shorter = || text!("shorten it; `postil check` says by how much where `[wechat]` has the limits of today");
    let again = || text!("run the command again");
    match number {
        40001 | 40125 | 41004 => account(
            text!("WeChat does not take the secret"),
            text!(
                "see that `WECHAT_SECRET` is that of this account; one that was lost is made anew in WeChat's console"
            ),
        ),
        40013 | 41002 => account(
            text!("WeChat does not know the app id"),
            text!("see that `WECHAT_APPID` is that of the account, as it stands in WeChat's console"),
        ),
        40164 => match address(words) {
            Some(address) => account(
                text!("WeChat lets nobody in from {address}", address),
                text!(
                    "put {address} on the account's list of addresses (IP白名单) in WeChat's console, below 开发接口管理",
                    address
                ),
            ),
            None => account(
                text!("WeChat lets nobody in from the address of this machine"),
                text!("put it on the account's list of addresses (IP白名单) in WeChat's console, below 开发接口管理"),
            ),
        },
        48001 | 50001 | 50002 => account(
            text!("this account may not use that part of WeChat's interface"),
            text!("see in WeChat's console, below 接口权限, what the account may do: drafts want one that is verified"),
        ),
        40014 | 42001 | 41001 => later(text!("the word that WeChat gave is not good any more"), again()),
        -1 => later(text!("WeChat is busy"), text!("run the command again in a few minutes")),
        45009 | 45011 | 45047 => later(
            text!("WeChat was asked too often"),
            text!("wait until tomorrow, when WeChat counts anew; nothing that was sent is sent again"),
        ),
        40007 => article(
            text!("WeChat does not know a picture or a draft that it had"),
            text!("run the command again; if it stays, delete `.postil-cache/wechat`, and what is there is sent anew"),
        ),
        45003 => article(text!("the title is longer than WeChat takes"), shorter()),
        45004 => article(text!("the digest is longer than WeChat takes"), shorter()),
        45110 => article(text!("the author's name is longer than WeChat takes"), shorter()),
        45002 | 45008 => article(
            text!("the article is longer than WeChat takes"),
            text!("cut it; the page that `postil outlet wechat` makes names its longest parts"),
        ),
        40005 | 40009 | 40113 | 40137 | 45001 => article(
            text!("WeChat does not take a picture of the article"),
            text!("make it PNG or JPEG of at most 1 MB"),
        ),
        _ => (code::O022, None, text!("look the number up in WeChat's list (全局返回码)")),
    }
}

/// The first address of a machine in what WeChat says.
fn address(words: &str) -> Option<String> {
    words.split([' ', ',']).find_map(|word| word.parse::<IpAddr>().ok()).map(|it| it.to_string())
}

/// What may be repeated of it: letters in a line, and none of the words that are nobody's to read.
fn quoted(words: &str, hidden: &[&str]) -> String {
    let hide = |words: String, word: &&str| words.replace(*word, "…");
    let shown = hidden.iter().filter(|it| !it.is_empty()).fold(words.to_owned(), hide);
    shown.chars().filter(|c| !c.is_control()).take(QUOTED).collect()
}
