//! The simulator as a test bed: the real binary as a child, talked to over HTTP, every exchange judged.

use super::framing::{read_reply, write_request};
use super::published::{self, Complaint};
use super::wire::{Exchange, Headers, Reply, Request};
use super::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Simulated seconds from order to active, where a story says nothing else.
pub const PROVISIONING: u64 = 300;

/// A running `packetctl sim`; when it goes, all complaints are told at once.
pub struct Simulator {
    world: World,
    child: Child,
    /// Kept open, since a closed pipe would end the child.
    _stdout: BufReader<ChildStdout>,
    exports: BTreeMap<String, String>,
    complaints: Mutex<Vec<Complaint>>,
    has_faults: AtomicBool,
}

/// What came back, with what was asked for the failure's text.
#[must_use = "look at what came back"]
pub struct Answer {
    pub exchange: Exchange,
    pub reply: Reply,
    pub body: Value,
}

impl Simulator {
    /// Starts one in an empty world. Time stands still and ids are fixed, unless the arguments say otherwise.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_in(World::empty(), arguments)
    }

    /// Starts one in a world that may hold files already.
    pub fn start_in(world: World, arguments: &[&str]) -> Self {
        let mut all = vec!["sim", "--listen", "127.0.0.1:0", "--control"];
        for (flag, value) in [("--speed", "0"), ("--seed", "1")] {
            if !arguments.contains(&flag) {
                all.extend([flag, value]);
            }
        }
        all.extend(arguments);
        let talk = std::fs::File::create(world.home().join("sim.log")).unwrap();
        let mut child =
            world.command(&all).stdout(Stdio::piped()).stderr(talk).spawn().expect("the binary can be started");
        let mut stdout = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut exports = BTreeMap::new();
        while exports.len() < 4 {
            let mut line = String::new();
            let read = stdout.read_line(&mut line).expect("its output is text");
            if read == 0 {
                let _ = child.wait();
                let talk = std::fs::read_to_string(world.home().join("sim.log")).unwrap();
                panic!("{} ended early, having said {exports:?}:\n{talk}", all.join(" "));
            }
            if let Some((name, value)) = line.trim().strip_prefix("export ").and_then(|rest| rest.split_once('=')) {
                exports.insert(name.to_owned(), value.trim_matches(['"', '\'']).to_owned());
            }
        }
        let has_faults = AtomicBool::new(arguments.contains(&"--faults"));
        Self { world, child, _stdout: stdout, exports, complaints: Mutex::default(), has_faults }
    }

    fn told(&self) -> MutexGuard<'_, Vec<Complaint>> {
        self.complaints.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn export(&self, name: &str) -> &str {
        self.exports.get(name).unwrap_or_else(|| panic!("{name} is not among {:?}", self.exports.keys()))
    }

    /// The API's URL, which ends in `/metal/v1`.
    pub fn url(&self) -> &str {
        self.export("PACKET_API_URL")
    }

    /// The key that the API takes.
    pub fn key(&self) -> &str {
        self.export("PACKET_API_KEY")
    }

    /// The project that was there from the start.
    pub fn project(&self) -> &str {
        self.export("PACKET_PROJECT_ID")
    }

    /// A path below the project: `in_project("/devices")`.
    pub fn in_project(&self, rest: &str) -> String {
        format!("/projects/{}{rest}", self.project())
    }

    /// The environment in which a client finds this simulator.
    pub fn exports(&self) -> &BTreeMap<String, String> {
        &self.exports
    }

    /// Host and port.
    pub fn server(&self) -> &str {
        self.url().trim_start_matches("http://").split('/').next().unwrap_or_default()
    }

    /// Ends it as a crash would, and gives back its world.
    pub fn kill(mut self) -> World {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.world, World::empty())
    }

    /// Asks for a resource of the API.
    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None)
    }

    /// Creates, or acts.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, Some(body))
    }

    /// Changes.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.call("PUT", path, Some(body))
    }

    /// Changes, by the other method.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call("PATCH", path, Some(body))
    }

    /// Deletes.
    pub fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None)
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send(self.request(method, &format!("/metal/v1{path}"), body))
    }

    /// A request as a proper client makes it, to be changed further.
    pub fn request(&self, method: &str, target: &str, body: Option<&Value>) -> Request {
        let mut headers = vec![("X-Auth-Token".to_owned(), self.key().to_owned())];
        if body.is_some() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        Request { method: method.to_owned(), target: target.to_owned(), headers: Headers(headers), body }
    }

    /// Sends a request of any kind; the judge hears of it.
    ///
    /// A bad request is this side's doing: it is complained of only where it was not refused.
    pub fn send(&self, request: Request) -> Answer {
        let answer = self.send_unjudged(request);
        let judged = self.judge(&answer);
        let was_refused = answer.reply.status >= 400;
        let judged = judged.into_iter().filter(|complaint| !(was_refused && complaint.matter.is_of_request()));
        self.told().extend(judged);
        answer
    }

    /// The judge's word. An error of the server itself is one only where no fault was asked for.
    fn judge(&self, answer: &Answer) -> Vec<Complaint> {
        if answer.reply.status == 500 {
            assert!(self.has_faults.load(Ordering::Relaxed), "{answer}");
        }
        published::document().judge_exchange(&answer.exchange)
    }

    /// Asks what is wrong on purpose, whatever comes of it: only the reply is judged.
    pub fn probe(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let answer = self.send_unjudged(self.request(method, &format!("/metal/v1{path}"), body));
        let judged = self.judge(&answer);
        self.told().extend(judged.into_iter().filter(|complaint| !complaint.matter.is_of_request()));
        answer
    }

    /// Sends a request that is none of the API's, or whose reply is meant to be broken.
    pub fn send_unjudged(&self, request: Request) -> Answer {
        let reply =
            self.reply_to(&request).unwrap_or_else(|| panic!("{} {}: no reply", request.method, request.target));
        Answer { body: reply.json(), exchange: Exchange { request, reply: Some(reply.clone()) }, reply }
    }

    /// The reply, if one came before the connection ended.
    pub fn reply_to(&self, request: &Request) -> Option<Reply> {
        let mut stream = TcpStream::connect(self.server()).expect("the simulator listens");
        // Who answers early may close while the body is still on its way; the answer counts.
        let _ = write_request(&mut stream, request, self.server());
        read_reply(&mut BufReader::new(stream), &request.method).ok().flatten().map(|framed| framed.message)
    }

    /// A control endpoint, such as `("GET", "ledger")`; its answer must be a success.
    pub fn control(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let answer = self.send_unjudged(self.request(method, &format!("/simulator/{path}"), body));
        assert!(answer.reply.status < 300, "{answer}");
        answer.body
    }

    /// Installs a faults file's text; the answer says whether it was taken.
    pub fn put_faults(&self, text: &str) -> Answer {
        self.has_faults.store(true, Ordering::Relaxed);
        let mut request = self.request("PUT", "/simulator/faults", None);
        request.body = text.as_bytes().to_vec();
        request.headers.0.push(("Content-Type".to_owned(), "application/yaml".to_owned()));
        self.send_unjudged(request)
    }

    /// Lets simulated seconds pass.
    pub fn advance(&self, seconds: u64) {
        self.control("POST", "advance", Some(&json!({ "seconds": seconds })));
    }

    /// Everything ever created, and what is still billed.
    pub fn ledger(&self) -> Value {
        self.control("GET", "ledger", None)
    }

    /// Orders a machine; members given here replace or join the usual ones, null takes one out.
    pub fn try_order(&self, members: &Value) -> Answer {
        let mut body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
        for (name, value) in members.as_object().expect("members are an object") {
            body[name] = value.clone();
        }
        body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.post(&self.in_project("/devices"), &body)
    }

    /// Orders a machine, which goes well.
    pub fn order(&self, members: &Value) -> Value {
        self.try_order(members).is(201)
    }

    /// A machine as it is now.
    pub fn device(&self, id: &str) -> Value {
        self.get(&format!("/devices/{id}")).is(200)
    }

    /// Orders a machine and waits until it is active; its id.
    pub fn active(&self, members: &Value) -> String {
        let id = id(&self.order(members));
        self.advance(PROVISIONING + 60);
        assert_eq!(self.device(&id)["state"], "active");
        id
    }
}

impl Drop for Simulator {
    #[expect(clippy::print_stderr, reason = "a story that failed already has its say first")]
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let talk = std::fs::read_to_string(self.world.home().join("sim.log")).unwrap_or_default();
        let complaints = self.told();
        if complaints.is_empty() && !talk.contains("panicked") {
            return;
        }
        let complaints = published::report(complaints.iter());
        let told = format!("the published document has it otherwise:\n{complaints}\nit said:\n{talk}");
        assert!(std::thread::panicking(), "{told}");
        eprintln!("{told}");
    }
}

/// A resource's id.
pub fn id(resource: &Value) -> String {
    resource["id"].as_str().unwrap_or_else(|| panic!("no id: {resource}")).to_owned()
}

impl Answer {
    /// It has this status; the body.
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.reply.status, status, "{self}");
        self.body
    }

    /// It is an error of this status with this text among its own.
    pub fn refused(self, status: u16, text: &str) {
        assert_eq!(self.reply.status, status, "{self}");
        assert!(self.errors().iter().any(|error| error.contains(text)), "{text:?} is not in {self}");
    }

    /// The texts of an error, whichever of the two shapes it has.
    pub fn errors(&self) -> Vec<String> {
        let list = self.body["errors"].as_array().into_iter().flatten();
        list.chain([&self.body["error"]]).filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sent: String = String::from_utf8_lossy(&self.exchange.request.body).chars().take(600).collect();
        let came: String = self.reply.text().chars().take(2000).collect();
        write!(formatter, "{}\n{sent}\n{came}", self.exchange)
    }
}
