//! The memory, tried.
