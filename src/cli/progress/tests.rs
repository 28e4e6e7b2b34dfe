use super::between::between;
use super::phases::{Phase, Phases, Standing, waiting};
use super::transition::of_step;
use super::*;
use crate::clock::Sleep;
use crate::cluster::Role;
use crate::plan::{
    Api, Device, DeviceState, Endpoint, Machine, MachineDevice, Node, Planned, Reason, Report, Step, Token, When,
};
use std::collections::{BTreeMap, BTreeSet};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a time")
}

fn nothing() -> Observed {
    Observed {
        at: at(0),
        endpoint: None,
        spare_endpoints: Vec::new(),
        machines: Vec::new(),
        api: Api::Unknown,
        answering_since: None,
        has_answered: false,
        nodes: Vec::new(),
        gone_devices: BTreeSet::new(),
        applied_addons: None,
        token: Token::Unknown,
    }
}

fn machine(name: &str, state: Option<DeviceState>) -> Machine {
    let device = state.map_or(MachineDevice::Ordered, |state| {
        MachineDevice::Present(Box::new(Device {
            id: format!("id-{name}"),
            state,
            percentage: None,
            hostname: name.to_owned(),
            plan: None,
            operating_system: None,
            facility: None,
            metro: None,
            billing_cycle: None,
            public_address: Some("147.75.1.2".to_owned()),
            private_address: None,
            created_at: None,
            active_since: None,
        }))
    });
    Machine {
        name: name.to_owned(),
        group: "demo".to_owned(),
        role: if name.contains("cp") { Role::ControlPlane } else { Role::Worker },
        order: format!("order-{name}"),
        ordered_at: at(0),
        earlier_tries: 0,
        replaces: None,
        was_ready: false,
        is_drained: false,
        given_up: None,
        is_scrubbed: true,
        device,
        report: None,
    }
}

fn installing(name: &str, percentage: f64) -> Machine {
    let mut machine = machine(name, Some(DeviceState::Provisioning));
    if let MachineDevice::Present(device) = &mut machine.device {
        device.percentage = Some(percentage);
    }
    machine
}

fn node(name: &str, is_ready: bool) -> Node {
    Node {
        name: name.to_owned(),
        provider_id: None,
        created_at: None,
        is_ready,
        is_cordoned: false,
        is_marked: false,
        is_uninitialized: false,
        version: "v1.34.2".to_owned(),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        addresses: Vec::new(),
    }
}

fn with(machines: Vec<Machine>) -> Observed {
    Observed { machines, ..nothing() }
}

/// What a person would read between two looks.
fn told(previous: &Observed, next: &Observed) -> Vec<String> {
    between(Some(previous), next).iter().map(ToString::to_string).collect()
}

#[test]
fn a_machine_is_told_at_each_change_and_never_for_a_percentage() {
    let ordered = with(vec![machine("w-0", None)]);
    let begun = with(vec![installing("w-0", 7.0)]);
    let further = with(vec![installing("w-0", 41.0)]);
    let active = with(vec![machine("w-0", Some(DeviceState::Active))]);
    assert_eq!(told(&nothing(), &ordered), [""; 0], "the step that ordered it tells it");
    assert_eq!(told(&ordered, &begun), ["w-0: provisioning (device id-w-0)"]);
    assert_eq!(told(&begun, &further), [""; 0]);
    assert_eq!(told(&further, &active), ["w-0: active (147.75.1.2)"]);
    assert_eq!(told(&active, &active), [""; 0]);
}

#[test]
fn what_a_machine_says_is_told_once() {
    let silent = machine("w-0", Some(DeviceState::Active));
    let says = |phase: &str, second, failure: Option<&str>| {
        let report = Report { at: at(second), phase: phase.to_owned(), failure: failure.map(str::to_owned) };
        with(vec![Machine { report: Some(report), ..silent.clone() }])
    };
    let init = says("initializing", 5, None);
    assert_eq!(told(&with(vec![silent.clone()]), &init), ["w-0: initializing"]);
    assert_eq!(told(&init, &says("initializing", 9, None)), [""; 0]);
    assert_eq!(told(&init, &says("failed", 9, Some("etcd: no space"))), ["w-0: says it failed: etcd: no space"]);
}

#[test]
fn a_device_is_gone_whether_its_machine_is_remembered_or_not() {
    let there = with(vec![machine("w-0", Some(DeviceState::Deprovisioning))]);
    let gone = with(vec![Machine { device: MachineDevice::Gone, ..machine("w-0", None) }]);
    let line = "w-0: gone (device id-w-0)";
    assert_eq!(told(&there, &gone), [line]);
    assert_eq!(told(&there, &nothing()), [line]);
    assert_eq!(told(&gone, &nothing()), [""; 0], "it was told before");
}

#[test]
fn a_machine_ordered_anew_under_its_name_is_another_machine() {
    let first = machine("w-0", Some(DeviceState::Active));
    let second = Machine { order: "another".to_owned(), ..machine("w-0", Some(DeviceState::Provisioning)) };
    let lines = told(&with(vec![first]), &with(vec![second]));
    assert_eq!(lines, ["w-0: provisioning (device id-w-0)", "w-0: gone (device id-w-0)"]);
}

#[test]
fn nodes_are_followed_only_while_the_api_answers() {
    let answering = |nodes| Observed { api: Api::Answering, nodes, ..nothing() };
    let silent = Observed { api: Api::Silent("connection refused".to_owned()), ..nothing() };
    let joined = answering(vec![node("w-0", false)]);
    let ready = answering(vec![node("w-0", true)]);
    assert_eq!(told(&silent, &joined), ["the API server answers", "w-0: node joined"]);
    assert_eq!(told(&joined, &ready), ["w-0: node Ready (v1.34.2)"]);
    assert_eq!(told(&ready, &silent), ["the API server answers no more: connection refused"]);
    assert_eq!(told(&ready, &joined), ["w-0: node not Ready any more"]);
}

#[test]
fn the_first_look_is_one_line_or_none() {
    assert_eq!(between(None, &nothing()), []);
    let found = with(vec![machine("cp-0", Some(DeviceState::Active)), machine("w-0", None)]);
    let lines: Vec<String> = between(None, &found).iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["found 2 machines, 1 active, 0 nodes Ready; no API server answers"]);
}

fn lines_of(phases: &[Phase]) -> Vec<String> {
    let sign = |standing| match standing {
        Standing::Pending => '•',
        Standing::Running => '*',
        Standing::Done => '✓',
        Standing::Failed => '✗',
    };
    phases.iter().map(|phase| format!("{} {}: {}", sign(phase.standing), phase.title, phase.detail)).collect()
}

fn planned(steps: Vec<(Step, When)>) -> Plan {
    let steps = steps.into_iter().map(|(step, when)| Planned { step, when }).collect();
    Plan { steps, findings: Vec::new() }
}

#[test]
fn the_table_shows_how_far_each_part_is() {
    let mut observed = with(vec![machine("cp-0", Some(DeviceState::Active)), installing("w-0", 41.4)]);
    observed.at = at(41);
    observed.endpoint =
        Some(Endpoint::Reserved { id: "r".to_owned(), address: "147.75.60.10".to_owned(), assigned_to: None });
    observed.api = Api::Silent("connection refused".to_owned());
    let once = When::Later("the API server answers".to_owned());
    let plan = planned(vec![(Step::AwaitApi, When::Now), (Step::ApplyAddons { count: 2 }, once)]);
    let expected = [
        "✓ Endpoint: 147.75.60.10",
        "* Machines: 1/2 active · 1 provisioning",
        "* Control plane: waiting for the API server: connection refused",
        "• Nodes: 0/2 Ready",
        "• Addons: once the API server answers",
    ];
    assert_eq!(lines_of(&Phases::default().of(&observed, &plan)), expected);
    let machines: Vec<String> =
        waiting(&observed, &plan).iter().map(|line| format!("{} {}", line.name, line.words)).collect();
    assert_eq!(machines, ["cp-0 active", "w-0 provisioning 41% · eta 58s"]);
}

#[test]
fn a_cluster_that_goes_counts_what_is_gone() {
    let delete = |name: &str| Step::DeleteDevice {
        machine: name.to_owned(),
        device: format!("id-{name}"),
        reason: Reason::Down,
    };
    let mut phases = Phases::default();
    let both = with(vec![machine("cp-0", Some(DeviceState::Active)), machine("w-0", Some(DeviceState::Active))]);
    let plan = planned(vec![(delete("cp-0"), When::Now), (delete("w-0"), When::Now)]);
    assert_eq!(lines_of(&phases.of(&both, &plan)), ["* Removing: 0/2 machines gone"]);
    let one = with(vec![machine("w-0", Some(DeviceState::Deprovisioning))]);
    assert_eq!(lines_of(&phases.of(&one, &Plan::default())), ["* Removing: 1/2 machines gone"]);
    assert_eq!(lines_of(&phases.of(&nothing(), &Plan::default())), ["✓ Removing: 2/2 machines gone"]);
}

#[test]
fn orders_that_are_forgotten_are_no_machines_and_a_released_address_is_told() {
    let mut phases = Phases::default();
    let address = Endpoint::Reserved { id: "r".to_owned(), address: "147.75.60.10".to_owned(), assigned_to: None };
    let observed = Observed { endpoint: Some(address), ..with(vec![machine("w-0", None)]) };
    let forget = Step::Forget { machine: "w-0".to_owned(), order: "order-w-0".to_owned() };
    let release = Step::ReleaseEndpoint { id: "r".to_owned(), address: "147.75.60.10".to_owned() };
    let plan = planned(vec![(forget, When::Now), (release, When::Now)]);
    assert_eq!(lines_of(&phases.of(&observed, &plan)), ["• Endpoint: 147.75.60.10 is released last"]);
    assert_eq!(lines_of(&phases.of(&nothing(), &Plan::default())), ["✓ Endpoint: 147.75.60.10 released"]);
}

const MOMENT: Moment = Moment { at: Timestamp::UNIX_EPOCH, elapsed: Duration::from_millis(12_345), took: None };

#[test]
fn events_have_names_and_fields_that_stay() {
    let active = Transition::MachineActive { machine: "w-0".to_owned(), device: "d1".to_owned(), address: None };
    let line = events::line(&MOMENT, &active);
    let expected = serde_json::json!({
        "time": "1970-01-01T00:00:00Z",
        "elapsed": 12.345,
        "event": "machine-active",
        "machine": "w-0",
        "device": "d1",
        "address": null,
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).expect("JSON"), expected);
    assert_eq!(line.matches('\n').count(), 1);
    assert!(line.starts_with(r#"{"time":"1970-01-01T00:00:00Z","elapsed":12.345,"event":"machine-active""#), "{line}");
}

#[test]
fn each_step_that_changes_something_has_its_event() {
    let (machine, device, address) = ("w-0".to_owned(), "d1".to_owned(), "147.75.60.10".to_owned());
    let steps = [
        (Step::PowerOn { machine: machine.clone(), device: device.clone() }, "machine-powered-on"),
        (Step::ApplyAddons { count: 2 }, "addons-applied"),
        (Step::MakeToken, "token-made"),
        (Step::DeleteToken, "token-deleted"),
        (Step::Drain { node: machine.clone() }, "node-drained"),
        (Step::DeleteDevice { machine, device, reason: Reason::Extra }, "machine-deleted"),
        (Step::ReleaseEndpoint { id: "r".to_owned(), address }, "endpoint-released"),
    ];
    for (step, name) in steps {
        let event = serde_json::to_value(of_step(&step).expect(name)).expect(name);
        assert_eq!(event["event"], name);
    }
}

#[test]
fn a_step_that_took_long_says_so() {
    let drained = of_step(&Step::Drain { node: "w-0".to_owned() }).expect("a change");
    let moment = Moment { took: Some(Duration::from_secs(70)), ..MOMENT };
    assert_eq!(lines::line(&moment, &drained, crate::cli::paint::Paint::PLAIN), "   12.3s  w-0: node drained in 1m10s");
    assert_eq!(of_step(&Step::AwaitApi), None);
}

/// A clock that stands still.
#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        at(0)
    }

    fn sleep(&self, _: Duration) -> Sleep<'_> {
        Box::pin(std::future::ready(()))
    }
}

/// Keeps what it is told.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl View for Kept {
    fn changed(&mut self, _: &Moment, transition: &Transition) {
        self.0.lock().expect("no panic").push(transition.to_string());
    }
}

#[test]
fn a_run_is_told_from_its_title_to_its_end_and_not_beyond() {
    let kept = Kept::default();
    let shown = Shown::new(vec![Box::new(kept.clone())], "Creating cluster demo", Arc::new(Stopped));
    let observed = with(vec![machine("w-0", None)]);
    for _ in 0..3 {
        shown.tell(News::Looked { observed: &observed, plan: &Plan::default() });
    }
    for _ in 0..3 {
        shown.tell(News::Failed { step: &Step::MakeToken, why: "refused; trying again" });
        shown.tell(News::Note("Packet is slow"));
    }
    shown.tell(News::Done { step: &Step::MakeToken, took: Duration::ZERO });
    shown.tell(News::Failed { step: &Step::MakeToken, why: "refused; trying again" });
    shown.end(Outcome::Failed);
    shown.end(Outcome::Done);
    shown.tell(News::Note("too late"));
    let expected = [
        "Creating cluster demo",
        "found 1 machine, 0 active, 0 nodes Ready; no API server answers",
        "make the join token: refused; trying again",
        "Packet is slow",
        "join token made",
        "make the join token: refused; trying again",
        "failed",
    ];
    assert_eq!(*kept.0.lock().expect("no panic"), expected);
}
