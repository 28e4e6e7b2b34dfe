//! Where the API server is reached, as far as a state alone can tell.

use crate::cluster::Role;
use crate::plan::EndpointChoice;
use crate::state::Record;

/// The name or address of the API server by what is remembered; none before its address is known.
#[must_use]
pub fn remembered_host(record: &Record) -> Option<String> {
    match EndpointChoice::from_text(&record.endpoint_choice)? {
        EndpointChoice::Host(host) => Some(host),
        EndpointChoice::Elastic => record.endpoint.as_ref()?.address.clone(),
        EndpointChoice::Device => {
            let mut machines = record.machines.values();
            machines.find(|machine| machine.role == Role::ControlPlane.name())?.public_address.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::MachineRecord;
    use jiff::Timestamp;

    #[test]
    fn each_way_to_the_api_server_is_remembered_in_its_own_place() {
        let at = Timestamp::UNIX_EPOCH;
        let mut record = Record::new("demo", "abcdefghij", "p", "u", at);
        assert_eq!(remembered_host(&record), None);
        record.announce_endpoint("o", at);
        record.learn_reservation("r", Some("192.0.2.1".into()));
        assert_eq!(remembered_host(&record).as_deref(), Some("192.0.2.1"));
        let mut machine = MachineRecord::announced("o1", "demo-cp", "demo-cp", "control-plane", at);
        machine.learn_addresses(Some("192.0.2.2".into()), None);
        record.announce_machine(machine);
        record.endpoint_choice = "device".into();
        assert_eq!(remembered_host(&record).as_deref(), Some("192.0.2.2"));
        record.endpoint_choice = "host:api.example.org".into();
        assert_eq!(remembered_host(&record).as_deref(), Some("api.example.org"));
    }
}
