//! What the service offers: places, plans, operating systems.

use super::page::Entry;
use super::request::Request;
use super::{Client, Error, wire};
use serde::Deserialize;

/// A city (OpenAPI `Metro`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Metro {
    /// The id.
    pub id: String,
    /// Its code, for example `da`.
    #[serde(default)]
    pub code: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its country.
    #[serde(default)]
    pub country: Option<String>,
}

/// A house in a metro (OpenAPI `Facility`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Facility {
    /// The id.
    pub id: String,
    /// Its code, for example `ewr1`.
    #[serde(default)]
    pub code: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it offers, for example `baremetal`, `global_ipv4`.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub features: Vec<String>,
    /// The code of its metro.
    #[serde(default, deserialize_with = "wire::code")]
    pub metro: Option<String>,
}

/// A kind of machine, or something else that has a price (OpenAPI `Plan`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Plan {
    /// The id.
    pub id: String,
    /// Its slug, for example `c3.small.x86`.
    #[serde(default)]
    pub slug: Option<String>,
    /// Its newer name, which old slugs also have.
    #[serde(default)]
    pub class: Option<String>,
    /// Its name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// `baremetal` for machines.
    #[serde(default)]
    pub line: Option<String>,
    /// `on_demand`, `spot_market`.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub deployment_types: Vec<String>,
    /// What it costs where no place says otherwise.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub pricing: Price,
    /// The facilities that have it.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub available_in: Vec<PlanLocation>,
    /// The metros that have it.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub available_in_metros: Vec<PlanLocation>,
}

/// What something costs, in US dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
pub struct Price {
    /// For an hour.
    #[serde(default, deserialize_with = "wire::number")]
    pub hour: Option<f64>,
    /// For a month, where one is told.
    #[serde(default, deserialize_with = "wire::number")]
    pub month: Option<f64>,
}

/// A place that has a plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlanLocation {
    /// The id of the facility or metro.
    #[serde(default, rename = "href", deserialize_with = "wire::id")]
    pub id: Option<String>,
    /// Its code, where the place is given whole.
    #[serde(default)]
    pub code: Option<String>,
    /// What the plan costs there.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub price: Price,
}

/// An operating system (OpenAPI `OperatingSystem`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OperatingSystem {
    /// The id.
    pub id: String,
    /// Its slug, for example `ubuntu_22_04`.
    #[serde(default)]
    pub slug: Option<String>,
    /// Its name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The distribution.
    #[serde(default)]
    pub distro: Option<String>,
    /// Its version.
    #[serde(default)]
    pub version: Option<String>,
    /// The slugs of the plans it can be installed on.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub provisionable_on: Vec<String>,
}

macro_rules! entries {
    ($($type:ty, $member:literal;)+) => {
        $(impl Entry for $type {
            const MEMBER: &'static str = $member;

            fn id(&self) -> Option<&str> {
                Some(&self.id)
            }
        })+
    };
}

entries! {
    Metro, "metros";
    Facility, "facilities";
    Plan, "plans";
    OperatingSystem, "operating_systems";
}

fn metros() -> Request {
    Request::get("findMetros", &["locations", "metros"])
}

fn facilities() -> Request {
    Request::get("findFacilities", &["facilities"])
}

fn plans() -> Request {
    Request::get("findPlans", &["plans"])
}

fn systems() -> Request {
    Request::get("findOperatingSystems", &["operating-systems"])
}

impl Client {
    /// Lists the metros.
    pub async fn list_metros(&self) -> Result<Vec<Metro>, Error> {
        self.list_whole(&metros()).await
    }

    /// Lists the facilities.
    pub async fn list_facilities(&self) -> Result<Vec<Facility>, Error> {
        self.list_whole(&facilities()).await
    }

    /// Lists the plans; those whose line is `baremetal` are machines.
    pub async fn list_plans(&self) -> Result<Vec<Plan>, Error> {
        self.list_whole(&plans()).await
    }

    /// Lists the operating systems.
    pub async fn list_operating_systems(&self) -> Result<Vec<OperatingSystem>, Error> {
        self.list_whole(&systems()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_catalogue_is_asked_for_in_four_parts() {
        assert_eq!(metros().line(), "GET /locations/metros");
        assert_eq!(facilities().line(), "GET /facilities");
        assert_eq!(plans().line(), "GET /plans");
        assert_eq!(systems().line(), "GET /operating-systems");
    }

    #[test]
    fn a_plan_tells_prices_and_places() {
        let plan: Plan = serde_json::from_value(json!({
            "id": "p", "slug": "c3.small.x86", "line": "baremetal", "specs": {"memory": {"total": "32GB"}},
            "pricing": {"hour": 0.75}, "deployment_types": ["on_demand"], "available_in": null,
            "available_in_metros": [{"href": "/metal/v1/locations/metros/m1", "price": {"hour": "0.83"}}]
        }))
        .unwrap();
        assert_eq!(plan.pricing.hour, Some(0.75));
        assert_eq!(plan.available_in_metros[0].id.as_deref(), Some("m1"));
        assert_eq!(plan.available_in_metros[0].price.hour, Some(0.83));
    }

    #[test]
    fn a_plan_without_a_price_has_none() {
        let plan: Plan = serde_json::from_value(json!({"id": "p", "pricing": null})).unwrap();
        assert_eq!((plan.pricing, plan.slug), (Price::default(), None));
    }
}
