//! Variables for a shell: a file that `.` reads, in which no value can be more than a value.

use std::fmt::Write as _;

/// Assignments, one a line.
#[derive(Default)]
pub(super) struct Variables(String);

impl Variables {
    /// Adds one.
    pub(super) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        let _ = writeln!(self.0, "{name}={}", quoted(value));
        self
    }

    /// The text of the file.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// A word as the shell takes it back (POSIX, "Single-Quotes"); plain words stay plain.
fn quoted(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-./:=@_".contains(&byte);
    if value.bytes().all(is_plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_shell_reads_back_what_was_written() {
        for value in ["", "plain", "a b", "it's", "$(touch x) `y` \"z\" \\", "a;b", "#c", "~", "two\nlines"] {
            let mut variables = Variables::default();
            variables.set("VALUE", value);
            let script = format!("{}printf %s \"$VALUE\"", variables.into_text());
            let output = Command::new("sh").args(["-c", &script]).output().expect("there is a shell");
            assert_eq!(String::from_utf8_lossy(&output.stdout), value);
        }
    }
}
