//! The files that a `#cloud-config` has cloud-init write.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) content: String,
}

impl File {
    /// Whether it is there to be run: a program may name kubeadm's documents without being one.
    pub(super) fn is_program(&self) -> bool {
        self.content.starts_with("#!")
    }
}

/// The files in plain text or base64; nothing where the text is something else.
pub(super) fn files(userdata: &str) -> Vec<File> {
    if !userdata.starts_with("#cloud-config") {
        return Vec::new();
    }
    let documents = crate::yaml::read(userdata).unwrap_or_default();
    let config = documents.first().and_then(|document| serde_json::to_value(document).ok()).unwrap_or_default();
    config.get("write_files").and_then(Value::as_array).into_iter().flatten().filter_map(file).collect()
}

fn file(entry: &Value) -> Option<File> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let content = text("content")?;
    let content = match text("encoding") {
        None | Some("text/plain") => content.to_owned(),
        Some("b64" | "base64") => {
            let packed: String = content.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(packed).ok()?).ok()?
        }
        Some(_) => return None,
    };
    Some(File { path: text("path")?.to_owned(), content })
}
