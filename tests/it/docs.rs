//! The README's words are true.

use super::world::World;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The shell blocks whose first line is exactly this.
fn blocks(head: &str) -> Vec<String> {
    let text = readme();
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while lines.any(|line| line == head) {
        blocks.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n") + "\n");
    }
    blocks
}

#[test]
fn its_blocks_run_one_after_the_other_in_an_empty_folder() {
    let world = World::empty();
    let bin = world.home().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_packetctl"), bin.join("packetctl")).unwrap();
    let blocks = blocks("```sh");
    // This very test is the block that runs the tests.
    let script: String = blocks.into_iter().filter(|block| block != "cargo test\n").collect();
    assert!(script.lines().count() > 5, "the README has lost its blocks");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-euxc", &script]).current_dir(world.folder()).env_clear();
    shell.env("HOME", world.home()).env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    let _ = world.output(&mut shell).success();
}

#[test]
fn its_table_of_settings_is_the_one_in_the_code() {
    let text = readme();
    let (before, rest) = text.split_once("in the code -->\n").expect("the table has a beginning");
    let (kept, after) = rest.split_once("<!-- end of settings -->").expect("the table has an end");
    let mut table =
        String::from("| flag and key | variables | default | what it is for | about |\n|---|---|---|---|---|\n");
    for setting in packetctl::settings::table::ALL {
        table.push_str(&setting.row());
    }
    if std::env::var_os("PACKETCTL_BLESS").is_some() {
        fs::write(root().join("README.md"), format!("{before}in the code -->\n{table}<!-- end of settings -->{after}"))
            .unwrap();
        return;
    }
    assert!(kept == table, "the README's table is old: PACKETCTL_BLESS=1 cargo test");
}

#[test]
fn its_table_of_commands_has_every_command() {
    let text = readme();
    let help = World::empty().run(&["--help"]).success().stdout;
    let commands = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help") {
        assert!(text.contains(&format!("\n| `{command}")), "{command} is not in the README's table");
    }
}

#[test]
fn what_it_points_to_is_there() {
    for name in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .filter(|link| !link.starts_with("http") && !link.starts_with('#'));
        for link in links {
            assert!(root().join(link).exists(), "{name} points to {link}");
        }
    }
}

#[test]
fn paths_it_names_are_there() {
    for name in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        for quoted in text.split('`').skip(1).step_by(2) {
            let path: PathBuf = quoted.split(' ').next().unwrap_or_default().into();
            let ours = ["src/", "tests/", "templates/", ".ci/"].iter().any(|folder| quoted.starts_with(folder));
            assert!(!ours || root().join(&path).exists(), "{name} names {quoted}");
        }
    }
}
