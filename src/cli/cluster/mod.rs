//! What the commands about one cluster share: its documents, its state, its simulator, and the run they make of it.

pub(super) mod addons;
pub(super) mod approach;
pub(super) mod ending;
pub(super) mod inside;
pub(super) mod options;
pub(super) mod remembered;
pub(super) mod shown;
pub(super) mod signals;
pub(super) mod talk;
