//! Nodes, and what they lack.
