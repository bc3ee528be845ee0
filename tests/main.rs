//! Every test of postil that runs it as its users do: one binary, so that it is linked once.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make the world that postil is run in")]

mod addresses;
mod architecture;
mod bombs;
mod cards;
mod characters;
mod charts;
mod citations;
mod cli;
mod colleague;
mod consent;
mod derived;
mod determinism;
mod drawings;
mod engine;
mod faults;
mod fields;
mod fix;
mod front_matter;
mod house;
mod leak;
mod manuscripts;
mod markdown;
mod memory;
mod numbers;
mod output;
mod pictures;
mod plain_text;
mod preview;
mod rates;
mod reading;
mod reports;
mod retraction;
mod rules;
mod schemas;
mod serve;
mod sheet;
mod sites;
mod sound;
mod sources;
mod support;
mod tables;
mod themes;
mod values;
mod words;
