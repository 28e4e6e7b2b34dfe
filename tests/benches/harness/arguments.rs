//! What `tests/benches/run` tells the harness: where everything is.

use crate::rounds::Program;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

/// Where everything is, and how long to measure.
pub(crate) struct Arguments {
    quick: bool,
    /// The product.
    pub(crate) packetctl: PathBuf,
    /// Hello world.
    pub(crate) hello: PathBuf,
    /// The program that writes the same bytes as `generate`.
    pub(crate) write_four_files: PathBuf,
    /// The shell script.
    pub(crate) script: PathBuf,
    /// What the shell script fills in.
    pub(crate) templates: PathBuf,
    /// What `generate` wrote.
    pub(crate) four_files: PathBuf,
    /// A folder to work in; somebody else removes it.
    pub(crate) scratch: PathBuf,
}

impl Arguments {
    /// Reads `--name VALUE` pairs and `--quick`.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> io::Result<Self> {
        let mut quick = false;
        let mut values: BTreeMap<String, PathBuf> = BTreeMap::new();
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            match name.to_str().and_then(|name| name.strip_prefix("--")) {
                Some("quick") => quick = true,
                Some(name) => {
                    let value = arguments.next().ok_or_else(|| wrong(&format!("--{name} needs a value")))?;
                    values.insert(name.to_owned(), value.into());
                }
                None => return Err(wrong(&format!("unknown argument {}", name.display()))),
            }
        }
        let mut take = |name: &str| values.remove(name).ok_or_else(|| wrong(&format!("--{name} is missing")));
        Ok(Self {
            quick,
            packetctl: take("packetctl")?,
            hello: take("hello")?,
            write_four_files: take("write-four-files")?,
            script: take("script")?,
            templates: take("templates")?,
            four_files: take("four-files")?,
            scratch: take("scratch")?,
        })
    }

    /// How many rounds.
    pub(crate) fn rounds(&self, quick: usize, thorough: usize) -> usize {
        if self.quick { quick } else { thorough }
    }

    /// The program with what `generate` and the script cannot do without.
    pub(crate) fn with_credentials(&self, program: Program) -> Program {
        program
            .env("HOME", &self.scratch)
            .env("PACKET_PROJECT_ID", "93125c2a-8b78-4d4f-a3c4-7367d6b7cca8")
            .env("PACKET_API_KEY", "not-a-real-key")
            .env("FACILITY", "ewr1")
            .env("POD_CIDR", "100.64.0.0/10")
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what.to_owned())
}
