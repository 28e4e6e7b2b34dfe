//! What the matrix is told.

use std::path::PathBuf;

/// What may be said, for whoever says something else.
const USAGE: &str = "\
usage: cargo test --test matrix -- [--binary FILE] [--only TEXT] [--slots NUMBER] [--seed NUMBER] [--list] [--keep]
  --binary FILE   the packetctl to try [default: the one that cargo just built]
  --only TEXT     only points whose name contains the text
  --slots NUMBER  how many worlds at once [default: 8]
  --seed NUMBER   of the first world, since each has addresses of its own [default: by the process]
  --list          name the points, and try none
  --keep          keep the folders of points that failed";

/// What the matrix is told.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// The binary to try.
    pub binary: PathBuf,
    /// A part of the names of the points to try.
    pub only: Option<String>,
    /// How many worlds at once.
    pub slots: u64,
    /// The first world's seed.
    pub seed: u64,
    /// Name the points, and try none.
    pub is_list: bool,
    /// Keep the folders of points that failed.
    pub keeps: bool,
}

impl Arguments {
    /// Reads them; a text is for whoever gave them.
    pub fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let binary = PathBuf::from(env!("CARGO_BIN_EXE_packetctl"));
        // Two matrices at once must not meet.
        let seed = u64::from(std::process::id()) * 16;
        let mut read = Self { binary, only: None, slots: 8, seed, is_list: false, keeps: false };
        while let Some(name) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{name} needs a value\n{USAGE}"));
            match name.as_str() {
                "--binary" => read.binary = value()?.into(),
                "--only" => read.only = Some(value()?),
                "--slots" => read.slots = number(&value()?)?,
                "--seed" => read.seed = number(&value()?)?,
                "--list" => read.is_list = true,
                "--keep" => read.keeps = true,
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(read)
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| format!("{text} is no number\n{USAGE}"))
}
