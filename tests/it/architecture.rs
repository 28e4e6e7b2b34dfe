//! Who may name whom, and who may touch what: the walls of the house.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor; each of these may name the others, without a circle.
const FLOOR: [&str; 9] = ["clock", "files", "hint", "problem", "random", "secret", "template", "values", "yaml"];

/// Each room and the rooms it may name besides the floor.
const ROOMS: [(&str, &[&str]); 13] = [
    ("settings", &[]),
    ("manifest", &[]),
    ("cluster", &["manifest"]),
    ("render", &["settings", "manifest"]),
    ("pki", &[]),
    ("bootstrap", &["cluster", "pki"]),
    ("plan", &["cluster"]),
    ("packet", &[]),
    ("kubernetes", &[]),
    ("state", &[]),
    ("execute", &["cluster", "pki", "bootstrap", "plan", "packet", "kubernetes", "state"]),
    ("sim", &[]),
    (
        "cli",
        &[
            "settings",
            "manifest",
            "cluster",
            "render",
            "pki",
            "bootstrap",
            "plan",
            "packet",
            "kubernetes",
            "state",
            "execute",
            "sim",
        ],
    ),
];

/// The parts of the simulator in the order in which a request goes through them: each may name only those behind it.
const SIMULATOR: [&str; 21] = [
    "router",
    "control",
    "metadata",
    "kubernetes",
    "service",
    "limit",
    "server",
    "wire",
    "show",
    "world",
    "userdata",
    "kubeadm",
    "authority",
    "ssh_public_key",
    "faults",
    "catalogue",
    "store",
    "table",
    "identity",
    "links",
    "time",
];

/// What may stand only in these places.
const TOUCHES: &[(&str, &[&str])] = &[
    ("std::env", &["src/settings/environment.rs", "src/main.rs"]),
    ("dirs::", &["src/settings/environment.rs"]),
    ("std::fs", &["src/files/", "src/sim/store/"]),
    ("serde_yaml", &["src/yaml/"]),
    ("minijinja", &["src/template.rs"]),
    ("getrandom", &["src/random.rs"]),
    ("secrecy", &["src/secret.rs"]),
    ("SystemTime::now", &["src/cli/"]),
    ("Timestamp::now", &["src/clock.rs"]),
    ("tokio::time", &["src/clock.rs"]),
    ("reqwest", &["src/packet/"]),
    ("kube::", &["src/kubernetes/"]),
    ("k8s_openapi", &["src/kubernetes/"]),
    ("use age", &["src/state/"]),
    ("indicatif", &["src/cli/progress/"]),
    ("dialoguer", &["src/cli/"]),
    ("rcgen", &["src/pki/", "src/sim/authority"]),
    ("rustls", &["src/kubernetes/", "src/sim/"]),
    ("tokio::signal", &["src/cli/"]),
    ("axum", &["src/sim/"]),
    ("hyper", &["src/sim/"]),
];

/// A source file: its path from the project's root, and its text without comments and tests.
struct Source {
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.into_iter().filter(|path| !path.ends_with("tests.rs")).map(|path| source(root, &path)).collect()
}

fn source(root: &Path, path: &PathBuf) -> Source {
    let text = fs::read_to_string(path).unwrap();
    // Tests stand at the end of a file; they may touch what they test.
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    Source { path: path.strip_prefix(root).unwrap().display().to_string(), code }
}

/// The room a file is in: its folder or its own name under src.
fn room(path: &str) -> &str {
    path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default()
}

/// The rooms that a text names by `crate::room` or `use crate::{room, …}`.
fn named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or_default());
        for word in group.unwrap_or(rest).split(',').take(if group.is_some() { usize::MAX } else { 1 }) {
            let name: String =
                word.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            rooms.insert(name);
        }
    }
    rooms.remove("");
    rooms
}

#[test]
fn rooms_name_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for Source { path, code } in sources() {
        let room = room(&path);
        let allowed: Vec<&str> = match ROOMS.iter().find(|(name, _)| *name == room) {
            Some((_, rooms)) => FLOOR.iter().chain(*rooms).copied().chain([room]).collect(),
            None if FLOOR.contains(&room) => FLOOR.to_vec(),
            None if room == "lib" || room == "main" => continue,
            None => panic!("{path} is in no room of the table"),
        };
        wrong.extend(
            named(&code)
                .into_iter()
                .filter(|name| !allowed.contains(&name.as_str()))
                .map(|name| format!("{path} names {name}")),
        );
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn requests_go_through_the_simulator_in_one_direction() {
    let mut wrong = Vec::new();
    for Source { path, code } in sources() {
        let Some(inside) = path.strip_prefix("src/sim/") else { continue };
        let part = inside.split(['/', '.']).next().unwrap_or_default();
        let Some(place) = SIMULATOR.iter().position(|known| *known == part) else {
            assert!(["mod", "served"].contains(&part), "{path} is in no part of the table");
            continue;
        };
        // In the part's own first file `super` is the simulator, below it is the part.
        let is_first = inside == format!("{part}.rs") || inside == format!("{part}/mod.rs");
        for before in &SIMULATOR[..place] {
            let named = |way: &str| {
                let one = code.contains(&format!("{way}::{before}::")) || code.contains(&format!("{way}::{before};"));
                let group = format!("{way}::{{");
                let group = code.split(&group).skip(1).filter_map(|rest| rest.split(';').next());
                one || group.flat_map(|group| group.split([',', '{', '}'])).any(|word| word.trim() == *before)
            };
            if named("crate::sim") || is_first && named("super") {
                wrong.push(format!("{path} names {before}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_floor_has_no_circle() {
    let sources = sources();
    let below = |name: &str| -> BTreeSet<String> {
        let own = sources.iter().filter(|source| room(&source.path) == name);
        own.flat_map(|source| named(&source.code)).filter(|other| other != name).collect()
    };
    for start in FLOOR {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<String> = below(start).into_iter().collect();
        while let Some(name) = waiting.pop() {
            assert_ne!(name, start, "{start} names itself by way of others");
            if reached.insert(name.clone()) {
                waiting.extend(below(&name));
            }
        }
    }
}

#[test]
fn each_thing_is_touched_in_one_place() {
    let mut wrong = Vec::new();
    for Source { path, code } in sources() {
        for (thing, places) in TOUCHES.iter().copied() {
            if code.contains(thing) && !places.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("{path} touches {thing}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for Source { path, .. } in sources() {
        let text = fs::read_to_string(root.join(&path)).unwrap();
        assert!(text.starts_with("//! "), "{path} does not say what it is for");
        assert!(text.lines().count() <= 400, "{path} has more than 400 lines");
    }
}

#[test]
fn no_drawer_is_opened() {
    for Source { path, .. } in sources() {
        let stem = Path::new(&path).file_stem().unwrap().to_string_lossy().into_owned();
        let drawer = ["util", "utils", "common", "helper", "helpers", "misc", "manager"].contains(&stem.as_str());
        assert!(!drawer, "{path}: a name should say what is inside");
    }
}
