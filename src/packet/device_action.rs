//! What can be done with a device that is there.

use super::device_request::is_false;
use super::request::Request;
use super::{Client, Error};
use serde::Serialize;

/// How to install a device anew. What is none or false is not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reinstall {
    /// The slug or id of the system; none keeps the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<String>,
    /// Wipes the disks only as far as necessary.
    #[serde(skip_serializing_if = "is_false")]
    pub deprovision_fast: bool,
    /// Leaves the disks other than the system's alone.
    #[serde(skip_serializing_if = "is_false")]
    pub preserve_data: bool,
    /// The address of an iPXE script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipxe_script_url: Option<String>,
}

/// What to do with a device (OpenAPI `DeviceActionInput`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeviceAction {
    /// Switch it on.
    PowerOn,
    /// Switch it off; it is billed all the same.
    PowerOff,
    /// Switch it off and on.
    Reboot,
    /// Boot it into the rescue system.
    Rescue,
    /// Install it anew.
    Reinstall(Reinstall),
}

fn act(id: &str, action: &DeviceAction) -> Request {
    Request::post("performAction", &["devices", id, "actions"]).body(action)
}

impl Client {
    /// Has something done with a device; the service does it later.
    pub async fn act_on_device(&self, id: &str, action: &DeviceAction) -> Result<(), Error> {
        self.order(&act(id, action)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;
    use serde_json::json;

    #[test]
    fn actions_are_named_as_the_service_names_them() {
        let body = |action: &DeviceAction| act("d1", action).json();
        assert_eq!(act("d1", &DeviceAction::Reboot).line(), "POST /devices/d1/actions");
        assert_eq!(act("d1", &DeviceAction::Reboot).effect, Effect::Write);
        assert_eq!(body(&DeviceAction::PowerOn), json!({"type": "power_on"}));
        assert_eq!(body(&DeviceAction::PowerOff), json!({"type": "power_off"}));
        assert_eq!(body(&DeviceAction::Reboot), json!({"type": "reboot"}));
        assert_eq!(body(&DeviceAction::Rescue), json!({"type": "rescue"}));
        assert_eq!(body(&DeviceAction::Reinstall(Reinstall::default())), json!({"type": "reinstall"}));
        let reinstall = Reinstall {
            operating_system: Some("debian_12".into()),
            deprovision_fast: true,
            preserve_data: true,
            ipxe_script_url: Some("https://boot".into()),
        };
        assert_eq!(
            body(&DeviceAction::Reinstall(reinstall)),
            json!({"type": "reinstall", "operating_system": "debian_12", "deprovision_fast": true,
                "preserve_data": true, "ipxe_script_url": "https://boot"})
        );
    }
}
