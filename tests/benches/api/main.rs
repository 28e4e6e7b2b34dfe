//! Measures the Packet API from both sides: the client with a thousand machines, and the simulator under load.
//!
//! `cargo bench --bench api` runs it against the release binary; needs Linux, and wrk for the load. It prints one
//! table and exits with 1 if a bound is missed. Client and simulator run on the same machine and share its cores.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "a benchmark prints its table, of numbers that are no millionths, and one that cannot go on says so"
)]

mod load;
mod simulator;

use packetctl::clock::SystemClock;
use packetctl::packet::{Client, DeviceFilter, DeviceState, Error, Location, NewDevice, Options};
use packetctl::secret::Secret;
use simulator::Simulator;
use std::error::Error as AnyError;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many machines the client orders, lists and deletes.
const MACHINES: usize = 1_000;

fn main() -> ExitCode {
    // `cargo test --benches` builds this and calls it with --test: nothing is measured then.
    if std::env::args().any(|argument| argument == "--test") {
        return ExitCode::SUCCESS;
    }
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the benchmark could not run: {error}");
            ExitCode::from(2)
        }
    }
}

/// One line of the table; whether its bound was kept.
fn row(name: &str, measured: f64, unit: &str, bound: f64) -> bool {
    let kept = measured <= bound;
    let verdict = if kept { "good" } else { "BOUND MISSED" };
    println!("{name:<62} {measured:>9.2} {unit:<4} bound {bound:>7.2} {unit:<4} {verdict}");
    kept
}

fn measure() -> Result<bool, Box<dyn AnyError>> {
    let mut kept = row("packetctl sim: first answer after start (median of 20)", first_answer()?, "ms", 50.0);
    thousand_machines()?;
    kept &= list_under_load()?;
    kept &= row("packetctl sim: memory at 10 000 devices, all listed", memory_of_many()?, "MiB", 200.0);
    Ok(kept)
}

/// Milliseconds from starting the process to the first answer.
fn first_answer() -> Result<f64, Box<dyn AnyError>> {
    let mut times = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        let simulator = Simulator::start(&[])?;
        simulator.get("/user")?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// Orders, lists and deletes a thousand machines through the client, and prints the calls by name.
fn thousand_machines() -> Result<(), Box<dyn AnyError>> {
    // Time passes two hundred times as fast, so that the machines are active, and gone, soon.
    let simulator = Simulator::start(&["--speed", "200", "--provisioning", "200"])?;
    let options = Options::new(&simulator.api_url, Secret::new(&simulator.key));
    let client = Client::new(options, Arc::new(SystemClock))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let [created, listed, deleted] = runtime.block_on(story(&client, &simulator.project))?;
    println!(
        "client: {MACHINES} devices created in {created:.2} s, listed {listed:.3} s, deleted until gone {deleted:.2} s; \
         calls:"
    );
    for (operation, count) in client.calls() {
        println!("  {operation:<24} {count:>6}");
    }
    Ok(())
}

/// Seconds for creating, listing and deleting.
async fn story(client: &Client, project: &str) -> Result<[f64; 3], Error> {
    let start = Instant::now();
    let orders = (0..MACHINES).map(|number| {
        let client = client.clone();
        let project = project.to_owned();
        tokio::spawn(async move {
            let location = Location::Metro("da".into());
            let mut device = NewDevice::new("c3.small.x86", "ubuntu_22_04", location);
            device.hostname = Some(format!("bench-{number}"));
            device.tags = vec!["bench".into()];
            client.create_device(&project, &device).await
        })
    });
    let mut ids = Vec::new();
    for order in orders.collect::<Vec<_>>() {
        ids.push(order.await.expect("no task is cancelled")?.id);
    }
    let created = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let listed = client.list_devices(project, &DeviceFilter::tag("bench")).await?;
    assert_eq!(listed.len(), MACHINES, "the list lacks devices");
    let listing = start.elapsed().as_secs_f64();
    while !client
        .list_devices(project, &DeviceFilter::tag("bench"))
        .await?
        .iter()
        .all(|device| device.state == DeviceState::Active)
    {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }

    let start = Instant::now();
    let removals = ids.into_iter().map(|id| {
        let client = client.clone();
        tokio::spawn(async move { client.delete_device(&id, true).await })
    });
    for removal in removals.collect::<Vec<_>>() {
        removal.await.expect("no task is cancelled")?;
    }
    while !client.list_devices(project, &DeviceFilter::tag("bench")).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok([created, listing, start.elapsed().as_secs_f64()])
}

/// Lists of a hundred full devices, as many as the simulator can give.
fn list_under_load() -> Result<bool, Box<dyn AnyError>> {
    let simulator = Simulator::start(&["--control", "--speed", "0"])?;
    simulator.make_devices(100)?;
    let bytes = simulator.get(&format!("/projects/{}/devices?per_page=100", simulator.project))?.len();
    let Some(load) = load::wrk(&simulator, "devices?per_page=100")? else {
        println!("packetctl sim: wrk is not there, so lists under load were not measured");
        return Ok(true);
    };
    let kept = row("packetctl sim: a list of 100 full devices, with 8 clients", 1e3 / load.per_second, "ms", 5.0);
    println!(
        "  {:.0} lists a second of {:.2} MB each; 99 of 100 within {:.1} ms",
        load.per_second,
        bytes as f64 / 1e6,
        load.p99
    );
    Ok(kept)
}

/// The most memory, in MiB, that the simulator ever held.
fn memory_of_many() -> Result<f64, Box<dyn AnyError>> {
    let simulator = Simulator::start(&["--control", "--speed", "0"])?;
    simulator.make_devices(10_000)?;
    for page in 1..=10 {
        simulator.get(&format!("/projects/{}/devices?per_page=1000&page={page}", simulator.project))?;
    }
    simulator.peak_memory()
}
