//! The version of Kubernetes.

use super::text_value;
use crate::problem::Flaw;
use semver::Version;

/// A version of Kubernetes inside the supported window, without the leading `v`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KubernetesVersion(String);

text_value!(KubernetesVersion);

impl KubernetesVersion {
    /// The newest version of the oldest supported minor.
    pub const OLDEST: (u64, u64) = (1, 31);
    /// The newest supported minor.
    pub const NEWEST: (u64, u64) = (1, 34);

    /// Reads a version as it stands in documents: `1.34.4`, without a leading `v`.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let plain = text.strip_prefix('v').unwrap_or(text);
        let version = Version::parse(plain).map_err(|_| {
            Flaw::new(format!("the Kubernetes version {text:?} is not of the form MAJOR.MINOR.PATCH"))
                .hint(format!("write it in full, for example {}", Self::example(plain)))
        })?;
        if plain.len() != text.len() {
            return Err(
                Flaw::new(format!("the Kubernetes version {text:?} has a leading `v`")).hint(format!("write {plain}"))
            );
        }
        let minor = (version.major, version.minor);
        if minor < Self::OLDEST || minor > Self::NEWEST {
            return Err(Flaw::new(format!("Kubernetes {text} is outside the supported window {}", Self::window()))
                .hint(format!("use a version from {}, for example 1.34.4", Self::window())));
        }
        Ok(Self(plain.to_owned()))
    }

    /// Reads a version as people type it: a leading `v` does no harm.
    pub fn parse_typed(text: &str) -> Result<Self, Flaw> {
        Self::parse(text.strip_prefix('v').unwrap_or(text))
    }

    /// The supported window, in words.
    #[must_use]
    pub fn window() -> String {
        format!("{}.{} to {}.{}", Self::OLDEST.0, Self::OLDEST.1, Self::NEWEST.0, Self::NEWEST.1)
    }

    /// Which of two versions is newer (semver precedence).
    #[must_use]
    pub fn is_newer_than(&self, other: &Self) -> bool {
        // Both were parsed when they were made.
        match (Version::parse(&self.0), Version::parse(&other.0)) {
            (Ok(mine), Ok(theirs)) => mine > theirs,
            _ => false,
        }
    }

    /// The full version that `1` or `1.33` was probably the beginning of.
    fn example(text: &str) -> String {
        let (oldest, newest) = (Self::OLDEST.1, Self::NEWEST.1);
        (oldest..=newest)
            .map(|minor| format!("1.{minor}"))
            .find(|minor| text == minor)
            .map_or_else(|| "1.34.4".to_owned(), |minor| format!("{minor}.0"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_closed_at_both_ends() {
        for inside in ["1.31.0", "1.34.4", "1.34.99", "1.33.0-rc.1"] {
            assert!(KubernetesVersion::parse(inside).is_ok(), "{inside}");
        }
        for outside in
            ["1.30.14", "1.35.0", "2.0.0", "0.34.1", "1.34", "1", "latest", "", "1.34.4.5", "v1.34.4", "1.34.04"]
        {
            assert!(KubernetesVersion::parse(outside).is_err(), "{outside}");
        }
    }

    #[test]
    fn people_may_type_a_leading_v() {
        assert_eq!(KubernetesVersion::parse_typed("v1.34.4").expect("it is a version").as_str(), "1.34.4");
    }

    #[test]
    fn versions_are_ordered_by_number_not_by_letter() {
        let version = |text| KubernetesVersion::parse(text).expect("it is a version");
        assert!(version("1.34.10").is_newer_than(&version("1.34.9")));
        assert!(!version("1.34.9").is_newer_than(&version("1.34.9")));
    }
}
