//! Words in, words out: the only room that prints, asks and exits.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs one command line and gives the process's exit code.
pub fn main(_arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
