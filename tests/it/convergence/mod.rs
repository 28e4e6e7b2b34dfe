//! Stories of `up` and `down`: the real binary against a simulator with other people's machines in it.

mod aids;
mod authority;
mod bed;
mod control_plane;
mod from_nothing;
mod keys;
mod kubectl;
mod lock;
mod lost_state;
mod shortage;
mod user_data;
