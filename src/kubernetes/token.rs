//! Bootstrap tokens: what lets a new machine join, as kubeadm keeps them.

use super::client::Client;
use super::error::Error;
use super::node_removal::Removal;
use super::request::{Request, part};
use crate::problem::Flaw;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, Unit};
use k8s_openapi::api::core::v1 as core;
use serde_json::{Map, Value, json};
use std::fmt;

/// The group whose members may ask for a node's certificate: kubeadm binds it to what joining takes
/// (kubeadm's `NodeBootstrapTokenAuthGroup`).
const GROUP: &str = "system:bootstrappers:kubeadm:default-node-token";

/// A bootstrap token: `abcdef.0123456789abcdef`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The public half, six lower-case letters or digits: it names the Secret.
    pub id: String,
    /// The other half, sixteen of them.
    pub secret: Secret,
}

/// A token as a cluster keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// When it ends; none if it never does.
    pub expires_at: Option<Timestamp>,
}

impl Token {
    /// Reads a token; the flaw does not show it.
    pub fn parse(text: &Secret) -> Result<Self, Flaw> {
        let is_half = |half: &str, length: usize| {
            half.len() == length && half.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        match text.expose().split_once('.') {
            Some((id, secret)) if is_half(id, 6) && is_half(secret, 16) => {
                Ok(Self { id: id.into(), secret: Secret::new(secret) })
            }
            _ => Err(Flaw::new("not a bootstrap token: it is 6 lower-case letters or digits, a dot, and 16 more")),
        }
    }

    /// The whole token.
    #[must_use]
    pub fn text(&self) -> Secret {
        Secret::new(format!("{}.{}", self.id, self.secret.expose()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Token({})", self.id)
    }
}

fn path(id: &str) -> String {
    format!("/api/v1/namespaces/kube-system/secrets/{}", part(&name(id)))
}

fn name(id: &str) -> String {
    format!("bootstrap-token-{id}")
}

impl Client {
    /// Makes a token valid until a time; one that is there already gets the new end, and the same value.
    ///
    /// The Secret is as kubeadm makes it, so that `kubeadm token list` shows it and the cluster removes it at its end.
    pub async fn make_token(&self, token: &Token, expires: Timestamp, description: &str) -> Result<(), Error> {
        let expires = expires.round(Unit::Second).unwrap_or(expires);
        let fields = [
            ("token-id", token.id.as_str()),
            ("token-secret", token.secret.expose()),
            ("expiration", &expires.to_string()),
            ("usage-bootstrap-authentication", "true"),
            ("usage-bootstrap-signing", "true"),
            ("auth-extra-groups", GROUP),
            ("description", description),
        ];
        let data: Map<String, Value> =
            fields.into_iter().map(|(key, value)| (key.to_owned(), json!(STANDARD.encode(value)))).collect();
        let secret = json!({
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": { "name": name(&token.id), "namespace": "kube-system" },
            "type": "bootstrap.kubernetes.io/token",
            "data": data,
        });
        let path = format!("{}?fieldManager=packetctl&force=true", path(&token.id));
        self.call_for_text(&Request::apply(format!("make bootstrap token {}", token.id), path, &secret)).await?;
        Ok(())
    }

    /// A token by its id; none where it is not there. One whose end has passed may still be there for a little while.
    pub async fn token_expiry(&self, id: &str) -> Result<Option<TokenState>, Error> {
        let doing = format!("look at bootstrap token {id}");
        let Some(secret): Option<core::Secret> = self.find(&Request::get(doing.clone(), path(id))).await? else {
            return Ok(None);
        };
        let strange = || Error::Strange { doing: doing.clone(), what: "its expiration is not a time".into() };
        let expires_at = match secret.data.unwrap_or_default().get("expiration") {
            None => None,
            Some(text) => {
                let text = std::str::from_utf8(&text.0).map_err(|_| strange())?;
                Some(text.trim().parse().map_err(|_| strange())?)
            }
        };
        Ok(Some(TokenState { expires_at }))
    }

    /// Deletes a token, so that nobody can join with it.
    pub async fn delete_token(&self, id: &str) -> Result<Removal, Error> {
        self.remove(&Request::delete(format!("delete bootstrap token {id}"), path(id))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_and_its_secret_half_not_shown() {
        let token = Token::parse(&Secret::new("abcdef.0123456789abcdef")).unwrap();
        assert_eq!(token.text().expose(), "abcdef.0123456789abcdef");
        assert_eq!(format!("{token:?}"), "Token(abcdef)");
        for wrong in ["", "abcdef", "abcdeF.0123456789abcdef", "abcdef.0123456789abcde", "abcdef.0123456789abcdef "] {
            let flaw = Token::parse(&Secret::new(wrong)).unwrap_err();
            assert!(flaw.what.starts_with("not a bootstrap token"), "{wrong}");
        }
    }
}
