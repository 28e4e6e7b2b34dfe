//! Stories of `up` and `down`: the real binary against a simulator with other people's machines in it.

mod aids;
mod authority;
mod bed;
mod cluster;
mod control_plane;
mod drifting;
mod editing;
mod endpoints;
mod from_nothing;
mod inside;
mod interrupted;
mod keys;
mod killed;
mod kubectl;
mod lock;
mod lost_replies;
mod lost_state;
mod refused;
mod replacing;
mod review;
mod scaling;
mod shortage;
mod terminal;
mod user_data;
