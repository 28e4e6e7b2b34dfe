//! `kubeconfig`: printed, written, merged; used by the kubectl that `PACKETCTL_KUBECTL` names (the judges have one).

use super::lone_cluster::LoneCluster;
use super::world::World;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const THEIRS: &str = "\
apiVersion: v1
kind: Config
current-context: home
clusters: [{name: home, cluster: {server: 'https://home:6443'}}]
contexts: [{name: home, context: {cluster: home, user: home}}]
users: [{name: home, user: {token: abc}}]
";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn it_is_printed_written_and_merged() {
    let cluster = LoneCluster::up(World::empty());
    let user = &cluster.user;
    let printed = cluster.run(&["kubeconfig"]).success();
    assert!(printed.stdout.contains("client-key-data") && printed.stdout.contains("current-context: 'demo'"));
    assert!(printed.stderr.starts_with("context demo; it can be used until 20"), "{}", printed.stderr);

    let written = cluster.run(&["kubeconfig", "--file", "own.yaml"]).success();
    assert!(written.stderr.contains("wrote own.yaml: context demo;"), "{written}");
    assert_eq!((written.stdout.as_str(), mode(&user.folder().join("own.yaml"))), ("", 0o600));
    // Ours may be replaced, anybody else's may not.
    let _ = cluster.run(&["kubeconfig", "--file", "own.yaml"]).success();
    user.write("theirs.yaml", THEIRS);
    let refused = cluster.run(&["kubeconfig", "--file", "theirs.yaml"]).refused();
    assert_eq!(
        refused.stderr,
        "error: theirs.yaml: it holds entries that packetctl did not write, and they would be lost\n  hint: --merge adds \
         the cluster and keeps them; or choose another path\n1 problem; no kubeconfig was written\n"
    );
    assert_eq!(user.read("theirs.yaml"), THEIRS);

    let merged = cluster.run(&["kubeconfig", "--merge", "--file", "theirs.yaml"]).success();
    assert!(merged.stderr.contains("merged into theirs.yaml: context demo;"), "{merged}");
    assert!(merged.stderr.contains("the current context stays as it was"), "{merged}");
    let text = user.read("theirs.yaml");
    assert!(text.contains("current-context: 'home'") && text.contains("token: 'abc'"), "{text}");
    let _ = cluster.run(&["kubeconfig", "--merge", "--use", "--file", "theirs.yaml"]).success();
    assert!(user.read("theirs.yaml").contains("current-context: 'demo'"));

    // Where nothing is named: kubectl's own file, which need not be there.
    let _ = cluster.run(&["kubeconfig", "--merge"]).success();
    assert_eq!(mode(&user.home().join(".kube/config")), 0o600);
    let listed = user.folder().join("first");
    let mut command = user.command(&["kubeconfig", "--merge"]);
    let _ = user.output(command.env("KUBECONFIG", format!("{}:/else/where", listed.display()))).success();
    assert!(listed.exists());

    kubectl_takes_it(&cluster);
    masters(&cluster);
    bad_targets(&cluster);
    no_way_to_make_one(&cluster);
}

/// The real kubectl against the simulated control plane; no secret is in its arguments.
#[expect(clippy::print_stderr, reason = "whoever reads the tests' output should know what was not tried")]
fn kubectl_takes_it(cluster: &LoneCluster) {
    let Some(kubectl) = std::env::var_os("PACKETCTL_KUBECTL").map(PathBuf::from) else {
        eprintln!("skipped: PACKETCTL_KUBECTL names no kubectl");
        return;
    };
    let _served = cluster.served();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&kubectl);
        command.args(arguments).current_dir(cluster.user.folder()).env_clear().env("HOME", cluster.user.home());
        cluster.user.output(&mut command)
    };
    let nodes = run(&["--kubeconfig", "own.yaml", "get", "nodes"]).success();
    assert!(nodes.stdout.contains("demo-control-plane-0   Ready") && nodes.stdout.contains("demo-worker-0"), "{nodes}");
    let nodes = run(&["--kubeconfig", "theirs.yaml", "--context", "demo", "get", "nodes", "-o", "name"]).success();
    assert_eq!(nodes.stdout, "node/demo-control-plane-0\nnode/demo-worker-0\n");
}

fn masters(cluster: &LoneCluster) {
    let made = cluster.run(&["kubeconfig", "--masters", "--ttl", "1h"]).success();
    assert!(
        made.stderr.starts_with("warning: --masters: whoever has this kubeconfig may do everything"),
        "{}",
        made.stderr
    );
    for (ttl, told) in [("0", "is too short"), ("30s", "is too short"), ("never", "is not a length of time")] {
        let refused = cluster.run(&["kubeconfig", "--ttl", ttl]).refused();
        assert!(refused.stderr.contains(told), "{refused}");
    }
}

fn bad_targets(cluster: &LoneCluster) {
    let user = &cluster.user;
    user.write("broken.yaml", "apiVersion: v1\nclusters: [\n");
    user.write("folder/file", "");
    for (arguments, told) in [
        (&["--merge", "--file", "broken.yaml"][..], "error: broken.yaml:"),
        (&["--file", "broken.yaml"], "error: broken.yaml:"),
        (&["--merge", "--file", "folder"], "error: folder: cannot read it: this is a folder\n"),
        (&["--file", "folder"], "error: folder: cannot read it: this is a folder\n"),
        (&["--file", "no/where"], "error: no/where: cannot write it"),
        (&["--file", "broken.yaml/x"], "error: broken.yaml/x: cannot "),
        (&["--use"], "error: the following required arguments were not provided:\n  --merge"),
    ] {
        let all: Vec<&str> = ["kubeconfig"].into_iter().chain(arguments.iter().copied()).collect();
        let refused = cluster.run(&all).refused();
        assert!(refused.stderr.starts_with(told), "{told:?} does not begin {refused}");
    }
    assert_eq!(user.read("broken.yaml"), "apiVersion: v1\nclusters: [\n", "nothing was written");
}

fn no_way_to_make_one(cluster: &LoneCluster) {
    let whole = fs::read(cluster.kept("state.json")).unwrap();
    cluster.edit_state(|state| state["endpoint"]["address"] = serde_json::Value::Null);
    let refused = cluster.run(&["kubeconfig"]).refused();
    assert!(refused.stderr.contains("state.json: the address of the API server is not known yet\n"), "{refused}");
    cluster.edit_state(|state| state["secrets"] = serde_json::Value::Null);
    let refused = cluster.run(&["kubeconfig"]).refused();
    assert!(refused.stderr.contains("the cluster's CA is not in it, so no certificate can be made\n"), "{refused}");
    fs::write(cluster.kept("state.json"), whole).unwrap();
    fs::remove_file(cluster.identity()).unwrap();
    let refused = cluster.run(&["kubeconfig"]).refused();
    assert!(refused.stderr.contains("the secrets in it were sealed with another key\n"), "{refused}");
}

#[test]
fn without_a_state_there_is_none() {
    let refused = World::empty().run(&["kubeconfig", "--cluster-name", "demo"]).refused();
    assert!(
        refused
            .stderr
            .starts_with("error: $ROOT/home/.local/state/packetctl/demo/state.json: there is no state here\n")
    );
}
