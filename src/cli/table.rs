//! Tables in plain text: columns as wide as their widest cell, counted as a terminal shows them.

use console::{Alignment, measure_text_width, pad_str, truncate_str};

/// What stands between two columns.
const GAP: &str = "   ";

/// Rows under headings.
#[derive(Debug, Clone)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// A table with these headings and no rows yet.
    pub(super) fn new<'a>(headings: impl IntoIterator<Item = &'a str>) -> Self {
        Self { rows: vec![headings.into_iter().map(str::to_owned).collect()], right: Vec::new() }
    }

    /// Sets a column, counted from 0, to the right: numbers and times.
    pub(super) fn right_aligned(mut self, column: usize) -> Self {
        self.right.push(column);
        self
    }

    /// Adds a row. An empty cell is shown as `-`; cells may carry colours.
    pub(super) fn row<Cell: Into<String>>(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let dash = |cell: String| if cell.is_empty() { "-".to_owned() } else { cell };
        self.rows.push(cells.into_iter().map(|cell| dash(cell.into())).collect());
    }

    /// The table, a line each row, without blanks at the ends of lines.
    ///
    /// Where a width is given (that of a terminal), no line is wider: what does not fit ends with `…`.
    pub(super) fn text(&self, width: Option<usize>) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(|column| self.width(column)).collect();
        let mut text = String::new();
        for row in &self.rows {
            let cells = row.iter().enumerate().map(|(column, cell)| self.padded(cell, column, widths[column]));
            let line = cells.collect::<Vec<_>>().join(GAP);
            let line = width.map_or(line.as_str().into(), |width| truncate_str(&line, width, "…"));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn width(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| measure_text_width(cell)).max().unwrap_or(0)
    }

    fn padded(&self, cell: &str, column: usize, width: usize) -> String {
        let alignment = if self.right.contains(&column) { Alignment::Right } else { Alignment::Left };
        pad_str(cell, width, alignment, None).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::paint::{Paint, Tone};

    fn machines() -> Table {
        let mut table = Table::new(["NAME", "ROLE", "TOOK"]).right_aligned(2);
        table.row(["demo-control-plane-0", "control-plane", "1m02s"]);
        table.row(["bär-0", "", "9.1s"]);
        table
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let expected = "\
NAME                   ROLE             TOOK
demo-control-plane-0   control-plane   1m02s
bär-0                  -                9.1s
";
        assert_eq!(machines().text(None), expected);
    }

    #[test]
    fn a_narrow_terminal_cuts_lines_and_never_wraps_them() {
        let text = machines().text(Some(30));
        assert!(text.lines().all(|line| measure_text_width(line) <= 30), "{text}");
        assert!(text.contains("demo-control-plane-0   contro…\n"), "{text}");
    }

    #[test]
    fn colours_take_no_room() {
        let mut table = Table::new(["NODE", "READY"]);
        table.row([Paint::new(true).tone(Tone::Good, "a"), "yes".to_owned()]);
        assert_eq!(console::strip_ansi_codes(&table.text(None)), "NODE   READY\na      yes\n");
    }
}
