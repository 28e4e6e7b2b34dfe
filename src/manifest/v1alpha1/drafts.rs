//! Documents that are decoded but not yet checked.

use super::{Cluster, List, Machine, MachineClass, MachineDeployment, MachineSet};
use crate::manifest::decode::{Finding, decode};
use crate::manifest::reading::{Entry, Index, Placed};
use crate::manifest::report::At;
use crate::problem::{Place, Problems};
use crate::yaml::Node;
use serde::de::DeserializeOwned;

/// A decoded document and where it stands.
#[derive(Debug)]
pub(in crate::manifest) struct Draft<'s, T> {
    pub(in crate::manifest) value: T,
    pub(in crate::manifest) at: At<'s>,
}

impl<T> Draft<'_, T> {
    pub(in crate::manifest) fn placed(self) -> Placed<T> {
        Placed { place: self.at.place(), value: self.value }
    }
}

/// All decoded documents of a set of files.
#[derive(Debug, Default)]
pub(in crate::manifest) struct Drafts<'s> {
    pub(in crate::manifest) clusters: Vec<Draft<'s, Cluster>>,
    pub(in crate::manifest) machines: Vec<Draft<'s, Machine>>,
    pub(in crate::manifest) machine_sets: Vec<Draft<'s, MachineSet>>,
    pub(in crate::manifest) machine_deployments: Vec<Draft<'s, MachineDeployment>>,
    pub(in crate::manifest) machine_classes: Vec<Draft<'s, MachineClass>>,
    pub(in crate::manifest) others: Vec<Placed<Node>>,
    pub(in crate::manifest) order: Vec<Entry>,
    /// What could not be read at all, where it may have been a cluster or a control plane:
    /// that there is none is then not worth saying.
    pub(in crate::manifest) unread: Unread,
}

/// What a text that could not be read may have held.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::manifest) struct Unread {
    pub(in crate::manifest) cluster: bool,
    pub(in crate::manifest) control_plane: bool,
}

impl Unread {
    /// Notes a text that could not be read.
    pub(in crate::manifest) fn note(&mut self, text: &str) {
        self.cluster |= text.contains("Cluster");
        self.control_plane |= text.contains("controlPlane");
    }
}

/// A type that a document can be.
pub(in crate::manifest) trait Kind: DeserializeOwned {
    /// Where documents of this kind go.
    fn drafts<'d, 's>(drafts: &'d mut Drafts<'s>) -> &'d mut Vec<Draft<'s, Self>>;

    /// How the place there is called.
    fn index(index: usize) -> Index;
}

macro_rules! kind {
    ($type:ident, $field:ident, $index:expr) => {
        impl Kind for $type {
            fn drafts<'d, 's>(drafts: &'d mut Drafts<'s>) -> &'d mut Vec<Draft<'s, Self>> {
                &mut drafts.$field
            }

            fn index(index: usize) -> Index {
                $index(index)
            }
        }
    };
}

kind!(Cluster, clusters, |_| Index::Cluster);
kind!(Machine, machines, Index::Machine);
kind!(MachineSet, machine_sets, Index::MachineSet);
kind!(MachineDeployment, machine_deployments, Index::MachineDeployment);
kind!(MachineClass, machine_classes, Index::MachineClass);

impl<'s> Drafts<'s> {
    /// Decodes an object and adds it.
    pub(in crate::manifest) fn add<T: Kind>(&mut self, node: &Node, at: At<'s>, problems: &mut Problems) {
        let Some((value, at)) = decoded::<T>(node, at, problems) else { return };
        let index = self.push(value, at);
        self.order.push(Entry::Object(index));
    }

    /// Decodes a list of objects and adds them.
    pub(in crate::manifest) fn add_list<T: Kind>(&mut self, node: &Node, at: At<'s>, problems: &mut Problems) {
        let Some((list, at)) = decoded::<List<T>>(node, at, problems) else { return };
        let nodes = node.get("items").and_then(Node::as_sequence).unwrap_or_default();
        let add = |(index, (value, node)): (usize, (T, &Node))| self.push(value, at.item(index, node.position));
        let items = list.items.into_iter().zip(nodes).enumerate().map(add).collect();
        let List { api_version, kind, metadata, .. } = list;
        self.order.push(Entry::List { api_version, kind, metadata, items });
    }

    fn push<T: Kind>(&mut self, value: T, at: At<'s>) -> Index {
        let drafts = T::drafts(self);
        drafts.push(Draft { value, at });
        T::index(drafts.len() - 1)
    }
}

/// Decodes a document and notes what is wrong with it.
fn decoded<'s, T: DeserializeOwned>(node: &Node, mut at: At<'s>, problems: &mut Problems) -> Option<(T, At<'s>)> {
    let (value, findings) = decode(node, &at.source.text);
    for Finding { path, position, flaw } in findings {
        problems.push(flaw.at(Place::at(&at.source.path, position)));
        at.broken.push(path);
    }
    Some((value?, at))
}
