//! A proxy that keeps every exchange between a client and the API, for the judge.
//!
//! It passes bytes on as they are: a reply that is cut short, late, or never
//! comes is so on both sides.

use super::framing::{read_reply, read_request};
use super::published::{self, Complaint};
use super::wire::Exchange;
use std::io::{BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Stands before one server until it is dropped.
pub struct Recorder {
    address: SocketAddr,
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    server: String,
    exchanges: Mutex<Vec<Exchange>>,
    is_over: AtomicBool,
}

impl Recorder {
    /// Stands before `http://HOST:PORT/…`.
    pub fn before(url: &str) -> Self {
        let rest = url.strip_prefix("http://").expect("only plain HTTP can be recorded");
        let (server, path) = rest.split_once('/').unwrap_or((rest, ""));
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let shared = Shared { server: server.to_owned(), exchanges: Mutex::default(), is_over: AtomicBool::new(false) };
        let shared = Arc::new(shared);
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if own.is_over.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&own);
                thread::spawn(move || shared.serve(client));
            }
        });
        Self { address, url: format!("http://{address}/{path}"), shared }
    }

    /// The server's URL as a client is to be told it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// All exchanges so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges.lock().expect("no exchange panicked").clone()
    }

    /// How often a method was called on paths that end so, whatever came of it.
    pub fn count(&self, method: &str, path_end: &str) -> usize {
        let is_meant =
            |exchange: &&Exchange| exchange.request.method == method && exchange.request.path().ends_with(path_end);
        self.exchanges().iter().filter(is_meant).count()
    }

    /// Every request and every reply kept to the published document.
    pub fn assert_published(&self) {
        self.assert_free_of(|_| true);
    }

    /// Every request did; for stories in which the server is made to answer badly.
    pub fn assert_requests_published(&self) {
        self.assert_free_of(|complaint| complaint.matter.is_of_request());
    }

    fn assert_free_of(&self, is_meant: impl Fn(&Complaint) -> bool) {
        let exchanges = self.exchanges();
        assert!(!exchanges.is_empty(), "nothing came by");
        let judged = exchanges.iter().flat_map(|exchange| published::document().judge_exchange(exchange));
        let complaints: Vec<Complaint> = judged.filter(is_meant).collect();
        assert!(complaints.is_empty(), "{} exchanges:\n{}", exchanges.len(), published::report(&complaints));
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// Serves one client's connection; each of its requests goes over a connection of its own.
    fn serve(&self, mut client: TcpStream) {
        let Ok(reader) = client.try_clone() else { return };
        let mut reader = BufReader::new(reader);
        while let Ok(Some(asked)) = read_request(&mut reader) {
            // Kept before it is passed on, so that whoever waits no longer finds it here; the same with the reply.
            let kept = {
                let mut exchanges = self.exchanges.lock().expect("no exchange panicked");
                exchanges.push(Exchange { request: asked.message.clone(), reply: None });
                exchanges.len() - 1
            };
            let answer = TcpStream::connect(&self.server).and_then(|mut server| {
                server.write_all(&asked.bytes)?;
                read_reply(&mut BufReader::new(server), &asked.message.method)
            });
            let answer = answer.ok().flatten();
            let must_end = answer.as_ref().is_none_or(|answer| {
                let reply = &answer.message;
                reply.is_cut_short || reply.headers.get("connection").is_some_and(|word| word == "close")
            });
            self.exchanges.lock().expect("no exchange panicked")[kept].reply =
                answer.as_ref().map(|answer| answer.message.clone());
            let passed = answer.map_or(Ok(()), |answer| client.write_all(&answer.bytes));
            if must_end || passed.is_err() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    }
}

#[test]
fn what_passes_is_kept_and_unchanged() {
    use std::io::Read;
    let replies: [&[u8]; 4] = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"dev",
        b"",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
    ];
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let recorder = Recorder::before(&format!("http://{}/metal/v1", server.local_addr().unwrap()));
    let serving = thread::spawn(move || {
        for reply in replies {
            let (mut client, _) = server.accept().unwrap();
            read_request(&mut BufReader::new(client.try_clone().unwrap())).unwrap().unwrap();
            client.write_all(reply).unwrap();
        }
    });
    for reply in replies {
        let mut stream = TcpStream::connect(recorder.address).unwrap();
        let request =
            b"POST /metal/v1/ssh-keys?page=7 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        stream.write_all(request).unwrap();
        // A server that keeps the connection open leaves it to the client to close.
        stream.shutdown(Shutdown::Write).unwrap();
        let mut seen = Vec::new();
        stream.read_to_end(&mut seen).unwrap();
        assert_eq!(String::from_utf8_lossy(&seen), String::from_utf8_lossy(reply));
    }
    serving.join().unwrap();
    assert!(recorder.url().ends_with("/metal/v1"));
    assert_eq!(recorder.count("POST", "/ssh-keys"), 4);
    let kept = recorder.exchanges();
    assert_eq!(kept[0].request.body, b"{}");
    assert!(kept[1].reply.as_ref().unwrap().is_cut_short);
    assert!(kept[2].reply.is_none());
    assert_eq!(kept[3].reply.as_ref().unwrap().json()["a"], 1);
    let complaint = std::panic::catch_unwind(|| recorder.assert_requests_published()).unwrap_err();
    let complaint = complaint.downcast_ref::<String>().unwrap();
    assert!(
        complaint.contains("4 × parameter page") && complaint.contains("4 × request's content type \"\""),
        "{complaint}"
    );
    assert!(std::panic::catch_unwind(|| recorder.assert_published()).is_err());
}
