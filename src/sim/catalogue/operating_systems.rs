//! The operating systems, on which machines each could be installed, and what a login was called.
//!
//! Slugs are those the service had. The id of `ubuntu_16_04` is from a fixture, the others are made up (see
//! [`super`]). On which plans each was offered is told by its years and theirs.

use super::plans::{Architecture, Generation, PLANS, Plan};
use serde_json::{Value, json};

/// An image that a machine can be installed with.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct OperatingSystem {
    /// The slug, such as `ubuntu_20_04`.
    pub(in crate::sim) slug: &'static str,
    /// The name for people.
    pub(in crate::sim) name: &'static str,
    /// The distribution.
    pub(in crate::sim) distro: &'static str,
    /// The version, as a text.
    pub(in crate::sim) version: &'static str,
    /// The UUID.
    pub(in crate::sim) id: &'static str,
    plans: Machines,
}

/// The machines that an image was made for.
#[derive(Debug, PartialEq, Eq)]
struct Machines {
    generations: &'static [Generation],
    arm: bool,
}

impl OperatingSystem {
    /// Whether a machine of this plan can be installed with it.
    pub(in crate::sim) fn is_provisionable_on(&self, plan: &Plan) -> bool {
        plan.machine.as_ref().is_some_and(|machine| {
            self.plans.generations.contains(&machine.generation)
                && (self.plans.arm || machine.architecture != Architecture::Arm)
        })
    }

    /// The slugs of the plans whose machines can be installed with it; none of a system whose time is over.
    pub(in crate::sim) fn provisionable_on(&self) -> Vec<&'static str> {
        PLANS.iter().filter(|plan| self.is_provisionable_on(plan)).map(|plan| plan.slug).collect()
    }

    /// Whether any machine can still be installed with it.
    pub(in crate::sim) fn is_supported(&self) -> bool {
        !self.plans.generations.is_empty()
    }

    /// The user of the machine that the keys are given to.
    pub(in crate::sim) fn user(&self) -> &'static str {
        match self.distro {
            "coreos" | "flatcar" => "core",
            "rancher" => "rancher",
            "vyos" => "vyos",
            "windows" => "Admin",
            _ => "root",
        }
    }

    /// Whether the machine boots from the network into what its user names, and nothing is installed.
    pub(in crate::sim) fn is_custom_ipxe(&self) -> bool {
        self.slug == "custom_ipxe"
    }

    /// Whether machines stood ready with it, which made a create take less than a minute.
    pub(in crate::sim) fn is_preinstallable(&self) -> bool {
        matches!(self.slug, "centos_7" | "ubuntu_16_04" | "ubuntu_18_04" | "ubuntu_20_04" | "ubuntu_22_04")
    }

    /// Whether it costs a licence.
    pub(in crate::sim) fn is_licensed(&self) -> bool {
        matches!(self.distro, "rhel" | "windows")
    }

    /// The system as the API shows it (OpenAPI `OperatingSystem`).
    pub(in crate::sim) fn to_json(&self) -> Value {
        let pricing = match self.distro {
            "windows" => json!({ "hour": { "price": 0.01, "multiplier": "cores" } }),
            _ => json!({}),
        };
        json!({
            "id": self.id,
            "slug": self.slug,
            "name": self.name,
            "distro": self.distro,
            "version": self.version,
            "preinstallable": self.is_preinstallable(),
            "provisionable_on": self.provisionable_on(),
            "pricing": pricing,
            "licensed": self.is_licensed(),
        })
    }
}

use Generation::{First, Second, Third};

const ALL: Machines = Machines { generations: &[First, Second, Third], arm: true };
const TO_SECOND: Machines = Machines { generations: &[First, Second], arm: true };
const FROM_SECOND: Machines = Machines { generations: &[Second, Third], arm: true };
const THIRD: Machines = Machines { generations: &[Third], arm: true };
const X86_TO_SECOND: Machines = Machines { arm: false, ..TO_SECOND };
const X86_FROM_SECOND: Machines = Machines { arm: false, ..FROM_SECOND };
const X86_THIRD: Machines = Machines { arm: false, ..THIRD };
/// Its time is over, as the image changelog of October 2025 has it, and no plan's machines were of that time.
const GONE: Machines = Machines { generations: &[], arm: false };

const fn system(
    slug: &'static str,
    name: &'static str,
    distro: &'static str,
    version: &'static str,
    plans: Machines,
    id: &'static str,
) -> OperatingSystem {
    OperatingSystem { slug, name, distro, version, id, plans }
}

/// Every operating system, by slug; those whose time is over are known by name, so that a create can say so.
#[rustfmt::skip] // One a line, as a table.
pub(in crate::sim) static OPERATING_SYSTEMS: [OperatingSystem; 48] = [
    system("alma_8", "AlmaLinux 8", "almalinux", "8", GONE, "3b176063-d9f7-584a-9dd5-8fda8ec9918d"),
    system("alma_9", "AlmaLinux 9", "almalinux", "9", GONE, "93b70063-37e5-5f39-b1e4-9750bbe12c92"),
    system("alpine_3", "Alpine 3", "alpine", "3", GONE, "8874a8cd-5c12-51ac-9af6-a7020bb4e10c"),
    system("centos_7", "CentOS 7", "centos", "7", TO_SECOND, "a7dec289-33f2-51f3-9438-1c1f8287c9a5"),
    system("centos_8", "CentOS 8", "centos", "8", GONE, "b8dfb837-361f-5d86-8b8b-4b794bf3a804"),
    system("coreos_alpha", "CoreOS (alpha)", "coreos", "alpha", GONE, "7ef5ed41-32d8-5d26-bca5-8e25dcb7859f"),
    system("coreos_beta", "CoreOS (beta)", "coreos", "beta", GONE, "24cd3bb8-7fe7-57d2-8680-062b21ded7fc"),
    system("coreos_stable", "CoreOS (stable)", "coreos", "stable", GONE, "e273938f-16b0-5d50-b2bd-453dec18a9de"),
    system("custom_ipxe", "Custom iPXE", "custom_ipxe", "1", ALL, "43af2c09-962b-56f8-b36c-a8bd0bb37b41"),
    system("debian_8", "Debian 8", "debian", "8", GONE, "e7a369ab-b5cd-5a86-ba76-a46af945a4bb"),
    system("debian_9", "Debian 9", "debian", "9", TO_SECOND, "d0515565-0a5c-5c43-b5a1-749bf355be55"),
    system("debian_10", "Debian 10", "debian", "10", ALL, "f7aacec7-ba61-51e2-bfae-54661131486e"),
    system("debian_11", "Debian 11", "debian", "11", FROM_SECOND, "2dcda76b-faee-5a06-b53d-5ec3be758489"),
    system("debian_12", "Debian 12", "debian", "12", THIRD, "113b1487-8c1f-5675-801d-8b32f7bfc149"),
    system("flatcar_alpha", "Flatcar Linux (Alpha)", "flatcar", "alpha", ALL, "d433e60d-0565-5d73-9243-ac30883d390f"),
    system("flatcar_beta", "Flatcar Linux (Beta)", "flatcar", "beta", ALL, "ac47ffe1-9a63-5157-8769-047a5f92bd78"),
    system("flatcar_stable", "Flatcar Linux (Stable)", "flatcar", "stable", ALL, "fbb61087-aa79-558e-acae-781101fc74f2"),
    system("freebsd_12", "FreeBSD 12", "freebsd", "12", GONE, "7aea2b26-26f6-5306-a17e-b05fc642275c"),
    system("freebsd_13", "FreeBSD 13", "freebsd", "13", GONE, "47e814dd-b963-53ad-9517-d219d1d81bb2"),
    system("nixos_22_11", "NixOS 22.11", "nixos", "22.11", GONE, "eeeef464-9765-5baa-8738-ac799e838944"),
    system("nixos_23_05", "NixOS 23.05", "nixos", "23.05", GONE, "d1a5c817-5589-57c0-a406-b93b93ad80a8"),
    system("opensuse_42_3", "openSUSE 42.3", "opensuse", "42.3", GONE, "bbe45ce1-9602-56bd-babb-3b18ef6cfc69"),
    system("rancher", "RancherOS", "rancher", "latest", GONE, "40b1e22d-cfe9-5244-9679-5c95b7929ecb"),
    system("rhel_7", "Red Hat Enterprise Linux 7", "rhel", "7", X86_TO_SECOND, "97d45e7a-9772-5280-9af2-d47a575c735a"),
    system("rhel_8", "Red Hat Enterprise Linux 8", "rhel", "8", X86_FROM_SECOND, "d860e0d6-0cc4-59ba-abff-ed5fb79f5ead"),
    system("rhel_9", "Red Hat Enterprise Linux 9", "rhel", "9", X86_THIRD, "246d321d-a966-59be-809b-ee6c05807ac9"),
    system("rocky_8", "Rocky Linux 8", "rocky", "8", FROM_SECOND, "066ad722-9e55-5157-940e-1ab89e482caa"),
    system("rocky_9", "Rocky Linux 9", "rocky", "9", THIRD, "d6b07db6-1458-5467-b517-9bb23bcfd638"),
    system("talos_v1", "Talos v1", "talos", "v1", GONE, "548b3a24-27a7-5377-9155-f97bcc32c08b"),
    system("ubuntu_14_04", "Ubuntu 14.04 LTS", "ubuntu", "14.04", GONE, "61849c70-eb2b-5afa-a47a-60f8b393ea93"),
    system("ubuntu_16_04", "Ubuntu 16.04 LTS", "ubuntu", "16.04", TO_SECOND, "1b9b78e3-de68-466e-ba00-f2123e89c112"),
    system("ubuntu_17_10", "Ubuntu 17.10", "ubuntu", "17.10", GONE, "850a1233-089c-549b-bd5d-5639f8173c8f"),
    system("ubuntu_18_04", "Ubuntu 18.04 LTS", "ubuntu", "18.04", ALL, "33c18900-66da-5862-a612-46fe0e28eee2"),
    system("ubuntu_19_04", "Ubuntu 19.04", "ubuntu", "19.04", GONE, "48d10ab6-fd9a-5a82-9108-76f4ed94df17"),
    system("ubuntu_20_04", "Ubuntu 20.04 LTS", "ubuntu", "20.04", ALL, "a48e0357-61f0-58cd-b7c4-d5c85ac91df3"),
    system("ubuntu_20_10", "Ubuntu 20.10", "ubuntu", "20.10", GONE, "03eae1be-f788-5dbe-a807-4dde97c48864"),
    system("ubuntu_21_04", "Ubuntu 21.04", "ubuntu", "21.04", GONE, "7aa32e96-4610-500e-9ae0-71489f63262a"),
    system("ubuntu_21_10", "Ubuntu 21.10", "ubuntu", "21.10", GONE, "a091f6eb-4940-5b56-873f-ecf2dd844c6e"),
    system("ubuntu_22_04", "Ubuntu 22.04 LTS", "ubuntu", "22.04", FROM_SECOND, "3aa4690e-2e86-50e1-b34a-da3f2c432bc9"),
    system("ubuntu_24_04", "Ubuntu 24.04 LTS", "ubuntu", "24.04", THIRD, "8a86b0cc-dbea-57d7-8409-af9027e35d57"),
    system("vmware_esxi_6_5", "VMware ESXi 6.5", "vmware", "6.5", X86_TO_SECOND, "0f66446d-0e59-5fac-9166-d35c628bde09"),
    system("vmware_esxi_6_7", "VMware ESXi 6.7", "vmware", "6.7", X86_TO_SECOND, "e9518211-29a1-5fe4-bf1b-48923a134828"),
    system("vmware_esxi_7_0", "VMware ESXi 7.0", "vmware", "7.0", X86_FROM_SECOND, "d5278429-ea15-5ad5-a186-67448c4d9365"),
    system("vmware_esxi_8_0", "VMware ESXi 8.0", "vmware", "8.0", X86_THIRD, "7ee5c12d-9f8f-5d76-8fbf-ec354fd7236b"),
    system("vyos_1_3", "VyOS 1.3", "vyos", "1.3", X86_THIRD, "6676033e-0faf-5fba-831d-01dece51c09a"),
    system("vyos_1_4", "VyOS 1.4", "vyos", "1.4", X86_THIRD, "5a0ec8f4-3b5d-527e-8abb-1def8a5f865c"),
    system("windows_2019", "Windows 2019 Standard", "windows", "2019", X86_FROM_SECOND, "77318fff-10ae-5f13-b7bd-4bb67f993afd"),
    system("windows_2022", "Windows 2022 Standard", "windows", "2022", X86_THIRD, "c09a2873-82d5-524c-bec9-b0f5046ed644"),
];
