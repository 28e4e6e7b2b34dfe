//! How a command ends: the one table of exit codes.

use super::ui::Ui;
use crate::problem::{Problem, Problems};
use std::io;
use std::process::ExitCode;

/// Why a command did not end well.
#[derive(Debug)]
pub(super) enum Failure {
    /// Bad input: everything that is wrong with it, and what became of the work.
    Input {
        /// What is wrong.
        problems: Problems,
        /// What that means, for example that nothing was written.
        outcome: &'static str,
    },
    /// The simulator's state file can no longer be written.
    State(Problem),
    /// Data could not be written to stdout.
    Output(io::Error),
    /// The user said no, or went away while being asked.
    Interrupted,
}

impl Failure {
    /// Bad input.
    pub(super) fn input(problems: impl Into<Problems>, outcome: &'static str) -> Self {
        Self::Input { problems: problems.into(), outcome }
    }

    /// Tells what went wrong and gives the code for it.
    #[must_use]
    pub(super) fn report(&self, ui: &Ui) -> ExitCode {
        match self {
            Self::Input { problems, outcome } => {
                ui.problems(problems);
                let count =
                    if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
                ui.say(&format!("{count}; {outcome}"));
                ExitCode::from(2)
            }
            Self::State(problem) => {
                ui.problems(&Problems::from(problem.clone()));
                ui.say("the simulator stopped; what it answered until then is kept");
                ExitCode::from(1)
            }
            Self::Output(error) => {
                ui.error(&format!("cannot write to standard output: {error}"));
                ExitCode::from(1)
            }
            Self::Interrupted => {
                ui.error("interrupted; nothing was written");
                ExitCode::from(INTERRUPTED)
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// What becomes of problems where nothing would have been written anyway.
impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::input(problem, "nothing was changed")
    }
}

/// The code of Ctrl-C.
pub(super) const INTERRUPTED: u8 = 130;

/// The code of a bug: a panic reached the top.
pub(super) const BUG: u8 = 70;
