//! How the client behaves against a service that does not: a scripted server says what it is told to say.

mod creating;
mod paging;
mod patience;
mod presence;
mod replies;
mod secrecy;
mod sending;
mod server;

use super::{Client, Location, NewDevice, Options};
use crate::clock::{Clock, Sleep};
use crate::secret::Secret;
use jiff::Timestamp;
use server::Server;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The key that must never be seen.
const KEY: &str = "hunter2-the-key";

/// A clock that jumps over what it should wait for, and remembers the jumps.
#[derive(Debug)]
struct JumpingClock {
    now: Mutex<Timestamp>,
    waits: Mutex<Vec<Duration>>,
}

impl JumpingClock {
    fn start() -> Arc<Self> {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        Arc::new(Self { now: Mutex::new(now), waits: Mutex::default() })
    }

    fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.waits.lock().unwrap().push(duration);
        let mut now = self.now.lock().unwrap();
        *now += duration;
        Box::pin(async {})
    }
}

fn options(server: &Server) -> Options {
    Options::new(server.url(), Secret::new(KEY))
}

fn client(server: &Server) -> Client {
    Client::new(options(server), JumpingClock::start()).unwrap()
}

fn client_and_clock(server: &Server) -> (Client, Arc<JumpingClock>) {
    let clock = JumpingClock::start();
    (Client::new(options(server), Arc::clone(&clock) as Arc<dyn Clock>).unwrap(), clock)
}

fn device() -> NewDevice {
    NewDevice::new("c3.small.x86", "ubuntu_22_04", Location::Metro("da".into()))
}
