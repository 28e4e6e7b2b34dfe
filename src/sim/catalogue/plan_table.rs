//! The table of plans.
//!
//! Prices are the last known, cores those that cluster-autoscaler lists. The ids, processors and drives of the first
//! generation are those of fixtures of 2017 and 2018; ids of c2.medium.x86 and m2.xlarge.x86 too. Of the others, ids
//! are made up (see [`super`]), and processors, drives and descriptions are told from memory.

use super::plans::Architecture::{Arm, X86};
use super::plans::Category::{Boot, Cache, Storage};
use super::plans::Generation::{First, Second, Third};
use super::plans::{Category, Drive, Line, Machine, Nics, Plan, Sites};

/// The four oldest sites.
const CORE: Sites = Sites::These(&["ams1", "ewr1", "nrt1", "sjc1"]);
/// The oldest sites but Tokyo.
const WEST: Sites = Sites::These(&["ams1", "ewr1", "sjc1"]);
/// The small sites of 2017 to 2019.
const EDGE: Sites = Sites::These(&[
    "atl1", "atl2", "dfw1", "dfw2", "dtw1", "fra1", "fra2", "hkg1", "iad1", "iad2", "iah1", "lax1", "lax2", "mci1",
    "mrs1", "ord1", "ord4", "phx1", "pit1", "sea1", "sea2", "sin1", "sin3", "syd1", "syd2", "yyz1",
]);
/// Where the machines of 2018 and 2019 stood.
const SECOND: Sites = Sites::These(&[
    "ams1", "atl2", "dfw2", "ewr1", "fra2", "iad2", "lax2", "nrt1", "ord4", "sea2", "sin3", "sjc1", "syd2", "hkg1",
    "yyz1",
]);
/// The sites that were opened in 2020 and later; ewr1 is none of them.
const THIRD: Sites = Sites::These(&[
    "am6", "at4", "ch3", "da11", "dc13", "fr2", "fr8", "la4", "ld7", "ny5", "ny7", "pa4", "se4", "sg1", "sg4", "sl1",
    "sv15", "sy4", "ty11",
]);
const EMAG: Sites = Sites::These(&["dfw2", "ewr1", "nrt1", "sjc1"]);
const ALTRA: Sites = Sites::These(&["am6", "da11", "dc13", "ny5", "sv15", "sg1"]);
const GPU: Sites = Sites::These(&["am6", "dc13", "ny5", "sv15"]);

const fn drive(count: u32, size: &'static str, medium: &'static str, category: Category) -> Drive {
    Drive { count, size, medium, category }
}

const fn nics(count: u32, speed: &'static str) -> Nics {
    Nics { count, speed }
}

/// Something that is paid for and is no machine.
const fn no_machine(slug: &'static str, name: &'static str, line: Line, price: f64, id: &'static str) -> Plan {
    Plan { slug, legacy_slug: None, name, description: "TBD", line, price, id, machine: None }
}

const fn machine(
    slug: &'static str,
    legacy_slug: Option<&'static str>,
    id: &'static str,
    price: f64,
    description: &'static str,
    machine: Machine,
) -> Plan {
    Plan { slug, legacy_slug, name: slug, description, line: Line::Baremetal, price, id, machine: Some(machine) }
}

/// Every plan; machines by slug, then the rest.
#[rustfmt::skip] // A machine is easier to look over in few lines.
pub(in crate::sim) static PLANS: [Plan; 27] = [
    machine("a3.large.x86", None, "c82d325e-9ea6-5b26-8c56-78a4acc7c107", 7.5,
        "Our a3.large.x86 has two AMD EPYC processors, 1 TB of RAM and NVIDIA A100 accelerators.",
        Machine {
            generation: Third, architecture: X86, cores: 64, processors: 2,
            processor: "AMD EPYC 7513 32-Core Processor @ 2.6GHz", memory: 1024,
            drives: &[drive(2, "240GB", "SSD", Boot), drive(2, "3.8TB", "NVME", Storage)],
            nics: nics(4, "25Gbps"), sites: GPU,
        }),
    machine("c1.large.arm", Some("baremetal_2a"), "3bc8a214-b807-4058-ad4a-6925f2411155", 0.5,
        "Our Type 2A configuration is a 96-core dual socket ARM 64 beast based on Cavium ThunderX chips.",
        Machine {
            generation: First, architecture: Arm, cores: 96, processors: 2,
            processor: "Cavium ThunderX CN8890 @2GHz", memory: 128,
            drives: &[drive(1, "250GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: CORE,
        }),
    machine("c1.small.x86", Some("baremetal_1"), "6d1f1ffa-7912-4b78-b50d-88cc7c8ab40f", 0.4,
        "Our Type 1 configuration is a zippy general use server, with an Intel E3-1240 v3 processor and 32GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 4, processors: 1,
            processor: "Intel E3-1240 v3", memory: 32,
            drives: &[drive(2, "120GB", "SSD", Boot)],
            nics: nics(2, "1Gbps"), sites: CORE,
        }),
    machine("c1.xlarge.x86", Some("baremetal_3"), "741f3afb-bb2f-4694-93a0-fcbad7cd5e78", 1.75,
        "Our Type 3 configuration is a high core, high IO server, with two Intel E5-2640 v3 processors, 128GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 16, processors: 2,
            processor: "Intel E5-2640 v3", memory: 128,
            drives: &[drive(2, "120GB", "SSD", Boot), drive(1, "1.6TB", "NVME", Storage)],
            nics: nics(2, "10Gbps"), sites: WEST,
        }),
    machine("c2.large.arm", None, "0ffe527a-6089-5ccc-80a1-f9e640601a7c", 1.0,
        "Our c2.large.arm has an Ampere eMAG 32-core processor and 128 GB of RAM.",
        Machine {
            generation: Second, architecture: Arm, cores: 32, processors: 1,
            processor: "Ampere eMAG 8180 32-Core Processor @ 2.8GHz", memory: 128,
            drives: &[drive(1, "480GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: EMAG,
        }),
    machine("c2.medium.x86", None, "5aeee4f9-1137-4514-8f3e-a1e103b02966", 1.0,
        "Our c2.medium.x86 configuration is a 24-core AMD EPYC 7401P server with 64 GB of RAM.",
        Machine {
            generation: Second, architecture: X86, cores: 24, processors: 1,
            processor: "AMD EPYC 7401P 24-Core Processor @ 2.0GHz", memory: 64,
            drives: &[drive(2, "120GB", "SSD", Boot), drive(2, "480GB", "SSD", Storage)],
            nics: nics(2, "10Gbps"), sites: SECOND,
        }),
    machine("c3.large.arm64", None, "37de83e5-ab17-53c3-8163-cc48653ea598", 2.5,
        "Our c3.large.arm64 has an Ampere Altra 80-core processor and 256 GB of RAM.",
        Machine {
            generation: Third, architecture: Arm, cores: 80, processors: 1,
            processor: "Ampere Altra Q80-30 80-Core Processor @ 3.0GHz", memory: 256,
            drives: &[drive(2, "960GB", "NVME", Boot)],
            nics: nics(2, "25Gbps"), sites: ALTRA,
        }),
    machine("c3.medium.x86", None, "7026ae8c-516c-578c-b11d-0e27d2c44901", 1.35,
        "Our c3.medium.x86 configuration is a 24-core AMD EPYC 7402P server with 64 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 24, processors: 1,
            processor: "AMD EPYC 7402P 24-Core Processor @ 2.8GHz", memory: 64,
            drives: &[drive(2, "240GB", "SSD", Boot), drive(2, "480GB", "SSD", Storage)],
            nics: nics(2, "25Gbps"), sites: THIRD,
        }),
    machine("c3.small.x86", None, "c909327f-a792-513f-af88-acd83af0c989", 0.75,
        "Our c3.small.x86 is an energy efficient 8-core server with 32 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 8, processors: 1,
            processor: "Intel Xeon E-2278G 8-Core Processor @ 3.40GHz", memory: 32,
            drives: &[drive(2, "480GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: THIRD,
        }),
    machine("g2.large.x86", None, "4fafb2ec-0adf-5459-8d05-07f2fae82f0d", 5.0,
        "Our g2.large.x86 has two Intel Xeon Gold processors, 192 GB of RAM and NVIDIA Tesla accelerators.",
        Machine {
            generation: Second, architecture: X86, cores: 24, processors: 2,
            processor: "Intel Xeon Gold 6126 12-Core Processor @ 2.6GHz", memory: 192,
            drives: &[drive(2, "120GB", "SSD", Boot), drive(2, "480GB", "SSD", Storage)],
            nics: nics(2, "10Gbps"), sites: GPU,
        }),
    machine("m1.xlarge.x86", Some("baremetal_2"), "a3729923-fdc4-4e85-a972-aafbad3695db", 1.7,
        "Our Type 2 configuration is the perfect all purpose virtualization server, with 256 GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 24, processors: 2,
            processor: "Intel Xeon E5-2650 v4 @2.2GHz", memory: 256,
            drives: &[drive(6, "480GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: CORE,
        }),
    machine("m2.xlarge.x86", None, "c5a9c64a-07e4-46a9-8dfe-2437f521dcb8", 2.9,
        "Our m2.xlarge.x86 is a 28-core memory optimised server with 384 GB of RAM.",
        Machine {
            generation: Second, architecture: X86, cores: 28, processors: 2,
            processor: "Intel Xeon Gold 5120 14-Core Processor @ 2.2GHz", memory: 384,
            drives: &[drive(2, "120GB", "SSD", Boot), drive(1, "3.8TB", "NVME", Storage)],
            nics: nics(2, "10Gbps"), sites: SECOND,
        }),
    machine("m3.large.x86", None, "b941845b-44b9-5ab0-a416-32a1c6136423", 3.1,
        "Our m3.large.x86 configuration is a 32-core AMD EPYC 7502P server with 256 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 32, processors: 1,
            processor: "AMD EPYC 7502P 32-Core Processor @ 2.5GHz", memory: 256,
            drives: &[drive(2, "240GB", "SSD", Boot), drive(2, "3.8TB", "NVME", Storage)],
            nics: nics(2, "25Gbps"), sites: THIRD,
        }),
    machine("m3.small.x86", None, "5107ed9d-36f6-5f99-93a2-fe6abbea7cab", 1.05,
        "Our m3.small.x86 is an 8-core server with 64 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 8, processors: 1,
            processor: "Intel Xeon E-2378G 8-Core Processor @ 2.80GHz", memory: 64,
            drives: &[drive(2, "480GB", "SSD", Boot)],
            nics: nics(2, "25Gbps"), sites: Sites::Everywhere,
        }),
    machine("n2.xlarge.x86", None, "cf77fbd1-6843-5b2e-b34e-bafc5edb3648", 3.25,
        "Our n2.xlarge.x86 is a 28-core server with four network ports and 384 GB of RAM.",
        Machine {
            generation: Second, architecture: X86, cores: 28, processors: 2,
            processor: "Intel Xeon Gold 5120 14-Core Processor @ 2.2GHz", memory: 384,
            drives: &[drive(2, "120GB", "SSD", Boot), drive(1, "3.8TB", "NVME", Storage)],
            nics: nics(4, "10Gbps"), sites: SECOND,
        }),
    machine("n3.xlarge.x86", None, "1d60b1a3-cd24-56f7-b5b7-7b58d4be3d85", 4.5,
        "Our n3.xlarge.x86 is a 32-core server with four network ports and 512 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 32, processors: 1,
            processor: "Intel Xeon Gold 6314U 32-Core Processor @ 2.3GHz", memory: 512,
            drives: &[drive(2, "240GB", "SSD", Boot), drive(2, "3.8TB", "NVME", Storage)],
            nics: nics(4, "25Gbps"), sites: Sites::Everywhere,
        }),
    machine("s1.large.x86", Some("baremetal_s"), "66173669-84fc-43b3-92b5-64f84497c887", 1.5,
        "Our Type S configuration is a storage server, with twelve spinning drives and 128GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 16, processors: 2,
            processor: "Intel Xeon E5-2620 v4 @2.1GHz", memory: 128,
            drives: &[drive(1, "128GB", "SSD", Boot), drive(12, "2TB", "HDD", Storage)],
            nics: nics(2, "10Gbps"), sites: CORE,
        }),
    machine("s3.xlarge.x86", None, "57f458ae-ff80-59d7-8d2c-cdac24f0310c", 2.95,
        "Our s3.xlarge.x86 is a storage server, with twelve spinning drives of 8 TB and 192 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 24, processors: 2,
            processor: "Intel Xeon Silver 4214 12-Core Processor @ 2.2GHz", memory: 192,
            drives: &[drive(2, "960GB", "SSD", Boot), drive(12, "8TB", "HDD", Storage), drive(2, "256GB", "NVME", Cache)],
            nics: nics(2, "10Gbps"), sites: THIRD,
        }),
    machine("t1.small.x86", Some("baremetal_0"), "e69c0169-4726-46ea-98f1-939c9e8a3607", 0.07,
        "Our Type 0 configuration is a general use \"cloud killer\" server, with a Intel Atom 2.4Ghz processor and 8GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 4, processors: 1,
            processor: "Intel Atom C2550 @ 2.4Ghz", memory: 8,
            drives: &[drive(1, "80GB", "SSD", Boot)],
            nics: nics(2, "1Gbps"), sites: CORE,
        }),
    machine("t3.small.x86", None, "02273222-8bc3-5b11-a870-8c56a5ed2053", 0.35,
        "Our t3.small.x86 is a 4-core server with 16 GB of RAM.",
        Machine {
            generation: Third, architecture: X86, cores: 4, processors: 1,
            processor: "Intel Xeon E-2174G 4-Core Processor @ 3.80GHz", memory: 16,
            drives: &[drive(1, "480GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: THIRD,
        }),
    machine("x1.small.x86", Some("baremetal_1e"), "e829e15f-bfa0-4d8f-806e-cc92bb6567b4", 0.4,
        "Our Type 1E configuration is the edge server, with an Intel E3-1578L v5 processor and 32GB of RAM.",
        Machine {
            generation: First, architecture: X86, cores: 4, processors: 1,
            processor: "Intel Xeon E3-1578L v5 @ 2.0Ghz", memory: 32,
            drives: &[drive(1, "240GB", "SSD", Boot)],
            nics: nics(2, "10Gbps"), sites: EDGE,
        }),
    machine("x2.xlarge.x86", None, "5cfa8752-5cd2-5254-b655-50b03f9ac53d", 2.5,
        "Our x2.xlarge.x86 has two Intel Xeon Gold processors, 384 GB of RAM and one NVIDIA accelerator.",
        Machine {
            generation: Second, architecture: X86, cores: 28, processors: 2,
            processor: "Intel Xeon Gold 5120 14-Core Processor @ 2.2GHz", memory: 384,
            drives: &[drive(1, "120GB", "SSD", Boot), drive(1, "3.8TB", "NVME", Storage)],
            nics: nics(2, "10Gbps"), sites: GPU,
        }),
    no_machine("bandwidth", "Outbound Bandwidth", Line::Bandwidth, 0.05, "49f1faba-e51b-4118-b7db-a88375f0abb5"),
    no_machine("global_ipv4", "Global IPv4", Line::Network, 0.15, "c85c8fe2-7edb-4d63-82da-17f6506663d5"),
    no_machine("public_ipv4", "Public IPv4", Line::Network, 0.005, "141d0eff-d5fc-4d72-9466-0c623b66a82b"),
    no_machine("storage_1", "Standard", Line::Storage, 0.000_104, "87728148-3155-4992-a730-8d1e6aca8a32"),
    no_machine("storage_2", "Performance", Line::Storage, 0.000_223, "d6570cfb-38fa-4467-92b3-e45d059bb249"),
];
