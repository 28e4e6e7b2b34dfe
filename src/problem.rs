//! What is wrong with something the user gave: where, why, and what to do about it.
//!
//! A [`Problem`] is never the only one: whoever checks collects them in
//! [`Problems`], so that one run tells all of them.

use std::fmt;
use std::path::{Path, PathBuf};

/// A line and a column in a text, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in characters.
    pub column: u64,
}

impl Position {
    /// The position right behind the last character of a text.
    #[must_use]
    pub fn behind(text: &str) -> Self {
        let last_line = text.rsplit('\n').next().unwrap_or_default();
        Self { line: text.matches('\n').count() as u64 + 1, column: last_line.chars().count() as u64 + 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A variable, a flag or another thing with a name: `PACKET_PROJECT_ID`, `--facility`.
    Named(String),
    /// A file or folder, and the position in it where there is one.
    File(PathBuf, Option<Position>),
}

impl Place {
    /// A file or folder as a whole.
    pub fn file(path: impl AsRef<Path>) -> Self {
        Self::File(path.as_ref().to_owned(), None)
    }

    /// A position in a file.
    pub fn at(path: impl AsRef<Path>, position: Position) -> Self {
        Self::File(path.as_ref().to_owned(), Some(position))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => formatter.write_str(name),
            Self::File(path, None) => write!(formatter, "{}", path.display()),
            Self::File(path, Some(position)) => write!(formatter, "{}:{position}", path.display()),
        }
    }
}

/// What is wrong with a value and what to do about it, before it is known where the value stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong and why, in lower case and without a full stop.
    pub what: String,
    /// What the user can do about it.
    pub hint: Option<String>,
}

impl Flaw {
    /// A flaw without a hint yet.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }

    /// The same flaw with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same flaw with a hint, if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Says where the flaw was found.
    #[must_use]
    pub fn at(self, place: Place) -> Problem {
        Problem { place, what: self.what, hint: self.hint }
    }
}

/// One thing that is wrong, with its place and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong and why, in lower case and without a full stop.
    pub what: String,
    /// What the user can do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// The same problem told at the place that led here, for example the setting that names the file.
    #[must_use]
    pub fn told_at(self, place: Place) -> Self {
        Self { what: format!("{}: {}", self.place, self.what), hint: self.hint, place }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.what)
    }
}

/// All that is wrong, in the order in which it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No problem yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Problem>) {
        self.0.extend(others);
    }

    /// Keeps the value, or notes the problem and gives nothing.
    pub fn take<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Looks at each in turn.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Orders them by file and position; those with a name keep their order, before the files.
    pub fn sort(&mut self) {
        self.0.sort_by(|left, right| match (&left.place, &right.place) {
            (Place::Named(_), Place::Named(_)) => std::cmp::Ordering::Equal,
            (left, right) => left.cmp(right),
        });
    }

    /// The value if nothing is wrong, all problems if anything is.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_in_files_are_told_from_top_to_bottom_after_the_named_ones() {
        let at = |file: &str, line, column| Flaw::new("wrong").at(Place::at(file, Position { line, column }));
        let named = |name: &str| Flaw::new("missing").at(Place::Named(name.into()));
        let mut problems = Problems::new();
        problems.extend([at("b.yaml", 1, 1), at("a.yaml", 10, 2), named("ZEBRA"), at("a.yaml", 9, 3), named("APPLE")]);

        problems.sort();

        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["ZEBRA: missing", "APPLE: missing", "a.yaml:9:3: wrong", "a.yaml:10:2: wrong", "b.yaml:1:1: wrong"]
        );
    }
}
