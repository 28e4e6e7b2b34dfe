//! One run of packetctl, watched.

use std::fs;
use std::io;
use std::process::Child;
use std::time::{Duration, Instant};

/// How often the process is looked at. Its memory may be larger for this long, unseen, at its very end.
const LOOK: Duration = Duration::from_millis(10);

/// What a run took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Run {
    /// Wall time.
    pub(crate) seconds: f64,
    /// The most memory it ever held, in MiB (`VmHWM`).
    pub(crate) memory: f64,
    /// Seconds of user and system time.
    pub(crate) cpu: f64,
    /// Whether it ended with code 0.
    pub(crate) is_done: bool,
}

/// Watches a process that was just started until it ends.
pub(crate) fn watch(mut child: Child, began: Instant) -> io::Result<Run> {
    let mut run = Run::default();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Run { seconds: began.elapsed().as_secs_f64(), is_done: status.success(), ..run });
        }
        // A process that ends just now has neither any more.
        run.memory = peak_memory(child.id()).unwrap_or(run.memory);
        run.cpu = cpu(child.id()).unwrap_or(run.cpu);
        std::thread::sleep(LOOK);
    }
}

/// proc_pid_status(5).
fn peak_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1_024.0)
}

/// proc_pid_stat(5): utime and stime, in hundredths of a second, are the 12th and 13th behind the name in parentheses.
fn cpu(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}
