//! The user's own templates.

use super::world::{World, assert_golden};

/// A world with the built-in templates exported to `mine`.
fn exported() -> World {
    let world = World::ready();
    let _ = world.run(&["templates", "export", "mine"]).success();
    world
}

/// Changes one exported template.
fn change(world: &World, name: &str, from: &str, to: &str) {
    let text = world.read(name);
    assert!(text.contains(from), "{name} does not hold {from:?}");
    world.write(name, text.replacen(from, to, 1));
}

#[test]
fn what_was_exported_renders_the_same() {
    let world = exported();
    let built_in = world.run(&["generate", "--stdout"]).success().stdout;
    let own = world.run(&["generate", "--stdout", "--templates", "mine"]).success().stdout;
    assert_eq!(own, built_in);
}

#[test]
fn one_template_replaces_one() {
    let world = World::ready();
    let from = World::ready();
    let _ = from.run(&["templates", "export", "t"]).success();
    let cluster = from.read("t/v1alpha1/cluster.yaml.j2");
    world.write("mine/v1alpha1/cluster.yaml.j2", format!("# by hand\n{cluster}"));
    let _ = world.run(&["generate", "--templates", "mine"]).success();
    assert!(world.read("out/packet/cluster.yaml").starts_with("# by hand\n"));
    assert_golden("usual/machines.yaml", &world.read("out/packet/machines.yaml"));
}

#[test]
fn what_is_broken_is_told_with_its_template_and_line() {
    for (golden, name, from, to) in [
        ("template-syntax", "v1alpha1/cluster.yaml.j2", "{{ cluster.name }}", "{{ cluster.name"),
        ("template-undefined", "v1alpha1/cluster.yaml.j2", "cluster.name", "cluster.title"),
        ("template-include", "v1alpha1/addons.yaml.j2", "{% if", "{% include \"gone.yaml\" %}\n{% if"),
        ("template-yaml", "v1alpha1/machines.yaml.j2", "roles:", "roles: ["),
        ("template-field", "v1alpha1/machines.yaml.j2", "machineType:", "machineTyp:"),
    ] {
        let world = exported();
        change(&world, &format!("mine/{name}"), from, to);
        let before = world.everything();
        let output = world.run(&["generate", "--templates", "mine"]).refused();
        assert_golden(&format!("errors/{golden}"), &output.to_string());
        assert_eq!(world.everything(), before);
    }
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let world = exported();
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}\n";
    world.write("mine/v1alpha1/cluster.yaml.j2", endless);
    let output = world.run(&["generate", "--templates", "mine"]).refused();
    assert!(output.stderr.contains("mine/v1alpha1/cluster.yaml.j2:1:"), "{output}");
}

#[test]
fn a_file_that_replaces_nothing_is_told() {
    let world = World::ready();
    world.write("mine/cluster.yaml.j2", "x");
    world.write("mine/v1alpha1/machine.yaml.j2", "x");
    assert_golden("errors/template-unknown", &world.run(&["generate", "--templates", "mine"]).refused().to_string());
    std::fs::create_dir(world.folder().join("none")).unwrap();
    assert_golden("errors/template-none", &world.run(&["generate", "--templates", "none"]).refused().to_string());
    assert_golden("errors/template-gone", &world.run(&["generate", "--templates", "gone"]).refused().to_string());
}

#[test]
fn an_export_replaces_nothing_without_f() {
    let world = exported();
    world.write("mine/v1alpha1/cluster.yaml.j2", "changed");
    let output = world.run(&["templates", "export", "mine"]).refused();
    assert!(output.stderr.contains("mine/v1alpha1/cluster.yaml.j2: exists already"), "{output}");
    assert_eq!(world.read("mine/v1alpha1/cluster.yaml.j2"), "changed");
    let _ = world.run(&["templates", "export", "mine", "-f"]).success();
    assert_ne!(world.read("mine/v1alpha1/cluster.yaml.j2"), "changed");
}
