//! Making it happen: what was planned is done, one step at a time, many at once.

pub mod preflight;
