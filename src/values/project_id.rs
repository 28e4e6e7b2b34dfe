//! The id of a Packet project.

use super::text_value;
use crate::problem::Flaw;

/// The id of a project: letters, digits and `-`, in life a UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectId(String);

text_value!(ProjectId);

impl ProjectId {
    /// Reads an id. It becomes part of every address that is called, so nothing else may be in it.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let inside = |character: char| character.is_ascii_alphanumeric() || character == '-';
        if !text.is_empty() && text.len() <= 63 && text.chars().all(inside) {
            return Ok(Self(text.to_owned()));
        }
        Err(Flaw::new(format!("{text:?} is not the id of a project"))
            .hint("a project's id is a UUID, for example 93125c2a-8b78-4d4f-a3c4-7367d6b7cca8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_could_leave_its_place_in_an_address_is_an_id() {
        assert!(ProjectId::parse("93125c2a-8b78-4d4f-a3c4-7367d6b7cca8").is_ok());
        for wrong in ["", "a/b", "a?b", "a b", "../x", "a\n", "ü"] {
            assert!(ProjectId::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
