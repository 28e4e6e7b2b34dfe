//! User-data: reading that of one device, and asking whether some would be accepted.

use super::request::Request;
use super::{Client, Error};
use crate::secret::Secret;
use serde::Deserialize;

#[derive(Deserialize)]
struct Userdata {
    /// It must be there, null for none: of a reply without it nothing may be concluded, least of all that there are no
    /// secrets in it.
    #[serde(deserialize_with = "Option::deserialize")]
    userdata: Option<String>,
}

fn get(device: &str) -> Request {
    Request::get("findDeviceUserdataByID", &["devices", device, "userdata"])
}

/// The published document has it in the query, where very long user-data does not fit.
fn validate(userdata: &Secret) -> Request {
    Request::post("validateUserdata", &["userdata", "validate"]).query("userdata", userdata.expose()).only_asking()
}

impl Client {
    /// Reads the user-data that a device is told; empty if it has none.
    pub async fn get_userdata(&self, device_id: &str) -> Result<Secret, Error> {
        let Userdata { userdata } = self.fetch(&get(device_id)).await?;
        Ok(Secret::new(userdata.unwrap_or_default()))
    }

    /// Asks whether user-data would be accepted; if not, the texts of [`Error::Refused`] say why.
    pub async fn validate_userdata(&self, userdata: &Secret) -> Result<(), Error> {
        self.order(&validate(userdata)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;

    #[test]
    fn a_reply_that_does_not_tell_it_tells_nothing() {
        let read = |text| serde_json::from_str::<Userdata>(text).map(|read| read.userdata);
        assert!(read(r#"{"shape": "another"}"#).is_err());
        assert!(matches!(read(r#"{"userdata": null}"#), Ok(None)));
        assert!(matches!(read(r#"{"userdata": "x"}"#), Ok(Some(text)) if text == "x"));
    }

    #[test]
    fn user_data_is_asked_for_by_device_and_validated_in_the_query() {
        assert_eq!(get("d1").line(), "GET /devices/d1/userdata");
        let request = validate(&Secret::new("#!/bin/sh"));
        assert_eq!(
            (request.line().as_str(), request.effect),
            ("POST /userdata/validate?userdata=#!/bin/sh", Effect::Read)
        );
    }
}
