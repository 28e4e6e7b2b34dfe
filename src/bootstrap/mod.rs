//! What a machine is told on its first boot: one `#cloud-config`, with everything in it that makes a node of it.
//!
//! ```text
//!  Cluster, Pki, Endpoint, Token ─▶ Boot ─▶ UserData ─▶ (Packet) ─▶ cloud-init
//!            SetUps, Sources ──────▶                                    │ files, and one script
//!                                                                       ▼
//!                     packetctl-init.service or packetctl-join.service: packages, kubeadm
//! ```
//!
//! Nothing here touches anything: texts come in, texts go out. Files are written by cloud-init; scripts (they and the
//! set-ups are in `templates/node/`) are the same for all machines and read their machine's variables. The work is done
//! by a unit of systemd that is tried again until it is done, so a reboot in the middle does no harm.

mod boot;
mod cloud_config;
mod components;
mod configuration;
mod endpoint;
mod kubeadm;
mod labels;
mod milestone;
mod scripts;
mod set_ups;
mod shell;
mod token;
mod user_data;

pub use boot::{Boot, DEFAULT_LIMIT, DEFAULT_TOKEN_TTL};
pub use endpoint::{Endpoint, PRIVATE_ADDRESS, PUBLIC_ADDRESS, Sources, server_names};
pub use labels::kubelet_may_set;
pub use milestone::Milestone;
pub use set_ups::SetUps;
pub use token::Token;
pub use user_data::{UserData, holds_secrets, scrub};

#[cfg(test)]
mod tests;
