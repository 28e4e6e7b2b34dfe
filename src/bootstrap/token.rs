//! The bootstrap token: what a worker shows before it has a certificate.

use crate::problem::Flaw;
use crate::random;
use crate::secret::Secret;
use std::fmt;

/// How long the public half is, in letters.
const ID: usize = 6;
/// How long the secret half is, in letters.
const SECRET: usize = 16;

/// A bootstrap token, `abcdef.0123456789abcdef` (Kubernetes, "Authenticating with Bootstrap Tokens": token format).
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// Makes one. Fails only without randomness.
    pub fn make() -> Result<Self, Flaw> {
        let letters = |count| {
            random::letters_and_digits(count)
                .map_err(|error| Flaw::new(format!("the system gives no randomness for a bootstrap token: {error}")))
        };
        Ok(Self(Secret::new(format!("{}.{}", letters(ID)?, letters(SECRET)?))))
    }

    /// Reads one. The flaw never quotes the text.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let fits = |part: &str, length| part.len() == length && part.bytes().all(is_letter);
        match text.split_once('.') {
            Some((id, secret)) if fits(id, ID) && fits(secret, SECRET) => Ok(Self(Secret::new(text))),
            _ => Err(Flaw::new("this is not a bootstrap token")
                .hint("one is six and sixteen lower-case letters and digits, parted by a dot")),
        }
    }

    /// The public half, by which the cluster finds the token: its Secret is `bootstrap-token-ID`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.expose()[..ID]
    }

    /// The secret half.
    #[must_use]
    pub fn secret(&self) -> Secret {
        Secret::new(&self.0.expose()[ID + 1..])
    }

    /// All of it, as kubeadm takes it.
    #[must_use]
    pub const fn text(&self) -> &Secret {
        &self.0
    }
}

/// Shows the public half alone.
impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Token({}.***)", self.id())
    }
}

/// Whether tokens are made of this.
pub(super) const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Where in a text something stands that has the form of a token: start and end of each, in order.
pub(super) fn find_all(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/');
    text.match_indices('.')
        .filter_map(|(dot, _)| Some((dot.checked_sub(ID)?, dot + 1 + SECRET)))
        .filter(|(start, end)| {
            text.get(*start..*end).is_some_and(|part| Token::parse(part).is_ok())
                && !start.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(is_part)
                && !bytes.get(*end).is_some_and(is_part)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_the_form_that_kubeadm_wants_and_hides_its_secret_half() {
        let token = Token::make().expect("the system has randomness");
        assert_eq!(Token::parse(token.text().expose()), Ok(token.clone()));
        assert_eq!(token.text().expose(), format!("{}.{}", token.id(), token.secret().expose()));
        assert_eq!(format!("{token:?}"), format!("Token({}.***)", token.id()));
        assert_ne!(token, Token::make().expect("the system has randomness"));
    }

    #[test]
    fn what_is_no_token_is_refused_and_not_quoted() {
        for text in
            ["", "abcdef", "abcdef.0123456789abcde", "abcdeF.0123456789abcdef", "abcdef.0123456789abcdef1", "ä.b"]
        {
            let flaw = Token::parse(text).expect_err(text);
            assert!(text.is_empty() || !flaw.what.contains(text));
        }
    }

    #[test]
    fn tokens_are_found_where_they_stand_alone() {
        let found = find_all("a 'abcdef.0123456789abcdef' xabcdef.0123456789abcdef www.abcdef.0123456789abcdef.de\n");
        assert_eq!(found, [(3, 26)]);
    }
}
