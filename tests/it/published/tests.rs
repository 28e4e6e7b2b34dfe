//! The judge can fail, and lets pass what it should.

use super::{Document, Exchange, Matter, Reply, Request, document, exceptions, report};
use crate::wire::Headers;
use serde_json::{Value, json};

const ID: &str = "93125c2a-8b78-4d4f-a3c4-7367d6b7cca8";
const KEY: &str = "/metal/v1/ssh-keys";

fn headers(lines: &[(&str, &str)]) -> Headers {
    Headers(lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// An exchange with nothing wrong about its headers.
fn exchange(method: &str, target: &str, sent: Option<&Value>, status: u16, body: &Value) -> Exchange {
    let json = [("Content-Type", "application/json; charset=utf-8"), ("X-Request-Id", ID)];
    let request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers(if sent.is_some() { &json[..1] } else { &[] }),
        body: sent.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
    };
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let reply = Reply { status, headers: headers(&json), body, is_cut_short: false };
    Exchange { request, reply: Some(reply) }
}

fn get(target: &str, body: &Value) -> Exchange {
    exchange("GET", target, None, 200, body)
}

/// What is wrong, as places and first words.
fn complaints(exchange: &Exchange) -> String {
    report(&document().judge_exchange(exchange))
}

fn assert_complains(exchange: &Exchange, about: &str) {
    let said = complaints(exchange);
    assert!(said.contains(about), "{exchange} should be about {about:?}, but: {said}");
}

fn assert_fine(exchange: &Exchange) {
    assert_eq!(complaints(exchange), "", "{exchange}");
}

fn key() -> Value {
    json!({
        "id": ID, "label": "mine", "key": "ssh-ed25519 AAAA", "href": format!("{KEY}/{ID}"),
        "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z", "fingerprint": null
    })
}

fn reservation() -> Value {
    json!({
        "id": ID, "type": "public_ipv4", "address": "127.0.1.1", "cidr": 32, "href": format!("/metal/v1/ips/{ID}"),
        "facility": null, "assignments": [{ "href": format!("/metal/v1/ips/{ID}") }]
    })
}

fn device() -> Value {
    json!({
        "id": ID, "href": format!("/metal/v1/devices/{ID}"), "hostname": "one", "state": "queued",
        "short_id": "93125c2a", "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z",
        "billing_cycle": "hourly", "user": "root", "ip_addresses": [], "tags": [], "network_ports": [],
        "ssh_keys": [], "volumes": [], "provisioning_percentage": 0.0,
        "provisioning_events": [{ "id": null, "created_at": null, "type": "provisioning.101" }],
        "plan": { "slug": "c1.small.x86" }, "operating_system": { "slug": "ubuntu_20_04" },
        "facility": { "code": "ewr1" }, "metro": { "code": "ny" }, "project": { "href": format!("/metal/v1/projects/{ID}") }
    })
}

fn page(devices: &[Value], total: u64) -> Value {
    let link = |page: u64| json!({ "href": format!("/projects/{ID}/devices?page={page}") });
    let last = total.div_ceil(10).max(1);
    json!({ "devices": devices, "meta": {
        "self": link(1), "first": link(1), "last": link(last), "previous": null,
        "next": if last > 1 { link(2) } else { Value::Null }, "total": total, "current_page": 1, "last_page": last
    }})
}

/// A value with one place changed; a member that is null goes.
fn with(mut value: Value, at: &str, new: Value) -> Value {
    let (parent, name) = at.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap_or_else(|| panic!("no {at}"));
    match (parent, new) {
        (Value::Object(members), Value::Null) => drop(members.remove(name)),
        (parent, new) => parent[name] = new,
    }
    value
}

#[test]
fn the_whole_document_was_read() {
    assert_eq!(document().operations().count(), 62);
    assert!(document().operations().any(|operation| operation == "POST /projects/{id}/devices/batch"));
}

#[test]
fn every_schema_compiles() {
    let document = Document::read();
    for name in document.components["schemas"].as_object().unwrap().keys() {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        // A text is no object; where the schema says so, it was really applied.
        if document.components["schemas"][name]["type"] == "object" {
            assert!(!document.validate(name, &schema, &json!("text")).is_empty(), "{name}");
        }
    }
}

#[test]
fn what_is_right_is_let_pass() {
    assert_fine(&get(&format!("{KEY}/{ID}?include=owner"), &key()));
    assert_fine(&get(KEY, &json!({ "ssh_keys": [key()] })));
    assert_fine(&get(&format!("/metal/v1/ips/{ID}"), &reservation()));
    assert_fine(&get(&format!("/metal/v1/devices/{ID}?include=project,facility.metro&exclude=plan"), &device()));
    assert_fine(&get(&format!("/metal/v1/projects/{ID}/devices?page=1&tag=a"), &page(&[device()], 11)));
    let create = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": ["ewr1", "any"] });
    assert_fine(&exchange("POST", &format!("/metal/v1/projects/{ID}/devices"), Some(&create), 201, &device()));
    assert_fine(&exchange("DELETE", &format!("/metal/v1/devices/{ID}?force_delete=true"), None, 204, &Value::Null));
    assert_fine(&exchange("GET", "/metal/v1/user", None, 401, &json!({ "error": "Invalid authentication token" })));
    assert_fine(&get("/metal/v1/plans?categories%5B%5D=compute&categories%5B%5D=storage", &json!({ "plans": [] })));
    let mut dropped = get(KEY, &Value::Null);
    dropped.reply = None;
    assert_fine(&dropped);
}

#[test]
fn requests_are_held_against_the_document() {
    let nowhere = exchange("GET", "/metal/v1/machines", None, 404, &json!({ "error": "Not found" }));
    assert_complains(&nowhere, "no such path");
    let method = exchange("PUT", KEY, None, 404, &json!({ "error": "Not found" }));
    assert_complains(&method, "no such method");
    assert_complains(&get(&format!("{KEY}?page=2"), &json!({ "ssh_keys": [] })), "parameter page: the document has no");
    assert_complains(&get(&format!("{KEY}/mine"), &key()), "parameter id: mine is no UUID");
    let devices = |query: &str| get(&format!("/metal/v1/projects/{ID}/devices?{query}"), &page(&[], 0));
    assert_complains(&devices("per_page=many"), "no whole number");
    assert_complains(&devices("per_page=1001"), "out of range");
    assert_complains(&devices("reserved=yes"), "neither true nor false");
    assert_complains(&devices("tag=a&tag=b"), "given 2 times");
    assert_complains(&devices("categories=big"), "none of the values");

    let create =
        |body: Value| exchange("POST", &format!("/metal/v1/projects/{ID}/devices"), Some(&body), 201, &device());
    let good = json!({ "plan": "p", "operating_system": "o", "metro": "ny" });
    assert_fine(&create(good.clone()));
    assert_complains(&create(with(good.clone(), "/plan", Value::Null)), "request");
    assert_complains(&create(with(good.clone(), "/metro", Value::Null)), "request");
    assert_complains(&create(with(good.clone(), "/tags", json!("one"))), "\"one\" is not of type \"array\"");
    assert_complains(
        &create(with(good.clone(), "/host_name", json!("one"))),
        "request /host_name: the document has no",
    );
    let mut form = create(good);
    form.request.headers = headers(&[("Content-Type", "text/plain")]);
    assert_complains(&form, "content type \"text/plain\": it should be");
}

#[test]
fn replies_are_held_against_the_document() {
    assert_complains(&get(&format!("{KEY}/{ID}"), &with(key(), "/label", json!(7))), "/label: 7 is not of type");
    assert_complains(&get(&format!("{KEY}/{ID}"), &with(key(), "/created_at", json!("now"))), "/created_at");
    assert_complains(&get(&format!("{KEY}/{ID}"), &with(key(), "/id", json!("7"))), "/id: \"7\" is not a \"uuid\"");
    assert_complains(&exchange("GET", KEY, None, 418, &json!({ "errors": ["no"] })), "status 418 where");
    let gone = exchange("DELETE", &format!("{KEY}/{ID}"), None, 204, &json!({}));
    assert_complains(&gone, "a body where none is declared");

    let one = |reservation: &Value| get(&format!("/metal/v1/ips/{ID}"), reservation);
    assert_complains(&one(&with(reservation(), "/owner", json!("me"))), "Additional properties are not allowed");
    let many = json!({ "ip_addresses": [with(reservation(), "/type", Value::Null)], "meta": null });
    assert_complains(&get(&format!("/metal/v1/projects/{ID}/ips"), &many), "\"type\" is a required property");
}

#[test]
fn what_clients_relied_on_is_demanded() {
    let mut nameless = get(KEY, &json!({ "ssh_keys": [] }));
    nameless.reply.as_mut().unwrap().headers.0.remove(1);
    assert_complains(&nameless, "header X-Request-Id");
    let mut text = exchange("GET", KEY, None, 401, &json!({ "error": "no" }));
    text.reply.as_mut().unwrap().headers = headers(&[("Content-Type", "text/html"), ("X-Request-Id", ID)]);
    assert_complains(&text, "header Content-Type");
    for wrong in
        [json!({}), json!({ "errors": "no" }), json!({ "errors": [] }), json!({ "errors": [{ "text": "no" }] })]
    {
        assert_complains(&exchange("GET", KEY, None, 401, &wrong), "an error has `errors`");
    }
    assert_complains(&get(KEY, &json!({ "ssh_keys": [with(key(), "/href", Value::Null)] })), "/ssh_keys/0/href");
    let bare = with(key(), "/href", json!(format!("/ssh-keys/{ID}")));
    assert_complains(&get(&format!("{KEY}/{ID}"), &bare), "should be with the prefix");

    let one = |device: Value| get(&format!("/metal/v1/devices/{ID}"), &device);
    for place in ["/state", "/ip_addresses", "/plan", "/operating_system", "/facility", "/metro", "/project", "/tags"] {
        assert_complains(&one(with(device(), place, Value::Null)), &format!("reply {place}"));
    }
    assert_complains(&one(with(device(), "/state", json!("rebuilding"))), "rebuilding");

    let list = |page: Value| get(&format!("/metal/v1/projects/{ID}/devices"), &page);
    for member in ["self", "first", "last", "previous", "next", "total", "current_page", "last_page"] {
        let page = with(page(&[], 30), &format!("/meta/{member}"), Value::Null);
        assert_complains(&list(page), &format!("/meta/{member}"));
    }
    assert_complains(&list(json!({ "devices": [] })), "/meta/total");
    let prefixed = json!({ "href": format!("/metal/v1/projects/{ID}/devices?page=1") });
    assert_complains(&list(with(page(&[], 0), "/meta/self", prefixed)), "should be without the prefix");
    assert_complains(&list(with(page(&[], 30), "/meta/last_page", json!(2))), "2 pages for 30 things");
    assert_complains(&list(page(&vec![device(); 11], 11)), "11 things on a page of 10");
    assert_complains(&list(page(&[with(device(), "/id", Value::Null)], 1)), "/devices/0/id");
}

/// An exception for what is allowed anyway would hide what it was made for.
#[test]
fn each_exception_is_needed_and_has_a_reason() {
    let ips = format!("/metal/v1/projects/{ID}/ips?page=2");
    let metadata = json!({ "id": ID, "network": { "addresses": [{}] }, "volumes": [{}] });
    let check = json!({ "servers": [{ "plan": "p", "quantity": 2 }] });
    let create = json!({ "plan": "p", "operating_system": "o", "metro": "ny", "customdata": "{}", "project_id": ID });
    let broken = json!({ "errors": ["no"] });
    let mut form = exchange("POST", KEY, Some(&json!({})), 201, &key());
    form.request.headers = headers(&[("Content-Type", "application/x-www-form-urlencoded")]);
    let examples = [
        exchange("POST", &format!("/metal/v1/projects/{ID}/api-keys"), Some(&json!({})), 201, &json!({ "id": ID })),
        exchange("GET", &format!("/ssh-keys/{ID}"), None, 200, &with(key(), "/href", json!(format!("/ssh-keys/{ID}")))),
        exchange("PATCH", &format!("/metal/v1/devices/{ID}"), Some(&json!({ "locked": true })), 200, &device()),
        exchange(
            "DELETE",
            &format!("/metal/v1/devices/{ID}"),
            Some(&json!({ "force_delete": true })),
            204,
            &Value::Null,
        ),
        exchange("POST", &format!("/metal/v1/projects/{ID}/devices"), Some(&create), 201, &device()),
        exchange("GET", &ips, None, 404, &broken),
        exchange("GET", &format!("/metal/v1/devices/{ID}/metadata"), None, 200, &metadata),
        exchange("POST", "/metal/v1/capacity", Some(&check), 200, &check),
        exchange("POST", "/metal/v1/capacity/metros", Some(&check), 200, &check),
        form,
        exchange("GET", "/metal/v1/user", None, 403, &broken),
        exchange("POST", "/metal/v1/projects", Some(&json!({ "name": "n" })), 403, &broken),
        exchange("GET", KEY, None, 400, &broken),
        exchange("GET", KEY, None, 413, &broken),
        exchange("GET", KEY, None, 415, &broken),
        exchange("GET", KEY, None, 429, &broken),
        exchange("GET", KEY, None, 500, &broken),
        exchange("GET", KEY, None, 503, &broken),
    ];
    let mut needed: Vec<&str> = Vec::new();
    for example in &examples {
        let strict = document().judge_strictly(example);
        assert!(!strict.is_empty(), "{example} is in the document");
        needed.extend(strict.iter().filter_map(exceptions::reason_for));
        assert_fine(example);
    }
    for exception in &exceptions::ALL {
        assert!(needed.contains(&exception.reason), "{}: {}", exception.operation, exception.reason);
        assert!(exception.reason.len() > 20, "{}", exception.operation);
    }
    assert!(document().judge_strictly(&examples[1]).iter().any(|complaint| complaint.matter == Matter::Server));
}
