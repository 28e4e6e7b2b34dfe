//! A PKI as texts, to be remembered and brought back.

use super::check::Half;
use super::{Authority, Pki, PrivateKey};
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::secret::Secret;

/// A certificate and its key, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairTexts {
    /// The certificate.
    pub certificate: String,
    /// The key.
    pub key: Secret,
}

/// All of a [`Pki`] in PEM; nothing else is needed to bring it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PkiTexts {
    /// The cluster's authority.
    pub cluster: PairTexts,
    /// The front proxy's authority.
    pub front_proxy: PairTexts,
    /// etcd's authority.
    pub etcd: PairTexts,
    /// The key of the service accounts.
    pub service_accounts: Secret,
}

impl Pki {
    /// Everything in PEM, byte for byte as it came where it was given.
    pub fn to_pem(&self) -> PkiTexts {
        let pair = |authority: &Authority| PairTexts {
            certificate: authority.certificate().to_owned(),
            key: authority.key().text().clone(),
        };
        PkiTexts {
            cluster: pair(&self.cluster),
            front_proxy: pair(&self.front_proxy),
            etcd: pair(&self.etcd),
            service_accounts: self.service_accounts.text().clone(),
        }
    }

    /// Brings one back. Places in problems are the names of kubeadm's files; all problems come at once.
    ///
    /// Each key must belong to its certificate, each certificate must be a CA's, and no key may serve twice: whoever
    /// holds the front proxy's may speak for anybody, so that one authority for both would make every user an
    /// administrator. Dates are not looked at; see [`Authority::from_pem`].
    pub fn from_pem(texts: &PkiTexts) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut pair = |base: &str, texts: &PairTexts| {
            let told = |flaws: Vec<(Half, Flaw)>| problems.extend(flaws.into_iter().map(|flaw| tell(base, flaw)));
            Authority::from_pem(&texts.certificate, &texts.key).map_err(told).ok()
        };
        let cluster = pair("ca", &texts.cluster);
        let front_proxy = pair("front-proxy-ca", &texts.front_proxy);
        let etcd = pair("etcd/ca", &texts.etcd);
        let service_accounts = PrivateKey::from_pem(&texts.service_accounts);
        let service_accounts = problems.take(service_accounts.map_err(|flaw| flaw.at(Place::Named("sa.key".into()))));
        let keys = [
            ("ca.key", cluster.as_ref().map(Authority::key)),
            ("front-proxy-ca.key", front_proxy.as_ref().map(Authority::key)),
            ("etcd/ca.key", etcd.as_ref().map(Authority::key)),
            ("sa.key", service_accounts.as_ref()),
        ];
        problems.extend(used_twice(&keys));
        match (cluster, front_proxy, etcd, service_accounts) {
            (Some(cluster), Some(front_proxy), Some(etcd), Some(service_accounts)) => {
                problems.into_result(Self { cluster, front_proxy, etcd, service_accounts })
            }
            _ => Err(problems),
        }
    }
}

/// Names the file that a flaw is in.
fn tell(base: &str, (half, flaw): (Half, Flaw)) -> Problem {
    let ending = match half {
        Half::Certificate => "crt",
        Half::Key => "key",
    };
    flaw.at(Place::Named(format!("{base}.{ending}")))
}

/// Every key that is an earlier one again.
fn used_twice(keys: &[(&str, Option<&PrivateKey>)]) -> Vec<Problem> {
    let is_again = |at: usize, first: usize| keys[first].1.is_some() && is_same(keys[first].1, keys[at].1);
    let earlier = |at: usize| (0..at).find(|first| is_again(at, *first)).map(|first| keys[first].0);
    let again = (1..keys.len()).filter_map(|at| Some((keys[at].0, earlier(at)?)));
    let problem = |(name, first): (&str, &str)| {
        let flaw = Flaw::new(format!("this is the key of {first} again"));
        flaw.hint("each authority needs a key of its own").at(Place::Named(name.to_owned()))
    };
    again.map(problem).collect()
}

fn is_same(one: Option<&PrivateKey>, other: Option<&PrivateKey>) -> bool {
    one.map(PrivateKey::public_key_info) == other.map(PrivateKey::public_key_info)
}
