//! A simulator for tests: served on this host, asked over real sockets, its time moved on by hand.

use super::{Options, Simulator};
use crate::clock::SystemClock;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// Addresses and a key of a simulator that is being served.
#[derive(Debug, Clone)]
pub(super) struct Served {
    pub(super) api: SocketAddr,
    pub(super) metadata: SocketAddr,
    pub(super) key: String,
    pub(super) project: String,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Status line and headers.
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Runs a test against a simulator in which time stands still and a machine takes 100 seconds.
pub(super) fn with_simulator<F: Future<Output = ()>>(test: impl FnOnce(Served) -> F) {
    with_metadata_at(Ipv4Addr::LOCALHOST, test);
}

/// The same, where the metadata service listens on a certain address of this host.
pub(super) fn with_metadata_at<F: Future<Output = ()>>(address: Ipv4Addr, test: impl FnOnce(Served) -> F) {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let options = Options {
        listen: any,
        metadata_listen: SocketAddr::from((address, 0)),
        seed: 1,
        speed: 0.0,
        provisioning: Duration::from_secs(100),
        packages: Duration::from_secs(20),
        init: Duration::from_secs(10),
        join: Duration::from_secs(5),
        project: None,
        state: None,
        faults: None,
        rate_limit: None,
        address_quota: 16,
        control: true,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let simulator = Simulator::open(options, Arc::new(SystemClock)).await.unwrap();
        let access = simulator.access().clone();
        let served = Served {
            api: simulator.listener.local_addr().unwrap(),
            metadata: simulator.metadata.local_addr().unwrap(),
            key: access.key.expose().to_owned(),
            project: access.project_id,
        };
        simulator.serve(test(served)).await.unwrap();
    });
}

impl Served {
    /// Asks the API, with the user's key.
    pub(super) async fn api(&self, method: &str, path: &str, body: &str) -> Answer {
        let head = format!("X-Auth-Token: {}\r\nContent-Type: application/json\r\n", self.key);
        ask(connect(None, self.api).await, method, &format!("/metal/v1{path}"), &head, body).await
    }

    /// Asks the simulator itself.
    pub(super) async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        ask(connect(None, self.api).await, method, &format!("/simulator{path}"), "", body).await
    }

    /// Asks the metadata service from an address of a machine.
    pub(super) async fn machine(&self, from: IpAddr, method: &str, path: &str, body: &str) -> Answer {
        ask(connect(Some(from), self.metadata).await, method, path, "", body).await
    }

    /// Orders a device, lets `seconds` pass, and gives its id and its public address, if it has one.
    pub(super) async fn device(&self, order: Value, seconds: u32) -> (String, Option<IpAddr>) {
        let path = format!("/projects/{}/devices", self.project);
        let created = self.api("POST", &path, &order.to_string()).await;
        assert_eq!(created.status, 201, "{}", created.body);
        let id = created.json()["id"].as_str().unwrap().to_owned();
        self.advance(seconds).await;
        let device = self.api("GET", &format!("/devices/{id}"), "").await.json();
        let address = device["ip_addresses"][0]["address"].as_str().map(|address| address.parse().unwrap());
        (id, address)
    }

    /// Lets time pass.
    pub(super) async fn advance(&self, seconds: u32) {
        let advanced = self.control("POST", "/advance", &format!("{{\"seconds\":{seconds}}}")).await;
        assert_eq!(advanced.status, 200, "{}", advanced.body);
    }
}

/// Connects, from a certain address of this host where one is given.
pub(super) async fn connect(from: Option<IpAddr>, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    if let Some(from) = from {
        socket.bind((from, 0).into()).unwrap();
    }
    socket.connect(to).await.unwrap()
}

/// Asks once and reads to the end. `head` is more lines of headers.
pub(super) async fn ask(mut stream: TcpStream, method: &str, path: &str, head: &str, body: &str) -> Answer {
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{head}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    answer(stream).await
}

/// Reads an answer to the end of the connection.
pub(super) async fn answer(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A connection that was reset has said what it had to say.
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}
