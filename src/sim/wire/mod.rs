//! The API: what each operation takes and answers.
//!
//! [`operations::ALL`] is the table of contents. A handler reads a [`call::Call`],
//! asks or changes the world, and answers with a [`reply::Reply`]; it knows of
//! JSON and of the service's manners, and nothing of connections.

#![expect(clippy::unnecessary_wraps, reason = "handlers stand in one table, so they have one signature")]

mod account;
mod addresses;
mod api_keys;
mod assignments;
mod batches;
mod bgp;
mod bgp_config;
pub(super) mod call;
mod device_actions;
pub(super) mod device_orders;
mod device_updates;
mod devices;
mod events;
pub(super) mod form;
mod hardware;
mod keys;
mod locations;
pub(super) mod operation;
pub(super) mod operations;
mod page;
pub(super) mod query;
pub(super) mod reply;
pub(super) mod reshape;
#[cfg(test)]
mod tests;
pub(super) mod texts;
#[cfg(test)]
mod trial;
mod userdata;
