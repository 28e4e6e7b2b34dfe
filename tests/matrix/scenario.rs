//! The three commands whose calls are gone through.

use super::arguments::Arguments;
use super::authority::Trust;
use super::bed::Bed;
use super::cluster;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

/// A command, and the world in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// From nothing: a control plane and two workers, each in a group of its own.
    Up,
    /// One group has a worker more, the other one less.
    Change,
    /// All of it goes.
    Down,
}

/// What must be there in the end: machines that are paid for, and those that came and went.
pub struct Wanted {
    pub stay: &'static [&'static str],
    pub go: &'static [&'static str],
    pub address: bool,
}

impl Scenario {
    pub const ALL: [Self; 3] = [Self::Up, Self::Change, Self::Down];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Change => "up --delete-extra",
            Self::Down => "down",
        }
    }

    pub const fn command(self) -> &'static [&'static str] {
        match self {
            Self::Up => &["up", "-y"],
            Self::Change => &["up", "-y", "--delete-extra"],
            Self::Down => &["down", "-y", "--cluster", "demo"],
        }
    }

    pub const fn wanted(self) -> Wanted {
        match self {
            Self::Up => {
                Wanted { stay: &["demo-control-plane-0", "demo-spare-0", "demo-worker-0"], go: &[], address: true }
            }
            Self::Change => Wanted {
                stay: &["demo-control-plane-0", "demo-worker-0", "demo-worker-1"],
                go: &["demo-spare-0"],
                address: true,
            },
            Self::Down => {
                Wanted { stay: &[], go: &["demo-control-plane-0", "demo-spare-0", "demo-worker-0"], address: false }
            }
        }
    }
}

/// Where points are tried, one after the other: a seed of its own, so that its addresses are nobody else's.
pub struct Slot<'a> {
    arguments: &'a Arguments,
    trust: Arc<Trust>,
    seed: u64,
    /// A world in which `up` has been.
    base: Mutex<Option<Arc<TempDir>>>,
}

impl<'a> Slot<'a> {
    pub fn new(arguments: &'a Arguments, trust: Arc<Trust>, seed: u64) -> Self {
        Self { arguments, trust, seed, base: Mutex::default() }
    }

    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// A world in which a scenario can begin.
    pub fn bed(&self, scenario: Scenario) -> io::Result<Bed> {
        if scenario == Scenario::Up {
            return Bed::new(self.arguments, &self.trust, self.seed, false);
        }
        let base = self.base()?;
        let bed = Bed::copy(base.path(), self.arguments, &self.trust, self.seed)?;
        if scenario == Scenario::Change {
            bed.edit("replicas: 1\n", "replicas: 2\n");
            bed.edit("replicas: 1 # spare", "replicas: 0");
        }
        Ok(bed)
    }

    fn base(&self) -> io::Result<Arc<TempDir>> {
        let mut base = self.base.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(base) = &*base {
            return Ok(Arc::clone(base));
        }
        let bed = Bed::new(self.arguments, &self.trust, self.seed, true)?;
        let up = bed.run(Scenario::Up.command(), None);
        if up.code != Some(0) {
            return Err(io::Error::other(format!("up fails without any fault: {up}\n{}", bed.proxy.ambush.log())));
        }
        cluster::add_pod(&bed.state_folder(), "demo-spare-0").map_err(|error| io::Error::other(error.to_string()))?;
        let made = Arc::new(bed.freeze()?);
        *base = Some(Arc::clone(&made));
        Ok(made)
    }
}
