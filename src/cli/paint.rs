//! Colours by what they mean, on a stream that allows them or not.

use console::Style;

/// Colours text, or leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    is_coloured: bool,
}

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// It went well, or something comes.
    Good,
    /// It went wrong, or something goes.
    Bad,
    /// It should be looked at, or something changes.
    Warning,
    /// What can be done.
    Help,
    /// It matters little.
    Faint,
    /// It matters.
    Strong,
}

impl Paint {
    /// Colours only if `is_coloured`.
    pub(super) const fn new(is_coloured: bool) -> Self {
        Self { is_coloured }
    }

    /// Leaves everything as it is.
    #[cfg(test)]
    pub(super) const PLAIN: Self = Self::new(false);

    /// The text in a tone.
    pub(super) fn tone(self, tone: Tone, text: &str) -> String {
        let style = match tone {
            Tone::Good => Style::new().green(),
            Tone::Bad => Style::new().red().bold(),
            Tone::Warning => Style::new().yellow().bold(),
            Tone::Help => Style::new().cyan(),
            Tone::Faint => Style::new().dim(),
            Tone::Strong => Style::new().bold(),
        };
        style.force_styling(self.is_coloured).apply_to(text).to_string()
    }
}
