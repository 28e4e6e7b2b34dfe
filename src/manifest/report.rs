//! What is wrong with documents that are decoded already, at its place all the same.
//!
//! Decoded documents hold no positions: those of ten thousand machines would
//! take more memory than the machines. Where something is wrong, the document
//! is read once more.

use super::Source;
use super::path::Path;
use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{self, Node};
use std::ptr;

/// Where an object stands.
#[derive(Debug, Clone)]
pub(super) struct At<'s> {
    /// The file.
    pub(super) source: &'s Source,
    /// The document in the file.
    pub(super) document: yaml::Document<'s>,
    /// Which of the document's values it is; there is more than one only where `...` parts them.
    pub(super) value: usize,
    /// The way down through lists, from outside to inside.
    pub(super) items: Vec<usize>,
    /// Where it begins.
    pub(super) position: Position,
    /// The values in it that are known to be wrong, as [`Path`] writes them.
    pub(super) broken: Vec<String>,
}

impl<'s> At<'s> {
    /// The object as a place for messages.
    pub(super) fn place(&self) -> Place {
        Place::at(&self.source.path, self.position)
    }

    /// The object that is an item of this list.
    pub(super) fn item(&self, index: usize, position: Position) -> At<'s> {
        let mut items = self.items.clone();
        items.push(index);
        let prefix = format!("items[{index}]");
        let inside = |path: &String| path.strip_prefix(&prefix)?.strip_prefix('.').map(str::to_owned);
        let broken = self.broken.iter().filter_map(inside).collect();
        At { items, position, broken, ..self.clone() }
    }

    /// Whether the value at a path, what holds it, or a part of it is known to be wrong.
    fn is_broken(&self, path: &str) -> bool {
        let holds = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        // What is told of the object as a whole is told whatever is wrong inside.
        !path.is_empty() && self.broken.iter().any(|broken| holds(broken, path) || holds(path, broken))
    }
}

/// A part of a draft: an object, or a value in one.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a, 's> {
    pub(super) at: &'a At<'s>,
    pub(super) path: Path<'a>,
}

impl<'a, 's> Spot<'a, 's> {
    /// The object itself.
    pub(super) const fn top(at: &'a At<'s>) -> Self {
        Self { at, path: Path::TOP }
    }

    /// The value under a key of this one.
    pub(super) const fn key(&'a self, key: &'a str) -> Self {
        Self { at: self.at, path: self.path.key(key) }
    }

    /// An item of this list.
    pub(super) const fn index(&'a self, index: usize) -> Self {
        Self { at: self.at, path: self.path.index(index) }
    }
}

/// Collects what is wrong, and what is legal but dubious.
#[derive(Debug, Default)]
pub(super) struct Report<'s> {
    /// What is wrong.
    pub(super) problems: Problems,
    /// What is legal but dubious.
    pub(super) warnings: Problems,
    /// The document that was read once more last.
    again: Option<(yaml::Document<'s>, Vec<Node>)>,
}

impl<'s> Report<'s> {
    /// Notes what is wrong with a value, unless it is known to be wrong already.
    pub(super) fn problem(&mut self, spot: &Spot<'_, 's>, flaw: Flaw) {
        if let Some((place, flaw)) = self.locate(spot, flaw) {
            self.problems.push(flaw.at(place));
        }
    }

    /// Notes what is legal but dubious about a value.
    pub(super) fn warning(&mut self, spot: &Spot<'_, 's>, flaw: Flaw) {
        if let Some((place, flaw)) = self.locate(spot, flaw) {
            self.warnings.push(flaw.at(place));
        }
    }

    /// Gives the value, or notes what is wrong with it; a stand-in is no value.
    pub(super) fn take<T>(&mut self, spot: &Spot<'_, 's>, result: Result<T, Flaw>) -> Option<T> {
        let value = result.map_err(|flaw| self.problem(spot, flaw)).ok();
        value.filter(|_| spot.at.broken.is_empty() || !spot.at.is_broken(&spot.path.to_string()))
    }

    /// The place of a value, for a message about another one.
    pub(super) fn place(&mut self, spot: &Spot<'_, 's>) -> Place {
        Place::at(&spot.at.source.path, self.position(spot))
    }

    fn locate(&mut self, spot: &Spot<'_, 's>, flaw: Flaw) -> Option<(Place, Flaw)> {
        let path = spot.path.to_string();
        if spot.at.is_broken(&path) {
            return None;
        }
        let what = if path.is_empty() { flaw.what } else { format!("{path}: {}", flaw.what) };
        Some((self.place(spot), Flaw { what, hint: flaw.hint }))
    }

    fn position(&mut self, spot: &Spot<'_, 's>) -> Position {
        let at = spot.at;
        let is_same = |other: &yaml::Document<'_>| ptr::eq(other.text(), at.document.text());
        if !self.again.as_ref().is_some_and(|(document, _)| is_same(document)) {
            let nodes = at.document.read().unwrap_or_default();
            self.again = Some((at.document, nodes));
        }
        let mut node = self.again.as_ref().and_then(|(_, nodes)| nodes.get(at.value));
        for index in &at.items {
            node = node.and_then(|list| list.get("items")?.as_sequence()?.get(*index));
        }
        node.map_or(at.position, |node| spot.path.position(node))
    }
}
