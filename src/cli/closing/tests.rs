use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a time")
}

fn machine(name: &str, ordered: i64, active: Option<i64>, ready: Option<i64>) -> MachineTimes {
    MachineTimes {
        name: name.to_owned(),
        is_control_plane: name.contains("control-plane"),
        ordered_at: at(ordered),
        active_at: active.map(at),
        ready_at: ready.map(at),
    }
}

fn up(machines: &[MachineTimes], answered: Option<i64>) -> String {
    let calls = BTreeMap::from([("createDevice", 3), ("findProjectDevices", 9)]);
    let report = UpReport {
        cluster: "demo",
        began: at(0),
        ended: at(130),
        machines,
        api_answered_at: answered.map(at),
        calls: &calls,
        kubeconfig: Path::new("/home/me/my state/kubeconfig"),
    };
    report.text(Paint::PLAIN)
}

#[test]
fn the_end_of_up_says_what_took_how_long_and_what_comes_next() {
    let machines = [
        machine("demo-control-plane-0", 2, Some(64), Some(99)),
        machine("demo-worker-0", 2, Some(60), Some(104)),
        machine("demo-worker-1", 2, Some(90), Some(128)),
    ];
    let expected = "\
✓ demo is up: 3/3 nodes Ready, in 2m10s

  MACHINE                ORDERED→ACTIVE   ACTIVE→READY   WHOLE
  demo-control-plane-0            1m02s            35s   1m37s
  demo-worker-0                     58s            44s   1m42s
  demo-worker-1                   1m28s            38s   2m06s

  critical path: demo-control-plane-0 ordered→active 1m02s, →API 31s; demo-worker-1 ordered→active 1m28s, →Ready 38s
  12 calls to Packet's API: createDevice 3, findProjectDevices 9
  kubeconfig: /home/me/my state/kubeconfig

next: export KUBECONFIG='/home/me/my state/kubeconfig'; kubectl get nodes
";
    assert_eq!(up(&machines, Some(95)), expected);
}

#[test]
fn only_what_came_in_this_run_is_on_the_critical_path() {
    let machines = [
        machine("demo-control-plane-0", -900, Some(-840), Some(-800)),
        machine("demo-worker-0", -900, Some(-840), Some(-790)),
        machine("demo-worker-1", 1, Some(61), Some(91)),
    ];
    let text = up(&machines, Some(-810));
    assert!(text.contains("critical path: demo-worker-1 ordered→active 1m00s, →Ready 30s\n"), "{text}");
    assert!(!up(&machines[..2], Some(-810)).contains("critical path"));
}

#[test]
fn a_lone_control_plane_is_its_own_critical_path() {
    let text = up(&[machine("demo-control-plane-0", 0, Some(60), Some(101))], Some(92));
    let path = "critical path: demo-control-plane-0 ordered→active 1m00s, →API 32s, →Ready 9.0s\n";
    assert!(text.contains(path), "{text}");
}

fn thing(machine: Option<&str>, id: Option<&str>, address: Option<&str>) -> Thing {
    let own = |text: Option<&str>| text.map(str::to_owned);
    Thing { machine: own(machine), id: own(id), address: own(address) }
}

fn left(troubles: &[Wrong], there: &[Thing], ordered: usize) -> String {
    let report =
        LeftReport { cluster: "demo", troubles, ordered, there, go_on: "packetctl up", clean_up: "packetctl down" };
    report.text(Paint::PLAIN)
}

#[test]
fn a_failed_run_says_what_it_left_behind_and_how_to_go_on() {
    let troubles = [
        Wrong {
            what: "demo-worker-0: installing failed three times".to_owned(),
            hint: Some("try another plan".to_owned()),
        },
        Wrong { what: "not done in the time given".to_owned(), hint: None },
    ];
    let there = [
        thing(Some("demo-control-plane-0"), Some("d1"), Some("147.75.60.11")),
        thing(Some("demo-worker-0"), None, None),
        thing(None, Some("r1"), Some("147.75.60.10")),
    ];
    let expected = "\
error: demo-worker-0: installing failed three times
  hint: try another plan
error: not done in the time given

5 things were ordered in this run; this is there of demo, and paid for:
  WHAT              NAME                   ID                        ADDRESS
  device            demo-control-plane-0   d1                        147.75.60.11
  device            demo-worker-0          ordered, never answered   -
  elastic address   147.75.60.10           r1                        147.75.60.10
to go on:    packetctl up
to clean up: packetctl down
";
    assert_eq!(left(&troubles, &there, 5), expected);
}

#[test]
fn a_run_that_ordered_nothing_says_that_there_is_nothing_to_clean_up() {
    let expected = "\
interrupted: stopped as you asked

nothing was ordered in this run; nothing of demo is there
to go on:    packetctl up
";
    assert_eq!(left(&[], &[], 0), expected);
}

#[test]
fn the_receipt_names_each_thing_and_that_it_is_gone() {
    let gone = [thing(Some("demo-worker-0"), Some("d2"), None), thing(None, Some("r1"), Some("147.75.60.10"))];
    let receipt = |left| Receipt { cluster: "demo", gone: &gone, left, clean_up: "packetctl down" };
    let expected = "\
✓ demo is gone; nothing is left
  WHAT              NAME            ID   STATE
  device            demo-worker-0   d2   gone
  elastic address   147.75.60.10    r1   gone
";
    assert_eq!(receipt(&[]).text(Paint::PLAIN), expected);
    let left = [thing(Some("demo-control-plane-0"), Some("d1"), None)];
    let text = receipt(&left).text(Paint::PLAIN);
    assert!(text.starts_with("✗ demo is not gone\n"), "{text}");
    assert!(text.contains("\nstill there, and paid for:\n") && text.contains("demo-control-plane-0   d1"), "{text}");
    assert!(!receipt(&left).is_clean());
}

#[test]
fn of_nothing_the_receipt_is_short() {
    let receipt = Receipt { cluster: "demo", gone: &[], left: &[], clean_up: "packetctl down" };
    assert_eq!(receipt.text(Paint::PLAIN), "✓ there is nothing of demo\n");
}
