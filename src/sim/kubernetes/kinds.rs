//! The kinds of objects that a cluster serves: those of Kubernetes that matter here, and those that were defined in it.

use crate::sim::world::World;
use crate::sim::world::objects::Key;
use serde_json::Value;
use uuid::Uuid;

/// A kind, as one version of a group has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    /// Empty for the core.
    pub(super) group: String,
    pub(super) version: String,
    pub(super) plural: String,
    /// `Deployment`.
    pub(super) noun: String,
    pub(super) is_namespaced: bool,
    pub(super) short_names: Vec<String>,
    /// Whether `status` is written only by itself.
    pub(super) has_status: bool,
}

/// Where definitions of kinds stand.
pub(super) const DEFINITIONS: &str = "customresourcedefinitions.apiextensions.k8s.io";

/// Group and version, plural, kind, whether it stands in a namespace, short names.
const BUILT_IN: [(&str, &str, &str, bool, &str); 43] = [
    ("v1", "configmaps", "ConfigMap", true, "cm"),
    ("v1", "endpoints", "Endpoints", true, "ep"),
    ("v1", "events", "Event", true, "ev"),
    ("v1", "limitranges", "LimitRange", true, "limits"),
    ("v1", "namespaces", "Namespace", false, "ns"),
    ("v1", "nodes", "Node", false, "no"),
    ("v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"),
    ("v1", "persistentvolumes", "PersistentVolume", false, "pv"),
    ("v1", "pods", "Pod", true, "po"),
    ("v1", "replicationcontrollers", "ReplicationController", true, "rc"),
    ("v1", "resourcequotas", "ResourceQuota", true, "quota"),
    ("v1", "secrets", "Secret", true, ""),
    ("v1", "serviceaccounts", "ServiceAccount", true, "sa"),
    ("v1", "services", "Service", true, "svc"),
    ("admissionregistration.k8s.io/v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false, ""),
    ("admissionregistration.k8s.io/v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false, ""),
    ("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition", false, "crd,crds"),
    ("apiregistration.k8s.io/v1", "apiservices", "APIService", false, ""),
    ("apps/v1", "controllerrevisions", "ControllerRevision", true, ""),
    ("apps/v1", "daemonsets", "DaemonSet", true, "ds"),
    ("apps/v1", "deployments", "Deployment", true, "deploy"),
    ("apps/v1", "replicasets", "ReplicaSet", true, "rs"),
    ("apps/v1", "statefulsets", "StatefulSet", true, "sts"),
    ("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, "hpa"),
    ("batch/v1", "cronjobs", "CronJob", true, "cj"),
    ("batch/v1", "jobs", "Job", true, ""),
    ("certificates.k8s.io/v1", "certificatesigningrequests", "CertificateSigningRequest", false, "csr"),
    ("coordination.k8s.io/v1", "leases", "Lease", true, ""),
    ("discovery.k8s.io/v1", "endpointslices", "EndpointSlice", true, ""),
    ("networking.k8s.io/v1", "ingressclasses", "IngressClass", false, ""),
    ("networking.k8s.io/v1", "ingresses", "Ingress", true, "ing"),
    ("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy", true, "netpol"),
    ("node.k8s.io/v1", "runtimeclasses", "RuntimeClass", false, ""),
    ("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget", true, "pdb"),
    ("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding", false, ""),
    ("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole", false, ""),
    ("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding", true, ""),
    ("rbac.authorization.k8s.io/v1", "roles", "Role", true, ""),
    ("scheduling.k8s.io/v1", "priorityclasses", "PriorityClass", false, "pc"),
    ("storage.k8s.io/v1", "csidrivers", "CSIDriver", false, ""),
    ("storage.k8s.io/v1", "csinodes", "CSINode", false, ""),
    ("storage.k8s.io/v1", "storageclasses", "StorageClass", false, "sc"),
    ("storage.k8s.io/v1", "volumeattachments", "VolumeAttachment", false, ""),
];

impl Kind {
    /// The plural with its group, as objects are kept under and messages name it.
    pub(super) fn resource(&self) -> String {
        format!("{}{}", self.plural, self.dotted_group())
    }

    /// `.apps`; nothing for the core.
    pub(super) fn dotted_group(&self) -> String {
        if self.group.is_empty() { String::new() } else { format!(".{}", self.group) }
    }

    /// `apps/v1`, `v1`.
    pub(super) fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }
}

/// Every kind that a cluster serves.
pub(super) fn all(world: &World, cluster: Uuid) -> Vec<Kind> {
    let built_in = BUILT_IN.iter().map(|(api, plural, kind, is_namespaced, short)| {
        let (group, version) = api.split_once('/').unwrap_or(("", api));
        Kind {
            group: group.to_owned(),
            version: version.to_owned(),
            plural: (*plural).to_owned(),
            noun: (*kind).to_owned(),
            is_namespaced: *is_namespaced,
            short_names: short.split(',').filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect(),
            has_status: true,
        }
    });
    let defined = world.objects_of(cluster, DEFINITIONS, "").flat_map(|object| defined(&object.value));
    built_in.chain(defined).collect()
}

/// The kind that a group, a version and a plural name.
pub(super) fn find(world: &World, cluster: Uuid, group: &str, version: &str, plural: &str) -> Option<Kind> {
    let key = Key::new(cluster, DEFINITIONS, "", &format!("{plural}.{group}"));
    let kinds = match world.object(&key) {
        Some(definition) => defined(definition),
        None => all(world, cluster),
    };
    kinds.into_iter().find(|kind| kind.group == group && kind.version == version && kind.plural == plural)
}

/// The kinds that a definition makes, one for each version.
pub(super) fn defined(definition: &Value) -> Vec<Kind> {
    let spec = &definition["spec"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let served = |version: &&Value| version["served"] != false;
    spec["versions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(served)
        .map(|version| Kind {
            group: text(&spec["group"]),
            version: text(&version["name"]),
            plural: text(&spec["names"]["plural"]),
            noun: text(&spec["names"]["kind"]),
            is_namespaced: spec["scope"] == "Namespaced",
            short_names: spec["names"]["shortNames"].as_array().into_iter().flatten().map(text).collect(),
            has_status: version.pointer("/subresources/status").is_some(),
        })
        .collect()
}
