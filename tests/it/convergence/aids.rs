//! What stories need besides the bed: time that stands still, what the ledger says, other variables.

use super::bed::Bed;
use crate::world::Output;
use serde_json::Value;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a story may wait for anything, on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

impl Bed {
    /// A bed whose clock stands still unless a story lets time pass.
    pub fn still(workers: u32) -> Self {
        Self::with(workers, &["--speed", "0"])
    }

    /// Lets time pass until a run has come to its end.
    pub fn pass(&self, mut run: Child) -> Output {
        let patience = Instant::now() + PATIENCE;
        while run.try_wait().expect("it can be asked").is_none() {
            self.sim.advance(10);
            sleep(Duration::from_millis(100));
            if Instant::now() > patience {
                run.kill().expect("it can be ended");
            }
        }
        ended(run)
    }

    /// Waits until something is so; what it is called stands in the failure's text.
    pub fn await_that(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let patience = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < patience, "{what}: not within {PATIENCE:?}");
            sleep(Duration::from_millis(20));
        }
    }

    /// Everything of the cluster's that was ever made, by the ledger.
    pub fn made(&self) -> Vec<Value> {
        let ledger = self.sim.ledger();
        let all = ledger["created"].as_array().expect("there is a list").clone();
        let is_ours = |thing: &Value| {
            thing["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "packetctl:cluster=demo"))
        };
        all.into_iter().filter(is_ours).collect()
    }

    /// The ids of what is paid for of the cluster.
    pub fn billed(&self) -> Vec<String> {
        let billed = self.made().into_iter().filter(|thing| thing["billed"] == true);
        billed.map(|thing| thing["id"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Runs the binary with other variables than the user's usual ones.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
        let mut command = self.user.command(arguments);
        self.user.output(command.envs(variables.iter().copied()))
    }

    /// What the state file says.
    pub fn remembered(&self) -> Value {
        let text = std::fs::read_to_string(self.state()).expect("there is a state");
        serde_json::from_str(&text).expect("it is JSON")
    }
}

/// What a run said, once it has ended.
fn ended(run: Child) -> Output {
    let output = run.wait_with_output().expect("it can be waited for");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is UTF-8");
    let stdout = text(output.stdout);
    let stderr = text(output.stderr);
    let Some(code) = output.status.code() else { panic!("it did not end:\n{stdout}\n{stderr}") };
    Output { stdout, stderr, code }
}
