//! Statistical statements: an effect with its interval and P value, as Chinese and English write them.
//!
//! One parser reads front matter and prose. It says what was written and where; whether that can be right is for the
//! rules of evidence.

pub mod lex;
