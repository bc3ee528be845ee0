//! Starts postil and ends with its exit code.

fn main() {}
