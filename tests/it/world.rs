//! A sealed place to run the binary in: an empty folder, an empty home, no environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A project id as Packet makes them.
pub const PROJECT: &str = "93125c2a-8b78-4d4f-a3c4-7367d6b7cca8";
/// A key that can be searched for.
pub const KEY: &str = "SeCrEt-KeY-0123456789";

/// An empty folder and an environment that holds what the test puts there.
pub struct World {
    root: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run left behind, as its user saw it.
#[must_use = "look at what the run said"]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl World {
    /// Nothing is set.
    pub fn empty() -> Self {
        let root = tempfile::tempdir().expect("there is a place for temporary files");
        fs::create_dir(root.path().join("home")).unwrap();
        fs::create_dir(root.path().join("work")).unwrap();
        Self { root, environment: Vec::new() }
    }

    /// The two required settings, and a name so that outputs are equal from run to run.
    pub fn ready() -> Self {
        Self::empty().with("PACKET_PROJECT_ID", PROJECT).with("PACKET_API_KEY", KEY).with("CLUSTER_NAME", "demo")
    }

    /// Sets a variable.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// The variables that are set.
    pub fn variables(&self) -> &[(String, String)] {
        &self.environment
    }

    /// The folder that holds all of it, which outputs call `$ROOT`.
    pub fn root(&self) -> String {
        self.root.path().display().to_string()
    }

    /// The folder the binary runs in.
    pub fn folder(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The user's home.
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// Writes a file into the folder; folders on the way are made.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Reads a file of the folder.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file and folder below the folder, relative to it.
    pub fn everything(&self) -> Vec<String> {
        fn walk(path: &Path, root: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                found.push(path.strip_prefix(root).unwrap().display().to_string());
                if path.is_dir() && !path.is_symlink() {
                    walk(&path, root, found);
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.folder(), &self.folder(), &mut found);
        found.sort();
        found
    }

    /// The command, to be changed further.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetctl"));
        command.args(arguments).current_dir(self.folder()).env_clear().env("HOME", self.home());
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
        command
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.output(&mut self.command(arguments))
    }

    /// Runs a command to its end, with the folder's own path taken out of what it said.
    pub fn output(&self, command: &mut Command) -> Output {
        let output = command.output().expect("the binary is there");
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("all output is UTF-8");
            text.replace(&self.root.path().display().to_string(), "$ROOT")
        };
        let code = output.status.code().expect("it was not killed");
        Output { stdout: text(output.stdout), stderr: text(output.stderr), code }
    }
}

impl Output {
    /// It went well.
    pub fn success(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }

    /// It was refused as bad input.
    pub fn refused(self) -> Self {
        assert_eq!(self.code, 2, "{self}");
        assert_eq!(self.stdout, "", "a refusal is talk, not data");
        self
    }
}

impl std::fmt::Display for Output {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "exit code {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// Compares with a file that is kept, or writes it anew where `PACKETCTL_BLESS` is set.
pub fn assert_golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    if std::env::var_os("PACKETCTL_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == actual,
        "{} is not what came out now; look at it, and if it is better: PACKETCTL_BLESS=1 cargo test\n{}",
        path.display(),
        first_difference(&kept, actual)
    );
}

fn first_difference(kept: &str, actual: &str) -> String {
    let mut pairs = kept.lines().zip(actual.lines()).enumerate();
    match pairs.find(|(_, (kept, actual))| kept != actual) {
        Some((index, (kept, actual))) => format!("line {}\n- {kept}\n+ {actual}", index + 1),
        None => format!("one ends sooner: kept {} lines, now {}", kept.lines().count(), actual.lines().count()),
    }
}
