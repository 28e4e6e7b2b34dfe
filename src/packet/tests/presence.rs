//! Whether a device is gone: 404 says it, 403 only together with a complete list.

use super::client;
use super::server::{Answer, Server, json, reply};
use crate::packet::Presence;
use serde_json::{Value, json};

fn forbidden() -> Answer {
    json(403, &json!({"errors": ["You are not authorized to view this device"]}))
}

fn listed(ids: &[&str]) -> Answer {
    let devices: Value = ids.iter().map(|id| json!({"id": id, "state": "active"})).collect();
    json(200, &json!({"devices": devices, "meta": {"current_page": 1, "last_page": 1, "total": ids.len()}}))
}

/// What is concluded from a look and the lists after it.
async fn presence(answers: impl IntoIterator<Item = Answer>) -> (Presence, Vec<String>) {
    let server = Server::script(answers).await;
    let presence = client(&server).device_presence("p1", "d1").await.unwrap();
    (presence, server.lines())
}

#[tokio::test]
async fn a_device_that_is_seen_is_there() {
    let (presence, lines) = presence([json(200, &json!({"id": "d1", "state": "failed"}))]).await;
    assert!(matches!(presence, Presence::Present(device) if device.id == "d1"));
    assert_eq!(lines, ["GET /devices/d1"]);
}

#[tokio::test]
async fn a_device_that_is_not_found_is_gone() {
    let (presence, _) = presence([json(404, &json!({"errors": ["Not found"]}))]).await;
    assert!(matches!(presence, Presence::Gone));
}

#[tokio::test]
async fn a_forbidden_device_is_gone_if_the_whole_project_is_listed_without_it() {
    let (presence, lines) = presence([forbidden(), listed(&["d2", "d3"])]).await;
    assert!(matches!(presence, Presence::Gone));
    assert_eq!(
        lines,
        ["GET /devices/d1", "GET /projects/p1/devices?exclude=network_ports%2Cprovisioning_events&per_page=1000"]
    );
}

#[tokio::test]
async fn any_other_forbidden_device_is_a_refusal() {
    let pages = |total: u32| {
        json(
            200,
            &json!({"devices": [{"id": "d2", "state": "active"}],
        "meta": {"current_page": 2 - total % 2, "last_page": 2, "total": total}}),
        )
    };
    for (why, lists) in [
        ("it is in the list", vec![listed(&["d2", "d1"])]),
        (
            "it is on the second page",
            vec![
                json(
                    200,
                    &json!({"devices": [{"id": "d2", "state": "active"}], "meta": {"current_page": 1, "last_page": 2}}),
                ),
                json(
                    200,
                    &json!({"devices": [{"id": "d1", "state": "active"}], "meta": {"current_page": 2, "last_page": 2}}),
                ),
            ],
        ),
        ("the key cannot list the project", vec![forbidden()]),
        ("the list cannot be read", vec![reply(200, "text/html", "<h1>Hello</h1>")]),
        ("the list is shorter than it says", vec![json(200, &json!({"devices": [], "meta": {"total": 11}}))]),
        ("the list never stands still", vec![pages(9), pages(8), pages(7), pages(6), pages(5), pages(4)]),
    ] {
        let (presence, _) = presence([vec![forbidden()], lists].concat()).await;
        assert!(matches!(presence, Presence::Refused(_)), "{why}: {presence:?}");
    }
}

#[tokio::test]
async fn trouble_says_nothing_about_the_device() {
    let server = Server::script([reply(503, "text/html", "")]).await;
    assert!(client(&server).device_presence("p1", "d1").await.is_err());
}
