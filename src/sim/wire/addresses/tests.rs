//! Elastic addresses, tried through the table of operations.

use super::super::trial::Trial;
use crate::sim::world::World;
use serde_json::{Value, json};

/// What OpenAPI `IPReservation` names; it forbids everything else.
const MEMBERS: [&str; 29] = [
    "addon",
    "address",
    "address_family",
    "assignments",
    "available",
    "bill",
    "cidr",
    "created_at",
    "customdata",
    "details",
    "enabled",
    "facility",
    "gateway",
    "global_ip",
    "href",
    "id",
    "manageable",
    "management",
    "metal_gateway",
    "metro",
    "netmask",
    "network",
    "project",
    "project_lite",
    "public",
    "requested_by",
    "state",
    "tags",
    "type",
];

fn ips(trial: &Trial) -> String {
    trial.in_project("ips")
}

fn reserve(trial: &mut Trial, body: Value) -> Value {
    let (status, block) = trial.call("POST", &ips(trial), body);
    assert_eq!(status, 201, "{block}");
    block
}

fn path(thing: &Value) -> String {
    format!("/ips/{}", thing["id"].as_str().unwrap())
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn last(address: &Value) -> u8 {
    address.as_str().unwrap().rsplit_once('.').unwrap().1.parse().unwrap()
}

#[test]
fn a_block_is_numbered_and_shown_as_the_document_allows() {
    let mut trial = Trial::new();
    let wanted = json!({"type": "public_ipv4", "quantity": "4", "metro": "SV", "facility": "", "details": "mine",
        "tags": ["a"], "customdata": {"x": 1}, "comments": "please", "fail_on_approval_required": true});
    let block = reserve(&mut trial, wanted);
    let members = block.as_object().unwrap();
    let foreign: Vec<&String> = members.keys().filter(|name| !MEMBERS.contains(&name.as_str())).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert_eq!((&block["cidr"], &block["netmask"]), (&json!(30), &json!("255.255.255.252")));
    let first = last(&block["network"]);
    assert_eq!((last(&block["gateway"]), last(&block["address"])), (first + 1, first + 2));
    assert_eq!((&block["state"], &block["type"]), (&json!("created"), &json!("public_ipv4")));
    assert_eq!((&block["facility"], &block["metro"]["code"]), (&Value::Null, &json!("sv")));
    assert_eq!((&block["tags"], &block["details"]), (&json!(["a"]), &json!("mine")));
    assert_eq!(trial.get(&path(&block)), block);
    assert_eq!(trial.get(&ips(&trial))["ip_addresses"], json!([block]));

    let single = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 1, "facility": "sv15"}));
    assert!(single["network"] == single["address"] && single["network"] == single["gateway"], "{single}");
    assert_eq!((&single["facility"]["code"], &single["metro"]["code"]), (&json!("sv15"), &json!("sv")));
}

#[test]
fn beyond_the_quota_somebody_must_approve_unless_nobody_waits() {
    let mut trial = Trial::new();
    let mut wanted = json!({"type": "public_ipv4", "quantity": 16, "metro": "sv"});
    reserve(&mut trial, wanted.clone());
    wanted["quantity"] = json!(1);
    let pending = reserve(&mut trial, wanted.clone());
    assert_eq!((&pending["state"], &pending["address"]), (&json!("pending"), &Value::Null));
    assert_eq!(trial.get(&format!("{}/available?cidr=32", path(&pending)))["available"], json!([]));
    wanted["fail_on_approval_required"] = json!(true);
    let [text] = &trial.refused("POST", &ips(&trial), wanted)[..] else { panic!("one text") };
    assert!(text.contains("insufficient public IPv4 space"), "{text}");
    assert_eq!(trial.get(&ips(&trial))["meta"]["total"], 2, "what was refused is not there");

    let global = reserve(&mut trial, json!({"type": "global_ipv4", "quantity": 4, "metro": "", "facility": ""}));
    assert_eq!(
        (&global["facility"], &global["metro"], &global["global_ip"]),
        (&Value::Null, &Value::Null, &json!(true))
    );
    let more = reserve(&mut trial, json!({"type": "global_ipv4", "quantity": 1}));
    assert_eq!(more["state"], "pending");
}

#[test]
fn everything_that_is_wrong_with_a_request_is_told_at_once() {
    let mut trial = Trial::new();
    let ips = ips(&trial);
    let all = trial.refused("POST", &ips, json!({"type": "public_ipv5", "quantity": 3, "metro": "zz", "tags": 1}));
    assert_eq!(
        all,
        [
            "Type is not included in the list",
            "zz is not a valid metro",
            "Quantity must be a power of two",
            "Tags must be an array of strings"
        ]
    );
    let all = trial.refused("POST", &ips, json!({}));
    assert_eq!(all, ["Type can't be blank", "Facility can't be blank", "Quantity can't be blank"]);
    let other = json!({"type": "public_ipv4", "quantity": 1, "metro": "da", "facility": "ewr1"});
    assert_eq!(trial.refused("POST", &ips, other), ["Facility ewr1 is not in metro da"]);
    let foreign = format!("/projects/{}/ips", trial.foreign);
    assert_eq!(trial.call("POST", &foreign, json!({"type": "public_ipv4", "quantity": 1, "metro": "da"})).0, 404);
}

#[test]
fn lists_are_filtered_in_both_manners_and_hold_what_nobody_asked_for() {
    let mut trial = Trial::new();
    trial.active("da");
    reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 1, "metro": "da"}));
    reserve(&mut trial, json!({"type": "private_ipv4", "quantity": 8, "metro": "da"}));
    let ips = ips(&trial);
    let mut kinds = |query: &str| {
        let list = trial.get(&format!("{ips}?{query}"));
        let mut kinds: Vec<String> =
            list["ip_addresses"].as_array().unwrap().iter().map(|b| b["type"].to_string()).collect();
        kinds.sort();
        kinds.join(" ").replace('"', "")
    };
    assert_eq!(kinds(""), "private_ipv4 private_ipv4 public_ipv4 public_ipv6");
    assert_eq!(kinds("types=public_ipv4&types=public_ipv6"), "public_ipv4 public_ipv6");
    assert_eq!(kinds("ipv4=true&public=true"), "public_ipv4");
    assert_eq!(kinds("types=vrf"), "");
    assert_eq!(kinds("per_page=3").split(' ').count(), 3);
    let born = trial.get(&format!("{ips}?management=true"));
    for block in born["ip_addresses"].as_array().unwrap() {
        assert_eq!((&block["addon"], &block["bill"]), (&json!(false), &json!(false)));
        assert!(trial.refused("DELETE", &path(block), json!({}))[0].contains("their own addresses"));
    }
}

#[test]
fn an_address_is_assigned_seen_on_both_sides_and_taken_off() {
    let mut trial = Trial::new();
    let block = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 1, "metro": "da", "tags": ["vip"]}));
    let device = trial.active("da");
    let on = format!("/devices/{device}/ips");
    let (status, assigned) = trial.call("POST", &on, json!({"address": block["address"], "customdata": {"n": 1}}));
    assert_eq!(status, 201, "{assigned}");
    assert_eq!(
        (&assigned["type"], &assigned["management"], &assigned["cidr"]),
        (&json!("IPAssignment"), &json!(false), &json!(32))
    );
    assert_eq!((&assigned["tags"], &assigned["customdata"]), (&json!(["vip"]), &json!({"n": 1})));
    assert_eq!(assigned["assigned_to"]["href"], format!("/metal/v1/devices/{device}"));
    assert_eq!(assigned["parent_block"]["href"], block["href"]);

    let own = trial.get(&format!("/devices/{device}"));
    let own: Vec<&Value> =
        own["ip_addresses"].as_array().unwrap().iter().filter(|own| own["management"] == false).collect();
    assert_eq!((own.len(), &own[0]["id"]), (1, &assigned["id"]));
    assert_eq!(trial.get(&on)["ip_addresses"].as_array().unwrap().len(), 4);
    assert_eq!(trial.get(&path(&block))["assignments"], json!([{"href": assigned["href"]}]));
    let whole = trial.get(&format!("{}?include=assignments", ips(&trial)));
    let of_it = whole["ip_addresses"].as_array().unwrap().iter().find(|whole| whole["id"] == block["id"]).unwrap();
    assert_eq!(of_it["assignments"], json!([assigned]));

    assert!(trial.refused("POST", &on, json!({"address": block["address"]}))[0].contains("already assigned"));
    assert!(trial.refused("DELETE", &path(&block), json!({}))[0].contains("assigned addresses"));
    assert_eq!(trial.call("DELETE", &path(&assigned), json!({})).0, 204);
    assert_eq!(trial.call("GET", &path(&assigned), json!({})).0, 404);
    assert_eq!(trial.get(&path(&block))["assignments"], json!([]));
    assert_eq!(trial.call("DELETE", &path(&block), json!({})).0, 204);
    assert_eq!(trial.call("GET", &path(&block), json!({})).0, 404);
}

#[test]
fn parts_of_a_block_are_assigned_and_the_rest_is_available() {
    let mut trial = Trial::new();
    let block = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 8, "facility": "da11"}));
    let device = trial.active("da");
    let on = format!("/devices/{device}/ips");
    let free = |trial: &mut Trial, cidr: &str| -> Vec<String> {
        let list = trial.get(&format!("{}/available?cidr={cidr}", path(&block)));
        texts(&list["available"]).into_iter().map(String::from).collect()
    };
    assert_eq!(free(&mut trial, "32").len(), 8);
    let quarter = free(&mut trial, "30")[1].clone();
    let (_, assigned) = trial.call("POST", &on, json!({"address": quarter}));
    let network = last(&assigned["network"]);
    assert_eq!((last(&assigned["gateway"]), last(&assigned["address"])), (network + 1, network + 2), "{assigned}");
    assert_eq!(free(&mut trial, "32").len(), 4);
    assert_eq!(free(&mut trial, "29"), [""; 0]);
    assert_eq!(free(&mut trial, "28"), [""; 0]);
    let inside = json!({"address": assigned["address"]});
    assert!(trial.refused("POST", &on, inside)[0].contains("already assigned"));
    for wrong in ["0", "33", "x", ""] {
        trial.refused("GET", &format!("{}/available?cidr={wrong}", path(&block)), json!({}));
    }
}

#[test]
fn an_address_goes_nowhere_else() {
    let mut trial = Trial::new();
    let block = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 1, "metro": "da"}));
    let global = reserve(&mut trial, json!({"type": "global_ipv4", "quantity": 1}));
    let far = trial.active("sv");
    let on = format!("/devices/{far}/ips");
    assert!(trial.refused("POST", &on, json!({"address": block["address"]}))[0].contains("metro"));
    assert!(trial.refused("POST", &on, json!({"address": "192.0.2.1"}))[0].contains("reserved block"));
    assert!(trial.refused("POST", &on, json!({"address": "300.1.1.1/32"}))[0].contains("invalid"));
    assert!(trial.refused("POST", &on, json!({}))[0].contains("blank"));
    let (status, assigned) = trial.call("POST", &on, json!({"address": global["address"]}));
    assert_eq!((status, &assigned["global_ip"]), (201, &json!(true)));

    let own = trial.get(&on)["ip_addresses"][0].clone();
    assert!(trial.refused("DELETE", &path(&own), json!({}))[0].contains("management"));
    trial.call("DELETE", &format!("/devices/{far}"), json!({}));
    assert!(trial.refused("POST", &on, json!({"address": block["address"]}))[0].contains("state"));
    trial.pass(600);
    assert_eq!(trial.get(&path(&global))["assignments"], json!([]), "it went with its device");
}

#[test]
fn what_was_assigned_by_hand_is_given_to_no_new_machine() {
    let mut trial = Trial::new();
    let device = trial.active("da");
    let born = trial.get(&format!("{}?types=private_ipv4", ips(&trial)))["ip_addresses"][0].clone();
    let free = trial.get(&format!("{}/available?cidr=31", path(&born)));
    let pair = texts(&free["available"])[0].to_owned();
    let (status, _) = trial.call("POST", &format!("/devices/{device}/ips"), json!({"address": pair}));
    assert_eq!(status, 201);
    let next = trial.active("da");
    let addresses = trial.get(&format!("/devices/{next}/ips"));
    let (network, _) = pair.split_once('/').unwrap();
    assert!(addresses["ip_addresses"].as_array().unwrap().iter().all(|own| own["network"] != network), "{addresses}");
}

#[test]
fn details_tags_and_customdata_are_changed_and_the_rest_stays() {
    let mut trial = Trial::new();
    let body = json!({"type": "public_ipv4", "quantity": 1, "metro": "da", "tags": ["a"], "details": "x"});
    let block = reserve(&mut trial, body);
    let device = trial.active("da");
    let (_, assigned) = trial.call("POST", &format!("/devices/{device}/ips"), json!({"address": block["address"]}));
    for thing in [&block, &assigned] {
        let (status, changed) = trial.call("PATCH", &path(thing), json!({"tags": ["b"], "customdata": {"y": 2}}));
        assert_eq!((status, &changed["tags"], &changed["details"]), (200, &json!(["b"]), &json!("x")));
        assert_eq!(changed["customdata"], json!({"y": 2}));
        let (_, changed) = trial.call("PATCH", &path(thing), json!({"details": null}));
        assert_eq!((&changed["tags"], &changed["details"]), (&json!(["b"]), &Value::Null));
        assert_eq!(trial.get(&path(thing)), changed);
    }
}

#[test]
fn what_is_remembered_is_assigned_and_taken_as_before() {
    let mut trial = Trial::new();
    let block = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 2, "metro": "da"}));
    let device = trial.active("da");
    let on = format!("/devices/{device}/ips");
    trial.call("POST", &on, json!({"address": block["address"]}));
    trial.call("POST", &trial.in_project("bgp-configs"), json!({"deployment_type": "local", "asn": 65000}));
    trial.call("POST", &format!("/devices/{device}/bgp/sessions"), json!({"address_family": "ipv4"}));
    let batch = json!({"batches": [{"plan": "c3.medium.x86", "operating_system": "ubuntu_20_04", "metro": "da"}]});
    trial.call("POST", &trial.in_project("devices/batch"), batch);
    let paths = [ips(&trial), on.clone(), trial.in_project("bgp/sessions"), trial.in_project("batches")];
    let before = paths.each_ref().map(|path| trial.get(path));

    let records = trial.world.records();
    trial.world = World::restore(records, trial.world.conditions.clone()).unwrap();
    assert_eq!(paths.each_ref().map(|path| trial.get(path)), before);
    assert!(trial.refused("POST", &on, json!({"address": block["address"]}))[0].contains("already assigned"));
    let other = reserve(&mut trial, json!({"type": "public_ipv4", "quantity": 1, "metro": "da"}));
    assert!(last(&other["network"]) > last(&block["network"]) + 1, "{other}");
    trial.pass(10);
    let batches = trial.get(&paths[3]);
    assert_eq!(batches["batches"][0]["state"], "completed");
}

#[test]
fn what_terraform_lets_one_name_by_id_has_an_id_that_it_takes() {
    let mut trial = Trial::new();
    let device = trial.active("sv");
    let project = trial.get(&format!("/projects/{}", trial.project));
    let mut ids = vec![project["payment_method"]["href"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned()];
    let blocks = trial.get(&format!("{}?types=public_ipv4,private_ipv4,public_ipv6", ips(&trial)));
    let own = trial.get(&format!("/devices/{device}/ips"));
    for list in [blocks, own] {
        let listed = list["ip_addresses"].as_array().unwrap();
        assert!(listed.len() >= 2, "{listed:?}");
        ids.extend(listed.iter().map(|address| address["id"].as_str().unwrap().to_owned()));
    }
    for id in ids {
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 4, "{id}");
    }
}
