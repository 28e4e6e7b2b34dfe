//! Words in, words out: the only room that prints, asks and exits.

mod ask;
mod closing;
mod cluster;
mod completions;
mod config;
mod documents;
mod down;
mod exit;
mod generate;
mod kubeconfig;
mod man;
mod paint;
mod plan;
mod plan_text;
mod progress;
mod setting_flags;
mod sim;
mod span;
mod state;
mod status;
mod table;
mod templates;
mod ui;
mod up;
mod validate;

use crate::settings::{Environment, Inputs};
use crate::values::Period;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use exit::{BUG, Failure};
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use ui::{Colour, Loudness, Ui, Wishes};

/// Kubernetes on Packet bare metal, from four YAML files and no long-running controller
///
/// Settings come from flags, the environment (PACKET_PROJECT_ID, PACKET_API_KEY,
/// CLUSTER_NAME, FACILITY, SSH_KEY, …), packetctl.yaml and defaults, in this order;
/// `packetctl config` shows each with where it came from.
#[derive(Debug, Parser)]
#[command(name = "packetctl", version, propagate_version = false, max_term_width = 100)]
#[command(after_help = "Example:\n  \
    PACKET_PROJECT_ID=93125c2a-8b78-4d4f-a3c4-7367d6b7cca8 PACKET_API_KEY=… packetctl generate\n\n\
    Exit codes: 0 done, 1 the world said no, 2 bad input, 3 changes pending,\n\
    4 something left behind, 5 another run holds the lock, 70 a bug, 130 interrupted.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command knows.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: where settings came from, what was read
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    color: Colour,
    /// Read settings from this file instead of ./packetctl.yaml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Never ask; what is missing is an error
    #[arg(long, global = true)]
    no_input: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Box<generate::Arguments>),
    Validate(validate::Arguments),
    Plan(Box<plan::Arguments>),
    Up(Box<up::Arguments>),
    Down(Box<down::Arguments>),
    Status(Box<status::Arguments>),
    Kubeconfig(Box<kubeconfig::Arguments>),
    State(state::Arguments),
    Sim(sim::Arguments),
    Config(Box<config::Arguments>),
    Templates(templates::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// How a reading command writes its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
    /// For programs and people
    Yaml,
}

/// What a command is given besides its own arguments.
struct Context {
    ui: Ui,
    environment: Environment,
    config: Option<PathBuf>,
}

impl Context {
    /// The inputs of settings, with what flags said.
    fn inputs<C>(&self, flags: setting_flags::SettingFlags<C>) -> Inputs {
        Inputs { flags: flags.flags, environment: self.environment.clone(), file: self.config.clone() }
    }
}

/// Runs one command line and gives the process's exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = Environment::of_process();
    let matches = match colour_help(Cli::command(), &environment).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let ui = Ui::new(Wishes {
        loudness: match (cli.global.quiet, cli.global.verbose) {
            (true, _) => Loudness::Quiet,
            (_, true) => Loudness::Verbose,
            _ => Loudness::Usual,
        },
        colour: cli.global.color,
        no_input: cli.global.no_input,
        refuses_colour: environment.refuses_colour(),
        dumb: environment.has_dumb_terminal(),
    });
    let context = Context { ui, environment, config: cli.global.config };
    match catch_unwind(AssertUnwindSafe(|| run(cli.command, &context))) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.report(&ui),
        Err(_) => {
            ui.error("this is a bug in packetctl; please report it with the lines above");
            ExitCode::from(BUG)
        }
    }
}

fn run(command: Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::Generate(arguments) => generate::run(*arguments, context),
        Command::Validate(arguments) => validate::run(arguments, context),
        Command::Plan(arguments) => plan::run(*arguments, context),
        Command::Up(arguments) => up::run(*arguments, context),
        Command::Down(arguments) => down::run(*arguments, context),
        Command::Status(arguments) => status::run(*arguments, context),
        Command::Kubeconfig(arguments) => kubeconfig::run(*arguments, context),
        Command::State(arguments) => state::run(arguments, context),
        Command::Sim(arguments) => sim::run(arguments, context),
        Command::Config(arguments) => config::run(*arguments, context),
        Command::Templates(arguments) => templates::run(&arguments, context),
        Command::Completions(arguments) => completions::run(&arguments, context),
        Command::Man(arguments) => man::run(&arguments, context),
    }
}

/// A length of time in an argument.
fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).map_err(|flaw| flaw.what)
}

/// Help and usage errors follow the same rule as all other output. clap looks at
/// terminals and `NO_COLOR` itself; a dumb terminal it does not know.
fn colour_help(command: clap::Command, environment: &Environment) -> clap::Command {
    if environment.has_dumb_terminal() { command.color(clap::ColorChoice::Never) } else { command }
}

/// Prints help (to stdout, code 0) or what is wrong with the command line (to stderr, code 2).
fn usage(error: &clap::Error) -> ExitCode {
    // A reader that went away is no failure.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
