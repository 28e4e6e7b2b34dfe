//! The templates: compiled in, and replaced one by one by the user's own.

use crate::hint;
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::template::Template;
use std::path::{Path, PathBuf};

/// The compiled-in templates, by their names, which are their paths in an exported folder.
pub const BUILT_IN: [(&str, &str); 12] = [
    ("v1alpha1/addon-csi-packet.yaml.j2", include_str!("../../templates/v1alpha1/addon-csi-packet.yaml.j2")),
    ("v1alpha1/addon-flannel.yaml.j2", include_str!("../../templates/v1alpha1/addon-flannel.yaml.j2")),
    ("v1alpha1/addon-packet-ccm.yaml.j2", include_str!("../../templates/v1alpha1/addon-packet-ccm.yaml.j2")),
    ("v1alpha1/addons.yaml.j2", include_str!("../../templates/v1alpha1/addons.yaml.j2")),
    ("v1alpha1/cluster.yaml.j2", include_str!("../../templates/v1alpha1/cluster.yaml.j2")),
    ("v1alpha1/controller-resources.yaml.j2", include_str!("../../templates/v1alpha1/controller-resources.yaml.j2")),
    (
        "v1alpha1/controller-tolerations.yaml.j2",
        include_str!("../../templates/v1alpha1/controller-tolerations.yaml.j2"),
    ),
    ("v1alpha1/crds.yaml", include_str!("../../templates/v1alpha1/crds.yaml")),
    ("v1alpha1/machine-configs.yaml.j2", include_str!("../../templates/v1alpha1/machine-configs.yaml.j2")),
    ("v1alpha1/machine-setup.sh", include_str!("../../templates/v1alpha1/machine-setup.sh")),
    ("v1alpha1/machines.yaml.j2", include_str!("../../templates/v1alpha1/machines.yaml.j2")),
    ("v1alpha1/provider-components.yaml.j2", include_str!("../../templates/v1alpha1/provider-components.yaml.j2")),
];

/// The user's own templates: a file's path, its path inside the folder, its text.
pub type Overrides = Vec<(PathBuf, PathBuf, String)>;

/// The templates to render with.
#[derive(Debug, Clone)]
pub struct Templates {
    all: Vec<Template>,
    overridden: bool,
}

impl Templates {
    /// The compiled-in ones.
    #[must_use]
    pub fn built_in() -> Self {
        let template = |(name, text): (&'static str, &str)| Template { name, text: text.to_owned(), file: None };
        Self { all: BUILT_IN.into_iter().map(template).collect(), overridden: false }
    }

    /// The compiled-in ones, of which some are replaced. `folder` is told when nothing in it is one.
    pub fn overridden(folder: &Path, overrides: Overrides) -> Result<Self, Problems> {
        let mut templates = Self::built_in();
        let mut problems = Problems::new();
        if overrides.is_empty() {
            problems.push(
                Flaw::new("there is no template in this folder")
                    .hint("`packetctl templates export DIR` writes the built-in ones, to be changed")
                    .at(Place::file(folder)),
            );
        }
        for (path, name, text) in overrides {
            match templates.all.iter_mut().find(|template| Path::new(template.name) == name) {
                Some(template) => {
                    *template = Template { text, file: Some(path), ..template.clone() };
                    templates.overridden = true;
                }
                None => problems.push(unknown(&path, &name)),
            }
        }
        problems.into_result(templates)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Template] {
        &self.all
    }

    /// Whether any is the user's own.
    #[must_use]
    pub fn has_overrides(&self) -> bool {
        self.overridden
    }

    /// The text of one that is not rendered.
    pub(super) fn text(&self, name: &str) -> &str {
        self.all.iter().find(|template| template.name == name).map_or("", |template| &template.text)
    }
}

/// A file that replaces nothing: most likely its name is misspelled, and its changes would be lost.
fn unknown(path: &Path, name: &Path) -> Problem {
    let names = BUILT_IN.map(|(name, _)| name);
    let name = name.to_string_lossy();
    // Without its folder it is a common slip, and says which one was meant.
    let base = names.into_iter().find(|known| known.rsplit('/').next() == Some(&name));
    let near = base.or_else(|| hint::did_you_mean(&name, names));
    Flaw::new(format!("there is no template {name:?} to replace"))
        .hint(near.map_or_else(|| format!("there are {}", names.join(", ")), |near| format!("did you mean `{near}`?")))
        .at(Place::file(path))
}
