//! The table: what, its result, bound and goal, and what stands behind it.

/// A table that is printed while it grows.
pub(crate) struct Table {
    is_kept: bool,
}

impl Table {
    /// Prints its head.
    pub(crate) fn new() -> Self {
        println!("{:<46} {:>12} {:>12} {:>12}", "what", "result", "bound", "goal");
        Self { is_kept: true }
    }

    /// A line. What has no bound is told and does not decide.
    pub(crate) fn row(&mut self, what: &str, result: f64, unit: &str, bound: Option<f64>, goal: Option<f64>) {
        let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.2} {unit}"));
        let verdict = match (bound, goal) {
            (Some(bound), _) if result > bound => "BOUND MISSED",
            (_, Some(goal)) if result > goal => "good, goal missed",
            (Some(_), _) => "good",
            _ => "",
        };
        println!("{what:<46} {:>12} {:>12} {:>12}  {verdict}", number(Some(result)), number(bound), number(goal));
        self.is_kept &= bound.is_none_or(|bound| result <= bound);
    }

    /// Whether every bound was kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.is_kept
    }
}

/// What stands behind the line above.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}
