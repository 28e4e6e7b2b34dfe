//! The cluster itself, asked by somebody else with the kubeconfig that `up` wrote.

use super::bed::Bed;
use serde_json::{Value, json};

/// A cluster's API, as whoever holds its kubeconfig uses it.
pub struct Cluster {
    runtime: tokio::runtime::Runtime,
    client: kube::Client,
}

impl Cluster {
    /// The cluster whose kubeconfig lies beside the state.
    pub fn of(bed: &Bed) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let read = kube::config::Kubeconfig::read_from(bed.state().with_file_name("kubeconfig")).unwrap();
        let options = kube::config::KubeConfigOptions::default();
        let client = runtime.block_on(async {
            kube::Client::try_from(kube::Config::from_custom_kubeconfig(read, &options).await.unwrap()).unwrap()
        });
        Self { runtime, client }
    }

    /// Asks, and gets an answer.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_to(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn try_to(&self, method: &str, path: &str, body: &Value) -> Result<Value, kube::Error> {
        let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = http::Request::builder().method(method).uri(path).header("content-type", media_type);
        self.runtime.block_on(self.client.request(request.body(body).unwrap()))
    }

    /// Whether something is there.
    pub fn has(&self, path: &str) -> bool {
        match self.try_to("GET", path, &Value::Null) {
            Ok(_) => true,
            Err(kube::Error::Api(status)) if status.code == 404 => false,
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// A node.
    pub fn node(&self, name: &str) -> Value {
        self.ask("GET", &format!("/api/v1/nodes/{name}"), &Value::Null)
    }

    /// The names of all nodes.
    pub fn nodes(&self) -> Vec<String> {
        let list = self.ask("GET", "/api/v1/nodes", &Value::Null);
        let names = list["items"].as_array().unwrap().iter();
        let mut names: Vec<String> = names.map(|node| node["metadata"]["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    /// Changes a node as a merge patch does.
    pub fn change_node(&self, name: &str, change: &Value) {
        self.ask("PATCH", &format!("/api/v1/nodes/{name}"), change);
    }

    /// Whether a node says that it is Ready.
    pub fn is_ready(&self, name: &str) -> bool {
        let node = self.node(name);
        let conditions = node["status"]["conditions"].as_array().unwrap();
        conditions.iter().any(|condition| condition["type"] == "Ready" && condition["status"] == "True")
    }

    /// Runs a pod on a node, in the namespace `default`.
    pub fn run_pod(&self, name: &str, node: &str) {
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}},
            "spec": {"nodeName": node, "containers": [{"name": "one", "image": "one"}]},
            "status": {"phase": "Running"},
        });
        self.ask("POST", "/api/v1/namespaces/default/pods", &pod);
    }

    /// Whether a pod is there.
    pub fn has_pod(&self, name: &str) -> bool {
        self.has(&format!("/api/v1/namespaces/default/pods/{name}"))
    }

    /// Makes a disruption budget that lets no pod of this name go.
    pub fn hold_pod(&self, name: &str) {
        let budget = json!({
            "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": format!("keep-{name}")},
            "spec": {"maxUnavailable": 0, "selector": {"matchLabels": {"app": name}}},
        });
        self.ask("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", &budget);
    }

    /// Takes that budget away.
    pub fn let_pod_go(&self, name: &str) {
        let path = format!("/apis/policy/v1/namespaces/default/poddisruptionbudgets/keep-{name}");
        self.ask("DELETE", &path, &Value::Null);
    }
}
