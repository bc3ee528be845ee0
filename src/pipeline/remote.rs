//! The remote cache of a site: where pictures that other builders have made are looked for.

use super::Request;
use crate::config::Config;
use crate::diag::{Diagnostic, code, text};
use crate::io::deliver::store::Way;
use crate::io::deliver::{Place, Target};
use crate::io::remote::{Remote, Use};
use crate::picture::Effort;

/// What is wrong with where the configuration says that it is.
pub(super) fn fault(config: &Config) -> Option<Diagnostic> {
    place(config)?.err()
}

/// It, where the configuration names one and this run may use it. Why it cannot be is given to `say`.
pub(super) fn open(request: &Request, config: &Config, say: &mut dyn FnMut(Diagnostic)) -> Option<Remote> {
    // What a draft shows of a picture is made sooner than it is fetched.
    let place = place(config).filter(|_| request.effort == Effort::Full)?.ok()?;
    let (own, publish) = (&config.cache, &config.publish);
    let way = Way {
        endpoint: own.endpoint.clone().or_else(|| publish.endpoint.clone()),
        region: own.region.clone().or_else(|| publish.region.clone()),
        path_style: own.path_style.unwrap_or(publish.path_style),
    };
    let mut access = request.remote.clone();
    // What a preview shows is not for everyone yet, and the store may be.
    if config.settings.preview && access.usage == Use::Write {
        access.usage = Use::Read;
    }
    Remote::open(&place, &way, &access).map_err(|it| say(placed(it, config))).ok()?
}

/// What there is to say of it, where it is named.
pub(super) fn placed(said: Diagnostic, config: &Config) -> Diagnostic {
    match &config.cache.remote {
        Some(remote) => said.at(&config.source, remote.span.clone()),
        None => said,
    }
}

fn place(config: &Config) -> Option<Result<Place, Diagnostic>> {
    let written = config.cache.remote.as_ref()?;
    Some(match Target::parse(&written.value) {
        Ok(Target::Store(place)) => Ok(place),
        _ => {
            let message = text!("`{written}` names no place in a store of objects", written = &written.value);
            let help = text!("write `s3://BUCKET/FOLDER`");
            Err(Diagnostic::new(code::S004, message).at(&config.source, written.span.clone()).help(help))
        }
    })
}
