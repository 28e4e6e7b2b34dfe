//! A world for one cluster: a folder, a simulator in a process of its own, packetctl as its user runs it.

use crate::calls::Calls;
use crate::ideal::{ORDER, Pace};
use crate::run::{Run, watch};
use serde_json::Value;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// A public key, so that machines have one. Nobody has its other half.
const SSH_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f bench\n";

/// The program that is measured: the one that cargo built for this, or another, such as that of an earlier commit.
fn program() -> OsString {
    std::env::var_os("PACKETCTL_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_packetctl").into())
}

/// A folder and a running simulator, both gone when dropped.
pub(crate) struct World {
    folder: TempDir,
    simulator: Child,
    /// The variables that the simulator prints.
    access: Vec<(String, String)>,
    workers: usize,
}

impl World {
    /// Starts the simulator: its time is real, every order is answered after 0.3 s.
    pub(crate) fn new(workers: usize, pace: Pace) -> Result<Self, Box<dyn Error>> {
        let folder = TempDir::new()?;
        let faults = folder.path().join("faults.yaml");
        fs::write(&faults, format!("faults:\n  - {{operation: createDevice, call: every, delay: {ORDER}s}}\n"))?;
        fs::write(folder.path().join("key.pub"), SSH_KEY)?;
        let mut command = Command::new(program());
        command
            .args(["--quiet", "sim", "--listen", "127.0.0.1:0", "--speed", "1", "--control", "--faults"])
            .arg(faults);
        for (name, seconds) in [
            ("--provisioning", pace.provisioning),
            ("--packages", pace.packages),
            ("--init", pace.init),
            ("--join", pace.join),
        ] {
            command.args([name, &seconds.to_string()]);
        }
        let mut simulator = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let said = simulator.stdout.take().ok_or("the simulator has no output")?;
        let access = BufReader::new(said).lines().take(4).map(|line| {
            let line = line?;
            let variable = line.strip_prefix("export ").and_then(|variable| variable.split_once('='));
            let (name, value) = variable.ok_or_else(|| io::Error::other(format!("the simulator said {line:?}")))?;
            Ok((name.to_owned(), value.to_owned()))
        });
        let access = access.collect::<io::Result<Vec<_>>>()?;
        Ok(Self { folder, simulator, access, workers })
    }

    /// Where everything is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The state of the cluster.
    pub(crate) fn state_file(&self) -> Result<PathBuf, Box<dyn Error>> {
        let file = self.folder().join("state/packetctl/bench/state.json");
        if file.is_file() { Ok(file) } else { Err(format!("there is no {}", file.display()).into()) }
    }

    /// Runs packetctl to its end, which must be a good one. What it says goes to a file.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Run, Box<dyn Error>> {
        let said = self.folder().join("said");
        let mut command = Command::new(program());
        command.args(arguments).arg("--no-input").current_dir(self.folder()).env_clear();
        command.envs(self.access.iter().map(|(name, value)| (name, value)));
        // Pods of a thousand nodes need more room than the default has.
        command.envs([("CLUSTER_NAME", "bench"), ("SSH_KEY", "key.pub"), ("POD_CIDR", "100.64.0.0/10")]);
        command.env("WORKER_MACHINE_COUNT", self.workers.to_string());
        command.env("HOME", self.folder()).env("XDG_STATE_HOME", self.folder().join("state"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&said)?);
        let began = Instant::now();
        let run = watch(command.spawn()?, began)?;
        if run.is_done {
            return Ok(run);
        }
        let said = fs::read_to_string(said)?;
        let last: Vec<&str> = said.lines().rev().take(20).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        Err(format!("packetctl {} failed:\n{}", arguments.join(" "), last.join("\n")).into())
    }

    /// What the simulator knows.
    pub(crate) fn ledger(&self) -> Result<Value, Box<dyn Error>> {
        let url = self.access.iter().find(|(name, _)| name == "PACKET_API_URL").ok_or("there is no address")?;
        let address = url.1.trim_start_matches("http://").split('/').next().unwrap_or_default();
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET /simulator/ledger HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("the simulator does not answer")?;
        Ok(serde_json::from_str(body)?)
    }

    /// The calls that came after others.
    pub(crate) fn calls_since(&self, earlier: &Calls) -> Result<Calls, Box<dyn Error>> {
        Ok(Calls::of(&self.ledger()?).since(earlier))
    }

    /// Nothing may be paid for at the end.
    pub(crate) fn check_nothing_is_left(&self) -> Result<(), Box<dyn Error>> {
        let ledger = self.ledger()?;
        let is_empty = ledger["billed"].as_array().is_some_and(Vec::is_empty);
        if is_empty { Ok(()) } else { Err(format!("still paid for: {}", ledger["billed"]).into()) }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.simulator.kill();
        let _ = self.simulator.wait();
    }
}
