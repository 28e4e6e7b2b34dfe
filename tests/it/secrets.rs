//! Secrets stand where they should and nowhere else.

use super::world::{KEY, World};
use std::fs;

/// A key pair that openssl would make is not needed: what counts is that the text shows up nowhere.
const PRIVATE: &str = "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0LWtleS1ieXRlcw==\n-----END EC PRIVATE KEY-----\n";

#[test]
fn the_key_is_in_no_output_and_in_no_file_unless_asked_for() {
    let world = World::ready();
    for arguments in [
        &["generate", "-v"][..],
        &["generate", "-v", "-f", "-o", "out/packet"],
        &["generate", "--stdout"],
        &["config", "-v"],
        &["config", "-o", "json"],
        &["config", "-o", "yaml"],
        &["validate", "-v"],
        &["validate", "-o", "json"],
    ] {
        let output = world.run(arguments);
        assert!(!output.to_string().contains(KEY), "{arguments:?}: {output}");
    }
    for name in world.everything() {
        let path = world.folder().join(name);
        assert!(path.is_dir() || !fs::read_to_string(&path).unwrap().contains(KEY), "{}", path.display());
    }
}

#[test]
fn embedded_it_stands_in_two_files_only() {
    let world = World::ready();
    let output = world.run(&["generate", "-v", "--embed-credentials"]).success();
    assert!(!output.to_string().contains(KEY), "{output}");
    let holding: Vec<String> = world
        .everything()
        .into_iter()
        .filter(|name| fs::read_to_string(world.folder().join(name)).is_ok_and(|text| text.contains(KEY)))
        .collect();
    assert_eq!(holding, ["out/packet/addons.yaml", "out/packet/provider-components.yaml"]);
}

#[test]
fn a_wrong_key_is_never_quoted() {
    let world = World::ready().with("PACKET_API_KEY", "Wrong SeCrEt");
    assert!(!world.run(&["generate", "-v"]).refused().to_string().contains("SeCrEt"));
    let world = World::ready().with("METAL_AUTH_TOKEN", "OtherSeCrEt");
    let output = world.run(&["generate", "-v"]).refused().to_string();
    assert!(!output.contains("SeCrEt"), "{output}");
}

#[test]
fn a_private_key_given_by_mistake_is_never_quoted() {
    for variable in ["SSH_KEY", "CA_CERT"] {
        let world = World::ready().with(variable, "key.pem").with("CA_KEY", "key.pem");
        world.write("key.pem", PRIVATE);
        let output = world.run(&["generate", "-v"]).refused().to_string();
        assert!(!output.contains("c2VjcmV0"), "{output}");
    }
}

#[test]
fn there_is_no_flag_for_the_key() {
    let output = World::ready().run(&["generate", "--api-key", "x"]).refused();
    assert!(output.stderr.contains("unexpected argument '--api-key'"), "{output}");
}
