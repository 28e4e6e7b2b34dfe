//! A server that answers by script: raw text over TCP, so that it can be as wrong as it likes.

use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Method and target.
    pub(super) line: String,
    /// The head, with names in lower case.
    pub(super) head: String,
    /// The body.
    pub(super) body: String,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    /// The value of a query parameter, as it came.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.line.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))
    }
}

/// What to do with a request.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// Send this and keep the connection.
    Send(String),
    /// Send this and close the connection.
    SendAndClose(String),
    /// Send this and break the connection.
    SendAndReset(String),
    /// Never answer.
    Hang,
}

/// An answer with a status, a type and a body.
pub(super) fn reply(status: u16, content_type: &str, body: &str) -> Answer {
    Answer::Send(format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// An answer as the service gives it.
pub(super) fn json(status: u16, body: &Value) -> Answer {
    json_with(status, &[("x-request-id", "req-1")], body)
}

/// An answer with headers.
pub(super) fn json_with(status: u16, headers: &[(&str, &str)], body: &Value) -> Answer {
    let body = body.to_string();
    let line = |head: String, (name, value): &(&str, &str)| head + name + ": " + value + "\r\n";
    let headers = headers.iter().fold(String::new(), line);
    Answer::Send(format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-type: application/json; charset=utf-8\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// The server, on an address of its own.
pub(super) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    gate: Arc<Semaphore>,
}

type Script = Arc<Mutex<dyn FnMut(&Seen) -> Answer + Send>>;

impl Server {
    /// Answers with these, one after the other, then with the last for ever.
    pub(super) async fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: Vec<Answer> = answers.into_iter().collect();
        answers.reverse();
        Self::start(move |_| if answers.len() > 1 { answers.pop().unwrap() } else { answers[0].clone() }).await
    }

    /// Answers with what a function says.
    pub(super) async fn start(script: impl FnMut(&Seen) -> Answer + Send + 'static) -> Self {
        Self::gated(Semaphore::MAX_PERMITS, script).await
    }

    /// Answers only as often as it is allowed to, see [`Server::allow`].
    pub(super) async fn gated(allowed: usize, script: impl FnMut(&Seen) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, gate) = (Arc::<Mutex<Vec<Seen>>>::default(), Arc::new(Semaphore::new(allowed)));
        let script: Script = Arc::new(Mutex::new(script));
        let server = Self { address, seen: Arc::clone(&seen), gate: Arc::clone(&gate) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&seen), Arc::clone(&gate)));
            }
        });
        server
    }

    pub(super) fn allow(&self, more: usize) {
        self.gate.add_permits(more);
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Method and target of each request, in order.
    pub(super) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }
}

async fn serve(mut stream: TcpStream, script: Script, seen: Arc<Mutex<Vec<Seen>>>, gate: Arc<Semaphore>) {
    while let Some(request) = receive(&mut stream).await {
        seen.lock().unwrap().push(request.clone());
        gate.acquire().await.unwrap().forget();
        let answer = (script.lock().unwrap())(&request);
        match answer {
            Answer::Send(text) => stream.write_all(text.as_bytes()).await.unwrap_or_default(),
            Answer::SendAndClose(text) => return stream.write_all(text.as_bytes()).await.unwrap_or_default(),
            Answer::SendAndReset(text) => {
                stream.write_all(text.as_bytes()).await.unwrap_or_default();
                return stream.set_zero_linger().unwrap();
            }
            Answer::Hang => std::future::pending().await,
        }
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let line = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let mut request = Seen { line, head, body: String::new() };
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8(bytes[end + 4..end + 4 + length].to_vec()).unwrap();
    Some(request)
}
