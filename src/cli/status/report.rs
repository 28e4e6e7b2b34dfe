//! What `status` tells, as data: the shape that `-o json` and `-o yaml` write, on which scripts may rely.

use crate::cluster::Role;
use crate::plan::{Api, Device, DeviceState, Endpoint, Gravity, Machine, MachineDevice, Node, Observed, Plan, Token};
use crate::state::Record;
use jiff::Timestamp;
use serde::Serialize;

/// The cluster as it is. New fields may come; none goes or changes its meaning.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    /// The cluster's name.
    pub(super) cluster: String,
    /// Its id.
    pub(super) id: String,
    /// The id of its project.
    pub(super) project: String,
    /// Whether it is in a simulator.
    pub(super) is_simulated: bool,
    /// How the API server is reached: `elastic`, `device` or `host:NAME`.
    pub(super) endpoint: String,
    /// `https://HOST:PORT`; null before its address is known.
    pub(super) server: Option<String>,
    /// `answering`, `silent`, or `unknown` where nobody could ask.
    pub(super) api: &'static str,
    /// Why the API does not answer, or was not asked; null while it answers.
    pub(super) api_reason: Option<String>,
    /// When the certificate of the API server ends, and with it kubeadm's other leaves; null where it was not seen.
    pub(super) certificates_end: Option<Timestamp>,
    /// `applied`, `changed` where the files have others than were applied, or `missing`.
    pub(super) addons: &'static str,
    /// `valid`, `absent`, or `unknown`.
    pub(super) join_token: &'static str,
    /// Machines that are there or should be, the control plane first; then nodes that belong to none of them.
    pub(super) machines: Vec<Row>,
    /// What should be known or decided.
    pub(super) findings: Vec<FindingRow>,
    /// How many changes `packetctl up` would make; null where there are no files to compare with.
    pub(super) pending_changes: Option<usize>,
    /// Whether every machine is there and, where nodes can be seen, its node is Ready.
    pub(super) is_ready: bool,
}

/// One machine with its node.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// `control-plane` or `worker`; null for a node without a machine.
    pub(super) role: Option<&'static str>,
    /// What its device is doing: `active`, `inactive`, `provisioning`, `switching`, `failed`, `deprovisioning`; `ordered`
    /// where it was not seen yet, `gone` where it was there, `missing` where the files want it and nobody ordered it.
    pub(super) device_state: &'static str,
    /// How far provisioning is, from 0 to 100.
    pub(super) provisioning_percentage: Option<f64>,
    /// The id of its device.
    pub(super) device: Option<String>,
    /// Its public IPv4 address.
    pub(super) public_address: Option<String>,
    /// Its private IPv4 address.
    pub(super) private_address: Option<String>,
    /// `Ready`, `NotReady`, `absent`; `unknown` where nodes cannot be seen.
    pub(super) node: &'static str,
    /// The version of its kubelet.
    pub(super) version: Option<String>,
    /// When its device was ordered.
    pub(super) created_at: Option<Timestamp>,
    /// Whether it is as it should be.
    pub(super) is_ready: bool,
    /// What else is to be said of it, drift from the files included.
    pub(super) remarks: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FindingRow {
    /// `note`, `open`, `failed` or `fatal`.
    pub(super) gravity: &'static str,
    /// A machine's name, or another thing.
    pub(super) about: String,
    /// What was found.
    pub(super) what: String,
    /// What can be done.
    pub(super) hint: Option<String>,
}

/// What a report is made of.
pub(super) struct Seen<'a> {
    pub(super) record: &'a Record,
    pub(super) observed: &'a Observed,
    /// What the files would change, and the digest of their addons; none without files.
    pub(super) plan: Option<(&'a Plan, &'a str)>,
    pub(super) server: Option<String>,
    pub(super) certificates_end: Option<Timestamp>,
    /// Whether the cluster's secrets are there, without which it cannot be asked.
    pub(super) has_secrets: bool,
    /// Whether there may be a join token: it goes from the secrets when it goes from the cluster.
    pub(super) has_token: bool,
}

impl Report {
    /// Puts it together.
    pub(super) fn of(seen: Seen<'_>) -> Self {
        let Seen { record, observed, plan, server, certificates_end, has_secrets, has_token } = seen;
        let (api, api_reason) = match &observed.api {
            Api::Answering => ("answering", None),
            Api::Silent(why) => ("silent", Some(why.clone())),
            Api::Unknown if !has_secrets => ("unknown", Some("it cannot be asked without the state's secrets".into())),
            Api::Unknown => ("unknown", Some("no control plane is active yet".into())),
        };
        let machines = rows(observed, plan.map(|(plan, _)| plan), has_secrets);
        let findings = plan.into_iter().flat_map(|(plan, _)| &plan.findings);
        let addons = match (&record.applied_addons, plan) {
            (None, _) => "missing",
            (Some(applied), Some((_, digest))) if applied != digest => "changed",
            (Some(_), _) => "applied",
        };
        Self {
            cluster: record.cluster.clone(),
            id: record.id.clone(),
            project: record.project_id.clone(),
            is_simulated: record.simulator.is_some(),
            endpoint: record.endpoint_choice.clone(),
            server,
            api,
            api_reason,
            certificates_end,
            addons,
            join_token: match observed.token {
                Token::Valid => "valid",
                Token::Absent => "absent",
                Token::Unknown if !has_token => "absent",
                Token::Unknown => "unknown",
            },
            is_ready: !machines.is_empty() && machines.iter().all(|row| row.is_ready),
            machines,
            findings: findings
                .map(|finding| FindingRow {
                    gravity: word(finding.gravity),
                    about: finding.about.clone(),
                    what: finding.what.clone(),
                    hint: finding.hint.clone(),
                })
                .collect(),
            pending_changes: plan.map(|(plan, _)| plan.changes().count()),
        }
    }

    /// What is not as it should be, in one line; none where all is.
    pub(super) fn trouble(&self) -> Option<String> {
        let bad: Vec<String> = self.machines.iter().filter(|row| !row.is_ready).map(Row::trouble).collect();
        if self.machines.is_empty() {
            return Some("the cluster has no machines".to_owned());
        }
        let all = self.machines.iter().filter(|row| row.role.is_some()).count();
        let shown = bad.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if bad.len() > 5 { format!(" and {} more", bad.len() - 5) } else { String::new() };
        (!bad.is_empty()).then(|| format!("{} of {all} machines are missing or not Ready: {shown}{more}", bad.len()))
    }
}

impl Row {
    fn trouble(&self) -> String {
        let why = if self.device_state == "active" { format!("node {}", self.node) } else { self.device() };
        format!("{} ({why})", self.name)
    }

    /// The device's state with its percentage.
    pub(super) fn device(&self) -> String {
        match self.provisioning_percentage {
            Some(percentage) if self.device_state == "provisioning" => format!("provisioning {percentage:.0}%"),
            _ => self.device_state.to_owned(),
        }
    }
}

/// A gravity in a word.
fn word(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Note => "note",
        Gravity::Open => "open",
        Gravity::Failed => "failed",
        Gravity::Fatal => "fatal",
    }
}

fn rows(observed: &Observed, plan: Option<&Plan>, has_secrets: bool) -> Vec<Row> {
    let mut rows: Vec<Row> =
        observed.machines.iter().map(|machine| of_machine(machine, observed, has_secrets)).collect();
    let wanted = plan.into_iter().flat_map(Plan::creates);
    // One that comes in the place of another is told by the other's row.
    let is_new = |name: &str| observed.machines.iter().all(|known| known.name != name);
    for machine in wanted.filter(|machine| is_new(&machine.name) && machine.replaces.is_none()) {
        let (name, role) = (machine.name.clone(), Some(machine.role.name()));
        rows.push(Row { name, role, device_state: "missing", node: "absent", ..Row::default() });
    }
    for row in &mut rows {
        let about = plan.into_iter().flat_map(|plan| &plan.findings).filter(|finding| finding.about == row.name);
        row.remarks.extend(about.map(|finding| finding.what.clone()));
    }
    let is_first = |row: &Row| row.role != Some(Role::ControlPlane.name());
    rows.sort_by(|one, other| (is_first(one), &one.name).cmp(&(is_first(other), &other.name)));
    let of_none =
        observed.nodes.iter().filter(|node| observed.machines.iter().all(|machine| machine.name != node.name));
    rows.extend(of_none.map(of_node));
    rows
}

fn of_machine(machine: &Machine, observed: &Observed, has_secrets: bool) -> Row {
    let mut row = Row { name: machine.name.clone(), role: Some(machine.role.name()), ..Row::default() };
    match &machine.device {
        MachineDevice::Ordered => row.device_state = "ordered",
        MachineDevice::Gone => row.device_state = "gone",
        MachineDevice::Present(device) => add_device(&mut row, device),
    }
    let node = observed.nodes.iter().find(|node| node.name == machine.name);
    let is_its_own = |node: &&Node| match (&node.provider_id, &row.device) {
        (Some(provider), Some(device)) => provider.ends_with(device.as_str()),
        _ => true,
    };
    row.node = match node.filter(is_its_own) {
        _ if observed.api != Api::Answering => "unknown",
        Some(node) if node.is_ready => "Ready",
        Some(_) => "NotReady",
        None => "absent",
    };
    if let Some(node) = node {
        row.version = Some(node.version.clone()).filter(|version| !version.is_empty());
        if row.node == "absent" {
            row.remarks.push("the node of this name is that of another device".to_owned());
        }
        if node.is_cordoned {
            row.remarks.push("cordoned".to_owned());
        }
        if node.is_uninitialized {
            row.remarks.push("not set up yet".to_owned());
        }
    }
    // Without the secrets nobody can see nodes; then the devices are all that can be vouched for.
    row.is_ready = row.device_state == "active" && (row.node == "Ready" || !has_secrets);
    if let Some(report) = machine.report.as_ref().filter(|_| !row.is_ready) {
        row.remarks.push(report.failure.clone().unwrap_or_else(|| report.phase.clone()));
    }
    row
}

fn add_device(row: &mut Row, device: &Device) {
    row.device_state = match device.state {
        DeviceState::Provisioning => "provisioning",
        DeviceState::Active => "active",
        DeviceState::Inactive => "inactive",
        DeviceState::Switching => "switching",
        DeviceState::Failed => "failed",
        DeviceState::Deprovisioning => "deprovisioning",
    };
    row.provisioning_percentage = device.percentage;
    row.device = Some(device.id.clone());
    row.public_address.clone_from(&device.public_address);
    row.private_address.clone_from(&device.private_address);
    row.created_at = device.created_at;
}

/// A node that belongs to no machine is told, and is nothing that is missing.
fn of_node(node: &Node) -> Row {
    Row {
        name: node.name.clone(),
        device_state: "none",
        node: if node.is_ready { "Ready" } else { "NotReady" },
        version: Some(node.version.clone()),
        created_at: node.created_at,
        is_ready: true,
        remarks: vec!["a node of no machine of this cluster".to_owned()],
        ..Row::default()
    }
}

/// Where the elastic address stands, for people.
pub(super) fn stands_on(observed: &Observed) -> Option<&str> {
    let Some(Endpoint::Reserved { assigned_to: Some(id), .. }) = &observed.endpoint else { return None };
    let is_it = |machine: &&Machine| matches!(&machine.device, MachineDevice::Present(device) if device.id == *id);
    observed.machines.iter().find(is_it).map(|machine| machine.name.as_str())
}
