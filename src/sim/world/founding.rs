//! What stands in a cluster when kubeadm is through.

use super::World;
use super::objects::Key;
use crate::sim::kubeadm::ControlPlane;
use crate::sim::time::{seconds_later, written};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Seconds that a bootstrap token lives unless it says otherwise (kubeadm `DefaultTokenDuration`).
const TOKEN_LIFETIME: f64 = 24.0 * 3600.0;
/// The kind of role bindings for the whole cluster.
const BINDINGS: &str = "clusterrolebindings.rbac.authorization.k8s.io";

impl World {
    /// Makes what kubeadm and the control plane make by themselves.
    pub(super) fn found_cluster(&mut self, id: Uuid, init: &ControlPlane) {
        for name in ["default", "kube-node-lease", "kube-public", "kube-system"] {
            let labels = json!({ "kubernetes.io/metadata.name": name });
            let namespace = json!({ "metadata": { "labels": labels }, "spec": { "finalizers": ["kubernetes"] }, "status": { "phase": "Active" } });
            self.put_object(&Key::new(id, "namespaces", "", name), namespace);
        }
        let endpoint = init.endpoint.clone().unwrap_or_default();
        let configuration = format!(
            "apiVersion: kubeadm.k8s.io/v1beta4\ncontrolPlaneEndpoint: \"{endpoint}\"\nkind: ClusterConfiguration\nkubernetesVersion: {}\n",
            init.version
        );
        let map = |data: Value| json!({ "data": data });
        self.put_object(
            &Key::new(id, "configmaps", "kube-system", "kubeadm-config"),
            map(json!({ "ClusterConfiguration": configuration })),
        );
        let authority = self.clusters.get(id).map(|cluster| STANDARD.encode(cluster.authority.certificate()));
        let kubeconfig = format!(
            "apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: {}\n    server: https://{endpoint}\n  name: \"\"\ncontexts: null\ncurrent-context: \"\"\nkind: Config\npreferences: {{}}\nusers: null\n",
            authority.unwrap_or_default()
        );
        self.put_object(
            &Key::new(id, "configmaps", "kube-public", "cluster-info"),
            map(json!({ "kubeconfig": kubeconfig })),
        );
        self.bind(id, "cluster-admin", "system:masters");
        for token in &init.tokens {
            self.put_token(id, token);
        }
    }

    /// The administrators' group gets its rights.
    pub(super) fn bind_administrators(&mut self, id: Uuid) {
        self.bind(id, "kubeadm:cluster-admins", "kubeadm:cluster-admins");
    }

    fn bind(&mut self, id: Uuid, name: &str, group: &str) {
        let api = "rbac.authorization.k8s.io";
        let binding = json!({
            "roleRef": { "apiGroup": api, "kind": "ClusterRole", "name": "cluster-admin" },
            "subjects": [{ "apiGroup": api, "kind": "Group", "name": group }],
        });
        self.put_object(&Key::new(id, BINDINGS, "", name), binding);
    }

    /// The Secret of a token (kubeadm `BootstrapToken`, documentation of Kubernetes "Bootstrap Token Secret Format").
    fn put_token(&mut self, id: Uuid, token: &Value) {
        let text = token["token"].as_str().unwrap_or_default();
        let Some((name, secret)) = text.split_once('.') else { return };
        let seconds = match token["ttl"].as_str() {
            Some(ttl) => ttl.parse::<SignedDuration>().map_or(TOKEN_LIFETIME, |ttl| ttl.as_secs_f64()),
            None => TOKEN_LIFETIME,
        };
        let list = |member: &str, usual: &[&str]| -> Vec<String> {
            let given = token[member]
                .as_array()
                .map(|all| all.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect());
            given.unwrap_or_else(|| usual.iter().map(|one| (*one).to_owned()).collect())
        };
        let mut data = Map::new();
        let mut put = |name: &str, value: &str| data.insert(name.to_owned(), json!(STANDARD.encode(value)));
        put("token-id", name);
        put("token-secret", secret);
        put("auth-extra-groups", &list("groups", &["system:bootstrappers:kubeadm:default-node-token"]).join(","));
        for usage in list("usages", &["signing", "authentication"]) {
            put(&format!("usage-bootstrap-{usage}"), "true");
        }
        // A token that lives for 0 s never ends.
        if seconds > 0.0 {
            put("expiration", &written(seconds_later(self.now, seconds)));
        }
        let key = Key::new(id, "secrets", "kube-system", &format!("bootstrap-token-{name}"));
        self.put_object(&key, json!({ "type": "bootstrap.kubernetes.io/token", "data": data }));
    }
}
