//! What a set of files says: the value that every API generation hands over.

use super::v1alpha1::{
    Cluster, ListMeta, Machine, MachineClass, MachineDeployment, MachineSet, MachineSpec, PacketMachineProviderSpec,
};
use crate::problem::{Place, Problems};
use crate::yaml::Node;
use serde::Serialize;
use std::ops::Deref;

/// A value and where it stands, for messages about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: T,
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What a set of files says, and it is a whole: one cluster, one control plane, labels and selectors that fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The cluster.
    pub cluster: Placed<Cluster>,
    /// The machines, those in lists included; exactly one of them runs the control plane.
    pub machines: Vec<Placed<Machine>>,
    /// The sets of machines.
    pub machine_sets: Vec<Placed<MachineSet>>,
    /// The deployments of machines.
    pub machine_deployments: Vec<Placed<MachineDeployment>>,
    /// The classes of machines; [`Reading::packet`] follows references to them.
    pub machine_classes: Vec<Placed<MachineClass>>,
    /// All other objects (those of provider-components and addons), as they were read.
    pub others: Vec<Placed<Node>>,
    /// What is legal but dubious.
    pub warnings: Problems,
    /// The documents of cluster.k8s.io in the order of the files.
    pub(super) order: Vec<Entry>,
}

/// A document of cluster.k8s.io: an object, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    Object(Index),
    List { api_version: String, kind: String, metadata: Option<ListMeta>, items: Vec<Index> },
}

/// Which object: its kind, and which of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    Cluster,
    Machine(usize),
    MachineSet(usize),
    MachineDeployment(usize),
    MachineClass(usize),
}

/// A document of cluster.k8s.io as it was understood, ready to be written.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Document<'a> {
    /// A cluster.
    Cluster(&'a Cluster),
    /// A machine.
    Machine(&'a Machine),
    /// A set of machines.
    MachineSet(&'a MachineSet),
    /// A deployment of machines.
    MachineDeployment(&'a MachineDeployment),
    /// A class of machines.
    MachineClass(&'a MachineClass),
    /// Several of one kind in one document.
    #[serde(rename_all = "camelCase")]
    List {
        /// The list's API version.
        api_version: &'a str,
        /// The list's kind, for example `MachineList`.
        kind: &'a str,
        /// The list's bookkeeping.
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<&'a ListMeta>,
        /// The objects.
        items: Vec<Document<'a>>,
    },
}

impl Reading {
    /// Every document of cluster.k8s.io as it was understood, in the order of the files; lists stay lists.
    #[must_use]
    pub fn documents(&self) -> Vec<Document<'_>> {
        let document = |entry| match entry {
            &Entry::Object(index) => self.object(index),
            Entry::List { api_version, kind, metadata, items } => Some(Document::List {
                api_version,
                kind,
                metadata: metadata.as_ref(),
                items: items.iter().filter_map(|&index| self.object(index)).collect(),
            }),
        };
        self.order.iter().filter_map(document).collect()
    }

    /// What Packet must know about a machine of these files: what stands in place, or in the class referred to.
    #[must_use]
    pub fn packet<'a>(&'a self, spec: &'a MachineSpec) -> Option<&'a PacketMachineProviderSpec> {
        let referred = || {
            let name = spec.provider_spec.machine_class()?.name.as_deref()?;
            let class = self.machine_classes.iter().find(|class| class.metadata.name() == name)?;
            Some(&class.provider_spec)
        };
        spec.provider_spec.value.as_ref().or_else(referred)
    }

    /// What the files describe, in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let control_planes = self.machines.iter().filter(|machine| machine.spec.control_plane().is_some());
        let version = control_planes.clone().find_map(|machine| machine.spec.control_plane()).unwrap_or_default();
        let control_planes = control_planes.count();
        let count = |replicas: Option<i32>| usize::try_from(replicas.unwrap_or(1)).unwrap_or_default();
        let in_sets: usize = self.machine_sets.iter().map(|set| count(set.spec.replicas)).sum();
        let in_deployments: usize =
            self.machine_deployments.iter().map(|deployment| count(deployment.spec.replicas)).sum();
        let workers = self.machines.len() - control_planes + in_sets + in_deployments;
        let plural = |number: usize| if number == 1 { "" } else { "s" };
        format!(
            "cluster {}: Kubernetes {version}, {control_planes} control plane{}, {workers} worker{}, {} other object{}",
            self.cluster.metadata.name(),
            plural(control_planes),
            plural(workers),
            self.others.len(),
            plural(self.others.len()),
        )
    }

    fn object(&self, index: Index) -> Option<Document<'_>> {
        Some(match index {
            Index::Cluster => Document::Cluster(&self.cluster),
            Index::Machine(index) => Document::Machine(self.machines.get(index)?),
            Index::MachineSet(index) => Document::MachineSet(self.machine_sets.get(index)?),
            Index::MachineDeployment(index) => Document::MachineDeployment(self.machine_deployments.get(index)?),
            Index::MachineClass(index) => Document::MachineClass(self.machine_classes.get(index)?),
        })
    }
}
