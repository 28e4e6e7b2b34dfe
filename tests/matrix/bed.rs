//! A user's folder and a simulated Packet behind the proxy, with machines of somebody else in it.

use super::arguments::Arguments;
use super::authority::Trust;
use super::command::{self, Outcome};
use super::proxy::{Proxy, ask, control, hold};
use super::{ambush::Place, fault::Fault};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// A project id as Packet makes them.
const PROJECT: &str = "93125c2a-8b78-4d4f-a3c4-7367d6b7cca8";

/// Simulated seconds that pass with each look; a machine takes a few looks.
const TICK: f64 = 10.0;

/// Machines' simulated times: ordered to active, packages, `kubeadm init`, joined to Ready.
const TIMES: [(&str, &str); 4] = [("--provisioning", "40"), ("--packages", "10"), ("--init", "10"), ("--join", "10")];

/// A user's folder beside a running simulator.
pub struct Bed {
    root: TempDir,
    binary: PathBuf,
    child: Child,
    _stdout: BufReader<ChildStdout>,
    exports: BTreeMap<String, String>,
    pub proxy: Arc<Proxy>,
}

impl Bed {
    /// Documents, and a simulator whose world is its seed's; it is kept in a file where a copy will go on with it.
    pub fn new(arguments: &Arguments, trust: &Arc<Trust>, seed: u64, is_kept: bool) -> io::Result<Self> {
        let root = tempfile::tempdir()?;
        for folder in ["home", "work"] {
            fs::create_dir(root.path().join(folder))?;
        }
        fs::write(root.path().join("work/ca.crt"), &trust.certificate)?;
        fs::write(root.path().join("work/ca.key"), &trust.key)?;
        let bed = Self::start(root, arguments, trust, seed, is_kept)?;
        let generated = bed.run(&["generate"], None);
        assert_eq!(generated.code, Some(0), "{generated}");
        bed.add_a_second_group();
        for name in ["web-0", "web-1"] {
            bed.order_foreign(name)?;
        }
        Ok(bed)
    }

    /// A copy of a bed whose simulator has ended.
    pub fn copy(base: &Path, arguments: &Arguments, trust: &Arc<Trust>, seed: u64) -> io::Result<Self> {
        let root = tempfile::tempdir()?;
        let copied = Command::new("cp").arg("-a").arg(format!("{}/.", base.display())).arg(root.path()).status()?;
        assert!(copied.success());
        let elastic = fs::read_to_string(root.path().join("elastic"))?;
        // Held before the simulator goes on, which would listen there itself.
        let held = hold(elastic.trim())?;
        let bed = Self::start(root, arguments, trust, seed, true)?;
        bed.proxy.stand_in_at(elastic.trim(), held)?;
        Ok(bed)
    }

    /// Ends the simulator and leaves the folder, to be copied.
    pub fn freeze(self) -> io::Result<TempDir> {
        let address = self.proxy.stands_in_at().expect("the address was reserved");
        fs::write(self.root.path().join("elastic"), address)?;
        let Self { root, .. } = &self;
        // The folder outlives the bed under another name.
        let kept = tempfile::tempdir()?;
        let copied =
            Command::new("cp").arg("-a").arg(format!("{}/.", root.path().display())).arg(kept.path()).status()?;
        assert!(copied.success());
        Ok(kept)
    }

    fn start(root: TempDir, arguments: &Arguments, trust: &Arc<Trust>, seed: u64, is_kept: bool) -> io::Result<Self> {
        let mut command = Command::new(&arguments.binary);
        command.args(["sim", "--listen", "127.0.0.1:0", "--control", "--speed", "0", "--project-id", PROJECT]);
        command.args(["--seed", &seed.to_string()]).args(TIMES.iter().flat_map(|(flag, value)| [*flag, *value]));
        if is_kept {
            command.arg("--state").arg(root.path().join("world"));
        }
        let log = fs::File::create(root.path().join("sim.log"))?;
        command.env_clear().env("HOME", root.path().join("home")).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut exports = BTreeMap::new();
        while exports.len() < 4 {
            let mut line = String::new();
            if stdout.read_line(&mut line)? == 0 {
                let said = fs::read_to_string(root.path().join("sim.log"))?;
                return Err(io::Error::other(format!("the simulator ended: {said}")));
            }
            if let Some((name, value)) = line.trim().strip_prefix("export ").and_then(|rest| rest.split_once('=')) {
                exports.insert(name.to_owned(), value.to_owned());
            }
        }
        let server = server(&exports);
        let proxy = Proxy::before(&server, Arc::clone(trust), TICK);
        Ok(Self { root, binary: arguments.binary.clone(), child, _stdout: stdout, exports, proxy })
    }

    /// Runs the binary in the user's folder.
    pub fn run(&self, arguments: &[&str], wait: Option<(Place, Fault)>) -> Outcome {
        let mut command = Command::new(&self.binary);
        command.args(arguments).current_dir(self.root.path().join("work")).env_clear();
        command.env("HOME", self.root.path().join("home"));
        command.env("PACKET_API_URL", format!("http://{}/metal/v1", self.proxy.address));
        command.env("PACKET_API_KEY", &self.exports["PACKET_API_KEY"]).env("PACKET_PROJECT_ID", PROJECT);
        // It stands in user-data; another one would be another wish.
        command.env("PACKET_METADATA_URL", "http://127.0.0.1:1");
        command.envs([("CLUSTER_NAME", "demo"), ("WORKER_MACHINE_COUNT", "1"), ("ADDONS", "ccm")]);
        command.envs([("LOOK_INTERVAL", "100ms"), ("ORDER_TIMEOUT", "2s")]);
        if arguments[0] != "down" {
            command.envs([("CA_CERT", "ca.crt"), ("CA_KEY", "ca.key")]);
        }
        command::run(command, &self.proxy.ambush, wait, self.root.path())
    }

    /// Replaces a text in one of the documents; it must be there.
    pub fn edit(&self, from: &str, to: &str) {
        let path = self.root.path().join("work/out/packet/machines.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{} has no {from:?}", path.display());
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// The workers' group once more, under another name.
    fn add_a_second_group(&self) {
        let path = self.root.path().join("work/out/packet/machines.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let workers = text.split("---\n").last().unwrap();
        let spare = workers.replace("set: node", "set: spare");
        let own = workers.lines().find(|line| line.starts_with("  name: ")).unwrap();
        let spare = spare.replace(own, "  name: demo-spare");
        let spare = spare.replace("replicas: 1", "replicas: 1 # spare");
        fs::write(path, format!("{}\n---\n{spare}", text.trim_end())).unwrap();
    }

    /// Orders a machine as somebody else would.
    fn order_foreign(&self, name: &str) -> io::Result<()> {
        let order = json!({"hostname": name, "plan": "c1.small.x86", "facility": ["ewr1"],
            "operating_system": "ubuntu_20_04", "tags": ["web"]});
        let answer = self.packet("POST", &format!("/projects/{PROJECT}/devices"), &order)?;
        assert_eq!(answer["hostname"], name, "{answer}");
        Ok(())
    }

    /// Asks the Packet API itself, past the proxy.
    pub fn packet(&self, method: &str, path: &str, body: &Value) -> io::Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let target = format!("/metal/v1{path}");
        Ok(ask(&server(&self.exports), method, &target, &body, &self.exports["PACKET_API_KEY"])?.json())
    }

    /// Everything ever made, and what is still paid for.
    pub fn ledger(&self) -> Value {
        control(&server(&self.exports), "GET", "/simulator/ledger", "").unwrap().json()
    }

    /// The cluster's folder: its state and the kubeconfig beside it.
    pub fn state_folder(&self) -> PathBuf {
        self.root.path().join("home/.local/state/packetctl/demo")
    }

    /// Leaves the folder where it is.
    pub fn keep(&mut self) -> PathBuf {
        self.root.disable_cleanup(true);
        self.root.path().to_owned()
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        self.proxy.end();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn server(exports: &BTreeMap<String, String>) -> String {
    exports["PACKET_API_URL"].trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned()
}
