//! The stories: the real binary, in a sealed world, seen as its user sees it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must say so and stop"
)]
#![allow(missing_docs, unreachable_pub, reason = "nobody imports a test")]

/// Who may name whom, and who may touch what.
mod architecture;
/// Every wrong input: what is told, with which code, and that nothing was written.
mod bad_input;
/// User-data, judged by cloud-init, shellcheck and systemd.
mod cloud_init;
/// What a person or script sees of the command line itself: help, colours, completions, manual.
mod command_line;
/// `up` and `down`: what becomes of clusters, whatever happens to them.
mod convergence;
/// The README's words are true.
mod docs;
/// A cluster and its keys, from which user-data is made.
mod first_boot;
/// HTTP/1.1 on a stream, byte for byte.
mod framing;
/// `generate`: the four files, byte for byte, and how they get to their places.
mod generate;
/// Keys and papers in the hands of the real kubeadm.
mod kubeadm;
/// `kubeconfig`: printed, written, merged; used by kubectl.
mod kubeconfig;
/// The client of a cluster's API before a real API server.
mod kubernetes;
/// Drains before a real API server.
mod kubernetes_drain;
/// A cluster made by `up --sim`.
mod lone_cluster;
/// The scripts of a first boot, run in a folder that is the machine.
mod node_scripts;
/// The client against the simulator, everything between them judged.
mod packet_client;
/// Keys and papers, judged by openssl.
mod pki;
/// Any string is refused clearly or comes back equal.
mod properties;
/// The judge: the API's published document, and whether an exchange keeps to it.
mod published;
/// A proxy that keeps every exchange, for the judge.
mod recorder;
/// Secrets stand where they should and nowhere else.
mod secrets;
/// Which source wins, and what `config` says about it.
mod settings;
/// Who may do what at the simulator.
mod sim_account;
/// Elastic addresses at the simulator.
mod sim_addresses;
/// Everything that a client can get wrong at the simulator.
mod sim_bad_input;
/// Many machines by one call.
mod sim_batches;
/// BGP at the simulator.
mod sim_bgp;
/// What the simulator sells.
mod sim_catalogue;
/// The manners of other clients, which the service bore.
mod sim_clients;
/// Connections to the simulator that are not as they should be.
mod sim_connections;
/// The simulator's control endpoints, asked wrongly.
mod sim_control;
/// A machine's life at the simulator.
mod sim_devices;
/// The published document from end to end: each operation is served.
mod sim_document;
/// The simulator's scripted faults.
mod sim_faults;
/// Simulated clusters: what kubeadm makes of machines, asked over TLS and by the real kubectl.
mod sim_kubernetes;
/// Lists of the simulator: pages, filters, inclusion.
mod sim_lists;
/// What a machine hears from the metadata service.
mod sim_metadata;
/// `packetctl sim` as a program: start, state, end.
mod sim_process;
/// Time at the simulator.
mod sim_time;
/// `packetctl sim` as a test bed.
mod simulator;
/// The state file in other hands: the age command line opens its secrets, another process holds its lock.
mod state;
/// `state`: shown, lost and made anew, sealed anew.
mod state_command;
/// `status`: machines × nodes, what is missing, what cannot be seen.
mod status;
/// The user's own templates.
mod templates;
/// A question needs a terminal, and gets one here.
mod terminal;
/// `validate`: files that somebody edited.
mod validate;
mod validate_online;
/// What passes between a client and the API.
mod wire;
/// A sealed place to run the binary in.
mod world;
