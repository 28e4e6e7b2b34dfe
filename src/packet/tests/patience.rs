//! A service that asks for patience: 429, Retry-After, and limits that are used up.

use super::server::{Answer, Server, json, json_with};
use super::{client_and_clock, device};
use crate::packet::Error;
use serde_json::json;
use std::time::Duration;

fn good() -> Answer {
    json(200, &json!({"id": "d1", "state": "active"}))
}

fn too_many(headers: &[(&str, &str)]) -> Answer {
    json_with(429, headers, &json!({"errors": ["Too many requests"]}))
}

/// How long the client waited in all before it asked again.
async fn waited(first: Answer) -> Duration {
    let server = Server::script([first, good()]).await;
    let (client, clock) = client_and_clock(&server);
    client.get_device("d1").await.unwrap();
    client.get_device("d1").await.unwrap();
    assert!(server.seen().len() >= 2);
    clock.waits().iter().sum()
}

fn between(duration: Duration, least: f64, most: f64) {
    assert!((least..=most).contains(&duration.as_secs_f64()), "{duration:?}");
}

#[tokio::test]
async fn the_service_says_how_long_to_wait() {
    between(waited(too_many(&[("retry-after", "7")])).await, 7.0, 7.5);
    between(waited(too_many(&[("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT")])).await, 10.0, 10.5);
    between(waited(too_many(&[("x-ratelimit-reset", "1700000030")])).await, 30.0, 30.5);
    between(waited(too_many(&[])).await, 0.5, 1.0);
}

#[tokio::test]
async fn nothing_left_of_the_limit_is_waited_out_before_the_next_request() {
    let used_up = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1700000030")];
    between(waited(json_with(200, &used_up, &json!({"id": "d1", "state": "active"}))).await, 30.0, 30.0);
    let some_left = [("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "1700000030")];
    between(waited(json_with(200, &some_left, &json!({"id": "d1", "state": "active"}))).await, 0.0, 0.0);
}

#[tokio::test]
async fn patience_ends_and_says_when_to_come_back() {
    let server = Server::script([too_many(&[("retry-after", "3600")])]).await;
    let (client, clock) = client_and_clock(&server);
    let error = client.create_device("p1", &device()).await.unwrap_err();
    assert!(matches!(error, Error::RateLimited { until: Some(_), .. }), "{error:?}");
    assert!(error.to_string().ends_with("too many requests, ask again after 2023-11-14T23:13:20Z"), "{error}");
    assert_eq!((server.seen().len(), clock.waits().len()), (1, 0));
}

#[tokio::test]
async fn a_service_that_always_asks_for_patience_is_given_up_in_the_end() {
    let server = Server::script([too_many(&[("retry-after", "0")])]).await;
    let (client, clock) = client_and_clock(&server);
    let error = client.get_device("d1").await.unwrap_err();
    assert!(matches!(error, Error::RateLimited { .. }), "{error:?}");
    between(clock.waits().iter().sum(), 500.0, 600.0);
}

#[tokio::test]
async fn retries_wait_longer_each_time_and_not_for_ever() {
    let server = Server::script([json(503, &json!({}))]).await;
    let (client, clock) = client_and_clock(&server);
    client.get_device("d1").await.unwrap_err();
    let waits: Vec<f64> = clock.waits().iter().map(Duration::as_secs_f64).collect();
    assert_eq!(waits.len(), 5);
    for (wait, least) in waits.iter().zip([0.5, 1.0, 2.0, 4.0, 8.0]) {
        assert!((least..=2.0 * least).contains(wait), "{waits:?}");
    }
}
