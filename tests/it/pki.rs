//! Keys and papers, judged by openssl.

use crate::world::World;
use jiff::Timestamp;
use packetctl::pki::{Authority, ClientRequest, Group, Half, Pki};
use packetctl::secret::Secret;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// A folder with files, and openssl in it.
pub struct Judge {
    pub world: World,
}

impl Judge {
    /// None where openssl is not on the machine; it is on every machine that CI runs on.
    pub fn call() -> Option<Self> {
        Command::new("openssl").arg("version").output().is_ok().then(|| Self { world: World::empty() })
    }

    /// What openssl says, and whether it is content.
    fn ask(&self, arguments: &str) -> (bool, String) {
        let mut command = Command::new("openssl");
        let output =
            command.args(arguments.split(' ')).current_dir(self.world.folder()).output().expect("openssl is there");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// What openssl says, which must be content.
    pub fn says(&self, arguments: &str) -> String {
        let (is_content, said) = self.ask(arguments);
        assert!(is_content, "openssl {arguments}: {said}");
        said
    }

    /// Writes kubeadm's files below `pki/`.
    pub fn write(&self, pki: &Pki) {
        for file in pki.files() {
            self.world.write(&format!("pki/{}", file.name), file.expose());
        }
    }

    /// Has openssl make a pair.
    pub fn make_user(&self, name: &str, make: &str, subject: &str) {
        self.says(make);
        let certify =
            format!("req -x509 -new -key {name}.key -subj {subject} -multivalue-rdn -days 30 -out {name}.crt");
        self.says(&format!("{certify} -addext keyUsage=critical,keyCertSign,cRLSign"));
    }

    /// Takes a pair that openssl made.
    pub fn user(&self, name: &str) -> Authority {
        let key = Secret::new(self.world.read(&format!("{name}.key")));
        Authority::given(&self.world.read(&format!("{name}.crt")), &key, now()).expect("it is an authority")
    }
}

/// The time, which this side of the house may ask for.
pub fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).expect("the clock is about right")
}

fn request(group: Group) -> ClientRequest {
    ClientRequest { common_name: "kubernetes-admin".into(), group, time_to_live: Duration::from_secs(3600) }
}

#[test]
fn authorities_are_what_kubeadm_makes() {
    let Some(judge) = Judge::call() else { return };
    judge.write(&Pki::make(None, now()).expect("it can be made"));
    for (name, common_name) in [("ca", "kubernetes"), ("front-proxy-ca", "front-proxy-ca"), ("etcd/ca", "etcd-ca")] {
        let file = format!("pki/{name}.crt");
        let said = judge.says(&format!("verify -x509_strict -check_ss_sig -CAfile {file} {file}"));
        assert_eq!(said.trim(), format!("{file}: OK"));
        let text = judge.says(&format!("x509 -in {file} -noout -text"));
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let subject = format!("Subject: CN = {common_name}");
        let dns = format!("DNS:{common_name}");
        for wanted in [
            subject.as_str(),
            "Public-Key: (2048 bit)",
            "X509v3 Basic Constraints: critical",
            "CA:TRUE",
            "X509v3 Key Usage: critical",
            "Digital Signature, Key Encipherment, Certificate Sign",
            "X509v3 Subject Key Identifier:",
            dns.as_str(),
        ] {
            assert!(lines.contains(&wanted), "{name} lacks {wanted}: {text}");
        }
        assert_eq!(judge.says(&format!("rsa -in pki/{name}.key -check -noout")).trim(), "RSA key ok");
        let begins_with = judge.world.read(&format!("pki/{name}.key"));
        assert!(begins_with.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"), "{name}");
    }
}

#[test]
fn the_key_of_service_accounts_is_one_pair() {
    let Some(judge) = Judge::call() else { return };
    judge.write(&Pki::make(None, now()).expect("it can be made"));
    assert_eq!(judge.says("rsa -in pki/sa.key -check -noout").trim(), "RSA key ok");
    let public = judge.says("pkey -in pki/sa.key -pubout");
    assert!(public.ends_with(&judge.world.read("pki/sa.pub")), "{public}");
}

#[test]
fn an_administrators_certificate_is_a_clients_and_nothing_else() {
    let Some(judge) = Judge::call() else { return };
    let pki = Pki::make(None, now()).expect("it can be made");
    judge.write(&pki);
    for (group, organization) in [(Group::ClusterAdmins, "kubeadm:cluster-admins"), (Group::Masters, "system:masters")]
    {
        let client = pki.cluster.client(&request(group), now()).expect("it is signed");
        judge.world.write("admin.crt", &client.certificate);
        judge.world.write("admin.key", client.key.expose());
        let verify = |purpose: &str, ca: &str| {
            judge.ask(&format!("verify -x509_strict -purpose {purpose} -CAfile pki/{ca}.crt admin.crt"))
        };
        assert_eq!(verify("sslclient", "ca"), (true, "admin.crt: OK\n".into()));
        for (purpose, ca) in [("sslserver", "ca"), ("sslclient", "etcd/ca"), ("sslclient", "front-proxy-ca")] {
            assert!(!verify(purpose, ca).0, "{purpose} under {ca}");
        }
        let subject = judge.says("x509 -in admin.crt -noout -subject");
        assert_eq!(subject.trim(), format!("subject=O = {organization}, CN = kubernetes-admin"));
        assert_eq!(judge.says("pkey -in admin.key -pubout"), judge.says("x509 -in admin.crt -noout -pubkey"));
        assert!(judge.says("pkey -in admin.key -check -noout").contains("valid"));
    }
}

/// Authorities of users in every encoding: name, the key, and how openssl makes the certificate.
pub const USERS: [(&str, &str, &str); 6] = [
    ("rsa1", "genrsa -traditional -out rsa1.key 2048", "/CN=rsa1"),
    ("rsa8", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rsa8.key", "/DC=org/DC=example/CN=rsa8"),
    ("sec1", "ecparam -name prime256v1 -genkey -out sec1.key", "/O=Example/OU=one/OU=two/CN=sec1"),
    ("ec384", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec384.key", "/O=Example+OU=joined/CN=ec384"),
    ("ec521", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out ec521.key", "/emailAddress=ca@example.org"),
    ("long", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out long.key", "/C=DE/ST=Sachsen/L=Leipzig/CN=l"),
];

#[test]
fn users_authorities_are_kept_and_sign_in_every_encoding() {
    let Some(judge) = Judge::call() else { return };
    for (name, make, subject) in USERS {
        judge.make_user(name, make, subject);
        let authority = judge.user(name);
        assert_eq!(authority.certificate(), judge.world.read(&format!("{name}.crt")));
        assert_eq!(authority.key().text().expose(), judge.world.read(&format!("{name}.key")));

        let client = authority.client(&request(Group::default()), now()).expect("it is signed");
        judge.world.write("admin.crt", &client.certificate);
        let said = judge.says(&format!("verify -x509_strict -purpose sslclient -CAfile {name}.crt admin.crt"));
        assert_eq!(said, "admin.crt: OK\n", "{name}");

        judge.says(&format!("pkey -in {name}.key -pubout -outform DER -out public.der"));
        let hash = judge.says("dgst -sha256 -r public.der");
        let hash = hash.split(' ').next().unwrap_or_default();
        assert_eq!(authority.discovery_hash(), format!("sha256:{hash}"));
    }
}

#[test]
fn a_certificate_under_another_authority_or_the_same_name_does_not_verify() {
    let Some(judge) = Judge::call() else { return };
    let [own, other] = [(); 2].map(|()| Authority::make("kubernetes", now()).expect("it can be made"));
    let client = own.client(&request(Group::default()), now()).expect("it is signed");
    judge.world.write("admin.crt", &client.certificate);
    judge.world.write("own.crt", own.certificate());
    judge.world.write("other.crt", other.certificate());
    assert!(judge.ask("verify -x509_strict -CAfile own.crt admin.crt").0);
    assert!(!judge.ask("verify -x509_strict -CAfile other.crt admin.crt").0);
    assert_ne!(own.discovery_hash(), other.discovery_hash());
}

/// What is said of the pair of a certificate and a key.
fn flaws(judge: &Judge, certificate: &str, key: &str) -> Vec<(Half, String)> {
    let (certificate, key) = (judge.world.read(certificate), Secret::new(judge.world.read(key)));
    let flaws = Authority::given(&certificate, &key, now()).expect_err("it is refused");
    flaws.into_iter().map(|(half, flaw)| (half, flaw.what)).collect()
}

#[test]
fn keys_that_go_or_kubeadm_could_not_read_are_refused() {
    let Some(judge) = Judge::call() else { return };
    for (name, make) in [
        ("pss", "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
        ("ed", "-algorithm ED25519"),
        ("koblitz", "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1"),
        ("short", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024"),
    ] {
        judge.says(&format!("genpkey {make} -out {name}.key"));
        judge.says(&format!("req -x509 -new -key {name}.key -subj /CN=x -days 30 -out {name}.crt"));
        let told = flaws(&judge, &format!("{name}.crt"), &format!("{name}.key"));
        assert_eq!(told, [(Half::Key, "this is not a key that a cluster can use".to_owned())], "{name}");
    }
}

#[test]
fn a_certificate_that_names_its_key_in_another_way_is_refused() {
    let Some(judge) = Judge::call() else { return };
    judge.says("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key");
    judge.says("req -x509 -new -key pss.key -subj /CN=x -days 30 -out pss.crt");
    // The same numbers as an ordinary RSA key: the octet string in the PKCS#8 key begins at 20.
    judge.says("asn1parse -in pss.key -strparse 20 -noout -out plain.der");
    judge.says("rsa -inform DER -in plain.der -traditional -out plain.key");
    let expected = "it names its public key in a form that Kubernetes cannot read";
    assert_eq!(flaws(&judge, "pss.crt", "plain.key"), [(Half::Certificate, expected.to_owned())]);
}
