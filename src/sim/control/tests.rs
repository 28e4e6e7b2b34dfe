//! The control endpoints, over real sockets.

use crate::sim::served::{Served, with_simulator};
use serde_json::{Value, json};

fn order() -> Value {
    json!({ "plan": "c1.small.x86", "facility": "ewr1", "operating_system": "ubuntu_20_04", "tags": ["t"] })
}

async fn device(served: &Served, id: &str) -> (u16, Value) {
    let answer = served.api("GET", &format!("/devices/{id}"), "").await;
    (answer.status, answer.json()["state"].clone())
}

#[test]
fn the_ledger_judges_what_is_left_behind() {
    with_simulator(async |served| {
        let (kept, _) = served.device(order(), 101).await;
        let (deleted, _) = served.device(order(), 110).await;
        served.api("DELETE", &format!("/devices/{deleted}"), "").await;
        served.advance(60).await;
        let ledger = served.control("GET", "/ledger?kind=device", "").await.json();
        assert_eq!(ledger["billed"], json!([kept]));
        assert_eq!(ledger["price_per_hour"], 0.4);
        assert_eq!(ledger["calls"]["createDevice"], 2);
        let [first, second] = ledger["created"].as_array().unwrap().as_slice() else { panic!("{ledger}") };
        assert_eq!(
            (&first["deleted_at"], &first["billed"], &first["tags"]),
            (&Value::Null, &json!(true), &json!(["t"]))
        );
        assert_eq!((&second["end"], &second["billed"]), (&json!("deleted"), &json!(false)));
        assert!(second["deleted_at"].as_str().unwrap() > second["created_at"].as_str().unwrap());
        let all = served.control("GET", "/ledger", "").await.json();
        assert!(all["created"].as_array().unwrap().iter().any(|entry| entry["kind"] == "project"));
        let billed = served.control("GET", "/ledger?billed=true", "").await.json();
        assert_eq!(billed["created"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn time_is_moved_on_by_numbers_and_by_words_and_never_absurdly() {
    with_simulator(async |served| {
        let (id, _) = served.device(order(), 0).await;
        for body in [r#"{"seconds": 1.5}"#, r#"{"seconds": "30"}"#, r#"{"seconds": "1m 30s"}"#, "seconds=5m"] {
            assert_eq!(served.control("POST", "/advance", body).await.status, 200, "{body}");
        }
        assert_eq!(device(&served, &id).await, (200, json!("active")));
        for absurd in ["", "{}", "{", "[]", r#"{"seconds": -1}"#, r#"{"seconds": 1e300}"#, r#"{"seconds": "soon"}"#] {
            let answer = served.control("POST", "/advance", absurd).await;
            assert_eq!(answer.status, 422, "{absurd}: {}", answer.body);
        }
        for _ in 0..2000 {
            served.advance(10 * 365 * 24 * 60 * 60).await;
        }
        assert_eq!(served.device(order(), 1).await.0.len(), 36, "the end of time is no end");
    });
}

#[test]
fn faults_are_set_added_shown_and_cleared() {
    with_simulator(async |served| {
        let fails = "faults:\n- operation: findCurrentUser\n  call: every\n  status: 503\n";
        assert_eq!(served.control("PUT", "/faults", fails).await.status, 200);
        assert_eq!(served.api("GET", "/user", "").await.status, 503);
        let more = r#"{"faults": [{"operation": "findPlans", "status": 500}]}"#;
        let shown = served.control("POST", "/faults", more).await.json();
        assert_eq!(shown["faults"].as_array().unwrap().len(), 2);
        assert_eq!(
            served.control("PUT", "/faults", &shown.to_string()).await.json(),
            shown,
            "it is read as it is shown"
        );
        let wrong = served.control("PUT", "/faults", "faults:\n- operation: findPlanes\n  status: 99\n").await;
        assert_eq!(wrong.status, 422);
        let errors = wrong.json()["errors"].clone();
        assert!(errors[0].as_str().unwrap().starts_with("body:2:"), "{errors}");
        assert!(errors[1].as_str().unwrap().starts_with("body:3:"), "{errors}");
        assert_eq!(served.control("DELETE", "/faults", "").await.json(), json!({ "faults": [] }));
        assert_eq!(served.api("GET", "/user", "").await.status, 200);
    });
}

#[test]
fn what_happens_to_machines_is_seen_through_the_api() {
    with_simulator(async |served| {
        let control = async |id: &str, what: &str| {
            let answer = served.control("POST", &format!("/devices/{id}/{what}"), "").await;
            assert_eq!(answer.status, 200, "{what}: {}", answer.body);
        };
        let (failed, _) = served.device(order(), 10).await;
        let body = r#"{"reason": "burnt"}"#;
        served.control("POST", &format!("/devices/{failed}/fail"), body).await;
        assert_eq!(device(&served, &failed).await, (200, json!("failed")));
        served.advance(61).await;
        assert_eq!(device(&served, &failed).await.0, 403);
        let (vanished, _) = served.device(order(), 10).await;
        control(&vanished, "vanish").await;
        assert_eq!(device(&served, &vanished).await.0, 403);
        let (removed, _) = served.device(order(), 10).await;
        control(&removed, "remove").await;
        assert_eq!(device(&served, &removed).await.0, 404);
        let (stalled, _) = served.device(order(), 10).await;
        control(&stalled, "stall").await;
        served.advance(200).await;
        assert_eq!(device(&served, &stalled).await, (200, json!("provisioning")));
        served.advance(80).await;
        assert_eq!(device(&served, &stalled).await, (200, json!("failed")));
        let (off, _) = served.device(order(), 110).await;
        control(&off, "inactive").await;
        assert_eq!(device(&served, &off).await, (200, json!("inactive")));
        let (queued, _) = served.device(order(), 0).await;
        for (id, what) in [(&off, "stall"), (&queued, "inactive")] {
            assert_eq!(served.control("POST", &format!("/devices/{id}/{what}"), "").await.status, 422, "{what}");
        }
        assert_eq!(served.control("POST", &format!("/devices/{removed}/fail"), "").await.status, 404);
    });
}

#[test]
fn foreign_machines_come_by_the_hundred() {
    with_simulator(async |served| {
        let path = format!("/projects/{}/devices", served.project);
        let mut many = order();
        many["count"] = json!(120);
        let devices = served.control("POST", &path, &many.to_string()).await.json()["devices"].clone();
        assert_eq!(devices.as_array().unwrap().len(), 120);
        let list = served.api("GET", &format!("{path}?tag=t"), "").await.json();
        assert_eq!((&list["meta"]["total"], &list["devices"][0]["state"]), (&json!(120), &json!("active")));
        let ledger = served.control("GET", "/ledger?kind=device", "").await.json();
        assert_eq!(ledger["created"][0]["foreign"], true);
        many["active"] = json!(false);
        many["count"] = json!(1);
        let queued = served.control("POST", &path, &many.to_string()).await.json()["devices"][0].clone();
        assert_eq!(device(&served, queued.as_str().unwrap()).await.1, "queued");
        for count in [json!(0), json!(10_001), json!("x")] {
            many["count"] = count;
            assert_eq!(served.control("POST", &path, &many.to_string()).await.status, 422);
        }
        assert_eq!(served.control("POST", &path, "{}").await.status, 422);
    });
}

#[test]
fn supply_is_changed_and_felt() {
    with_simulator(async |served| {
        let create = async |body: Value| {
            let path = format!("/projects/{}/devices", served.project);
            served.api("POST", &path, &body.to_string()).await.status
        };
        let level = r#"{"facility": "ewr1", "plan": "c1.small.x86", "level": "unavailable"}"#;
        assert_eq!(served.control("PUT", "/capacity", level).await.status, 200);
        assert_eq!(create(order()).await, 422);
        let limited = r#"{"metro": "ny", "plan": "c1.small.x86", "level": "limited"}"#;
        assert_eq!(served.control("PUT", "/capacity", limited).await.status, 200);
        assert_eq!([create(order()).await, create(order()).await, create(order()).await], [201, 201, 201]);
        assert_eq!(create(order()).await, 422);
        let hardware = format!("/projects/{}/hardware-reservations", served.project);
        let body = r#"{"facility": "ewr1", "plan": "baremetal_1", "quantity": 2}"#;
        let reserved = served.control("POST", &hardware, body).await.json();
        assert_eq!(reserved["hardware_reservations"].as_array().unwrap().len(), 2);
        let mut next = order();
        next["hardware_reservation_id"] = json!("next-available");
        assert_eq!([create(next.clone()).await, create(next.clone()).await, create(next).await], [201, 201, 503]);
        let mut foreign = order();
        foreign["hardware_reservation_id"] = json!("next-available");
        let path = format!("/projects/{}/devices", served.project);
        assert_eq!(served.control("POST", &path, &foreign.to_string()).await.status, 422, "none is left");
        for (wrong, told) in [
            (r#"{"facility": "ewr1", "plan": "x", "level": "limited"}"#, "x is not a valid plan"),
            (r#"{"metro": "xx", "plan": "c1.small.x86", "level": "limited"}"#, "xx is not a valid metro"),
            (r#"{"plan": "c1.small.x86", "level": "limited"}"#, "Facility can't be blank"),
            (r#"{"facility": "ewr1", "plan": "c1.small.x86", "level": "low"}"#, "Level must be"),
        ] {
            let answer = served.control("PUT", "/capacity", wrong).await;
            assert_eq!(answer.status, 422);
            assert!(answer.body.contains(told), "{}", answer.body);
        }
    });
}

#[test]
fn a_curious_person_finds_the_way() {
    with_simulator(async |served| {
        let index = served.control("GET", "/", "").await.json();
        assert!(index["endpoints"]["POST /simulator/advance"].as_str().unwrap().contains("seconds"));
        assert_eq!(served.control("GET", "", "").await.json(), index);
        assert_eq!(served.control("GET", "/nowhere", "").await.status, 404);
        assert_eq!(served.control("PATCH", "/ledger", "").await.status, 405);
        for id in ["x", "%ff", "00000000-0000-0000-0000-000000000000"] {
            let answer = served.control("POST", &format!("/devices/{id}/vanish"), "").await;
            assert_eq!((answer.status, answer.json()), (404, json!({ "errors": ["there is no such device"] })));
        }
    });
}
