//! The judge: the API's published document, and whether an exchange keeps to it.
//!
//! A pass is weak evidence, since the document forbids little. So what clients
//! relied on besides is demanded too ([`demands`]), and where service and
//! document contradicted each other, a table says so ([`exceptions`]).

mod complaint;
mod demands;
mod document;
mod exceptions;
mod parameters;
mod schema;
mod tests;

use super::wire::{Exchange, Reply, Request};
use complaint::Complaints;
pub use complaint::{Complaint, Matter, report};
pub use document::Document;
use document::{Found, Operation};
use schema::without_nulls;
use serde_json::Value;
use std::sync::OnceLock;

/// Where the document's only server keeps the API.
const SERVER: &str = "/metal/v1";

/// The document, read once for all tests.
pub fn document() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT.get_or_init(Document::read)
}

impl Document {
    /// All that is wrong with an exchange, but for the exceptions.
    pub fn judge_exchange(&self, exchange: &Exchange) -> Vec<Complaint> {
        let mut complaints = self.judge_strictly(exchange);
        complaints.retain(|complaint| exceptions::reason_for(complaint).is_none());
        complaints
    }

    /// All that is wrong with an exchange.
    fn judge_strictly(&self, exchange: &Exchange) -> Vec<Complaint> {
        let Exchange { request, reply } = exchange;
        let (path, is_old) = match request.path().strip_prefix(SERVER) {
            Some(path) => (path, false),
            None => (request.path(), true),
        };
        let found = self.find(&request.method, path);
        let mut complaints = Complaints::about(match &found {
            Found::Operation(operation) | Found::Like(operation, _) => {
                format!("{} {}", request.method, operation.template)
            }
            Found::Nothing(_) => format!("{} {path}", request.method),
        });
        if is_old {
            complaints.add(Matter::Server, format!("it is not under {SERVER}"));
        }
        let operation = match found {
            Found::Operation(operation) => Some(operation),
            Found::Like(operation, why) => {
                complaints.add(Matter::Operation, why);
                Some(operation)
            }
            Found::Nothing(why) => {
                complaints.add(Matter::Operation, why);
                None
            }
        };
        if let Some(operation) = operation {
            parameters::judge(operation, path, &request.query(), &mut complaints);
            self.judge_request(operation, request, &mut complaints);
        }
        if let Some(reply) = reply.as_ref().filter(|reply| !reply.is_cut_short) {
            demands::judge_reply(reply, is_old, &mut complaints);
            if let Some(operation) = operation {
                self.judge_reply(operation, request, reply, &mut complaints);
            }
        }
        complaints.done()
    }

    fn judge_request(&self, operation: &Operation, request: &Request, complaints: &mut Complaints) {
        let Some(schema) = &operation.body else {
            if !request.body.is_empty() {
                complaints.add(Matter::RequestBody(String::new()), "a body where none is declared");
            }
            return;
        };
        if request.body.is_empty() {
            if operation.is_body_required {
                complaints.add(Matter::RequestBody(String::new()), "no body where one is required");
            }
            return;
        }
        if !request.headers.say_json() {
            let kind = request.headers.get("content-type").unwrap_or_default().to_owned();
            return complaints.add(Matter::RequestType(kind), "it should be application/json");
        }
        match serde_json::from_slice::<Value>(&request.body) {
            Err(error) => complaints.add(Matter::RequestBody(String::new()), format!("the body is no JSON: {error}")),
            Ok(body) => {
                let name = format!("{} {}", operation.method, operation.template);
                for (at, text) in self.validate(&name, schema, &body) {
                    complaints.add(Matter::RequestBody(at), text);
                }
                for at in self.undeclared_members(schema, &body) {
                    complaints.add(Matter::RequestBody(at), "the document has no such member");
                }
            }
        }
    }

    fn judge_reply(&self, operation: &Operation, request: &Request, reply: &Reply, complaints: &mut Complaints) {
        let Some(schema) = operation.replies.get(&reply.status) else {
            let declared: Vec<String> = operation.replies.keys().map(ToString::to_string).collect();
            let text = format!("status {} where {} are declared", reply.status, declared.join(", "));
            return complaints.add(Matter::Status(reply.status), text);
        };
        if [202, 204].contains(&reply.status) && !reply.body.is_empty() {
            complaints.add(Matter::ReplyBody(String::new()), "a body where none is declared");
        }
        let Some(schema) = schema else { return };
        let Ok(body) = serde_json::from_slice::<Value>(&reply.body) else {
            return complaints.add(Matter::ReplyBody(String::new()), "the body is no JSON");
        };
        let name = format!("{} {} {}", operation.method, operation.template, reply.status);
        for (at, text) in self.validate(&name, schema, &without_nulls(&body)) {
            complaints.add(Matter::ReplyBody(at), text);
        }
        if reply.status < 300 {
            demands::judge_resource(self, schema, request, &body, complaints);
        }
    }
}
