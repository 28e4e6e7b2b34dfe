//! Whether a project speaks BGP, and how.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::bgp::Request;

/// What a password must be, in the document's words.
const MD5: &str = "must be 10-20 characters long, a combination of numbers and letters, and contain at least one \
                   lowercase, uppercase, and digit character";

/// `findBgpConfigByProject`: 200 also where BGP is off.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?;
    Ok(Reply::ok(show::bgp_config(world, call.links, project)))
}

/// `requestBgpConfig`: 204. Asked for again, it is changed (ours).
pub(super) fn request(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    let mut form = Form::new(&call.body);
    let deployment_type = form.required("deployment_type").unwrap_or_default();
    if !["", "local", "global"].contains(&deployment_type.as_str()) {
        form.refuse(texts::invalid("deployment_type", "is not included in the list"));
    }
    let asn = form.required("asn").and_then(|_| form.count("asn", 0..=u32::MAX)).unwrap_or_default();
    let md5 = form.filled("md5");
    if md5.as_deref().is_some_and(|md5| !is_password(md5)) {
        form.refuse(texts::invalid("md5", MD5));
    }
    let use_case = form.filled("use_case");
    form.finish()?;
    world.configure_bgp(project, Request { deployment_type, asn, md5, use_case });
    Ok(Reply::empty(204))
}

/// OpenAPI `BgpConfigRequestInput.md5`.
fn is_password(text: &str) -> bool {
    let has = |kind: fn(char) -> bool| text.chars().any(kind);
    (10..=20).contains(&text.len())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric())
        && has(|letter| letter.is_ascii_lowercase())
        && has(|letter| letter.is_ascii_uppercase())
        && has(|letter| letter.is_ascii_digit())
}
