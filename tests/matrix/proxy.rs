//! Stands before the Packet API and before the cluster's own: passes bytes on, except where something is to go wrong.

use super::ambush::Ambush;
use super::authority::Trust;
use super::call::{self, Side};
use super::fault::Fault;
use super::framing::{Framed, read_reply, read_request, write_request};
use super::wire::{Headers, Reply, Request};
use rustls::{ServerConnection, StreamOwned};
use std::io::{self, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How late a late effect is at most: well within the time for which an unanswered order is waited for.
const LATE: Duration = Duration::from_millis(700);

/// A connection of any kind.
pub trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// Both proxies of one world.
pub struct Proxy {
    /// Where the Packet API is, for the command.
    pub address: SocketAddr,
    pub ambush: Arc<Ambush>,
    /// Where the simulator is.
    server: String,
    trust: Arc<Trust>,
    /// Simulated seconds that pass with each look at the devices.
    tick: f64,
    /// Where the elastic address is stood in for, and where the API server itself answers.
    standing_in: Mutex<Option<SocketAddr>>,
    is_over: AtomicBool,
}

impl Proxy {
    /// Stands before a simulator.
    pub fn before(server: &str, trust: Arc<Trust>, tick: f64) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (ambush, standing_in, is_over) = (Arc::default(), Mutex::default(), AtomicBool::new(false));
        let proxy = Arc::new(Self { address, ambush, server: server.to_owned(), trust, tick, standing_in, is_over });
        listen(&proxy, listener, Self::serve_packet);
        proxy
    }

    /// Stands in for the API server at the elastic address, before the simulator can.
    pub fn stand_in(self: &Arc<Self>, address: &str) -> io::Result<()> {
        // Nobody would end one that begins after the end.
        if self.stands_in_at().is_none() && !self.is_over.load(Ordering::Relaxed) {
            self.stand_in_at(address, hold(address)?)?;
        }
        Ok(())
    }

    /// The same at an address that is held already.
    pub fn stand_in_at(self: &Arc<Self>, address: &str, listener: TcpListener) -> io::Result<()> {
        let at = listener.local_addr()?;
        *self.standing_in.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
        let (config, host) = (self.trust.serve(address), address.to_owned());
        listen(self, listener, move |proxy, client| {
            // Nobody listens there before somebody does.
            let Some(upstream) = proxy.api_server(&host) else { return reset(&client) };
            let Ok(raw) = client.try_clone() else { return };
            let tls = ServerConnection::new(Arc::clone(&config)).unwrap();
            proxy.serve(Side::Kubernetes, BufReader::new(StreamOwned::new(tls, client)), &raw, Some(upstream));
        });
        Ok(())
    }

    /// The elastic address that is stood in for.
    pub fn stands_in_at(&self) -> Option<String> {
        self.standing_in.lock().unwrap_or_else(PoisonError::into_inner).map(|at| at.ip().to_string())
    }

    /// Ends both.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        let standing_in = *self.standing_in.lock().unwrap_or_else(PoisonError::into_inner);
        for address in [Some(self.address), standing_in].into_iter().flatten() {
            let _ = TcpStream::connect(address);
        }
    }

    fn serve_packet(self: &Arc<Self>, client: TcpStream) {
        let Ok(raw) = client.try_clone() else { return };
        self.serve(Side::Packet, BufReader::new(client), &raw, None);
    }

    /// Serves one client's connection.
    fn serve<C: Wire>(
        self: &Arc<Self>,
        side: Side,
        mut client: BufReader<C>,
        raw: &TcpStream,
        mut upstream: Option<Box<dyn Wire>>,
    ) {
        while let Ok(Some(asked)) = read_request(&mut client) {
            if self.is_over.load(Ordering::Relaxed) {
                break;
            }
            if upstream.is_none() {
                upstream = self.simulator();
            }
            let Some(server) = upstream.as_mut() else { break };
            if self.handle(side, &asked, &mut client, raw, server.as_mut()).is_none() {
                break;
            }
            if side == Side::Packet {
                upstream = None;
            }
        }
    }

    /// Handles one request; nothing if the connection is to end.
    fn handle<C: Wire>(
        self: &Arc<Self>,
        side: Side,
        asked: &Framed<Request>,
        client: &mut BufReader<C>,
        raw: &TcpStream,
        server: &mut dyn Wire,
    ) -> Option<()> {
        let request = &asked.message;
        let is_question = call::is_question(request);
        if side == Side::Packet && request.method == "GET" && request.path().ends_with("/devices") {
            self.pass_time();
        }
        let mut name = self.ambush.with_names(|names| call::name(side, request, names));
        // Which point a question is shows in its reply; asking has no effect, so it may be asked first.
        let mut reply = None;
        if is_question {
            reply = Some(self.pass(asked, server)?);
            name += &call::state(request, &reply.as_ref()?.message);
        }
        let fault = self.ambush.meet(name.clone(), is_question);
        let acts = fault.is_none_or(Fault::has_effect);
        if acts && reply.is_none() {
            reply = Some(self.pass(asked, server)?);
        }
        if let Some(reply) = &reply {
            self.ambush.note_reply(&name, reply.message.status, reply.message.body.len());
        }
        let is_look = side == Side::Packet && request.method == "GET" && request.path().ends_with("/devices");
        let bytes = reply.as_ref().map(|reply| reply.bytes.as_slice()).unwrap_or_default();
        let Some(fault) = fault else {
            client.get_mut().write_all(bytes).ok()?;
            client.get_mut().flush().ok()?;
            if is_look {
                self.ambush.note_look();
            }
            return Some(());
        };
        match fault {
            Fault::KilledBeforeSent | Fault::KilledAfterSent => self.ambush.kill(),
            Fault::KilledAfterReply => {
                say(client, bytes);
                self.ambush.kill();
            }
            Fault::KilledEffectLate => {
                self.ambush.kill();
                self.take_effect_late(side, asked.bytes.clone());
            }
            Fault::ReplyLost => {}
            Fault::Reset => reset(raw),
            Fault::Truncated | Fault::OtherShape => say(client, &fault.spoil(&reply.as_ref()?.message)),
            Fault::EffectLate => {
                say(client, &fault.refusal()?);
                self.take_effect_late(side, asked.bytes.clone());
            }
            _ => say(client, &fault.refusal()?),
        }
        None
    }

    /// Passes a request on, and learns from the reply.
    fn pass(self: &Arc<Self>, asked: &Framed<Request>, server: &mut dyn Wire) -> Option<Framed<Reply>> {
        server.write_all(&asked.bytes).ok()?;
        server.flush().ok()?;
        let reply = read_reply(&mut BufReader::new(server), &asked.message.method).ok().flatten()?;
        let body = reply.message.json();
        self.ambush.with_names(|names| names.learn(&body));
        let is_order = asked.message.method == "POST" && asked.message.path().ends_with("/ips");
        if let Some(address) = body["address"].as_str().filter(|_| is_order && body["tags"].is_array()) {
            self.stand_in(address).unwrap_or_else(|error| panic!("{address} cannot be stood in for: {error}"));
        }
        Some(reply)
    }

    /// The API server itself, at its machine's own address.
    fn api_server(&self, elastic: &str) -> Option<Box<dyn Wire>> {
        let address = self.ambush.with_names(|names| names.control_plane.clone())?;
        let stream = TcpStream::connect_timeout(&format!("{address}:6443").parse().ok()?, LATE).ok()?;
        let _ = stream.set_nodelay(true);
        Some(Box::new(StreamOwned::new(self.trust.connect(elastic), stream)))
    }

    /// Passes a request on when nobody waits for a reply to it any more.
    fn take_effect_late(self: &Arc<Self>, side: Side, bytes: Vec<u8>) {
        let proxy = Arc::clone(self);
        self.ambush.put_off();
        thread::spawn(move || {
            proxy.ambush.await_look(LATE);
            let standing_in = *proxy.standing_in.lock().unwrap_or_else(PoisonError::into_inner);
            let server = match side {
                Side::Packet => proxy.simulator(),
                Side::Kubernetes => standing_in.and_then(|at| proxy.api_server(&at.ip().to_string())),
            };
            if let (Some(mut server), Ok(Some(asked))) = (server, read_request(&mut bytes.as_slice())) {
                let _ = proxy.pass(&asked, server.as_mut());
            }
            proxy.ambush.came();
        });
    }

    fn simulator(&self) -> Option<Box<dyn Wire>> {
        TcpStream::connect(&self.server).ok().map(|stream| Box::new(stream) as Box<dyn Wire>)
    }

    fn pass_time(&self) {
        let body = format!("{{\"seconds\": {}}}", self.tick);
        let _ = control(&self.server, "POST", "/simulator/advance", &body);
    }
}

/// Listens where an API server would, at an address that the world before may not have left yet.
pub fn hold(address: &str) -> io::Result<TcpListener> {
    let at: SocketAddr = format!("{address}:6443").parse().map_err(io::Error::other)?;
    let mut bound = TcpListener::bind(at);
    for _ in 0..100 {
        if bound.is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(20));
        bound = TcpListener::bind(at);
    }
    bound
}

/// Serves each connection in a thread of its own.
fn listen(proxy: &Arc<Proxy>, listener: TcpListener, serve: impl Fn(&Arc<Proxy>, TcpStream) + Send + Sync + 'static) {
    let (proxy, serve) = (Arc::clone(proxy), Arc::new(serve));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            if proxy.is_over.load(Ordering::Relaxed) {
                break;
            }
            let _ = client.set_nodelay(true);
            let (proxy, serve) = (Arc::clone(&proxy), Arc::clone(&serve));
            thread::spawn(move || serve(&proxy, client));
        }
    });
}

fn say<C: Wire>(client: &mut BufReader<C>, bytes: &[u8]) {
    let _ = client.get_mut().write_all(bytes);
    let _ = client.get_mut().flush();
}

/// Ends a connection with a reset.
fn reset(stream: &TcpStream) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let Ok(own) = stream.try_clone() else { return };
    let _ = own.set_nonblocking(true);
    runtime.block_on(async {
        if let Ok(own) = tokio::net::TcpStream::from_std(own) {
            let _ = own.set_zero_linger();
        }
    });
    let _ = stream.set_nonblocking(false);
}

/// One request to the simulator's control endpoints.
pub fn control(server: &str, method: &str, target: &str, body: &str) -> io::Result<Reply> {
    ask(server, method, target, body, "")
}

/// One request to the simulator, with a key where one is needed.
pub fn ask(server: &str, method: &str, target: &str, body: &str, key: &str) -> io::Result<Reply> {
    let mut stream = TcpStream::connect(server)?;
    let request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Headers(vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("X-Auth-Token".to_owned(), key.to_owned()),
        ]),
        body: body.as_bytes().to_vec(),
    };
    write_request(&mut stream, &request, server)?;
    let reply = read_reply(&mut BufReader::new(stream), method)?;
    reply.map(|reply| reply.message).ok_or_else(|| io::Error::other("no reply"))
}
