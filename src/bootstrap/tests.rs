//! What stands in the user-data of a cluster's machines.

use super::*;
use crate::cluster::{Cluster, DeletePolicy, Group, Location, Naming, Role, Shape, Taint};
use crate::pki::Pki;
use crate::problem::Place;
use crate::values::{BillingCycle, Cidr, ClusterName, DomainName, KubernetesVersion, Metro, ProjectId, Slug};
use serde_json::Value;
use std::net::Ipv4Addr;
use std::path::Path;

struct Sample {
    cluster: Cluster,
    pki: Pki,
    endpoint: Endpoint,
    token: Token,
    setups: SetUps,
    sources: Sources,
    limit: usize,
}

fn shape(operating_system: &str) -> Shape {
    Shape {
        plan: Slug::parse("plan", "c3.small.x86", "x").expect("it is one"),
        operating_system: Slug::parse("operating system", operating_system, "x").expect("it is one"),
        location: Location::Metro(Metro::parse("da").expect("it is one")),
        billing_cycle: BillingCycle::parse("hourly").expect("it is one"),
        version: KubernetesVersion::parse("1.34.4").expect("it is one"),
        ssh_keys: Vec::new(),
        tags: Vec::new(),
        labels: [("pool", "a"), ("node-role.kubernetes.io/x", "")].map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        annotations: [].into(),
        taints: Vec::new(),
    }
}

impl Sample {
    fn new(operating_system: &str) -> Self {
        let control_plane = Group {
            name: "demo-master-0".into(),
            role: Role::ControlPlane,
            naming: Naming::Own,
            replicas: 1,
            delete_policy: DeletePolicy::Newest,
            shape: shape(operating_system),
            at: Place::Named("machines.yaml".into()),
        };
        let cluster = Cluster {
            name: ClusterName::parse("demo").expect("it is one"),
            project: ProjectId::parse("p").expect("it is one"),
            pods: Cidr::parse("172.26.0.0/16").expect("it is one"),
            services: Cidr::parse("172.25.0.0/16").expect("it is one"),
            service_domain: DomainName::parse("cluster.local").expect("it is one"),
            control_plane,
            workers: Vec::new(),
        };
        Self {
            cluster,
            pki: Pki::make(None, jiff::Timestamp::UNIX_EPOCH).expect("it can be made"),
            endpoint: Endpoint::elastic(Ipv4Addr::new(198, 51, 100, 7)),
            token: Token::parse("abcdef.0123456789abcdef").expect("it is one"),
            setups: SetUps::built_in(),
            sources: Sources::default(),
            limit: DEFAULT_LIMIT,
        }
    }

    fn boot(&self) -> Boot<'_> {
        Boot {
            cluster: &self.cluster,
            pki: &self.pki,
            endpoint: &self.endpoint,
            token: &self.token,
            token_ttl: DEFAULT_TOKEN_TTL,
            setups: &self.setups,
            sources: &self.sources,
            limit: self.limit,
        }
    }

    fn control_plane(&self) -> UserData {
        self.boot().control_plane("demo-master-0").expect("it can be made")
    }

    fn worker(&self) -> UserData {
        self.boot().worker("demo-worker-0", &self.cluster.control_plane.shape).expect("it can be made")
    }
}

fn read(text: &str) -> Value {
    assert!(text.starts_with("#cloud-config\n"));
    let nodes = crate::yaml::read(text).expect("it is YAML");
    serde_json::to_value(&nodes[0]).expect("it is JSON")
}

/// A file's text and its permissions.
fn file(user_data: &UserData, path: &str) -> (String, String) {
    let value = read(user_data.text().expose());
    let files = value["write_files"].as_array().expect("it is a list");
    let file = files.iter().find(|file| file["path"] == path).unwrap_or_else(|| panic!("there is no {path}"));
    let text = |key: &str| file[key].as_str().expect("it is a text").to_owned();
    (text("content"), text("permissions"))
}

/// The documents that kubeadm gets.
fn documents(user_data: &UserData) -> Vec<Value> {
    let (text, permissions) = file(user_data, "/etc/packetctl/kubeadm.yaml");
    assert_eq!(permissions, "0600");
    let nodes = crate::yaml::read(&text).expect("it is YAML");
    nodes.iter().map(|node| serde_json::to_value(node).expect("it is JSON")).collect()
}

#[test]
fn a_control_plane_gets_the_keys_as_they_are_and_where_kubeadm_looks() {
    let sample = Sample::new("ubuntu_24_04");
    let user_data = sample.control_plane();
    for given in sample.pki.files() {
        let expected = (given.expose().to_owned(), format!("{:04o}", given.mode()));
        assert_eq!(file(&user_data, &given.path()), expected, "{}", given.name);
    }
    let [init, cluster, kubelet, proxy] = documents(&user_data).try_into().expect("there are four");
    assert_eq!(init["localAPIEndpoint"]["advertiseAddress"], PRIVATE_ADDRESS);
    assert_eq!(init["bootstrapTokens"][0]["ttl"], "2h0m0s");
    assert_eq!(init["nodeRegistration"].get("taints"), None, "kubeadm gives its own");
    assert_eq!(cluster["controlPlaneEndpoint"], "198.51.100.7:6443");
    assert_eq!(kubelet["cgroupDriver"], "systemd");
    assert_eq!(proxy["kind"], "KubeProxyConfiguration");
    assert!(file(&user_data, "/etc/packetctl/machine.env").0.contains("ELASTIC_ADDRESS=198.51.100.7\n"));
}

#[test]
fn a_worker_gets_no_private_key_and_pins_the_authority() {
    let sample = Sample::new("debian_12");
    let user_data = sample.worker();
    let text = user_data.text().expose();
    assert!(!text.contains("PRIVATE KEY"));
    let [join] = documents(&user_data).try_into().expect("there is one");
    let trust = &join["discovery"]["bootstrapToken"];
    assert_eq!(trust["caCertHashes"][0], sample.pki.cluster.discovery_hash().as_str());
    assert_eq!(trust["apiServerEndpoint"], "198.51.100.7:6443");
    assert_eq!(trust.get("unsafeSkipCAVerification"), None);
    assert_eq!(file(&user_data, "/etc/packetctl/ca.crt").0, sample.pki.cluster.certificate());
    assert_eq!(join["nodeRegistration"]["name"], "demo-worker-0");
    let arguments = join["nodeRegistration"]["kubeletExtraArgs"].as_array().expect("it is a list");
    let pairs: Vec<String> = arguments.iter().map(|pair| format!("{}={}", pair["name"], pair["value"])).collect();
    assert_eq!(
        pairs,
        ["\"cloud-provider\"=\"external\"", "\"node-ip\"=\"@PRIVATE_ADDRESS@\"", "\"node-labels\"=\"pool=a\""]
    );
}

#[test]
fn own_taints_do_not_take_away_the_one_of_a_control_plane() {
    let mut sample = Sample::new("debian_12");
    sample.cluster.control_plane.shape.taints =
        vec![Taint { key: "dedicated".into(), value: Some("x".into()), effect: "NoExecute" }];
    let taints = documents(&sample.control_plane())[0]["nodeRegistration"]["taints"].clone();
    assert_eq!(taints[0]["key"], "node-role.kubernetes.io/control-plane");
    assert_eq!(taints[1], serde_json::json!({ "key": "dedicated", "value": "x", "effect": "NoExecute" }));
    let taints = documents(&sample.worker())[0]["nodeRegistration"]["taints"].clone();
    assert_eq!(taints.as_array().map(Vec::len), Some(1));
}

#[test]
fn containerd_and_kubelet_agree_whatever_the_control_plane_is() {
    for (system, systemd, driver) in [("rocky_9", "true", "systemd"), ("packetctl_container", "false", "cgroupfs")] {
        let sample = Sample::new(system);
        for user_data in [sample.control_plane(), sample.worker()] {
            let environment = file(&user_data, "/etc/packetctl/machine.env").0;
            assert!(environment.contains(&format!("SYSTEMD_CGROUP={systemd}\n")), "{environment}");
        }
        assert_eq!(documents(&sample.control_plane())[2]["cgroupDriver"], driver);
        let patch = file(&sample.worker(), "/etc/packetctl/patches/kubeletconfiguration+merge.json").0;
        assert!(patch.contains(&format!("\"cgroupDriver\":\"{driver}\"")), "{patch}");
    }
}

#[test]
fn the_scrubbed_copy_differs_by_the_secrets_alone() {
    let sample = Sample::new("ubuntu_22_04");
    for user_data in [sample.control_plane(), sample.worker()] {
        let (whole, clean) = (user_data.text().expose(), user_data.scrubbed());
        assert!(holds_secrets(whole) && !holds_secrets(clean.expose()));
        assert!(!clean.expose().contains("0123456789abcdef") && !clean.expose().contains("PRIVATE KEY"));
        let (mut whole, clean) = (read(whole), read(clean.expose()));
        let mut changed = Vec::new();
        let files = whole["write_files"].as_array_mut().expect("it is a list");
        for (before, after) in files.iter_mut().zip(clean["write_files"].as_array().expect("it is a list")) {
            if before["content"] != after["content"] {
                changed.push(before["path"].as_str().expect("it is a text").to_owned());
                before["content"] = after["content"].clone();
            }
        }
        assert_eq!(whole, clean);
        let secret = |path: &String| path.contains("/pki/") || path == "/etc/packetctl/kubeadm.yaml";
        assert!(changed.iter().all(secret) && [1, 5].contains(&changed.len()), "{changed:?}");
    }
}

#[test]
fn user_data_is_far_below_the_limit_and_what_is_not_is_told() {
    let mut sample = Sample::new("ubuntu_24_04");
    let size = sample.control_plane().text().expose().len();
    assert!(size < DEFAULT_LIMIT / 2, "{size}");
    sample.limit = 10_000;
    let flaw = sample.boot().control_plane("demo-master-0").expect_err("it is too large");
    assert_eq!(flaw.what, format!("the user-data has {size} bytes, and the limit is 10000"));
    assert!(flaw.hint.expect("there is one").starts_with("the biggest in it: /usr/local/lib/packetctl/"));
}

#[test]
fn a_system_without_a_set_up_is_told_with_those_that_have_one() {
    let flaw = Sample::new("ubuntu_18_04").boot().control_plane("x").expect_err("nobody sets it up");
    assert_eq!(flaw.what, "there is no machine set-up for the operating system \"ubuntu_18_04\"");
    let hint = flaw.hint.expect("there is one");
    assert!(hint.contains("ubuntu_24_04, ") && hint.contains("--machine-configs FILE"), "{hint}");
}

#[test]
fn nothing_in_a_mirror_or_name_gets_out_of_its_quotes() {
    let mut sample = Sample::new("debian_12");
    sample.sources = Sources {
        packages: "http://m/$(touch x)'".into(),
        images: Some("http://m:5000/\"".into()),
        ..Sources::default()
    };
    let user_data = sample.worker();
    let environment = file(&user_data, "/etc/packetctl/machine.env").0;
    assert!(environment.contains("PACKAGES='http://m/$(touch x)'\\'''\n"), "{environment}");
    let mirror = file(&user_data, "/etc/containerd/certs.d/registry.k8s.io/hosts.toml").0;
    assert!(mirror.contains("[host.\"http://m:5000/\\\"\"]"), "{mirror}");
}

const CONFIGS: &str = "\
items:
- machineParams:
  - {image: ubuntu_18_04, versions: {kubelet: 1.34.4}, containerRuntime: docker-ce=1}
  - {image: ubuntu_18_04, versions: {kubelet: 1.34.4, controlPlane: 1.34.4}, containerRuntime: docker-ce=1}
  userdata: |
    echo $ROLE
";

#[test]
fn a_script_of_2019_gets_its_variables_and_the_keys() {
    let mut sample = Sample::new("ubuntu_18_04");
    sample.setups = SetUps::with_machine_configs(CONFIGS, Path::new("m.yaml")).expect("it is good");
    let flaw = sample.boot().control_plane("demo-master-0").expect_err("it would not be found there");
    assert_eq!(flaw.hint.as_deref(), Some("use --endpoint device"));

    sample.endpoint = Endpoint::of_device();
    let user_data = sample.control_plane();
    assert_eq!(file(&user_data, "/etc/kubernetes/pki/ca.crt").0, sample.pki.cluster.certificate());
    let script = file(&user_data, "/usr/local/lib/packetctl/begin").0;
    assert!(script.starts_with("#!/bin/bash\nKUBELET_VERSION=1.34.4\nCONTROL_PLANE_VERSION=1.34.4\nTOKEN=\n"));
    assert!(script.contains("\nROLE=master\n") && script.ends_with("\nCR_PACKAGE=docker-ce=1\necho $ROLE\n"));
    assert_eq!(read(user_data.text().expose())["write_files"].as_array().map(Vec::len), Some(9));
    assert!(!holds_secrets(user_data.scrubbed().expose()) && holds_secrets(user_data.text().expose()));

    sample.endpoint = Endpoint::host("198.51.100.7");
    let script = file(&sample.worker(), "/usr/local/lib/packetctl/begin").0;
    for line in ["TOKEN=abcdef.0123456789abcdef", "MASTER=198.51.100.7:6443", "ROLE=node", "POD_CIDR=172.26.0.0/16"] {
        assert!(script.lines().any(|found| found == line), "{line}: {script}");
    }
    assert!(!script.contains("MASTER_CA"));
}

#[test]
fn what_the_users_file_does_not_list_is_refused() {
    let mut sample = Sample::new("ubuntu_24_04");
    sample.setups = SetUps::with_machine_configs(CONFIGS, Path::new("m.yaml")).expect("it is good");
    let flaw = sample.boot().control_plane("x").expect_err("it is not listed");
    assert!(flaw.what.ends_with("no item for ubuntu_24_04 with kubelet 1.34.4 and control plane 1.34.4"), "{flaw:?}");
    assert!(flaw.hint.expect("there is one").contains("ubuntu_18_04 with kubelet 1.34.4 as a worker"));
}
