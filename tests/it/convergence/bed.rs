//! A user's folder, a simulated Packet with foreign machines, and what the ledger says in the end.

use crate::simulator::Simulator;
use crate::world::{Output, World};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A user's folder beside a running simulator.
pub struct Bed {
    pub sim: Simulator,
    pub user: World,
    /// The ids of the machines that are somebody else's.
    foreign: Vec<String>,
}

/// Simulated seconds in a second: a machine takes 0.6 s.
const SPEED: &str = "100";
/// The number of the next world.
static NEXT: AtomicU32 = AtomicU32::new(0);

impl Bed {
    /// A simulator and the documents of a cluster `demo` with so many workers.
    pub fn new(workers: u32) -> Self {
        Self::with(workers, &[])
    }

    /// The same with more arguments for the simulator.
    pub fn with(workers: u32, arguments: &[&str]) -> Self {
        // Worlds of other seeds have other addresses: the stories' clusters may answer at the same time.
        let seed = std::process::id().wrapping_mul(1000) + NEXT.fetch_add(1, Ordering::Relaxed);
        let seed = seed.to_string();
        let mut all = arguments.to_vec();
        for (flag, value) in [("--speed", SPEED), ("--provisioning", "60"), ("--seed", &seed)] {
            if !arguments.contains(&flag) {
                all.extend([flag, value]);
            }
        }
        let sim = Simulator::start(&all);
        let user = World::empty()
            .with("CLUSTER_NAME", "demo")
            .with("PACKET_PROJECT_ID", sim.project())
            .with("PACKET_API_KEY", sim.key())
            .with("PACKET_API_URL", sim.url())
            .with("PACKET_METADATA_URL", sim.exports()["PACKET_METADATA_URL"].as_str())
            .with("WORKER_MACHINE_COUNT", workers.to_string())
            .with("LOOK_INTERVAL", "250ms");
        let _ = user.run(&["generate"]).success();
        let mut bed = Self { sim, user, foreign: Vec::new() };
        bed.foreign = (0..2).map(|number| bed.foreign_device(&format!("web-{number}"))).collect();
        bed
    }

    /// Orders a machine as somebody else would, and gives its id.
    fn foreign_device(&self, name: &str) -> String {
        let body = json!({"hostname": name, "plan": "c1.small.x86", "facility": ["ewr1"],
            "operating_system": "ubuntu_20_04", "tags": ["web"]});
        let answer = self.sim.post(&self.sim.in_project("/devices"), &body);
        answer.body["id"].as_str().expect("it is made").to_owned()
    }

    /// Runs the binary in the user's folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.user.run(arguments)
    }

    /// Runs `up -y` with more arguments; it must succeed.
    pub fn up(&self, arguments: &[&str]) -> Output {
        let mut all = vec!["up", "-y"];
        all.extend(arguments);
        self.run(&all).success()
    }

    /// Starts the binary and leaves it running; its stderr is a pipe.
    pub fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command: Command = self.user.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary can be started")
    }

    /// Replaces a text in one of the documents; it must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let name = format!("out/packet/{file}");
        let text = self.user.read(&name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.user.write(&name, text.replace(from, to));
    }

    /// The cluster's state file.
    pub fn state(&self) -> PathBuf {
        self.user.home().join(".local/state/packetctl/demo/state.json")
    }

    /// The cluster's devices as Packet tells them, by hostname.
    pub fn devices(&self) -> Vec<Value> {
        let answer = self.sim.get(&self.sim.in_project("/devices?per_page=1000"));
        let all = answer.body["devices"].as_array().expect("there is a list").clone();
        let is_ours = |device: &Value| {
            device["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "packetctl:cluster=demo"))
        };
        let mut ours: Vec<Value> = all.into_iter().filter(is_ours).collect();
        ours.sort_by_key(|device| device["hostname"].as_str().unwrap_or_default().to_owned());
        ours
    }

    /// The hostnames of the cluster's devices.
    pub fn hostnames(&self) -> Vec<String> {
        self.devices().iter().map(|device| device["hostname"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The device of a machine.
    pub fn device(&self, name: &str) -> Value {
        let found = self.devices().into_iter().find(|device| device["hostname"] == name);
        found.unwrap_or_else(|| panic!("there is no {name} among {:?}", self.hostnames()))
    }

    /// Has the simulator's control endpoints do something to a machine: `fail`, `vanish`, `stall`, …
    pub fn strike(&self, name: &str, what: &str) {
        let id = self.device(name)["id"].as_str().expect("it has an id").to_owned();
        self.sim.control("POST", &format!("devices/{id}/{what}"), Some(&json!({})));
    }

    /// Asserts that somebody else's machines are as they were.
    pub fn assert_foreign_untouched(&self) {
        for id in &self.foreign {
            let answer = self.sim.get(&format!("/devices/{id}"));
            assert_eq!(answer.reply.status, 200, "the foreign device {id} is gone");
            assert!(answer.body["hostname"].as_str().is_some_and(|name| name.starts_with("web-")));
        }
    }
}
