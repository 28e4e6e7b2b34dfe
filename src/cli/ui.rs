//! The terminal: stdout for data, stderr for talk, questions only where somebody can answer.

use super::paint::{Paint, Tone};
use crate::problem::{Problem, Problems};
use std::io::{self, IsTerminal as _, Write as _};

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// How much to say on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loudness {
    /// Only what went wrong.
    Quiet,
    /// What was done and what to do next.
    Usual,
    /// Also why: sources, files read.
    Verbose,
}

/// What the terminal allows and the user wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui {
    loudness: Loudness,
    talk: Paint,
    data: Paint,
    is_live: bool,
    stdout_is_terminal: bool,
    may_ask: bool,
}

/// What decides about [`Ui`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Wishes {
    /// How much to say.
    pub(super) loudness: Loudness,
    /// The flag `--color`.
    pub(super) colour: Colour,
    /// The flag `--no-input`.
    pub(super) no_input: bool,
    /// `NO_COLOR` is set.
    pub(super) refuses_colour: bool,
    /// `TERM=dumb`.
    pub(super) dumb: bool,
}

impl Ui {
    /// Looks at the process's terminal.
    #[must_use]
    pub(super) fn new(wishes: Wishes) -> Self {
        let stderr_is_terminal = io::stderr().is_terminal();
        let colours = |is_terminal: bool| match wishes.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !wishes.refuses_colour && !wishes.dumb,
        };
        let may_ask = !wishes.no_input && !wishes.dumb && stderr_is_terminal && io::stdin().is_terminal();
        Self {
            loudness: wishes.loudness,
            talk: Paint::new(colours(stderr_is_terminal)),
            data: Paint::new(colours(io::stdout().is_terminal())),
            is_live: stderr_is_terminal && !wishes.dumb,
            stdout_is_terminal: io::stdout().is_terminal(),
            may_ask,
        }
    }

    /// Whether data appears on a screen, where it would run through lines that are drawn over again.
    #[must_use]
    pub(super) fn data_is_seen(&self) -> bool {
        self.stdout_is_terminal
    }

    /// Whether lines on stderr can be drawn over again.
    #[must_use]
    pub(super) fn is_live(&self) -> bool {
        self.is_live
    }

    /// Whether only what went wrong is to be said.
    #[must_use]
    pub(super) fn is_quiet(&self) -> bool {
        self.loudness == Loudness::Quiet
    }

    /// The colours of talk.
    #[must_use]
    pub(super) fn talk_paint(&self) -> Paint {
        self.talk
    }

    /// The colours of data.
    #[must_use]
    pub(super) fn data_paint(&self) -> Paint {
        self.data
    }

    /// Whether somebody can answer a question.
    #[must_use]
    pub(super) fn may_ask(&self) -> bool {
        self.may_ask
    }

    /// Writes data to stdout.
    ///
    /// A reader that went away (`packetctl config | head -1`) has what it wanted.
    #[expect(clippy::unused_self, reason = "who may speak is who was handed the terminal")]
    pub(super) fn data(&self, text: &str) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Says what was done or what to do next, unless the user wants quiet.
    pub(super) fn say(&self, line: &str) {
        if self.loudness >= Loudness::Usual {
            self.talk(line);
        }
    }

    /// Says why something is as it is, if the user wants to know.
    pub(super) fn explain(&self, line: &str) {
        if self.loudness >= Loudness::Verbose {
            self.talk(&self.talk.tone(Tone::Faint, line));
        }
    }

    /// Tells everything that is wrong, each with its hint.
    pub(super) fn problems(&self, problems: &Problems) {
        for problem in problems {
            self.problem("error", Tone::Bad, problem);
        }
    }

    /// Tells what is allowed but was perhaps not meant.
    pub(super) fn warning(&self, problem: &Problem) {
        if self.loudness >= Loudness::Usual {
            self.problem("warning", Tone::Warning, problem);
        }
    }

    /// Says that something went wrong that has no place.
    pub(super) fn error(&self, what: &str) {
        self.talk(&format!("{} {what}", self.talk.tone(Tone::Bad, "error:")));
    }

    /// Says what can be done about what was just told.
    pub(super) fn hint(&self, hint: &str) {
        self.talk(&format!("  {} {hint}", self.talk.tone(Tone::Help, "hint:")));
    }

    /// A name or path, made to stand out.
    #[must_use]
    pub(super) fn strong(&self, text: &str) -> String {
        self.talk.tone(Tone::Strong, text)
    }

    /// Says something whatever the user wants to hear: what went wrong, or data that is for people.
    pub(super) fn tell(&self, text: &str) {
        self.talk(text.trim_end_matches('\n'));
    }

    fn problem(&self, kind: &str, tone: Tone, problem: &Problem) {
        self.talk(&format!("{} {problem}", self.talk.tone(tone, &format!("{kind}:"))));
        if let Some(hint) = &problem.hint {
            self.hint(hint);
        }
    }

    /// Nobody can be told that stderr is gone.
    #[expect(clippy::unused_self, reason = "who may speak is who was handed the terminal")]
    fn talk(&self, line: &str) {
        // stderr has no buffer: a line in one piece is one call, and two processes' lines do not mix.
        let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
    }
}
