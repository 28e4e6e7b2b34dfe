//! Making it happen: look, announce, do, save; wait, and stop when asked.

mod interrupt;
pub mod preflight;
mod progress;
mod tags;

pub use interrupt::{Asker, Interrupt};
pub use progress::{News, Progress};
pub use tags::{of_cluster, of_cluster_name};
