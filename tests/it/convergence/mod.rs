//! Stories of `up` and `down`: the real binary against a simulator with other people's machines in it.

mod bed;
mod from_nothing;
mod review;
