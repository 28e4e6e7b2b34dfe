//! Simulated clusters: what kubeadm makes of machines, asked over TLS, and by the real kubectl where
//! `PACKETCTL_KUBECTL` names it (the judges have one).

use super::simulator::{Simulator, id};
use super::world::World;
use jiff::Timestamp;
use packetctl::pki::{Authority, ClientRequest, Group, Pki};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

const TOKEN: &str = "abcdef.0123456789abcdef";
/// Simulated seconds until packages are there, and until `kubeadm init` is through.
const PACKAGES: u64 = 20;
const INIT: u64 = 10;

/// A cluster's keys, and where it will answer.
struct Bed {
    sim: Simulator,
    pki: Pki,
    port: u16,
    elastic: String,
}

fn now() -> Timestamp {
    SystemTime::now().try_into().unwrap()
}

/// User-data that writes files.
fn userdata(files: &[(String, String)]) -> String {
    let files: Vec<Value> = files.iter().map(|(path, content)| json!({ "path": path, "content": content })).collect();
    format!("#cloud-config\n{}\n", json!({ "write_files": files }))
}

impl Bed {
    fn new(arguments: &[&str]) -> Self {
        Self::of(Simulator::start(&[&["--provisioning", "10"], arguments].concat()))
    }

    fn of(sim: Simulator) -> Self {
        // Addresses of simulated machines are the same in every test, so the ports must not be.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let order = json!({ "type": "public_ipv4", "quantity": 1, "facility": "ewr1" });
        let block = sim.post(&sim.in_project("/ips"), &order).is(201);
        let elastic = block["address"].as_str().unwrap().to_owned();
        Self { sim, pki: Pki::make(None, now()).unwrap(), port, elastic }
    }

    fn init(&self) -> String {
        let documents = [
            json!({
                "apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "InitConfiguration",
                "bootstrapTokens": [{ "token": TOKEN, "ttl": "2h0m0s" }],
                "localAPIEndpoint": { "advertiseAddress": "@PRIVATE_ADDRESS@", "bindPort": self.port },
                "nodeRegistration": { "name": "control", "kubeletExtraArgs": [
                    { "name": "cloud-provider", "value": "external" }, { "name": "node-ip", "value": "@PRIVATE_ADDRESS@" },
                ] },
            }),
            json!({
                "apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "ClusterConfiguration", "kubernetesVersion": "v1.34.1",
                "controlPlaneEndpoint": format!("{}:{}", self.elastic, self.port),
            }),
        ];
        documents.map(|document| format!("{document}\n")).join("---\n")
    }

    fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> =
            self.pki.files().iter().map(|file| (file.path(), file.expose().to_owned())).collect();
        files.push(("/etc/packetctl/kubeadm.yaml".to_owned(), self.init()));
        files
    }

    fn join(&self, name: &str, change: &[(&str, &str)]) -> String {
        let mut document = json!({
            "apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "JoinConfiguration",
            "discovery": { "bootstrapToken": {
                "apiServerEndpoint": format!("{}:{}", self.elastic, self.port), "token": TOKEN,
                "caCertHashes": [self.pki.cluster.discovery_hash()],
            } },
            "nodeRegistration": { "name": name },
        })
        .to_string();
        for (old, new) in change {
            assert!(document.contains(old), "{old} is not in {document}");
            document = document.replace(old, new);
        }
        userdata(&[("/etc/packetctl/kubeadm.yaml".to_owned(), document)])
    }

    /// Orders a machine that is active a moment later.
    fn boot(&self, hostname: &str, userdata: &str) -> String {
        let id = id(&self.sim.order(&json!({ "hostname": hostname, "userdata": userdata })));
        while self.sim.device(&id)["state"] != "active" {
            self.sim.advance(1);
        }
        id
    }

    /// A control plane whose API answers at the elastic address.
    fn control_plane(&self) -> String {
        let control = self.boot("control", &userdata(&self.files()));
        let assignment = json!({ "address": self.elastic });
        let _ = self.sim.post(&format!("/devices/{control}/ips"), &assignment).is(201);
        self.sim.advance(PACKAGES + INIT);
        self.admin(Group::Masters).ready();
        control
    }

    fn at(&self, address: &str, authority: &Authority, client: Option<(&Authority, Group)>) -> Caller {
        let mut builder = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5));
        builder = builder.tls_certs_only([reqwest::Certificate::from_pem(authority.certificate().as_bytes()).unwrap()]);
        if let Some((authority, group)) = client {
            let request = ClientRequest { common_name: "admin".into(), group, time_to_live: Duration::from_secs(3600) };
            let client = authority.client(&request, now()).unwrap();
            let identity = format!("{}\n{}", client.certificate, client.key.expose());
            builder = builder.identity(reqwest::Identity::from_pem(identity.as_bytes()).unwrap());
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Caller { runtime, client: builder.build().unwrap(), url: format!("https://{address}:{}", self.port) }
    }

    fn admin(&self, group: Group) -> Caller {
        self.at(&self.elastic, &self.pki.cluster, Some((&self.pki.cluster, group)))
    }

    /// What machines said of themselves: codes and texts, oldest first.
    fn told(&self, device: &str) -> Vec<String> {
        let events = self.sim.get(&format!("/devices/{device}/events?per_page=100")).is(200);
        let events = events["events"].as_array().unwrap().iter().rev();
        let told = events.filter(|event| event["type"].as_str().unwrap().starts_with("user."));
        told.map(|event| format!("{} {}", event["type"].as_str().unwrap(), event["body"].as_str().unwrap())).collect()
    }
}

/// A client of a cluster.
struct Caller {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    url: String,
}

impl Caller {
    fn send(&self, method: &str, path: &str, kind: &str, body: Option<&Value>) -> Result<(u16, Value), String> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.url)).header("content-type", kind);
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        self.runtime.block_on(async {
            let response = request.send().await.map_err(|error| format!("{error:?}"))?;
            let status = response.status().as_u16();
            let text = response.text().await.map_err(|error| format!("{error:?}"))?;
            Ok((status, serde_json::from_str(&text).unwrap_or(json!(text))))
        })
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, "application/json", None).unwrap()
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send("POST", path, "application/json", Some(body)).unwrap()
    }

    fn patch(&self, kind: &str, path: &str, body: &Value) -> (u16, Value) {
        self.send("PATCH", path, &format!("application/{kind}"), Some(body)).unwrap()
    }

    /// Waits until somebody answers, in real time.
    fn ready(&self) {
        let begun = Instant::now();
        while self.send("GET", "/readyz", "", None) != Ok((200, json!("ok"))) {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "nobody answers: {:?}",
                self.send("GET", "/readyz", "", None)
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Nobody answers, or soon nobody does.
    fn silent(&self) {
        let begun = Instant::now();
        while self.send("GET", "/readyz", "", None).is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(10), "somebody answers");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Names of nodes and the state of their condition `Ready`.
    fn nodes(&self) -> Vec<String> {
        let (status, list) = self.get("/api/v1/nodes");
        assert_eq!(status, 200, "{list}");
        let ready = |node: &Value| {
            let conditions = node["status"]["conditions"].as_array().unwrap();
            let ready = conditions.iter().find(|condition| condition["type"] == "Ready").unwrap();
            format!("{} {}", node["metadata"]["name"].as_str().unwrap(), ready["status"].as_str().unwrap())
        };
        list["items"].as_array().unwrap().iter().map(ready).collect()
    }
}

#[test]
fn a_control_plane_answers_with_the_keys_of_its_user_data() {
    let bed = Bed::new(&[]);
    let control = bed.boot("control", &userdata(&bed.files()));
    let _ = bed.sim.post(&format!("/devices/{control}/ips"), &json!({ "address": bed.elastic })).is(201);
    let masters = bed.admin(Group::Masters);
    bed.sim.advance(PACKAGES + 5);
    masters.silent();
    bed.sim.advance(5);
    masters.ready();
    assert_eq!(
        bed.told(&control),
        ["user.1001 packages installed", "user.1002 kubeadm init started", "user.1003 control plane initialized"]
    );
    assert_eq!(masters.nodes(), ["control False"]);

    let admins = bed.admin(Group::ClusterAdmins);
    let (status, refused) = admins.get("/api/v1/nodes");
    let text =
        "nodes is forbidden: User \"admin\" cannot list resource \"nodes\" in API group \"\" at the cluster scope";
    assert_eq!((status, refused["message"].as_str(), refused["reason"].as_str()), (403, Some(text), Some("Forbidden")));
    bed.sim.advance(2);
    assert_eq!(admins.nodes(), ["control False"]);
    bed.sim.advance(3);
    assert_eq!(admins.nodes(), ["control True"]);
    let (_, node) = admins.get("/api/v1/nodes/control");
    let device = bed.sim.device(&control);
    let addresses = device["ip_addresses"].as_array().unwrap();
    let own = |public: bool| {
        addresses.iter().find(|own| own["public"] == public && own["address_family"] == 4).unwrap()["address"].clone()
    };
    assert_eq!(node["status"]["addresses"][0], json!({ "type": "InternalIP", "address": own(false) }));
    assert_eq!(node["status"]["nodeInfo"]["kubeletVersion"], "v1.34.1");
    let taints: Vec<&str> =
        node["spec"]["taints"].as_array().unwrap().iter().map(|taint| taint["key"].as_str().unwrap()).collect();
    assert_eq!(taints, ["node-role.kubernetes.io/control-plane", "node.cloudprovider.kubernetes.io/uninitialized"]);

    // Whoever comes with other papers, or to another name, is not let in.
    let other = Pki::make(None, now()).unwrap().cluster;
    let refused = |caller: Caller| caller.send("GET", "/api/v1/nodes", "", None).unwrap_err();
    assert!(refused(bed.at(&bed.elastic, &other, None)).contains("InvalidCertificate(BadSignature)"));
    let foreign = refused(bed.at(&bed.elastic, &bed.pki.cluster, Some((&other, Group::Masters))));
    assert!(foreign.contains("AlertReceived") || foreign.contains("onnection"), "{foreign}");
    let public = own(true).as_str().unwrap().to_owned();
    assert!(
        refused(bed.at(&public, &bed.pki.cluster, None)).contains("NotValidForName"),
        "it names only the private and the elastic address"
    );
    let anonymous = bed.at(&bed.elastic, &bed.pki.cluster, None);
    assert_eq!(anonymous.get("/version").1["gitVersion"], "v1.34.1");
    assert_eq!(anonymous.get("/api/v1/nodes").0, 403);
    assert_eq!(anonymous.get("/api/v1/namespaces/kube-public/configmaps/cluster-info").0, 200);
}

#[test]
fn user_data_without_kubeadm_does_nothing() {
    let bed = Bed::new(&[]);
    let device = bed.boot("plain", "#cloud-config\nwrite_files: [{path: /x, content: hello}]\n");
    bed.sim.advance(3600);
    assert_eq!(bed.told(&device), [""; 0]);
}

#[test]
fn a_broken_configuration_never_answers_and_says_why() {
    type Break = fn(&mut Vec<(String, String)>);
    let cases: [(Break, &str); 5] = [
        (
            |files| files.last_mut().unwrap().1 = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: [".into(),
            "cannot read the configuration: line 2",
        ),
        (
            |files| files.last_mut().unwrap().1 = files.last().unwrap().1.replace("v1beta4", "v1beta2"),
            "registered for version \"kubeadm.k8s.io/v1beta2\"",
        ),
        (
            |files| files.last_mut().unwrap().1 = files.last().unwrap().1.replace("ClusterConfiguration", "Cluster"),
            "there is no ClusterConfiguration",
        ),
        (|files| files[1].1 = files[3].1.clone(), "certificate and private key of ca do not belong together"),
        (|files| drop(files.remove(1)), "couldn't load the private key for ca"),
    ];
    let bed = Bed::new(&[]);
    for (breaks, reason) in cases {
        let mut files = bed.files();
        breaks(&mut files);
        let device = bed.boot("control", &userdata(&files));
        bed.sim.advance(600);
        let told = bed.told(&device);
        let last = told.last().unwrap();
        assert!(last.starts_with("user.1090 kubeadm") && last.contains(reason), "{told:?} for {reason}");
        assert!(!last.contains("PRIVATE KEY"), "{last}");
        let public = bed.sim.device(&device)["ip_addresses"][0]["address"].as_str().unwrap().to_owned();
        bed.at(&public, &bed.pki.cluster, None).silent();
    }
    // Where no CA is given kubeadm makes its own, and what was made elsewhere is worth nothing.
    let mut files = bed.files();
    files.retain(|(path, _)| !path.ends_with("pki/ca.crt") && !path.ends_with("pki/ca.key"));
    let device = bed.boot("control", &userdata(&files));
    let _ = bed.sim.post(&format!("/devices/{device}/ips"), &json!({ "address": bed.elastic })).is(201);
    bed.sim.advance(60);
    let begun = Instant::now();
    loop {
        match bed.admin(Group::Masters).send("GET", "/readyz", "", None) {
            Err(error) if error.contains("InvalidCertificate") => break,
            Err(_) if begun.elapsed() < Duration::from_secs(10) => std::thread::sleep(Duration::from_millis(20)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn workers_join_only_with_what_their_cluster_knows() {
    let bed = Bed::new(&[]);
    // They wait for as long as it takes.
    let early = bed.boot("early", &bed.join("early", &[]));
    bed.sim.advance(600);
    assert_eq!(
        bed.told(&early)[1..],
        [format!("user.1004 waiting for the API server at {}:{}", bed.elastic, bed.port)]
    );
    bed.control_plane();
    let admin = bed.admin(Group::Masters);
    let hash = bed.pki.cluster.discovery_hash();
    let endpoint = format!("{}:{}", bed.elastic, bed.port);
    let wrong_hash = hash.replace(['0', '1', '2'], "f");
    for (name, old, new, reason) in [
        ("token", TOKEN, "abcdef.0123456789abcdee", "failed to verify JWS signature"),
        ("unknown", TOKEN, "aaaaaa.0123456789abcdef", "could not find a JWS signature"),
        ("hash", hash.as_str(), wrong_hash.as_str(), "none of the public keys is pinned"),
        ("nowhere", endpoint.as_str(), "127.128.3.3:1", ""),
    ] {
        let worker = bed.boot(name, &bed.join(name, &[(old, new)]));
        bed.sim.advance(600);
        let told = bed.told(&worker);
        assert!(
            if reason.is_empty() { told.len() == 2 } else { told[2].contains(reason) && told.len() == 3 },
            "{told:?}"
        );
    }
    assert_eq!(admin.nodes(), ["control True", "early True"]);
    assert!(bed.told(&early).contains(&"user.1005 joined".to_owned()));
    // The server's certificate does not name the public address.
    let control = bed.sim.get(&bed.sim.in_project("/devices?per_page=100")).is(200);
    let control =
        control["devices"].as_array().unwrap().iter().find(|device| device["hostname"] == "control").unwrap().clone();
    let public = format!("{}:{}", control["ip_addresses"][0]["address"].as_str().unwrap(), bed.port);
    let unnamed = bed.boot("unnamed", &bed.join("unnamed", &[(&endpoint, &public)]));
    bed.sim.advance(600);
    assert!(bed.told(&unnamed)[2].contains("certificate is not valid for 127."), "{:?}", bed.told(&unnamed));
    // Tokens end, and whoever waits joins as soon as there is another with the same value.
    bed.sim.advance(2 * 3600);
    let late = bed.boot("late", &bed.join("late", &[]));
    bed.sim.advance(600);
    assert_eq!(admin.nodes().len(), 2);
    let secrets = "/api/v1/namespaces/kube-system/secrets";
    assert_eq!(admin.send("DELETE", &format!("{secrets}/bootstrap-token-abcdef"), "", None).unwrap().0, 200);
    let data = json!({
        "token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-signing": "true",
        "usage-bootstrap-authentication": "true",
    });
    let secret = json!({ "metadata": { "name": "bootstrap-token-abcdef" }, "type": "bootstrap.kubernetes.io/token", "stringData": data });
    assert_eq!(admin.post(secrets, &secret).0, 201);
    assert_eq!(bed.told(&late).last().unwrap(), "user.1005 joined");
    assert_eq!(admin.nodes(), ["control True", "early True", "late False"]);
    bed.sim.advance(5);
    assert_eq!(admin.nodes(), ["control True", "early True", "late True"]);
}

#[test]
fn what_happens_to_a_machine_happens_to_its_node() {
    let bed = Bed::new(&[]);
    let control = bed.control_plane();
    let [first, second] = ["one", "two"].map(|name| bed.boot(name, &bed.join(name, &[])));
    bed.sim.advance(60);
    let admin = bed.admin(Group::Masters);
    assert_eq!(admin.nodes(), ["control True", "one True", "two True"]);
    let act = |device: &str, action: &str| {
        let _ = bed.sim.post(&format!("/devices/{device}/actions"), &json!({ "type": action })).is(202);
        bed.sim.advance(16);
    };
    act(&first, "power_off");
    bed.sim.control("POST", &format!("devices/{second}/vanish"), Some(&json!({})));
    assert_eq!(admin.nodes(), ["control True", "one True", "two True"], "nobody has noticed yet");
    bed.sim.advance(60);
    assert_eq!(admin.nodes(), ["control True", "one Unknown", "two Unknown"]);
    act(&first, "power_on");
    bed.sim.advance(5);
    assert_eq!(admin.nodes(), ["control True", "one True", "two Unknown"]);
    act(&control, "power_off");
    admin.silent();
    act(&control, "power_on");
    admin.ready();
    bed.sim.advance(60);
    assert_eq!(admin.nodes(), ["control True", "one True", "two Unknown"]);
    let _ = bed.sim.post(&format!("/devices/{control}/actions"), &json!({ "type": "reboot" })).is(202);
    admin.silent();
    bed.sim.advance(16);
    admin.ready();
    let _ = bed.sim.delete(&format!("/devices/{control}")).is(204);
    admin.silent();
}

#[test]
fn objects_are_kept_as_kubernetes_keeps_them() {
    let bed = Bed::new(&[]);
    bed.control_plane();
    let admin = bed.admin(Group::Masters);
    let pods = "/api/v1/namespaces/default/pods";
    let pod = |name: &str| json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": name, "labels": { "app": "x" } }, "spec": { "nodeName": "control", "containers": [{ "name": "c", "image": "i" }] } });
    for name in ["a", "b", "c"] {
        assert_eq!(admin.post(pods, &pod(name)).1["status"]["phase"], "Running");
    }
    assert_eq!(admin.post(pods, &pod("a")).1["message"], "pods \"a\" already exists");
    assert_eq!(admin.post("/api/v1/namespaces/none/pods", &pod("a")).1["message"], "namespaces \"none\" not found");
    let (_, page) = admin.get("/api/v1/pods?limit=2&fieldSelector=spec.nodeName%3Dcontrol");
    assert_eq!((page["items"].as_array().unwrap().len(), &page["metadata"]["remainingItemCount"]), (2, &json!(1)));
    let (_, page) =
        admin.get(&format!("/api/v1/pods?limit=2&continue={}", page["metadata"]["continue"].as_str().unwrap()));
    assert_eq!(
        (page["items"][0]["metadata"]["name"].as_str(), page["metadata"]["continue"].as_str()),
        (Some("c"), None)
    );

    // Evictions keep to the budget.
    let budget = json!({ "metadata": { "name": "all" }, "spec": { "minAvailable": 2, "selector": { "matchLabels": { "app": "x" } } } });
    assert_eq!(admin.post("/apis/policy/v1/namespaces/default/poddisruptionbudgets", &budget).0, 201);
    let evict = |name: &str| {
        admin.post(
            &format!("{pods}/{name}/eviction"),
            &json!({ "kind": "Eviction", "apiVersion": "policy/v1", "metadata": { "name": name } }),
        )
    };
    assert_eq!(evict("a").0, 201);
    let (status, refused) = evict("b");
    assert_eq!(
        (status, refused["details"]["causes"][0]["reason"].as_str()),
        (429, Some("DisruptionBudget")),
        "{refused}"
    );
    assert_eq!(evict("a").0, 404);

    // Nodes: what is set once stays, and old versions are refused.
    let node = "/api/v1/nodes/control";
    let (_, before) = admin.get(node);
    assert_eq!(
        admin
            .patch(
                "merge-patch+json",
                node,
                &json!({ "spec": { "providerID": "packet://1" }, "status": { "addresses": [] } })
            )
            .0,
        200
    );
    let (_, after) = admin.get(node);
    assert_eq!((&after["spec"]["providerID"], &after["status"]), (&json!("packet://1"), &before["status"]));
    assert!(after["metadata"]["generation"].as_u64() > before["metadata"]["generation"].as_u64());
    let (status, refused) = admin.patch("merge-patch+json", node, &json!({ "spec": { "providerID": "packet://2" } }));
    assert!(status == 422 && refused["message"].as_str().unwrap().contains("spec.providerID: Forbidden"), "{refused}");
    let (status, refused) = admin.send("PUT", node, "application/json", Some(&before)).unwrap();
    assert!(
        status == 409 && refused["message"].as_str().unwrap().contains("the object has been modified"),
        "{refused}"
    );
    let external = json!({ "status": { "addresses": [{ "type": "ExternalIP", "address": "127.0.0.9" }] } });
    let (_, patched) = admin.patch("strategic-merge-patch+json", &format!("{node}/status"), &external);
    assert_eq!(patched["status"]["addresses"].as_array().unwrap().len(), 3);

    // What is defined is served; what is applied twice is changed once.
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "things.example.org" },
        "spec": { "group": "example.org", "scope": "Namespaced", "names": { "plural": "things", "kind": "Thing" },
            "versions": [{ "name": "v1", "served": true, "storage": true }] },
    });
    let place = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.org?fieldManager=x";
    assert_eq!(admin.get("/apis/example.org/v1/namespaces/default/things").0, 404);
    let (status, defined) = admin.patch("apply-patch+yaml", place, &definition);
    assert_eq!((status, &defined["status"]["conditions"][1]["type"]), (201, &json!("Established")));
    let (status, again) = admin.patch("apply-patch+yaml", place, &definition);
    assert_eq!((status, &again["metadata"]["resourceVersion"]), (200, &defined["metadata"]["resourceVersion"]));
    let (_, list) = admin.get("/apis/example.org/v1/namespaces/default/things");
    assert_eq!((&list["kind"], list["items"].as_array().unwrap().len()), (&json!("ThingList"), 0));

    // Who watches is told.
    let version = list["metadata"]["resourceVersion"].as_str().unwrap();
    assert_eq!(admin.send("DELETE", &format!("{pods}/c"), "", None).unwrap().0, 200);
    let (_, told) = admin.get(&format!("{pods}?watch=true&resourceVersion={version}&timeoutSeconds=1"));
    assert_eq!((&told["type"], &told["object"]["metadata"]["name"]), (&json!("DELETED"), &json!("c")));
    assert_eq!(admin.get(&format!("{pods}?watch=true&resourceVersion=99999")).1["reason"], "Expired");
}

#[test]
fn a_cluster_outlives_its_simulator() {
    let world = World::empty();
    let file = world.folder().join("kept.state").display().to_string();
    let mut bed = Bed::of(Simulator::start_in(world, &["--provisioning", "10", "--state", &file]));
    bed.control_plane();
    bed.boot("one", &bed.join("one", &[]));
    bed.sim.advance(60);
    let waiting = bed.boot("two", &bed.join("two", &[(TOKEN, "bbbbbb.0123456789abcdef")]));
    bed.sim.advance(60);
    let admin = bed.admin(Group::ClusterAdmins);
    let before = admin.get("/api/v1/nodes");
    let world = std::mem::replace(&mut bed.sim, Simulator::start(&[])).kill();
    admin.silent();
    bed.sim = Simulator::start_in(world, &["--provisioning", "10", "--state", &file]);
    admin.ready();
    assert_eq!(admin.get("/api/v1/nodes"), before);
    assert_eq!(before.1["items"].as_array().unwrap().len(), 2);
    let version = before.1["metadata"]["resourceVersion"].as_str().unwrap().parse::<u64>().unwrap();
    let labelled =
        admin.patch("merge-patch+json", "/api/v1/nodes/one", &json!({ "metadata": { "labels": { "a": "b" } } })).1;
    assert!(labelled["metadata"]["resourceVersion"].as_str().unwrap().parse::<u64>().unwrap() > version);
    assert!(bed.told(&waiting).last().unwrap().contains("could not find a JWS signature"));
}

#[test]
fn a_thousand_workers_are_no_burden() {
    let bed = Bed::new(&[]);
    bed.control_plane();
    let begun = Instant::now();
    let join = bed.join("x", &[("\"nodeRegistration\":{\"name\":\"x\"}", "\"nodeRegistration\":{}")]);
    let mut order =
        json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "userdata": join });
    bed.sim.control("PUT", "capacity", Some(&json!({ "facility": "ewr1", "plan": "c1.small.x86", "level": "normal" })));
    order["count"] = json!(1000);
    bed.sim.control("POST", &format!("projects/{}/devices", bed.sim.project()), Some(&order));
    bed.sim.advance(60);
    let nodes = bed.admin(Group::Masters).nodes();
    assert_eq!((nodes.len(), nodes.iter().filter(|node| node.ends_with(" True")).count()), (1001, 1001));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

/// The real kubectl and a kubeconfig for it.
struct Kubectl<'a> {
    program: String,
    world: &'a World,
}

impl Kubectl<'_> {
    fn run(&self, arguments: &str) -> (bool, String) {
        let mut command = Command::new(&self.program);
        command.args(arguments.split(' ')).current_dir(self.world.folder()).env_clear();
        command.env("HOME", self.world.home()).env("KUBECONFIG", self.world.folder().join("kubeconfig"));
        let output = command.output().expect("kubectl can be run");
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    fn says(&self, arguments: &str) -> String {
        let (is_content, said) = self.run(arguments);
        assert!(is_content, "kubectl {arguments}: {said}");
        said
    }
}

#[test]
fn kubectl_takes_it_for_a_cluster() {
    let Ok(program) = std::env::var("PACKETCTL_KUBECTL") else { return };
    let bed = Bed::new(&["--speed", "1"]);
    bed.control_plane();
    bed.boot("one", &bed.join("one", &[]));
    bed.sim.advance(60);
    let request = ClientRequest {
        common_name: "admin".into(),
        group: Group::ClusterAdmins,
        time_to_live: Duration::from_secs(3600),
    };
    let client = bed.pki.cluster.client(&request, now()).unwrap();
    let world = World::ready();
    world.write("ca.crt", bed.pki.cluster.certificate());
    world.write("client.crt", &client.certificate);
    world.write("client.key", client.key.expose());
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "x", "contexts": [{ "name": "x", "context": { "cluster": "x", "user": "x" } }],
        "clusters": [{ "name": "x", "cluster": { "server": format!("https://{}:{}", bed.elastic, bed.port), "certificate-authority": "ca.crt" } }],
        "users": [{ "name": "x", "user": { "client-certificate": "client.crt", "client-key": "client.key" } }],
    });
    world.write("kubeconfig", config.to_string());
    let kubectl = Kubectl { program, world: &world };
    assert!(kubectl.says("version").contains("v1.34.1"));
    let nodes = kubectl.says("get nodes -o wide");
    assert!(
        nodes.contains("control   Ready") && nodes.contains("control-plane") && nodes.contains("one       Ready"),
        "{nodes}"
    );
    kubectl.says("wait --for=condition=Ready node/one --timeout=20s");

    // The files that packetctl writes, and the definitions that are among them.
    let _ = world.run(&["generate"]).success();
    for file in ["addons.yaml", "provider-components.yaml"] {
        for _ in 0..2 {
            let said = kubectl.says(&format!("apply --server-side --field-manager=packetctl -f out/packet/{file}"));
            assert!(said.contains("serverside-applied"), "{said}");
        }
    }
    kubectl.says("wait --for=condition=Established --timeout=20s crd/machines.cluster.k8s.io");
    for file in ["cluster.yaml", "machines.yaml"] {
        kubectl.says(&format!("apply --server-side -f out/packet/{file}"));
    }
    assert!(kubectl.says("get machines.cluster.k8s.io -A").contains("AGE"));
    assert!(kubectl.says("get crd").contains("clusters.cluster.k8s.io"));
    kubectl.says("get all -A");
    kubectl.says("label node one a=b");
    assert!(kubectl.says("get node -l a=b -o name").contains("node/one"));

    // Draining: a plain pod, one of a DaemonSet, one under a budget.
    let daemon = json!({ "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": { "name": "d", "namespace": "default" }, "spec": {
        "selector": { "matchLabels": { "d": "d" } }, "template": { "metadata": { "labels": { "d": "d" } }, "spec": { "containers": [{ "name": "c", "image": "i" }] } } } });
    world.write("daemon.json", daemon.to_string());
    kubectl.says("apply -f daemon.json");
    for (name, owner) in [("plain", None), ("owned", Some("d")), ("kept", None)] {
        let owners = owner.map(|owner| json!([{ "apiVersion": "apps/v1", "kind": "DaemonSet", "name": owner, "uid": "1", "controller": true }]));
        let pod = json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": name, "namespace": "default", "labels": { "is": name }, "ownerReferences": owners.unwrap_or(json!([])) },
            "spec": { "nodeName": "one", "containers": [{ "name": "c", "image": "i" }] } });
        world.write("pod.json", pod.to_string());
        kubectl.says("create -f pod.json");
    }
    let budget = json!({ "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": { "name": "b", "namespace": "default" },
        "spec": { "maxUnavailable": 0, "selector": { "matchLabels": { "is": "kept" } } } });
    world.write("budget.json", budget.to_string());
    kubectl.says("apply -f budget.json");
    assert!(kubectl.says("get pods -o wide").contains("plain   1/1     Running"));
    let drain = "drain one --ignore-daemonsets --delete-emptydir-data --force --timeout=3s";
    let (is_drained, said) = kubectl.run(drain);
    assert!(!is_drained && said.contains("would violate the pod's disruption budget"), "{said}");
    kubectl.says("delete pdb b");
    assert!(kubectl.says(drain).contains("node/one drained"));
    let left = kubectl.says("get pods -o name");
    assert_eq!(left.trim(), "pod/owned");
    assert!(kubectl.says("get nodes").contains("one       Ready,SchedulingDisabled"));
    kubectl.says("uncordon one");
    kubectl.says("cordon one");
    kubectl.says("delete node one --timeout=20s");
    assert!(!kubectl.says("get nodes").contains("one"));
    assert!(!kubectl.says("get pods").contains("owned"), "a node's pods go with it");
    kubectl.says("delete -f out/packet/machines.yaml --timeout=20s");
    assert!(kubectl.run("get nodes nobody").1.contains("Error from server (NotFound): nodes \"nobody\" not found"));
}
