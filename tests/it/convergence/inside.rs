//! `up --sim`: the whole story with nothing but the binary.

use crate::world::{Output, World};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// The world's one cluster, by what is remembered.
fn cluster(world: &World) -> String {
    let folder = world.home().join(".local/state/packetctl");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.collect();
    assert_eq!(names.len(), 1, "{names:?}");
    names[0].clone()
}

fn state(world: &World) -> PathBuf {
    world.home().join(".local/state/packetctl").join(cluster(world)).join("state.json")
}

/// The line that serves the world, as a user would copy it.
fn serving_line(said: &Output) -> Vec<String> {
    let (_, line) = said.stderr.split_once("serve the simulated world first: packetctl ").expect("it is told");
    line.lines().next().unwrap().split(' ').map(ToOwned::to_owned).collect()
}

#[test]
fn the_whole_story_from_an_empty_folder() {
    let world = World::empty();
    let made = world.run(&["up", "--sim", "-y"]).success();
    let name = cluster(&world);
    assert!(made.stderr.contains(&format!("{name} is up: 3/3 nodes Ready")), "{made}");
    assert!(world.read("out/packet/machines.yaml").contains("replicas: 2"));
    let quiet = world.run(&["plan", "--exit-code"]).success();
    assert!(quiet.stdout.contains("Nothing to do"), "{quiet}");

    // Edited, and brought to what is wanted: the state knows that it is simulated.
    let text = world.read("out/packet/machines.yaml").replace("replicas: 2", "replicas: 1");
    world.write("out/packet/machines.yaml", text);
    let planned = world.run(&["plan", "--delete-extra", "--exit-code"]);
    assert_eq!(planned.code, 3, "{planned}");
    assert!(planned.stdout.contains(&format!("delete {name}-worker-1")), "{planned}");
    let changed = world.run(&["up", "--sim", "-y", "--delete-extra"]).success();
    assert!(changed.stderr.contains("2/2 nodes Ready"), "{changed}");

    // Served by the line that was printed, and used while it is.
    let line = serving_line(&changed);
    let line: Vec<String> = line.into_iter().map(|word| word.replace("$ROOT", &world.root())).collect();
    let words: Vec<&str> = line.iter().map(String::as_str).collect();
    let mut serving =
        world.command(&words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it can be started");
    let mut said = String::new();
    BufReader::new(serving.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.starts_with("export PACKET_API_URL="), "{said}");
    let planned = world.run(&["plan", "--exit-code"]).success();
    assert!(planned.stdout.contains("Nothing to do"), "{planned}");
    let gone = world.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains(&format!("{name} is gone; nothing is left")), "{gone}");
    serving.kill().unwrap();
    serving.wait().unwrap();
}

#[test]
fn two_worlds_at_once_do_not_meet() {
    let worlds = [World::empty(), World::empty()];
    let runs = worlds.each_ref().map(|world| {
        let mut command = world.command(&["up", "--sim", "-y"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be started")
    });
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    for world in &worlds {
        let text = std::fs::read_to_string(state(world)).unwrap();
        assert!(text.contains("\"simulator\""), "{text}");
        let quiet = world.run(&["plan", "--exit-code"]).success();
        assert!(quiet.stdout.contains("Nothing to do"), "{quiet}");
    }
}
