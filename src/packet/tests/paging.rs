//! Lists over pages.

use super::server::{Answer, Seen, Server, json};
use super::{client, options};
use crate::packet::{Client, DeviceFilter, ReservationType};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Devices by number.
fn devices(numbers: impl IntoIterator<Item = usize>) -> Value {
    numbers.into_iter().map(|number| json!({"id": format!("d{number}"), "state": "active"})).collect()
}

/// A page as the service gives it: with links that lack the prefix.
fn page(number: usize, last: usize, total: usize, entries: &Value) -> Answer {
    let link = |page: usize| json!({"href": format!("/projects/p1/devices?page={page}")});
    let next = if number < last { link(number + 1) } else { Value::Null };
    let meta = json!({"self": link(number), "first": link(1), "last": link(last), "next": next, "previous": null,
        "total": total, "current_page": number, "last_page": last});
    json(200, &json!({"devices": entries, "meta": meta}))
}

async fn ids(server: &Server) -> Vec<String> {
    let listed = client(server).list_devices("p1", &DeviceFilter::tag("t")).await.unwrap();
    listed.into_iter().map(|device| device.id).collect()
}

fn asked_page(seen: &Seen) -> usize {
    seen.query("page").map_or(1, |page| page.parse().unwrap())
}

#[tokio::test]
async fn all_pages_are_asked_for_by_number_and_the_filter_stays() {
    let server = Server::start(|seen| {
        let number = asked_page(seen);
        page(number, 3, 25, &devices((number - 1) * 10..(number * 10).min(25)))
    })
    .await;
    let mut options = options(&server);
    options.base_url += "/metal/v1";
    let client = Client::new(options, super::JumpingClock::start()).unwrap();
    assert_eq!(client.list_devices("p1", &DeviceFilter::tag("t")).await.unwrap().len(), 25);
    assert_eq!(
        server.lines(),
        [
            "GET /metal/v1/projects/p1/devices?tag=t&exclude=network_ports%2Cprovisioning_events&per_page=1000",
            "GET /metal/v1/projects/p1/devices?tag=t&exclude=network_ports%2Cprovisioning_events&per_page=1000&page=2",
            "GET /metal/v1/projects/p1/devices?tag=t&exclude=network_ports%2Cprovisioning_events&per_page=1000&page=3",
        ]
    );
}

#[tokio::test]
async fn devices_that_stand_on_two_pages_are_listed_once() {
    let server = Server::script([page(1, 2, 4, &devices([1, 2, 3])), page(2, 2, 4, &devices([3, 4]))]).await;
    assert_eq!(ids(&server).await, ["d1", "d2", "d3", "d4"]);
}

#[tokio::test]
async fn a_list_without_meta_is_one_page_and_so_is_one_with_an_empty_meta() {
    for body in [json!({"devices": devices([1])}), json!({"devices": devices([1]), "meta": {}})] {
        let server = Server::script([json(200, &body)]).await;
        assert_eq!(ids(&server).await, ["d1"]);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_next_link_alone_is_enough_to_go_on_and_is_not_followed() {
    let next = json!({"href": "https://elsewhere.example.com/steal?page=7"});
    let server = Server::script([
        json(200, &json!({"devices": devices([1]), "meta": {"next": next}})),
        json(200, &json!({"devices": devices([2]), "meta": {"next": null}})),
    ])
    .await;
    assert_eq!(ids(&server).await, ["d1", "d2"]);
    assert_eq!(
        server.lines()[1],
        "GET /projects/p1/devices?tag=t&exclude=network_ports%2Cprovisioning_events&per_page=1000&page=2"
    );
}

#[tokio::test]
async fn pages_without_end_are_an_error_not_a_list() {
    let server = Server::start(|_| page(1, 2, 11, &devices([1]))).await;
    let error = client(&server).list_devices("p1", &DeviceFilter::default()).await.unwrap_err();
    assert!(error.to_string().contains("after 4 pages it still promises more"), "{error}");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_list_that_shrinks_while_it_is_read_is_read_again_for_what_slipped_by() {
    // d1 is deleted after the first page, so that d3 slips onto that page, behind the reader's back.
    let server = Server::script([
        page(1, 2, 4, &devices([1, 2])),
        page(2, 2, 3, &devices([4])),
        page(1, 2, 3, &devices([2, 3])),
        page(2, 2, 3, &devices([4])),
    ])
    .await;
    let mut ids = ids(&server).await;
    ids.sort();
    assert_eq!(ids, ["d1", "d2", "d3", "d4"]);
}

#[tokio::test]
async fn other_lists_have_pages_too() {
    let server = Server::script([
        json(200, &json!({"ip_addresses": [{"id": "r1"}], "meta": {"current_page": 1, "last_page": 2}})),
        json(200, &json!({"ip_addresses": [{"id": "r2"}], "meta": {"current_page": 2, "last_page": 2}})),
        json(200, &json!({"ssh_keys": [{"id": "k1"}]})),
    ])
    .await;
    let client = client(&server);
    assert_eq!(client.list_reservations("p1", &[ReservationType::PublicIpv4]).await.unwrap().len(), 2);
    assert_eq!(client.list_project_keys("p1").await.unwrap().len(), 1);
    assert_eq!(
        server.lines(),
        [
            "GET /projects/p1/ips?types=public_ipv4&per_page=1000",
            "GET /projects/p1/ips?types=public_ipv4&per_page=1000&page=2",
            "GET /projects/p1/ssh-keys",
        ]
    );
}

#[tokio::test]
async fn events_are_read_only_as_far_back_as_asked() {
    let event = |second: i64| json!({"id": second.to_string(), "type": "power.204", "created_at": second});
    let server = Server::start(move |seen| {
        let first = 1000 - 10 * (i64::try_from(asked_page(seen)).unwrap() - 1);
        let events: Value = (0..10).map(|older| event(first - older)).collect();
        let number = asked_page(seen);
        json(200, &json!({"events": events, "meta": {"current_page": number, "last_page": 50}}))
    })
    .await;
    let since = Timestamp::from_second(985).unwrap();
    let events = client(&server).list_project_events("p1", Some(since)).await.unwrap();
    assert_eq!(events.len(), 16);
    assert_eq!(server.seen().len(), 2);
}
