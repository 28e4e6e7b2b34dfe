//! The user's own set-ups: `machine_configs.yaml` as the controller of 2019 read it.

use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{self, Node};
use std::fmt;
use std::path::Path;

/// A script and one machine that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::bootstrap) struct MachineConfig {
    /// The slug of the operating system.
    pub(in crate::bootstrap) image: String,
    /// The versions, which must all be those of the machine.
    pub(in crate::bootstrap) versions: Versions,
    /// The package of the container runtime, as the package manager takes it.
    pub(in crate::bootstrap) container_runtime: String,
    /// The script, without its first line.
    pub(in crate::bootstrap) script: String,
}

/// Versions of Kubernetes on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::bootstrap) struct Versions {
    /// Of the kubelet.
    pub(in crate::bootstrap) kubelet: String,
    /// Of the control plane, on a machine that runs it.
    pub(in crate::bootstrap) control_plane: Option<String>,
}

impl Versions {
    /// Those of a machine on which all is of one version.
    pub(in crate::bootstrap) fn of(version: &str, is_control_plane: bool) -> Self {
        Self { kubelet: version.to_owned(), control_plane: is_control_plane.then(|| version.to_owned()) }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "kubelet {}", self.kubelet)?;
        match &self.control_plane {
            Some(version) => write!(formatter, " and control plane {version}"),
            None => formatter.write_str(" as a worker"),
        }
    }
}

/// Reads the file.
pub(super) fn read(text: &str, path: &Path) -> Result<Vec<MachineConfig>, Problems> {
    let nodes = yaml::read(text).map_err(|error| error.in_file(path))?;
    let mut reader = Reader { path, problems: Problems::new(), configs: Vec::new() };
    match nodes.as_slice() {
        [] => reader.wrong(Position { line: 1, column: 1 }, Flaw::new("there is nothing in this file").hint(SHAPE)),
        [file] => reader.file(file),
        [_, second, ..] => {
            reader.wrong(second.position, Flaw::new("there is more than one document").hint(SHAPE));
        }
    }
    reader.problems.sort();
    reader.problems.into_result(reader.configs.into_iter().map(|(config, _)| config).collect())
}

/// What the file looks like, for hints.
const SHAPE: &str =
    "the file has `items:`, each with `machineParams:` (image, versions, containerRuntime) and `userdata:`";

/// What has been read, and what is wrong so far.
struct Reader<'a> {
    path: &'a Path,
    problems: Problems,
    configs: Vec<(MachineConfig, Position)>,
}

impl Reader<'_> {
    fn wrong(&mut self, position: Position, flaw: Flaw) {
        self.problems.push(flaw.at(Place::at(self.path, position)));
    }

    fn file(&mut self, file: &Node) {
        for key in file.duplicate_keys() {
            let flaw = Flaw::new(format!("the key {:?} stands twice, first in line {}", key.text, key.first.line));
            self.problems.push(flaw.hint("keep one of them").at(Place::at(self.path, key.again)));
        }
        self.keys(file, &["items"]);
        for item in self.list(file, "items") {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Node) {
        self.keys(item, &["machineParams", "userdata"]);
        let script = self.text(item, "userdata");
        for machine in self.list(item, "machineParams") {
            if let Some(config) = self.machine(machine, script.as_deref()) {
                self.add(config, machine.position);
            }
        }
    }

    fn machine(&mut self, machine: &Node, script: Option<&str>) -> Option<MachineConfig> {
        self.keys(machine, &["image", "versions", "containerRuntime"]);
        let image = self.text(machine, "image");
        let container_runtime = self.text(machine, "containerRuntime");
        let versions = self.versions(machine);
        Some(MachineConfig {
            image: image?,
            versions: versions?,
            container_runtime: container_runtime?,
            script: script?.to_owned(),
        })
    }

    fn versions(&mut self, machine: &Node) -> Option<Versions> {
        let Some(versions) = machine.get("versions") else {
            self.wrong(
                machine.position,
                Flaw::new("`versions` is missing").hint("write `versions: {kubelet: 1.34.4}`"),
            );
            return None;
        };
        self.keys(versions, &["kubelet", "controlPlane"]);
        let kubelet = self.text(versions, "kubelet");
        let control_plane = match versions.get("controlPlane") {
            // The empty text meant none, too.
            None => None,
            Some(node) if node.is_null() || node.as_text() == Some("") => None,
            Some(_) => Some(self.text(versions, "controlPlane")?),
        };
        Some(Versions { kubelet: kubelet?, control_plane })
    }

    /// Two scripts for one machine are one too many.
    fn add(&mut self, config: MachineConfig, position: Position) {
        let twin =
            self.configs.iter().find(|(other, _)| other.image == config.image && other.versions == config.versions);
        match twin.map(|(_, first)| first.line) {
            Some(line) => {
                let what = format!("{} with {} stands twice, first in line {line}", config.image, config.versions);
                self.wrong(position, Flaw::new(what).hint("exactly one item may be for a machine: remove the other"));
            }
            None => self.configs.push((config, position)),
        }
    }

    /// The text under a key, which must be there and not empty.
    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let (position, flaw) = match node.get(key) {
            Some(value) => match value.as_text() {
                Some("") => (value.position, Flaw::new(format!("`{key}` is empty")).hint("give it a value")),
                Some(text) => return Some(text.to_owned()),
                None => {
                    let what = format!("`{key}` must be a text, and this is {}", value.value);
                    (value.position, Flaw::new(what).hint("put it in quotes"))
                }
            },
            None => (node.position, Flaw::new(format!("`{key}` is missing")).hint(SHAPE)),
        };
        self.wrong(position, flaw);
        None
    }

    /// The list under a key, which must be there.
    fn list<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Node] {
        let (position, what) = match node.get(key) {
            Some(value) => match value.as_sequence() {
                Some(items) if !items.is_empty() => return items,
                Some(_) => (value.position, format!("`{key}` is empty")),
                None => (value.position, format!("`{key}` must be a list, and this is {}", value.value)),
            },
            None => (node.position, format!("`{key}` is missing")),
        };
        self.wrong(position, Flaw::new(what).hint(SHAPE));
        &[]
    }

    /// A key that nobody reads is most likely misspelled.
    fn keys(&mut self, node: &Node, known: &[&str]) {
        for (key, _) in node.as_mapping().unwrap_or_default() {
            if !known.contains(&key.text.as_str()) {
                let near = crate::hint::suggestion(&key.text, known.iter().copied());
                let flaw = Flaw::new(format!("nobody reads the key {:?}", key.text));
                self.wrong(key.position, flaw.hint(format!("there is {}", known.join(", "))).maybe_hint(near));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "\
items:
- machineParams:
  - image: ubuntu_18_04
    versions:
      kubelet: 1.14.3
    containerRuntime: docker-ce=5:18.09.7~3-0~ubuntu-bionic
  - image: ubuntu_18_04
    versions:
      kubelet: 1.14.3
      controlPlane: 1.14.3
    containerRuntime: docker-ce=5:18.09.7~3-0~ubuntu-bionic
  userdata: |
    set -e
    kubeadm init
";

    #[test]
    fn the_shipped_file_is_read_and_the_whole_of_the_versions_counts() {
        let configs = read(SEED, Path::new("m.yaml")).expect("it is good");
        assert_eq!(configs.len(), 2);
        assert_eq!(configs[0].versions, Versions::of("1.14.3", false));
        assert_eq!(configs[1].versions, Versions::of("1.14.3", true));
        assert_eq!(configs[1].container_runtime, "docker-ce=5:18.09.7~3-0~ubuntu-bionic");
        assert_eq!(configs[1].script, "set -e\nkubeadm init\n");
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        let text = "\
items:
- machineParams:
  - image: a
    versions: {kubelet: 1.34, controlplane: x}
    containerRuntime: ''
  userdata: x
- machineParams: []
- machineParams:
  - {image: b, versions: {kubelet: 1.34.4}, containerRuntime: c}
  - {image: b, versions: {kubelet: 1.34.4, controlPlane: ''}, containerRuntime: c}
  userdata: x
";
        let told: Vec<String> =
            read(text, Path::new("m.yaml")).expect_err("much is wrong").iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "m.yaml:4:25: `kubelet` must be a text, and this is the number 1.34",
                "m.yaml:4:31: nobody reads the key \"controlplane\"",
                "m.yaml:5:23: `containerRuntime` is empty",
                "m.yaml:7:3: `userdata` is missing",
                "m.yaml:7:18: `machineParams` is empty",
                "m.yaml:10:5: b with kubelet 1.34.4 as a worker stands twice, first in line 9",
            ]
        );
    }
}
