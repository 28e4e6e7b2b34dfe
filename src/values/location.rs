//! Where machines stand: a facility (a data centre, the old word) or a metro (a city, the new one).

use super::plain_text::lower_case_word;
use super::text_value;
use crate::problem::Flaw;

/// A facility's code, for example `ewr1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facility(String);

/// A metro's code, for example `da`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metro(String);

text_value!(Facility);
text_value!(Metro);

/// Facilities whose code does not begin with their metro's (Packet's metro list of 2021).
const OLD_FACILITIES: [(&str, &str); 34] = [
    ("ams1", "am"),
    ("atl1", "at"),
    ("atl2", "at"),
    ("dfw1", "da"),
    ("dfw2", "da"),
    ("dtw1", "dt"),
    ("ewr1", "ny"),
    ("fra1", "fr"),
    ("fra2", "fr"),
    ("hkg1", "hk"),
    ("iad1", "dc"),
    ("iad2", "dc"),
    ("iah1", "ho"),
    ("lax1", "la"),
    ("lax2", "la"),
    ("mci1", "kc"),
    ("mrs1", "mr"),
    ("nrt1", "ty"),
    ("ord1", "ch"),
    ("ord2", "ch"),
    ("ord3", "ch"),
    ("ord4", "ch"),
    ("phx1", "px"),
    ("pit1", "pi"),
    ("sea1", "se"),
    ("sea2", "se"),
    ("sin1", "sg"),
    ("sin2", "sg"),
    ("sin3", "sg"),
    ("sjc1", "sv"),
    ("sjc2", "sv"),
    ("syd1", "sy"),
    ("syd2", "sy"),
    ("yyz1", "tr"),
];

impl Facility {
    /// Reads a code. Which facilities there are is the API's to say.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        lower_case_word("facility", text, "ewr1").map(Self)
    }

    /// The metro in which the facility lies, where its code tells.
    #[must_use]
    pub fn metro(&self) -> Option<&str> {
        let old = OLD_FACILITIES.iter().find(|(facility, _)| *facility == self.0).map(|(_, metro)| *metro);
        // The newer codes are the metro's two letters and a number: sv15 is in sv.
        let newer = || {
            let (metro, number) = self.0.split_at_checked(2)?;
            let is_newer = metro.chars().all(|letter| letter.is_ascii_lowercase())
                && !number.is_empty()
                && number.chars().all(|digit| digit.is_ascii_digit());
            is_newer.then_some(metro)
        };
        old.or_else(newer)
    }
}

impl Metro {
    /// Reads a code. Which metros there are is the API's to say.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        lower_case_word("metro", text, "da").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_facilities_know_their_metro() {
        for (facility, metro) in
            [("ewr1", Some("ny")), ("sv15", Some("sv")), ("da11", Some("da")), ("lab1", None), ("sv", None)]
        {
            assert_eq!(Facility::parse(facility).expect(facility).metro(), metro, "{facility}");
        }
    }
}
