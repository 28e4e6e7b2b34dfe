//! The part of an address behind the question mark.

/// Names and values, in order, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::sim) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads it; nothing in it can be wrong.
    pub(in crate::sim) fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The value of a name, unless it is empty; of two, the last.
    pub(in crate::sim) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }

    /// All values of a name that may be repeated, written `name=a&name=b`, `name[]=a` or `name=a,b`.
    pub(in crate::sim) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let is_it = move |known: &str| known.strip_suffix("[]").unwrap_or(known) == name;
        self.0
            .iter()
            .filter(move |(known, _)| is_it(known))
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// A boolean: `true` and `1`, `false` and `0`; Python writes `True`.
    pub(in crate::sim) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// Everything but some names, written again; for links to other pages.
    pub(in crate::sim) fn without(&self, names: &[&str]) -> form_urlencoded::Serializer<'static, String> {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            text.append_pair(name, value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_names_are_read_in_all_three_spellings() {
        let query = Query::parse("types=a&types=b&include=c,d.e&categories%5B%5D=f&x=");
        assert_eq!(query.all("types").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(query.all("include").collect::<Vec<_>>(), ["c", "d.e"]);
        assert_eq!(query.all("categories").collect::<Vec<_>>(), ["f"]);
        assert_eq!(query.get("x"), None);
    }
}
