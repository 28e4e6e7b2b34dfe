//! What was asked becomes four documents.

mod context;
mod templates;

pub use context::PLACEHOLDER;
pub use templates::{BUILT_IN, Overrides, Templates};

use crate::manifest;
use crate::problem::{Flaw, Place, Position, Problem, Problems};
use crate::settings::Settings;
use crate::template::{Engine, Origins};
use context::Context;
use std::path::Path;

/// One of the four documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The cluster.
    Cluster,
    /// Its machines.
    Machines,
    /// The controllers that would look after them.
    ProviderComponents,
    /// What runs in the cluster.
    Addons,
}

impl Document {
    /// All four, in the order in which they are written and told.
    pub const ALL: [Self; 4] = [Self::Cluster, Self::Machines, Self::ProviderComponents, Self::Addons];

    /// The file that holds it.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster.yaml",
            Self::Machines => "machines.yaml",
            Self::ProviderComponents => "provider-components.yaml",
            Self::Addons => "addons.yaml",
        }
    }

    fn template(self) -> &'static str {
        match self {
            Self::Cluster => "v1alpha1/cluster.yaml.j2",
            Self::Machines => "v1alpha1/machines.yaml.j2",
            Self::ProviderComponents => "v1alpha1/provider-components.yaml.j2",
            Self::Addons => "v1alpha1/addons.yaml.j2",
        }
    }

    /// Whether it holds credentials when they are embedded.
    #[must_use]
    pub fn has_credentials(self) -> bool {
        matches!(self, Self::ProviderComponents | Self::Addons)
    }
}

/// What stands where credentials go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Words that say that something is to be filled in.
    Placeholders,
    /// The real ones.
    Embedded,
}

/// A document's text.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Which one.
    pub document: Document,
    /// Its text: YAML, possibly several documents.
    pub text: String,
}

/// Renders all four.
///
/// What comes out of the user's own templates is read again, and a problem in
/// it points at the line of the template that wrote it; what the built-in ones
/// write is held right by tests.
pub fn render(settings: &Settings, templates: &Templates, credentials: Credentials) -> Result<Vec<Rendered>, Problems> {
    let engine = Engine::new(templates.all())?;
    let context = Context::new(settings, credentials, &engine, templates)?;
    if !templates.has_overrides() {
        let text = |document: Document| engine.render(document.template(), &context);
        let rendered = Document::ALL.into_iter().map(|document| Ok(Rendered { document, text: text(document)? }));
        return rendered.collect::<Result<_, Problem>>().map_err(Problems::from);
    }
    let mut problems = Problems::new();
    let mut traced = Vec::new();
    for document in Document::ALL {
        if let Some((text, origins)) = problems.take(engine.render_traced(document.template(), &context)) {
            traced.push((Rendered { document, text }, origins));
        }
    }
    if problems.is_empty() {
        problems.extend(check(&traced).into_iter().map(|problem| point_at_template(problem, &traced, &engine)));
    }
    problems.into_result(traced.into_iter().map(|(rendered, _)| rendered).collect())
}

/// Reads what was rendered, as `validate` would.
fn check(traced: &[(Rendered, Origins)]) -> Problems {
    let sources: Vec<manifest::Source> = traced
        .iter()
        .map(|(rendered, _)| manifest::Source {
            path: rendered.document.file_name().into(),
            text: rendered.text.clone(),
        })
        .collect();
    manifest::read(&sources).err().unwrap_or_default()
}

/// Moves a problem from the rendered text, which nobody has seen, to the template's line.
fn point_at_template(problem: Problem, traced: &[(Rendered, Origins)], engine: &Engine<'_>) -> Problem {
    let Place::File(path, position) = &problem.place else { return problem };
    let Some((rendered, origins)) =
        traced.iter().find(|(rendered, _)| path.as_path() == Path::new(rendered.document.file_name()))
    else {
        return problem;
    };
    let origin = position.and_then(|position| origins.of(&rendered.text, position));
    let (template, line) = origin.unwrap_or((rendered.document.template(), Position { line: 1, column: 1 }));
    Flaw::new(format!("{} made from this template is wrong: {}", path.display(), problem.what))
        .maybe_hint(problem.hint.clone())
        .at(Place::at(engine.file(template), line))
}
