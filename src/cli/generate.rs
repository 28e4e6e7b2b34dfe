//! `packetctl generate`: settings become four files.

use super::exit::Failure;
use super::setting_flags::{ForDocuments, SettingFlags};
use super::{Context, ask};
use crate::clock::{Clock as _, SystemClock};
use crate::files::{self, NewFile, Overwrite};
use crate::hint::shell_word;
use crate::pki::{self, Half};
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::render::{Credentials, Document, Rendered, Templates, render};
use crate::settings::{AuthorityFiles, Merged, Scope, Settings, table};
use std::path::{Path, PathBuf};

/// What a failed run leaves behind.
const NOTHING_WRITTEN: &str = "nothing was written";

/// Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml
///
/// The four files describe one cluster: edit them if you like, they are the truth
/// from then on. Either all four are written or none. The cluster's name goes to
/// standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl generate\n  \
    CLUSTER_NAME=demo METRO=da packetctl generate -o demo --worker-machine-count 5\n  \
    packetctl generate --stdout | kubectl apply -f -")]
pub(super) struct Arguments {
    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "DIR", default_value = "out/packet")]
    output: PathBuf,
    /// Write one stream of YAML documents to standard output instead of files
    #[arg(long, conflicts_with_all = ["output", "force_overwrite"])]
    stdout: bool,
    /// Replace files that are there already
    #[arg(short, long)]
    force_overwrite: bool,
    /// Put the real credentials into provider-components.yaml and addons.yaml (mode 0600)
    #[arg(long)]
    embed_credentials: bool,
    /// Folder with templates that replace the built-in ones, see `packetctl templates export`
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingFlags<ForDocuments>,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    let Arguments { output, stdout, force_overwrite, embed_credentials, templates, settings: flags } = arguments;
    let mut merged = Merged::collect(context.inputs(flags));
    let answered = ui.may_ask() && ask::for_missing(&mut merged)?;

    let overwrite = if force_overwrite { Overwrite::Replace } else { Overwrite::Refuse };
    let mut problems = Problems::new();
    let settings = Settings::resolve(&mut merged).map_err(|all| problems.extend(all)).ok();
    let authority = settings.as_ref().and_then(|settings| settings.authority.as_ref());
    problems.extend(authority.into_iter().flat_map(|files| check_authority(files, &merged)));
    let templates = read_templates(templates.as_deref()).map_err(|all| problems.extend(all)).ok();
    if !stdout {
        let names = Document::ALL.map(Document::file_name);
        problems.extend(files::obstacles(&output, &names, overwrite, REPLACE));
    }
    let (Some(settings), Some(templates), true) = (settings, templates, problems.is_empty()) else {
        return Err(Failure::input(problems, NOTHING_WRITTEN));
    };
    for setting in table::ALL.into_iter().filter(|setting| setting.scope.concerns(Scope::Documents)) {
        if let Some(said) = merged.get(setting) {
            ui.explain(&format!("{} = {} ({})", setting.key, said.value, said.source));
        }
    }
    if let Some(warning) = room_for_pods(&settings, &merged) {
        ui.warning(&warning);
    }

    let credentials = if embed_credentials { Credentials::Embedded } else { Credentials::Placeholders };
    let rendered = render(&settings, &templates, credentials).map_err(|all| Failure::input(all, NOTHING_WRITTEN))?;
    if stdout {
        ui.data(&stream(&rendered))?;
        ui.say(&summary(&settings));
    } else {
        write(&output, &rendered, credentials, overwrite)?;
        told(context, &output, &settings);
        ui.data(&format!("{}\n", settings.cluster_name))?;
    }
    if answered {
        ask::offer_to_save(&merged, &ui)?;
    }
    Ok(())
}

/// What a user does who wants the files replaced.
const REPLACE: &str = "add -f to replace it, or choose another folder with -o DIR";

/// Has `pki` look at the user's own CA; what it finds is told at the setting, with the file's name.
pub(super) fn check_authority(files: &AuthorityFiles, merged: &Merged) -> Vec<Problem> {
    let flaws = pki::check_authority(&files.certificate, &files.key, SystemClock.now()).err().unwrap_or_default();
    let problem = |(half, flaw): (Half, Flaw)| {
        let (setting, path) = match half {
            Half::Certificate => (&table::CA_CERT, &files.certificate_path),
            Half::Key => (&table::CA_KEY, &files.key_path),
        };
        flaw.at(Place::file(path)).told_at(merged.place(setting))
    };
    flaws.into_iter().map(problem).collect()
}

/// The built-in templates, or those with the user's own in their places.
fn read_templates(folder: Option<&Path>) -> Result<Templates, Problems> {
    let Some(folder) = folder else { return Ok(Templates::built_in()) };
    let mut problems = Problems::new();
    let names = files::folder_entries(folder)?;
    let read = names.into_iter().filter_map(|name| {
        let path = folder.join(&name);
        let text = problems.take(files::read_text(&path))?;
        Some((path, name, text))
    });
    let overrides = read.collect();
    problems.into_result(())?;
    Templates::overridden(folder, overrides)
}

/// Warns where the pods' range has no /24 for every machine: such nodes would never become Ready.
fn room_for_pods(settings: &Settings, merged: &Merged) -> Option<Problem> {
    let machines = u64::from(settings.worker_count) + 1;
    let nodes = settings.pod_cidr.nodes();
    (machines > nodes).then(|| {
        let flaw = Flaw::new(format!(
            "the pods' range {} has room for {nodes} nodes, and there are {machines}",
            settings.pod_cidr
        ));
        flaw.hint("take a larger range, for example 100.64.0.0/10").at(merged.place(&table::POD_CIDR))
    })
}

/// Writes the four files for `up`, where there are none.
pub(super) fn write_documents(
    merged: &mut Merged,
    folder: &Path,
    templates: Option<&Path>,
    context: &Context,
) -> Result<(), Failure> {
    let mut problems = Problems::new();
    let settings = Settings::resolve(merged).map_err(|all| problems.extend(all)).ok();
    let authority = settings.as_ref().and_then(|settings| settings.authority.as_ref());
    problems.extend(authority.into_iter().flat_map(|files| check_authority(files, merged)));
    let templates = read_templates(templates).map_err(|all| problems.extend(all)).ok();
    let (Some(settings), Some(templates), true) = (settings, templates, problems.is_empty()) else {
        return Err(Failure::input(problems, NOTHING_WRITTEN));
    };
    if let Some(warning) = room_for_pods(&settings, merged) {
        context.ui.warning(&warning);
    }
    let rendered =
        render(&settings, &templates, Credentials::Placeholders).map_err(|all| Failure::input(all, NOTHING_WRITTEN))?;
    write(folder, &rendered, Credentials::Placeholders, Overwrite::Refuse)?;
    for document in Document::ALL {
        context.ui.say(&format!("wrote {}", folder.join(document.file_name()).display()));
    }
    Ok(())
}

fn write(folder: &Path, rendered: &[Rendered], credentials: Credentials, overwrite: Overwrite) -> Result<(), Failure> {
    let new = |rendered: &Rendered| {
        let private = credentials == Credentials::Embedded && rendered.document.has_credentials();
        NewFile { name: rendered.document.file_name(), text: rendered.text.clone(), private }
    };
    let all: Vec<NewFile> = rendered.iter().map(new).collect();
    files::write_set(folder, &all, overwrite, REPLACE).map_err(|problems| Failure::input(problems, NOTHING_WRITTEN))
}

/// Says what was written and what to do next.
fn told(context: &Context, folder: &Path, settings: &Settings) {
    let ui = context.ui;
    for document in Document::ALL {
        ui.say(&format!("wrote {}", folder.join(document.file_name()).display()));
    }
    ui.say(&summary(settings));
    let quoted = if folder == Path::new("out/packet") {
        String::new()
    } else {
        format!(" {}", shell_word(&folder.to_string_lossy()))
    };
    ui.say(&format!("next: {}", ui.strong(&format!("packetctl validate{quoted}"))));
}

fn summary(settings: &Settings) -> String {
    let place = match (&settings.facility, &settings.metro) {
        (_, Some(metro)) => metro.to_string(),
        (Some(facility), None) => facility.to_string(),
        (None, None) => String::new(),
    };
    let workers =
        if settings.worker_count == 1 { "1 worker".to_owned() } else { format!("{} workers", settings.worker_count) };
    format!(
        "cluster {}: 1 control plane and {workers} in {place}, Kubernetes {}",
        settings.cluster_name, settings.kubernetes_version
    )
}

/// The four texts as one stream of documents.
fn stream(rendered: &[Rendered]) -> String {
    let texts: Vec<&str> = rendered.iter().map(|rendered| rendered.text.as_str()).collect();
    texts.join("---\n")
}
