//! The kubeconfig that `up` writes, in other hands.

use super::bed::Bed;
use serde_json::Value;

/// What the cluster answers to the administrator of the kubeconfig.
pub fn get(bed: &Bed, path: &str) -> Value {
    let file = bed.state().with_file_name("kubeconfig");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let read = kube::config::Kubeconfig::read_from(&file).unwrap();
        let options = kube::config::KubeConfigOptions::default();
        let config = kube::Config::from_custom_kubeconfig(read, &options).await.unwrap();
        let client = kube::Client::try_from(config).unwrap();
        client.request(http::Request::get(path).body(Vec::new()).unwrap()).await.unwrap()
    })
}

#[test]
fn kubectl_lists_the_nodes_with_it() {
    let Ok(program) = std::env::var("PACKETCTL_KUBECTL") else { return };
    let bed = Bed::new(2);
    let _ = bed.up(&[]);
    let file = bed.state().with_file_name("kubeconfig");
    let kubectl = |arguments: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command.env_clear().env("HOME", bed.user.home()).env("KUBECONFIG", &file).args(arguments);
        bed.user.output(&mut command)
    };
    let nodes = kubectl(&["get", "nodes"]).success();
    for name in ["demo-control-plane-0", "demo-worker-0", "demo-worker-1"] {
        let line = nodes.stdout.lines().find(|line| line.starts_with(name)).expect("the node is listed");
        assert!(line.contains(" Ready ") && line.contains("v1.34"), "{nodes}");
    }
    let context = kubectl(&["config", "current-context"]).success();
    assert!(context.stdout.contains("demo"), "{context}");
    let waited = kubectl(&["wait", "--for=condition=Ready", "node", "--all", "--timeout=10s"]).success();
    assert_eq!(waited.stdout.lines().count(), 3, "{waited}");
}

#[test]
fn its_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let bed = Bed::new(0);
    let made = bed.up(&[]);
    let file = bed.state().with_file_name("kubeconfig");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(made.stderr.contains("/demo/kubeconfig; kubectl get nodes"), "{made}");
    let nodes = get(&bed, "/api/v1/nodes");
    assert_eq!(nodes["items"].as_array().unwrap().len(), 1);
    // Nothing that is a key is told.
    assert!(!made.stderr.contains("PRIVATE KEY") && !made.stderr.contains(bed.sim.key()), "{made}");
}

/// What stands in the command lines of a process and of what it started.
fn command_lines(of: u32) -> String {
    let mut told = String::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        let own = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if own == Some(of) || parent == Some(of) {
            told.push_str(&std::fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default());
        }
    }
    told
}

#[test]
#[cfg(target_os = "linux")]
fn no_secret_stands_in_a_command_line() {
    let bed = Bed::still(1);
    let run = bed.spawn(&["up", "-y"]);
    let mut told = String::new();
    bed.await_that("machines are ordered", |bed| {
        told.push_str(&command_lines(run.id()));
        bed.devices().len() == 2
    });
    for _ in 0..10 {
        bed.sim.advance(20);
        told.push_str(&command_lines(run.id()));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let _ = bed.pass(run).success();
    assert!(told.contains("up\0-y"), "{told}");
    assert!(!told.contains(bed.sim.key()) && !told.contains("BEGIN"), "{told}");
}
