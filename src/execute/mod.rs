//! Making it happen: look, announce, do, save; wait, and stop when asked.
//!
//! ```text
//!              ┌──────────────── look, watching ◀───────── Packet, the cluster
//!              ▼                                              ▲
//!  state ─▶ memory, seen ─▶ assemble ─▶ (plan) ─▶ start ─▶ perform
//!              ▲                                              │
//!              └──────────── effects, learn ◀─── happening ◀──┘
//! ```
//!
//! [`Run`] is the loop around it. It does not know where documents come from, what keeps the state, or who shows
//! what happens. Of all that is ordered, the intent is on disk first (`start`), with a tag that finds it again
//! (`tags`); so whatever ends a run, the next one finds what the last one did.

mod assemble;
mod effects;
mod first_look;
mod happening;
mod host;
mod identity;
mod interrupt;
mod learn;
mod look;
mod memory;
mod papers;
mod perform;
pub mod preflight;
mod progress;
mod rebuild;
mod run;
mod seen;
mod site;
mod standstill;
mod start;
mod stopping;
mod tags;
mod trouble;
mod watching;

pub use host::remembered_host;
pub use interrupt::{Asker, Interrupt};
pub use memory::Memory;
pub use papers::Papers;
pub use progress::{News, Progress, Unheard};
pub use rebuild::{Rebuilt, Remains, clusters_named, rebuild};
pub use run::Run;
pub use site::{Goal, Patience, Site, Wish};
pub use tags::{of_cluster, of_cluster_name};
pub use trouble::{Ended, Trouble};
