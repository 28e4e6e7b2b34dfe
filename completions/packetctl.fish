# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_packetctl_global_optspecs
    string join \n q/quiet v/verbose color= config= no-input h/help V/version
end

function __fish_packetctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_packetctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_packetctl_using_subcommand
    set -l cmd (__fish_packetctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c packetctl -n "__fish_packetctl_needs_command" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_needs_command" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_needs_command" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_needs_command" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_needs_command" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_needs_command" -s V -l version -d 'Print version'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "generate" -d 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "validate" -d 'Check the four files, offline, and tell every problem with its line'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "plan" -d 'Say what `up` would do: machines, addresses, calls, price, expected minutes'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "up" -d 'Make the cluster that the documents describe, or bring it to what they say now'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "down" -d 'Delete everything of a cluster: machines, address, state'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "status" -d 'Show the cluster\'s machines and nodes, and exit with 1 unless all are Ready'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "kubeconfig" -d 'Print an admin kubeconfig, write it to a file or merge it into yours'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "state" -d 'Look at, rebuild or reseal what is remembered of a cluster'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "sim" -d 'Serve a local Packet API, as the public one was until June 2026'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "config" -d 'Show every setting with its value and where it came from'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "templates" -d 'Work with the templates that `generate` fills in'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "man" -d 'Write the manual pages to a folder'
complete -c packetctl -n "__fish_packetctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -s o -l output -d 'Folder to write to; made if it is not there' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l templates -d 'Folder with templates that replace the built-in ones, see `packetctl templates export`' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l facility -d 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l metro -d 'Metro (city) in which the machines stand, instead of a facility [$METRO]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l kubernetes-version -d 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l control-plane-machine-count -d 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l worker-machine-count -d 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l controlplane-node-type -d 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l worker-node-type -d 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l node-os -d 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l billing-cycle -d 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l ssh-key -d 'File with the public SSH keys that may log in to the machines [$SSH_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l pod-cidr -d 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l service-cidr -d 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l service-domain -d 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l addons -d 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l cni -d 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l cluster-api-controller-image -d 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l packet-provider-image -d 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l packet-ccm-image -d 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l csi-packet-image -d 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l csi-provisioner-image -d 'Image of the storage driver\'s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l csi-attacher-image -d 'Image of the storage driver\'s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l csi-node-driver-registrar-image -d 'Image of the storage driver\'s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l flannel-image -d 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l flannel-cni-plugin-image -d 'Image of flannel\'s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l stdout -d 'Write one stream of YAML documents to standard output instead of files'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -s f -l force-overwrite -d 'Replace files that are there already'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l embed-credentials -d 'Put the real credentials into provider-components.yaml and addons.yaml (mode 0600)'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -s o -l output -d 'How to write what was read' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'For programs and people'"
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -l online -d 'Also ask the Packet API; needs the API key'
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l replace -d 'Replace this machine: deletes it and makes it anew; of a control plane, the cluster\'s data is lost' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l machine-configs -d 'machine_configs.yaml of 2019 with the scripts that set machines up, instead of the built-in ones' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l templates -d 'Folder with templates that replace the built-in ones, where the files are generated' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l facility -d 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l metro -d 'Metro (city) in which the machines stand, instead of a facility [$METRO]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l kubernetes-version -d 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l control-plane-machine-count -d 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l worker-machine-count -d 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l controlplane-node-type -d 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l worker-node-type -d 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l node-os -d 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l billing-cycle -d 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l ssh-key -d 'File with the public SSH keys that may log in to the machines [$SSH_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l pod-cidr -d 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l service-cidr -d 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l service-domain -d 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l addons -d 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l cni -d 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l cluster-api-controller-image -d 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l packet-provider-image -d 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l packet-ccm-image -d 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l csi-packet-image -d 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l csi-provisioner-image -d 'Image of the storage driver\'s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l csi-attacher-image -d 'Image of the storage driver\'s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l csi-node-driver-registrar-image -d 'Image of the storage driver\'s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l flannel-image -d 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l flannel-cni-plugin-image -d 'Image of flannel\'s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l package-mirror -d 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l image-mirror -d 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l metadata-url -d 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l boot-timeout -d 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l join-timeout -d 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l drain-timeout -d 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l look-interval -d 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l order-timeout -d 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l machine-tries -d 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l user-data-limit -d 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -s o -l output -d 'How to write the plan' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'For programs and people'"
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l sim -d 'Use a simulated Packet API that runs inside this command; it supplies project and key'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l delete-extra -d 'Delete machines that the files do not want any more'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l exit-code -d 'Exit with 3 when there is something to do'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l replace -d 'Replace this machine: deletes it and makes it anew; of a control plane, the cluster\'s data is lost' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l machine-configs -d 'machine_configs.yaml of 2019 with the scripts that set machines up, instead of the built-in ones' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l templates -d 'Folder with templates that replace the built-in ones, where the files are generated' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l facility -d 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l metro -d 'Metro (city) in which the machines stand, instead of a facility [$METRO]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l kubernetes-version -d 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l control-plane-machine-count -d 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l worker-machine-count -d 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l controlplane-node-type -d 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l worker-node-type -d 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l node-os -d 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l billing-cycle -d 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l ssh-key -d 'File with the public SSH keys that may log in to the machines [$SSH_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l pod-cidr -d 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l service-cidr -d 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l service-domain -d 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l addons -d 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l cni -d 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l cluster-api-controller-image -d 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l packet-provider-image -d 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l packet-ccm-image -d 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l csi-packet-image -d 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l csi-provisioner-image -d 'Image of the storage driver\'s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l csi-attacher-image -d 'Image of the storage driver\'s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l csi-node-driver-registrar-image -d 'Image of the storage driver\'s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l flannel-image -d 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l flannel-cni-plugin-image -d 'Image of flannel\'s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l package-mirror -d 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l image-mirror -d 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l metadata-url -d 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l boot-timeout -d 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l join-timeout -d 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l drain-timeout -d 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l look-interval -d 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l order-timeout -d 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l machine-tries -d 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l user-data-limit -d 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l timeout -d 'Give up after this time, for example 45m; what was ordered stays, and `up` goes on from there' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l events -d 'Also write what happens to standard output, for programs' -r -f -a "ndjson\t'One JSON object a line'"
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l sim -d 'Use a simulated Packet API that runs inside this command; it supplies project and key'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l delete-extra -d 'Delete machines that the files do not want any more'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -s y -l yes -d 'Do not ask'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l dry-run -d 'Say what would be done, and do nothing'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l cluster -d 'Name of the cluster, where more than one is remembered or none' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l events -d 'Also write what happens to standard output, for programs' -r -f -a "ndjson\t'One JSON object a line'"
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l package-mirror -d 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l image-mirror -d 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l metadata-url -d 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l boot-timeout -d 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l join-timeout -d 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l drain-timeout -d 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l look-interval -d 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l order-timeout -d 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l machine-tries -d 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l user-data-limit -d 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l sim -d 'Insist on a simulated cluster, made by `up --sim`; its simulator is found without this'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -s y -l yes -d 'Do not ask'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l dry-run -d 'Say what would be deleted, and delete nothing'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand down" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l wait -d 'Look again until all machines are Ready, or the time is over [default time: 10m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -s o -l output -d 'How to write it' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'For programs and people'"
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l package-mirror -d 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l image-mirror -d 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l metadata-url -d 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l boot-timeout -d 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l join-timeout -d 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l drain-timeout -d 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l look-interval -d 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l order-timeout -d 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l machine-tries -d 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l user-data-limit -d 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l file -d 'Write to this file instead of standard output; with --merge, the file to merge into' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l ttl -d 'How long it can be used, for example 8h or 30d [default: one year]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l merge -d 'Add the cluster to the first file of $KUBECONFIG, else to ~/.kube/config; everything else in it stays'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l use -d 'With --merge: make it the current context'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l masters -d 'Be of the group system:masters, whose rights nothing in the cluster can take away'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand kubeconfig" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -f -a "show" -d 'Show everything that is remembered, but the secrets'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -f -a "rebuild" -d 'Make a state from the cluster\'s tags at Packet'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -f -a "rotate-key" -d 'Seal the secrets of all states with a new key'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and not __fish_seen_subcommand_from show rebuild rotate-key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -l state -d 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -s o -l output -d 'How to write it' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'For programs and people'"
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l state -d 'State file to make [default: $XDG_STATE_HOME/packetctl/NAME/state.json]' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l kubeconfig -d 'An administrator\'s kubeconfig of the cluster, to look at its nodes; it is not kept' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l force -d 'Make it anew where there is one; that one is kept as the previous generation'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rebuild" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l state -d 'A state file besides those in $XDG_STATE_HOME/packetctl; may be given more than once' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l passphrase -d 'Seal one state with a new passphrase instead'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from rotate-key" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show everything that is remembered, but the secrets'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "rebuild" -d 'Make a state from the cluster\'s tags at Packet'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "rotate-key" -d 'Seal the secrets of all states with a new key'
complete -c packetctl -n "__fish_packetctl_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l listen -d 'Address that the API listens on; port 0 takes any that is free' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l metadata-listen -d 'Address that the metadata service listens on [default: the port after that of --listen]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l seed -d 'Number that all ids are made from; the same number gives the same ids again [default: any]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l speed -d 'How many simulated seconds pass in a second; 0 stands still' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l provisioning -d 'Simulated time from a machine\'s order until it is active, for example 90 or `5m 30s`' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l packages -d 'Simulated time that a machine of a cluster takes to install packages and images' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l init -d 'Simulated time that `kubeadm init` takes on a control plane' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l join -d 'Simulated time from a machine\'s joining its cluster until its node is Ready' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l project-id -d 'Id of the project in a new world, a UUID [default: any]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l state -d 'File to keep the world in; it survives the simulator, even when that is killed' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l faults -d 'File that says which calls fail, and how' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l rate-limit -d 'Requests a minute that each key may make; 0 refuses all [default: any number]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l address-quota -d 'Elastic addresses that a project may have before a person would have to approve' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l control -d 'Serve the control endpoints below /simulator: ledger, time, faults, what happens to machines'
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand sim" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -s o -l output -d 'How to write it' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'For programs and people'"
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l project-id -d 'Packet project that the machines belong to [$PACKET_PROJECT_ID]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l api-url -d 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l cluster-name -d 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l facility -d 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l metro -d 'Metro (city) in which the machines stand, instead of a facility [$METRO]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l kubernetes-version -d 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l control-plane-machine-count -d 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l worker-machine-count -d 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l controlplane-node-type -d 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l worker-node-type -d 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l node-os -d 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l billing-cycle -d 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l ssh-key -d 'File with the public SSH keys that may log in to the machines [$SSH_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l pod-cidr -d 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l service-cidr -d 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l service-domain -d 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l ca-cert -d 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l ca-key -d 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l addons -d 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l cni -d 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l cluster-api-controller-image -d 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l packet-provider-image -d 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l packet-ccm-image -d 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l csi-packet-image -d 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l csi-provisioner-image -d 'Image of the storage driver\'s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l csi-attacher-image -d 'Image of the storage driver\'s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l csi-node-driver-registrar-image -d 'Image of the storage driver\'s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l flannel-image -d 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l flannel-cni-plugin-image -d 'Image of flannel\'s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l endpoint -d 'Where the cluster\'s API is reached: elastic (an address that can move), device (the control plane\'s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l package-mirror -d 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l image-mirror -d 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l metadata-url -d 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l boot-timeout -d 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l join-timeout -d 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l drain-timeout -d 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l look-interval -d 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l order-timeout -d 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l machine-tries -d 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l user-data-limit -d 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]' -r
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -f -a "export" -d 'Write the built-in templates to a folder'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and not __fish_seen_subcommand_from export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -s f -l force-overwrite -d 'Replace files that are there already'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the built-in templates to a folder'
complete -c packetctl -n "__fish_packetctl_using_subcommand templates; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -l color -d 'When to use colours; NO_COLOR is honoured' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -l config -d 'Read settings from this file instead of ./packetctl.yaml' -r -F
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -s q -l quiet -d 'Say only what went wrong'
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -s v -l verbose -d 'Say more: where settings came from, what was read'
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -l no-input -d 'Never ask; what is missing is an error'
complete -c packetctl -n "__fish_packetctl_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "generate" -d 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "validate" -d 'Check the four files, offline, and tell every problem with its line'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "plan" -d 'Say what `up` would do: machines, addresses, calls, price, expected minutes'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "up" -d 'Make the cluster that the documents describe, or bring it to what they say now'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "down" -d 'Delete everything of a cluster: machines, address, state'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "status" -d 'Show the cluster\'s machines and nodes, and exit with 1 unless all are Ready'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "kubeconfig" -d 'Print an admin kubeconfig, write it to a file or merge it into yours'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "state" -d 'Look at, rebuild or reseal what is remembered of a cluster'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "sim" -d 'Serve a local Packet API, as the public one was until June 2026'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "config" -d 'Show every setting with its value and where it came from'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "templates" -d 'Work with the templates that `generate` fills in'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "completions" -d 'Print the completions for a shell'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "man" -d 'Write the manual pages to a folder'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and not __fish_seen_subcommand_from generate validate plan up down status kubeconfig state sim config templates completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "show" -d 'Show everything that is remembered, but the secrets'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "rebuild" -d 'Make a state from the cluster\'s tags at Packet'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "rotate-key" -d 'Seal the secrets of all states with a new key'
complete -c packetctl -n "__fish_packetctl_using_subcommand help; and __fish_seen_subcommand_from templates" -f -a "export" -d 'Write the built-in templates to a folder'
