//! `packetctl state show`: everything that is remembered, but the secrets.

use crate::cli::cluster::remembered;
use crate::cli::exit::Failure;
use crate::cli::kubeconfig::no_state;
use crate::cli::setting_flags::{ForState, SettingFlags};
use crate::cli::table::Table;
use crate::cli::{Context, Format};
use crate::execute::remembered_host;
use crate::problem::Place;
use crate::settings::{Merged, StateAccess};
use crate::state::{IdentityFile, Record, Sealed, Store as _};
use crate::values::ClusterName;
use crate::yaml;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

const OUTCOME: &str = "nothing can be shown";

/// Show everything that is remembered, but the secrets
///
/// Of the secrets it says how they are sealed. `-o json` and `-o yaml` write the
/// state file's own shape, with that in the place of the secrets.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  packetctl state show\n  packetctl state show -o json | jq .machines")]
pub(super) struct Arguments {
    /// State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
    #[command(flatten)]
    settings: SettingFlags<ForState>,
}

pub(super) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { state, output, settings } = arguments;
    let merged = Merged::collect(context.inputs(settings));
    let access = StateAccess::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let name = access.cluster_name.as_ref().map(ClusterName::as_str);
    let store = remembered::store(state.as_deref(), name, &context.environment)?;
    let Some(record) = store.load().await.map_err(remembered::failure)? else {
        return Err(Failure::input(no_state().at(Place::file(store.path())), OUTCOME));
    };
    let sealing = sealing(record.secrets.as_ref(), context);
    let text = match output {
        Format::Table => text(&record, &sealing.words(), &store.describe()),
        Format::Json => format!("{:#}\n", document(&record, &sealing)?),
        Format::Yaml => yaml::write(&[document(&record, &sealing)?]).map_err(io::Error::other)?,
    };
    Ok(context.ui.data(&text)?)
}

/// How the secrets are sealed.
enum Sealing {
    /// There are none.
    Lost,
    Passphrase,
    /// With the identity in this file, or an older one of it.
    Identity(PathBuf),
    /// With one that is not in the file.
    Unknown(Option<PathBuf>),
}

/// Tries the identities that are there. A file that cannot be read opens nothing.
fn sealing(sealed: Option<&Sealed>, context: &Context) -> Sealing {
    let Some(sealed) = sealed else { return Sealing::Lost };
    if sealed.needs_passphrase() {
        return Sealing::Passphrase;
    }
    let Ok(path) = remembered::identity_path(&context.environment) else { return Sealing::Unknown(None) };
    let file = IdentityFile::open(&path).ok().flatten();
    let opens = file.is_some_and(|file| sealed.open(file.keys()).is_ok());
    if opens { Sealing::Identity(path) } else { Sealing::Unknown(Some(path)) }
}

impl Sealing {
    fn words(&self) -> String {
        match self {
            Self::Lost => "none are here: machines can be seen and deleted, not made".to_owned(),
            Self::Passphrase => "sealed with a passphrase (STATE_PASSPHRASE opens them)".to_owned(),
            Self::Identity(path) => format!("sealed with the identity in {}", path.display()),
            Self::Unknown(Some(path)) => format!("sealed with an identity that is not in {}", path.display()),
            Self::Unknown(None) => "sealed with an identity".to_owned(),
        }
    }

    fn document(&self) -> Value {
        match self {
            Self::Lost => Value::Null,
            Self::Passphrase => json!({ "sealed_with": "passphrase" }),
            Self::Identity(path) => json!({ "sealed_with": "identity", "identity_file": path, "can_be_opened": true }),
            Self::Unknown(path) => json!({ "sealed_with": "identity", "identity_file": path, "can_be_opened": false }),
        }
    }
}

fn document(record: &Record, sealing: &Sealing) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(record).map_err(io::Error::other)?;
    value["secrets"] = sealing.document();
    Ok(value)
}

fn text(record: &Record, sealing: &str, path: &str) -> String {
    let at = |time: jiff::Timestamp| format!("{time:.0}");
    let endpoint = record.endpoint.as_ref();
    let reserved = endpoint.and_then(|endpoint| endpoint.reservation_id.clone());
    let rows = [
        ("file", path.to_owned()),
        ("cluster", format!("{} (id {})", record.cluster, record.id)),
        ("project", record.project_id.clone()),
        ("API", record.api_url.clone()),
        ("simulator", record.simulator.as_ref().map(|one| one.world.display().to_string()).unwrap_or_default()),
        ("made", at(record.created_at)),
        ("saved", format!("{:.0}, generation {}", record.updated_at, record.generation)),
        ("API server", format!("{} ({})", remembered_host(record).unwrap_or_default(), record.endpoint_choice)),
        ("elastic address", reserved.map(|id| format!("reservation {id}")).unwrap_or_default()),
        ("first answered", record.api_answered_at.map(at).unwrap_or_default()),
        ("addons", if record.applied_addons.is_some() { "applied".into() } else { "not applied".into() }),
        ("join token", record.token.as_ref().map(|token| format!("until {:.0}", token.expires_at)).unwrap_or_default()),
        ("secrets", sealing.to_owned()),
    ];
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "{name:width$}   {value}");
    }
    text.push('\n');
    text + &machines(record).text(None)
}

/// The machines that are remembered, by their names.
pub(super) fn machines(record: &Record) -> Table {
    let mut table = Table::new(["NAME", "ROLE", "PHASE", "DEVICE", "PUBLIC", "PRIVATE"]);
    let mut machines: Vec<_> = record.machines.values().collect();
    machines.sort_by(|one, other| (&one.role, &one.name).cmp(&(&other.role, &other.name)));
    for machine in machines {
        let phase = serde_json::to_value(machine.phase).ok();
        let word = |text: &Option<String>| text.clone().unwrap_or_default();
        table.row([
            machine.name.clone(),
            machine.role.clone(),
            phase.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned(),
            word(&machine.device),
            word(&machine.public_address),
            word(&machine.private_address),
        ]);
    }
    table
}
