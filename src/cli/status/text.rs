//! What `status` tells, for people.

use super::report::{Report, Row};
use crate::cli::paint::{Paint, Tone};
use crate::cli::table::Table;
use jiff::Timestamp;
use std::fmt::Write as _;

/// How many days before their end certificates are worth a warning.
pub(super) const DAYS_OF_WARNING: i64 = 30;

/// Head lines, the table, and findings that are about no machine in it.
pub(super) fn text(report: &Report, stands_on: Option<&str>, now: Timestamp, paint: Paint) -> String {
    let mut text = String::new();
    let world = if report.is_simulated { ", in the simulator" } else { "" };
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name:<14}{value}");
    };
    line("cluster", format!("{} (id {}){world}", paint.tone(Tone::Strong, &report.cluster), report.id));
    let server = report.server.clone().unwrap_or_else(|| "not known yet".to_owned());
    let on = stands_on.map(|machine| format!(" on {machine}")).unwrap_or_default();
    line("endpoint", format!("{server} ({}{on})", report.endpoint));
    line("API", api(report, paint));
    if let Some(end) = report.certificates_end {
        let days = days(now, end);
        let left = format!("end {} (in {days} days)", end.strftime("%Y-%m-%d"));
        line("certificates", if days < DAYS_OF_WARNING { paint.tone(Tone::Warning, &left) } else { left });
    }
    let addons = match report.addons {
        "changed" => "applied; the files have others now",
        "missing" => "not applied",
        other => other,
    };
    line("addons", addons.to_owned());
    line("join token", join_token(report).to_owned());
    match report.pending_changes {
        None => {}
        Some(0) => line("files", "nothing to change".to_owned()),
        Some(count) => line("files", format!("{count} changes pending; `packetctl plan` tells them")),
    }
    text.push('\n');
    text.push_str(&table(report, now, paint).text(None));
    let is_about_row = |about: &str| report.machines.iter().any(|row| row.name == about);
    for finding in report.findings.iter().filter(|finding| !is_about_row(&finding.about)) {
        let _ = writeln!(text, "\n{}: {}", finding.about, finding.what);
        if let Some(hint) = &finding.hint {
            let _ = writeln!(text, "  {} {hint}", paint.tone(Tone::Help, "hint:"));
        }
    }
    text
}

fn join_token(report: &Report) -> &'static str {
    match report.join_token {
        "valid" => "valid, for workers on their way",
        "absent" => "none, as is right once all workers have joined",
        _ => "not known",
    }
}

fn api(report: &Report, paint: Paint) -> String {
    let why = report.api_reason.as_deref().unwrap_or_default();
    match report.api {
        "answering" => paint.tone(Tone::Good, "answers"),
        "silent" => format!("{}: {why}", paint.tone(Tone::Bad, "does not answer")),
        _ => format!("was not asked: {why}"),
    }
}

fn table(report: &Report, now: Timestamp, paint: Paint) -> Table {
    let headings = ["NAME", "ROLE", "DEVICE", "ID", "PUBLIC", "PRIVATE", "NODE", "VERSION", "AGE", "REMARKS"];
    let mut table = Table::new(headings);
    for row in &report.machines {
        let word = |text: &Option<String>| text.clone().unwrap_or_default();
        table.row([
            row.name.clone(),
            row.role.unwrap_or_default().to_owned(),
            paint.tone(tone(row, row.device_state == "active"), &row.device()),
            row.device.as_deref().unwrap_or_default().chars().take(8).collect(),
            word(&row.public_address),
            word(&row.private_address),
            paint.tone(tone(row, row.node == "Ready"), row.node),
            word(&row.version),
            row.created_at.map(|at| age(at, now)).unwrap_or_default(),
            row.remarks.join("; "),
        ]);
    }
    table
}

fn tone(row: &Row, is_good: bool) -> Tone {
    match (is_good, row.is_ready) {
        (true, _) => Tone::Good,
        (false, true) => Tone::Faint,
        (false, false) => Tone::Bad,
    }
}

/// Whole days between two moments.
pub(super) fn days(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// How old something is, in its largest unit: `45s`, `12m`, `3h`, `9d`.
fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(since).as_secs().max(0);
    match seconds {
        0..=119 => format!("{seconds}s"),
        120..=7199 => format!("{}m", seconds / 60),
        7200..=172_799 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        let age = |seconds: i64| age(Timestamp::UNIX_EPOCH, Timestamp::from_second(seconds).unwrap());
        assert_eq!([0, 119, 120, 7200, 172_800].map(age), ["0s", "119s", "2m", "2h", "2d"]);
    }
}
