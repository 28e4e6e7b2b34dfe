//! The tags by which a cluster's things are known at Packet: what carries none of them is nobody's business here.
//!
//! Packet takes 80 characters a tag; names of clusters and machines are short enough for that by their own rules.

use crate::cluster::Role;

const ID: &str = "packetctl:id=";
const CLUSTER: &str = "packetctl:cluster=";
const NAME: &str = "packetctl:name=";
const GROUP: &str = "packetctl:group=";
const ROLE: &str = "packetctl:role=";
const ORDER: &str = "packetctl:order=";

/// The tag of everything that belongs to a cluster, by its id: two clusters may share a name, never an id.
#[must_use]
pub fn of_cluster(id: &str) -> String {
    format!("{ID}{id}")
}

/// The tag of everything of clusters of this name.
#[must_use]
pub fn of_cluster_name(name: &str) -> String {
    format!("{CLUSTER}{name}")
}

/// The tag that only one order carries.
pub(super) fn of_order(order: &str) -> String {
    format!("{ORDER}{order}")
}

/// The tags of what a cluster has besides machines: its elastic address.
pub(super) fn of_thing(cluster: (&str, &str), order: &str) -> Vec<String> {
    let (name, id) = cluster;
    vec![of_cluster(id), of_cluster_name(name), of_order(order)]
}

/// The tags of a machine, the user's own behind them.
pub(super) fn of_machine(cluster: (&str, &str), order: &str, machine: &Named<'_>, own: &[String]) -> Vec<String> {
    let mut tags = of_thing(cluster, order);
    tags.push(format!("{NAME}{}", machine.name));
    tags.push(format!("{GROUP}{}", machine.group));
    tags.push(format!("{ROLE}{}", machine.role.name()));
    tags.extend_from_slice(own);
    tags
}

/// The id of the cluster that a thing's tags name.
pub(super) fn cluster_id(tags: &[String]) -> Option<&str> {
    Tags(tags).value(ID)
}

/// How a machine is called, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) group: &'a str,
    pub(super) role: Role,
}

/// What the tags of a thing say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tags<'a>(pub(super) &'a [String]);

impl<'a> Tags<'a> {
    fn value(self, prefix: &str) -> Option<&'a str> {
        self.0.iter().find_map(|tag| tag.strip_prefix(prefix)).filter(|value| !value.is_empty())
    }

    /// The tag value of the order.
    pub(super) fn order(self) -> Option<&'a str> {
        self.value(ORDER)
    }

    /// The machine's name.
    pub(super) fn name(self) -> Option<&'a str> {
        self.value(NAME)
    }

    /// The machine's group.
    pub(super) fn group(self) -> Option<&'a str> {
        self.value(GROUP)
    }

    /// What the machine is for.
    pub(super) fn role(self) -> Option<Role> {
        Role::from_name(self.value(ROLE)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tags_say_of_a_machine_comes_back() {
        let machine = Named { name: "demo-worker-0", group: "demo-worker", role: Role::Worker };
        let tags = of_machine(("demo", "abc123"), "o1", &machine, &["mine".to_owned()]);
        assert!(tags.iter().any(|tag| tag == "mine"));
        let tags = Tags(&tags);
        assert_eq!((tags.name(), tags.group()), (Some(machine.name), Some(machine.group)));
        assert_eq!((tags.role(), tags.order()), (Some(machine.role), Some("o1")));
    }

    #[test]
    fn other_peoples_tags_say_nothing() {
        let tags = ["packetctl:name=".to_owned(), "web".to_owned(), "packetctl:role=queen".to_owned()];
        let tags = Tags(&tags);
        assert_eq!((tags.name(), tags.group(), tags.role(), tags.order()), (None, None, None, None));
    }

    #[test]
    fn the_longest_names_fit_into_a_tag() {
        let longest = crate::values::MACHINE_NAME_LIMIT;
        assert!(NAME.len() + longest <= 80 && GROUP.len() + longest <= 80);
        assert!(CLUSTER.len() + crate::values::ClusterName::LIMIT <= 80);
    }
}
