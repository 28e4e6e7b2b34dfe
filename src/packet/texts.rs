//! What the service's texts mean: the one table in which prose becomes a kind of failure.
//!
//! The service has no error codes, only texts, and says the same thing with
//! several statuses. What is not in the table is told as it came.

/// What a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// No machine of this kind is free there.
    NoCapacity,
    /// The project may not have more of it.
    Quota,
    /// It will be possible later.
    NotYet,
}

/// One row: all of `words` stand in the text, in any case of letters.
struct Row {
    words: &'static [&'static str],
    meaning: Meaning,
}

/// Sources: the texts collected from recorded replies and public issue threads of the clients named at each.
const TABLE: [Row; 9] = [
    // "The facility nrt1 has no provisionable c2.large.arm servers matching your criteria": a recorded reply,
    // its status unknown (422 or 503).
    Row { words: &["no provisionable", "servers matching your criteria"], meaning: Meaning::NoCapacity },
    // "There are no available hardware reservations for selected plan and facility", 503:
    // cluster-api-provider-packet issue 191.
    Row { words: &["no available hardware reservations"], meaning: Meaning::NoCapacity },
    // "Server is not provisionable", 503, a reserved machine that is still being wiped: matched by
    // cluster-api-provider-packet among its permanent failures, awaited by terraform-provider-equinix.
    Row { words: &["server is not provisionable"], meaning: Meaning::NoCapacity },
    // "The specified project contains insufficient public IPv4 space to complete the request. Please e-mail …",
    // 422: a public issue thread.
    Row { words: &["insufficient public ipv4 space"], meaning: Meaning::Quota },
    // The next three are inferred, no recording of them is known: OpenAPI `requestIPReservation` says that a request
    // over the project's "IP quota" gives 422 instead of a review when `fail_on_approval_required` is set.
    Row { words: &["approval", "required"], meaning: Meaning::Quota },
    Row { words: &["requires", "approval"], meaning: Meaning::Quota },
    Row { words: &["quota"], meaning: Meaning::Quota },
    // "Cannot delete a device while it is provisioning", 422: a report of 2021, and several Python clients.
    Row { words: &["cannot delete a device while it is"], meaning: Meaning::NotYet },
    // The same about another action, inferred from the first.
    Row { words: &["while it is provisioning"], meaning: Meaning::NotYet },
];

/// What the texts of a reply mean, if that is known.
pub(super) fn meaning(texts: &[String]) -> Option<Meaning> {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let says = |row: &Row| texts.iter().any(|text| row.words.iter().all(|word| text.contains(word)));
    TABLE.iter().find(|row| says(row)).map(|row| row.meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_were_recorded_are_understood() {
        let meant = |text: &str| meaning(&["Something else".into(), text.into()]);
        for (text, expected) in [
            ("The facility nrt1 has no provisionable c2.large.arm servers matching your criteria", Meaning::NoCapacity),
            ("There are no available hardware reservations for selected plan and facility", Meaning::NoCapacity),
            ("Server is not provisionable", Meaning::NoCapacity),
            (
                "The specified project contains insufficient public IPv4 space to complete the request. \
                 Please e-mail support@equinixmetal.com.",
                Meaning::Quota,
            ),
            ("Cannot delete a device while it is provisioning", Meaning::NotYet),
        ] {
            assert_eq!(meant(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_mean_no_more_than_they_say() {
        for text in ["Facility can't be blank", "Not found", "Public IPv4 is required", "ny5 is not a valid facility"] {
            assert_eq!(meaning(&[text.into()]), None, "{text}");
        }
    }
}
