//! A run: look, plan, do what can be done now, look again, until nothing is left.
//!
//! Steps and looks are tasks of their own: a drain of minutes keeps nobody from seeing that a machine failed. All that
//! is known stands in [`Run`], which only this loop changes; tasks carry copies and bring back what came of them.

use super::assemble::assemble;
use super::happening::{Happening, Stepped};
use super::identity::key;
use super::interrupt::{Asker, Interrupt};
use super::look::Question;
use super::memory::Memory;
use super::papers::Papers;
use super::progress::News;
use super::seen::Seen;
use super::site::{Goal, Patience, Site};
use super::standstill::Standstill;
use super::stopping::Stop;
use super::trouble::{Ended, Trouble};
use super::{look, watching};
use crate::kubernetes;
use crate::packet;
use crate::plan::{Observed, Plan};
use crate::state::MachineRecord;
use jiff::{SignedDuration, Timestamp};
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

/// How many nodes are set up or deleted at once, or machines deleted.
const NODES_AT_ONCE: usize = 32;

/// How much longer than thinking took happenings are gathered before it is thought again: so thinking takes a fifth of the
/// time at most, however large the cluster is. For small ones it is nothing.
const GATHERING: u32 = 4;

/// The longest that such a thought counts.
const LONGEST_THOUGHT: Duration = Duration::from_millis(50);

/// One run towards a goal.
pub struct Run {
    pub(super) site: Site,
    pub(super) goal: Goal,
    pub(super) patience: Patience,
    pub(super) memory: Memory,
    /// None where the secrets of a cluster are lost: its devices can still be seen and deleted.
    pub(super) papers: Option<Papers>,
    pub(super) seen: Seen,
    /// The client of the cluster, and the host it asks.
    pub(super) cluster: Option<(String, kubernetes::Client)>,
    /// How many small things are done at once.
    pub(super) places: Arc<Semaphore>,
    pub(super) tasks: JoinSet<Happening>,
    /// The steps that are being done, by what they are known by.
    pub(super) begun: BTreeSet<String>,
    /// Orders that are announced on disk and not sent yet.
    pub(super) outgoing: VecDeque<String>,
    /// Until when steps rest.
    pub(super) resting: BTreeMap<String, Timestamp>,
    /// Steps that this run will not try again, with the machine they are about.
    pub(super) given_up: BTreeMap<String, Option<String>>,
    pub(super) troubles: Vec<Trouble>,
    pub(super) standstill: Standstill,
    pub(super) wish_to_stop: Option<Stop>,
    /// Asked for with the wish to stop: what would take minutes ends early.
    pub(super) halt: (Asker, Interrupt),
    /// What a task panicked with: a bug, told by whoever runs this, once all else is safe.
    panic: Option<Box<dyn Any + Send>>,
    is_looking: Looking,
    pause: Duration,
    /// How long it took to make the last plan.
    thinking: Duration,
}

/// Which looks are on their way, and when the next are due.
#[derive(Debug, Default)]
struct Looking {
    packet: bool,
    cluster: bool,
    next_packet: Option<Timestamp>,
    next_cluster: Option<Timestamp>,
}

impl Run {
    /// Makes a run. It looks at nothing yet.
    pub fn new(site: Site, goal: Goal, patience: Patience, memory: Memory, papers: Option<Papers>) -> Self {
        let pause = patience.packet_pause.0;
        let mut run = Self {
            site,
            goal,
            patience,
            memory,
            papers,
            seen: Seen::default(),
            cluster: None,
            places: Arc::new(Semaphore::new(NODES_AT_ONCE)),
            tasks: JoinSet::new(),
            begun: BTreeSet::new(),
            outgoing: VecDeque::new(),
            resting: BTreeMap::new(),
            given_up: BTreeMap::new(),
            troubles: Vec::new(),
            standstill: Standstill::default(),
            wish_to_stop: None,
            halt: Interrupt::pair(),
            panic: None,
            is_looking: Looking::default(),
            pause,
            thinking: Duration::ZERO,
        };
        run.begin_again();
        run
    }

    /// Tries are counted anew in each run; and what was ordered in the future, by a clock that was set back since, was
    /// ordered now: nobody waits until then.
    fn begin_again(&mut self) {
        let now = self.site.clock.now();
        let record = self.memory.record();
        let orders = record.machines.iter().map(|(order, machine)| (order, machine.announced_at));
        let endpoint = record.endpoint.iter().map(|endpoint| (&endpoint.order, endpoint.announced_at));
        let early: Vec<String> =
            orders.chain(endpoint).filter(|(_, at)| *at > now).map(|(order, _)| order.clone()).collect();
        for order in early {
            self.memory.change().announce_again(&order, now);
        }
        if self.memory.record().machines.values().any(|machine| machine.earlier_tries > 0) {
            self.memory.change().machines.values_mut().for_each(|machine| machine.earlier_tries = 0);
        }
    }

    /// Lets machines go that the files do not want any more.
    pub fn allow_extra_to_go(&mut self) {
        if let Goal::Converge(wish) = &mut self.goal {
            wish.permissions.delete_extra = true;
        }
    }

    /// The state, to go on with or to tell from.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Gives back what the run was made of.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// Does all that is to be done. What is on its way when it stops is waited for.
    pub async fn go(&mut self) -> Ended {
        match self.converge().await {
            Ok(()) => {}
            Err(trouble) => self.troubles.push(trouble),
        }
        // Whatever ended the loop: what was learned is kept, and no step that is on its way is lost. Looks may be.
        while !self.begun.is_empty()
            && let Some(happening) = self.tasks.join_next().await
        {
            self.take(happening);
        }
        self.tasks.abort_all();
        self.take_back_unsent();
        self.learn();
        if let Err(error) = self.memory.save(self.site.clock.now()).await {
            self.troubles.push(error.into());
        }
        if let Some(panic) = self.panic.take() {
            std::panic::resume_unwind(panic);
        }
        match self.wish_to_stop {
            _ if !self.troubles.is_empty() => Ended::Failed(std::mem::take(&mut self.troubles)),
            Some(Stop::Interrupted) => Ended::Interrupted,
            _ => Ended::Done,
        }
    }

    async fn converge(&mut self) -> Result<(), Trouble> {
        let now = self.site.clock.now();
        // Somebody may have thought about the plan for long.
        if self.seen.looked_at.is_none_or(|at| now.duration_since(at) > signed(self.patience.packet_pause.1)) {
            self.look().await?;
        }
        loop {
            let began = self.site.clock.now();
            self.learn();
            self.memory.save(began).await?;
            let (observed, plan) = self.planned();
            self.site.progress.tell(News::Looked { observed: &observed, plan: &plan });
            self.thinking = until(began, self.site.clock.now()).min(LONGEST_THOUGHT);
            if plan.fatal().next().is_some() {
                self.troubles.extend(plan.fatal().cloned().map(Trouble::Finding));
                return Ok(());
            }
            self.judge_time(&plan);
            if self.wish_to_stop.is_some() {
                self.take_back_unsent();
                if self.begun.is_empty() || self.panic.is_some() {
                    return self.stopped(&plan);
                }
            } else {
                if self.start(&plan).await? {
                    continue;
                }
                if self.begun.is_empty() && (plan.is_empty() || self.is_stuck(&plan)) {
                    self.give_findings(&plan);
                    return Ok(());
                }
                // Nobody needs another look once nothing more is begun.
                self.begin_looks()?;
            }
            self.wait().await?;
        }
    }

    /// What is there, as far as it was looked at, and what must happen.
    pub fn planned(&self) -> (Observed, Plan) {
        let observed = assemble(self.memory.record(), &self.seen, self.site.clock.now());
        let plan = match &self.goal {
            Goal::Converge(wish) => Plan::converge(&wish.wanted(), &observed),
            Goal::Remove(limits) => Plan::remove(&observed, limits),
        };
        (observed, plan)
    }

    /// Waits until something happens or is due.
    async fn wait(&mut self) -> Result<(), Trouble> {
        let now = self.site.clock.now();
        let due = [self.is_looking.next_packet, self.is_looking.next_cluster, self.patience.deadline];
        let resting = self.resting.values().min().copied();
        let due = due.into_iter().flatten().chain(resting).filter(|due| *due > now).min();
        let pause = due.map_or(self.patience.packet_pause.1, |due| until(now, due));
        let (clock, interrupt) = (Arc::clone(&self.site.clock), self.site.interrupt.clone());
        let may_stop = self.wish_to_stop.is_none();
        tokio::select! {
            Some(happening) = self.tasks.join_next() => self.take(happening),
            () = clock.sleep(pause) => {}
            () = interrupt.wished(), if may_stop => {}
        }
        self.gather().await?;
        let now = self.site.clock.now();
        self.resting.retain(|_, until| *until > now);
        Ok(())
    }

    /// Takes in all else that has happened, and what happens in the next moment. Orders that wait go out meanwhile.
    async fn gather(&mut self) -> Result<(), Trouble> {
        let clock = Arc::clone(&self.site.clock);
        let mut enough = clock.sleep(self.thinking * GATHERING);
        loop {
            while let Some(happening) = self.tasks.try_join_next() {
                self.take(happening);
            }
            if self.wish_to_stop.is_some() || self.begun.is_empty() {
                return Ok(());
            }
            self.send_orders()?;
            tokio::select! {
                () = &mut enough => return Ok(()),
                Some(happening) = self.tasks.join_next() => self.take(happening),
            }
        }
    }

    /// Sends out the looks that are due.
    fn begin_looks(&mut self) -> Result<(), Trouble> {
        let now = self.site.clock.now();
        if !self.is_looking.packet && self.is_looking.next_packet.is_none_or(|due| due <= now) {
            self.is_looking.packet = true;
            let (client, question) = (self.site.packet.clone(), self.question(false));
            let number = self.seen.begin_look(now);
            self.tasks.spawn(async move { Happening::Packet { number, look: look::look(&client, &question).await } });
        }
        let is_due = !self.is_looking.cluster && self.is_looking.next_cluster.is_none_or(|due| due <= now);
        if is_due && let Some(client) = self.client()? {
            self.is_looking.cluster = true;
            let token = self.token_id();
            self.tasks.spawn(async move { Happening::Cluster(watching::look(&client, token.as_deref(), now).await) });
        }
        Ok(())
    }

    /// Takes in what happened.
    fn take(&mut self, happening: Result<Happening, JoinError>) {
        let now = self.site.clock.now();
        match happening {
            Ok(Happening::Packet { number, look: Ok(look) }) => {
                let has_changed = self.take_look(look, number);
                self.plan_next_look(has_changed, now);
            }
            Ok(Happening::Packet { look: Err(error), .. }) => {
                self.plan_next_look(false, now);
                self.take_failed_look(error);
            }
            Ok(Happening::Cluster(look)) => {
                self.is_looking.cluster = false;
                self.is_looking.next_cluster = Some(now + signed(self.patience.cluster_pause));
                self.take_cluster_look(look);
            }
            Ok(Happening::Step(stepped)) => self.take_step(*stepped, now),
            // What the task did, the next run finds by its tags.
            Err(error) => {
                self.panic = error.try_into_panic().ok().or(self.panic.take());
                self.stop(Stop::Failed);
            }
        }
    }

    fn take_step(&mut self, stepped: Stepped, now: Timestamp) {
        self.begun.remove(&key(&stepped.step));
        // Something changed, so more changes are near.
        self.pause = self.patience.packet_pause.0;
        self.apply(stepped, now);
    }

    /// Looks at Packet as soon as may be: something is not known.
    pub(super) fn look_soon(&mut self) {
        self.is_looking.next_packet = None;
    }

    /// Looks often while things change, and less and less often while they do not.
    fn plan_next_look(&mut self, has_changed: bool, now: Timestamp) {
        let (shortest, longest) = self.patience.packet_pause;
        self.pause = if has_changed { shortest } else { (self.pause * 3 / 2).min(longest) };
        self.is_looking.packet = false;
        self.is_looking.next_packet = Some(now + signed(self.pause));
    }

    /// A look that Packet refused ends the run: nothing may be done on what cannot be seen.
    fn take_failed_look(&mut self, error: packet::Error) {
        if is_passing(&error) {
            self.site.progress.tell(News::Note(&format!("{error}; looking again")));
            return;
        }
        self.stop(Stop::Failed);
        self.troubles.push(looked(error));
    }

    pub(super) fn question(&self, is_first: bool) -> Question {
        let record = self.memory.record();
        let remembered = record.machines.values().filter_map(|machine| machine.device.clone());
        let is_open = record.endpoint.is_some() && self.seen.endpoint.is_none();
        let is_waited_for = |machine: &&MachineRecord| machine.ready_at.is_none();
        let first_order = record.machines.values().filter(is_waited_for).map(|machine| machine.announced_at).min();
        let wants_events = self.goal.wish().is_some();
        Question {
            project: self.site.project.clone(),
            id: record.id.clone(),
            remembered: remembered.filter(|id| !self.seen.gone.contains(id)).collect(),
            events_since: first_order.filter(|_| wants_events).map(|first| self.seen.events_since(first)),
            reservations: is_first || is_open,
            reservation: record.endpoint.as_ref().and_then(|endpoint| endpoint.reservation_id.clone()),
        }
    }
}

/// Whether the reason passes by itself.
pub(super) fn is_passing(error: &packet::Error) -> bool {
    matches!(
        error,
        packet::Error::Unavailable { .. }
            | packet::Error::Unreachable { .. }
            | packet::Error::Unclear { .. }
            | packet::Error::RateLimited { .. }
            | packet::Error::NotYet { .. }
    )
}

pub(super) fn looked(error: packet::Error) -> Trouble {
    Trouble::Packet { about: "looking at the cluster's devices".to_owned(), error: Box::new(error) }
}

pub(super) fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

fn until(now: Timestamp, due: Timestamp) -> Duration {
    Duration::try_from(due.duration_since(now)).unwrap_or_default()
}
