//! Kubernetes on Packet bare metal from one binary, with no long-running controller.
//!
//! ```text
//!  flags ┐
//!  env   ├─▶ settings ─▶ render ─▶ cluster, machines, provider-components, addons .yaml
//!  files ┘                                          │  (edited, perhaps)
//!                                                   ▼
//!                                               manifest ─▶ cluster ─┐
//!                                                                    ▼ wanted
//!                       pki ─▶ bootstrap ─┐                         plan ◀─ observed ─┐
//!                                         ▼                          │                │
//!                              state ⇄ execute ◀─────────────────────┘                │
//!                                        ⇅ └──────────────────────────────────────────┘
//!                                packet, kubernetes
//!                                        ⇅  the wire, and nothing else
//!                                       sim
//!
//!  cli stands around it all: only it takes words in and gives words out.
//! ```
//!
//! Rooms name each other in one direction only, from `cli` down to the floor;
//! `tests/it/architecture.rs` holds the table of who may name whom.

// The floor: each owns its one thing.
pub mod clock;
pub mod files;
pub mod hint;
pub mod problem;
pub mod random;
pub mod secret;
pub mod template;
pub mod values;
pub mod yaml;

// What was asked.
pub mod settings;

// The four files as types.
pub mod manifest;

// What is wanted.
pub mod cluster;

// Settings become four documents.
pub mod render;

// Keys and papers.
pub mod pki;

// What a machine is told on its first boot.
pub mod bootstrap;

// What must happen.
pub mod plan;

// Packet's words.
pub mod packet;

// Kubernetes' words.
pub mod kubernetes;

// What is remembered.
pub mod state;

// Making it happen.
pub mod execute;

// The other side of the wire.
pub mod sim;

// Words in, words out.
pub mod cli;
