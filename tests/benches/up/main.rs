//! Measures `up` and `down` against a simulator in real time: wall time beside the least it can be, calls, memory.
//!
//! `cargo bench --bench up` runs the release binary for clusters of 1 + 3, 1 + 50 and 1 + 1000 machines, one after the
//! other, in about eight minutes; it needs Linux. It prints one table and exits with 1 if a bound is missed. With
//! `-- --quick` there is one small cluster whose machines are faster, and nothing is decided: packetctl looks once a
//! second, which is much of so short a time. packetctl and the simulator are processes of their own, but share the
//! machine's cores. `-- 50` measures a cluster of 1 + 50 only, `PACKETCTL_BINARY=PATH` another build of packetctl.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its table, of numbers that are no millionths, and one that cannot go on says so"
)]

mod calls;
mod ideal;
mod run;
mod saves;
mod table;
mod world;

use ideal::Pace;
use std::error::Error;
use std::process::ExitCode;
use table::{Table, note};
use world::World;

/// What a machine takes in the figures of the design.
const REAL: Pace = Pace { provisioning: 60.0, packages: 20.0, init: 10.0, join: 5.0 };
/// The same for those who cannot wait.
const QUICK: Pace = Pace { provisioning: 12.0, packages: 4.0, init: 2.0, join: 2.0 };
/// From how many workers on a cluster is a large one, with bounds of its own.
const LARGE: usize = 1_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` builds this and calls it with --test: nothing is measured then.
    if has("--test") {
        return ExitCode::SUCCESS;
    }
    let is_quick = has("--quick");
    let (pace, usual): (Pace, &[usize]) = if is_quick { (QUICK, &[3]) } else { (REAL, &[3, 50, LARGE]) };
    let named: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if named.is_empty() { usual } else { &named };
    let mut table = Table::new();
    for workers in sizes {
        if let Err(error) = measure(*workers, pace, &mut table) {
            eprintln!("the benchmark could not run with 1+{workers}: {error}");
            return ExitCode::from(2);
        }
    }
    if table.is_kept() || is_quick { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The life of one cluster: made, looked at by a second `up`, removed.
fn measure(workers: usize, pace: Pace, table: &mut Table) -> Result<(), Box<dyn Error>> {
    let name = |what: &str| format!("1+{workers}: {what}");
    let is_large = workers >= LARGE;
    let world = World::new(workers, pace)?;

    let up = world.run(&["up", "-y"])?;
    let ledger = world.ledger()?;
    let least = ideal::least(&ledger, pace)?;
    table.row(&name("`up` : the least it can be, T*"), up.seconds / least, "x", Some(1.1), Some(1.03));
    note(&format!("`up` took {:.1} s, T* is {least:.1} s; user and system time {:.1} s", up.seconds, up.cpu));
    let calls = calls::Calls::of(&ledger);
    table.row(&name("calls but creates, lists and events"), calls.other() as f64, "", Some(16.0), None);
    table.row(&name("calls for events : calls for lists"), calls.events_per_list(), "x", Some(1.0), None);
    note(&calls.by_name());
    let bound = is_large.then_some((64.0, 48.0));
    table.row(&name("memory of `up`"), up.memory, "MiB", bound.map(|it| it.0), bound.map(|it| it.1));
    let saves = saves::measure(&world.state_file()?, world.folder())?;
    table.row(&name("the state file's share of the time"), 100.0 * saves.seconds() / up.seconds, "%", None, None);
    note(&format!(
        "{} saves; one of the last and largest state, {:.0} KiB, takes {:.1} ms",
        saves.count,
        saves.bytes as f64 / 1_024.0,
        saves.one * 1e3
    ));

    let again = world.run(&["up", "-y"])?;
    table.row(&name("a second `up`, nothing to do"), again.seconds, "s", is_large.then_some(2.0), None);
    note(&format!("its memory {:.1} MiB, its calls: {}", again.memory, world.calls_since(&calls)?.by_name()));

    let before_down = calls::Calls::of(&world.ledger()?);
    let down = world.run(&["down", "-y"])?;
    table.row(&name("`down` : the 30 s that wiping takes"), down.seconds / 30.0, "x", None, None);
    note(&format!("its memory {:.1} MiB, its calls: {}", down.memory, world.calls_since(&before_down)?.by_name()));
    world.check_nothing_is_left()
}
