//! stub
use std::time::Duration;
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) enum Effect { Before, After, Late(Duration) }
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) struct Outcome { pub(in crate::sim) delay: Option<Duration>, pub(in crate::sim) is_dropped: bool, pub(in crate::sim) truncate: Option<usize> }
impl Outcome { pub(in crate::sim) fn reply(&self) -> Option<super::wire::reply::Reply> { None } }
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) struct Fault { pub(in crate::sim) effect: Effect, pub(in crate::sim) outcome: Outcome }
#[derive(Debug, Default)]
pub(in crate::sim) struct FaultBook;
impl FaultBook { pub(in crate::sim) fn judge(&mut self, _: &str) -> Option<Fault> { None } }
