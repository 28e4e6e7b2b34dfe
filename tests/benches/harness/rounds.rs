//! Whole processes, timed in rounds: in each round every program runs once, one
//! right after the other, and ratios are taken within a round. Whatever else the
//! machine does then slows both sides alike, and the median forgets the worst.

use crate::fresh;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// A program with its arguments and its whole environment (besides PATH).
#[derive(Clone)]
pub(crate) struct Program {
    path: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

impl Program {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), arguments: Vec::new(), environment: Vec::new() }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    pub(crate) fn args(self, arguments: &[&str]) -> Self {
        arguments.iter().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Starts it; what it says is thrown away, or kept to explain a failure.
    pub(crate) fn start(&self, folder: &Path, output: fn() -> Stdio) -> io::Result<Child> {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).current_dir(folder).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(output()).stderr(output());
        command.spawn().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", self.path.display())))
    }

    /// Makes sure that it works, since a program that fails early is fast.
    pub(crate) fn try_once(&self, folder: &Path) -> io::Result<()> {
        let output = self.start(folder, Stdio::piped)?.wait_with_output()?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!("{} {:?}: {}\n{said}", self.path.display(), self.arguments, output.status)))
    }
}

/// How long each program took in each round, in milliseconds.
pub(crate) struct Rounds(Vec<Vec<f64>>);

impl Rounds {
    /// Runs the programs in a folder that is empty before each of them.
    pub(crate) fn run(programs: &[Program], folder: &Path, count: usize) -> io::Result<Self> {
        for program in programs {
            fresh(folder)?;
            program.try_once(folder)?;
        }
        let mut times = vec![Vec::with_capacity(count); programs.len()];
        for round in 0..count {
            // Each program comes first, second … equally often.
            for turn in 0..programs.len() {
                let index = (round + turn) % programs.len();
                fresh(folder)?;
                let start = Instant::now();
                let status = programs[index].start(folder, Stdio::null)?.wait()?;
                times[index].push(start.elapsed().as_secs_f64() * 1e3);
                if !status.success() {
                    return Err(io::Error::other(format!("{}: {status}", programs[index].path.display())));
                }
            }
        }
        Ok(Self(times))
    }

    /// How long a program took.
    pub(crate) fn milliseconds(&self, program: usize) -> Summary {
        Summary::of(self.0[program].clone())
    }

    /// How many times longer one program took than another, within each round.
    pub(crate) fn ratio(&self, program: usize, other: usize) -> Summary {
        Summary::of(self.0[program].iter().zip(&self.0[other]).map(|(one, two)| one / two).collect())
    }
}

/// A median, and the quarter and three quarters between which half of the values lie.
pub(crate) struct Summary {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Summary {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
        Self { median: at(2), low: at(1), high: at(3) }
    }

    /// A value that does not vary.
    pub(crate) fn exactly(value: f64) -> Self {
        Self { median: value, low: value, high: value }
    }
}
