//! Who asks, and what they may.

use super::failure::Failure;
use super::target::Target;
use crate::sim::authority::Client;
use crate::sim::world::World;
use uuid::Uuid;

/// What anybody may ask (`system:public-info-viewer`).
const PUBLIC: [&str; 4] = ["/healthz", "/livez", "/readyz", "/version"];
/// Where the rights of the whole cluster are given.
const BINDINGS: &str = "clusterrolebindings.rbac.authorization.k8s.io";

/// Whoever asks: by certificate, by bootstrap token, or nobody known.
pub(super) fn caller(
    world: &World,
    cluster: Uuid,
    client: Option<&Client>,
    bearer: Option<&str>,
) -> Result<Client, Failure> {
    let authenticated = |name: String, mut groups: Vec<String>| {
        groups.push("system:authenticated".to_owned());
        Client { name, groups }
    };
    match (client, bearer) {
        (Some(client), _) => Ok(authenticated(client.name.clone(), client.groups.clone())),
        (None, Some(token)) => {
            world.check_token(cluster, token).map_err(|_| Failure::unauthorized())?;
            let id = token.split('.').next().unwrap_or_default();
            Ok(authenticated(format!("system:bootstrap:{id}"), vec!["system:bootstrappers".to_owned()]))
        }
        (None, None) => {
            Ok(Client { name: "system:anonymous".to_owned(), groups: vec!["system:unauthenticated".to_owned()] })
        }
    }
}

/// Whether somebody may do everything: by group at once, or because a binding says so.
fn is_administrator(world: &World, cluster: Uuid, caller: &Client) -> bool {
    let has_group = |name: &str| caller.groups.iter().any(|group| group == name);
    has_group("system:masters")
        || world.objects_of(cluster, BINDINGS, "").any(|binding| {
            let subjects = binding.value["subjects"].as_array();
            binding.value["roleRef"]["name"] == "cluster-admin"
                && subjects.into_iter().flatten().any(|subject| {
                    let name = subject["name"].as_str().unwrap_or_default();
                    if subject["kind"] == "User" { caller.name == name } else { has_group(name) }
                })
        })
}

/// Refuses what somebody may not do.
pub(super) fn authorize(
    world: &World,
    cluster: Uuid,
    caller: &Client,
    verb: &str,
    path: &str,
    target: Option<&Target>,
) -> Result<(), Failure> {
    let is_public = PUBLIC.iter().any(|public| path == *public || path.starts_with(&format!("{public}/")));
    if is_public || is_administrator(world, cluster, caller) {
        return Ok(());
    }
    let user = &caller.name;
    let Some(target) = target else {
        // Whoever is known may look what there is (`system:discovery`).
        let is_discovery = ["/api", "/openapi"].iter().any(|open| path.starts_with(open));
        let is_known = caller.groups.iter().any(|group| group == "system:authenticated");
        let message = format!("forbidden: User \"{user}\" cannot {verb} path \"{path}\"");
        return if is_discovery && is_known { Ok(()) } else { Err(Failure::forbidden(&message)) };
    };
    let name = target.name.as_deref();
    if target.namespace == "kube-public" && name == Some("cluster-info") && verb == "get" {
        return Ok(());
    }
    let (resource, group) = (target.kind.resource(), &target.kind.group);
    let below = target.subresource.as_ref().map(|below| format!("/{below}")).unwrap_or_default();
    let quoted = name.map(|name| format!(" \"{name}\"")).unwrap_or_default();
    let place = match target.namespace.as_str() {
        "" => "at the cluster scope".to_owned(),
        namespace => format!("in the namespace \"{namespace}\""),
    };
    Err(Failure::forbidden(&format!(
        "{resource}{quoted} is forbidden: User \"{user}\" cannot {verb} resource \"{}{below}\" in API group \"{group}\" {place}",
        target.kind.plural
    )))
}
