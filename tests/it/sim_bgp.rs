//! BGP at the simulator, as kube-vip and CAPP used it.

use super::simulator::{Simulator, id};
use serde_json::json;

#[test]
fn is_turned_on_for_a_project_and_a_machine() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let config = sim.in_project("/bgp-config");
    let off = sim.get(&config).is(200);
    assert!(off["id"].is_null(), "an object without an id, never a 404: {off}");
    let _ = sim.post(&sim.in_project("/bgp-configs"), &json!({ "deployment_type": "local", "asn": 65000 })).is(204);
    let on = sim.get(&config).is(200);
    assert_eq!(
        (&on["status"], &on["asn"], &on["deployment_type"]),
        (&json!("enabled"), &json!(65000), &json!("local"))
    );

    let path = format!("/devices/{device}/bgp/sessions");
    let session = sim.post(&path, &json!({ "address_family": "ipv4" })).is(201);
    assert_eq!(session["address_family"], "ipv4");
    sim.post(&path, &json!({ "address_family": "ipv4" })).refused(422, "already has session");
    sim.post(&path, &json!({ "address_family": "ipv5" })).refused(422, "");
    for list in [path, sim.in_project("/bgp/sessions")] {
        assert_eq!(sim.get(&list).is(200)["bgp_sessions"].as_array().unwrap().len(), 1, "{list}");
    }
    let neighbours = sim.get(&format!("/devices/{device}/bgp/neighbors")).is(200);
    let neighbour = &neighbours["bgp_neighbors"][0];
    assert_eq!((&neighbour["peer_as"], &neighbour["customer_as"]), (&json!(65530), &json!(65000)));
    assert_eq!(neighbour["peer_ips"], json!(["169.254.255.1", "169.254.255.2"]));
    let own = format!("/bgp/sessions/{}", id(&session));
    assert_eq!(sim.get(&own).is(200)["id"], session["id"]);
    let _ = sim.delete(&own).is(204);
    sim.get(&own).refused(404, "Not found");
}

#[test]
fn wants_a_proper_password() {
    let sim = Simulator::start(&[]);
    for md5 in ["short1A", "nodigitshereA", "has-Punctuation1"] {
        let body = json!({ "deployment_type": "local", "asn": 65000, "md5": md5 });
        sim.post(&sim.in_project("/bgp-configs"), &body).refused(422, "");
    }
    sim.post(&sim.in_project("/bgp-configs"), &json!({ "deployment_type": "regional", "asn": 1 })).refused(422, "");
}
