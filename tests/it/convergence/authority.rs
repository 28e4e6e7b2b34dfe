//! Clusters under a CA of the user's own.

use super::bed::Bed;
use crate::pki::Judge;
use crate::world::Output;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs;

/// What openssl makes a key with.
const KINDS: [(&str, &str); 2] =
    [("rsa", "genrsa -traditional -out rsa.key 2048"), ("ec", "ecparam -name prime256v1 -genkey -noout -out ec.key")];

fn certify(judge: &Judge, name: &str, days: u32) {
    judge.says(&format!(
        "req -x509 -new -key {name}.key -subj /CN={name}-authority -days {days} -out {name}.crt \
         -addext keyUsage=critical,keyCertSign,cRLSign"
    ));
}

fn run(bed: &Bed, judge: &Judge, name: &str, arguments: &[&str]) -> Output {
    let file = |end: &str| judge.world.folder().join(format!("{name}.{end}")).display().to_string();
    let (certificate, key) = (file("crt"), file("key"));
    bed.run_with(&[("CA_CERT", &certificate), ("CA_KEY", &key)], arguments)
}

#[test]
fn the_cluster_is_under_it() {
    let Some(judge) = Judge::call() else { return };
    for (name, make) in KINDS {
        judge.says(make);
        certify(&judge, name, 3000);
        let bed = Bed::new(1);
        let made = run(&bed, &judge, name, &["up", "-y"]).success();
        assert!(made.stderr.contains("2/2 nodes Ready"), "{made}");
        assert!(!made.stderr.contains("your CA ends"), "{made}");

        let kubeconfig = fs::read_to_string(bed.state().with_file_name("kubeconfig")).unwrap();
        let value = |key: &str| kubeconfig.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap().trim();
        let server = value("server:").trim_matches(['"', '\'']).trim_start_matches("https://").to_owned();
        let given = STANDARD.decode(value("certificate-authority-data:").trim_matches(['"', '\''])).unwrap();
        assert_eq!(String::from_utf8(given).unwrap().trim(), judge.world.read(&format!("{name}.crt")).trim());
        let said = judge.says(&format!("s_client -connect {server} -CAfile {name}.crt -verify_return_error"));
        assert!(said.contains("Verify return code: 0 (ok)"), "{said}");

        // Without naming it again the cluster keeps it; another one is refused.
        let again = bed.up(&[]);
        assert!(again.stderr.contains("2/2 nodes Ready"), "{again}");
        let billed = bed.billed();
        judge.says("genrsa -traditional -out other.key 2048");
        certify(&judge, "other", 3000);
        let refused = run(&bed, &judge, "other", &["up", "-y"]).refused();
        assert!(refused.stderr.contains("CA_CERT") && refused.stderr.contains("cannot be changed"), "{refused}");
        assert!(refused.stderr.contains("nothing was ordered"), "{refused}");
        assert_eq!(bed.billed(), billed);
    }
}

#[test]
fn one_that_ends_soon_is_worth_a_word_and_one_that_does_not_fit_is_refused() {
    let Some(judge) = Judge::call() else { return };
    judge.says(KINDS[1].1);
    certify(&judge, "ec", 30);
    let bed = Bed::new(0);
    let planned = run(&bed, &judge, "ec", &["plan"]).success();
    assert!(planned.stderr.contains("warning:") && planned.stderr.contains("your CA ends on 20"), "{planned}");

    judge.says("ecparam -name prime256v1 -genkey -noout -out other.key");
    fs::copy(judge.world.folder().join("ec.crt"), judge.world.folder().join("other.crt")).unwrap();
    let refused = run(&bed, &judge, "other", &["up", "-y"]).refused();
    assert!(refused.stderr.contains("nothing was ordered"), "{refused}");
    assert!(bed.made().is_empty());
}
