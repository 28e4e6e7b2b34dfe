//! The table: figure, bound, goal, result.

use crate::rounds::Summary;
use std::fmt;

/// One figure, and the most that it may be.
pub(crate) struct Row {
    name: &'static str,
    value: Summary,
    unit: &'static str,
    bound: f64,
    goal: Option<f64>,
}

impl Row {
    pub(crate) fn figure(
        name: &'static str,
        value: Summary,
        unit: &'static str,
        bound: f64,
        goal: Option<f64>,
    ) -> Self {
        Self { name, value, unit, bound, goal }
    }

    /// A ratio: so many times as much.
    pub(crate) fn ratio(name: &'static str, value: Summary, bound: f64, goal: Option<f64>) -> Self {
        Self::figure(name, value, "×", bound, goal)
    }

    fn keeps_bound(&self) -> bool {
        self.value.median <= self.bound
    }

    fn verdict(&self) -> &'static str {
        match (self.keeps_bound(), self.goal.is_none_or(|goal| self.value.median <= goal)) {
            (false, _) => "BOUND MISSED",
            (true, false) => "bound kept, goal missed",
            (true, true) => "good",
        }
    }

    fn cells(&self) -> [String; 5] {
        let Self { value: Summary { median, low, high }, unit, .. } = self;
        let spread = if low < high { format!(" ({low:.2} – {high:.2})") } else { String::new() };
        let limit = |most: f64| format!("{most:.2} {unit}");
        [
            self.name.to_owned(),
            format!("{median:.2} {unit}{spread}"),
            limit(self.bound),
            self.goal.map_or_else(|| "–".to_owned(), limit),
            self.verdict().to_owned(),
        ]
    }
}

/// All figures, and remarks on them.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Table {
    pub(crate) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(crate) fn keeps_every_bound(&self) -> bool {
        self.rows.iter().all(Row::keeps_bound)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["figure", "measured (middle half)", "bound", "goal", "result"].map(str::to_owned);
        let lines: Vec<[String; 5]> = std::iter::once(head).chain(self.rows.iter().map(Row::cells)).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2), width(3)];
        for line in &lines {
            let [name, measured, bound, goal, result] = line;
            let [w0, w1, w2, w3] = widths;
            writeln!(formatter, "{name:<w0$}  {measured:<w1$}  {bound:<w2$}  {goal:<w3$}  {result}")?;
        }
        writeln!(formatter)?;
        self.notes.iter().try_for_each(|note| writeln!(formatter, "{note}"))
    }
}
