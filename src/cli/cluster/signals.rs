//! Ctrl-C: once asks to stop, twice leaves at once.

use super::shown::Late;
use crate::cli::exit::INTERRUPTED;
use crate::execute::{Asker, Interrupt};
use std::io;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};

/// Listens from now on. What is given is wished for at the first Ctrl-C or SIGTERM; the second ends the process.
pub(in crate::cli) fn listen(shown: Arc<Late>) -> io::Result<Interrupt> {
    let (asker, interrupt) = Interrupt::pair();
    let (interrupts, terminates) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(heed(asker, interrupts, terminates, shown));
    Ok(interrupt)
}

async fn heed(
    asker: Asker,
    mut interrupts: tokio::signal::unix::Signal,
    mut terminates: tokio::signal::unix::Signal,
    shown: Arc<Late>,
) {
    for count in 0.. {
        tokio::select! {
            _ = interrupts.recv() => {}
            _ = terminates.recv() => {}
        }
        if count > 0 {
            leave();
        }
        asker.ask();
        shown.say("finishing what was begun; once more leaves at once");
    }
}

#[expect(clippy::exit, reason = "the user does not want to wait for anything any more")]
fn leave() -> ! {
    let _ = console::Term::stderr().show_cursor();
    std::process::exit(i32::from(INTERRUPTED))
}
