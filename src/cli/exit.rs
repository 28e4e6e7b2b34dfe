//! How a command ends: the one table of exit codes.

use super::ui::Ui;
use crate::execute::preflight::PreflightError;
use crate::packet;
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
    /// The world said no: the service refused, cannot be reached, or took too long.
    World {
        /// What happened.
        what: String,
        /// What the user can do about it.
        hint: Option<String>,
        /// What is left behind, and the command that goes on or cleans up.
        left: Option<String>,
    },
    /// There is too little of something at Packet now: the files are right, and may work later.
    Short {
        /// What there is too little of.
        problems: Problems,
        /// What that means, for example that nothing was ordered.
        outcome: &'static str,
    },
    /// The plan has something that only the user can mend.
    Refused {
        /// What.
        problems: Problems,
    },
    /// A run could not do all of it, and has told why.
    Told,
    /// `down` could not delete all of it, and has told why.
    StillThere,
    /// The user asked a run to stop, and was told what is there.
    Stopped,
    /// The world differs from the files, which was asked for as an exit code.
    Pending,
    /// Something could not be removed.
    LeftBehind {
        /// What, in one line.
        what: String,
        /// The command that cleans up.
        hint: String,
    },
    /// Another run works on the same cluster.
    Held {
        /// Who it is.
        holder: String,
        /// What the user can do about it.
        hint: Option<String>,
    },
    /// Data could not be written to stdout.
    Output(io::Error),
    /// The user was asked and said no; what that means, for example that nothing was ordered.
    Declined(&'static str),
    /// The user went away while being asked; what that means.
    Interrupted(&'static str),
}

impl Failure {
    /// Bad input.
    pub(super) fn input(problems: impl Into<Problems>, outcome: &'static str) -> Self {
        Self::Input { problems: problems.into(), outcome }
    }

    /// What Packet was asked before anything is ordered, and how it answered.
    pub(super) fn preflight(error: PreflightError, outcome: &'static str) -> Self {
        match error {
            PreflightError::Input(problems) => Self::Input { problems, outcome },
            PreflightError::Short(problems) => Self::Short { problems, outcome },
            PreflightError::Service(error) => (*error).into(),
        }
    }

    /// Tells what went wrong and gives the code for it.
    #[must_use]
    pub(super) fn report(&self, ui: &Ui) -> ExitCode {
        match self {
            Self::Input { problems, outcome } => {
                tell(ui, problems, outcome);
                ExitCode::from(2)
            }
            Self::Short { problems, outcome } => {
                tell(ui, problems, outcome);
                ExitCode::from(1)
            }
            Self::State(problem) => {
                ui.problems(&Problems::from(problem.clone()));
                ui.say("the simulator stopped; what it answered until then is kept");
                ExitCode::from(1)
            }
            Self::World { what, hint, left } => {
                ui.error(what);
                if let Some(hint) = hint {
                    ui.hint(hint);
                }
                if let Some(left) = left {
                    ui.say(left);
                }
                ExitCode::from(1)
            }
            Self::Refused { problems } => {
                ui.problems(problems);
                ui.say("nothing was ordered, changed or deleted");
                ExitCode::from(1)
            }
            Self::Told => ExitCode::from(1),
            Self::StillThere => ExitCode::from(4),
            Self::Stopped => ExitCode::from(INTERRUPTED),
            Self::Pending => ExitCode::from(3),
            Self::LeftBehind { what, hint } => {
                ui.error(what);
                ui.hint(hint);
                ExitCode::from(4)
            }
            Self::Held { holder, hint } => {
                ui.error(holder);
                if let Some(hint) = hint {
                    ui.hint(hint);
                }
                ExitCode::from(5)
            }
            Self::Output(error) => {
                ui.error(&format!("cannot write to standard output: {error}"));
                ExitCode::from(1)
            }
            Self::Declined(outcome) => {
                ui.say(&format!("as you wish: {outcome}"));
                ExitCode::from(1)
            }
            Self::Interrupted(outcome) => {
                ui.error(&format!("interrupted; {outcome}"));
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

/// Tells all problems, how many they are and what that means.
fn tell(ui: &Ui, problems: &Problems, outcome: &str) {
    ui.problems(problems);
    let count = if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
    ui.say(&format!("{count}; {outcome}"));
}

/// What the Packet API answered, or that it did not.
impl From<packet::Error> for Failure {
    fn from(error: packet::Error) -> Self {
        Self::World { what: error.to_string(), hint: Some(error.hint()), left: None }
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
