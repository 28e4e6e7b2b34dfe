//! The template engine: documents come out of it as YAML in which every value keeps its place.
//!
//! Templates are named `*.yaml.j2`, which makes the engine write every value as
//! JSON, and JSON is YAML: a quote, a line break or a `{{` in a value stays data.

use crate::problem::{Flaw, Place, Position, Problem, Problems};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, OutputSpanKind, State, UndefinedBehavior, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A template: its name, its text, and the file it came from unless it is compiled in.
#[derive(Debug, Clone)]
pub struct Template {
    /// The name under which others include it.
    pub name: &'static str,
    /// The text.
    pub text: String,
    /// The file it was read from.
    pub file: Option<PathBuf>,
}

/// From which line of which template each piece of a rendered text came.
pub struct Origins(Vec<(usize, String, u64, OutputSpanKind)>);

impl Origins {
    /// The template and the line in it from which the given position of `text` came.
    #[must_use]
    pub fn of(&self, text: &str, position: Position) -> Option<(&str, Position)> {
        let line_start: usize =
            text.split_inclusive('\n').take(usize::try_from(position.line).ok()?.saturating_sub(1)).map(str::len).sum();
        let characters = usize::try_from(position.column).ok()?.saturating_sub(1);
        let offset = line_start + text[line_start..].chars().take(characters).map(char::len_utf8).sum::<usize>();
        let piece = self.0.iter().rev().find(|(start, ..)| *start <= offset)?;
        let (start, name, first_line, kind) = piece;
        // A piece of plain text may run over many lines; a value is written in one place.
        let line = if *kind == OutputSpanKind::Raw || !is_template(name) {
            let further = text[*start..offset].matches('\n').count() as u64;
            Position { line: first_line + further, column: position.column }
        } else {
            Position { line: *first_line, column: 1 }
        };
        Some((name, line))
    }
}

/// Whether a file is filled in. Any other is taken as it is, whatever braces it
/// holds: `${#list[@]}` in a script, `{{` in a description.
fn is_template(name: &str) -> bool {
    name.strip_suffix(".j2").is_some()
}

/// What the engine sees of a file that is taken as it is: it reads letter by letter, so a few are best.
const AS_IT_IS: &str = "{{ as_it_is() }}";

/// Templates, ready to render.
pub struct Engine<'a> {
    templates: &'a [Template],
    environment: Environment<'a>,
}

impl<'a> Engine<'a> {
    /// Reads all templates; tells every one that cannot be read.
    pub fn new(templates: &'a [Template]) -> Result<Self, Problems> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // The engine would decide by the template's name; all rests on this, so it is said aloud.
        environment.set_auto_escape_callback(|_| AutoEscape::Json);
        // An override that loops must end.
        environment.set_fuel(Some(10_000_000));
        let mut engine = Self { templates, environment };
        let mut problems = Problems::new();
        match SyntaxConfig::builder().keep_trailing_newline(true).trim_blocks(true).lstrip_blocks(true).build() {
            Ok(syntax) => engine.environment.set_syntax(syntax),
            Err(error) => problems.push(engine.problem(&error)),
        }
        let (filled_in, taken): (Vec<_>, Vec<_>) = templates.iter().partition(|template| is_template(template.name));
        let sources = filled_in.iter().map(|template| (template.name, template.text.as_str()));
        for (name, text) in sources.chain(taken.iter().map(|file| (file.name, AS_IT_IS))) {
            if let Err(error) = engine.environment.add_template(name, text) {
                problems.push(engine.problem(&error));
            }
        }
        let texts: BTreeMap<_, _> =
            taken.iter().map(|file| (file.name, Value::from_safe_string(file.text.clone()))).collect();
        let as_it_is = move |state: &State<'_, '_>| texts.get(state.name()).cloned().unwrap_or_default();
        engine.environment.add_function("as_it_is", as_it_is);
        problems.into_result(engine)
    }

    /// Renders one template.
    pub fn render(&self, name: &str, context: &impl Serialize) -> Result<String, Problem> {
        let rendered = self.environment.get_template(name).and_then(|template| template.render(Serde(context)));
        rendered.map_err(|error| self.problem(&error))
    }

    /// Renders one template and remembers from which line of which template each piece came.
    pub fn render_traced(&self, name: &str, context: &impl Serialize) -> Result<(String, Origins), Problem> {
        let template = self.environment.get_template(name).map_err(|error| self.problem(&error))?;
        let (text, spans) = template.render_with_spans(Serde(context)).map_err(|error| self.problem(&error))?;
        let pieces = spans
            .iter()
            .map(|span| (span.output_range().start, span.name().to_owned(), span.line() as u64, span.kind()));
        Ok((text, Origins(pieces.collect())))
    }

    /// The file a template was read from, or its name where it is compiled in.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        let template = self.templates.iter().find(|template| template.name == name);
        template.and_then(|template| template.file.clone()).unwrap_or_else(|| PathBuf::from(name))
    }

    /// Says where in which template an error is, and what it is.
    fn problem(&self, error: &minijinja::Error) -> Problem {
        // The innermost cause is the one in the template that is wrong, not in one that includes it.
        let mut cause = error;
        while let Some(inner) =
            std::error::Error::source(cause).and_then(|source| source.downcast_ref::<minijinja::Error>())
        {
            cause = inner;
        }
        let name = cause.name().or(error.name()).unwrap_or("template");
        let template = self.templates.iter().find(|template| template.name == name);
        let path = self.file(name);
        let column = || {
            let range = cause.range()?;
            let before = template?.text.get(..range.start)?;
            Some(Position::behind(before).column)
        };
        let place = match cause.line() {
            Some(line) => Place::at(path, Position { line: line as u64, column: column().unwrap_or(1) }),
            None => Place::file(path),
        };
        let detail = cause.detail().map_or_else(String::new, |detail| format!(": {detail}"));
        Flaw::new(format!("the template does not work: {}{detail}", cause.kind()))
            .hint("compare it with the built-in one: `packetctl templates export DIR`")
            .at(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template(text: &str) -> [Template; 1] {
        [Template { name: "x.yaml.j2", text: text.into(), file: Some("my/x.yaml.j2".into()) }]
    }

    #[test]
    fn a_value_keeps_its_place_whatever_it_holds() {
        let templates = template("a: {{ a }}\nb: {{ (a ~ \"-x\") }}\n");
        let engine = Engine::new(&templates).expect("the template is good");
        let rendered = engine.render("x.yaml.j2", &json!({"a": "q\"\n# {{ b }}: no"})).expect("it renders");
        assert_eq!(rendered, "a: \"q\\\"\\n# {{ b }}: no\"\nb: \"q\\\"\\n# {{ b }}: no-x\"\n");
    }

    #[test]
    fn a_file_that_is_no_template_is_taken_as_it_is() {
        let text = "a: {{ b }}\nc: ${#list[@]} {% \"\n";
        let [including] = template("x: 1\n{% include \"y.yaml\" %}\nz: 1\n");
        let templates = [including, Template { name: "y.yaml", text: text.into(), file: None }];
        let engine = Engine::new(&templates).expect("the template is good");
        let (rendered, origins) = engine.render_traced("x.yaml.j2", &json!({})).expect("it renders");
        assert_eq!(rendered, format!("x: 1\n{text}z: 1\n"));
        let origin = |line| origins.of(&rendered, Position { line, column: 4 }).expect("every piece has an origin");
        assert_eq!(origin(3), ("y.yaml", Position { line: 2, column: 4 }));
        assert_eq!(origin(4), ("x.yaml.j2", Position { line: 3, column: 4 }));
    }

    #[test]
    fn what_is_wrong_is_told_with_file_line_and_column() {
        for (text, told) in [
            (
                "a: 1\nb: {{ nothing }}\n",
                "my/x.yaml.j2:2:7: the template does not work: undefined value: `nothing` is undefined",
            ),
            ("a: {{ a\nb: 2\n", "my/x.yaml.j2:2:1: "),
            ("{% for x in a %}\n", "my/x.yaml.j2:1:"),
            ("{% include \"gone\" %}\n", "my/x.yaml.j2:1:"),
        ] {
            let templates = template(text);
            let problem = Engine::new(&templates)
                .and_then(|engine| Ok(engine.render("x.yaml.j2", &json!({"a": "x"}))?))
                .expect_err("the template is broken");
            let problem = problem.iter().next().expect("there is one").to_string();
            assert!(problem.starts_with(told), "{problem}");
        }
    }

    #[test]
    fn a_rendered_line_knows_the_line_of_the_template() {
        let templates = template("# head\n{% if a %}\na: {{ a }}\n{% endif %}\nb: [\n");
        let engine = Engine::new(&templates).expect("the template is good");
        let (text, origins) = engine.render_traced("x.yaml.j2", &json!({"a": 1})).expect("it renders");
        assert_eq!(text, "# head\na: 1\nb: [\n");
        let origin = origins.of(&text, Position { line: 3, column: 4 }).expect("every piece has an origin");
        assert_eq!(origin, ("x.yaml.j2", Position { line: 5, column: 4 }));
    }
}
