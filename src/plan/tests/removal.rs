//! Nothing is to be left.
