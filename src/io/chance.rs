//! What nobody can guess, from the system.

/// A word of 32 letters and digits; `None` where the system has nothing to make it from.
pub fn word() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_are_the_same() {
        let (one, other) = (super::word(), super::word());
        assert!(one != other && one.is_some_and(|it| it.len() == 32));
    }
}
