//! What must hold after a fault, and at the end.

use super::bed::Bed;
use super::cluster;
use super::command::Outcome;
use super::scenario::Scenario;
use serde_json::Value;

/// One thing in the ledger.
struct Line {
    kind: String,
    name: String,
    id: String,
    is_billed: bool,
    is_own: bool,
    is_over: bool,
}

fn lines(bed: &Bed) -> Vec<Line> {
    let ledger = bed.ledger();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = ledger["created"].as_array().cloned().unwrap_or_default();
    all.iter()
        .map(|line| Line {
            kind: text(&line["kind"]),
            name: text(&line["name"]),
            id: text(&line["id"]),
            is_billed: line["billed"] == true,
            is_own: line["tags"].to_string().contains("packetctl:id="),
            is_over: !line["deleted_at"].is_null(),
        })
        .collect()
}

/// What is wrong with how the struck command ended: its code, and what it says last.
pub fn judge_struck(scenario: Scenario, kills: bool, outcome: &Outcome, bed: &Bed) -> Vec<String> {
    let mut wrong = Vec::new();
    if outcome.hung {
        wrong.push("it hung".to_owned());
    }
    if outcome.stderr.contains("panicked") {
        wrong.push("it panicked".to_owned());
    }
    let Some(code) = outcome.code else {
        if !kills {
            wrong.push("it was killed by a signal".to_owned());
        }
        return wrong;
    };
    let codes: &[i32] = if scenario == Scenario::Down { &[0, 1, 4] } else { &[0, 1] };
    if !codes.contains(&code) {
        wrong.push(format!("it ended with {code}"));
    }
    if code != 0 {
        wrong.extend(judge_last_words(scenario, outcome, bed));
    }
    wrong
}

/// A run that did not reach its end says why, what is there, and how to go on.
fn judge_last_words(scenario: Scenario, outcome: &Outcome, bed: &Bed) -> Vec<String> {
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    let mut wrong = Vec::new();
    let mut must = |is_so: bool, what: &str| {
        if !is_so {
            wrong.push(what.to_owned());
        }
    };
    must(said.contains("error:"), "it does not say what went wrong");
    let did_nothing = ["nothing was ordered", "nothing was deleted"].iter().any(|words| said.contains(words));
    // What goes on with `down` is `down`.
    let goes_on = if scenario == Scenario::Down { "to clean up:" } else { "to go on:" };
    let began = said.contains(goes_on);
    must(did_nothing || began, "it does not say how to go on");
    let there = lines(bed).into_iter().filter(|line| line.is_own && line.is_billed);
    if began {
        for line in there {
            must(
                said.contains(&line.name) || said.contains(&line.id),
                &format!("it does not say that {} is there", line.name),
            );
        }
    } else if scenario == Scenario::Up {
        must(there.count() == 0, "it says that nothing was ordered, and something was");
    }
    wrong
}

/// What is wrong with the world when the command has reached its end.
pub fn judge_end(scenario: Scenario, outcome: &Outcome, bed: &Bed) -> Vec<String> {
    let mut wrong = Vec::new();
    if outcome.code != Some(0) || outcome.hung {
        wrong.push(format!("the command does not reach its end: {:?}", outcome.code));
    }
    wrong.extend(judge_ledger(scenario, bed));
    match scenario {
        Scenario::Down => {
            let is_told = outcome.stdout.contains("demo is gone; nothing is left")
                || outcome.stdout.contains("there is nothing of demo");
            if !is_told {
                wrong.push("the receipt does not say that all is gone".to_owned());
            }
            if bed.state_folder().join("state.json").exists() {
                wrong.push("the state is still there".to_owned());
            }
        }
        _ => wrong.extend(judge_cluster(scenario, bed)),
    }
    wrong
}

/// Each machine and address was made once, what is to stay is paid for and nothing else, and nobody else's was touched.
fn judge_ledger(scenario: Scenario, bed: &Bed) -> Vec<String> {
    let mut wrong = Vec::new();
    let wanted = scenario.wanted();
    let lines = lines(bed);
    let devices = |name: &str| lines.iter().filter(|line| line.kind == "device" && line.name == name).count();
    for name in wanted.stay.iter().chain(wanted.go) {
        if devices(name) != 1 {
            wrong.push(format!("{name} was made {} times", devices(name)));
        }
    }
    let paid = |kind: &str| {
        let paid = lines.iter().filter(|line| line.kind == kind && line.is_own && line.is_billed);
        let mut paid: Vec<&str> = paid.map(|line| line.name.as_str()).collect();
        paid.sort_unstable();
        paid
    };
    if paid("device") != wanted.stay {
        wrong.push(format!("paid for are {:?}", paid("device")));
    }
    let addresses = lines.iter().filter(|line| line.kind == "ip_reservation" && line.is_own).count();
    if addresses != 1 || paid("ip_reservation").len() != usize::from(wanted.address) {
        wrong.push(format!("{addresses} addresses were reserved, {} are paid for", paid("ip_reservation").len()));
    }
    let foreign = lines.iter().filter(|line| line.name.starts_with("web-") && line.is_billed && !line.is_over);
    if foreign.count() != 2 {
        wrong.push("somebody else's machines were touched".to_owned());
    }
    wrong
}

/// The kubeconfig opens the cluster, its nodes are the wanted ones, no token is left, no key is left at Packet.
fn judge_cluster(scenario: Scenario, bed: &Bed) -> Vec<String> {
    let mut wrong = Vec::new();
    match cluster::nodes(&bed.state_folder()) {
        Err(error) => wrong.push(format!("the kubeconfig does not open the cluster: {error}")),
        Ok(mut names) => {
            names.sort();
            if names != scenario.wanted().stay {
                wrong.push(format!("the nodes are {names:?}"));
            }
        }
    }
    for line in lines(bed).iter().filter(|line| line.is_own && line.name.contains("control-plane")) {
        let device = bed.packet("GET", &format!("/devices/{}", line.id), &Value::Null).unwrap_or_default();
        if device.to_string().contains("PRIVATE KEY") {
            wrong.push(format!("private keys are still in the user-data of {}", line.name));
        }
    }
    wrong
}
