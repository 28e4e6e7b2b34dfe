//! Randomness, from the operating system.
//!
//! Not from the cryptography library: its first random number costs some 20 ms,
//! and `generate` needs just five letters.

/// As many random lower-case letters and digits as asked for, each equally likely.
pub fn letters_and_digits(count: usize) -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    // The largest multiple of 36 in a byte: what lies above would favour the first letters.
    const FAIR: u8 = 252;
    let mut text = String::with_capacity(count);
    let mut bytes = [0_u8; 16];
    while text.len() < count {
        getrandom::fill(&mut bytes)?;
        let fair = bytes.iter().filter(|byte| **byte < FAIR);
        text.extend(
            fair.map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).take(count - text.len()),
        );
    }
    Ok(text)
}

/// Any number.
pub fn number() -> Result<u64, getrandom::Error> {
    getrandom::u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_as_many_as_asked_for_and_uses_the_whole_alphabet() {
        let text = letters_and_digits(5_000).expect("the system has randomness");
        assert_eq!(text.len(), 5_000);
        let kinds: std::collections::BTreeSet<char> = text.chars().collect();
        assert_eq!(kinds.len(), 36);
    }
}
