//! Any string is refused clearly or comes back equal, in every setting that the files carry.
//!
//! The files are read by our own reader and, where `PACKETCTL_READER` names the
//! judges' `types` program, by kubectl's YAML library as well: one process
//! serves all cases (`types json -`: streams separated by NUL, a line of JSON each).

use packetctl::render::{Credentials, Templates, render};
use packetctl::settings::{Environment, Inputs, Merged, Settings, table};
use packetctl::yaml;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A setting, and where its value stands: the document's kind and name, and the way to the value in it.
type Carried = (&'static str, &'static str, &'static str, &'static str);

const NAMES: &str = "demo-control-plane-0";
const WORKERS: &str = "demo-worker";
const SPEC: &str = "/spec/providerSpec/value";
const TEMPLATE: &str = "/spec/template/spec/providerSpec/value";

/// Every setting that the files carry as it was given. Cluster name, SSH key and the key have their own rules below.
const CARRIED: [Carried; 21] = [
    ("project-id", "Cluster", "demo", "/spec/providerSpec/value/projectID"),
    ("facility", "Machine", NAMES, "/spec/providerSpec/value/facility/0"),
    ("metro", "MachineDeployment", WORKERS, "/spec/template/spec/providerSpec/value/metro"),
    ("kubernetes-version", "Machine", NAMES, "/spec/versions/controlPlane"),
    ("worker-machine-count", "MachineDeployment", WORKERS, "/spec/replicas"),
    ("controlplane-node-type", "Machine", NAMES, "/spec/providerSpec/value/machineType"),
    ("worker-node-type", "MachineDeployment", WORKERS, "/spec/template/spec/providerSpec/value/machineType"),
    ("node-os", "Machine", NAMES, "/spec/providerSpec/value/OS"),
    ("billing-cycle", "MachineDeployment", WORKERS, "/spec/template/spec/providerSpec/value/billingCycle"),
    ("pod-cidr", "Cluster", "demo", "/spec/clusterNetwork/pods/cidrBlocks/0"),
    ("service-cidr", "Cluster", "demo", "/spec/clusterNetwork/services/cidrBlocks/0"),
    ("service-domain", "Cluster", "demo", "/spec/clusterNetwork/serviceDomain"),
    (
        "cluster-api-controller-image",
        "StatefulSet",
        "cluster-api-controller-manager",
        "/spec/template/spec/containers/0/image",
    ),
    (
        "packet-provider-image",
        "StatefulSet",
        "cluster-api-provider-packet-controller-manager",
        "/spec/template/spec/containers/0/image",
    ),
    ("packet-ccm-image", "Deployment", "packet-cloud-controller-manager", "/spec/template/spec/containers/0/image"),
    ("csi-packet-image", "DaemonSet", "csi-node", "/spec/template/spec/containers/1/image"),
    ("csi-provisioner-image", "StatefulSet", "csi-packet-controller", "/spec/template/spec/containers/0/image"),
    ("csi-attacher-image", "StatefulSet", "csi-packet-controller", "/spec/template/spec/containers/1/image"),
    ("csi-node-driver-registrar-image", "DaemonSet", "csi-node", "/spec/template/spec/containers/0/image"),
    ("flannel-image", "DaemonSet", "kube-flannel-ds", "/spec/template/spec/containers/0/image"),
    ("flannel-cni-plugin-image", "DaemonSet", "kube-flannel-ds", "/spec/template/spec/initContainers/0/image"),
];

/// A reader nobody here wrote.
struct Foreign {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Foreign {
    fn start() -> Option<Self> {
        let program = std::env::var_os("PACKETCTL_READER")?;
        let mut child =
            Command::new(program).args(["json", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Some(Self { child, stdin, stdout })
    }

    fn read(&mut self, stream: &str) -> Vec<Value> {
        self.stdin
            .write_all(stream.as_bytes())
            .and_then(|()| self.stdin.write_all(b"\0"))
            .and_then(|()| self.stdin.flush())
            .unwrap();
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

thread_local! {
    static FOREIGN: RefCell<Option<Foreign>> = RefCell::new(Foreign::start());
}

/// Strings that break what is broken, and strings that look like values.
fn strings() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "no",
        "1e3",
        "0x10",
        "null",
        "~",
        ": ",
        "# ",
        "a: b",
        "a #b",
        "'",
        "\"",
        "\\",
        "\\n",
        "a\nb",
        "\r\n",
        "/",
        "&",
        "$(x)",
        "{{ x }}",
        "{% x %}",
        "- a",
        "*a",
        "&a",
        "!t",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\t",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "ünïcode",
        "🚀",
        "---",
        "...",
        "[a]",
        "{a: b}",
        "1_000",
        "1:20",
        "2019-07-16",
        "012",
        "0o14",
        ".inf",
        "=",
        "<<",
        "yes",
        "on",
        "y",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        2 => nasty.clone(),
        2 => any::<String>(),
        2 => "[a-z0-9._-]{1,12}",
        1 => (nasty, "[a-z0-9]{0,4}").prop_map(|(nasty, plain)| format!("{plain}{nasty}{plain}")),
        1 => "1\\.3[1-4]\\.[0-9]{1,2}",
        1 => "(172\\.(16|20|28)\\.0\\.0|100\\.64\\.0\\.0)/1[2-6]",
        1 => "[a-z]{1,8}\\.[a-z]{2,3}(:[0-9]{1,4})?/[a-z]{1,8}:[a-z0-9.]{1,6}",
        1 => "[0-9]{1,5}",
        1 => prop::sample::select(vec!["hourly", "daily", "monthly", "yearly"]).prop_map(str::to_owned),
    ]
}

/// The four files made from these settings, as both readers see them; or what was refused.
fn documents(pairs: &[(&'static str, &str)]) -> Result<Vec<Vec<Value>>, String> {
    let all = [("PACKET_PROJECT_ID", "p"), ("PACKET_API_KEY", "k"), ("CLUSTER_NAME", "demo")];
    let named = pairs.iter().map(|(key, value)| {
        let setting = table::ALL.into_iter().find(|setting| setting.key == *key).expect("it is a setting");
        (setting.variable(), *value)
    });
    // The later one of two equal names holds.
    let environment = Environment::of_pairs(all.into_iter().chain(named));
    let mut merged = Merged::collect(Inputs { environment, ..Inputs::default() });
    let settings = Settings::resolve(&mut merged)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<String>())?;
    let rendered =
        render(&settings, &Templates::built_in(), Credentials::Embedded).expect("the built-in templates work");
    let stream = rendered.into_iter().map(|rendered| rendered.text).collect::<Vec<_>>().join("---\n");
    let ours =
        yaml::read(&stream).expect("it is YAML").iter().map(|node| serde_json::to_value(node).unwrap()).collect();
    let foreign = FOREIGN.with_borrow_mut(|foreign| foreign.as_mut().map(|reader| reader.read(&stream)));
    Ok([Some(ours), foreign].into_iter().flatten().collect())
}

/// The value that stands at a place of a document.
fn value_at<'a>(documents: &'a [Value], kind: &str, name: &str, pointer: &str) -> Option<&'a Value> {
    let document =
        documents.iter().find(|document| document["kind"] == kind && document["metadata"]["name"] == name)?;
    document.pointer(pointer)
}

/// The same text, a number by its digits.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Runs a property for some hundred strings.
fn for_strings(check: impl Fn(String) -> Result<(), TestCaseError>) {
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() });
    runner.run(&strings(), check).unwrap();
}

#[test]
fn a_carried_value_is_refused_clearly_or_comes_back_equal() {
    let accepted = std::cell::Cell::new(0);
    for (key, kind, name, pointer) in CARRIED {
        for_strings(|text| {
            match documents(&[(key, &text)]) {
                Err(told) => {
                    let variable = table::ALL.into_iter().find(|setting| setting.key == key).unwrap().variable();
                    prop_assert!(told.contains(variable), "{told}");
                }
                // An empty variable is not set, so the default stands there.
                Ok(_) if text.is_empty() => {}
                Ok(readers) => {
                    accepted.set(accepted.get() + 1);
                    for documents in readers {
                        let found = value_at(&documents, kind, name, pointer).map(text_of);
                        let number = text.parse::<u32>().ok().map(|number| number.to_string());
                        let same = found.as_deref() == Some(text.as_str())
                            || (key == "worker-machine-count" && found == number);
                        prop_assert!(
                            same || key == "kubernetes-version" && found == text.strip_prefix('v').map(str::to_owned),
                            "{key}: {text:?} became {found:?}"
                        );
                    }
                }
            }
            Ok(())
        });
    }
    assert!(
        accepted.get() > 250,
        "only {} strings were accepted: the strings no longer fit the settings",
        accepted.get()
    );
}

#[test]
fn the_clusters_name_is_in_every_name_made_from_it() {
    for_strings(|text| {
        let Ok(readers) = documents(&[("cluster-name", &text)]) else { return Ok(()) };
        for documents in readers.iter().filter(|_| !text.is_empty()) {
            let label = "/metadata/labels/cluster.k8s.io~1cluster-name";
            prop_assert_eq!(value_at(documents, "Cluster", &text, "/metadata/name"), Some(&Value::from(text.clone())));
            prop_assert_eq!(
                value_at(documents, "Machine", &format!("{text}-control-plane-0"), label),
                Some(&Value::from(text.clone()))
            );
            prop_assert_eq!(
                value_at(documents, "MachineDeployment", &format!("{text}-worker"), label),
                Some(&Value::from(text.clone()))
            );
        }
        Ok(())
    });
}

#[test]
fn the_api_key_comes_back_from_both_secrets() {
    for_strings(|text| {
        let Ok(readers) = documents(&[("api-key", &text)]) else { return Ok(()) };
        for documents in readers.iter().filter(|_| !text.is_empty()) {
            let plain = value_at(documents, "Secret", "cluster-api-provider-packet-credentials", "/stringData/apiKey");
            prop_assert_eq!(plain, Some(&Value::from(text.clone())));
            let inside = value_at(documents, "Secret", "packet-cloud-config", "/stringData/cloud-sa.json")
                .map(text_of)
                .unwrap_or_default();
            let inside: Value = serde_json::from_str(&inside).expect("it is JSON");
            prop_assert_eq!(&inside["apiKey"], &Value::from(text.clone()));
        }
        Ok(())
    });
}

#[test]
fn the_comment_of_an_ssh_key_comes_back() {
    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pub");
    let path_text = path.display().to_string();
    for_strings(|text| {
        let line = format!("{KEY} {text}");
        std::fs::write(&path, &line).unwrap();
        let Ok(readers) = documents(&[("ssh-key", &path_text)]) else { return Ok(()) };
        // What the file says, without the blanks and line breaks around it.
        let wanted: Vec<&str> =
            line.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        for documents in &readers {
            for (kind, name, place) in [("Machine", NAMES, SPEC), ("MachineDeployment", WORKERS, TEMPLATE)] {
                let keys = value_at(documents, kind, name, &format!("{place}/sshKeys"));
                prop_assert_eq!(keys, Some(&Value::from(wanted.clone())));
            }
        }
        Ok(())
    });
}
