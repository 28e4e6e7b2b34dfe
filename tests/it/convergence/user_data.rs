//! Secrets in machines' user-data: where they stand while they are needed, and nowhere afterwards.

use super::bed::Bed;
use super::kubectl;

const NAME: &str = "demo-control-plane-0";

/// What the API tells of a machine's user-data.
fn user_data(bed: &Bed, name: &str) -> String {
    let id = bed.device(name)["id"].as_str().expect("it has an id").to_owned();
    let answer = bed.sim.get(&format!("/devices/{id}/userdata")).is(200);
    answer["userdata"].as_str().expect("it is text").to_owned()
}

/// Whether a join token stands in a text: six characters, a point, sixteen.
fn tells_a_token(text: &str) -> bool {
    let is_word = |word: &str, length| {
        word.len() == length && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_token = |word: &str| word.split_once('.').is_some_and(|(id, secret)| is_word(id, 6) && is_word(secret, 16));
    text.split(|letter: char| letter.is_whitespace() || "\"'\\,{}".contains(letter)).any(is_token)
}

fn tokens(bed: &Bed) -> Vec<String> {
    let secrets = kubectl::get(bed, "/api/v1/namespaces/kube-system/secrets");
    let names = secrets["items"].as_array().expect("there are some").iter();
    let names = names.map(|secret| secret["metadata"]["name"].as_str().unwrap_or_default().to_owned());
    names.filter(|name| name.starts_with("bootstrap-token-")).collect()
}

#[test]
fn keys_and_tokens_go_when_they_have_done_their_work() {
    let bed = Bed::still(1);
    let run = bed.spawn(&["up", "-y"]);
    bed.await_that("both are ordered", |bed| bed.devices().len() == 2);
    let before = user_data(&bed, NAME);
    assert!(before.starts_with("#cloud-config\n") && before.contains("PRIVATE KEY-----"), "{before}");
    assert!(tells_a_token(&before));
    let worker = user_data(&bed, "demo-worker-0");
    assert!(worker.starts_with("#cloud-config\n") && !worker.contains("PRIVATE KEY"), "{worker}");
    assert!(tells_a_token(&worker), "it joins with one");
    let _ = bed.pass(run).success();

    let after = user_data(&bed, NAME);
    assert!(after.starts_with("#cloud-config\n"), "{after}");
    assert!(!after.contains("PRIVATE KEY") && !tells_a_token(&after), "{after}");
    assert!(!user_data(&bed, "demo-worker-0").contains("PRIVATE KEY"));
    assert!(tokens(&bed).is_empty(), "{:?}", tokens(&bed));

    // Somebody puts the old text back.
    let id = bed.device(NAME)["id"].as_str().unwrap().to_owned();
    let _ = bed.sim.put(&format!("/devices/{id}"), &serde_json::json!({ "userdata": before })).is(200);
    let planned = bed.run(&["plan", "--exit-code"]);
    assert_eq!(planned.code, 3, "{planned}");
    assert!(planned.stdout.contains("take the private keys out of demo-control-plane-0's user-data"), "{planned}");
    let again = bed.pass(bed.spawn(&["up", "-y"])).success();
    assert!(again.stderr.contains("private keys taken out"), "{again}");
    assert_eq!(user_data(&bed, NAME), after);
    let quiet = bed.run(&["plan", "--exit-code"]).success();
    assert!(quiet.stdout.contains("Nothing to do"), "{quiet}");

    // A later worker has a token of its own, which goes as well.
    bed.edit("machines.yaml", "replicas: 1", "replicas: 2");
    let more = bed.pass(bed.spawn(&["up", "-y"])).success();
    assert!(more.stderr.contains("3/3 nodes Ready"), "{more}");
    let second = user_data(&bed, "demo-worker-1");
    assert!(tells_a_token(&second) && !second.contains("PRIVATE KEY"));
    assert!(tokens(&bed).is_empty(), "{:?}", tokens(&bed));
}
