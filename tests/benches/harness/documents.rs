//! A cluster of many machines, each with a document of its own.

use crate::fresh;
use std::path::Path;
use std::{fs, io};

/// Writes a folder that holds a cluster, its control plane and workers: `count` Machines in all.
///
/// They are made from what `generate` wrote, so that they follow it.
pub(crate) fn write(four_files: &Path, folder: &Path, count: u64) -> io::Result<()> {
    fresh(folder)?;
    fs::copy(four_files.join("cluster.yaml"), folder.join("cluster.yaml"))?;
    let machines = fs::read_to_string(four_files.join("machines.yaml"))?;
    let control_plane = machines.split("---\n").next().unwrap_or_default();
    let worker = worker(control_plane)?;
    let mut text = control_plane.to_owned();
    for number in 1..count {
        text.push_str("---\n");
        text.push_str(&worker.replace("NUMBER", &format!("{number:05}")));
    }
    fs::write(folder.join("machines.yaml"), text)
}

/// The document of a worker, with `NUMBER` in its name.
fn worker(control_plane: &str) -> io::Result<String> {
    let changes =
        [("bench-control-plane-0", "bench-worker-NUMBER"), ("set: master", "set: node"), ("- Master", "- Node")];
    let lines: Vec<&str> = control_plane.lines().filter(|line| !line.contains("controlPlane")).collect();
    let mut text = lines.join("\n") + "\n";
    for (old, new) in changes {
        if !text.contains(old) {
            return Err(io::Error::other(format!("the control plane's document does not hold {old:?} any more")));
        }
        text = text.replace(old, new);
    }
    Ok(text)
}
