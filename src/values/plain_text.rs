//! Words and texts with few rules: slugs, domain names, billing cycles.

use super::text_value;
use crate::hint;
use crate::problem::Flaw;

/// A word of Packet's catalogue, for example the plan `c3.small.x86` or the system `ubuntu_22_04`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug(String);

/// A DNS name, for example `cluster.local`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainName(String);

/// How a machine is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingCycle(String);

text_value!(Slug);
text_value!(DomainName);
text_value!(BillingCycle);

impl Slug {
    /// Reads a word; `noun` says in the flaw what it names, `example` how one looks.
    pub fn parse(noun: &str, text: &str, example: &str) -> Result<Self, Flaw> {
        lower_case_word(noun, text, example).map(Self)
    }
}

impl DomainName {
    /// Reads a DNS-1123 subdomain.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let lower = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.starts_with(lower)
                && label.ends_with(lower)
                && label.chars().all(|character| lower(character) || character == '-')
        };
        if text.len() <= 253 && text.split('.').all(label) {
            return Ok(Self(text.to_owned()));
        }
        Err(Flaw::new(format!("{text:?} is not a DNS name"))
            .hint("use lower-case letters, digits, `-` and `.`, for example cluster.local"))
    }
}

impl BillingCycle {
    /// The cycles that Packet knows.
    pub const ALL: [&str; 4] = ["hourly", "daily", "monthly", "yearly"];

    /// Reads a cycle.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        if Self::ALL.contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Flaw::new(format!("there is no billing cycle {text:?}; there are {}", Self::ALL.join(", ")))
            .maybe_hint(hint::suggestion(text, Self::ALL)))
    }
}

/// Reads a word of lower-case letters, digits, `.`, `_` and `-`, at most 63 of them.
pub(super) fn lower_case_word(noun: &str, text: &str, example: &str) -> Result<String, Flaw> {
    let inside =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || "._-".contains(character);
    let edge = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    let valid = |text: &str| text.chars().all(inside) && text.starts_with(edge) && text.ends_with(edge);
    if valid(text) && text.len() <= 63 {
        return Ok(text.to_owned());
    }
    let lower = text.trim().to_lowercase();
    let offered = if valid(&lower) && lower.len() <= 63 { &lower } else { example };
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Err(Flaw::new(format!("{text:?} is not {article} {noun} code"))
        .hint(format!("codes are lower-case letters and digits with `.`, `_` or `-` inside, for example `{offered}`")))
}

/// Refuses characters that YAML readers drop or reject even between quotes.
///
/// They are the control characters, U+FEFF, the two Unicode line ends and what
/// is no character at all (U+FFFE, U+FFFF).
pub fn refuse_control_characters(text: &str) -> Result<(), Flaw> {
    let refused = |character: &char| {
        character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    match text.chars().find(refused) {
        None => Ok(()),
        Some('\n' | '\r') => Err(Flaw::new("holds a line break").hint("give it on one line")),
        Some(character) => Err(Flaw::new(format!(
            "holds the character U+{:04X}, which no YAML file can carry safely",
            u32::from(character)
        ))
        .hint("remove it; it may have come along when the value was copied")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_what_the_catalogue_uses() {
        for slug in ["c3.small.x86", "ubuntu_22_04", "x.large.arm", "1e3", "no"] {
            assert!(Slug::parse("plan", slug, "c3.small.x86").is_ok(), "{slug}");
        }
        for wrong in ["", "C3.Small", "a/b", "a b", "$(x)", "{{ x }}", "-a", "a.", &"a".repeat(64)] {
            assert!(Slug::parse("plan", wrong, "c3.small.x86").is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_hint_for_capitals_is_the_same_word_without() {
        let flaw = Slug::parse("plan", "C3.Small.x86", "m3.small.x86").expect_err("it has capitals");
        assert!(flaw.hint.is_some_and(|hint| hint.ends_with("`c3.small.x86`")));
    }

    #[test]
    fn invisible_characters_are_refused_by_their_number() {
        assert!(refuse_control_characters("plain ünïcode — 漢字 🚀").is_ok());
        for (text, told) in
            [("a\nb", "line break"), ("a\u{7f}", "U+007F"), ("\u{2028}", "U+2028"), ("\u{feff}x", "U+FEFF")]
        {
            assert!(refuse_control_characters(text).expect_err(text).what.contains(told), "{text:?}");
        }
    }
}
