//! SSH keys of projects and of the user.

use super::page::Entry;
use super::request::Request;
use super::{Client, Error, Removal};
use serde::{Deserialize, Serialize};

/// A public key that the service keeps (OpenAPI `SSHKey`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SshKey {
    /// The id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub label: Option<String>,
    /// The public key, in one line.
    #[serde(default)]
    pub key: Option<String>,
    /// Its fingerprint.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

impl Entry for SshKey {
    const MEMBER: &'static str = "ssh_keys";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

/// A public key to be kept (OpenAPI `SSHKeyCreateInput`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewSshKey {
    /// Its name.
    pub label: String,
    /// The public key, in one line.
    pub key: String,
}

fn of_project(project: &str) -> Request {
    Request::get("findProjectSSHKeys", &["projects", project, "ssh-keys"])
}

fn own() -> Request {
    Request::get("findSSHKeys", &["ssh-keys"])
}

fn create(project: &str, key: &NewSshKey) -> Request {
    Request::post("createProjectSSHKey", &["projects", project, "ssh-keys"]).body(key)
}

fn get(id: &str) -> Request {
    Request::get("findSSHKeyById", &["ssh-keys", id])
}

fn delete(id: &str) -> Request {
    Request::delete("deleteSSHKey", &["ssh-keys", id])
}

impl Client {
    /// Lists the keys of a project.
    pub async fn list_project_keys(&self, project_id: &str) -> Result<Vec<SshKey>, Error> {
        self.list_whole(&of_project(project_id)).await
    }

    /// Lists the user's own keys. A project's key may not.
    pub async fn list_own_keys(&self) -> Result<Vec<SshKey>, Error> {
        self.list_whole(&own()).await
    }

    /// Gives a project a key. A key it has already is refused (422).
    ///
    /// With a *project's* API key the service was seen to answer 404 though the key was made (packet-python lists
    /// and matches instead): so after any error look whether it is there.
    pub async fn create_project_key(&self, project_id: &str, key: &NewSshKey) -> Result<SshKey, Error> {
        self.fetch(&create(project_id, key)).await
    }

    /// Looks at a key.
    pub async fn get_key(&self, id: &str) -> Result<SshKey, Error> {
        self.fetch(&get(id)).await
    }

    /// Deletes a key; machines that have it keep it.
    pub async fn delete_key(&self, id: &str) -> Result<Removal, Error> {
        self.remove(&delete(id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;
    use serde_json::json;

    #[test]
    fn keys_are_asked_for_by_the_names_of_the_document() {
        assert_eq!(of_project("p1").line(), "GET /projects/p1/ssh-keys");
        assert_eq!(own().line(), "GET /ssh-keys");
        assert_eq!(get("k1").line(), "GET /ssh-keys/k1");
        assert_eq!((delete("k1").line().as_str(), delete("k1").effect), ("DELETE /ssh-keys/k1", Effect::Delete));
        let key = NewSshKey { label: "me".into(), key: "ssh-ed25519 AAAA".into() };
        let request = create("p1", &key);
        assert_eq!((request.line().as_str(), request.effect), ("POST /projects/p1/ssh-keys", Effect::Write));
        assert_eq!(request.json(), json!({"label": "me", "key": "ssh-ed25519 AAAA"}));
    }
}
