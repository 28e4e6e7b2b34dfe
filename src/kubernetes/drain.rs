//! Emptying a node: as `kubectl drain --ignore-daemonsets --delete-emptydir-data --force` does it.

use super::client::Client;
use super::error::Error;
use super::eviction::Eviction;
use super::pod::Pod;
use crate::hint::listed;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use thiserror::Error as ErrorTrait;

/// How long after a refusal the same pod is asked for again, as kubectl does.
const AGAIN: Duration = Duration::from_secs(5);
/// How often it is looked which pods are left.
const LOOK: Duration = Duration::from_secs(1);

/// How long a drain may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrainLimits {
    /// From the first eviction until the last pod is gone.
    pub whole: Duration,
}

impl Default for DrainLimits {
    fn default() -> Self {
        Self { whole: Duration::from_secs(5 * 60) }
    }
}

/// What happens during a drain. Pods are called `namespace/name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrainProgress<'a> {
    /// So many pods must leave.
    Found(usize),
    /// The pod is on its way out.
    Evicted(&'a str),
    /// The pod may not leave now; it is asked for again. Told once for each reason.
    Refused {
        /// The pod.
        pod: &'a str,
        /// The server's words, for example the disruption budget's.
        why: &'a str,
    },
    /// The pod is gone.
    Gone(&'a str),
}

/// What a drain did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrainReport {
    /// The pods that left, as `namespace/name`, in the order in which they were gone.
    pub gone: Vec<String>,
}

/// A pod that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The pod, as `namespace/name`.
    pub pod: String,
    /// Why: the server's words where it refused, or that the pod takes its time to end.
    pub why: String,
}

/// Why a node is not empty.
#[derive(Debug, Clone, PartialEq, Eq, ErrorTrait)]
pub enum DrainError {
    /// The time is over and pods are still there. The node stays cordoned.
    #[error("node {node} is not empty after {} seconds: {}", limit.as_secs(), told(pods))]
    Blocked {
        /// The node.
        node: String,
        /// The limit that was reached.
        limit: Duration,
        /// The pods that are left, at least one.
        pods: Vec<Waiting>,
    },
    /// A call failed.
    #[error(transparent)]
    Call(#[from] Error),
}

impl DrainError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Blocked { .. } => {
                "make room for the pods elsewhere, relax the disruption budget, or give the drain more time"
            }
            Self::Call(error) => error.hint(),
        }
    }
}

fn told(pods: &[Waiting]) -> String {
    listed(&pods.iter().map(|one| format!("{} ({})", one.pod, one.why)).collect::<Vec<_>>(), "and")
}

impl Client {
    /// Cordons a node, evicts its pods and waits until they are gone.
    ///
    /// Pods of `DaemonSets`, static pods and finished ones stay. A refused eviction (429) is asked for again every five
    /// seconds until the limit; then the error names the pods and the server's words.
    pub async fn drain(
        &self,
        node: &str,
        limits: DrainLimits,
        progress: &mut (dyn FnMut(DrainProgress<'_>) + Send),
    ) -> Result<DrainReport, DrainError> {
        self.cordon(node).await?;
        let mut daemon_sets = BTreeMap::new();
        let mut drain = Drain::new(self.list_pods_to_evict(node, &mut daemon_sets).await?, self.clock.now());
        progress(DrainProgress::Found(drain.left.len()));
        loop {
            self.evict_due(&mut drain, progress).await?;
            // One list tells of all pods; each by itself would be a call per pod and second.
            let there = self.list_pods_to_evict(node, &mut daemon_sets).await?;
            drain.forget_gone(&there, progress);
            if drain.left.is_empty() {
                return Ok(drain.report);
            }
            if passed(drain.began, self.clock.now()) + LOOK > limits.whole {
                return Err(drain.blocked(node, limits.whole));
            }
            self.clock.sleep(LOOK).await;
        }
    }

    /// Asks for every pod whose time to be asked for has come.
    async fn evict_due(
        &self,
        drain: &mut Drain,
        progress: &mut (dyn FnMut(DrainProgress<'_>) + Send),
    ) -> Result<(), Error> {
        for left in &mut drain.left {
            let now = self.clock.now();
            if left.asked_at.is_some_and(|asked| left.why.is_none() || passed(asked, now) < AGAIN) {
                continue;
            }
            left.asked_at = Some(now);
            let name = left.pod.to_string();
            let refusal = match self.evict(&left.pod).await? {
                Eviction::Gone => None,
                Eviction::Accepted => {
                    progress(DrainProgress::Evicted(&name));
                    None
                }
                Eviction::NotNow(why) => {
                    if left.why.as_ref() != Some(&why) {
                        progress(DrainProgress::Refused { pod: &name, why: &why });
                    }
                    Some(why)
                }
            };
            left.why = refusal;
        }
        Ok(())
    }
}

/// A drain on its way.
struct Drain {
    began: Timestamp,
    left: Vec<Left>,
    report: DrainReport,
}

/// A pod that is still there.
struct Left {
    pod: Pod,
    /// When it was asked for last.
    asked_at: Option<Timestamp>,
    /// Why it may not leave; none once it was accepted.
    why: Option<String>,
}

impl Drain {
    fn new(pods: Vec<Pod>, began: Timestamp) -> Self {
        // Those that are ending need no asking.
        let left = |pod: Pod| Left { asked_at: pod.is_ending.then_some(began), why: None, pod };
        Self { began, left: pods.into_iter().map(left).collect(), report: DrainReport::default() }
    }

    /// A pod is gone when its UID is: a later one of the same name is another.
    fn forget_gone(&mut self, there: &[Pod], progress: &mut (dyn FnMut(DrainProgress<'_>) + Send)) {
        let uids: BTreeSet<&str> = there.iter().map(|pod| pod.uid.as_str()).collect();
        self.left.retain(|left| {
            let is_there = uids.contains(left.pod.uid.as_str());
            if !is_there {
                let name = left.pod.to_string();
                progress(DrainProgress::Gone(&name));
                self.report.gone.push(name);
            }
            is_there
        });
    }

    fn blocked(self, node: &str, limit: Duration) -> DrainError {
        let pods = self.left.into_iter().map(|left| Waiting {
            pod: left.pod.to_string(),
            why: left.why.unwrap_or_else(|| "it has not ended yet".into()),
        });
        DrainError::Blocked { node: node.to_owned(), limit, pods: pods.collect() }
    }
}

fn passed(since: Timestamp, now: Timestamp) -> Duration {
    now.duration_since(since).try_into().unwrap_or_default()
}
