//! Hands the process over to the library and returns its exit code.

fn main() -> std::process::ExitCode {
    packetctl::cli::main(std::env::args_os())
}
