//! The key is nowhere to be seen, whatever the service answers and however one prints.

use super::server::{Answer, Server, json, reply};
use super::{JumpingClock, KEY, client, device, options};
use crate::packet::{Client, Error};
use serde_json::json;
use std::time::Duration;

#[test]
fn no_way_of_printing_client_or_options_shows_the_key() {
    let options = crate::packet::Options::new("http://127.0.0.1:1", crate::secret::Secret::new(KEY));
    assert!(!format!("{options:?}").contains(KEY));
    let client = Client::new(options, JumpingClock::start()).unwrap();
    for text in [format!("{client:?}"), format!("{client:#?}")] {
        assert!(text.contains("127.0.0.1:1") && !text.contains(KEY), "{text}");
    }
}

/// All that could be printed of an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {}", error.hint());
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        text = format!("{text} {deeper} {deeper:?}");
        cause = deeper.source();
    }
    text
}

#[tokio::test]
async fn no_error_shows_the_key_even_where_the_service_repeats_it() {
    let parrot = json!({"errors": [format!("bad token {KEY}")]});
    let page = format!("<p>{KEY}</p>");
    for answer in [
        json(401, &parrot),
        json(403, &parrot),
        json(422, &parrot),
        json(429, &parrot),
        json(500, &parrot),
        reply(404, "text/html", &page),
        reply(502, "text/html", &page),
        reply(200, &format!("text/{KEY}"), &page),
        reply(200, "application/json", &json!({"id": KEY, "state": 1}).to_string()),
        reply(200, "application/json", &json!({"id": "d1", "state": "active", "tags": KEY}).to_string()),
        Answer::Send(format!("HTTP/1.1 403 No\r\nx-request-id: {KEY}\r\ncontent-length: 0\r\n\r\n")),
        Answer::SendAndClose(format!("{KEY}\r\n\r\n")),
        Answer::Hang,
    ] {
        let server = Server::script([answer.clone()]).await;
        let mut options = options(&server);
        options.timeout = Duration::from_millis(50);
        let client = Client::new(options, JumpingClock::start()).unwrap();
        for error in
            [client.get_device("d1").await.unwrap_err(), client.create_device("p1", &device()).await.unwrap_err()]
        {
            assert!(!printed(&error).contains(KEY), "{answer:?}: {error:?}");
        }
    }
}

#[tokio::test]
async fn user_data_shows_in_no_error() {
    let server = Server::script([json(422, &json!({"errors": ["Unrecognized userdata format"]}))]).await;
    let client = client(&server);
    let error = client.validate_userdata(&crate::secret::Secret::new("hunter3")).await.unwrap_err();
    assert!(error.to_string().ends_with("refused with 422: Unrecognized userdata format"), "{error}");
    assert!(!printed(&error).contains("hunter3"), "{error:?}");
    let server = Server::script([reply(200, "application/json", r#"{"userdata": "hunter3"#)]).await;
    let error = super::client(&server).get_userdata("d1").await.unwrap_err();
    assert!(!printed(&error).contains("hunter3"), "{error:?}");
}
