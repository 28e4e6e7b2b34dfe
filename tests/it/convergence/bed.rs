//! A user's folder, a simulated Packet with foreign machines, and what the ledger says in the end.

use crate::simulator::Simulator;
use crate::world::{Output, World};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

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
        let seed = std::process::id().wrapping_mul(1000).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
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

    /// Runs `up -y` with more arguments; it must succeed, and within minutes: one that hangs says what it waits for.
    pub fn up(&self, arguments: &[&str]) -> Said {
        let mut all = vec!["up", "-y", "--timeout", "3m"];
        all.extend(arguments);
        Said(self.run(&all).success())
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

    /// Replaces a text in what `machines.yaml` says of the workers; it must be there.
    pub fn edit_workers(&self, from: &str, to: &str) {
        let text = self.user.read("out/packet/machines.yaml");
        let (machine, workers) = text.split_once("kind: MachineDeployment").expect("there are workers");
        assert!(workers.contains(from), "{workers}");
        self.user.write(
            "out/packet/machines.yaml",
            format!("{machine}kind: MachineDeployment{}", workers.replace(from, to)),
        );
    }

    /// Adds documents to `machines.yaml`.
    pub fn add_documents(&self, documents: &str) {
        let text = self.user.read("out/packet/machines.yaml");
        self.user.write("out/packet/machines.yaml", format!("{text}\n---\n{documents}"));
    }

    /// How often an operation of Packet's API was asked for, by whomever.
    pub fn calls(&self, operation: &str) -> u64 {
        self.sim.ledger()["calls"][operation].as_u64().unwrap_or(0)
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

    /// Waits until something is so; a minute at most.
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_so(self) {
            assert!(began.elapsed() < Duration::from_secs(60), "it did not happen: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the cluster has a device of this name in one of these states.
    pub fn wait_for(&self, name: &str, states: &[&str]) {
        self.wait_until(&format!("{name} is {states:?}"), |bed| {
            let devices = bed.devices();
            let found = devices.iter().find(|device| device["hostname"] == name);
            found.is_some_and(|device| states.iter().any(|state| device["state"] == *state))
        });
    }

    /// The hostnames of all devices that were ever made for the cluster, in this order, and whether each is billed.
    pub fn ever_made(&self) -> Vec<(String, bool)> {
        let ledger = self.sim.ledger();
        let is_ours = |entry: &&Value| {
            let tags = entry["tags"].as_array();
            entry["kind"] == "device" && tags.is_some_and(|tags| tags.iter().any(|tag| tag == "packetctl:cluster=demo"))
        };
        let told = |entry: &Value| {
            (entry["name"].as_str().unwrap_or_default().to_owned(), entry["billed"].as_bool().unwrap_or_default())
        };
        ledger["created"].as_array().expect("there is a ledger").iter().filter(is_ours).map(told).collect()
    }

    /// Asserts that for each machine exactly one device was ever made, and is there.
    pub fn assert_made_once(&self, names: &[&str]) {
        let mut made = self.ever_made();
        made.sort();
        let wanted: Vec<(String, bool)> = names.iter().map(|name| ((*name).to_owned(), true)).collect();
        assert_eq!(made, wanted);
    }

    /// Has `down` delete everything, and asserts that nothing of the cluster is paid for any more.
    pub fn assert_down_leaves_nothing(&self) {
        let gone = self.run(&["down", "-y"]).success();
        assert!(gone.stdout.contains("nothing is left"), "{gone}");
        let ledger = self.sim.ledger();
        let billed: Vec<&Value> = ledger["billed"].as_array().expect("there is a ledger").iter().collect();
        assert_eq!(billed.len(), self.foreign.len(), "{ledger}");
        self.assert_foreign_untouched();
    }

    /// Makes the simulator's faults these.
    pub fn fault(&self, faults: &str) {
        let answer = self.sim.put_faults(faults);
        assert!(answer.reply.status < 300, "{answer}");
    }
}

/// What a run said that went well: it need not be looked at.
pub struct Said(Output);

impl std::fmt::Display for Said {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::ops::Deref for Said {
    type Target = Output;

    fn deref(&self) -> &Output {
        &self.0
    }
}

/// Waits for a run that was begun, and gives what it said.
pub fn ended(child: Child) -> Output {
    let output = child.wait_with_output().expect("it can be waited for");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is UTF-8");
    Output { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// Asserts that these texts come in this order.
pub fn assert_in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let Some((_, behind)) = rest.split_once(part) else {
            panic!("{part:?} does not come where it should in\n{text}")
        };
        rest = behind;
    }
}
