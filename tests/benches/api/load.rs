//! Load, made by wrk.

use crate::simulator::Simulator;
use std::error::Error;
use std::io;
use std::process::Command;

/// What wrk measured.
pub(crate) struct Load {
    /// Requests answered in a second.
    pub(crate) per_second: f64,
    /// Milliseconds that 99 of 100 requests took at most.
    pub(crate) p99: f64,
}

/// Eight clients that ask again and again for ten seconds; none where wrk is not installed.
pub(crate) fn wrk(simulator: &Simulator, path: &str) -> Result<Option<Load>, Box<dyn Error>> {
    let url = format!("{}/projects/{}/{path}", simulator.api_url, simulator.project);
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c8", "-d10s", "--latency", "-H", &format!("X-Auth-Token: {}", simulator.key), &url]);
    let output = match command.output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        output => output?,
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if said.contains("Non-2xx") {
        return Err(said.into());
    }
    let value = |name: &str| said.lines().find_map(|line| line.trim().strip_prefix(name).map(str::trim));
    let per_second = value("Requests/sec:").ok_or_else(|| said.clone())?.parse()?;
    let p99 = milliseconds(value("99%").ok_or_else(|| said.clone())?).ok_or_else(|| said.clone())?;
    Ok(Some(Load { per_second, p99 }))
}

/// wrk writes `950.00us`, `12.34ms`, `1.20s`.
fn milliseconds(text: &str) -> Option<f64> {
    let (number, factor) = match text {
        text if text.ends_with("us") => (text.strip_suffix("us")?, 1e-3),
        text if text.ends_with("ms") => (text.strip_suffix("ms")?, 1.0),
        text => (text.strip_suffix('s')?, 1e3),
    };
    number.parse::<f64>().ok().map(|number| number * factor)
}
