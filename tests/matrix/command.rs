//! Running the binary as a user does, with somebody who may kill it.

use super::ambush::{Ambush, Place, Victim};
use super::fault::Fault;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a command may take; none of them waits for anything as long.
const LONGEST: Duration = Duration::from_secs(60);

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// None where it was killed.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// It did not end by itself.
    pub hung: bool,
    pub took: Duration,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = self.code.map_or("killed".to_owned(), |code| format!("exit code {code}"));
        let hung = if self.hung { " because it hung" } else { "" };
        write!(formatter, "{code}{hung} after {:.1} s\n{}{}", self.took.as_secs_f64(), self.stdout, self.stderr)
    }
}

/// Runs a command to its end, or to that which waits for it.
pub fn run(mut command: Command, ambush: &Ambush, wait: Option<(Place, Fault)>, folder: &Path) -> Outcome {
    let (stdout, stderr) = (folder.join("stdout"), folder.join("stderr"));
    command.stdin(Stdio::null());
    command.stdout(File::create(&stdout).unwrap()).stderr(File::create(&stderr).unwrap());
    let began = Instant::now();
    // It must not call before it is waited for.
    let victim = {
        let child = command.spawn().expect("the binary can be started");
        let victim: Victim = Arc::new(Mutex::new(child));
        ambush.lay(wait, Arc::clone(&victim));
        victim
    };
    let mut hung = false;
    let status = loop {
        let mut child = victim.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > LONGEST && !hung {
            hung = true;
            let _ = child.kill();
        }
        drop(child);
        thread::sleep(Duration::from_millis(4));
    };
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    Outcome { code: status.code(), stdout: text(&stdout), stderr: text(&stderr), hung, took: began.elapsed() }
}
