# shellcheck shell=bash
# Read by set-up: how packages get in on Rocky Linux. Never tried on a machine.

add_repository() { # NAME BASE KEY-URL [LINE]
    cat >"/etc/yum.repos.d/$1.repo" <<EOF
[$1]
name=$1
baseurl=$2
enabled=1
gpgcheck=1
gpgkey=$3
${4-}
EOF
}

install_packages() {
    local kubernetes="$PACKAGES/core:/stable:/v$MINOR/rpm/" wanted
    read -ra wanted <<<"$TOOLS"
    # Updated by whoever updates the cluster, never in passing.
    add_repository kubernetes "$kubernetes" "${kubernetes}repodata/repomd.xml.key" 'exclude=kubelet kubeadm kubectl'
    if [ -n "$CONTAINERD_REPOSITORY" ]; then
        add_repository containerd "$CONTAINERD_REPOSITORY/\$releasever/\$basearch/stable" "$CONTAINERD_REPOSITORY/gpg"
    fi
    # What kubeadm asks for on such systems ("Installing kubeadm" in its documentation).
    if command -v setenforce; then
        setenforce 0 || true
        sed -i 's/^SELINUX=enforcing$/SELINUX=permissive/' /etc/selinux/config
    fi
    # It would drop what nodes and pods send each other.
    if systemctl is-enabled --quiet firewalld; then
        systemctl disable --now firewalld
    fi
    retry 6 dnf -y install --disableexcludes=kubernetes "${wanted[@]}" "$CONTAINERD" \
        "kubelet-$VERSION" "kubeadm-$VERSION" "kubectl-$VERSION"
}
