//! A question needs a terminal, and gets one here.
//!
//! `script` (util-linux) gives the binary a terminal; where it is missing these
//! tests have nothing to talk to, and the rules are held by `may_ask` alone.

use super::world::{World, assert_golden};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

/// Runs `packetctl` on a terminal of its own and types the answers.
fn on_a_terminal(world: &World, arguments: &str, answers: &str) -> Option<String> {
    let binary = env!("CARGO_BIN_EXE_packetctl");
    let mut command = Command::new("script");
    command.args(["-q", "-e", "-c", &format!("'{binary}' {arguments}"), "/dev/null"]).current_dir(world.folder());
    command.env_clear().env("HOME", world.home()).env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
    typed(&mut command, answers)
}

/// Runs a command that gives its own command a terminal, and types.
fn typed(command: &mut Command, answers: &str) -> Option<String> {
    if Command::new("script").arg("--version").output().is_err() {
        return None;
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for line in answers.split_inclusive('\n') {
        // A question reads keys as they come; what is typed before it is asked would go to the one before.
        std::thread::sleep(std::time::Duration::from_millis(400));
        stdin.write_all(line.replace('\n', "\r").as_bytes()).unwrap();
        stdin.flush().unwrap();
    }
    std::thread::sleep(std::time::Duration::from_millis(400));
    drop(stdin);
    Some(String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned())
}

#[test]
fn missing_values_are_asked_for_and_all_but_the_key_can_be_kept() {
    let world = World::empty();
    let Some(screen) = on_a_terminal(&world, "generate", "my-project\nMySeCrEt\ny") else { return };
    assert!(screen.contains("PACKET_PROJECT_ID") && screen.contains("PACKET_API_KEY"), "{screen}");
    assert!(!screen.contains("MySeCrEt"), "the key must not be seen");
    assert!(world.read("out/packet/cluster.yaml").contains("\"my-project\""), "{screen}");
    let kept = world.read("packetctl.yaml");
    assert!(kept.contains("my-project") && kept.contains("cluster-name") && !kept.contains("MySeCrEt"), "{kept}");
    let _ = world.with("PACKET_API_KEY", "k").run(&["generate", "-f"]).success();
}

#[test]
fn a_no_keeps_nothing() {
    let world = World::empty();
    let Some(screen) = on_a_terminal(&world, "generate", "my-project\nkey\nn") else { return };
    assert!(!world.folder().join("packetctl.yaml").exists(), "{screen}");
    assert!(world.folder().join("out/packet/addons.yaml").exists(), "{screen}");
}

#[test]
fn an_interrupt_at_the_hidden_question_leaves_the_terminal_as_it_was() {
    let world = World::empty();
    // The shell around it asks the terminal for its modes afterwards.
    let binary = env!("CARGO_BIN_EXE_packetctl");
    world.write("run.sh", format!("trap : INT; '{binary}' generate; echo \"code $?\"; stty -a\n"));
    let mut command = Command::new("script");
    command.args(["-q", "-c", "sh run.sh", "/dev/null"]).current_dir(world.folder());
    command.env_clear().env("HOME", world.home()).env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
    let Some(screen) = typed(&mut command, "my-project\n\u{3}") else { return };
    assert!(screen.contains("code 130"), "{screen}");
    assert!(screen.split_whitespace().any(|word| word == "echo"), "{screen}");
    assert_eq!(world.everything(), ["run.sh"]);
}

#[test]
fn no_input_never_asks() {
    let world = World::empty();
    let Some(screen) = on_a_terminal(&world, "generate --no-input --color never", "") else { return };
    assert_golden("errors/no-input", &screen.replace('\r', ""));
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let world = World::empty();
    let Some(screen) = on_a_terminal(&world, "generate --no-input", "") else { return };
    assert!(screen.contains("\u{1b}["), "{screen}");
    let Some(screen) = on_a_terminal(&world, "generate --no-input --color never", "") else { return };
    assert!(!screen.contains("\u{1b}["), "{screen}");
}

/// Runs `packetctl` on a terminal of its own with some variables, and types each answer once its question is seen. What
/// stood on the screen, and the exit code.
pub fn at_a_terminal(
    world: &World,
    variables: &[(String, String)],
    arguments: &str,
    answers: &[(&str, &str)],
) -> Option<(String, i32)> {
    Command::new("script").arg("--version").output().ok()?;
    let binary = env!("CARGO_BIN_EXE_packetctl");
    let mut command = Command::new("script");
    command.args(["-q", "-e", "-c", &format!("'{binary}' {arguments}"), "/dev/null"]).current_dir(world.folder());
    command.env_clear().env("HOME", world.home()).env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut screen = Vec::new();
    let mut buffer = [0; 4096];
    let mut answers = answers.iter().peekable();
    let mut seen = 0;
    loop {
        let count = stdout.read(&mut buffer).unwrap_or(0);
        if count == 0 {
            break;
        }
        screen.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&screen).into_owned();
        while let Some((question, answer)) = answers.peek()
            && text.get(seen..).is_some_and(|rest| rest.contains(question))
        {
            seen = text.len();
            answers.next();
            // The question is drawn before its keys are read.
            std::thread::sleep(std::time::Duration::from_millis(300));
            stdin.write_all(answer.as_bytes()).unwrap();
            stdin.flush().unwrap();
        }
    }
    drop(stdin);
    let code = child.wait().unwrap().code().unwrap_or(-1);
    Some((String::from_utf8_lossy(&screen).replace('\r', ""), code))
}
