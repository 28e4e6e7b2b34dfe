//! Beginning steps: first the intent on disk, then the call.

use super::happening::{Happening, Hitch, Stepped};
use super::identity::{key, orders_something};
use super::memory::announced;
use super::perform::{self, Hands};
use super::progress::News;
use super::run::Run;
use super::seen::Note;
use super::tags::{self, Named};
use super::trouble::Trouble;
use crate::bootstrap::{Boot, DEFAULT_TOKEN_TTL, Endpoint, Token, UserData};
use crate::cluster::{Group, Location, Role, Shape};
use crate::kubernetes::Object;
use crate::packet::{self, NewDevice};
use crate::plan::{EndpointChoice, Mark, NewMachine, Plan, Step};
use crate::problem::{Flaw, Problems};
use crate::random;
use crate::state::MachineRecord;
use std::future::Future;
use std::sync::Arc;

/// What stands for an address that is not known yet where user-data is made for trial.
const LONGEST_ADDRESS: &str = "255.255.255.255";

/// How many orders are on their way at once: as many as the client sends, and a few to follow.
const ORDERS_AT_ONCE: usize = 40;

/// How many characters an order's tag has: one among 36^12 is never met twice.
const ORDER_LENGTH: usize = 12;

impl Run {
    /// Begins everything that can be done now; says whether that changed what is remembered, so that another plan is due.
    pub(super) async fn start(&mut self, plan: &Plan) -> Result<bool, Trouble> {
        let now: Vec<Step> = plan.now().filter(|step| self.may_begin(step)).cloned().collect();
        let (orders, others): (Vec<Step>, Vec<Step>) = now.into_iter().partition(orders_something);
        self.announce(orders).await?;
        let mut has_recorded = false;
        for step in others {
            has_recorded |= step.mark() == Mark::Record;
            self.begin(step)?;
        }
        self.send_orders()?;
        Ok(has_recorded)
    }

    fn may_begin(&self, step: &Step) -> bool {
        let key = key(step);
        !self.begun.contains(&key) && !self.resting.contains_key(&key) && !self.given_up.contains_key(&key)
    }

    /// Writes down what is about to be ordered: one write for all of it, and nothing is sent before it has come back.
    async fn announce(&mut self, orders: Vec<Step>) -> Result<(), Trouble> {
        if orders.is_empty() {
            return Ok(());
        }
        if self.papers.is_none() {
            return Err(impossible("ordering")(lost_papers()));
        }
        let at = self.site.clock.now();
        for step in orders {
            let order = random::letters_and_digits(ORDER_LENGTH).map_err(|error| no_randomness(&error))?;
            match step {
                Step::CreateMachine(machine) => {
                    self.need_token()?;
                    let named = Named { name: &machine.name, group: &machine.group, role: machine.role };
                    let mut record = announced(&named, &order, at);
                    record.earlier_tries = machine.earlier_tries;
                    let state = self.memory.change();
                    state.announce_machine(record);
                    if machine.role == Role::ControlPlane {
                        // A new control plane is a new cluster: it knows nothing of what the last one held.
                        (state.api_answered_at, state.applied_addons) = (None, None);
                        self.seen.forget_cluster();
                    }
                    let note = Note { replaces: machine.replaces.clone(), given_up: None };
                    self.seen.notes.insert(order.clone(), note);
                }
                _ => self.memory.change().announce_endpoint(&order, at),
            }
            self.seen.in_flight.insert(order.clone());
            self.outgoing.push_back(order);
        }
        self.memory.save(at).await?;
        Ok(())
    }

    /// Every machine is told a token: workers join with it, and a control plane makes it. Where the last one was deleted
    /// after everybody had joined, there is a new one.
    fn need_token(&mut self) -> Result<(), Trouble> {
        let Some(papers) = &mut self.papers else { return Ok(()) };
        if papers.token.is_none() {
            papers.token = Some(Token::make().map_err(impossible("making a join token"))?);
            self.memory.seal(papers).map_err(impossible("keeping the join token"))?;
        }
        Ok(())
    }

    /// Sends announced orders, as many as may be on their way.
    pub(super) fn send_orders(&mut self) -> Result<(), Trouble> {
        let ordering = |key: &&String| key.starts_with("create ") || key.starts_with("reserve ");
        while self.begun.iter().filter(ordering).count() < ORDERS_AT_ONCE {
            let Some(order) = self.outgoing.pop_front() else { return Ok(()) };
            let machine = self.memory.record().machines.get(&order).cloned();
            let sent = match machine {
                Some(machine) => self.send_machine(order.clone(), &machine),
                None => Ok(self.send_reservation(order.clone())),
            };
            match sent {
                Ok(true) => {}
                // Nothing can come of it, so nobody may wait for it.
                Ok(false) => self.take_back(&order),
                Err(trouble) => {
                    self.take_back(&order);
                    return Err(trouble);
                }
            }
        }
        Ok(())
    }

    /// Sends the order of a machine; false where nobody wants it any more.
    fn send_machine(&mut self, order: String, record: &MachineRecord) -> Result<bool, Trouble> {
        let Some(wish) = self.goal.wish() else { return Ok(false) };
        let Some(group) = wish.cluster.groups().find(|group| group.name == record.group) else { return Ok(false) };
        let device = self.new_device(group, record).map_err(impossible(&format!("ordering {}", record.name)))?;
        let step = Step::CreateMachine(Box::new(NewMachine {
            name: record.name.clone(),
            group: group.name.clone(),
            role: group.role,
            shape: group.shape.clone(),
            earlier_tries: record.earlier_tries,
            replaces: None,
        }));
        let (client, project) = (self.site.packet.clone(), self.site.project.clone());
        self.spawn(step, Some(order), async move { perform::create(&client, &project, device).await });
        Ok(true)
    }

    fn send_reservation(&mut self, order: String) -> bool {
        let Some(wish) = self.goal.wish() else { return false };
        let (name, id) = (self.memory.record().cluster.clone(), self.memory.record().id.clone());
        let tags = tags::of_thing((&name, &id), &order);
        let location = wish.cluster.control_plane.shape.location.clone();
        let (client, project) = (self.site.packet.clone(), self.site.project.clone());
        self.spawn(Step::ReserveEndpoint, Some(order), async move {
            perform::reserve(&client, &project, &name, &location, tags).await
        });
        true
    }

    /// The order of a machine, with all that it is told.
    fn new_device(&self, group: &Group, record: &MachineRecord) -> Result<NewDevice, Flaw> {
        let state = self.memory.record();
        let shape = &group.shape;
        let mut device = NewDevice::new(shape.plan.as_str(), shape.operating_system.as_str(), placed(&shape.location));
        let named = Named { name: &record.name, group: &group.name, role: group.role };
        device.hostname = Some(record.name.clone());
        device.tags = tags::of_machine((&state.cluster, &state.id), &record.order, &named, &shape.tags);
        device.billing_cycle = Some(shape.billing_cycle.to_string());
        // With keys of its own in the user-data, a machine takes none of the project's.
        device.no_ssh_keys = !shape.ssh_keys.is_empty();
        device.userdata = Some(self.user_data(group.role, &record.name, shape, "")?.text().clone());
        Ok(device)
    }

    fn user_data(&self, role: Role, name: &str, shape: &Shape, rehearsed: &str) -> Result<UserData, Flaw> {
        let unknown = || Flaw::new("the API server's address is not known yet");
        let (Some(wish), Some(papers)) = (self.goal.wish(), &self.papers) else {
            return Err(lost_papers());
        };
        let rehearsed = (!rehearsed.is_empty()).then(|| rehearsed.to_owned());
        let spare = if rehearsed.is_some() { Some(Token::make()?) } else { None };
        let token = papers.token.as_ref().or(spare.as_ref()).ok_or_else(|| Flaw::new("there is no join token"))?;
        let endpoint = match (role, self.api_host().or(rehearsed)) {
            (_, Some(host)) => endpoint(&wish.endpoint, host),
            // Its own address, which only the machine itself will know in time.
            (Role::ControlPlane, None) => Endpoint::of_device(),
            (Role::Worker, None) => return Err(unknown()),
        };
        let boot = Boot {
            cluster: &wish.cluster,
            pki: &papers.pki,
            endpoint: &endpoint,
            token,
            token_ttl: DEFAULT_TOKEN_TTL,
            setups: &wish.set_ups,
            sources: &wish.sources,
            limit: wish.user_data_limit,
        };
        match role {
            Role::ControlPlane => boot.control_plane(name),
            Role::Worker => boot.worker(name, shape),
        }
    }

    /// Makes the user-data of a machine of each group and throws it away: what cannot be made is told before anything
    /// is ordered.
    pub fn rehearse(&self) -> Result<(), Problems> {
        let mut problems = Problems::new();
        let Some(wish) = self.goal.wish() else { return Ok(()) };
        if self.papers.is_none() {
            return Ok(());
        }
        for group in wish.cluster.groups() {
            let name = group.names().next().unwrap_or_default();
            let made = self.user_data(group.role, &name, &group.shape, LONGEST_ADDRESS);
            problems.take(made.map_err(|flaw| flaw.at(group.at.clone())));
        }
        problems.into_result(())
    }

    /// Begins a step that orders nothing.
    fn begin(&mut self, step: Step) -> Result<(), Trouble> {
        match &step {
            Step::Forget { order, .. } => {
                self.memory.change().forget_machine(order);
                return Ok(());
            }
            Step::ForgetEndpoint => {
                self.memory.change().endpoint = None;
                return Ok(());
            }
            _ if step.mark() == Mark::Wait => return Ok(()),
            _ => {}
        }
        let cluster = self.client()?;
        let hands = Hands {
            packet: self.site.packet.clone(),
            cluster,
            clock: Arc::clone(&self.site.clock),
            project: self.site.project.clone(),
            interrupt: self.halt(),
            addons: matches!(step, Step::ApplyAddons { .. }).then(|| self.addons()).flatten(),
            place: Arc::clone(&self.places),
            token: self.papers.as_ref().and_then(|papers| papers.token.clone()),
            token_id: self.memory.record().token.as_ref().map(|token| token.id.clone()),
            drain: self.patience.drain,
        };
        let doing = step.clone();
        self.spawn(step, None, async move { hands.perform(&doing).await });
        Ok(())
    }

    /// What is to be applied, and what stands for it.
    fn addons(&self) -> Option<(Vec<Object>, String)> {
        self.goal.wish().map(|wish| (wish.objects.clone(), wish.addons.digest.clone()))
    }

    fn spawn(
        &mut self,
        step: Step,
        order: Option<String>,
        work: impl Future<Output = Result<super::happening::Effect, Hitch>> + Send + 'static,
    ) {
        self.site.progress.tell(News::Began(&step));
        self.begun.insert(key(&step));
        let clock = Arc::clone(&self.site.clock);
        self.tasks.spawn(async move {
            let begun = clock.now();
            let result = work.await;
            let took = std::time::Duration::try_from(clock.now().duration_since(begun)).unwrap_or_default();
            Happening::Step(Box::new(Stepped { step, order, took, result }))
        });
    }

    /// Forgets orders that were announced and never sent: nothing can come of them.
    pub(super) fn take_back_unsent(&mut self) {
        for order in std::mem::take(&mut self.outgoing) {
            self.take_back(&order);
        }
    }

    /// Forgets an order that was refused, or never sent.
    pub(super) fn take_back(&mut self, order: &str) {
        self.seen.in_flight.remove(order);
        let record = self.memory.change();
        if record.machines.remove(order).is_none() && record.endpoint.as_ref().is_some_and(|own| own.order == order) {
            record.endpoint = None;
        }
    }
}

/// The endpoint as machines are told it.
fn endpoint(choice: &EndpointChoice, host: String) -> Endpoint {
    match (choice, host.parse()) {
        (EndpointChoice::Elastic, Ok(address)) => Endpoint::elastic(address),
        _ => Endpoint::host(host),
    }
}

fn placed(location: &Location) -> packet::Location {
    match location {
        Location::Metro(metro) => packet::Location::Metro(metro.to_string()),
        Location::Facilities(all) => packet::Location::Facility(all.iter().map(ToString::to_string).collect()),
    }
}

fn lost_papers() -> Flaw {
    Flaw::new("the cluster's secrets are lost, so no machine can be made for it")
        .hint("bring them back with `packetctl state rebuild --kubeconfig FILE` and CA_CERT, CA_KEY")
}

fn impossible(about: &str) -> impl Fn(Flaw) -> Trouble {
    move |flaw| Trouble::Impossible { about: about.to_owned(), what: flaw.what, hint: flaw.hint }
}

fn no_randomness(error: &impl std::fmt::Display) -> Trouble {
    let what = format!("the system gives no random numbers: {error}");
    Trouble::Impossible { about: "ordering".to_owned(), what, hint: None }
}
