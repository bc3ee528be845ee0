//! Any text whatever is read for statistical statements: nothing panics, and every span lies in the text, on letters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::evidence;
use postil::evidence::lex::Line;

fuzz_target!(|text: &str| {
    let holds = |span: &std::ops::Range<usize>| {
        assert!(text.get(span.clone()).is_some_and(|it| !it.is_empty()), "{span:?}");
    };
    for statement in evidence::find(text) {
        holds(statement.span());
        if let Some(effect) = statement.effect() {
            holds(&effect.estimate.span);
            if let Some(interval) = &effect.half_open {
                [&interval.span, &interval.bound.span].into_iter().for_each(holds);
            }
            for interval in effect.interval.iter() {
                [&interval.span, &interval.lower.span, &interval.upper.span].into_iter().for_each(holds);
            }
        }
        statement.p().iter().for_each(|p| holds(&p.span));
    }
    let line = Line::new(text);
    for number in evidence::number::numbers(&line) {
        holds(&number.range);
    }
    for share in evidence::share::shares(&line) {
        holds(&share.span);
        holds(&share.percent_span);
    }
});
