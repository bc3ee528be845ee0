//! A whole site, linked: immutable from here on.
