//! The client of a cluster's API before a real API server, whose kubeconfig `PACKETCTL_KUBECONFIG` names (the judges
//! have one). Nothing runs there but the server: what kubelets and controllers would do is done here.

use crate::world::World;
use jiff::Timestamp;
use packetctl::clock::{Clock, Sleep};
use packetctl::kubernetes::{
    Access, Applied, Client, Error, Kubeconfig, NodeAddress, NodeChange, Object, Removal, Taint, Token,
    serving_certificate_end,
};
use packetctl::pki::Authority;
use packetctl::secret::Secret;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The taint of a node that nobody has told what it is.
const UNINITIALIZED: &str = "node.cloudprovider.kubernetes.io/uninitialized";

/// A clock that runs thirty times as fast.
#[derive(Debug)]
pub struct Hurry(Instant);

impl Clock for Hurry {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap() + self.0.elapsed() * 30
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration / 30))
    }
}

/// The real server, and a client beside ours that does what others do.
pub struct Server {
    kubeconfig: PathBuf,
    others: kube::Client,
}

impl Server {
    /// None where there is no server.
    pub async fn there() -> Option<Self> {
        let kubeconfig = PathBuf::from(std::env::var_os("PACKETCTL_KUBECONFIG")?);
        let read = kube::config::Kubeconfig::read_from(&kubeconfig).unwrap();
        let options = kube::config::KubeConfigOptions::default();
        let config = kube::Config::from_custom_kubeconfig(read, &options).await.unwrap();
        Some(Self { others: kube::Client::try_from(config).unwrap(), kubeconfig })
    }

    pub fn access(&self, context: &str) -> Access {
        let text = std::fs::read_to_string(&self.kubeconfig).unwrap();
        let read = Kubeconfig::read(&text, &self.kubeconfig).unwrap();
        read.access(Some(context), &|path| Ok(std::fs::read_to_string(path).unwrap())).unwrap()
    }

    pub fn client(&self) -> Client {
        client(&self.access("admin"))
    }

    /// What others ask for, who may all.
    pub async fn ask(&self, method: &str, path: &str, body: Value) -> Value {
        self.try_to(method, path, body).await.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub async fn try_to(&self, method: &str, path: &str, body: Value) -> Result<Value, kube::Error> {
        let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let request = http::Request::builder().method(method).uri(path).header("content-type", media_type);
        self.others.request(request.body(body.to_string().into_bytes()).unwrap()).await
    }

    pub async fn make_node(&self, name: &str) {
        let taints = json!([
            {"key": UNINITIALIZED, "value": "true", "effect": "NoSchedule"},
            {"key": "theirs", "effect": "NoExecute", "timeAdded": "2026-01-01T00:00:00Z"},
        ]);
        let node = json!({"metadata": {"name": name, "labels": {"theirs": "1"}}, "spec": {"taints": taints}});
        self.ask("POST", "/api/v1/nodes", node).await;
    }
}

pub fn client(access: &Access) -> Client {
    Client::new(access, Arc::new(Hurry(Instant::now()))).unwrap()
}

fn map(key: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(key.to_owned(), value.to_owned())])
}

fn change(node: &str) -> NodeChange {
    NodeChange {
        node: node.into(),
        provider_id: Some("packet://5e1f".into()),
        labels: map("topology.kubernetes.io/region", "da"),
        annotations: map("packetctl/a", "b"),
        addresses: Some(vec![
            NodeAddress::new("InternalIP", "10.0.0.1"),
            NodeAddress::new("ExternalIP", "198.51.100.7"),
            NodeAddress::new("Hostname", "n"),
        ]),
        removes_taint: Some(UNINITIALIZED.into()),
    }
}

#[tokio::test]
async fn a_node_is_told_what_it_is() {
    let Some(server) = Server::there().await else { return };
    let client = server.client();
    server.make_node("told").await;
    let by_kubelet = json!({"status": {
        "addresses": [{"type": "Hostname", "address": "told"}],
        "conditions": [{"type": "Ready", "status": "True"}],
    }});
    server.ask("PATCH", "/api/v1/nodes/told/status", by_kubelet).await;
    let before = client.find_node("told").await.unwrap().unwrap();
    assert!(before.is_ready && before.has_taint(UNINITIALIZED) && before.created_at.is_some());
    assert!(!change("told").is_done(&before));

    let node = client.set_up_node(&change("told")).await.unwrap();

    assert_eq!(node, client.find_node("told").await.unwrap().unwrap());
    assert!(change("told").is_done(&node));
    assert_eq!(node.provider_id.as_deref(), Some("packet://5e1f"));
    assert_eq!(node.labels["theirs"], "1");
    assert_eq!(Some(node.addresses.clone()), change("told").addresses);
    // The server adds one of its own to every new node.
    let taint = |key: &str, effect: &str| Taint { key: key.into(), value: String::new(), effect: effect.into() };
    assert_eq!(node.taints, [taint("theirs", "NoExecute"), taint("node.kubernetes.io/not-ready", "NoSchedule")]);
    assert!(node.is_ready, "the rest of the status stays");
    let taints = &server.ask("GET", "/api/v1/nodes/told", json!(null)).await["spec"]["taints"];
    assert_eq!(taints[0]["timeAdded"], "2026-01-01T00:00:00Z", "fields that we do not know stay");

    // Told twice, nothing changes; not even an id that somebody else would have given.
    let again = NodeChange { provider_id: Some("packet://other".into()), ..change("told") };
    assert_eq!(client.set_up_node(&again).await.unwrap(), node);
    let missing = client.set_up_node(&change("nobody")).await.unwrap_err();
    assert_eq!(missing.to_string(), "cannot look at node nobody: nodes \"nobody\" not found");
}

/// Adds a taint as a controller does: to the list that stands, and again if that was another meanwhile.
async fn add_taint(server: &Server, path: &str, key: &str) {
    loop {
        let node = server.ask("GET", path, json!(null)).await;
        let mut taints = node["spec"]["taints"].as_array().cloned().unwrap_or_default();
        taints.push(json!({"key": key, "effect": "NoSchedule"}));
        let version = &node["metadata"]["resourceVersion"];
        let change = json!({"metadata": {"resourceVersion": version}, "spec": {"taints": taints}});
        if server.try_to("PATCH", path, change).await.is_ok() {
            return;
        }
    }
}

#[tokio::test]
async fn a_taint_goes_and_those_that_others_add_meanwhile_stay() {
    let Some(server) = Server::there().await else { return };
    let client = server.client();
    for round in 0..5 {
        let name = format!("busy-{round}");
        server.make_node(&name).await;
        let others = async {
            for beat in 0..20 {
                add_taint(&server, &format!("/api/v1/nodes/{name}"), &format!("beat-{beat}")).await;
            }
        };
        let change = change(&name);
        let (node, ()) = tokio::join!(client.set_up_node(&change), others);
        assert!(!node.unwrap().has_taint(UNINITIALIZED));
        let node = client.find_node(&name).await.unwrap().unwrap();
        assert!(!node.has_taint(UNINITIALIZED));
        let lost: Vec<String> = (0..20).map(|beat| format!("beat-{beat}")).filter(|key| !node.has_taint(key)).collect();
        assert_eq!(lost, [""; 0]);
    }
}

#[tokio::test]
async fn lists_of_nodes_are_read_to_their_end() {
    let Some(server) = Server::there().await else { return };
    for number in 0..501 {
        let node = json!({"metadata": {"name": format!("many-{number:03}")}});
        server.ask("POST", "/api/v1/nodes", node).await;
    }
    let nodes = server.client().list_nodes().await.unwrap();
    let many: Vec<&str> =
        nodes.iter().map(|node| node.name.as_str()).filter(|name| name.starts_with("many-")).collect();
    assert_eq!((many.len(), many[0], many[500]), (501, "many-000", "many-500"));
}

#[tokio::test]
async fn tokens_are_made_as_kubeadm_makes_them() {
    let Some(server) = Server::there().await else { return };
    let client = server.client();
    let token = Token::parse(&Secret::new("abcdef.0123456789abcdef")).unwrap();
    assert_eq!(client.token_expiry("abcdef").await.unwrap(), None);

    for hour in [1, 2] {
        let end: Timestamp = format!("2030-01-01T0{hour}:00:00Z").parse().unwrap();
        client.make_token(&token, end, "for the cluster demo").await.unwrap();
        assert_eq!(client.token_expiry("abcdef").await.unwrap().unwrap().expires_at, Some(end));
    }

    let path = "/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef";
    let secret = server.ask("GET", path, json!(null)).await;
    assert_eq!(secret["type"], "bootstrap.kubernetes.io/token");
    // `base64` of what `kubeadm token create` writes.
    assert_eq!(
        secret["data"],
        json!({
            "token-id": "YWJjZGVm",
            "token-secret": "MDEyMzQ1Njc4OWFiY2RlZg==",
            "expiration": "MjAzMC0wMS0wMVQwMjowMDowMFo=",
            "usage-bootstrap-authentication": "dHJ1ZQ==",
            "usage-bootstrap-signing": "dHJ1ZQ==",
            "auth-extra-groups": "c3lzdGVtOmJvb3RzdHJhcHBlcnM6a3ViZWFkbTpkZWZhdWx0LW5vZGUtdG9rZW4=",
            "description": "Zm9yIHRoZSBjbHVzdGVyIGRlbW8=",
        })
    );
    assert_eq!(client.delete_token("abcdef").await.unwrap(), Removal::Removed);
    assert_eq!(client.delete_token("abcdef").await.unwrap(), Removal::AlreadyGone);
    assert_eq!(client.token_expiry("abcdef").await.unwrap(), None);
}

/// All objects of generated files.
fn objects(folder: &Path, files: &[&str]) -> Vec<Object> {
    let text = |file: &&str| std::fs::read_to_string(folder.join(format!("{file}.yaml"))).unwrap();
    let documents = files.iter().map(text).flat_map(|text| packetctl::yaml::read(&text).unwrap());
    documents.flat_map(|document| Object::all(serde_json::to_value(document).unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn all_files_are_applied_in_one_go_and_the_second_time_nothing_changes() {
    let Some(server) = Server::there().await else { return };
    let client = server.client();
    let world = World::ready();
    let _ = world.run(&["generate"]).success();
    let mut all =
        objects(&world.folder().join("out/packet"), &["machines", "cluster", "addons", "provider-components"]);
    assert!(all.len() > 20);

    let mut told = Vec::new();
    let outcomes =
        client.apply(&all, "packetctl", &mut |object, outcome| told.push((object.to_string(), outcome))).await;
    let outcomes = outcomes.unwrap_or_else(|error| panic!("{}: {error}", error.object));
    assert_eq!(outcomes.len(), all.len());
    let kinds = |told: &[(String, Applied)], wanted| told.iter().filter(|(_, outcome)| *outcome == wanted).count();
    // kube-system is there in every cluster.
    assert!(kinds(&told, Applied::Created) >= all.len() - 1, "{told:?}");

    let outcomes = client.apply(&all, "packetctl", &mut |_, _| {}).await.unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == Applied::Unchanged), "{outcomes:?}");

    let map = |value: &str| {
        let metadata = json!({"name": "late", "namespace": "default"});
        Object::new(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"k": value}}))
            .unwrap()
    };
    all.push(map("1"));
    client.apply(&all, "packetctl", &mut |_, _| {}).await.unwrap();
    assert_eq!(client.apply(&[map("2")], "packetctl", &mut |_, _| {}).await.unwrap(), [Applied::Changed]);
}

#[tokio::test]
async fn a_kind_that_was_defined_just_now_is_awaited() {
    let Some(server) = Server::there().await else { return };
    let version = json!({
        "name": "v1", "served": true, "storage": true,
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {"size": {"type": "integer"}}}},
    });
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "gadgets.example.net"},
        "spec": {
            "group": "example.net", "scope": "Cluster", "versions": [version],
            "names": {"kind": "Gadget", "plural": "gadgets", "singular": "gadget"},
        },
    });
    let gadget = json!({"apiVersion": "example.net/v1", "kind": "Gadget", "metadata": {"name": "g"}, "size": 1});
    let both = [Object::new(gadget).unwrap(), Object::new(definition).unwrap()];
    let outcomes = server.client().apply(&both, "packetctl", &mut |_, _| {}).await.unwrap();
    assert_eq!(outcomes, [Applied::Created, Applied::Created]);
    assert_eq!(server.ask("GET", "/apis/example.net/v1/gadgets/g", json!(null)).await["size"], 1);
}

#[tokio::test]
async fn what_cannot_be_applied_is_named_and_a_secret_is_not_cited() {
    let Some(server) = Server::there().await else { return };
    let client = server.client();
    let apply = async |value: Value| {
        let object = Object::new(value).unwrap();
        client.apply(&[object], "packetctl", &mut |_, _| {}).await.unwrap_err()
    };
    let widget = json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}});
    let error = apply(widget).await;
    assert_eq!(error.object, "Widget w");
    assert_eq!(error.to_string(), "cannot apply Widget w: the cluster knows no kind Widget of example.com/v1");
    assert!(error.error.is_not_found() && error.hint().contains("the definition of its kind"), "{error}");

    let unknown = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "dada": {}});
    let error = apply(unknown).await.to_string();
    assert!(error.starts_with("cannot apply ConfigMap c: refused with ") && error.contains("dada"), "{error}");

    for data in [json!({"data": {"key": "hunter2!"}}), json!({"stringData": {"key": ["hunter2!"]}})] {
        let mut secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}});
        secret.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        let error = apply(secret).await;
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn an_access_that_is_not_bound_yet_is_told_from_one_that_is_wrong() {
    let Some(server) = Server::there().await else { return };
    let stranger = client(&server.access("stranger"));
    stranger.check_ready().await.unwrap();
    let refused = stranger.list_nodes().await.unwrap_err();
    assert!(refused.is_forbidden(), "{refused:?}");
    let binding = json!({
        "metadata": {"name": "kubeadm:cluster-admins"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "kubeadm:cluster-admins"}],
    });
    server.ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding).await;
    // The server reads its bindings from a cache.
    for _ in 0..50 {
        if stranger.list_nodes().await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stranger.list_nodes().await.unwrap();

    let right = server.access("admin");
    let other = Authority::make("other", Timestamp::now()).unwrap();
    let untrusting = Access { authority: other.certificate().to_owned(), ..right.clone() };
    let error = client(&untrusting).check_ready().await.unwrap_err();
    assert!(matches!(&error, Error::Untrusted { cause, .. } if cause.contains("UnknownIssuer")), "{error:?}");

    let request = packetctl::pki::ClientRequest {
        common_name: "admin".into(),
        group: packetctl::pki::Group::Masters,
        time_to_live: Duration::from_secs(3600),
    };
    let foreign = other.client(&request, Timestamp::now()).unwrap();
    let unknown = Access { certificate: foreign.certificate, key: foreign.key, ..right.clone() };
    let error = client(&unknown).list_nodes().await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized { .. }), "{error:?}");
}

#[tokio::test]
async fn the_server_tells_its_version_and_shows_until_when_its_certificate_holds() {
    let Some(server) = Server::there().await else { return };
    let access = server.access("admin");
    let version = client(&access).version().await.unwrap();
    assert!(version.starts_with("v1."), "{version}");

    let address = access.server.strip_prefix("https://").unwrap();
    let end = serving_certificate_end(address, &access.authority, "127.0.0.1").await.unwrap();
    let hours = end.duration_since(Timestamp::now()).as_hours();
    assert!((46..=48).contains(&hours), "{hours}");
    let error = serving_certificate_end(address, &access.authority, "example.com").await.unwrap_err();
    assert!(matches!(error, Error::Untrusted { .. }), "{error:?}");
}
