//! Too many machines.
