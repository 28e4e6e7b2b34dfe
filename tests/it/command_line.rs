//! What a person or script sees of the command line itself: help, colours, completions, manual.

use super::world::{World, assert_golden};
use std::fs;
use std::path::Path;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["generate"],
    &["validate"],
    &["plan"],
    &["up"],
    &["down"],
    &["status"],
    &["kubeconfig"],
    &["state"],
    &["state", "show"],
    &["state", "rebuild"],
    &["state", "rotate-key"],
    &["sim"],
    &["config"],
    &["templates"],
    &["templates", "export"],
    &["completions"],
    &["man"],
];

#[test]
fn every_help_has_an_example() {
    for command in COMMANDS {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let output = World::empty().run(&arguments).success();
        let name = if command.is_empty() { "packetctl".to_owned() } else { command.join("-") };
        assert_golden(&format!("help/{name}"), &output.stdout);
        assert!(output.stdout.contains("Example"), "{command:?}");
    }
}

#[test]
fn the_kept_completions_are_what_the_command_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in [
        ("bash", "packetctl.bash"),
        ("zsh", "_packetctl"),
        ("fish", "packetctl.fish"),
        ("powershell", "_packetctl.ps1"),
        ("elvish", "packetctl.elv"),
    ] {
        let now = World::empty().run(&["completions", shell]).success().stdout;
        let path = folder.join(file);
        if std::env::var_os("PACKETCTL_BLESS").is_some() {
            fs::write(&path, &now).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == now, "{} is old: PACKETCTL_BLESS=1 cargo test", path.display());
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let world = World::empty();
    let _ = world.run(&["man", "man1"]).success();
    let pages: Vec<String> = COMMANDS
        .iter()
        .map(|command| {
            format!(
                "man1/{}.1",
                std::iter::once("packetctl").chain(command.iter().copied()).collect::<Vec<_>>().join("-")
            )
        })
        .collect();
    for page in &pages {
        assert!(world.read(page).starts_with(".ie"), "{page} is a manual page");
    }
    assert_eq!(world.everything().len(), pages.len() + 1);
}

#[test]
fn colours_need_a_terminal_or_a_wish() {
    let world = World::empty();
    assert!(!world.run(&["generate"]).stderr.contains('\u{1b}'));
    assert!(world.run(&["generate", "--color", "always"]).stderr.contains("\u{1b}["));
}

#[test]
fn quiet_says_only_what_went_wrong_and_verbose_says_why() {
    let world = World::ready();
    let quiet = world.run(&["generate", "-q"]).success();
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("demo\n", ""));
    let verbose = world.run(&["generate", "-v", "-f"]).success();
    assert!(verbose.stderr.contains("cluster-name = demo (CLUSTER_NAME)"), "{verbose}");
    assert!(World::empty().run(&["generate", "-q"]).refused().stderr.contains("PACKET_PROJECT_ID"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    let mut child =
        World::ready().command(&["generate", "--stdout"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_full_standard_output_is_a_failure() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let world = World::ready();
    let output = world.output(world.command(&["config"]).stdout(full));
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stderr.contains("cannot write to standard output"), "{output}");
}

#[test]
fn the_version_is_told() {
    let output = World::empty().run(&["--version"]).success();
    assert_eq!(output.stdout, format!("packetctl {}\n", env!("CARGO_PKG_VERSION")));
}
