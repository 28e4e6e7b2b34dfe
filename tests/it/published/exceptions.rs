//! Where the service and its clients contradicted the document: what is let pass, and why.

use super::complaint::{Complaint, Matter};

/// One thing that is let pass.
pub struct Exception {
    /// Method and path template; `*` is any operation.
    pub operation: &'static str,
    pub what: Allowed,
    pub reason: &'static str,
}

/// What is let pass; in a place, `*` is any index or name.
pub enum Allowed {
    /// A path below another server.
    Server,
    /// An operation which is not in the document, but was served. The method it is judged by, if there is one.
    Operation(Option<&'static str>),
    Status(u16),
    Parameter(&'static str),
    RequestBody(&'static str),
    ReplyBody(&'static str),
    /// A body of another type than JSON.
    Form,
}

use Allowed::{Form, Operation, Parameter, ReplyBody, RequestBody, Server, Status};

const fn except(operation: &'static str, what: Allowed, reason: &'static str) -> Exception {
    Exception { operation, what, reason }
}

/// The exceptions, all of them.
pub const ALL: [Exception; 22] = [
    except("*", Server, "api.packet.net served the same resources at its root, to the end"),
    except("*", Form, "the old API took forms as well, and its documentation says so"),
    except("PATCH /devices/{id}", Operation(Some("PUT")), "packngo and packet-python update with it"),
    except(
        "POST /projects/{id}/api-keys",
        Operation(None),
        "keys are made so; the kept part of the document only lists them",
    ),
    except("DELETE /devices/{id}", RequestBody(""), "packngo sends force_delete in a body, not in the query"),
    except("POST /projects/{id}/devices", RequestBody("/customdata"), "packngo sends it as a text"),
    except("POST /projects/{id}/devices", RequestBody("/project_id"), "packngo repeats the project"),
    except("GET /projects/{id}/ips", Parameter("page"), "served; only the SDK's patched document declares it"),
    except("GET /devices/{id}/metadata", ReplyBody("/network/addresses/*"), "declared as texts; they are objects"),
    except("GET /devices/{id}/metadata", ReplyBody("/volumes/*"), "declared as texts; they are objects"),
    except("POST /capacity", RequestBody("/servers/*/quantity"), "declared as a text; packngo sends a number"),
    except("POST /capacity", ReplyBody("/servers/*/quantity"), "comes back as it was sent"),
    except("POST /capacity/metros", RequestBody("/servers/*/quantity"), "declared as a text; packngo sends a number"),
    except("POST /capacity/metros", ReplyBody("/servers/*/quantity"), "comes back as it was sent"),
    except("GET /user", Status(403), "a project's key has no user behind it; the document thinks of users' keys only"),
    except("POST /projects", Status(403), "a project's key makes no projects; the document thinks of users' keys only"),
    except("*", Status(400), "no operation declares what a body gets that is not JSON at all"),
    except("*", Status(415), "no operation declares what a body of a strange type gets"),
    except("*", Status(413), "no operation declares what a body too large gets"),
    except("*", Status(429), "no operation declares the rate limit"),
    except("*", Status(500), "no operation declares failures of the service"),
    except("*", Status(503), "no operation declares failures of the service; creates answer so without capacity"),
];

/// Why a complaint is let pass, if it is.
pub fn reason_for(complaint: &Complaint) -> Option<&'static str> {
    ALL.iter().find(|exception| exception.covers(complaint)).map(|exception| exception.reason)
}

/// The method by which an operation that is not in the document is judged.
pub fn stand_in(operation: &str) -> Option<&'static str> {
    ALL.iter().find_map(|exception| match exception.what {
        Operation(like) if exception.operation == operation => like,
        _ => None,
    })
}

impl Exception {
    fn covers(&self, complaint: &Complaint) -> bool {
        let is_here = self.operation == "*" || fits(self.operation, &complaint.operation);
        is_here
            && match (&self.what, &complaint.matter) {
                (Server, Matter::Server) | (Operation(_), Matter::Operation) => true,
                (Form, Matter::RequestType(kind)) => kind == "application/x-www-form-urlencoded",
                (Status(allowed), Matter::Status(given)) => allowed == given,
                (Parameter(allowed), Matter::Parameter(given)) => allowed == given,
                (RequestBody(allowed), Matter::RequestBody(given)) | (ReplyBody(allowed), Matter::ReplyBody(given)) => {
                    fits(allowed, given)
                }
                _ => false,
            }
    }
}

/// Whether a path or place is the one meant; `*` and `{id}` stand for any part.
fn fits(wanted: &str, given: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (wanted.split('/').collect(), given.split('/').collect());
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| wanted == given || ["*", "{id}"].contains(wanted))
}
