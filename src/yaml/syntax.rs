//! What a parser says, in a user's words and with the place that is meant.

use super::read::{SyntaxError, position_of};
use crate::problem::{Flaw, Position};

/// What the parser says (in part), what that means, and what helps.
///
/// The first line that fits counts. The words are those of serde-saphyr 2.1 and
/// its parser; a test holds that each is still said.
const MEANINGS: [(&str, &str, &str); 22] = [
    ("tab", "a tab indents this line", "YAML allows only spaces for indentation"),
    (
        "mapping values are not allowed",
        "a `:` stands where no key can be",
        "check the indentation of the line; put quotes around a value that holds `: `",
    ),
    (
        "did not find expected key",
        "this line belongs to no mapping or list above it",
        "its indentation must be that of one of the lines above",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list above it",
        "begin it with `- `, or indent it less",
    ),
    ("unclosed bracket", "a bracket is opened here and never closed", "close it, or put quotes around the value"),
    (
        "illegal placement of ':'",
        "a `[` or `{` above is not closed, or a comma is missing here",
        "close it, or put quotes around the value",
    ),
    (
        "while parsing a flow",
        "a `[` or `{` above is not closed, or a comma is missing here",
        "close it, or put quotes around the value",
    ),
    (
        "unclosed quote",
        "a quote is opened here and never closed",
        "close it, or double a quote that is part of the text",
    ),
    ("unexpected character: `", "a value cannot begin with this character", "put quotes around the value"),
    (
        "unknown anchor",
        "this alias (`*name`) names no anchor (`&name`) above it",
        "put quotes around the value if the `*` is part of it",
    ),
    ("weak recursion", "this alias stands inside its own anchor", "write the value out"),
    ("nchor", "the aliases multiply this document beyond any use", "write the values out, without `&` and `*`"),
    ("lias", "the aliases multiply this document beyond any use", "write the values out, without `&` and `*`"),
    ("recursion limit", "the value is nested more than 40 levels deep", "no document of Kubernetes is this deep"),
    ("Depth", "the value is nested more than 40 levels deep", "no document of Kubernetes is this deep"),
    ("budget breached", "the document is too big to be one", "part it into several, by lines of `---`"),
    ("non-finite float", "JSON, and so Kubernetes, has no such number", "put quotes around it if a text is meant"),
    (
        "expected string scalar",
        "a list or a mapping stands where a key must be",
        "put quotes around a value that begins with `{`, `[` or `?`",
    ),
    ("null into string", "a key is empty", "give it a name, or put quotes around it"),
    ("merge value must be", "`<<` stands before something that is no mapping", "give it an alias of a mapping"),
    (
        "BOM",
        "a byte order mark stands inside the file",
        "it is left where files were joined: delete the invisible character",
    ),
    (
        "unknown escape",
        "a double-quoted text holds a backslash that escapes nothing",
        "double the backslash, or use single quotes",
    ),
];

/// The parser's error with its place in `text` and in better words.
pub(super) fn explain(error: &serde_yaml::Error, text: &str) -> SyntaxError {
    let position = error.location().map_or(Position { line: 1, column: 1 }, position_of);
    let said = error.without_snippet().to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let meaning = MEANINGS.iter().find(|(part, ..)| said.contains(part));
    // A tab is noticed only where the scanner stops: behind it, or on the line before.
    let tab = said.contains("tab").then(|| tab_near(text, position)).flatten();
    SyntaxError {
        position: tab.unwrap_or(position),
        flaw: match meaning {
            Some((_, what, hint)) => Flaw::new(*what).hint(*hint),
            None => Flaw::new(format!("this is not YAML: {said}")).hint("check the brackets, quotes and indentation"),
        },
    }
}

/// The first tab in the indentation of the line of a position or of one of the next lines.
fn tab_near(text: &str, position: Position) -> Option<Position> {
    let skipped = usize::try_from(position.line).ok()?.checked_sub(1)?;
    text.lines().skip(skipped).take(3).zip(position.line..).find_map(|(content, line)| {
        let indentation = content.len() - content.trim_start().len();
        let column = content[..indentation].chars().position(|character| character == '\t')?;
        Some(Position { line, column: column as u64 + 1 })
    })
}

#[cfg(test)]
mod tests {
    use crate::yaml::read;

    /// What is told of a text: `line:column: what`.
    fn told(text: &str) -> String {
        let error = read(text).expect_err(text);
        assert!(error.flaw.hint.is_some(), "{error:?} has no hint");
        format!("{}: {}", error.position, error.flaw.what)
    }

    #[test]
    fn each_mistake_is_told_in_plain_words_at_its_place() {
        for (text, expected) in [
            ("a:\n\tb: 1\n", "2:1: a tab indents this line"),
            ("a:\n  b: 1\n\tc: 2\n", "3:1: a tab indents this line"),
            ("a:\n  - b\n  \t- c\n", "3:3: a tab indents this line"),
            ("a: {\n\tb: 1}\n", "2:1: a tab indents this line"),
            ("a: b: c\n", "1:5: a `:` stands where no key can be"),
            ("a: [\nb: 1\nc: 2\n", "3:2: a `[` or `{` above is not closed, or a comma is missing here"),
            ("a: [1, 2\nb: 3\n", "2:2: a `[` or `{` above is not closed, or a comma is missing here"),
            ("a: 1\n b: 2\n", "2:3: a `:` stands where no key can be"),
            ("a:\n    b: 1\n  c: 2\n", "3:3: this line belongs to no mapping or list above it"),
            ("- a\nb: 1\n", "2:1: this line is no item of the list above it"),
            ("a: \"x\nb: 3\n", "1:4: a quote is opened here and never closed"),
            ("a: @x\n", "1:4: a value cannot begin with this character"),
            ("a: *x\n", "1:4: this alias (`*name`) names no anchor (`&name`) above it"),
            ("a: &a\n  b: *a\n", "2:6: this alias stands inside its own anchor"),
            ("a: .inf\n", "1:4: JSON, and so Kubernetes, has no such number"),
            ("a: {{ x }}\n", "1:5: a list or a mapping stands where a key must be"),
            ("null: c\n", "1:1: a key is empty"),
            ("<<: 3\na: 1\n", "1:5: `<<` stands before something that is no mapping"),
            ("a: 1\n---\n\u{feff}b: 2\n", "3:1: a byte order mark stands inside the file"),
            ("a: \"\\q\"\n", "1:4: a double-quoted text holds a backslash that escapes nothing"),
            ("a: 1\n---\nb:\n- [1,,2\n", "4:3: a bracket is opened here and never closed"),
        ] {
            assert_eq!(told(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_would_not_fit_into_memory_is_refused() {
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (outer, inner) in "bcdefghij".chars().zip("abcdefghi".chars()) {
            let aliases = vec![format!("*{inner}"); 10].join(",");
            bomb.extend([format!("{outer}: &{outer} [{aliases}]\n")]);
        }
        assert!(told(&bomb).contains("the aliases multiply this document"), "{}", told(&bomb));
        assert_eq!(told(&"[".repeat(100_000)), "1:41: the value is nested more than 40 levels deep");
        let stairs: String = (0..300).map(|depth| " ".repeat(depth) + "a:\n").collect();
        assert_eq!(told(&stairs), "41:41: the value is nested more than 40 levels deep");
    }
}
