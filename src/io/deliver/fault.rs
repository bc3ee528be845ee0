//! What a store of objects says when it does not do what it was asked.

use crate::diag::{Diagnostic, Text, code, text};
use crate::io::web::{Answer, Unreached};

/// The name by which a store calls its fault, from the XML that S3 answers with (`Error`, `Code`).
pub(super) fn name(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    // It stands on the terminal: a word of letters, or none.
    let code = code.map(|(code, _)| code).filter(|code| code.chars().all(|c| c.is_ascii_alphanumeric()));
    code.unwrap_or_default().chars().take(60).collect()
}

/// Whether it may go well when it is asked again.
pub(super) fn may_pass(answer: &Answer) -> bool {
    matches!(answer.status, 408 | 429 | 500 | 502..=599) || name(answer) == "RequestTimeout"
}

/// There was no answer, however often it was asked.
pub(super) fn unreached(shown: &str, why: Unreached) -> Diagnostic {
    let message = text!("`{place}` cannot be reached: {why}", place = shown, why = why.said());
    Diagnostic::new(code::I021, message).help(match why {
        Unreached::Broken | Unreached::Late => again(),
        other => other.help(),
    })
}

fn again() -> Text {
    text!("run the command again: it goes on where it was; readers see a whole site meanwhile")
}

/// An answer that is none of those that were hoped for.
pub(super) fn refused(shown: &str, answer: &Answer) -> Diagnostic {
    let name = name(answer);
    let said = if name.is_empty() { answer.status.to_string() } else { format!("{} {name}", answer.status) };
    let refuses = |help: Text| {
        Diagnostic::new(code::I022, text!("`{place}` refuses: {said}", place = shown, said = said.clone())).help(help)
    };
    match (answer.status, name.as_str()) {
        (_, "RequestTimeTooSkewed") => {
            let theirs = answer.field("date").unwrap_or("?").to_owned();
            let message =
                text!("the clock of this machine is wrong: for `{place}` it is {theirs}", place = shown, theirs);
            Diagnostic::new(code::I023, message).help(text!(
                "set the clock and let the system keep it, for instance by NTP; then run the command again"
            ))
        }
        (_, "InvalidAccessKeyId" | "InvalidToken" | "ExpiredToken" | "TokenRefreshRequired") => refuses(text!(
            "it does not know the key, or no longer: look at `AWS_ACCESS_KEY_ID` and `AWS_SESSION_TOKEN`, or at `~/.aws/credentials`"
        )),
        (_, "SignatureDoesNotMatch") => refuses(text!(
            "the secret is another than the key's, or the region is: look at `AWS_SECRET_ACCESS_KEY` and `region`"
        )),
        (301 | 307 | 308, _)
        | (_, "AuthorizationHeaderMalformed" | "PermanentRedirect" | "AuthorizationQueryParametersError") => {
            match answer.field("x-amz-bucket-region") {
                Some(region) => refuses(text!(
                    "the bucket is in another region: say `--region {region}`, or `region` below `[publish]`",
                    region
                )),
                None => refuses(text!(
                    "the bucket is in another region, or at another address: name them with `--region` and `--endpoint`"
                )),
            }
        }
        (403 | 401, _) => refuses(text!(
            "the key may list the bucket (ListBucket) and read, write and remove objects there (GetObject, PutObject, DeleteObject), or it cannot publish: whoever keeps the bucket can allow that"
        )),
        (404, _) => {
            refuses(text!("there is no such bucket: check its name, `--region` and `--endpoint`; postil makes none"))
        }
        (408 | 429 | 500..=599, _) => {
            let message = text!("`{place}` has a fault of its own and goes on having it: {said}", place = shown, said);
            Diagnostic::new(code::I021, message).help(again())
        }
        _ => refuses(text!(
            "ask whoever runs the store what that means; is `--endpoint` its address for S3, and does it want `--path-style`?"
        )),
    }
}

/// Another publication has begun at the same place.
pub fn overtaken(shown: &str) -> Diagnostic {
    Diagnostic::new(code::I025, text!("somebody else has begun to publish to `{place}`", place = shown)).help(text!(
        "this run stops and leaves it to the other one; when that has ended, run the command again if yours is the site that should be there"
    ))
}
