//! The crash and fault matrix of `up` and `down`: every external call × everything that can go wrong with it.
//!
//! The binary runs as its user runs it, against a simulated Packet and its control planes; a proxy before both kills
//! it at one call, or spoils that call's reply. Then the same command runs again, untouched, and must reach its end,
//! and the simulator's ledger tells whether anything was made twice, left behind, or somebody else's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on must say so and stop"
)]
#![allow(missing_docs, unreachable_pub, reason = "nobody imports a test")]

mod ambush;
mod arguments;
mod authority;
mod bed;
mod call;
mod cluster;
mod command;
mod fault;
#[path = "../it/framing.rs"]
mod framing;
mod judge;
mod matrix;
mod pass;
mod proxy;
mod report;
mod scenario;
#[path = "../it/wire.rs"]
#[expect(dead_code, reason = "the stories need more of it")]
mod wire;

use arguments::Arguments;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::from(2);
        }
    };
    if matrix::run(&arguments) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
