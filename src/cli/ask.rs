//! Questions to the person at the terminal: required values that nobody gave, and whether to keep them.

use super::exit::{Failure, INTERRUPTED};
use super::ui::Ui;
use crate::files;
use crate::problem::{Flaw, Place};
use crate::settings::Merged;
use crate::settings::merge::{FILE_NAME, missing_settings};
use crate::settings::source::Source;
use crate::settings::table::{self, ALL};
use crate::settings::{Kind, Setting};
use crate::values::ProjectId;
use crate::yaml;
use console::Term;
use dialoguer::{Confirm, Input, Password};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What it means that somebody went away at a question.
const NOTHING_WRITTEN: &str = "nothing was written";

/// Asks for every required setting that nobody gave; says whether there was any.
pub(super) fn for_missing(merged: &mut Merged) -> Result<bool, Failure> {
    let missing: Vec<&'static Setting> = missing_settings(merged).collect();
    if !missing.is_empty() {
        restore_terminal_on_interrupt();
    }
    for setting in &missing {
        let question =
            format!("{} [${}]", setting.about.split(';').next().unwrap_or(setting.about), setting.variable());
        let answer = if setting.kind == Kind::Secret { hidden(&question) } else { visible(setting, &question) };
        merged.answer(setting, answer.map_err(|_| Failure::Interrupted(NOTHING_WRITTEN))?);
    }
    Ok(!missing.is_empty())
}

/// Nobody can be asked whether something should be done.
pub(super) fn nobody(hint: &str, outcome: &'static str) -> Failure {
    let flaw = Flaw::new("there is no terminal to ask at whether this should be done").hint(hint);
    Failure::input(flaw.at(Place::Named("--yes".into())), outcome)
}

/// While the hidden answer is typed the terminal echoes nothing, and Ctrl-C would leave it like that.
fn restore_terminal_on_interrupt() {
    let Ok(modes) = tcgetattr(io::stdin()) else { return };
    // Another handler cannot be there yet; without one, Ctrl-C only ends less neatly.
    let _ = ctrlc::set_handler(move || {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &modes);
        let _ = Term::stderr().show_cursor();
        let _ = Term::stderr().write_line("");
        leave(INTERRUPTED);
    });
}

#[expect(clippy::exit, reason = "the main thread is inside a read that nothing else ends")]
fn leave(code: u8) -> ! {
    std::process::exit(i32::from(code))
}

fn hidden(question: &str) -> dialoguer::Result<String> {
    Password::new().with_prompt(question).interact_on(&Term::stderr())
}

fn visible(setting: &Setting, question: &str) -> dialoguer::Result<String> {
    let is_project = setting.key == table::PROJECT_ID.key;
    let input =
        Input::<String>::new().with_prompt(question).validate_with(move |text: &String| match ProjectId::parse(text) {
            Err(flaw) if is_project => Err(flaw.what),
            _ => Ok(()),
        });
    input.interact_text_on(&Term::stderr())
}

/// Offers to keep what was answered, and the name that was made, for the next run. Never a secret.
pub(super) fn offer_to_save(merged: &Merged, ui: &Ui) -> Result<(), Failure> {
    let chosen = |setting: &&'static Setting| {
        setting.kind != Kind::Secret
            && merged.get(setting).is_some_and(|said| matches!(said.source, Source::Answer(_) | Source::Made))
    };
    let settings: Vec<&'static Setting> = ALL.into_iter().filter(chosen).collect();
    let names: Vec<&str> = settings.iter().map(|setting| setting.key).collect();
    if names.is_empty() {
        return Ok(());
    }
    let question = format!("Save {} to {FILE_NAME} for the next time?", names.join(" and "));
    let yes = Confirm::new().with_prompt(question).default(true).interact_on(&Term::stderr());
    if !yes.map_err(|_| Failure::Interrupted(NOTHING_WRITTEN))? {
        return Ok(());
    }
    let path = Path::new(FILE_NAME);
    let value = |setting: &'static Setting| (setting.key, merged.get(setting).map_or("", |said| said.value.expose()));
    let chosen: BTreeMap<&str, &str> = settings.into_iter().map(value).collect();
    let text = yaml::write(&[chosen]).map_err(io::Error::other)?;
    files::append_line(path, &text)?;
    ui.say(&format!(
        "saved to {}; the API key is never saved: export {}=…",
        Place::file(path),
        table::API_KEY.variable()
    ));
    Ok(())
}
