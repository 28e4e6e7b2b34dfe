//! A plan in words: what changes now and later, what is waited for, the sum, what it takes, what the user should know.

use super::fold::{self, Folded};
use super::{HOURS_A_MONTH, PlanText, counted};
use crate::cli::paint::{Paint, Tone};
use crate::plan::{Finding, Gravity, Mark};
use std::fmt::Write as _;

/// The text, which ends with a line feed.
pub(super) fn text(shown: &PlanText<'_>, paint: Paint) -> String {
    let mut text = String::new();
    if shown.plan.is_empty() && shown.plan.findings.is_empty() {
        text.push_str("Nothing to do: all is as the files want it.\n");
        return text;
    }
    steps(&mut text, shown, paint);
    if !shown.plan.is_empty() {
        sums(&mut text, shown, paint);
    }
    for finding in &shown.plan.findings {
        self::finding(&mut text, finding, paint);
    }
    text
}

fn steps(text: &mut String, shown: &PlanText<'_>, paint: Paint) {
    let (now, later): (Vec<Folded>, Vec<Folded>) =
        fold::changes(shown.plan).into_iter().partition(|line| line.once.is_none());
    for (title, lines) in [("Now:", &now), ("Then:", &later)] {
        if !lines.is_empty() {
            line(text, &paint.tone(Tone::Strong, title));
        }
        for folded in lines {
            line(text, &format!("  {}", change(folded, paint)));
        }
    }
    if let Some(waits) = fold::waits(shown.plan) {
        let sign = Mark::Wait.sign();
        line(text, &paint.tone(Tone::Faint, &format!("  {sign} {waits}")));
    }
    if !shown.plan.is_empty() {
        text.push('\n');
    }
}

fn change(folded: &Folded, paint: Paint) -> String {
    let tone = match folded.mark {
        Mark::Add => Tone::Good,
        Mark::Change => Tone::Warning,
        Mark::Delete => Tone::Bad,
        Mark::Wait | Mark::Record => Tone::Faint,
    };
    let sign = paint.tone(tone, &folded.mark.sign().to_string());
    let once = folded.once.as_ref().map_or(String::new(), |once| paint.tone(Tone::Faint, &format!(", once {once}")));
    format!("{sign} {}{once}", folded.words)
}

fn sums(text: &mut String, shown: &PlanText<'_>, paint: Paint) {
    let [add, change, delete] = [Mark::Add, Mark::Change, Mark::Delete].map(|mark| shown.plan.count(mark));
    let sum = format!("Plan: {add} to add, {change} to change, {delete} to delete");
    line(text, &paint.tone(Tone::Strong, &sum));
    let (machines, addresses) = (shown.plan.creates().count(), shown.addresses());
    let mut takes = Vec::new();
    if machines > 0 {
        takes.push(counted(machines, "new machine"));
    }
    if addresses > 0 {
        takes.push(format!("{addresses} new elastic {}", if addresses == 1 { "address" } else { "addresses" }));
    }
    takes.extend(shown.calls.map(|calls| format!("about {} to Packet's API", counted(calls, "call"))));
    takes.extend(shown.minutes.map(|minutes| format!("about {}", counted(minutes as usize, "minute"))));
    if !takes.is_empty() {
        line(text, &format!("      {}", takes.join(", ")));
    }
    if let Some(cost) = shown.cost() {
        let unknown = if cost.is_whole { "" } else { " and what the price list does not tell" };
        let month = cost.hour * HOURS_A_MONTH;
        line(text, &format!("      ${:.2} per hour, ${month:.2} per month{unknown}", cost.hour));
    }
}

fn finding(text: &mut String, finding: &Finding, paint: Paint) {
    let (word, tone) = match finding.gravity {
        Gravity::Note => ("note:", Tone::Help),
        Gravity::Open => ("open:", Tone::Warning),
        Gravity::Failed => ("failed:", Tone::Bad),
        Gravity::Fatal => ("error:", Tone::Bad),
    };
    line(text, &format!("{} {}: {}", paint.tone(tone, word), finding.about, finding.what));
    if let Some(hint) = &finding.hint {
        line(text, &format!("  {} {hint}", paint.tone(Tone::Help, "hint:")));
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}
