//! Creating: sent once, and what is not known is said to be unclear.

use super::server::{Answer, Server, json, reply};
use super::{JumpingClock, client, device, options};
use crate::packet::{Client, Device, DeviceAction, Error};
use serde_json::json;
use std::time::Duration;

/// What became of a create that got this answer, and how often it was sent.
async fn create(answer: Answer) -> (Result<Device, Error>, usize) {
    let server = Server::script([answer.clone()]).await;
    let mut options = options(&server);
    if matches!(answer, Answer::Hang) {
        options.timeout = Duration::from_millis(100);
    }
    let client = Client::new(options, JumpingClock::start()).unwrap();
    let made = client.create_device("p1", &device()).await;
    (made, server.seen().len())
}

#[tokio::test]
async fn after_any_doubt_a_create_is_unclear_and_was_sent_once() {
    let good = json!({"id": "d1", "state": "queued"}).to_string();
    let head =
        format!("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", good.len());
    for answer in [
        json(500, &json!({"errors": ["Oh snap, something went wrong!"]})),
        reply(502, "text/html", "<h1>Bad Gateway</h1>"),
        json(503, &json!({"errors": ["Service Unavailable"]})),
        reply(504, "text/html", ""),
        reply(408, "text/html", ""),
        reply(201, "application/json", ""),
        reply(201, "text/html", "<h1>Welcome</h1>"),
        reply(201, "application/json", r#"{"id": "d1"}"#),
        Answer::SendAndClose(format!("{head}{}", &good[..9])),
        Answer::SendAndReset(format!("{head}{}", &good[..9])),
        Answer::SendAndClose(String::new()),
        Answer::SendAndReset(String::new()),
        Answer::SendAndClose("SSH-2.0-OpenSSH_9.2\r\n".into()),
        Answer::Hang,
    ] {
        let (made, sent) = create(answer.clone()).await;
        let error = made.unwrap_err();
        assert!(error.is_unclear(), "{answer:?}: {error:?}");
        assert!(error.to_string().contains("unclear whether it took effect: "), "{error}");
        assert_eq!(sent, 1, "{answer:?}");
    }
}

#[tokio::test]
async fn a_create_that_was_never_sent_is_not_unclear() {
    let server = Server::script([Answer::Hang]).await;
    let mut options = options(&server);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    options.base_url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let client = Client::new(options, JumpingClock::start()).unwrap();
    let error = client.create_device("p1", &device()).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("cannot be reached: Connection refused"), "{error}");
    assert_eq!(client.calls()["createDevice"], 1);
}

#[tokio::test]
async fn what_the_service_refuses_is_told_by_kind_with_all_texts() {
    let refuse = async |status, texts: &[&str]| create(json(status, &json!({ "errors": texts }))).await.0.unwrap_err();
    let error = refuse(422, &["Facility can't be blank", "Public IPv4 is required"]).await;
    assert!(matches!(&error, Error::Refused { status: 422, texts, .. } if texts.len() == 2), "{error:?}");
    assert_eq!(
        error.to_string(),
        "createDevice (POST /projects/p1/devices, request req-1): \
         refused with 422: Facility can't be blank; Public IPv4 is required"
    );
    let text = "The facility nrt1 has no provisionable c2.large.arm servers matching your criteria";
    for status in [422, 503] {
        let error = refuse(status, &[text]).await;
        assert!(matches!(error, Error::NoCapacity { .. }), "{error:?}");
    }
    let error = refuse(422, &["The specified project contains insufficient public IPv4 space"]).await;
    assert!(matches!(error, Error::Quota { .. }), "{error:?}");
    let error = create(json(401, &json!({"error": "Invalid authentication token"}))).await.0.unwrap_err();
    assert!(error.to_string().contains("refused with 401: Invalid authentication token"), "{error}");
    assert!(error.hint().contains("PACKET_API_KEY"), "{}", error.hint());
}

#[tokio::test]
async fn a_page_that_speaks_of_capacity_is_not_the_services_word() {
    let (made, _) = create(reply(503, "text/html", "<p>There are no available hardware reservations</p>")).await;
    assert!(made.unwrap_err().is_unclear());
}

#[tokio::test]
async fn a_create_that_came_too_fast_was_not_looked_at_and_is_sent_again() {
    let server = Server::script([
        json(429, &json!({"errors": ["Too many requests"]})),
        json(201, &json!({"id": "d1", "state": "queued"})),
    ])
    .await;
    let made = client(&server).create_device("p1", &device()).await.unwrap();
    assert_eq!((made.id.as_str(), server.seen().len()), ("d1", 2));
}

#[tokio::test]
async fn actions_and_changes_are_not_repeated_either() {
    let server = Server::script([reply(500, "text/html", "")]).await;
    let client = client(&server);
    assert!(client.act_on_device("d1", &DeviceAction::Reboot).await.unwrap_err().is_unclear());
    assert!(client.update_device("d1", &crate::packet::DeviceChange::default()).await.unwrap_err().is_unclear());
    assert!(client.assign_address("d1", "147.75.0.9/32").await.unwrap_err().is_unclear());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn an_action_that_a_page_for_people_answers_is_unclear() {
    let server = Server::script([reply(200, "text/html", "<h1>Log in</h1>"), reply(202, "application/json", "")]).await;
    let client = client(&server);
    assert!(client.act_on_device("d1", &DeviceAction::Reboot).await.unwrap_err().is_unclear());
    client.act_on_device("d1", &DeviceAction::Reboot).await.unwrap();
}
