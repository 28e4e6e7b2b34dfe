//! Keys to the API: of the user, for all of its projects, or of one project.

use super::World;
use super::project::Caller;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A key to the API.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::sim) struct ApiKey {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) token: String,
    pub(in crate::sim) owner: Caller,
    pub(in crate::sim) description: String,
    /// Whether it may only read.
    pub(in crate::sim) is_read_only: bool,
    pub(in crate::sim) created_at: Timestamp,
}

impl Row for ApiKey {
    const TABLE: &'static str = "api_keys";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ApiKey({})", self.id)
    }
}

impl World {
    /// Makes a key, and gives its id.
    pub(in crate::sim) fn add_api_key(&mut self, owner: Caller, description: &str, is_read_only: bool) -> Uuid {
        self.api_keys.insert(ApiKey {
            id: self.identities.id(),
            token: self.identities.letters(32),
            owner,
            description: description.to_owned(),
            is_read_only,
            created_at: self.now,
        })
    }

    /// The key with a token.
    pub(in crate::sim) fn api_key(&self, token: &str) -> Option<&ApiKey> {
        self.api_keys.iter().find(|key| key.token == token)
    }

    /// The user's oldest key that may do everything.
    pub(in crate::sim) fn user_key(&self) -> Option<&ApiKey> {
        self.api_keys.iter().find(|key| key.owner == Caller::User && !key.is_read_only)
    }
}
