//! Checking user-data before anything is ordered with it.

use super::call::Call;
use super::device_orders;
use super::form::Form;
use super::reply::{Refusal, Reply};
use crate::sim::world::World;
use serde_json::json;

/// `validateUserdata`: 204 or 422. The text stands in the query, or in a body, where there is more room.
pub(super) fn validate(_: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let asked = call.query.get("userdata").map(|text| json!({ "userdata": text }));
    let mut form = Form::new(asked.as_ref().unwrap_or(&call.body));
    device_orders::userdata(&mut form);
    form.finish()?;
    Ok(Reply::empty(204))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use serde_json::json;

    #[test]
    fn what_an_order_would_refuse_is_refused() {
        let mut trial = Trial::new();
        let nothing = json!({});
        assert_eq!(trial.call("POST", "/userdata/validate?userdata=%23!/bin/sh%0Atrue%0A", nothing.clone()).0, 204);
        assert_eq!(trial.call("POST", "/userdata/validate", nothing.clone()).0, 204);
        assert_eq!(trial.call("POST", "/userdata/validate", json!({"userdata": "#cloud-config\na: 1\n"})).0, 204);
        assert_eq!(
            trial.refused("POST", "/userdata/validate?userdata=hello", nothing),
            ["Unrecognized userdata format"]
        );
        trial.refused("POST", "/userdata/validate", json!({"userdata": "#cloud-config\na: [\n"}));
    }
}
