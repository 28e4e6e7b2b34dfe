//! Which labels a kubelet may give to its own node; packetctl sets the others when the node is there.

/// Whether a kubelet may give itself a label by `--node-labels`.
///
/// It refuses to start with one it may not: those of Kubernetes' own domains are kept from it but for some prefixes
/// (Kubernetes, "Well-Known Labels", NodeRestriction; `IsKubeletLabel` in `pkg/kubelet/apis/well_known_labels.go`).
/// What is no label at all would make the flag unreadable; such a one is left to the API server to refuse.
#[must_use]
pub fn kubelet_may_set(key: &str, value: &str) -> bool {
    let is_plain =
        |text: &str, more: &[u8]| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
    if key.is_empty() || !is_plain(key, b"-._/") || !is_plain(value, b"-._") {
        return false;
    }
    let Some((prefix, _)) = key.split_once('/') else { return true };
    let is_of = |domain: &str| prefix == domain || prefix.ends_with(&format!(".{domain}"));
    if !is_of("kubernetes.io") && !is_of("k8s.io") {
        return true;
    }
    is_of("kubelet.kubernetes.io") || is_of("node.kubernetes.io")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kubelet_may_set_what_is_not_kept_from_it() {
        for key in ["pool", "example.com/pool", "node.kubernetes.io/pool", "x.kubelet.kubernetes.io/y"] {
            assert!(kubelet_may_set(key, "a-1"), "{key}");
        }
        for key in [
            "node-role.kubernetes.io/worker",
            "kubernetes.io/x",
            "cluster.k8s.io/cluster-name",
            "node-restriction.kubernetes.io/x",
            "",
            "a=b",
        ] {
            assert!(!kubelet_may_set(key, ""), "{key}");
        }
        assert!(!kubelet_may_set("pool", "a,b"));
    }
}
