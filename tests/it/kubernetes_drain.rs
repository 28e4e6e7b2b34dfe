//! Drains before a real API server: which pods leave, which stay, and what stands in the way.

use crate::kubernetes::Server;
use packetctl::kubernetes::{DrainError, DrainLimits, DrainProgress, Removal};
use serde_json::{Value, json};
use std::time::Duration;

/// Makes a pod that runs on a node.
async fn make_pod(server: &Server, node: &str, name: &str, metadata: Value, phase: &str) {
    let pods = "/api/v1/namespaces/default/pods";
    let mut pod = json!({
        "metadata": metadata,
        "spec": {"nodeName": node, "containers": [{"name": "c", "image": "i"}]},
    });
    pod["metadata"]["name"] = json!(name);
    server.ask("POST", pods, pod).await;
    let status = json!({"status": {"phase": phase, "conditions": [{"type": "Ready", "status": "True"}]}});
    server.ask("PATCH", &format!("{pods}/{name}/status"), status).await;
}

fn owned_by_daemon_set(name: &str) -> Value {
    let owner = json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "name": name, "uid": "1", "controller": true});
    json!({"ownerReferences": [owner]})
}

/// Ends pods that are on their way out, as a node's kubelet does, for as long as it is polled.
async fn kubelet(server: &Server, node: &str) {
    loop {
        let path = format!("/api/v1/pods?fieldSelector=spec.nodeName={node}");
        let pods = server.ask("GET", &path, json!(null)).await;
        for pod in pods["items"].as_array().unwrap() {
            if !pod["metadata"]["deletionTimestamp"].is_null() {
                let path = format!("/api/v1/namespaces/default/pods/{}", pod["metadata"]["name"].as_str().unwrap());
                let _ = server.try_to("DELETE", &path, json!({"gracePeriodSeconds": 0})).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn allow(server: &Server, budget: &str, disruptions: u32) {
    let path = format!("/apis/policy/v1/namespaces/default/poddisruptionbudgets/{budget}/status");
    let status = json!({"status": {
        "observedGeneration": 1, "disruptionsAllowed": disruptions, "currentHealthy": 1 + disruptions,
        "desiredHealthy": 1, "expectedPods": 1,
    }});
    server.ask("PATCH", &path, status).await;
}

async fn drain(server: &Server, node: &str, seconds: u64) -> (Result<Vec<String>, DrainError>, Vec<String>) {
    let mut told = Vec::new();
    let limits = DrainLimits { whole: Duration::from_secs(seconds) };
    let client = server.client();
    let report = {
        let mut progress = |step: DrainProgress<'_>| told.push(format!("{step:?}"));
        tokio::select! {
            report = client.drain(node, limits, &mut progress) => report,
            () = kubelet(server, node) => unreachable!(),
        }
    };
    (report.map(|report| report.gone), told)
}

#[tokio::test]
async fn a_drain_waits_for_budgets_and_says_which_one_it_waited_for() {
    let Some(server) = Server::there().await else { return };
    server.make_node("drained").await;
    let daemon_set = json!({
        "metadata": {"name": "there"},
        "spec": {
            "selector": {"matchLabels": {"a": "b"}},
            "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}},
        },
    });
    server.ask("POST", "/apis/apps/v1/namespaces/default/daemonsets", daemon_set).await;
    let budget = json!({
        "metadata": {"name": "one-stays"},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "guarded"}}},
    });
    server.ask("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", budget).await;
    allow(&server, "one-stays", 0).await;
    make_pod(&server, "drained", "plain", json!({}), "Running").await;
    make_pod(&server, "drained", "guarded", json!({"labels": {"app": "guarded"}}), "Running").await;
    make_pod(&server, "drained", "daemon", owned_by_daemon_set("there"), "Running").await;
    make_pod(&server, "drained", "left-over", owned_by_daemon_set("not-there"), "Running").await;
    make_pod(&server, "drained", "finished", json!({}), "Succeeded").await;
    let mirror = json!({"annotations": {"kubernetes.io/config.mirror": "x"}});
    make_pod(&server, "drained", "static", mirror, "Running").await;
    make_pod(&server, "elsewhere", "elsewhere", json!({}), "Running").await;

    let (blocked, told) = drain(&server, "drained", 30).await;

    let error = blocked.unwrap_err();
    let DrainError::Blocked { pods, .. } = &error else { panic!("{error:?}") };
    assert_eq!(pods.len(), 1);
    assert!(
        error.to_string().starts_with("node drained is not empty after 30 seconds: default/guarded (")
            && error.to_string().contains("disruption budget one-stays"),
        "{error}"
    );
    assert_eq!(told.iter().filter(|told| told.starts_with("Refused")).count(), 1, "each reason once: {told:?}");
    assert!(server.client().find_node("drained").await.unwrap().unwrap().is_cordoned);

    // The budget gives way while the drain waits for it.
    let later = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        allow(&server, "one-stays", 1).await;
    };
    let ((done, _), ()) = tokio::join!(drain(&server, "drained", 60), later);
    assert_eq!(done.unwrap(), ["default/guarded"]);

    let left = server.ask("GET", "/api/v1/namespaces/default/pods", json!(null)).await;
    let names = left["items"].as_array().unwrap().iter().map(|pod| pod["metadata"]["name"].as_str().unwrap());
    let ours = ["plain", "guarded", "daemon", "left-over", "finished", "static", "elsewhere"];
    let names: Vec<&str> = names.filter(|name| ours.contains(name)).collect();
    assert_eq!(names, ["daemon", "elsewhere", "finished", "static"]);

    let client = server.client();
    assert!(!client.uncordon("drained").await.unwrap().is_cordoned);
    assert_eq!(client.delete_node("drained").await.unwrap(), Removal::Removed);
    assert_eq!(client.delete_node("drained").await.unwrap(), Removal::AlreadyGone);
}

#[tokio::test]
async fn a_pod_that_does_not_end_is_named_and_a_namesake_is_another_pod() {
    let Some(server) = Server::there().await else { return };
    server.make_node("slow").await;
    make_pod(&server, "slow", "stubborn", json!({}), "Running").await;
    let client = server.client();
    let limits = DrainLimits { whole: Duration::from_secs(10) };
    let error = client.drain("slow", limits, &mut |_| {}).await.unwrap_err();
    assert_eq!(error.to_string(), "node slow is not empty after 10 seconds: default/stubborn (it has not ended yet)");

    // A StatefulSet's pod comes again under its name, here on the same node.
    let replaced = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let path = "/api/v1/namespaces/default/pods/stubborn";
        server.ask("DELETE", path, json!({"gracePeriodSeconds": 0})).await;
        make_pod(&server, "slow", "stubborn", json!({}), "Running").await;
    };
    let mut quietly = |_: DrainProgress<'_>| {};
    let (report, ()) = tokio::join!(client.drain("slow", DrainLimits::default(), &mut quietly), replaced);
    assert_eq!(report.unwrap().gone, ["default/stubborn"]);
}
