//! The facilities: the data centres, which is how a location was named until 2020 and accepted to the end.
//!
//! The ids of the fifteen oldest, their features and address ranges are those of fixtures of 2017 and 2018; which
//! facility lies in which metro is documented for some, and told by the city for the others. The rest of the ids are
//! made up (see [`super`]).

use super::metros::{self, Metro};
use crate::sim::links::Links;
use serde_json::{Value, json};

/// A data centre.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Facility {
    /// The code, such as `ewr1`.
    pub(in crate::sim) code: &'static str,
    /// The name, such as `Parsippany, NJ`.
    pub(in crate::sim) name: &'static str,
    /// The metro it lies in.
    pub(in crate::sim) metro: &'static Metro,
    /// What can be had there: the words of OpenAPI `Facility.features`.
    pub(in crate::sim) features: &'static [&'static str],
    /// The UUID.
    pub(in crate::sim) id: &'static str,
}

impl Facility {
    /// The networks whose addresses its machines had, where they are known.
    pub(in crate::sim) fn ip_ranges(&self) -> &'static [&'static str] {
        match self.code {
            "ewr1" => &["2604:1380::/36", "147.75.192.0/21", "147.75.64.0/22", "147.75.72.0/22", "147.75.104.0/22"],
            "sjc1" => &["2604:1380:1000::/36", "147.75.200.0/22", "147.75.108.0/22", "147.75.68.0/22"],
            "ams1" => &["2604:1380:2000::/36", "147.75.204.0/23", "147.75.100.0/22", "147.75.80.0/22"],
            "nrt1" => &["2604:1380:3000::/36", "147.75.110.0/23", "147.75.92.0/22"],
            _ => &[],
        }
    }

    /// The facility as the API shows it (OpenAPI `Facility`).
    ///
    /// The address is null, as it was for ewr1: elsewhere it was a link that named nothing a caller could read, and
    /// which clients with the published document's types cannot decode.
    pub(in crate::sim) fn to_json(&self, links: Links) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "code": self.code,
            "features": self.features,
            "address": null,
            "ip_ranges": self.ip_ranges(),
            "metro": self.metro.to_json(),
            "href": links.link(COLLECTION, self.id),
        })
    }

    /// Where it stands (OpenAPI `Address`). The service told streets, too; which is not known.
    pub(in crate::sim) fn address(&self) -> Value {
        json!({ "address": self.name, "city": self.metro.name, "zip_code": "", "country": self.metro.country })
    }

    /// The facility as a bare link.
    pub(in crate::sim) fn reference(&self, links: Links) -> Value {
        links.reference(COLLECTION, self.id)
    }
}

/// Where facilities live under the API's root.
pub(in crate::sim) const COLLECTION: &str = "facilities";

/// What the four oldest sites had. Block storage was theirs too, but went before the document was published.
const CORE: &[&str] = &["baremetal", "backend_transfer", "layer_2", "global_ipv4"];
/// What the smaller sites of 2017 to 2019 had.
const EDGE: &[&str] = &["baremetal", "backend_transfer", "layer_2"];
/// What the farthest of them had.
const SMALL: &[&str] = &["baremetal", "layer_2"];
/// What the sites in Equinix's own buildings had, from 2020 on.
const IBX: &[&str] = &["baremetal", "backend_transfer", "layer_2", "global_ipv4", "ibx"];

const fn facility(
    code: &'static str,
    name: &'static str,
    metro: &'static Metro,
    features: &'static [&'static str],
    id: &'static str,
) -> Facility {
    Facility { code, name, metro, features, id }
}

/// Every facility, by metro.
#[rustfmt::skip] // One a line, as a table.
pub(in crate::sim) static FACILITIES: [Facility; 49] = [
    facility("ams1", "Amsterdam, NL", &metros::AM, CORE, "8e6470b3-b75e-47d1-bb93-45b225750975"),
    facility("am6", "Amsterdam 6", &metros::AM, IBX, "a109e7aa-0610-5422-ac6d-ebe658b1a468"),
    facility("atl1", "Atlanta, GA", &metros::AT, EDGE, "14a4cad8-6f81-41b6-8cba-aaf8322910af"),
    facility("atl2", "Atlanta, GA", &metros::AT, EDGE, "8818cd39-5136-5113-9626-0f846dc79d97"),
    facility("at4", "Atlanta 4", &metros::AT, IBX, "a740350a-cecd-57d0-89e8-ddd1bacd26cb"),
    facility("ord1", "Chicago, IL", &metros::CH, EDGE, "75b74ee6-d7af-4a65-82ca-73c895cd50a9"),
    facility("ord4", "Chicago, IL", &metros::CH, EDGE, "3a2c9f96-d8f3-5b09-b574-c37b28d7d6ff"),
    facility("ch3", "Chicago 3", &metros::CH, IBX, "edd56a32-bbc0-5e65-af2d-fca3344c80b7"),
    facility("dfw1", "Dallas, TX", &metros::DA, EDGE, "855e3cd5-d27c-4330-9b9f-1ffd7e9bfff5"),
    facility("dfw2", "Dallas, TX", &metros::DA, EDGE, "93bcdab2-ce06-56c8-bd1c-9e32fa4cae80"),
    facility("da11", "Dallas 11", &metros::DA, IBX, "a1ae716f-2461-52b4-a910-41d197e26a1c"),
    facility("iad1", "Ashburn, VA", &metros::DC, EDGE, "8dd1568c-45be-40c0-998c-b47e7cbe3912"),
    facility("iad2", "Ashburn, VA", &metros::DC, EDGE, "fa3e52e1-c739-55ef-a9ef-adaba1481613"),
    facility("dc13", "Washington 13", &metros::DC, IBX, "90aef54c-8c86-5971-b2b8-5258d8c98e59"),
    facility("dtw1", "Detroit, MI", &metros::DT, EDGE, "a70b6792-4eb9-5471-998d-0fc06a7c1484"),
    facility("fra1", "Frankfurt, DE", &metros::FR, EDGE, "8f3eb9dc-cd96-486d-9326-3c11b22a18ac"),
    facility("fra2", "Frankfurt, DE", &metros::FR, EDGE, "6c954c2d-8396-5459-a208-b6265de9c048"),
    facility("fr2", "Frankfurt 2", &metros::FR, IBX, "288aa40e-1af8-5673-8a8f-61b435105578"),
    facility("fr8", "Frankfurt 8", &metros::FR, IBX, "a991c47d-d422-57e3-a5c3-f677eef410f3"),
    facility("hkg1", "Hong Kong 1, HK", &metros::HK, EDGE, "fe4d0bcc-ffb4-488b-9a62-9a983ed0d66d"),
    facility("iah1", "Houston, TX", &metros::HO, EDGE, "24df09c8-7f84-52d5-9ccc-a1d7f1636368"),
    facility("mci1", "Kansas City, MO", &metros::KC, EDGE, "a5e6f366-5371-5584-aa47-a217a76ff9e6"),
    facility("lax1", "Los Angeles, CA", &metros::LA, EDGE, "ad136386-a3b5-4127-b5a4-1c6ff0cc5ddb"),
    facility("lax2", "Los Angeles, CA", &metros::LA, EDGE, "338cab8c-2e16-5bf2-9d9a-e97ef42f615c"),
    facility("la4", "Los Angeles 4", &metros::LA, IBX, "93304f6d-b216-5645-9e23-9233ae367c1f"),
    facility("ld7", "London 7", &metros::LD, IBX, "81a2a446-7eac-510c-b835-b95b4f9a8216"),
    facility("mrs1", "Marseille, France", &metros::MR, EDGE, "0891275b-67c4-5333-b9b8-a3e777cba43e"),
    facility("ewr1", "Parsippany, NJ", &metros::NY, CORE, "e1e9c52e-a0bc-4117-b996-0fc94843ea09"),
    facility("ny5", "New York 5", &metros::NY, IBX, "1b435711-9be3-5cb1-8d7c-48c49ecf0f38"),
    facility("ny7", "New York 7", &metros::NY, IBX, "64b04ce7-6dda-5cde-8e89-1323e2456d7b"),
    facility("pa4", "Paris 4", &metros::PA, IBX, "93a54fb7-06d4-5663-ba50-44a44a957c5d"),
    facility("pit1", "Pittsburgh, PA", &metros::PI, EDGE, "aeb5399f-c5b8-5b0e-9823-373a04c10751"),
    facility("phx1", "Phoenix, AZ", &metros::PX, EDGE, "b8424c5e-90d3-546b-8cfa-e1106840e3f7"),
    facility("sea1", "Seattle, WA", &metros::SE, EDGE, "ca3bb830-4aa2-4226-9daa-8d67be3c0c61"),
    facility("sea2", "Seattle, WA", &metros::SE, EDGE, "7744ef49-c53e-53a6-a397-466447f95117"),
    facility("se4", "Seattle 4", &metros::SE, IBX, "af4c124e-848f-572d-9a78-20bbc0c4c9b1"),
    facility("sin1", "Singapore", &metros::SG, SMALL, "fd8c403f-c81d-4de7-ba5e-91362fc2d71c"),
    facility("sin3", "Singapore", &metros::SG, SMALL, "77ae270c-05f3-5815-be32-982aca412c2b"),
    facility("sg1", "Singapore 1", &metros::SG, IBX, "292021fd-e7d8-59ea-a3fb-5db04247c7a0"),
    facility("sg4", "Singapore 4", &metros::SG, IBX, "c666cf2c-f105-5765-a9d3-603bc274d34d"),
    facility("sl1", "Seoul 1", &metros::SL, IBX, "1ec90878-1ede-5395-9fb2-9a24abad255e"),
    facility("sjc1", "Sunnyvale, CA", &metros::SV, CORE, "2b70eb8f-fa18-47c0-aba7-222a842362fd"),
    facility("sv15", "Silicon Valley 15", &metros::SV, IBX, "7d1ddb65-c772-51e0-ac86-4f38c250865e"),
    facility("syd1", "Sydney, Australia", &metros::SY, SMALL, "c4501630-3713-4751-8ea8-65d9ed8ae18f"),
    facility("syd2", "Sydney, Australia", &metros::SY, SMALL, "3fe23b91-049f-5078-a202-7e8457239a57"),
    facility("sy4", "Sydney 4", &metros::SY, IBX, "efc9518c-f350-50af-a2f3-9da095e50517"),
    facility("yyz1", "Toronto, ON, CA", &metros::TR, SMALL, "92d199e7-3203-4df1-afb5-f16a890150ac"),
    facility("nrt1", "Tokyo, JP", &metros::TY, CORE, "8ea03255-89f9-4e62-9d3f-8817db82ceed"),
    facility("ty11", "Tokyo 11", &metros::TY, IBX, "2714c990-5807-5924-b124-a9c96f442570"),
];
