//! What keeping the state costs.

use packetctl::state::{FileStore, Store as _};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// How often a save is measured.
const TIMES: usize = 20;

/// The saves of a run.
pub(crate) struct Saves {
    /// How many there were: the generation of the state that they left.
    pub(crate) count: u64,
    /// Seconds that one takes: made a text, written, on the disk, in place.
    pub(crate) one: f64,
    /// The length of the state.
    pub(crate) bytes: u64,
}

impl Saves {
    /// What all of them took, at most: the states before the last were shorter.
    pub(crate) fn seconds(&self) -> f64 {
        self.one * self.count as f64
    }
}

/// Saves the state that a run left a few times more, beside it on the same disk; tells the median.
pub(crate) fn measure(state: &Path, folder: &Path) -> Result<Saves, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let original = runtime.block_on(FileStore::new(state).load())?.ok_or("there is no state")?;
    let copy = folder.join("copy");
    fs::create_dir(&copy)?;
    let store = FileStore::new(copy.join("state.json"));
    let (mut generation, mut times) = (0, Vec::new());
    for _ in 0..TIMES {
        let began = Instant::now();
        generation = runtime.block_on(store.save(&original, generation))?;
        times.push(began.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(Saves { count: original.generation, one: times[TIMES / 2], bytes: fs::metadata(state)?.len() })
}
