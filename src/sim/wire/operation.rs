//! The table of operations: what is answered, under which method and path, by whom.

use super::call::Handler;
use http::Method;

/// One operation.
#[derive(Debug)]
pub(in crate::sim) struct Operation {
    /// Its name: that of the published document; ours for the few that its reduced form leaves out.
    pub(in crate::sim) name: &'static str,
    pub(in crate::sim) method: Method,
    /// The path below the API's name, with `{id}` for its variable part.
    pub(in crate::sim) path: &'static str,
    pub(in crate::sim) handler: Handler,
}

/// An operation; short, so that the table stays one.
pub(super) const fn operation(name: &'static str, method: Method, path: &'static str, handler: Handler) -> Operation {
    Operation { name, method, path, handler }
}
