//! The scripts of a machine's first boot, run: in a folder that is the machine, where every program that would change
//! one is a stand-in. Needs namespaces of one's own (`unshare`) and `ip`; where they are not to be had, it is left out.

use crate::first_boot::{FirstBoot, files};
use crate::world::World;
use packetctl::bootstrap::{Milestone, Sources};
use packetctl::cluster::Role;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is on every machine.
const THERE: [&str; 11] = [
    "apt-cache",
    "apt-get",
    "apt-mark",
    "curl",
    "dnf",
    "modprobe",
    "setenforce",
    "sleep",
    "swapoff",
    "sysctl",
    "systemctl",
];
/// What gets there by packages.
const PACKAGES: [&str; 3] = ["containerd", "kubeadm", "kubelet"];

/// A machine that cloud-init has written its files to.
struct Machine {
    world: World,
    boot: FirstBoot,
}

impl Machine {
    /// None where there are no namespaces to be had.
    fn install(system: &str, role: Role, has_packages: bool) -> Option<Self> {
        let is_possible = |program: &str, arguments: &[&str]| {
            Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
        };
        let unshare = ["--user", "--map-root-user", "--mount", "--net", "true"];
        if !is_possible("unshare", &unshare) || !is_possible("ip", &["-V"]) || !Path::new("/bin").is_symlink() {
            return None;
        }
        let mut boot = FirstBoot::new(system, "1.34.4");
        boot.sources = Sources { metadata: "http://198.18.5.1:8080".into(), ..Sources::default() };
        let machine = Self { world: World::empty(), boot };
        let user_data = machine.boot.both().into_iter().find(|(of, _)| *of == role).expect("there are both").1;
        for (path, text) in files(&user_data) {
            let path = path.replace("/usr/local/", "/usr-local/");
            machine.write(&path, &text, if path.contains("/lib/packetctl/") { 0o755 } else { 0o600 });
        }
        let program = include_str!("data/machine/program");
        let packages = PACKAGES.map(|name| if has_packages { ("usr-local/bin", name) } else { ("packages", name) });
        for (folder, name) in packages.into_iter().chain(THERE.map(|name| ("usr-local/bin", name))) {
            machine.write(&format!("/{folder}/{name}"), program, 0o755);
        }
        machine.write("/etc/fstab", "UUID=1 / ext4 defaults 0 1\nUUID=2 none swap none 0 0\n", 0o644);
        Some(machine)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.world.folder().join("root").join(path.trim_start_matches('/'))
    }

    fn write(&self, path: &str, text: &str, mode: u32) {
        let written = self.world.write(&format!("root{path}"), text);
        fs::set_permissions(written, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Runs a command on the machine.
    fn enter(&self, command_line: &[&str]) -> Output {
        let enter = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/machine/enter");
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "--net", "--", enter]).arg(self.path(""));
        command.args(command_line).output().expect("it could be run before")
    }

    /// Runs one of our scripts; whether it succeeded.
    fn run(&self, script: &str) -> bool {
        let output = self.enter(&[&format!("/usr/local/lib/packetctl/{script}")]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "what happens stands in the log");
        output.status.success()
    }

    /// What was called, of one program.
    fn calls(&self, program: &str) -> Vec<String> {
        let calls = self.read("/calls");
        calls.lines().filter(|call| call.starts_with(&format!("{program} "))).map(String::from).collect()
    }

    /// What it told of itself since it was last asked.
    fn told(&self) -> Vec<(Milestone, String)> {
        let told = self.read("/told");
        let _ = fs::remove_file(self.path("/told"));
        told.lines()
            .map(|line| {
                let event: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
                let code = u16::try_from(event["code"].as_u64().expect("it is a number")).expect("it is small");
                (
                    Milestone::from_code(code).expect("it is one of ours"),
                    event["message"].as_str().expect("it is a text").to_owned(),
                )
            })
            .collect()
    }

    fn milestones(&self) -> Vec<Milestone> {
        self.told().into_iter().map(|(milestone, _)| milestone).collect()
    }
}

#[test]
fn a_control_plane_comes_from_nothing() {
    let Some(machine) = Machine::install("debian_12", Role::ControlPlane, false) else { return };
    assert!(machine.run("kubeadm-init"), "{}", machine.read("/var/log/packetctl.log"));
    let expected = [Milestone::PackagesInstalled, Milestone::InitStarted, Milestone::ControlPlaneInitialized];
    assert_eq!(machine.milestones(), expected);

    let install = machine.calls("apt-get").pop().expect("packages were installed");
    assert!(
        install.ends_with("socat containerd kubelet=1.34.4-1.2 kubeadm=1.34.4-1.2 kubectl=1.34.4-1.2"),
        "{install}"
    );
    let source = "deb [signed-by=/etc/apt/keyrings/kubernetes.asc] https://pkgs.k8s.io/core:/stable:/v1.34/deb/ /\n";
    assert_eq!(machine.read("/etc/apt/sources.list.d/kubernetes.list"), source);

    let given = machine.read("/given");
    assert!(!given.contains('@') && given.contains("10.0.0.5") && given.contains("198.51.100.9"), "{given}");
    let containerd = machine.read("/etc/containerd/config.toml");
    for line in
        ["SystemdCgroup = true", "\"registry.k8s.io/pause:3.10.1\"", "\"/opt/cni/bin\"", "\"/etc/containerd/certs.d\""]
    {
        assert!(containerd.contains(line), "{line}: {containerd}");
    }
    assert!(machine.read("/etc/fstab").ends_with("\n# UUID=2 none swap none 0 0\n"));
    assert!(machine.calls("systemctl").contains(&"systemctl mask swap.target".to_owned()));

    // No secret outlives its use, and the log, which only root reads, never had one.
    assert!(machine.path("/etc/packetctl/done").exists());
    for gone in ["/etc/packetctl/kubeadm.yaml", "/etc/packetctl/pki", "/run/packetctl/kubeadm.yaml"] {
        assert!(!machine.path(gone).exists(), "{gone}");
    }
    let log = machine.read("/var/log/packetctl.log");
    assert!(!log.contains(machine.boot.token.secret().expose()) && !log.contains("PRIVATE KEY"), "{log}");
    let mode = fs::metadata(machine.path("/var/log/packetctl.log")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_system_without_a_fit_containerd_gets_it_from_where_its_set_up_says() {
    let Some(machine) = Machine::install("debian_11", Role::Worker, false) else { return };
    machine.write("/etc/os-release", "VERSION=11\nVERSION_CODENAME=bullseye\n", 0o644);
    assert!(machine.run("kubeadm-join"), "{}", machine.read("/var/log/packetctl.log"));
    let source =
        "deb [signed-by=/etc/apt/keyrings/containerd.asc] https://download.docker.com/linux/debian bullseye stable\n";
    assert_eq!(machine.read("/etc/apt/sources.list.d/containerd.list"), source);
    // The release's file has a VERSION, too.
    let install = machine.calls("apt-get").pop().expect("packages were installed");
    assert!(install.contains(" containerd.io kubelet=1.34.4-1.2 "), "{install}");

    let Some(machine) = Machine::install("rocky_9", Role::Worker, false) else { return };
    machine.write("/etc/selinux/config", "SELINUX=enforcing\n", 0o644);
    machine.write("/etc/yum.repos.d/.keep", "", 0o644);
    assert!(machine.run("kubeadm-join"), "{}", machine.read("/var/log/packetctl.log"));
    let install = machine.calls("dnf").pop().expect("packages were installed");
    assert!(install.ends_with(" containerd.io kubelet-1.34.4 kubeadm-1.34.4 kubectl-1.34.4"), "{install}");
    let repository = machine.read("/etc/yum.repos.d/kubernetes.repo");
    assert!(repository.contains("\nbaseurl=https://pkgs.k8s.io/core:/stable:/v1.34/rpm/\n"), "{repository}");
    assert_eq!(machine.read("/etc/selinux/config"), "SELINUX=permissive\n");
}

#[test]
fn what_is_on_the_image_is_not_downloaded() {
    let Some(machine) = Machine::install("debian_12", Role::ControlPlane, true) else { return };
    assert!(machine.run("kubeadm-init"), "{}", machine.read("/var/log/packetctl.log"));
    assert_eq!(machine.calls("apt-get"), [""; 0]);
    assert_eq!(machine.milestones().len(), 3);
}

#[test]
fn an_init_that_failed_is_told_cleared_away_and_tried_with_the_same_keys() {
    let Some(machine) = Machine::install("debian_12", Role::ControlPlane, true) else { return };
    let error = "[ERROR Swap]: \"swap\" is on\nTo see the stack trace of this error execute with --v=5 or higher\n";
    machine.write("/fail/init", error, 0o600);
    assert!(!machine.run("kubeadm-init"));
    let failed = (Milestone::Failed, "running kubeadm init: [ERROR Swap]: swap is on".to_owned());
    assert_eq!(machine.told().pop(), Some(failed));
    assert!(!machine.path("/etc/packetctl/done").exists());

    assert!(machine.run("kubeadm-init"), "{}", machine.read("/var/log/packetctl.log"));
    assert_eq!(machine.calls("kubeadm").iter().filter(|call| *call == "kubeadm reset --force").count(), 1);
    for file in machine.boot.pki.files() {
        assert_eq!(machine.read(&file.path()), file.expose(), "{}", file.name);
    }
    assert_eq!(machine.milestones().pop(), Some(Milestone::ControlPlaneInitialized));
}

#[test]
fn an_api_server_that_answers_is_never_cleared_away() {
    let Some(machine) = Machine::install("debian_12", Role::ControlPlane, true) else { return };
    machine.write("/fail/init", "error execution phase addon/coredns: timed out\n", 0o600);
    assert!(!machine.run("kubeadm-init"));
    machine.write("/etc/kubernetes/manifests/kube-apiserver.yaml", "", 0o600);
    assert!(machine.run("kubeadm-init"), "{}", machine.read("/var/log/packetctl.log"));
    let kubeadm = machine.calls("kubeadm");
    assert!(!kubeadm.iter().any(|call| call.contains("reset")), "{kubeadm:?}");
    let last = kubeadm.last().expect("there are some");
    assert!(last.ends_with(" --skip-phases preflight,certs,kubeconfig,etcd,control-plane,kubelet-start"), "{last}");
    assert!(machine.calls("curl").iter().any(|call| call.contains("https://127.0.0.1:6443/readyz")));
}

#[test]
fn a_worker_waits_joins_and_after_a_failed_join_starts_anew() {
    let Some(machine) = Machine::install("debian_12", Role::Worker, true) else { return };
    machine.write("/fail/readyz", "curl: (7) refused\n", 0o600);
    machine.write("/fail/join", "error: the token abcdef.0123456789abcdef is not known\n", 0o600);
    assert!(!machine.run("kubeadm-join"));
    let told = machine.told();
    let milestones: Vec<Milestone> = told.iter().map(|(milestone, _)| *milestone).collect();
    assert_eq!(milestones, [Milestone::PackagesInstalled, Milestone::WaitingForServer, Milestone::Failed]);
    assert_eq!(told[2].1, "running kubeadm join: error: the token *** is not known");
    let asked = machine.calls("curl").into_iter().filter(|call| call.contains("/readyz")).collect::<Vec<_>>();
    assert_eq!(asked.len(), 2);
    assert!(
        asked[0].contains("--cacert /etc/packetctl/ca.crt") && asked[0].contains("https://198.51.100.7:6443/readyz")
    );

    // A reboot: what is in /run is gone.
    fs::remove_dir_all(machine.path("/run/packetctl")).expect("it was there");
    assert!(machine.run("kubeadm-join"), "{}", machine.read("/var/log/packetctl.log"));
    let kubeadm = machine.calls("kubeadm");
    let last: Vec<&str> = kubeadm.iter().rev().take(2).map(|call| call.split(' ').nth(1).unwrap()).collect();
    assert_eq!(last, ["join", "reset"]);
    assert_eq!(machine.milestones().pop(), Some(Milestone::Joined));
    assert!(machine.path("/etc/packetctl/done").exists());
}

#[test]
fn a_service_that_does_not_take_events_stops_nobody() {
    let Some(machine) = Machine::install("debian_12", Role::Worker, true) else { return };
    machine.write("/fail/events", "curl: (22) 500\n", 0o600);
    assert!(machine.run("kubeadm-join"), "{}", machine.read("/var/log/packetctl.log"));
    assert_eq!(machine.milestones(), [Milestone::WaitingForServer, Milestone::Joined]);
}

#[test]
fn cloud_init_starts_the_unit_of_the_role_and_what_must_outlive_a_reboot() {
    for (role, unit) in [(Role::ControlPlane, "packetctl-init.service"), (Role::Worker, "packetctl-join.service")] {
        let Some(machine) = Machine::install("debian_12", role, true) else { return };
        assert!(machine.run("begin"), "{}", machine.read("/var/log/packetctl.log"));
        let mut expected = vec!["systemctl daemon-reload".to_owned()];
        if role == Role::ControlPlane {
            expected.push("systemctl enable --now packetctl-elastic-address.service".into());
        }
        expected.push(format!("systemctl enable packetctl-metadata-guard.service {unit}"));
        expected.push(format!("systemctl start --no-block {unit}"));
        assert_eq!(machine.calls("systemctl"), expected);
    }
}

/// Two networks, and which way the kernel sends what to the metadata service: `eth0` leads there, pods are on `cni0`.
const ROUTES: &str = "\
set -e
for link in eth0 cni0; do
    ip link add $link type veth peer name peer-$link
    ip link set $link up
    ip link set peer-$link up
done
ip address add 198.18.5.2/24 dev eth0
ip address add 172.26.0.1/24 dev cni0
echo 1 >/proc/sys/net/ipv4/ip_forward
pod() { ip route get $1 from 172.26.0.5 iif cni0 >/dev/null 2>&1 && echo $1 goes || echo $1 does not go; }
pod 198.18.5.1
/usr/local/lib/packetctl/guard-metadata
/usr/local/lib/packetctl/guard-metadata
pod 198.18.5.1
pod 198.18.5.3
ip route get 198.18.5.1 | grep -o 'dev eth0'
";

#[test]
fn pods_do_not_reach_the_metadata_service_and_the_machine_does() {
    let Some(machine) = Machine::install("debian_12", Role::Worker, true) else { return };
    let output = machine.enter(&["bash", "-c", ROUTES]);
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("Unknown device type") {
        return; // This kernel makes no networks.
    }
    assert_eq!(said, "");
    let lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(String::from).collect();
    assert_eq!(
        lines,
        [
            "198.18.5.1 goes",
            "198.18.5.1: forwarded packets are dropped",
            "198.18.5.1 does not go",
            "198.18.5.3 goes",
            "dev eth0"
        ]
    );
}
