//! Settings that the documents have no field for: said once, remembered by the state, and the same for every later machine.

use super::approach::NOTHING_ORDERED;
use crate::cli::exit::Failure;
use crate::plan::EndpointChoice;
use crate::problem::Flaw;
use crate::settings::{Converging, EndpointSetting, Merged, Setting, table};
use crate::state::Record;
use std::collections::BTreeMap;

/// The settings that machines made later must share with those made first.
const REMEMBERED: [&Setting; 3] = [&table::PACKAGE_MIRROR, &table::IMAGE_MIRROR, &table::METADATA_URL];

/// Has the settings say what was said about this cluster before, where nothing is said now.
pub(super) fn recall(merged: &mut Merged, record: Option<&Record>) {
    let Some(record) = record else { return };
    for setting in REMEMBERED {
        if let Some(value) = record.options.get(setting.key)
            && merged.get(setting).is_none()
        {
            merged.answer(setting, value.clone());
        }
    }
}

/// What is to be remembered. What a simulator supplies is not: it remembers that itself.
pub(super) fn said(merged: &Merged, is_simulated: bool) -> BTreeMap<String, String> {
    let kept = REMEMBERED.into_iter().filter(|setting| !(is_simulated && setting.key == table::METADATA_URL.key));
    kept.filter_map(|setting| Some((setting.key.to_owned(), merged.get(setting)?.value.expose().to_owned()))).collect()
}

/// Where the API server is reached: as the user says now, as it was said when the cluster was made, or as usual.
///
/// Once machines know an address it cannot be another one.
pub(in crate::cli) fn endpoint(
    settings: &Converging,
    record: Option<&Record>,
    merged: &Merged,
) -> Result<EndpointChoice, Failure> {
    let wanted = chosen(&settings.endpoint);
    let known = record.and_then(|record| EndpointChoice::from_text(&record.endpoint_choice));
    let is_fixed = record.is_some_and(|record| !record.machines.is_empty());
    match known {
        Some(known) if merged.get(&table::ENDPOINT).is_none() => Ok(known),
        Some(known) if is_fixed && known != wanted => {
            let what = format!("the machines of this cluster know its API server as {}", known.to_text());
            let flaw = Flaw::new(what).hint("leave it out: it cannot be changed while there are machines");
            Err(Failure::input(flaw.at(merged.place(&table::ENDPOINT)), NOTHING_ORDERED))
        }
        _ => Ok(wanted),
    }
}

/// The setting as the plan takes it.
pub(in crate::cli) fn chosen(setting: &EndpointSetting) -> EndpointChoice {
    match setting {
        EndpointSetting::Elastic => EndpointChoice::Elastic,
        EndpointSetting::Device => EndpointChoice::Device,
        EndpointSetting::Host(host) => EndpointChoice::Host(host.clone()),
    }
}
