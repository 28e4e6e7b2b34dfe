//! Faults are read as they are meant, strike when they should, and are written as they are read.

use super::fault::Calls;
use super::reply::Body;
use super::*;
use serde_json::json;
use std::time::Duration;

const OPERATIONS: [&str; 4] = ["createDevice", "deleteDevice", "findProjectDevices", "requestIPReservation"];

fn read(text: &str) -> Result<FaultBook, Problems> {
    FaultBook::read(text, Path::new("faults.yaml"), &OPERATIONS)
}

fn book(text: &str) -> FaultBook {
    read(text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The one fault that stands in a text, struck at its first call.
fn fault(text: &str) -> Fault {
    book(&format!("faults:\n- {{operation: createDevice, {text}}}\n")).judge("createDevice").expect(text)
}

fn told(text: &str) -> Vec<String> {
    let problems = read(text).expect_err(text);
    assert!(problems.iter().all(|problem| problem.hint.is_some()), "{problems:?} have no hint");
    problems.iter().map(ToString::to_string).collect()
}

/// Which of the first calls of an operation are struck.
fn struck(book: &mut FaultBook, operation: &str, calls: u64) -> Vec<u64> {
    (1..=calls).filter(|_| book.judge(operation).is_some()).collect()
}

/// The example in the room's own description.
fn example() -> String {
    let lines = include_str!("mod.rs").lines().skip_while(|line| *line != "//! ```yaml").skip(1);
    let lines = lines.take_while(|line| *line != "//! ```").map(|line| line.trim_start_matches("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_does_what_its_comments_say() {
    let mut book = book(&example());
    assert_eq!(book.judge("createDevice"), None);
    let second = book.judge("createDevice").expect("the second create");
    assert_eq!((second.effect, second.reply), (Effect::AtOnce, Reply::Drop));

    let first = book.judge("findProjectDevices").expect("the first list");
    let Reply::Substitute(reply) = first.reply else { panic!("{first:?}") };
    assert_eq!((reply.status, first.effect), (503, Effect::None));
    assert_eq!(reply.headers.get("Retry-After").map(String::as_str), Some("2"));
    let later = book.judge("findProjectDevices").expect("the second list");
    assert_eq!((later.delay, later.reply, later.effect), (Duration::from_secs(90), Reply::True, Effect::AtOnce));

    let reservation = book.judge("requestIPReservation").expect("the first reservation");
    assert_eq!(reservation.effect, Effect::Late(Duration::from_secs(30)));
    let Reply::Substitute(reply) = reservation.reply else { panic!("not another reply") };
    assert_eq!((reply.content_type.as_str(), reply.body.to_text().as_str()), ("text/html", "<h1>Gateway Timeout</h1>"));
    assert_eq!(book.judge("requestIPReservation"), None);
    assert!(book.judge("requestIPReservation").is_some());

    // Seven calls until here, of any operation.
    assert_eq!([book.judge("deleteDevice"), book.judge("deleteDevice")], [None, None]);
    assert_eq!(book.judge("deleteDevice").map(|fault| fault.reply), Some(Reply::Truncate(100)));
    assert_eq!(book.judge("deleteDevice"), None);
}

#[test]
fn the_nth_call_since_it_was_set_is_struck() {
    let with = |call: &str| book(&format!("faults: [{{operation: createDevice, drop: yes{call}}}]"));
    assert_eq!(struck(&mut with(""), "createDevice", 5), [1]);
    assert_eq!(struck(&mut with(", call: 3"), "createDevice", 5), [3]);
    assert_eq!(struck(&mut with(", call: [5, 2]"), "createDevice", 6), [2, 5]);
    assert_eq!(struck(&mut with(", call: every"), "createDevice", 3), [1, 2, 3]);
    assert_eq!(struck(&mut with(""), "deleteDevice", 3), [0; 0]);

    let mut both = with("");
    assert_eq!(struck(&mut both, "createDevice", 2), [1]);
    both.extend(with(", call: 2"));
    assert_eq!(struck(&mut both, "createDevice", 3), [2]);
}

#[test]
fn of_two_faults_the_first_strikes_and_both_count() {
    let text =
        "faults:\n- {operation: createDevice, call: 2, drop: true}\n- {operation: '*', call: [2, 3], truncate: 0}\n";
    let mut book = book(text);
    let replies: Vec<_> = (1..=4).map(|_| book.judge("createDevice").map(|fault| fault.reply)).collect();
    assert_eq!(replies, [None, Some(Reply::Drop), Some(Reply::Truncate(0)), None]);
}

#[test]
fn the_effect_comes_before_the_reply_after_it_or_never() {
    for (text, effect) in [
        ("drop: true", Effect::None),
        ("drop: true, when: before", Effect::None),
        ("status: 500, when: after", Effect::AtOnce),
        ("status: 500, when: late, after: 1.5", Effect::Late(Duration::from_millis(1500))),
        ("drop: true, when: late, after: PT1M", Effect::Late(Duration::from_secs(60))),
        ("truncate: 7", Effect::AtOnce),
        ("delay: 7", Effect::AtOnce),
        ("delay: 7, when: after", Effect::AtOnce),
        ("delay: 7, status: 429", Effect::None),
    ] {
        assert_eq!(fault(text).effect, effect, "{text}");
    }
    assert_eq!(fault("drop: true, delay: 2h 3m").delay, Duration::from_secs(2 * 3600 + 180));
    assert_eq!(fault("truncate: 5, delay: 0.25").delay, Duration::from_millis(250));
    assert_eq!(fault("drop: false, delay: 1").reply, Reply::True);
}

#[test]
fn a_status_brings_the_services_body_unless_another_is_given() {
    let reply = |text: &str| match fault(text).reply {
        Reply::Substitute(Substitute { body, content_type, .. }) => (body.to_text(), content_type),
        other => panic!("{text} gives {other:?}"),
    };
    let json = "application/json; charset=utf-8";
    for (text, body, content_type) in [
        ("status: 401", r#"{"error":"Invalid authentication token"}"#, json),
        ("status: 404", r#"{"errors":["Not found"]}"#, json),
        ("status: 429", r#"{"errors":["Too Many Requests"]}"#, json),
        ("status: 502, body: '<h1>Bad</h1>'", "<h1>Bad</h1>", "text/html; charset=utf-8"),
        ("status: 502, body: ''", "", "text/plain; charset=utf-8"),
        ("status: 502, body: '{', content_type: application/json", "{", "application/json"),
        ("status: 422, body: {errors: [no, 1]}", r#"{"errors":[false,1]}"#, json),
        ("status: 204", "", "text/plain; charset=utf-8"),
        ("status: 599", r#"{"errors":["Error"]}"#, json),
    ] {
        assert_eq!(reply(text), (body.to_owned(), content_type.to_owned()), "{text}");
    }
    assert!(reply("status: 500").0.contains("Oh snap, something went wrong! We've logged the error and will take"));
}

#[test]
fn a_book_is_written_as_it_is_read() {
    let book = book(&example());
    let written = serde_json::to_string(&book).expect("it is JSON");
    let again = FaultBook::read(&written, Path::new("body"), &OPERATIONS);
    assert_eq!(again.as_ref(), Ok(&book), "{written}");

    let value = serde_json::to_value(&book).expect("it is JSON");
    assert_eq!(value["faults"][0], json!({"operation": "createDevice", "call": [2], "when": "after", "drop": true}));
    assert_eq!(value["faults"][3]["after"], 30.0);
}

#[test]
fn every_problem_is_told_at_its_line() {
    let text = "faults:
- operation: createDevise
  call: 0
  status: 99
- call: [1, two]
  drop: maybe
- operation: deleteDevice
  when: latter
  statsu: 503
  after: 1
- just a text
- operation: createDevice
  when: late
  drop: true
  truncate: -1
- operation: createDevice
  when: before
  truncate: 10
  headers: {a b: x}
- operation: createDevice
  status: 500
  headers: {\"a b\": 1, X-Fine: [1]}
  delay: 2 days
fault: []
";
    assert_eq!(
        told(text),
        [
            "faults.yaml:2:14: unknown operation `createDevise`",
            "faults.yaml:3:9: `call` must be a whole number from 1, not the number 0",
            "faults.yaml:4:11: `status` must be a whole number from 200 to 599, not the number 99",
            "faults.yaml:5:3: `operation` is missing",
            "faults.yaml:5:13: `call` must be a whole number from 1, not the text \"two\"",
            "faults.yaml:6:9: `drop` must be true or false, not the text \"maybe\"",
            "faults.yaml:8:9: `when` must be `before`, `after` or `late`, not the text \"latter\"",
            "faults.yaml:9:3: unknown key `statsu`",
            "faults.yaml:10:3: `after` means nothing without `when: late`",
            "faults.yaml:11:3: `faults` must be a list of mappings, each with an `operation`, not the text \"just a text\"",
            "faults.yaml:12:3: `status`, `drop` and `truncate` exclude each other",
            "faults.yaml:13:9: `when: late` needs `after`, the time until the effect",
            "faults.yaml:15:13: `truncate` must be a whole number from 0, not the number -1",
            "faults.yaml:17:9: the true reply, whole or cut off, comes only after the effect",
            "faults.yaml:19:3: `headers` means nothing without `status`, which says that another reply is given",
            "faults.yaml:22:13: `a b` is no name of a header",
            "faults.yaml:22:31: `X-Fine` must be one line of text, not a list",
            "faults.yaml:23:10: `delay` must be a number of seconds or a time such as `1m 30s`, at most a day, not the text \"2 days\"",
            "faults.yaml:24:1: unknown key `fault`",
        ]
    );
    let problems = read(text).expect_err("there are problems");
    let hints: Vec<_> = problems.iter().filter_map(|problem| problem.hint.as_deref()).collect();
    for hint in ["createDevice", "after", "status", "faults"] {
        assert!(hints.contains(&format!("did you mean `{hint}`?").as_str()), "{hint} is not among {hints:?}");
    }
}

#[test]
fn a_fault_must_say_what_becomes_of_the_reply_and_a_slip_of_the_pen_is_told_once() {
    let reply = "faults.yaml:2:3: nothing is said about the reply";
    assert_eq!(told("faults:\n- operation: createDevice\n"), [reply]);
    assert_eq!(
        told("faults:\n- operation: createDevice\n  statsu: 503\n"),
        ["faults.yaml:3:3: unknown key `statsu`"],
        "it was perhaps to say so"
    );
}

#[test]
fn a_file_that_is_no_book_is_refused() {
    for (text, expected) in [
        ("", "faults.yaml: there is nothing in it"),
        ("{}", "faults.yaml:1:1: there is no `faults` in it"),
        ("- operation: createDevice\n", "faults.yaml:1:1: there is no `faults` in it"),
        ("faults: 3\n", "faults.yaml:1:9: `faults` must be a list of faults, not the number 3"),
        ("faults: []\n---\nfaults: []\n", "faults.yaml:3:1: a second document begins here"),
        ("faults: []\nfaults: []\n", "faults.yaml:2:1: `faults` is given twice, first at 1:1"),
        ("faults:\n\t- a\n", "faults.yaml:2:1: a tab indents this line"),
    ] {
        assert_eq!(told(text), [expected], "{text:?}");
    }
    assert_eq!(read("faults:\n"), Ok(FaultBook::default()));
    assert_eq!(book("faults: [{operation: '*', call: [], drop: yes}]").judge("createDevice"), None);
    assert_eq!(Calls::Numbers(vec![1]), fault("drop: yes").calls);
    assert_eq!(Body::Text(String::new()).to_text(), "");
}
