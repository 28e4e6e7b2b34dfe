//! The reference of a container image.

use super::text_value;
use crate::problem::Flaw;

/// A reference to a container image: `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image(String);

text_value!(Image);

impl Image {
    /// Reads a reference (the grammar of the `distribution/reference` project, for ASCII).
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why: &str| {
            Flaw::new(format!("{text:?} is not a container image: {why}"))
                .hint("write it as HOST/PATH:TAG, for example docker.io/library/debian:12")
        };
        let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err(flaw("what follows `@` is no digest"));
        }
        // A colon before the last slash belongs to the registry's port.
        let tag_at = name.rfind(':').filter(|colon| !name[*colon..].contains('/'));
        let (path, tag) = tag_at.map_or((name, None), |colon| (&name[..colon], Some(&name[colon + 1..])));
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(flaw("what follows `:` is no tag"));
        }
        let (host, rest) = match path.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
            _ => (None, path),
        };
        if host.is_some_and(|host| !is_host(host)) {
            return Err(flaw("the registry's host is not valid"));
        }
        if !rest.split('/').all(is_component) {
            return Err(flaw("a path has lower-case letters and digits, with `.`, `_` or `-` between them"));
        }
        Ok(Self(text.to_owned()))
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let inside = |character: char| character.is_ascii_alphanumeric() || character == '-';
    !name.is_empty()
        && name.split('.').all(|label| !label.is_empty() && label.chars().all(inside))
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn is_component(component: &str) -> bool {
    let edge = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    let inside = |character: char| edge(character) || "._-".contains(character);
    component.starts_with(edge) && component.ends_with(edge) && component.chars().all(inside)
}

fn is_tag(tag: &str) -> bool {
    let first = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let inside = |character: char| first(character) || ".-".contains(character);
    (1..=128).contains(&tag.len()) && tag.starts_with(first) && tag.chars().all(inside)
}

fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty()
            && algorithm.chars().all(|character| character.is_ascii_alphanumeric())
            && hex.len() >= 32
            && hex.chars().all(|character| character.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_as_registries_know_them() {
        for image in [
            "debian",
            "debian:12",
            "quay.io/a/b:v1.0",
            "localhost:5000/x",
            "10.0.0.1:5000/a_b/c-d:latest",
            "a.b/c@sha256:0123456789abcdef0123456789abcdef",
        ] {
            assert!(Image::parse(image).is_ok(), "{image}");
        }
        for wrong in ["", "UPPER/case:1", "a b", "a:b c", "a:", "/a", "a//b", "a@b", "x.y:port/a", "{{ x }}", "a\n"] {
            assert!(Image::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
