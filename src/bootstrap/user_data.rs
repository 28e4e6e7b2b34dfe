//! User-data, and the copy of it without secrets that replaces it when it is no longer needed.

use super::token;
use crate::secret::Secret;

/// What a machine is given for its first boot; whoever reads it can join the cluster, or owns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserData(Secret);

impl UserData {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(Secret::new(text))
    }

    /// All of it.
    #[must_use]
    pub const fn text(&self) -> &Secret {
        &self.0
    }

    /// The copy without private keys and token.
    #[must_use]
    pub fn scrubbed(&self) -> Secret {
        scrub(self.0.expose())
    }
}

/// What stands where a secret was.
const SCRUBBED: &str = "scrubbed";
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const PRIVATE: &str = "PRIVATE KEY-----";
/// The variable in which a script of 2019 finds the authority's key, in base64.
const KEY_VARIABLE: &str = "MASTER_CA_PRIVATE_KEY=";

/// Takes private keys and tokens out of user-data and leaves the rest, which still tells how the machine was set up.
///
/// Works on the text, so it does not matter who wrote it how; what was a `#cloud-config` still is one.
#[must_use]
pub fn scrub(text: &str) -> Secret {
    let mut clean = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in secrets(text) {
        clean.push_str(&text[from..start]);
        clean.push_str(SCRUBBED);
        from = end;
    }
    clean.push_str(&text[from..]);
    Secret::new(clean)
}

/// Whether there is something in user-data that [`scrub`] would take out.
#[must_use]
pub fn holds_secrets(text: &str) -> bool {
    !secrets(text).is_empty()
}

/// Where the secrets are: start and end of each, in order, none inside another.
fn secrets(text: &str) -> Vec<(usize, usize)> {
    let mut found = private_keys(text);
    found.extend(key_variables(text));
    found.extend(token::find_all(text));
    found.sort_unstable();
    found.dedup_by(|later, earlier| later.0 < earlier.1);
    found
}

/// Private keys in PEM, from the first dash to the last; where the end is missing, all that follows.
fn private_keys(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(BEGIN).map(|at| from + at) {
        let label = start + BEGIN.len();
        let kind = text[label..].find("-----").map(|at| &text[label..label + at + 5]);
        if !kind.is_some_and(|kind| kind.ends_with(PRIVATE)) {
            from = label;
            continue;
        }
        let end = text[label..].find(END).map(|at| label + at + END.len());
        let end = end.and_then(|end| text[end..].find("-----").map(|at| end + at + 5)).unwrap_or(text.len());
        found.push((start, end));
        from = end;
    }
    found
}

/// Private keys in base64, in the variable of 2019.
fn key_variables(text: &str) -> Vec<(usize, usize)> {
    text.match_indices(KEY_VARIABLE)
        .filter_map(|(at, _)| {
            let start = at + KEY_VARIABLE.len();
            let length = text[start..]
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
                .count();
            // Shorter, it is a mention of the variable.
            (length > 64).then_some((start, start + length))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_tokens_go_and_the_rest_stays() {
        let text = "#cloud-config\na: |\n  -----BEGIN CERTIFICATE-----\n  AA\n  -----END CERTIFICATE-----\n  \
                    -----BEGIN EC PRIVATE KEY-----\n  BB\n  -----END EC PRIVATE KEY-----\n\
                    b: \"-----BEGIN RSA PRIVATE KEY-----\\nCC\\n-----END RSA PRIVATE KEY-----\\n\"\nc: 'abcdef.0123456789abcdef'\n";
        assert!(holds_secrets(text));
        let clean = scrub(text);
        assert_eq!(
            clean.expose(),
            "#cloud-config\na: |\n  -----BEGIN CERTIFICATE-----\n  AA\n  -----END CERTIFICATE-----\n  scrubbed\n\
             b: \"scrubbed\\n\"\nc: 'scrubbed'\n"
        );
        assert!(!holds_secrets(clean.expose()));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_left_whatever_stands_around_it(before in "\\PC{0,20}[ \n'\"=]", between in "[ \n'\"]\\PC{0,20}[ \n'\"]") {
            let text = format!(
                "{before}abcdef.0123456789abcdef{between}-----BEGIN RSA PRIVATE KEY-----\nQQ==\n-----END RSA PRIVATE \
                 KEY-----\n{before}zzzzzz.zzzzzzzzzzzzzzzz"
            );
            let clean = scrub(&text);
            proptest::prop_assert!(!holds_secrets(clean.expose()));
            for secret in ["0123456789abcdef", "QQ==", "zzzzzzzzzz"] {
                proptest::prop_assert!(!clean.expose().contains(secret), "{}", clean.expose());
            }
        }
    }

    #[test]
    fn a_key_without_an_end_is_taken_to_the_end() {
        assert_eq!(scrub("a\n-----BEGIN PRIVATE KEY-----\nAAAA").expose(), "a\nscrubbed");
    }

    #[test]
    fn the_key_of_2019_goes_too() {
        let key = "QUJD".repeat(40);
        let clean = scrub(&format!("MASTER_CA_PRIVATE_KEY={key}==\nROLE=master\n$MASTER_CA_PRIVATE_KEY=\n"));
        assert_eq!(clean.expose(), "MASTER_CA_PRIVATE_KEY=scrubbed\nROLE=master\n$MASTER_CA_PRIVATE_KEY=\n");
    }
}
