//! The plans: what a machine was made of, what it cost and where it stood; and what else was paid for.

pub(in crate::sim) use super::plan_table::PLANS;

use super::facilities::{FACILITIES, Facility};
use super::metros::{METROS, Metro};
use crate::sim::links::Links;
use serde_json::{Value, json};

/// Something with a price.
#[derive(Debug, PartialEq)]
pub(in crate::sim) struct Plan {
    /// The slug, such as `c1.small.x86`. It was the `class` while the slug still was the legacy one.
    pub(in crate::sim) slug: &'static str,
    /// The slug until 2018, such as `baremetal_1`; a create took either to the end.
    pub(in crate::sim) legacy_slug: Option<&'static str>,
    /// The name for people.
    pub(in crate::sim) name: &'static str,
    /// A sentence that praises it.
    pub(in crate::sim) description: &'static str,
    /// What kind of thing it is.
    pub(in crate::sim) line: Line,
    /// Dollars an hour; of bandwidth, dollars a GB.
    pub(in crate::sim) price: f64,
    /// The UUID.
    pub(in crate::sim) id: &'static str,
    /// The machine, if it is one.
    pub(in crate::sim) machine: Option<Machine>,
}

/// What kind of thing a plan is for. Whoever looks for machines must leave out the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Line {
    /// Machines.
    Baremetal,
    /// Traffic that leaves.
    Bandwidth,
    /// Addresses.
    Network,
    /// Volumes.
    Storage,
}

impl Line {
    /// The word of the API.
    pub(in crate::sim) const fn as_str(self) -> &'static str {
        match self {
            Self::Baremetal => "baremetal",
            Self::Bandwidth => "bandwidth",
            Self::Network => "network",
            Self::Storage => "storage",
        }
    }
}

/// What a machine is made of.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Machine {
    /// When it was new, which tells the operating systems that it takes.
    pub(in crate::sim) generation: Generation,
    /// Whose instructions it understands.
    pub(in crate::sim) architecture: Architecture,
    /// Cores of all processors together.
    pub(in crate::sim) cores: u32,
    /// How many processors.
    pub(in crate::sim) processors: u32,
    /// Which processor.
    pub(in crate::sim) processor: &'static str,
    /// Memory in GB.
    pub(in crate::sim) memory: u32,
    /// Its drives, the one that boots first.
    pub(in crate::sim) drives: &'static [Drive],
    /// Its network ports.
    pub(in crate::sim) nics: Nics,
    /// Where such machines stand.
    pub(in crate::sim) sites: Sites,
}

/// The years in which machines of a kind were new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Generation {
    /// 2014 to 2017: Type 0 to Type 3.
    First,
    /// 2018 and 2019.
    Second,
    /// From 2020.
    Third,
}

/// Whose instructions a machine understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Architecture {
    /// Intel's and AMD's.
    X86,
    /// ARM, 64 bits.
    Arm,
}

/// Drives of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Drive {
    /// How many.
    pub(in crate::sim) count: u32,
    /// The size of each, such as `480GB`.
    pub(in crate::sim) size: &'static str,
    /// `SSD`, `HDD` or `NVME`.
    pub(in crate::sim) medium: &'static str,
    /// What it is for.
    pub(in crate::sim) category: Category,
}

/// What a drive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Category {
    /// The operating system.
    Boot,
    /// Whatever is read often.
    Cache,
    /// Everything else.
    Storage,
}

/// The network ports.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Nics {
    /// How many.
    pub(in crate::sim) count: u32,
    /// How fast each is, such as `10Gbps`.
    pub(in crate::sim) speed: &'static str,
}

/// Where machines of a kind stand.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) enum Sites {
    /// In every facility.
    Everywhere,
    /// In the facilities with these codes.
    These(&'static [&'static str]),
}

impl Plan {
    /// Whether such machines stand in a facility.
    pub(in crate::sim) fn is_offered_in(&self, facility: &Facility) -> bool {
        self.machine.as_ref().is_some_and(|machine| match machine.sites {
            Sites::Everywhere => true,
            Sites::These(codes) => codes.contains(&facility.code),
        })
    }

    /// The facilities where such machines stand.
    pub(in crate::sim) fn facilities(&self) -> impl Iterator<Item = &'static Facility> {
        FACILITIES.iter().filter(|facility| self.is_offered_in(facility))
    }

    /// Whether such machines stand anywhere in a metro.
    pub(in crate::sim) fn is_offered_in_metro(&self, metro: &Metro) -> bool {
        self.facilities().any(|facility| facility.metro.code == metro.code)
    }

    /// The plan as the API shows it (OpenAPI `Plan`).
    ///
    /// As in the document, a location's price is told too, and every plan says `legacy: false`.
    pub(in crate::sim) fn to_json(&self, links: Links) -> Value {
        let price = json!({ "hour": self.price });
        let offer = |reference: Value| json!({ "href": reference["href"], "price": price });
        let metros = METROS.iter().filter(|metro| self.is_offered_in_metro(metro));
        json!({
            "id": self.id,
            "slug": self.slug,
            "name": self.name,
            "description": self.description,
            "line": self.line.as_str(),
            "legacy": false,
            "type": if self.line == Line::Baremetal && self.is_special() { "workload_optimized" } else { "standard" },
            "categories": self.categories(),
            "class": self.slug,
            "specs": self.machine.as_ref().map_or_else(|| json!({}), Machine::specs),
            "deployment_types": if self.machine.is_some() { json!(["on_demand", "spot_market"]) } else { json!([]) },
            "available_in": self.facilities().map(|facility| offer(facility.reference(links))).collect::<Vec<_>>(),
            "available_in_metros": metros.map(|metro| offer(metro.reference(links))).collect::<Vec<_>>(),
            "pricing": if self.line == Line::Bandwidth { json!({ "GB": self.price }) } else { price.clone() },
        })
    }

    /// The categories that a list can be narrowed to.
    pub(in crate::sim) fn categories(&self) -> &'static [&'static str] {
        match self.line {
            Line::Baremetal if self.slug.starts_with('s') => &["storage"],
            Line::Baremetal => &["compute"],
            _ => &[],
        }
    }

    /// Whether it is made for one kind of work, rather than for any.
    fn is_special(&self) -> bool {
        self.slug.starts_with(['a', 'g', 's', 'x'])
    }
}

impl Machine {
    fn specs(&self) -> Value {
        let category = |category| match category {
            Category::Boot => "boot",
            Category::Cache => "cache",
            Category::Storage => "storage",
        };
        let drive = |drive: &Drive| {
            json!({
                "count": drive.count,
                "size": drive.size,
                "type": drive.medium,
                "category": category(drive.category),
            })
        };
        let is_x86 = self.architecture == Architecture::X86;
        json!({
            "cpus": [{ "count": self.processors, "type": self.processor }],
            "memory": { "total": format!("{}GB", self.memory) },
            "drives": self.drives.iter().map(drive).collect::<Vec<_>>(),
            "nics": [{ "count": self.nics.count, "type": self.nics.speed }],
            "features": {
                // Two drives that boot can be mirrored.
                "raid": self.drives.first().is_some_and(|drive| drive.count > 1),
                "txt": is_x86,
                "uefi": self.generation == Generation::Third || !is_x86,
            },
        })
    }
}
