# shellcheck shell=bash
# Read by set-up: nothing gets in, all must be on the image.
install_packages() {
    echo "error: containerd, curl, kubeadm $VERSION and kubelet $VERSION are not all on the image"
    return 1
}
