//! How many machines of each plan stand idle where, and in which words the service said so.

use super::facilities::{FACILITIES, Facility};
use super::metros::METROS;
use super::plans::{PLANS, Plan};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// How much there is of something: OpenAPI `CapacityLevelPerBaremetal`, whose words are in the service's guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Level {
    /// Nothing.
    Unavailable,
    /// A handful.
    Limited,
    /// As many as anyone wants.
    Normal,
}

/// The most machines that count as limited.
const LIMITED: u32 = 3;
/// More than any test orders.
const NORMAL: u32 = 1_000_000;

/// Where there is less than as many as anyone wants: facility, plan, how much.
///
/// Most of it stands in packet-python's capture of 2017, whose `critical` is limited here; that Tokyo had none of
/// c2.large.arm, in a published error text. The defaults of clients are never short.
const SCARCE: [(&str, &str, Level); 16] = [
    ("ams1", "c1.large.arm", Level::Unavailable),
    ("ams1", "c1.small.x86", Level::Limited),
    ("am6", "g2.large.x86", Level::Unavailable),
    ("atl1", "x1.small.x86", Level::Unavailable),
    ("dc13", "a3.large.x86", Level::Limited),
    ("ewr1", "c1.large.arm", Level::Limited),
    ("ewr1", "c1.xlarge.x86", Level::Limited),
    ("ewr1", "m1.xlarge.x86", Level::Limited),
    ("lax1", "x1.small.x86", Level::Unavailable),
    ("nrt1", "c1.large.arm", Level::Limited),
    ("nrt1", "c2.large.arm", Level::Unavailable),
    ("nrt1", "m1.xlarge.x86", Level::Unavailable),
    ("ny5", "c3.large.arm64", Level::Limited),
    ("sjc1", "c1.large.arm", Level::Unavailable),
    ("sjc1", "m1.xlarge.x86", Level::Limited),
    ("sjc1", "t1.small.x86", Level::Limited),
];

impl Level {
    /// How much there was of a plan in a facility before anyone ordered.
    pub(in crate::sim) fn at_first(facility: &Facility, plan: &Plan) -> Self {
        if !plan.is_offered_in(facility) {
            return Self::Unavailable;
        }
        let scarce = SCARCE.iter().find(|(code, slug, _)| *code == facility.code && *slug == plan.slug);
        scarce.map_or(Self::Normal, |(.., level)| *level)
    }

    /// How many machines that is.
    pub(in crate::sim) const fn stock(self) -> u32 {
        match self {
            Self::Unavailable => 0,
            Self::Limited => LIMITED,
            Self::Normal => NORMAL,
        }
    }

    /// What a number of idle machines is called.
    pub(in crate::sim) const fn of(stock: u32) -> Self {
        match stock {
            0 => Self::Unavailable,
            1..=LIMITED => Self::Limited,
            _ => Self::Normal,
        }
    }

    /// The word of the API.
    pub(in crate::sim) const fn as_str(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Limited => "limited",
            Self::Normal => "normal",
        }
    }
}

/// The answer to `GET /capacity` (OpenAPI `CapacityList`): every facility's plans, from how many of each stand idle.
pub(in crate::sim) fn by_facility(stock: impl Fn(&Facility, &Plan) -> u32) -> Value {
    let report = FACILITIES.iter().map(|facility| {
        let here = PLANS.iter().filter(|plan| plan.is_offered_in(facility));
        let levels = here.map(|plan| (plan.slug.to_owned(), told(stock(facility, plan))));
        (facility.code.to_owned(), Value::Object(levels.collect()))
    });
    json!({ "capacity": report.collect::<Map<_, _>>() })
}

/// The answer to `GET /capacity/metros`: the same, where a metro has what its facilities have together.
pub(in crate::sim) fn by_metro(stock: impl Fn(&Facility, &Plan) -> u32) -> Value {
    let report = METROS.iter().map(|metro| {
        let here = PLANS.iter().filter(|plan| plan.is_offered_in_metro(metro));
        let levels = here.map(|plan| {
            let facilities = plan.facilities().filter(|facility| facility.metro.code == metro.code);
            let all = facilities.map(|facility| stock(facility, plan)).fold(0, u32::saturating_add);
            (plan.slug.to_owned(), told(all))
        });
        (metro.code.to_owned(), Value::Object(levels.collect()))
    });
    json!({ "capacity": report.collect::<Map<_, _>>() })
}

fn told(stock: u32) -> Value {
    json!({ "level": Level::of(stock).as_str() })
}
