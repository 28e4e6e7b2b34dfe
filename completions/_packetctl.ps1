
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'packetctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'packetctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'packetctl' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the four files, offline, and tell every problem with its line')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Say what `up` would do: machines, addresses, calls, price, expected minutes')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Make the cluster that the documents describe, or bring it to what they say now')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Delete everything of a cluster: machines, address, state')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the cluster''s machines and nodes, and exit with 1 unless all are Ready')
            [CompletionResult]::new('kubeconfig', 'kubeconfig', [CompletionResultType]::ParameterValue, 'Print an admin kubeconfig, write it to a file or merge it into yours')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Look at, rebuild or reseal what is remembered of a cluster')
            [CompletionResult]::new('sim', 'sim', [CompletionResultType]::ParameterValue, 'Serve a local Packet API, as the public one was until June 2026')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting with its value and where it came from')
            [CompletionResult]::new('templates', 'templates', [CompletionResultType]::ParameterValue, 'Work with the templates that `generate` fills in')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;generate' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Folder to write to; made if it is not there')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Folder to write to; made if it is not there')
            [CompletionResult]::new('--templates', '--templates', [CompletionResultType]::ParameterName, 'Folder with templates that replace the built-in ones, see `packetctl templates export`')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--facility', '--facility', [CompletionResultType]::ParameterName, 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]')
            [CompletionResult]::new('--metro', '--metro', [CompletionResultType]::ParameterName, 'Metro (city) in which the machines stand, instead of a facility [$METRO]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]')
            [CompletionResult]::new('--control-plane-machine-count', '--control-plane-machine-count', [CompletionResultType]::ParameterName, 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]')
            [CompletionResult]::new('--worker-machine-count', '--worker-machine-count', [CompletionResultType]::ParameterName, 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]')
            [CompletionResult]::new('--controlplane-node-type', '--controlplane-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--worker-node-type', '--worker-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--node-os', '--node-os', [CompletionResultType]::ParameterName, 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]')
            [CompletionResult]::new('--billing-cycle', '--billing-cycle', [CompletionResultType]::ParameterName, 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]')
            [CompletionResult]::new('--ssh-key', '--ssh-key', [CompletionResultType]::ParameterName, 'File with the public SSH keys that may log in to the machines [$SSH_KEY]')
            [CompletionResult]::new('--pod-cidr', '--pod-cidr', [CompletionResultType]::ParameterName, 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]')
            [CompletionResult]::new('--service-cidr', '--service-cidr', [CompletionResultType]::ParameterName, 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]')
            [CompletionResult]::new('--service-domain', '--service-domain', [CompletionResultType]::ParameterName, 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--addons', '--addons', [CompletionResultType]::ParameterName, 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]')
            [CompletionResult]::new('--cni', '--cni', [CompletionResultType]::ParameterName, 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]')
            [CompletionResult]::new('--cluster-api-controller-image', '--cluster-api-controller-image', [CompletionResultType]::ParameterName, 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]')
            [CompletionResult]::new('--packet-provider-image', '--packet-provider-image', [CompletionResultType]::ParameterName, 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]')
            [CompletionResult]::new('--packet-ccm-image', '--packet-ccm-image', [CompletionResultType]::ParameterName, 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]')
            [CompletionResult]::new('--csi-packet-image', '--csi-packet-image', [CompletionResultType]::ParameterName, 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]')
            [CompletionResult]::new('--csi-provisioner-image', '--csi-provisioner-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]')
            [CompletionResult]::new('--csi-attacher-image', '--csi-attacher-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]')
            [CompletionResult]::new('--csi-node-driver-registrar-image', '--csi-node-driver-registrar-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]')
            [CompletionResult]::new('--flannel-image', '--flannel-image', [CompletionResultType]::ParameterName, 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]')
            [CompletionResult]::new('--flannel-cni-plugin-image', '--flannel-cni-plugin-image', [CompletionResultType]::ParameterName, 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Write one stream of YAML documents to standard output instead of files')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace files that are there already')
            [CompletionResult]::new('--force-overwrite', '--force-overwrite', [CompletionResultType]::ParameterName, 'Replace files that are there already')
            [CompletionResult]::new('--embed-credentials', '--embed-credentials', [CompletionResultType]::ParameterName, 'Put the real credentials into provider-components.yaml and addons.yaml (mode 0600)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;validate' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write what was read')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write what was read')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Also ask the Packet API; needs the API key')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;plan' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace this machine: deletes it and makes it anew; of a control plane, the cluster''s data is lost')
            [CompletionResult]::new('--machine-configs', '--machine-configs', [CompletionResultType]::ParameterName, 'machine_configs.yaml of 2019 with the scripts that set machines up, instead of the built-in ones')
            [CompletionResult]::new('--templates', '--templates', [CompletionResultType]::ParameterName, 'Folder with templates that replace the built-in ones, where the files are generated')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--facility', '--facility', [CompletionResultType]::ParameterName, 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]')
            [CompletionResult]::new('--metro', '--metro', [CompletionResultType]::ParameterName, 'Metro (city) in which the machines stand, instead of a facility [$METRO]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]')
            [CompletionResult]::new('--control-plane-machine-count', '--control-plane-machine-count', [CompletionResultType]::ParameterName, 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]')
            [CompletionResult]::new('--worker-machine-count', '--worker-machine-count', [CompletionResultType]::ParameterName, 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]')
            [CompletionResult]::new('--controlplane-node-type', '--controlplane-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--worker-node-type', '--worker-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--node-os', '--node-os', [CompletionResultType]::ParameterName, 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]')
            [CompletionResult]::new('--billing-cycle', '--billing-cycle', [CompletionResultType]::ParameterName, 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]')
            [CompletionResult]::new('--ssh-key', '--ssh-key', [CompletionResultType]::ParameterName, 'File with the public SSH keys that may log in to the machines [$SSH_KEY]')
            [CompletionResult]::new('--pod-cidr', '--pod-cidr', [CompletionResultType]::ParameterName, 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]')
            [CompletionResult]::new('--service-cidr', '--service-cidr', [CompletionResultType]::ParameterName, 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]')
            [CompletionResult]::new('--service-domain', '--service-domain', [CompletionResultType]::ParameterName, 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--addons', '--addons', [CompletionResultType]::ParameterName, 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]')
            [CompletionResult]::new('--cni', '--cni', [CompletionResultType]::ParameterName, 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]')
            [CompletionResult]::new('--cluster-api-controller-image', '--cluster-api-controller-image', [CompletionResultType]::ParameterName, 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]')
            [CompletionResult]::new('--packet-provider-image', '--packet-provider-image', [CompletionResultType]::ParameterName, 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]')
            [CompletionResult]::new('--packet-ccm-image', '--packet-ccm-image', [CompletionResultType]::ParameterName, 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]')
            [CompletionResult]::new('--csi-packet-image', '--csi-packet-image', [CompletionResultType]::ParameterName, 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]')
            [CompletionResult]::new('--csi-provisioner-image', '--csi-provisioner-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]')
            [CompletionResult]::new('--csi-attacher-image', '--csi-attacher-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]')
            [CompletionResult]::new('--csi-node-driver-registrar-image', '--csi-node-driver-registrar-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]')
            [CompletionResult]::new('--flannel-image', '--flannel-image', [CompletionResultType]::ParameterName, 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]')
            [CompletionResult]::new('--flannel-cni-plugin-image', '--flannel-cni-plugin-image', [CompletionResultType]::ParameterName, 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--package-mirror', '--package-mirror', [CompletionResultType]::ParameterName, 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]')
            [CompletionResult]::new('--image-mirror', '--image-mirror', [CompletionResultType]::ParameterName, 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]')
            [CompletionResult]::new('--metadata-url', '--metadata-url', [CompletionResultType]::ParameterName, 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]')
            [CompletionResult]::new('--join-timeout', '--join-timeout', [CompletionResultType]::ParameterName, 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]')
            [CompletionResult]::new('--drain-timeout', '--drain-timeout', [CompletionResultType]::ParameterName, 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]')
            [CompletionResult]::new('--look-interval', '--look-interval', [CompletionResultType]::ParameterName, 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]')
            [CompletionResult]::new('--order-timeout', '--order-timeout', [CompletionResultType]::ParameterName, 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]')
            [CompletionResult]::new('--machine-tries', '--machine-tries', [CompletionResultType]::ParameterName, 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]')
            [CompletionResult]::new('--user-data-limit', '--user-data-limit', [CompletionResultType]::ParameterName, 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write the plan')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write the plan')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--sim', '--sim', [CompletionResultType]::ParameterName, 'Use a simulated Packet API that runs inside this command; it supplies project and key')
            [CompletionResult]::new('--delete-extra', '--delete-extra', [CompletionResultType]::ParameterName, 'Delete machines that the files do not want any more')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 when there is something to do')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;up' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace this machine: deletes it and makes it anew; of a control plane, the cluster''s data is lost')
            [CompletionResult]::new('--machine-configs', '--machine-configs', [CompletionResultType]::ParameterName, 'machine_configs.yaml of 2019 with the scripts that set machines up, instead of the built-in ones')
            [CompletionResult]::new('--templates', '--templates', [CompletionResultType]::ParameterName, 'Folder with templates that replace the built-in ones, where the files are generated')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--facility', '--facility', [CompletionResultType]::ParameterName, 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]')
            [CompletionResult]::new('--metro', '--metro', [CompletionResultType]::ParameterName, 'Metro (city) in which the machines stand, instead of a facility [$METRO]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]')
            [CompletionResult]::new('--control-plane-machine-count', '--control-plane-machine-count', [CompletionResultType]::ParameterName, 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]')
            [CompletionResult]::new('--worker-machine-count', '--worker-machine-count', [CompletionResultType]::ParameterName, 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]')
            [CompletionResult]::new('--controlplane-node-type', '--controlplane-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--worker-node-type', '--worker-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--node-os', '--node-os', [CompletionResultType]::ParameterName, 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]')
            [CompletionResult]::new('--billing-cycle', '--billing-cycle', [CompletionResultType]::ParameterName, 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]')
            [CompletionResult]::new('--ssh-key', '--ssh-key', [CompletionResultType]::ParameterName, 'File with the public SSH keys that may log in to the machines [$SSH_KEY]')
            [CompletionResult]::new('--pod-cidr', '--pod-cidr', [CompletionResultType]::ParameterName, 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]')
            [CompletionResult]::new('--service-cidr', '--service-cidr', [CompletionResultType]::ParameterName, 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]')
            [CompletionResult]::new('--service-domain', '--service-domain', [CompletionResultType]::ParameterName, 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--addons', '--addons', [CompletionResultType]::ParameterName, 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]')
            [CompletionResult]::new('--cni', '--cni', [CompletionResultType]::ParameterName, 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]')
            [CompletionResult]::new('--cluster-api-controller-image', '--cluster-api-controller-image', [CompletionResultType]::ParameterName, 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]')
            [CompletionResult]::new('--packet-provider-image', '--packet-provider-image', [CompletionResultType]::ParameterName, 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]')
            [CompletionResult]::new('--packet-ccm-image', '--packet-ccm-image', [CompletionResultType]::ParameterName, 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]')
            [CompletionResult]::new('--csi-packet-image', '--csi-packet-image', [CompletionResultType]::ParameterName, 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]')
            [CompletionResult]::new('--csi-provisioner-image', '--csi-provisioner-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]')
            [CompletionResult]::new('--csi-attacher-image', '--csi-attacher-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]')
            [CompletionResult]::new('--csi-node-driver-registrar-image', '--csi-node-driver-registrar-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]')
            [CompletionResult]::new('--flannel-image', '--flannel-image', [CompletionResultType]::ParameterName, 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]')
            [CompletionResult]::new('--flannel-cni-plugin-image', '--flannel-cni-plugin-image', [CompletionResultType]::ParameterName, 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--package-mirror', '--package-mirror', [CompletionResultType]::ParameterName, 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]')
            [CompletionResult]::new('--image-mirror', '--image-mirror', [CompletionResultType]::ParameterName, 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]')
            [CompletionResult]::new('--metadata-url', '--metadata-url', [CompletionResultType]::ParameterName, 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]')
            [CompletionResult]::new('--join-timeout', '--join-timeout', [CompletionResultType]::ParameterName, 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]')
            [CompletionResult]::new('--drain-timeout', '--drain-timeout', [CompletionResultType]::ParameterName, 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]')
            [CompletionResult]::new('--look-interval', '--look-interval', [CompletionResultType]::ParameterName, 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]')
            [CompletionResult]::new('--order-timeout', '--order-timeout', [CompletionResultType]::ParameterName, 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]')
            [CompletionResult]::new('--machine-tries', '--machine-tries', [CompletionResultType]::ParameterName, 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]')
            [CompletionResult]::new('--user-data-limit', '--user-data-limit', [CompletionResultType]::ParameterName, 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time, for example 45m; what was ordered stays, and `up` goes on from there')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Also write what happens to standard output, for programs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--sim', '--sim', [CompletionResultType]::ParameterName, 'Use a simulated Packet API that runs inside this command; it supplies project and key')
            [CompletionResult]::new('--delete-extra', '--delete-extra', [CompletionResultType]::ParameterName, 'Delete machines that the files do not want any more')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;down' {
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the cluster, where more than one is remembered or none')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Also write what happens to standard output, for programs')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--package-mirror', '--package-mirror', [CompletionResultType]::ParameterName, 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]')
            [CompletionResult]::new('--image-mirror', '--image-mirror', [CompletionResultType]::ParameterName, 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]')
            [CompletionResult]::new('--metadata-url', '--metadata-url', [CompletionResultType]::ParameterName, 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]')
            [CompletionResult]::new('--join-timeout', '--join-timeout', [CompletionResultType]::ParameterName, 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]')
            [CompletionResult]::new('--drain-timeout', '--drain-timeout', [CompletionResultType]::ParameterName, 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]')
            [CompletionResult]::new('--look-interval', '--look-interval', [CompletionResultType]::ParameterName, 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]')
            [CompletionResult]::new('--order-timeout', '--order-timeout', [CompletionResultType]::ParameterName, 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]')
            [CompletionResult]::new('--machine-tries', '--machine-tries', [CompletionResultType]::ParameterName, 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]')
            [CompletionResult]::new('--user-data-limit', '--user-data-limit', [CompletionResultType]::ParameterName, 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--sim', '--sim', [CompletionResultType]::ParameterName, 'Insist on a simulated cluster, made by `up --sim`; its simulator is found without this')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be deleted, and delete nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;status' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Look again until all machines are Ready, or the time is over [default time: 10m]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--package-mirror', '--package-mirror', [CompletionResultType]::ParameterName, 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]')
            [CompletionResult]::new('--image-mirror', '--image-mirror', [CompletionResultType]::ParameterName, 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]')
            [CompletionResult]::new('--metadata-url', '--metadata-url', [CompletionResultType]::ParameterName, 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]')
            [CompletionResult]::new('--join-timeout', '--join-timeout', [CompletionResultType]::ParameterName, 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]')
            [CompletionResult]::new('--drain-timeout', '--drain-timeout', [CompletionResultType]::ParameterName, 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]')
            [CompletionResult]::new('--look-interval', '--look-interval', [CompletionResultType]::ParameterName, 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]')
            [CompletionResult]::new('--order-timeout', '--order-timeout', [CompletionResultType]::ParameterName, 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]')
            [CompletionResult]::new('--machine-tries', '--machine-tries', [CompletionResultType]::ParameterName, 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]')
            [CompletionResult]::new('--user-data-limit', '--user-data-limit', [CompletionResultType]::ParameterName, 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;kubeconfig' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; with --merge, the file to merge into')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long it can be used, for example 8h or 30d [default: one year]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Add the cluster to the first file of $KUBECONFIG, else to ~/.kube/config; everything else in it stays')
            [CompletionResult]::new('--use', '--use', [CompletionResultType]::ParameterName, 'With --merge: make it the current context')
            [CompletionResult]::new('--masters', '--masters', [CompletionResultType]::ParameterName, 'Be of the group system:masters, whose rights nothing in the cluster can take away')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;state' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything that is remembered, but the secrets')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make a state from the cluster''s tags at Packet')
            [CompletionResult]::new('rotate-key', 'rotate-key', [CompletionResultType]::ParameterValue, 'Seal the secrets of all states with a new key')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;state;show' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;state;rebuild' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State file to make [default: $XDG_STATE_HOME/packetctl/NAME/state.json]')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'An administrator''s kubeconfig of the cluster, to look at its nodes; it is not kept')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make it anew where there is one; that one is kept as the previous generation')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;state;rotate-key' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'A state file besides those in $XDG_STATE_HOME/packetctl; may be given more than once')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--passphrase', '--passphrase', [CompletionResultType]::ParameterName, 'Seal one state with a new passphrase instead')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;state;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything that is remembered, but the secrets')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make a state from the cluster''s tags at Packet')
            [CompletionResult]::new('rotate-key', 'rotate-key', [CompletionResultType]::ParameterValue, 'Seal the secrets of all states with a new key')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;state;help;show' {
            break
        }
        'packetctl;state;help;rebuild' {
            break
        }
        'packetctl;state;help;rotate-key' {
            break
        }
        'packetctl;state;help;help' {
            break
        }
        'packetctl;sim' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address that the API listens on; port 0 takes any that is free')
            [CompletionResult]::new('--metadata-listen', '--metadata-listen', [CompletionResultType]::ParameterName, 'Address that the metadata service listens on [default: the port after that of --listen]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Number that all ids are made from; the same number gives the same ids again [default: any]')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many simulated seconds pass in a second; 0 stands still')
            [CompletionResult]::new('--provisioning', '--provisioning', [CompletionResultType]::ParameterName, 'Simulated time from a machine''s order until it is active, for example 90 or `5m 30s`')
            [CompletionResult]::new('--packages', '--packages', [CompletionResultType]::ParameterName, 'Simulated time that a machine of a cluster takes to install packages and images')
            [CompletionResult]::new('--init', '--init', [CompletionResultType]::ParameterName, 'Simulated time that `kubeadm init` takes on a control plane')
            [CompletionResult]::new('--join', '--join', [CompletionResultType]::ParameterName, 'Simulated time from a machine''s joining its cluster until its node is Ready')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Id of the project in a new world, a UUID [default: any]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'File to keep the world in; it survives the simulator, even when that is killed')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'File that says which calls fail, and how')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests a minute that each key may make; 0 refuses all [default: any number]')
            [CompletionResult]::new('--address-quota', '--address-quota', [CompletionResultType]::ParameterName, 'Elastic addresses that a project may have before a person would have to approve')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'Serve the control endpoints below /simulator: ledger, time, faults, what happens to machines')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;config' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'Packet project that the machines belong to [$PACKET_PROJECT_ID]')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]')
            [CompletionResult]::new('--cluster-name', '--cluster-name', [CompletionResultType]::ParameterName, 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]')
            [CompletionResult]::new('--facility', '--facility', [CompletionResultType]::ParameterName, 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]')
            [CompletionResult]::new('--metro', '--metro', [CompletionResultType]::ParameterName, 'Metro (city) in which the machines stand, instead of a facility [$METRO]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]')
            [CompletionResult]::new('--control-plane-machine-count', '--control-plane-machine-count', [CompletionResultType]::ParameterName, 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]')
            [CompletionResult]::new('--worker-machine-count', '--worker-machine-count', [CompletionResultType]::ParameterName, 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]')
            [CompletionResult]::new('--controlplane-node-type', '--controlplane-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--worker-node-type', '--worker-node-type', [CompletionResultType]::ParameterName, 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]')
            [CompletionResult]::new('--node-os', '--node-os', [CompletionResultType]::ParameterName, 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]')
            [CompletionResult]::new('--billing-cycle', '--billing-cycle', [CompletionResultType]::ParameterName, 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]')
            [CompletionResult]::new('--ssh-key', '--ssh-key', [CompletionResultType]::ParameterName, 'File with the public SSH keys that may log in to the machines [$SSH_KEY]')
            [CompletionResult]::new('--pod-cidr', '--pod-cidr', [CompletionResultType]::ParameterName, 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]')
            [CompletionResult]::new('--service-cidr', '--service-cidr', [CompletionResultType]::ParameterName, 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]')
            [CompletionResult]::new('--service-domain', '--service-domain', [CompletionResultType]::ParameterName, 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]')
            [CompletionResult]::new('--addons', '--addons', [CompletionResultType]::ParameterName, 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]')
            [CompletionResult]::new('--cni', '--cni', [CompletionResultType]::ParameterName, 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]')
            [CompletionResult]::new('--cluster-api-controller-image', '--cluster-api-controller-image', [CompletionResultType]::ParameterName, 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]')
            [CompletionResult]::new('--packet-provider-image', '--packet-provider-image', [CompletionResultType]::ParameterName, 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]')
            [CompletionResult]::new('--packet-ccm-image', '--packet-ccm-image', [CompletionResultType]::ParameterName, 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]')
            [CompletionResult]::new('--csi-packet-image', '--csi-packet-image', [CompletionResultType]::ParameterName, 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]')
            [CompletionResult]::new('--csi-provisioner-image', '--csi-provisioner-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]')
            [CompletionResult]::new('--csi-attacher-image', '--csi-attacher-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]')
            [CompletionResult]::new('--csi-node-driver-registrar-image', '--csi-node-driver-registrar-image', [CompletionResultType]::ParameterName, 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]')
            [CompletionResult]::new('--flannel-image', '--flannel-image', [CompletionResultType]::ParameterName, 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]')
            [CompletionResult]::new('--flannel-cni-plugin-image', '--flannel-cni-plugin-image', [CompletionResultType]::ParameterName, 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Where the cluster''s API is reached: elastic (an address that can move), device (the control plane''s own) or a HOST of yours [$CONTROL_PLANE_ENDPOINT; default elastic]')
            [CompletionResult]::new('--package-mirror', '--package-mirror', [CompletionResultType]::ParameterName, 'Address from which machines get the packages of Kubernetes [$PACKAGE_MIRROR; default https://pkgs.k8s.io]')
            [CompletionResult]::new('--image-mirror', '--image-mirror', [CompletionResultType]::ParameterName, 'Address of a registry that machines ask for images first [$IMAGE_MIRROR]')
            [CompletionResult]::new('--metadata-url', '--metadata-url', [CompletionResultType]::ParameterName, 'Address of the metadata service, as machines reach it [$PACKET_METADATA_URL; default https://metadata.platformequinix.com]')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'Time that a machine may take from its order until it is active [$BOOT_TIMEOUT; default 30m]')
            [CompletionResult]::new('--join-timeout', '--join-timeout', [CompletionResultType]::ParameterName, 'Time that an active machine may take until its node is Ready [$JOIN_TIMEOUT; default 20m]')
            [CompletionResult]::new('--drain-timeout', '--drain-timeout', [CompletionResultType]::ParameterName, 'Time for the pods of a node to leave, disruption budgets included [$DRAIN_TIMEOUT; default 5m]')
            [CompletionResult]::new('--look-interval', '--look-interval', [CompletionResultType]::ParameterName, 'Longest pause between two looks at Packet; while things change it is a fifth of that [$LOOK_INTERVAL; default 5s]')
            [CompletionResult]::new('--order-timeout', '--order-timeout', [CompletionResultType]::ParameterName, 'Age at which an order that nobody answered counts as not sent, if nothing came of it [$ORDER_TIMEOUT; default 30s]')
            [CompletionResult]::new('--machine-tries', '--machine-tries', [CompletionResultType]::ParameterName, 'How often a machine that fails is ordered before `up` gives it up [$MACHINE_TRIES; default 3]')
            [CompletionResult]::new('--user-data-limit', '--user-data-limit', [CompletionResultType]::ParameterName, 'Most bytes of user-data that the service takes [$USER_DATA_LIMIT; default 65536]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;templates' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the built-in templates to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;templates;export' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace files that are there already')
            [CompletionResult]::new('--force-overwrite', '--force-overwrite', [CompletionResultType]::ParameterName, 'Replace files that are there already')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;templates;help' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the built-in templates to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;templates;help;export' {
            break
        }
        'packetctl;templates;help;help' {
            break
        }
        'packetctl;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR is honoured')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of ./packetctl.yaml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what went wrong')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: where settings came from, what was read')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'packetctl;help' {
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the four files, offline, and tell every problem with its line')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Say what `up` would do: machines, addresses, calls, price, expected minutes')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Make the cluster that the documents describe, or bring it to what they say now')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Delete everything of a cluster: machines, address, state')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the cluster''s machines and nodes, and exit with 1 unless all are Ready')
            [CompletionResult]::new('kubeconfig', 'kubeconfig', [CompletionResultType]::ParameterValue, 'Print an admin kubeconfig, write it to a file or merge it into yours')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Look at, rebuild or reseal what is remembered of a cluster')
            [CompletionResult]::new('sim', 'sim', [CompletionResultType]::ParameterValue, 'Serve a local Packet API, as the public one was until June 2026')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting with its value and where it came from')
            [CompletionResult]::new('templates', 'templates', [CompletionResultType]::ParameterValue, 'Work with the templates that `generate` fills in')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages to a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'packetctl;help;generate' {
            break
        }
        'packetctl;help;validate' {
            break
        }
        'packetctl;help;plan' {
            break
        }
        'packetctl;help;up' {
            break
        }
        'packetctl;help;down' {
            break
        }
        'packetctl;help;status' {
            break
        }
        'packetctl;help;kubeconfig' {
            break
        }
        'packetctl;help;state' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything that is remembered, but the secrets')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make a state from the cluster''s tags at Packet')
            [CompletionResult]::new('rotate-key', 'rotate-key', [CompletionResultType]::ParameterValue, 'Seal the secrets of all states with a new key')
            break
        }
        'packetctl;help;state;show' {
            break
        }
        'packetctl;help;state;rebuild' {
            break
        }
        'packetctl;help;state;rotate-key' {
            break
        }
        'packetctl;help;sim' {
            break
        }
        'packetctl;help;config' {
            break
        }
        'packetctl;help;templates' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the built-in templates to a folder')
            break
        }
        'packetctl;help;templates;export' {
            break
        }
        'packetctl;help;completions' {
            break
        }
        'packetctl;help;man' {
            break
        }
        'packetctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
