//! The metros: what a machine's location was called from 2020 on.
//!
//! Codes, names, countries and ids are those of a 2021 fixture of packet-python.

use crate::sim::links::Links;
use serde_json::{Value, json};

/// A metropolitan area with one or more facilities.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Metro {
    /// Two lower-case letters, such as `da`.
    pub(in crate::sim) code: &'static str,
    /// The city.
    pub(in crate::sim) name: &'static str,
    /// The country's two letters.
    pub(in crate::sim) country: &'static str,
    /// The UUID.
    pub(in crate::sim) id: &'static str,
}

impl Metro {
    /// The metro as the API shows it (OpenAPI `Metro`).
    pub(in crate::sim) fn to_json(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "code": self.code, "country": self.country })
    }

    /// The metro as a bare link.
    pub(in crate::sim) fn reference(&self, links: Links) -> Value {
        links.reference(COLLECTION, self.id)
    }
}

/// Where metros live under the API's root.
pub(in crate::sim) const COLLECTION: &str = "locations/metros";

/// Every metro, by code.
pub(in crate::sim) static METROS: [&Metro; 24] = [
    &AM, &AT, &CH, &DA, &DC, &DT, &FR, &HK, &HO, &KC, &LA, &LD, &MR, &NY, &PA, &PI, &PX, &SE, &SG, &SL, &SV, &SY, &TR,
    &TY,
];

const fn metro(code: &'static str, name: &'static str, country: &'static str, id: &'static str) -> Metro {
    Metro { code, name, country, id }
}

pub(super) static AM: Metro = metro("am", "Amsterdam", "NL", "108b2cfb-246b-45e3-885a-bf3e82fce1a0");
pub(super) static AT: Metro = metro("at", "Atlanta", "US", "a04e45e4-4356-458c-b25a-b72cc54bdad1");
pub(super) static CH: Metro = metro("ch", "Chicago", "US", "60666d92-e00f-43a8-a9f8-fddf665390ca");
pub(super) static DA: Metro = metro("da", "Dallas", "US", "d3d6b29f-042d-43b7-b3ce-0bf53d5754ca");
pub(super) static DC: Metro = metro("dc", "Washington DC", "US", "96a57b6d-c62c-41b5-ab8e-f8d63a7f9887");
pub(super) static DT: Metro = metro("dt", "Detroit", "US", "583a553a-465a-49f3-a8a9-5fa6b44aa519");
pub(super) static FR: Metro = metro("fr", "Frankfurt", "DE", "b1ac82b2-616c-4405-9424-457ef6edf9ae");
pub(super) static HK: Metro = metro("hk", "Hong Kong", "HK", "d50fd052-34ec-4977-a173-ad6f9266995d");
pub(super) static HO: Metro = metro("ho", "Houston", "US", "56c55e99-8125-4f65-af21-a8682e033804");
pub(super) static KC: Metro = metro("kc", "Kansas City", "US", "91fa81e8-db1a-4da1-b218-7beeaab6f8bc");
pub(super) static LA: Metro = metro("la", "Los Angeles", "US", "bb059cc0-0b2a-4f5b-8a55-219e6b4240da");
pub(super) static LD: Metro = metro("ld", "London", "GB", "5f1d3910-2059-4737-8e7d-d4907cfbf27f");
pub(super) static MR: Metro = metro("mr", "Marseille", "FR", "833225d2-a35a-49cf-a67c-1f84d5d11654");
pub(super) static NY: Metro = metro("ny", "New York", "US", "932eecda-6808-44b9-a3be-3abef49796ef");
pub(super) static PA: Metro = metro("pa", "Paris", "FR", "f2f0f0b3-5359-4296-a402-56abad842f56");
pub(super) static PI: Metro = metro("pi", "Pittsburgh", "US", "543f8059-65f6-4c2c-b7ad-6dac5eb87085");
pub(super) static PX: Metro = metro("px", "Phoenix", "US", "0446ac38-aae0-45f5-959c-54d26c4fc3c7");
pub(super) static SE: Metro = metro("se", "Seattle", "US", "b8ffa6c9-3da2-4cf1-b48d-049002b208fe");
pub(super) static SG: Metro = metro("sg", "Singapore", "SG", "f6ada324-8226-4bfc-99a8-453d47caf2dc");
pub(super) static SL: Metro = metro("sl", "Seoul", "KR", "d2a8e94f-2b42-4440-9c8e-8ef01defcd27");
pub(super) static SV: Metro = metro("sv", "Silicon Valley", "US", "2991b022-b8c4-497e-8db7-5a407c3a209b");
pub(super) static SY: Metro = metro("sy", "Sydney", "AU", "d2f09853-a1aa-4b29-aa9d-682462fd8d1d");
pub(super) static TR: Metro = metro("tr", "Toronto", "CA", "5afb3744-f80d-4b49-bf21-50ede9252cfd");
pub(super) static TY: Metro = metro("ty", "Tokyo", "JP", "5f72cbf6-96e4-44f2-ae60-213888fa2b9f");
