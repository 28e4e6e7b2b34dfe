//! The most memory that a process ever held, as the kernel counts it.

use crate::rounds::Program;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::{fs, io, thread};

/// The peak in bytes; none where there is no /proc.
///
/// The kernel's mark only rises, and is looked at until the process is gone. So
/// nothing is missed but what happens in the last millisecond.
pub(crate) fn peak(program: &Program, folder: &Path) -> io::Result<Option<u64>> {
    program.try_once(folder)?;
    let mut child = program.start(folder, Stdio::null)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        peak = peak.max(fs::read_to_string(&status).ok().as_deref().and_then(high_water_mark));
        thread::sleep(Duration::from_millis(1));
    }
    Ok(peak)
}

/// The line `VmHWM: 3012 kB`, in bytes.
fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
