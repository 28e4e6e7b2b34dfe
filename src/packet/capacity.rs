//! Whether there are machines: a level for each place and plan, and an answer to a question. Neither is a promise.

use super::request::Request;
use super::word::words;
use super::{Client, Error, wire};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

words! {
    /// How much there is of a plan in a place.
    CapacityLevel {
        /// Enough.
        Normal = "normal",
        /// Little.
        Limited = "limited",
        /// Very little; an older word.
        Critical = "critical",
        /// None.
        Unavailable = "unavailable",
    }
}

/// The level by place and plan: codes of metros or facilities, then slugs.
pub type CapacityReport = BTreeMap<String, BTreeMap<String, CapacityLevel>>;

/// A question: are there so many machines of this plan in this place?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapacityQuestion {
    /// The code of the metro or facility.
    pub place: String,
    /// The slug of the plan.
    pub plan: String,
    /// How many machines.
    pub quantity: u32,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Answer")]
pub struct CapacityAnswer {
    /// The code of the metro or facility.
    pub place: Option<String>,
    /// The slug of the plan.
    pub plan: Option<String>,
    /// How many machines were asked for.
    pub quantity: Option<u64>,
    /// Whether there are as many.
    pub available: bool,
}

/// OpenAPI `CapacityCheckPerMetroInfo` and `CapacityCheckPerFacilityInfo` in one.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    metro: Option<String>,
    #[serde(default)]
    facility: Option<String>,
    #[serde(default)]
    plan: Option<String>,
    #[serde(default, deserialize_with = "wire::count")]
    quantity: Option<u64>,
    #[serde(default, deserialize_with = "wire::or_default")]
    available: bool,
}

impl From<Answer> for CapacityAnswer {
    fn from(Answer { metro, facility, plan, quantity, available }: Answer) -> Self {
        Self { place: metro.or(facility), plan, quantity, available }
    }
}

#[derive(Deserialize)]
struct Levels {
    capacity: BTreeMap<String, Option<BTreeMap<String, Option<Level>>>>,
}

/// The oldest replies had `servers: "45+"` instead of a level, which is then absent.
#[derive(Deserialize)]
struct Level {
    #[serde(default)]
    level: Option<CapacityLevel>,
}

impl Levels {
    fn into_report(self) -> CapacityReport {
        let known = |plans: BTreeMap<String, Option<Level>>| {
            plans.into_iter().filter_map(|(plan, level)| Some((plan, level?.level?))).collect()
        };
        self.capacity.into_iter().map(|(place, plans)| (place, plans.map(known).unwrap_or_default())).collect()
    }
}

#[derive(Deserialize)]
struct Answers {
    servers: Vec<CapacityAnswer>,
}

fn of_metros() -> Request {
    Request::get("findCapacityForMetro", &["capacity", "metros"])
}

fn of_facilities() -> Request {
    Request::get("findCapacityForFacility", &["capacity"])
}

fn check_metros(questions: &[CapacityQuestion]) -> Request {
    let request = Request::post("checkCapacityForMetro", &["capacity", "metros"]);
    request.body(&servers("metro", questions)).only_asking()
}

fn check_facilities(questions: &[CapacityQuestion]) -> Request {
    Request::post("checkCapacityForFacility", &["capacity"]).body(&servers("facility", questions)).only_asking()
}

/// The document has the quantity as a string (OpenAPI `ServerInfo`).
fn servers(kind: &str, questions: &[CapacityQuestion]) -> Value {
    let server = |question: &CapacityQuestion| {
        let CapacityQuestion { place, plan, quantity } = question;
        json!({ kind: place, "plan": plan, "quantity": quantity.to_string() })
    };
    json!({ "servers": questions.iter().map(server).collect::<Vec<_>>() })
}

impl Client {
    /// Tells the level of each plan in each metro.
    pub async fn get_metro_capacity(&self) -> Result<CapacityReport, Error> {
        self.fetch(&of_metros()).await.map(Levels::into_report)
    }

    /// Tells the level of each plan in each facility.
    pub async fn get_facility_capacity(&self) -> Result<CapacityReport, Error> {
        self.fetch(&of_facilities()).await.map(Levels::into_report)
    }

    /// Asks whether there are machines in metros.
    pub async fn check_metro_capacity(&self, questions: &[CapacityQuestion]) -> Result<Vec<CapacityAnswer>, Error> {
        self.check(&check_metros(questions), questions).await
    }

    /// Asks whether there are machines in facilities.
    pub async fn check_facility_capacity(&self, questions: &[CapacityQuestion]) -> Result<Vec<CapacityAnswer>, Error> {
        self.check(&check_facilities(questions), questions).await
    }

    /// The service was also seen to say "no" with an error (503), as packet-python knows.
    async fn check(&self, request: &Request, questions: &[CapacityQuestion]) -> Result<Vec<CapacityAnswer>, Error> {
        match self.fetch(request).await {
            Ok(Answers { servers }) => Ok(servers),
            Err(Error::NoCapacity { .. }) => Ok(questions.iter().map(CapacityQuestion::denied).collect()),
            Err(error) => Err(error),
        }
    }
}

impl CapacityQuestion {
    fn denied(&self) -> CapacityAnswer {
        let Self { place, plan, quantity } = self.clone();
        CapacityAnswer { place: Some(place), plan: Some(plan), quantity: Some(quantity.into()), available: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;

    #[test]
    fn questions_are_asked_of_metros_and_facilities_and_may_be_repeated() {
        let question = CapacityQuestion { place: "da".into(), plan: "c3.small.x86".into(), quantity: 3 };
        let request = check_metros(std::slice::from_ref(&question));
        assert_eq!((request.line().as_str(), request.effect), ("POST /capacity/metros", Effect::Read));
        assert_eq!(request.json(), json!({"servers": [{"metro": "da", "plan": "c3.small.x86", "quantity": "3"}]}));
        let request = check_facilities(&[question]);
        assert_eq!((request.line().as_str(), request.effect), ("POST /capacity", Effect::Read));
        assert_eq!(request.json(), json!({"servers": [{"facility": "da", "plan": "c3.small.x86", "quantity": "3"}]}));
        assert_eq!(of_metros().line(), "GET /capacity/metros");
        assert_eq!(of_facilities().line(), "GET /capacity");
    }

    #[test]
    fn levels_are_read_whatever_they_are() {
        let levels: Levels = serde_json::from_value(json!({"capacity": {
            "da": {"a": {"level": "normal"}, "b": {"level": "plenty"}, "c": {"servers": "45+"}, "d": null},
            "ny": null
        }}))
        .unwrap();
        let report = levels.into_report();
        assert_eq!(report["da"].len(), 2);
        assert_eq!(report["da"]["a"], CapacityLevel::Normal);
        assert_eq!(report["da"]["b"], CapacityLevel::Other("plenty".into()));
        assert!(report["ny"].is_empty());
    }

    #[test]
    fn answers_are_read_with_quantities_of_both_kinds() {
        let answers: Answers = serde_json::from_value(json!({"servers": [
            {"metro": "da", "plan": "p", "quantity": "3", "available": true},
            {"facility": "ewr1", "metro": null, "plan": "p", "quantity": 2, "available": false}
        ]}))
        .unwrap();
        let told: Vec<_> = answers.servers.iter().map(|a| (a.place.as_deref(), a.quantity, a.available)).collect();
        assert_eq!(told, [(Some("da"), Some(3), true), (Some("ewr1"), Some(2), false)]);
    }
}
