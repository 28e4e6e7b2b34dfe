//! The state file is lost: nothing is ordered anew, and all of it can still be deleted.

use super::bed::Bed;
use serde_json::json;

#[test]
fn up_stops_and_names_the_devices_and_what_mends_it() {
    let bed = Bed::new(1);
    let _ = bed.up(&[]);
    let billed = bed.billed();
    std::fs::remove_dir_all(bed.state().parent().unwrap()).unwrap();

    for command in [["up", "-y"].as_slice(), &["plan"], &["up", "-y", "--replace", "demo-control-plane-0"]] {
        let stopped = bed.run(command);
        assert_eq!(stopped.code, 1, "{stopped}");
        for device in bed.devices() {
            let (name, id) = (device["hostname"].as_str().unwrap(), device["id"].as_str().unwrap());
            assert!(stopped.stderr.contains(name) && stopped.stderr.contains(id), "{stopped}");
        }
        for words in ["packetctl state rebuild", "packetctl down --cluster demo", "nothing was ordered"] {
            assert!(stopped.stderr.contains(words), "{words}: {stopped}");
        }
        assert!(!bed.state().exists(), "nothing is remembered that was not seen: {stopped}");
    }
    assert_eq!(bed.billed(), billed);

    let gone = bed.run(&["down", "--cluster", "demo", "-y"]).success();
    assert!(gone.stdout.contains("demo is gone; nothing is left"), "{gone}");
    assert!(bed.billed().is_empty(), "{:?}", bed.made());
    assert!(!bed.state().exists());
    bed.assert_foreign_untouched();

    let nothing = bed.run(&["down", "--cluster", "demo", "-y"]);
    assert_eq!(nothing.code, 1, "{nothing}");
    assert!(nothing.stderr.contains("nothing in project"), "{nothing}");
}

#[test]
fn an_address_that_is_left_alone_is_not_forgotten() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    bed.strike("demo-control-plane-0", "remove");
    std::fs::remove_dir_all(bed.state().parent().unwrap()).unwrap();
    assert_eq!(bed.billed().len(), 1);
    let gone = bed.run(&["down", "--cluster", "demo", "-y"]).success();
    assert!(gone.stdout.contains("elastic address"), "{gone}");
    assert!(bed.billed().is_empty(), "{:?}", bed.made());
}

#[test]
fn two_clusters_of_one_name_are_told_apart_by_their_ids() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    let id = bed.remembered()["id"].as_str().expect("it has an id").to_owned();
    let body = json!({"hostname": "demo-control-plane-0", "plan": "c1.small.x86", "facility": ["ewr1"],
        "operating_system": "ubuntu_20_04",
        "tags": ["packetctl:id=anotherone", "packetctl:cluster=demo", "packetctl:name=demo-control-plane-0",
                 "packetctl:role=control-plane", "packetctl:group=demo-control-plane-0", "packetctl:order=aaaabbbbcccc"]});
    let _ = bed.sim.post(&bed.sim.in_project("/devices"), &body).is(201);

    // With a state it is known which one is meant: the other is somebody else's.
    let again = bed.up(&[]);
    assert!(again.stderr.contains("demo is up: 1/1 nodes Ready"), "{again}");

    std::fs::rename(bed.state(), bed.user.folder().join("kept.json")).unwrap();
    // The generation before it stands beside it, and would be offered.
    std::fs::remove_dir_all(bed.state().parent().unwrap()).unwrap();
    let before = bed.billed();
    let stopped = bed.run(&["down", "--cluster", "demo", "-y"]);
    assert_eq!(stopped.code, 1, "{stopped}");
    assert!(stopped.stderr.contains(&id) && stopped.stderr.contains("anotherone"), "{stopped}");
    assert_eq!(bed.billed(), before);

    let gone = bed.run(&["down", "--state", "kept.json", "-y"]).success();
    assert!(gone.stdout.contains("demo is gone; nothing is left"), "{gone}");
    let left: Vec<_> = bed.made().into_iter().filter(|thing| thing["billed"] == true).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0]["tags"].as_array().unwrap().contains(&json!("packetctl:id=anotherone")));
}
