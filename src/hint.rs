//! Hints that are computed: the word that was probably meant.

/// The candidate that `word` was probably meant to be, if one is near enough.
///
/// Letter case and the difference between `-` and `_` never count; otherwise
/// about every third letter may be wrong.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let wanted = plain(word);
    let length = wanted.chars().count();
    let allowed = length.div_ceil(3).max(1);
    candidates
        .into_iter()
        // A word is as far away as it is longer, at the least; to measure very long ones would take forever.
        .filter(|candidate| length.abs_diff(candidate.chars().count()) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The hint that goes with [`did_you_mean`], or none.
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    did_you_mean(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Writes words as a person would: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {conjunction} {last}", most.join(", ")),
    }
}

/// A text as one word of a shell command, quoted where it must be: hints are there to be pasted.
#[must_use]
pub fn shell_word(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@%=".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.into()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let keys = ["facility", "metro", "cluster-name"];
        assert_eq!(did_you_mean("facilty", keys), Some("facility"));
        assert_eq!(did_you_mean("CLUSTER_NAME", keys), Some("cluster-name"));
        assert_eq!(did_you_mean("zone", keys), None);
    }

    #[test]
    fn lists_read_as_a_person_would_write_them() {
        let words = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        assert_eq!(listed(&words("a"), "and"), "a");
        assert_eq!(listed(&words("a b c"), "or"), "a, b or c");
    }

    #[test]
    fn a_word_for_the_shell_is_quoted_only_where_it_must_be() {
        assert_eq!(shell_word("/home/a/state.json"), "/home/a/state.json");
        assert_eq!(shell_word("/tmp/my state's.json"), r"'/tmp/my state'\''s.json'");
        assert_eq!(shell_word("$(x)"), "'$(x)'");
        assert_eq!(shell_word(""), "''");
    }
}
