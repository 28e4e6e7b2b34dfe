//! Where a run is waited for: all its calls are counted, and at one of them something happens.

use super::call::Names;
use super::fault::Fault;
use std::collections::BTreeMap;
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A call of a command: what it is called, and which one of those.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub call: String,
    pub number: u64,
}

/// A call as it was met in a run.
#[derive(Debug, Clone)]
pub struct Met {
    pub place: Place,
    pub is_question: bool,
    /// Bytes of the reply's body.
    pub length: usize,
}

/// A process that can be killed from anywhere.
pub type Victim = Arc<Mutex<Child>>;

/// What is known of a run while it happens.
#[derive(Default)]
pub struct Ambush {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    names: Names,
    waits_for: Option<(Place, Fault)>,
    has_struck: bool,
    counts: BTreeMap<String, u64>,
    met: Vec<Met>,
    /// What happened, in order, for whoever must find out why.
    log: Vec<String>,
    victim: Option<Victim>,
    /// Effects that are still to come.
    late: usize,
    /// How many looks at the devices were answered.
    looks: usize,
}

impl Ambush {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a call of the process that is told; counts begin anew.
    pub fn lay(&self, wait: Option<(Place, Fault)>, victim: Victim) {
        let mut inner = self.inner();
        let mark = wait.as_ref().map_or("no fault", |(_, fault)| fault.name());
        inner.log.push(format!("--- a run begins: {mark}"));
        (inner.waits_for, inner.victim, inner.has_struck) = (wait, Some(victim), false);
        inner.counts.clear();
        inner.met.clear();
    }

    /// Names things, as far as they are known.
    pub fn with_names<T>(&self, use_them: impl FnOnce(&mut Names) -> T) -> T {
        use_them(&mut self.inner().names)
    }

    /// Counts a call; says what happens to it.
    pub fn meet(&self, call: String, is_question: bool) -> Option<Fault> {
        let mut inner = self.inner();
        let number = inner.counts.entry(call.clone()).or_default();
        *number += 1;
        let place = Place { call, number: *number };
        let strikes = inner.waits_for.as_ref().filter(|(waited, _)| *waited == place).map(|(_, fault)| *fault);
        let mark = strikes.map(|fault| format!("  <-- {}", fault.name())).unwrap_or_default();
        inner.log.push(format!("{} #{}{mark}", place.call, place.number));
        // A question that is asked again in the same state is the same point.
        if !is_question || place.number == 1 {
            inner.met.push(Met { place, is_question, length: 0 });
        }
        inner.has_struck |= strikes.is_some();
        strikes
    }

    /// Notes what was replied to the last call of a name.
    pub fn note_reply(&self, call: &str, status: u16, length: usize) {
        let mut inner = self.inner();
        if let Some(met) = inner.met.iter_mut().rev().find(|met| met.place.call == call && met.length == 0) {
            met.length = length;
        }
        if status >= 300 {
            inner.log.push(format!("    {call}: {status}"));
        }
    }

    /// Kills the process as the system would.
    pub fn kill(&self) {
        let victim = self.inner().victim.clone();
        if let Some(victim) = victim {
            let _ = victim.lock().unwrap_or_else(PoisonError::into_inner).kill();
        }
    }

    /// A look at the devices was answered.
    pub fn note_look(&self) {
        self.inner().looks += 1;
    }

    /// Waits until a look that begins from now on has been answered, or for so long.
    pub fn await_look(&self, longest: Duration) {
        let (began, looks) = (Instant::now(), self.inner().looks);
        // One may be on its way.
        while self.inner().looks < looks + 2 && began.elapsed() < longest {
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// An effect is to come late; or it came.
    pub fn put_off(&self) {
        self.inner().late += 1;
    }

    pub fn came(&self) {
        self.inner().late -= 1;
    }

    pub fn has_late_effects(&self) -> bool {
        self.inner().late > 0
    }

    pub fn has_struck(&self) -> bool {
        self.inner().has_struck
    }

    pub fn met(&self) -> Vec<Met> {
        self.inner().met.clone()
    }

    pub fn log(&self) -> String {
        self.inner().log.join("\n")
    }
}
