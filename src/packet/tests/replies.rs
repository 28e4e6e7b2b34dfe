//! Questions that get strange answers.

use super::server::{Answer, Server, json, json_with, reply};
use super::{JumpingClock, client, options};
use crate::packet::{Client, DeviceFilter, Error, Removal, Trouble};
use serde_json::json;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;

fn good() -> Answer {
    json(200, &json!({"id": "d1", "state": "active"}))
}

#[tokio::test]
async fn a_question_is_asked_again_after_any_trouble_that_may_pass() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n";
    for trouble in [
        reply(500, "application/json", r#"{"errors":["Oh snap"]}"#),
        reply(502, "text/html", "<h1>Bad Gateway</h1>"),
        reply(503, "text/html", ""),
        reply(504, "text/html", ""),
        reply(429, "application/json", "{}"),
        reply(200, "application/json", ""),
        reply(200, "text/html", "<h1>Hello</h1>"),
        reply(200, "text/plain", r#"{"id": "d1", "state": "active"}"#),
        Answer::SendAndClose(format!("{head}{{\"id\": ")),
        Answer::SendAndReset(format!("{head}{{\"id\": ")),
        Answer::SendAndClose(String::new()),
        Answer::Hang,
    ] {
        let server = Server::script([trouble.clone(), good()]).await;
        let mut options = options(&server);
        if matches!(trouble, Answer::Hang) {
            options.timeout = Duration::from_millis(500);
        }
        let client = Client::new(options, JumpingClock::start()).unwrap();
        let device = client.get_device("d1").await.unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
        assert_eq!((device.id.as_str(), server.seen().len()), ("d1", 2), "{trouble:?}");
    }
}

#[tokio::test]
async fn what_came_instead_of_an_answer_is_told_after_the_last_try() {
    let server = Server::script([reply(200, "text/html", "<html>\n<title>Maintenance</title>")]).await;
    let error = client(&server).get_device("d1").await.unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "findDeviceById (GET /devices/d1, tried 6 times): the reply cannot be read: it is no JSON \
         (status 200, text/html): \"<html> <title>Maintenance</title>\""
    );
    let server = Server::script([json(503, &json!({"errors": ["Down"]}))]).await;
    let error = client(&server).get_device("d1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "findDeviceById (GET /devices/d1, request req-1, tried 6 times): not available: the service answered 503: Down"
    );
}

#[tokio::test]
async fn a_no_is_not_asked_again() {
    for status in [400, 401, 403, 404, 409, 422] {
        let server = Server::script([json(status, &json!({"error": "No"}))]).await;
        let error = client(&server).get_device("d1").await.unwrap_err();
        assert!(matches!(&error, Error::Refused { status: told, .. } if *told == status), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn only_the_services_own_not_found_means_that_something_is_gone() {
    for answer in [
        reply(404, "text/html", "<h1>Not Found</h1>"),
        reply(404, "text/plain", "404 page not found"),
        reply(404, "application/json", r#"{"message":"no route"}"#),
    ] {
        let server = Server::script([answer]).await;
        let error = client(&server).delete_device("d1", false).await.unwrap_err();
        assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    }
    let server = Server::script([json(404, &json!({"errors": ["Not found"]}))]).await;
    assert_eq!(client(&server).delete_device("d1", false).await.unwrap(), Removal::AlreadyGone);
}

#[tokio::test]
async fn a_delete_is_repeated_and_unclear_only_at_the_end() {
    let server = Server::script([reply(502, "text/html", ""), json(404, &json!({"errors": ["Not found"]}))]).await;
    assert_eq!(client(&server).delete_device("d1", true).await.unwrap(), Removal::AlreadyGone);
    let server = Server::script([reply(502, "text/html", "")]).await;
    let error = client(&server).delete_device("d1", true).await.unwrap_err();
    assert!(error.is_unclear() && server.seen().len() == 6, "{error}");
}

#[tokio::test]
async fn a_delete_that_may_have_arrived_stays_unclear_whatever_comes_after() {
    let too_many = json_with(429, &[("retry-after", "3600")], &json!({}));
    let server = Server::script([Answer::SendAndClose(String::new()), too_many]).await;
    let error = client(&server).delete_device("d1", true).await.unwrap_err();
    assert!(error.is_unclear() && server.seen().len() == 2, "{error:?}");
    // The only connection it ever takes ends without an answer; then nobody is there any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        drop(listener);
        stream.read_u8().await.unwrap();
    });
    let options = crate::packet::Options::new(url, crate::secret::Secret::new("key"));
    let error = Client::new(options, JumpingClock::start()).unwrap().delete_device("d1", true).await.unwrap_err();
    assert!(error.is_unclear() && error.to_string().contains("Connection refused"), "{error:?}");
}

#[tokio::test]
async fn a_device_that_cannot_be_deleted_yet_is_told_as_such() {
    let server =
        Server::script([json(422, &json!({"errors": ["Cannot delete a device while it is provisioning"]}))]).await;
    let error = client(&server).delete_device("d1", true).await.unwrap_err();
    assert!(matches!(error, Error::NotYet { .. }), "{error:?}");
}

#[tokio::test]
async fn a_reply_that_never_ends_is_left_alone() {
    let body = "[".repeat(5000);
    let server = Server::script([reply(200, "application/json", &body)]).await;
    let mut options = options(&server);
    options.reply_limit = 4096;
    let client = Client::new(options, JumpingClock::start()).unwrap();
    let error = client.get_device("d1").await.unwrap_err();
    assert!(error.to_string().contains("it is longer than 4096 bytes"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_list_without_its_member_is_not_an_empty_list() {
    let server = Server::script([json(200, &json!({"hello": "world"}))]).await;
    let error = client(&server).list_devices("p1", &DeviceFilter::default()).await.unwrap_err();
    assert!(error.to_string().contains("missing field `devices`"), "{error}");
}

#[tokio::test]
async fn a_service_that_is_not_there_is_asked_again_and_then_told_by_name() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let options = crate::packet::Options::new(format!("http://{address}"), crate::secret::Secret::new("key"));
    let error = Client::new(options, JumpingClock::start()).unwrap().get_user().await.unwrap_err();
    assert!(error.to_string().starts_with("findCurrentUser (GET /user, tried 6 times): 127.0.0.1:"), "{error}");
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_trouble() {
    let server = Server::script([Answer::Hang]).await;
    let mut options = options(&server);
    (options.timeout, options.tries) = (Duration::from_millis(50), 1);
    let error = Client::new(options, JumpingClock::start()).unwrap().get_user().await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { what: Trouble::Timeout, .. }), "{error:?}");
}

#[tokio::test]
async fn a_no_to_a_capacity_question_may_come_as_an_error() {
    let server =
        Server::script([json(503, &json!({"errors": ["There are no available hardware reservations"]}))]).await;
    let question = crate::packet::CapacityQuestion { place: "da".into(), plan: "p".into(), quantity: 1 };
    let answers = client(&server).check_metro_capacity(&[question]).await.unwrap();
    assert_eq!(answers.iter().map(|answer| answer.available).collect::<Vec<_>>(), [false]);
}
