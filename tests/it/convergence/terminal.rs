//! `up` and `down` on a terminal: they ask, and a no changes nothing.

use super::bed::Bed;
use crate::terminal::at_a_terminal;

fn on_a_terminal(bed: &Bed, arguments: &str, answers: &[(&str, &str)]) -> Option<(String, i32)> {
    let variables: Vec<(String, String)> = bed.user.variables().to_vec();
    at_a_terminal(&bed.user, &variables, arguments, answers)
}

#[test]
fn up_asks_first_and_a_no_orders_nothing() {
    let bed = Bed::new(1);
    let Some((screen, code)) = on_a_terminal(&bed, "up --color never", &[("Do it?", "n")]) else { return };
    assert!(screen.contains("create demo-control-plane-0") && screen.contains("nothing was ordered"), "{screen}");
    assert_eq!(code, 1, "{screen}");
    assert!(bed.made().is_empty() && !bed.state().exists(), "{screen}");

    let (screen, code) = on_a_terminal(&bed, "up --color never", &[("Do it?", "\u{3}")]).expect("it was there");
    assert!(screen.contains("interrupted; nothing was ordered"), "{screen}");
    assert_eq!(code, 130, "{screen}");
    assert!(bed.made().is_empty() && !bed.state().exists(), "{screen}");

    let (screen, code) = on_a_terminal(&bed, "up --color never", &[("Do it?", "y")]).expect("it was there");
    assert!(screen.contains("demo is up: 2/2 nodes Ready"), "{screen}");
    assert_eq!(code, 0, "{screen}");
}

#[test]
fn machines_beyond_the_files_go_only_after_a_yes() {
    let bed = Bed::new(2);
    let _ = bed.up(&[]);
    bed.edit("machines.yaml", "replicas: 2", "replicas: 1");
    let answers = [("do not want any more", "n")];
    let Some((screen, code)) = on_a_terminal(&bed, "up --color never", &answers) else { return };
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("demo-worker-"), "{screen}");
    assert_eq!(bed.hostnames().len(), 3, "{screen}");

    let answers = [("do not want any more", "y"), ("Do it?", "y")];
    let (screen, code) = on_a_terminal(&bed, "up --color never", &answers).expect("it was there");
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("2/2 nodes Ready"), "{screen}");
    assert_eq!(bed.hostnames().len(), 2, "{screen}");
}

#[test]
fn down_wants_the_name_typed() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    let billed = bed.billed();
    let Some((screen, code)) = on_a_terminal(&bed, "down --color never", &[("Type demo", "yes\r")]) else { return };
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("nothing was deleted"), "{screen}");
    assert_eq!(bed.billed(), billed);

    let (screen, code) = on_a_terminal(&bed, "down --color never", &[("Type demo", "demo\r")]).expect("it was there");
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("demo is gone; nothing is left"), "{screen}");
    assert!(bed.billed().is_empty());
}
