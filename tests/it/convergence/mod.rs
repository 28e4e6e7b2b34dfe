//! Stories of `up` and `down`: the real binary against a simulator with other people's machines in it.

mod bed;
mod cluster;
mod drifting;
mod editing;
mod endpoints;
mod from_nothing;
mod interrupted;
mod killed;
mod lost_replies;
mod replacing;
mod scaling;
