//! `postil publish`: what was built goes to where its readers get it.

use std::time::Duration;

use super::arguments::{Common, Format, Measured, Publish};
use super::site::{bytes, duration, root};
use super::timings::follow;
use super::{End, finish, print};
use crate::diag::{count, text};
use crate::io::clock::Stopwatch;
use crate::io::deliver::store::Way;
use crate::pipeline::{self, Delivered, Delivery, Request};

pub(super) fn carry_out(common: &Common, wanted: Publish) -> End {
    let started = Stopwatch::start();
    let Publish { to, endpoint, region, path_style, dry_run, at_once, preview, output } = wanted;
    let root = match root(common) {
        Ok(root) => root,
        Err(diagnostic) => return finish(common, vec![diagnostic]),
    };
    let request = Request { root, output, ..Request::default() };
    let way = Way { endpoint, region, path_style };
    let mut wanted = Delivery { to, way, dry_run, preview, ..Delivery::default() };
    if at_once {
        wanted.resting = Duration::ZERO;
    }
    let (checked, _) = follow(common, &Measured::default(), |watch| pipeline::deliver(&request, &wanted, watch));
    let delivered = checked.value;
    let end = finish(common, checked.diagnostics);
    let Some(delivered) = delivered.filter(|_| end == End::Done) else { return end };
    if dry_run {
        print(&listed(&delivered));
    }
    if !common.quiet && common.format == Format::Human {
        let sum: u64 = delivered.sent.iter().map(|(_, length)| length).sum();
        let (all, sent) = (count::files(delivered.files), count::files(delivered.sent.len()));
        let (size, removed, to) = (bytes(sum), delivered.removed.len(), &delivered.to);
        common.say(&if dry_run {
            text!("{all}: {sent} ({size}) would be sent to {to}, {removed} removed there", all, sent, size, removed, to)
        } else if delivered.sent.is_empty() && delivered.removed.is_empty() {
            text!("{all}: everything is at {to} already", all, to)
        } else {
            let time = duration(started);
            text!(
                "{all}: {sent} ({size}) sent to {to}, {removed} removed there, in {time}",
                all,
                sent,
                size,
                removed,
                to,
                time
            )
        });
    }
    end
}

/// A line for each file, in the order in which it is done.
fn listed(delivered: &Delivered) -> String {
    let put = delivered.sent.iter().map(|(path, length)| format!("put    {length:>9} {path}\n"));
    put.chain(delivered.removed.iter().map(|path| format!("remove {:>9} {path}\n", ""))).collect()
}
