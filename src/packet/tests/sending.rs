//! What stands on the wire: headers, addresses, bodies; how many at once; which calls were counted.

use super::server::{Server, json};
use super::{KEY, client, device, options};
use crate::packet::{Client, DeviceFilter, Error};
use crate::secret::Secret;
use serde_json::{Value, json};

fn devices() -> super::server::Answer {
    json(200, &json!({"devices": []}))
}

#[tokio::test]
async fn a_request_carries_the_key_the_names_and_the_body() {
    let server = Server::script([json(201, &json!({"id": "d1", "state": "queued"}))]).await;
    let made = client(&server).create_device("p1", &device()).await.unwrap();
    assert_eq!(made.id, "d1");
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /projects/p1/devices");
    assert_eq!(seen.header("x-auth-token"), Some(KEY));
    assert_eq!(seen.header("x-consumer-token"), Some("packetctl"));
    assert_eq!(seen.header("user-agent"), Some(concat!("packetctl/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(body, json!({"plan": "c3.small.x86", "operating_system": "ubuntu_22_04", "metro": "da"}));
}

#[tokio::test]
async fn the_base_url_may_have_a_prefix_and_values_are_encoded() {
    let server = Server::script([devices()]).await;
    let mut options = options(&server);
    options.base_url += "/metal/v1/";
    let client = Client::new(options, super::JumpingClock::start()).unwrap();
    client.list_devices("p 1", &DeviceFilter::tag("a=b&c d")).await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /metal/v1/projects/p%201/devices?tag=a%3Db%26c+d&exclude=network_ports%2Cprovisioning_events&per_page=1000"
        ]
    );
}

#[tokio::test]
async fn an_id_that_is_none_is_not_sent() {
    let server = Server::script([devices()]).await;
    let error = client(&server).delete_device("", true).await.unwrap_err();
    assert!(matches!(error, Error::Unsendable { .. }), "{error}");
    assert_eq!(server.lines(), [""; 0]);
}

#[tokio::test]
async fn user_data_that_is_too_long_for_an_address_is_not_sent() {
    let server = Server::script([devices()]).await;
    let long = Secret::new("x".repeat(70_000));
    let error = client(&server).validate_userdata(&long).await.unwrap_err();
    assert!(matches!(error, Error::Unsendable { .. }), "{error}");
    assert_eq!(server.lines(), [""; 0]);
}

#[tokio::test]
async fn no_more_than_allowed_are_on_their_way_at_once() {
    let server = Server::gated(0, |_| devices()).await;
    let mut options = options(&server);
    options.in_flight = 2;
    let client = Client::new(options, super::JumpingClock::start()).unwrap();
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.list_devices("p1", &DeviceFilter::default()).await })
        })
        .collect();
    while server.seen().len() < 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.seen().len(), 2);
    server.allow(5);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn calls_are_counted_by_name_with_their_repetitions() {
    let server = Server::script([json(503, &json!({})), devices(), json(204, &json!(null))]).await;
    let client = client(&server);
    client.list_devices("p1", &DeviceFilter::default()).await.unwrap();
    client.delete_device("d1", false).await.unwrap();
    let calls: Vec<_> = client.calls().into_iter().collect();
    assert_eq!(calls, [("deleteDevice", 1), ("findProjectDevices", 2)]);
}

#[tokio::test]
async fn a_redirect_is_not_followed_so_that_nobody_else_gets_the_key() {
    let elsewhere = Server::script([devices()]).await;
    let location = format!("HTTP/1.1 307 Go\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n", elsewhere.url());
    let server = Server::script([super::server::Answer::Send(location)]).await;
    let error = client(&server).list_devices("p1", &DeviceFilter::default()).await.unwrap_err();
    assert!(error.to_string().contains("it leads somewhere else (status 307"), "{error}");
    assert_eq!(elsewhere.lines(), [""; 0]);
}

#[tokio::test]
async fn user_data_of_one_device_is_a_secret() {
    let server =
        Server::script([json(200, &json!({"userdata": "#!/bin/sh"})), json(200, &json!({"userdata": null}))]).await;
    let client = client(&server);
    assert_eq!(client.get_userdata("d1").await.unwrap(), Secret::new("#!/bin/sh"));
    assert_eq!(client.get_userdata("d1").await.unwrap(), Secret::new(""));
}
