//! The cluster's name, from which the names of machines and tags are made.

use super::text_value;
use crate::problem::Flaw;

/// The longest hostname of a machine, in characters: one label of a DNS name (RFC 1123).
pub const MACHINE_NAME_LIMIT: usize = 63;

/// A cluster's name: a DNS-1123 label that leaves room for the names made from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterName(String);

text_value!(ClusterName);

impl ClusterName {
    /// The longest name, in characters.
    ///
    /// The longest hostname made from it is that of a worker,
    /// `NAME-worker-<hash of 10>-<suffix of 5>`: 24 characters more, of 63. The
    /// tag `cluster-api-provider-packet:cluster-id:NAME` then has 78 of the 80
    /// characters that Packet takes.
    pub const LIMIT: usize = MACHINE_NAME_LIMIT - "-worker-0123456789-01234".len();

    /// Reads a name.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let lower = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
        let inside = |character: char| lower(character) || character == '-';
        if !text.chars().all(inside) || !text.starts_with(lower) || !text.ends_with(lower) {
            return Err(Flaw::new(format!("the cluster name {text:?} is not a DNS-1123 label"))
                .hint(format!("use lower-case letters, digits and `-` inside, for example `{}`", Self::mend(text))));
        }
        if text.len() > Self::LIMIT {
            return Err(Flaw::new(format!(
                "the cluster name {text:?} has {} characters; at most {} leave room for the hostnames made from it",
                text.len(),
                Self::LIMIT
            ))
            .hint(format!("shorten it, for example to `{}`", Self::mend(text))));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name of the only control-plane machine.
    #[must_use]
    pub fn control_plane_machine(&self) -> String {
        format!("{self}-control-plane-0")
    }

    /// The name of the workers' `MachineDeployment`.
    #[must_use]
    pub fn workers(&self) -> String {
        format!("{self}-worker")
    }

    /// A valid name that looks like the given one.
    fn mend(text: &str) -> String {
        let plain: String = text
            .to_lowercase()
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '-' })
            .collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        let mut name = words.join("-");
        name.truncate(Self::LIMIT);
        let name = name.trim_end_matches('-');
        if name.is_empty() { "my-cluster".to_owned() } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_hint_offers_is_accepted() {
        for wrong in
            ["", "-", "My Cluster", "a_b", "ünïcode", "trailing-", "-x", "a.b", "no\nnewline", &"long-".repeat(20)]
        {
            let flaw = ClusterName::parse(wrong).expect_err(wrong);
            let hint = flaw.hint.expect("there is a hint");
            let offered = hint.split('`').nth_back(1).expect("the hint quotes a name");
            assert!(ClusterName::parse(offered).is_ok(), "{hint}");
        }
    }

    #[test]
    fn the_limit_is_exact() {
        assert!(ClusterName::parse(&"a".repeat(39)).is_ok());
        assert!(ClusterName::parse(&"a".repeat(40)).is_err());
    }

    #[test]
    fn words_that_yaml_reads_otherwise_are_names_like_any_other() {
        for name in ["no", "null", "1e3", "0x10", "true", "123"] {
            assert_eq!(ClusterName::parse(name).expect(name).as_str(), name);
        }
    }
}
