
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
        'packetctl;sim' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address that the API listens on; port 0 takes any that is free')
            [CompletionResult]::new('--metadata-listen', '--metadata-listen', [CompletionResultType]::ParameterName, 'Address that the metadata service listens on [default: the port after that of --listen]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Number that all ids are made from; the same number gives the same ids again [default: any]')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many simulated seconds pass in a second; 0 stands still')
            [CompletionResult]::new('--provisioning', '--provisioning', [CompletionResultType]::ParameterName, 'Simulated time from a machine''s order until it is active, for example 90 or `5m 30s`')
            [CompletionResult]::new('--packages', '--packages', [CompletionResultType]::ParameterName, 'Simulated time that a machine of a cluster takes to install packages and images')
            [CompletionResult]::new('--init', '--init', [CompletionResultType]::ParameterName, 'Simulated time that `kubeadm init` takes on a control plane')
            [CompletionResult]::new('--join', '--join', [CompletionResultType]::ParameterName, 'Simulated time from a machine''s joining its cluster until its node is Ready')
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
