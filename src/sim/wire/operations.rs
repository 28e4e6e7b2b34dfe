//! All operations, in the order of their paths.

use super::operation::{Operation, operation};
use super::{
    account, addresses, api_keys, assignments, batches, bgp, bgp_config, device_actions, device_orders, device_updates,
    devices, events, hardware, keys, locations, userdata,
};
use http::Method;

/// The names of all operations, each once.
pub(in crate::sim) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = ALL.iter().map(|operation| operation.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What is answered.
pub(in crate::sim) static ALL: &[Operation] = &[
    operation("deleteAPIKey", Method::DELETE, "/api-keys/{id}", api_keys::delete),
    operation("deleteBatch", Method::DELETE, "/batches/{id}", batches::delete),
    operation("findBatchById", Method::GET, "/batches/{id}", batches::get),
    operation("deleteBgpSession", Method::DELETE, "/bgp/sessions/{id}", bgp::delete),
    operation("findBgpSessionById", Method::GET, "/bgp/sessions/{id}", bgp::get),
    operation("updateBgpSession", Method::PUT, "/bgp/sessions/{id}", bgp::update),
    operation("findCapacityForFacility", Method::GET, "/capacity", locations::capacity),
    operation("checkCapacityForFacility", Method::POST, "/capacity", locations::check_capacity),
    operation("findCapacityForMetro", Method::GET, "/capacity/metros", locations::metro_capacity),
    operation("checkCapacityForMetro", Method::POST, "/capacity/metros", locations::check_capacity),
    operation("deleteDevice", Method::DELETE, "/devices/{id}", devices::delete),
    operation("findDeviceById", Method::GET, "/devices/{id}", devices::get),
    operation("updateDevice", Method::PUT, "/devices/{id}", device_updates::update),
    operation("updateDevice", Method::PATCH, "/devices/{id}", device_updates::update),
    operation("performAction", Method::POST, "/devices/{id}/actions", device_actions::perform),
    operation("getBgpNeighborData", Method::GET, "/devices/{id}/bgp/neighbors", bgp::neighbors),
    operation("findBgpSessions", Method::GET, "/devices/{id}/bgp/sessions", bgp::of_device),
    operation("createBgpSession", Method::POST, "/devices/{id}/bgp/sessions", bgp::create),
    operation("findDeviceCustomdata", Method::GET, "/devices/{id}/customdata", devices::customdata),
    operation("findDeviceEvents", Method::GET, "/devices/{id}/events", events::of_device),
    operation("findIPAssignments", Method::GET, "/devices/{id}/ips", assignments::list),
    operation("createIPAssignment", Method::POST, "/devices/{id}/ips", assignments::assign),
    operation("findDeviceMetadataByID", Method::GET, "/devices/{id}/metadata", devices::metadata),
    operation("findDeviceSSHKeys", Method::GET, "/devices/{id}/ssh-keys", keys::of_device),
    operation("findDeviceUserdataByID", Method::GET, "/devices/{id}/userdata", devices::userdata),
    operation("findEvents", Method::GET, "/events", events::all),
    operation("findEventById", Method::GET, "/events/{id}", events::get),
    operation("findFacilities", Method::GET, "/facilities", locations::facilities),
    operation("findHardwareReservationById", Method::GET, "/hardware-reservations/{id}", hardware::get),
    operation("deleteIPAddress", Method::DELETE, "/ips/{id}", addresses::delete),
    operation("findIPAddressById", Method::GET, "/ips/{id}", addresses::get),
    operation("updateIPAddress", Method::PATCH, "/ips/{id}", addresses::update),
    operation("findIPAvailabilities", Method::GET, "/ips/{id}/available", addresses::available),
    operation("findMetros", Method::GET, "/locations/metros", locations::metros),
    operation("getMetro", Method::GET, "/locations/metros/{id}", locations::metro),
    operation("findOperatingSystemVersion", Method::GET, "/operating-system-versions", locations::system_versions),
    operation("findOperatingSystems", Method::GET, "/operating-systems", locations::systems),
    operation("findOrganizations", Method::GET, "/organizations", account::organizations),
    operation("findOrganizationById", Method::GET, "/organizations/{id}", account::organization),
    operation("findPlans", Method::GET, "/plans", locations::plans),
    operation("findProjects", Method::GET, "/projects", account::projects),
    operation("createProject", Method::POST, "/projects", account::create_project),
    operation("findProjectById", Method::GET, "/projects/{id}", account::project),
    operation("updateProject", Method::PUT, "/projects/{id}", account::update_project),
    operation("updateProject", Method::PATCH, "/projects/{id}", account::update_project),
    operation("deleteProject", Method::DELETE, "/projects/{id}", account::delete_project),
    operation("findProjectAPIKeys", Method::GET, "/projects/{id}/api-keys", api_keys::of_project),
    operation("createProjectAPIKey", Method::POST, "/projects/{id}/api-keys", api_keys::create_for_project),
    operation("findBatchesByProject", Method::GET, "/projects/{id}/batches", batches::list),
    operation("findBgpConfigByProject", Method::GET, "/projects/{id}/bgp-config", bgp_config::get),
    operation("requestBgpConfig", Method::POST, "/projects/{id}/bgp-configs", bgp_config::request),
    operation("findProjectBgpSessions", Method::GET, "/projects/{id}/bgp/sessions", bgp::of_project),
    operation("findProjectDevices", Method::GET, "/projects/{id}/devices", devices::list),
    operation("createDevice", Method::POST, "/projects/{id}/devices", device_orders::create),
    operation("createDeviceBatch", Method::POST, "/projects/{id}/devices/batch", batches::create),
    operation("findProjectEvents", Method::GET, "/projects/{id}/events", events::of_project),
    operation("findFacilitiesByProject", Method::GET, "/projects/{id}/facilities", locations::project_facilities),
    operation("findProjectHardwareReservations", Method::GET, "/projects/{id}/hardware-reservations", hardware::list),
    operation("findIPReservations", Method::GET, "/projects/{id}/ips", addresses::list),
    operation("requestIPReservation", Method::POST, "/projects/{id}/ips", addresses::request),
    operation("findPlansByProject", Method::GET, "/projects/{id}/plans", locations::project_plans),
    operation("findProjectSSHKeys", Method::GET, "/projects/{id}/ssh-keys", keys::of_project),
    operation("createProjectSSHKey", Method::POST, "/projects/{id}/ssh-keys", keys::create_for_project),
    operation("findSSHKeys", Method::GET, "/ssh-keys", keys::of_caller),
    operation("createSSHKey", Method::POST, "/ssh-keys", keys::create_for_user),
    operation("updateSSHKey", Method::PUT, "/ssh-keys/{id}", keys::update),
    operation("updateSSHKey", Method::PATCH, "/ssh-keys/{id}", keys::update),
    operation("deleteSSHKey", Method::DELETE, "/ssh-keys/{id}", keys::delete),
    operation("findSSHKeyById", Method::GET, "/ssh-keys/{id}", keys::get),
    operation("findCurrentUser", Method::GET, "/user", account::user),
    operation("findAPIKeys", Method::GET, "/user/api-keys", api_keys::of_user),
    operation("createAPIKey", Method::POST, "/user/api-keys", api_keys::create_for_user),
    operation("deleteUserAPIKey", Method::DELETE, "/user/api-keys/{id}", api_keys::delete),
    operation("validateUserdata", Method::POST, "/userdata/validate", userdata::validate),
];
