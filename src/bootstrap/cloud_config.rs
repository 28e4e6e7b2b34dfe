//! `#cloud-config` as a type: of cloud-init's many modules only those that are used here.

use super::UserData;
use crate::problem::Flaw;
use crate::values::SshPublicKey;
use crate::yaml;
use serde::Serialize;

/// What cloud-init does on the first boot ("Module reference" in its documentation).
///
/// Neither this nor a file can be shown: both hold secrets as plain texts, on their way into a [`UserData`].
#[derive(Serialize)]
pub(super) struct CloudConfig {
    /// Keys that may log in as root. Not an entry of `users`: that would lock the password that the rescue console
    /// asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ssh_authorized_keys: Vec<String>,
    /// Whether root's keys are made useless; where keys are given, root is who they are for.
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_root: Option<bool>,
    /// Files, written before anything runs.
    write_files: Vec<File>,
    /// Commands, run once at the end of the first boot.
    runcmd: Vec<[String; 1]>,
}

/// A file of the machine.
#[derive(Serialize)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) owner: &'static str,
    /// In octal digits.
    pub(super) permissions: String,
    pub(super) content: String,
}

impl File {
    /// A file of root's.
    pub(super) fn new(path: impl Into<String>, mode: u32, content: impl Into<String>) -> Self {
        Self { path: path.into(), owner: "root:root", permissions: format!("{mode:04o}"), content: content.into() }
    }
}

impl CloudConfig {
    /// Files, of which one is run at the end.
    pub(super) fn new(keys: &[SshPublicKey], write_files: Vec<File>, program: &str) -> Self {
        Self {
            ssh_authorized_keys: keys.iter().map(ToString::to_string).collect(),
            disable_root: (!keys.is_empty()).then_some(false),
            write_files,
            runcmd: vec![[program.to_owned()]],
        }
    }

    /// The user-data, if it is no larger than a number of bytes.
    pub(super) fn into_user_data(self, limit: usize) -> Result<UserData, Flaw> {
        let text = yaml::write(&[&self]).map_err(|error| Flaw::new(error.to_string()))?;
        let text = format!("#cloud-config\n{text}");
        if text.len() > limit {
            return Err(self.too_large(text.len(), limit));
        }
        Ok(UserData::new(text))
    }

    fn too_large(&self, size: usize, limit: usize) -> Flaw {
        let mut files: Vec<&File> = self.write_files.iter().collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.content.len()));
        let biggest: Vec<String> =
            files.iter().take(3).map(|file| format!("{} ({} bytes)", file.path, file.content.len())).collect();
        let flaw = format!("the user-data has {size} bytes, and the limit is {limit}");
        Flaw::new(flaw).hint(format!("the biggest in it: {}", crate::hint::listed(&biggest, "and")))
    }
}
