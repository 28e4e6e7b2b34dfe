//! Measures packetctl against small programs and against its own promises, and
//! prints one table. `tests/benches/run` builds everything and calls it.
//!
//! The exit code is 1 if a bound is missed; a goal that is missed only shows.

mod arguments;
mod documents;
mod memory;
mod rounds;
mod table;

use arguments::Arguments;
use rounds::{Program, Rounds, Summary};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};
use table::{Row, Table};

fn main() -> ExitCode {
    let measured = Arguments::parse(env::args_os().skip(1)).and_then(|arguments| measure(&arguments));
    match measured {
        Ok(table) => {
            print!("{table}");
            if table.keeps_every_bound() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("the benchmark could not run: {error}");
            ExitCode::from(2)
        }
    }
}

fn measure(arguments: &Arguments) -> io::Result<Table> {
    let mut table = Table::default();
    small_programs(arguments, &mut table)?;
    shell_script(arguments, &mut table)?;
    many_documents(arguments, &mut table)?;
    let bytes = fs::metadata(&arguments.packetctl)?.len();
    table.push(Row::figure("release binary", in_megabytes(bytes), "MB", 15.0, None));
    Ok(table)
}

/// Start-up and `generate`, and where its time goes.
fn small_programs(arguments: &Arguments, table: &mut Table) -> io::Result<()> {
    let folder = arguments.scratch.join("small");
    let named = |program: Program| arguments.with_credentials(program).env("CLUSTER_NAME", "bench");
    let packetctl = |words: &[&str]| named(Program::new(&arguments.packetctl).args(words));
    let programs = [
        Program::new(&arguments.hello),
        Program::new(&arguments.write_four_files),
        packetctl(&["--version"]),
        packetctl(&["generate", "--stdout"]),
        packetctl(&["generate"]),
    ];
    let rounds = Rounds::run(&programs, &folder, arguments.rounds(50, 500))?;
    let [hello, writing, version, rendering, generate] = [0, 1, 2, 3, 4];

    table.push(Row::ratio(
        "generate : a program that writes the same bytes",
        rounds.ratio(generate, writing),
        2.2,
        Some(1.5),
    ));
    table.push(Row::ratio("--version : hello world", rounds.ratio(version, hello), 2.0, Some(1.5)));

    let of = |program: usize| rounds.milliseconds(program).median;
    table.note(format!(
        "hello world {:.2} ms; writing the same bytes {:.2} ms; --version {:.2} ms; generate --stdout {:.2} ms; \
         generate {:.2} ms",
        of(hello),
        of(writing),
        of(version),
        of(rendering),
        of(generate)
    ));
    table.note(format!(
        "so generate spends {:.2} ms on being a process at all, {:.2} ms on starting up, {:.2} ms on settings and \
         templates, {:.2} ms on files",
        of(hello),
        of(version) - of(hello),
        of(rendering) - of(version),
        of(generate) - of(rendering)
    ));
    Ok(())
}

/// `generate` against what people ran before.
fn shell_script(arguments: &Arguments, table: &mut Table) -> io::Result<()> {
    let folder = arguments.scratch.join("script");
    let key = arguments.scratch.join("id_rsa.pub");
    fs::write(&key, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4cVXnb+yUnIyxNAQ5EOs5Uv0NmAOq8qbXCkZcyA4Cw bench\n")?;
    let with_key = |program: Program| arguments.with_credentials(program).env("SSH_KEY", &key);
    let programs = [
        with_key(Program::new(&arguments.script).env("TEMPLATES", &arguments.templates)),
        with_key(Program::new(&arguments.packetctl).args(&["generate"])),
    ];
    let rounds = Rounds::run(&programs, &folder, arguments.rounds(15, 100))?;
    let ratio = rounds.ratio(1, 0);
    table.push(Row::ratio("generate : a shell script with sed", ratio, 1.0 / 5.0, Some(1.0 / 10.0)));
    table.note(format!("the shell script {:.2} ms", rounds.milliseconds(0).median));
    Ok(())
}

/// `validate` of many machines: time and memory.
fn many_documents(arguments: &Arguments, table: &mut Table) -> io::Result<()> {
    const COUNTS: [u64; 3] = [2_500, 5_000, 10_000];
    let mut peaks = Vec::new();
    for count in COUNTS {
        let folder = arguments.scratch.join(format!("{count}-machines"));
        documents::write(&arguments.four_files, &folder, count)?;
        let validate = Program::new(&arguments.packetctl).args(&["validate"]).arg(&folder);
        peaks.push(memory::peak(&validate, &arguments.scratch)?);
        if count == COUNTS[2] {
            let rounds = Rounds::run(&[validate], &arguments.scratch.join("unused"), arguments.rounds(3, 9))?;
            let Summary { median, low, high } = rounds.milliseconds(0);
            let seconds = Summary { median: median / 1e3, low: low / 1e3, high: high / 1e3 };
            let name = "validate 10 000 machine documents";
            table.push(Row::figure(name, seconds, "s", 2.0, Some(1.0)));
        }
    }
    let name = "memory per machine, 5 000–10 000 : 2 500–5 000";
    let Some([small, middle, large]) =
        peaks.into_iter().collect::<Option<Vec<u64>>>().and_then(|peaks| <[u64; 3]>::try_from(peaks).ok())
    else {
        table.note("memory was not measured: there is no /proc on this system".to_owned());
        return Ok(());
    };
    table.push(Row::ratio(name, Summary::exactly(growth(small, middle, large)), 1.25, None));
    table.note(format!(
        "validate at its peak: {:.1}, {:.1} and {:.1} MB for 2 500, 5 000 and 10 000 machines",
        in_megabytes(small).median,
        in_megabytes(middle).median,
        in_megabytes(large).median
    ));
    Ok(())
}

/// How much more memory a document takes when there are many of them; 1 is linear.
#[expect(clippy::cast_precision_loss, reason = "sizes of memory are far below 2^52")]
fn growth(small: u64, middle: u64, large: u64) -> f64 {
    let late = large.saturating_sub(middle) as f64 / 5_000.0;
    let early = middle.saturating_sub(small) as f64 / 2_500.0;
    // Below a page for every four documents it is noise.
    if late < 1_024.0 { 0.0 } else { late / early }
}

#[expect(clippy::cast_precision_loss, reason = "files are far below 2^52 bytes")]
fn in_megabytes(bytes: u64) -> Summary {
    Summary::exactly(bytes as f64 / 1e6)
}

/// Makes a folder anew, empty.
fn fresh(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(folder),
    }
}
