//! What an outcome means: the errors of the client beneath become ours.

use super::error::Error;
use super::request::Request;
use kube::core::Status;
use std::error::Error as Cause;
use std::io;

/// How much of a server's words is told.
const LONGEST: usize = 600;

/// What a failed try means.
pub(super) fn judge(error: &kube::Error, request: &Request, server: &str) -> Error {
    match error {
        kube::Error::Api(status) => refusal(status, request),
        _ => trouble(error, request, server),
    }
}

/// How a server begins its 500 to an applied object that is not of its schema: it never will be.
const NOT_OF_THE_SCHEMA: &str = "failed to create typed patch object";

/// What a status of the server means.
pub(super) fn refusal(status: &Status, request: &Request) -> Error {
    let doing = request.doing.clone();
    let message = one_line(status);
    match status.code {
        500 if status.message.starts_with(NOT_OF_THE_SCHEMA) => {
            Error::Refused { doing, status: 500, reason: reason(status), message }
        }
        401 => Error::Unauthorized { doing, message },
        403 => Error::Forbidden { doing, message },
        404 => Error::NotFound { doing, message },
        409 => Error::Conflict { doing, message },
        // Not looked at: nothing was changed.
        429 | 503 => Error::Unavailable { doing, what: format!("{}: {message}", status.code) },
        408 | 500.. if request.changes_something() => {
            Error::Unclear { doing, what: format!("{}: {message}", status.code) }
        }
        408 | 500.. => Error::Unavailable { doing, what: format!("{}: {message}", status.code) },
        code => Error::Refused { doing, status: code, reason: reason(status), message },
    }
}

/// What the client beneath puts as the reason where the answer was no `Status` is no reason.
fn reason(status: &Status) -> String {
    if status.reason.contains(' ') { String::new() } else { status.reason.clone() }
}

/// What the lack of any answer means.
fn trouble(error: &kube::Error, request: &Request, server: &str) -> Error {
    let (doing, server) = (request.doing.clone(), server.to_owned());
    let chain = chain(error);
    let is_connecting = chain.iter().any(|cause| cause.to_string().ends_with("(Connect)"));
    let untrusted = chain.iter().any(|cause| {
        matches!(
            cause.downcast_ref::<rustls::Error>(),
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
        )
    });
    let silent = chain
        .iter()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut));
    let cause = deepest(error);
    if untrusted {
        return Error::Untrusted { doing, server, cause };
    }
    if is_connecting {
        let cause = if silent { "no connection in time".into() } else { cause };
        return Error::Unreachable { doing, server, cause };
    }
    let what = if silent { "no answer came in time".into() } else { format!("the connection broke: {cause}") };
    if request.changes_something() { Error::Unclear { doing, what } } else { Error::Unavailable { doing, what } }
}

/// All causes, the outermost first.
fn chain<'a>(error: &'a (dyn Cause + 'static)) -> Vec<&'a (dyn Cause + 'static)> {
    let mut chain = vec![error];
    let mut cause = error;
    while let Some(deeper) = inside(cause).or_else(|| cause.source()) {
        chain.push(deeper);
        cause = deeper;
    }
    chain
}

/// What an I/O error was made of: its `source` skips that.
fn inside<'a>(cause: &'a (dyn Cause + 'static)) -> Option<&'a (dyn Cause + 'static)> {
    let inner = cause.downcast_ref::<io::Error>()?.get_ref()?;
    Some(inner)
}

/// The text of the deepest cause: what a person can act upon.
pub(super) fn deepest(error: &(dyn Cause + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

/// The server's words on one line. Of a list of health checks, those that failed.
fn one_line(status: &Status) -> String {
    let text = &status.message;
    let failed: Vec<&str> = text.lines().filter(|line| line.starts_with("[-]")).collect();
    let words = if failed.is_empty() { text.clone() } else { failed.join(", ") };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None if words.is_empty() && status.reason.is_empty() => "no reason given".into(),
        None if words.is_empty() => status.reason.clone(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: u16, message: &str, changes: bool) -> Error {
        let status = Status::failure(message, "").with_code(code);
        let mut request = Request::get("ask", "/p");
        if changes {
            request.method = http::Method::PATCH;
        }
        refusal(&status, &request)
    }

    #[test]
    fn a_failed_write_is_unclear_and_a_failed_read_is_not() {
        assert!(matches!(told(500, "etcd", true), Error::Unclear { .. }));
        assert!(matches!(told(500, "etcd", false), Error::Unavailable { .. }));
        assert!(matches!(told(429, "slow", true), Error::Unavailable { .. }), "it was not looked at");
        assert!(matches!(told(422, "bad", true), Error::Refused { status: 422, .. }));
    }

    #[test]
    fn of_many_health_checks_those_that_failed_are_told() {
        let error = told(500, "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed", false);
        assert_eq!(error.to_string(), "cannot ask: the server is not available: 500: [-]etcd failed: reason withheld");
    }

    #[test]
    fn long_words_are_cut() {
        let told = told(400, &"ü ".repeat(5000), false).to_string();
        assert!(told.chars().count() < 700 && told.ends_with('…'), "{told}");
    }
}
