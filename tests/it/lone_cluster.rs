//! A cluster made by `up --sim` with nothing but the binary; one at a time, since all stand at the same addresses.

use crate::simulator::Simulator;
use crate::world::{Output, World};
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A user's folder with a cluster `demo` of one control plane and one worker.
pub struct LoneCluster {
    pub user: World,
    _turn: MutexGuard<'static, ()>,
}

impl LoneCluster {
    /// Makes one, with what the world says besides.
    pub fn up(world: World) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let user = world.with("CLUSTER_NAME", "demo").with("WORKER_MACHINE_COUNT", "1");
        let _ = user.run(&["up", "--sim", "-y"]).success();
        Self { user, _turn: turn }
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.user.run(arguments)
    }

    /// A file in the folder of the cluster's state.
    pub fn kept(&self, name: &str) -> PathBuf {
        self.user.home().join(".local/state/packetctl/demo").join(name)
    }

    /// The file with which secrets are sealed.
    pub fn identity(&self) -> PathBuf {
        self.user.home().join(".config/packetctl/identity.txt")
    }

    /// Serves the cluster's world, as `up` says that one does.
    pub fn served(&self) -> Simulator {
        let world = self.kept("world").display().to_string();
        Simulator::start(&["--state", &world, "--speed", "10", "--provisioning", "60"])
    }

    /// Changes the state file's text; its secrets are text there, too.
    pub fn edit_state(&self, edit: impl Fn(&mut serde_json::Value)) {
        let mut state = serde_json::from_slice(&fs::read(self.kept("state.json")).unwrap()).unwrap();
        edit(&mut state);
        fs::write(self.kept("state.json"), serde_json::to_vec_pretty(&state).unwrap()).unwrap();
    }
}
