//! What can go wrong with a call, as kinds that a caller can act upon.

use thiserror::Error;

/// Why a call did not give what was asked for. `doing` says what was asked, as words that fit behind "cannot".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// No connection: nothing was sent.
    #[error("cannot {doing}: {server} cannot be reached: {cause}")]
    Unreachable {
        /// What was asked.
        doing: String,
        /// The server's address.
        server: String,
        /// The deepest cause, for example `Connection refused (os error 111)`.
        cause: String,
    },
    /// Whoever answers cannot prove to be the server: another authority, another name, or an ended certificate.
    #[error("cannot {doing}: {server} is not trusted: {cause}")]
    Untrusted {
        /// What was asked.
        doing: String,
        /// The server's address.
        server: String,
        /// Why.
        cause: String,
    },
    /// The server does not know the client (401).
    #[error("cannot {doing}: the server does not accept the client's certificate: {message}")]
    Unauthorized {
        /// What was asked.
        doing: String,
        /// The server's words.
        message: String,
    },
    /// The client may not do this, or not yet (403).
    #[error("cannot {doing}: {message}")]
    Forbidden {
        /// What was asked.
        doing: String,
        /// The server's words.
        message: String,
    },
    /// There is no such thing (404).
    #[error("cannot {doing}: {message}")]
    NotFound {
        /// What was asked.
        doing: String,
        /// The server's words.
        message: String,
    },
    /// Somebody else changed it at the same time, or it exists already (409).
    #[error("cannot {doing}: {message}")]
    Conflict {
        /// What was asked.
        doing: String,
        /// The server's words.
        message: String,
    },
    /// The server said no (any other 4xx).
    #[error("cannot {doing}: refused with {status}: {message}")]
    Refused {
        /// What was asked.
        doing: String,
        /// The HTTP status.
        status: u16,
        /// The server's reason in one word, for example `Invalid`; may be empty.
        reason: String,
        /// The server's words.
        message: String,
    },
    /// No good answer (5xx, 429, silence), and nothing was changed.
    #[error("cannot {doing}: the server is not available: {what}")]
    Unavailable {
        /// What was asked.
        doing: String,
        /// What happened.
        what: String,
    },
    /// Something was to be changed, and no good answer came: it may have been, may not, or may be later.
    #[error("cannot {doing}: unclear whether it took effect: {what}")]
    Unclear {
        /// What was asked.
        doing: String,
        /// What happened.
        what: String,
    },
    /// The answer is not what a Kubernetes API gives.
    #[error("cannot {doing}: {what}")]
    Strange {
        /// What was asked.
        doing: String,
        /// What came instead.
        what: String,
    },
    /// No request can be made from what was given: nothing was sent.
    #[error("{what}")]
    Unusable {
        /// What is wrong with it.
        what: String,
    },
}

impl Error {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "check the server's address and the network, and that the control plane runs",
            Self::Untrusted { .. } => "check that the address and the authority's certificate are of the same cluster",
            Self::Unauthorized { .. } => {
                "check that the client certificate is of this cluster's authority and has not ended"
            }
            Self::Forbidden { .. } => {
                "use the access of a cluster administrator; a new cluster binds its own a little later"
            }
            Self::NotFound { .. } => "look whether it is still there with `kubectl get`",
            Self::Conflict { .. } => "see who else changes it, then try again",
            Self::Refused { .. } => "change what the text names",
            Self::Unavailable { .. } | Self::Unclear { .. } => "try again in a minute; asking twice does no harm",
            Self::Strange { .. } => "check that the address is that of a Kubernetes API server",
            Self::Unusable { .. } => "check the kubeconfig or the state this access is from",
        }
    }

    /// Whether there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// Whether the client may not do this. In a cluster that is being made this means "not yet".
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Forbidden { .. })
    }

    /// Whether somebody else changed it at the same time, or it exists already.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict { .. })
    }

    /// Whether it may pass by itself, so that asking again can help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Unavailable { .. } | Self::Unclear { .. })
    }
}
