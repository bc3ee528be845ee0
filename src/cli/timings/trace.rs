//! What was measured in the Trace Event Format, as chrome://tracing and Perfetto show it.
//!
//! Source: “Trace Event Format”, Google, 2016: an object with `traceEvents`, of which those of phase `X` are complete,
//! with `ts` and `dur` in microseconds, and those of phase `M` name the threads.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::diag::Locale;
use crate::pipeline::{Span, Sum, Timings, What};

/// What every trace begins with.
pub(super) const SIGN: &str = "{\"otherData\":{\"postil\":";

/// The trace, an event a line.
pub(super) fn of(timings: &Timings, locale: Locale) -> String {
    let last = timings.spans.iter().map(|span| span.thread).max().unwrap_or_default();
    let mut events: Vec<Value> = (0..=last).map(thread_name).collect();
    for stage in &timings.stages {
        events.push(event("stage", &stage.name.say(locale), (stage.start, stage.length, 0), Map::new()));
    }
    events.extend(timings.spans.iter().map(|span| of_span(span, timings)));
    let events: Vec<String> = events.iter().map(Value::to_string).collect();
    let rule = |sum: &Sum| json!({ "ms": sum.time.as_secs_f64() * 1e3, "texts": sum.count });
    let rules: Map<String, Value> =
        timings.rules.iter().map(|(code, sum)| (code.name().to_owned(), rule(sum))).collect();
    let other = json!({ "postil": env!("CARGO_PKG_VERSION"), "rules": rules });
    format!("{{\"otherData\":{other},\n\"displayTimeUnit\":\"ms\",\n\"traceEvents\":[\n{}\n]}}\n", events.join(",\n"))
}

fn of_span(span: &Span, timings: &Timings) -> Value {
    let kind = match span.what {
        What::Source => "text",
        What::Rule => "rule",
        What::Page => "page",
        What::Template => "template",
        What::Picture => "picture",
        What::Card => "card",
    };
    let mut more = Map::new();
    if !span.part.is_empty() {
        more.insert("of".to_owned(), span.part.as_str().into());
    }
    if let Some(file) = timings.files.get(&span.name).filter(|_| span.what == What::Page) {
        more.insert("file".to_owned(), file.as_str().into());
    }
    let name = if span.name.is_empty() { "/" } else { &span.name };
    event(kind, name, (span.start, span.length, span.thread), more)
}

fn event(
    kind: &str,
    name: &str,
    (start, length, thread): (Duration, Duration, usize),
    more: Map<String, Value>,
) -> Value {
    let micro = |time: Duration| time.as_nanos() as f64 / 1e3;
    json!({
        "name": name, "cat": kind, "ph": "X", "ts": micro(start), "dur": micro(length), "pid": 1, "tid": thread,
        "args": more,
    })
}

fn thread_name(thread: usize) -> Value {
    let name = if thread == 0 { "main".to_owned() } else { format!("worker {thread}") };
    json!({ "name": "thread_name", "ph": "M", "pid": 1, "tid": thread, "args": { "name": name } })
}
