//! What passes between a client and the API: requests, replies, and the two as one exchange.

use serde_json::Value;
use std::fmt;

/// Header lines in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The first value under a name, whatever its letters' case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the body is said to be JSON.
    pub fn say_json(&self) -> bool {
        let kind = self.get("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
    }
}

/// What was asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    /// Path and query as they stood in the request line.
    pub target: String,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
    /// The connection ended before the body did.
    pub is_cut_short: bool,
}

/// One request and what came back; nothing if the connection ended first.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub request: Request,
    pub reply: Option<Reply>,
}

impl Request {
    /// The target up to its question mark.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The names and values behind the question mark, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }
}

impl Reply {
    /// The body as JSON; nothing is null.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text, for people.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} → ", self.request.method, self.request.target)?;
        match &self.reply {
            Some(reply) => write!(formatter, "{}", reply.status),
            None => formatter.write_str("nothing"),
        }
    }
}
