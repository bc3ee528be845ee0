//! What nobody can guess, from the system.

/// A word of 32 letters and digits; `None` where the system has nothing to make it from.
pub fn word() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A number from 0.5 to 1, for a wait that is not everybody's; 1 where the system has nothing to make it from.
pub fn share() -> f64 {
    let mut byte = [255];
    // One is as good as another.
    let _ = getrandom::fill(&mut byte);
    0.5 + f64::from(byte[0]) / 510.0
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_are_the_same() {
        let (one, other) = (super::word(), super::word());
        assert!(one != other && one.is_some_and(|it| it.len() == 32));
    }
}
