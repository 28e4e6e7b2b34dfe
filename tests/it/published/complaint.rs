//! What the judge says: which operation, what about it, and why.

use std::collections::BTreeMap;
use std::fmt;

/// What a complaint is about; exceptions are looked up by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// The path is not under the document's server.
    Server,
    /// There is no such path or method.
    Operation,
    /// A parameter of the path or the query.
    Parameter(String),
    /// The content type of the request, which is this one.
    RequestType(String),
    /// A place in the request's body, as a JSON pointer.
    RequestBody(String),
    /// A status that is not declared.
    Status(u16),
    /// A header of the reply.
    ReplyHeader(String),
    /// A place in the reply's body, as a JSON pointer.
    ReplyBody(String),
}

impl Matter {
    /// Whether the one who asked is to blame, not the one who answered.
    pub fn is_of_request(&self) -> bool {
        !matches!(self, Self::Status(_) | Self::ReplyHeader(_) | Self::ReplyBody(_))
    }
}

/// One thing that is not as the document, or a client, wants it.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// Method and path template, such as `GET /devices/{id}`.
    pub operation: String,
    pub matter: Matter,
    pub text: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.matter {
            Matter::Server | Matter::Operation | Matter::Status(_) => write!(formatter, "{}", self.text),
            Matter::Parameter(name) => write!(formatter, "parameter {name}: {}", self.text),
            Matter::RequestType(kind) => write!(formatter, "request's content type {kind:?}: {}", self.text),
            Matter::RequestBody(at) => write!(formatter, "request {at}: {}", self.text),
            Matter::ReplyHeader(name) => write!(formatter, "reply's header {name}: {}", self.text),
            Matter::ReplyBody(at) => write!(formatter, "reply {at}: {}", self.text),
        }
    }
}

/// The complaints about one operation, as they gather.
pub struct Complaints {
    operation: String,
    found: Vec<Complaint>,
}

impl Complaints {
    pub fn about(operation: String) -> Self {
        Self { operation, found: Vec::new() }
    }

    pub fn add(&mut self, matter: Matter, text: impl Into<String>) {
        self.found.push(Complaint { operation: self.operation.clone(), matter, text: text.into() });
    }

    pub fn done(self) -> Vec<Complaint> {
        self.found
    }
}

/// All complaints, each told once below its operation, with how often it was made.
pub fn report<'a>(complaints: impl IntoIterator<Item = &'a Complaint>) -> String {
    let mut groups: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for complaint in complaints {
        *groups.entry(&complaint.operation).or_default().entry(complaint.to_string()).or_default() += 1;
    }
    let lines = groups.into_iter().flat_map(|(operation, told)| {
        let told = told.into_iter().map(|(complaint, times)| format!("  {times:>3} × {complaint}\n"));
        std::iter::once(format!("{operation}\n")).chain(told)
    });
    lines.collect()
}
