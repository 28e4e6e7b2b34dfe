//! The control plane: lost, replaced, slow.
