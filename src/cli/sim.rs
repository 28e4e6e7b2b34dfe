//! `packetctl sim`: a local Packet API.

use super::Context;
use super::exit::Failure;
use crate::clock::SystemClock;
use crate::problem::{Flaw, Place, Problem};
use crate::random;
use crate::sim::{Options, Simulator};
use crate::values::Period;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// What problems mean here.
const OUTCOME: &str = "the simulator was not started";

/// Serve a local Packet API, as the public one was until June 2026
///
/// Prints the `export` lines that make packetctl and other clients use it, then
/// answers until Ctrl-C. Machines are simulated: they are ordered, provisioned,
/// become active, fail and are deleted as the service's were, with its replies,
/// delays and refusals. Nothing leaves this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl sim --speed 60\n  \
    packetctl sim --state world --provisioning 1m\n  \
    packetctl sim --listen 127.0.0.1:0 --seed 1 --speed 0 --control")]
pub(super) struct Arguments {
    /// Address that the API listens on; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8700", value_parser = address)]
    listen: SocketAddr,
    /// Address that the metadata service listens on [default: the port after that of --listen]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    metadata_listen: Option<SocketAddr>,
    /// Number that all ids are made from; the same number gives the same ids again [default: any]
    #[arg(long, value_name = "NUMBER", value_parser = number::<u64>, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// How many simulated seconds pass in a second; 0 stands still
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = speed, allow_negative_numbers = true)]
    speed: f64,
    /// Simulated time from a machine's order until it is active, for example 90 or `5m 30s`
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = duration, allow_negative_numbers = true)]
    provisioning: Duration,
    /// Simulated time that a machine of a cluster takes to install packages and images
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration, allow_negative_numbers = true)]
    packages: Duration,
    /// Simulated time that `kubeadm init` takes on a control plane
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration, allow_negative_numbers = true)]
    init: Duration,
    /// Simulated time from a machine's joining its cluster until its node is Ready
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration, allow_negative_numbers = true)]
    join: Duration,
    /// Id of the project in a new world, a UUID [default: any]
    #[arg(long, value_name = "ID")]
    project_id: Option<Uuid>,
    /// File to keep the world in; it survives the simulator, even when that is killed
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// File that says which calls fail, and how
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Requests a minute that each key may make; 0 refuses all [default: any number]
    #[arg(long, value_name = "NUMBER", value_parser = number::<u32>, allow_negative_numbers = true)]
    rate_limit: Option<u32>,
    /// Elastic addresses that a project may have before a person would have to approve
    #[arg(long, value_name = "NUMBER", default_value = "16", value_parser = number::<u32>, allow_negative_numbers = true)]
    address_quota: u32,
    /// Serve the control endpoints below /simulator: ledger, time, faults, what happens to machines
    #[arg(long)]
    control: bool,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    let state = arguments.state.clone();
    let options = options(arguments).map_err(|problem| Failure::input(problem, OUTCOME))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // From here on Ctrl-C ends the simulator, and not just the process: whoever reads the lines may send it at once.
        let ended = end_signals()?;
        let opened = Simulator::open(options, Arc::new(SystemClock)).await;
        let simulator = opened.map_err(|problems| Failure::input(problems, OUTCOME))?;
        let access = simulator.access();
        let exports = [
            ("PACKET_API_URL", access.api_url.as_str()),
            ("PACKET_API_KEY", access.key.expose()),
            ("PACKET_PROJECT_ID", access.project_id.as_str()),
            ("PACKET_METADATA_URL", access.metadata_url.as_str()),
        ];
        ui.data(&exports.map(|(name, value)| format!("export {name}={value}\n")).concat())?;
        ui.say("serving the Packet API; Ctrl-C stops it");
        simulator.serve(ended).await.map_err(Failure::State)?;
        match state {
            Some(path) => ui.say(&format!("stopped; the world is kept in {}", path.display())),
            None => ui.say("stopped; the world is gone (--state FILE keeps one)"),
        }
        Ok(())
    })
}

/// What the arguments mean.
fn options(arguments: Arguments) -> Result<Options, Problem> {
    let seed = arguments.seed.map_or_else(random::number, Ok).map_err(|error| {
        Flaw::new(format!("the system gives no random numbers: {error}")).at(Place::Named("--seed".into()))
    })?;
    let listen = arguments.listen;
    // Behind 0, any free one, and behind the last one comes any free one again.
    let next_port = if listen.port() == 0 { 0 } else { listen.port().wrapping_add(1) };
    Ok(Options {
        listen,
        metadata_listen: arguments.metadata_listen.unwrap_or(SocketAddr::new(listen.ip(), next_port)),
        seed,
        speed: arguments.speed,
        provisioning: arguments.provisioning,
        packages: arguments.packages,
        init: arguments.init,
        join: arguments.join,
        project: arguments.project_id,
        state: arguments.state,
        faults: arguments.faults,
        rate_limit: arguments.rate_limit,
        address_quota: arguments.address_quota,
        control: arguments.control,
    })
}

/// Listens for the signals by which a user or the system ends a process; what is given ends when one came.
fn end_signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "it is an address and a port, such as 127.0.0.1:8700".to_owned())
}

/// A whole number that fits into an unsigned type.
fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let most = u64::MAX >> (u64::BITS as usize - 8 * size_of::<T>());
    text.parse().map_err(|_| format!("it is a whole number from 0 to {most}"))
}

fn speed(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|factor: &f64| (0.0..=1e6).contains(factor))
        .ok_or_else(|| "it is a number from 0 to 1000000".to_owned())
}

/// Seconds, or a time with units. clap quotes what was given.
fn duration(text: &str) -> Result<Duration, String> {
    Period::parse(text).map(Period::as_duration).map_err(|flaw| flaw.hint.unwrap_or(flaw.what))
}
