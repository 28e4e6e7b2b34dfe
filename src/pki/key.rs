//! Private keys: made, read in every encoding that is about, and never shown.

use super::der;
use crate::problem::Flaw;
use crate::secret::Secret;
use pem::{EncodeConfig, LineEnding, Pem};
use rcgen::{KeyPair, PKCS_ED25519, PKCS_RSA_SHA256, PublicKeyData as _};
use x509_parser::asn1_rs::{Any, FromDer as _, Tag};

/// A private key that kubeadm can read: RSA of 2048 bits or more, or EC P-256, P-384 or P-521.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKey {
    text: Secret,
    public: Vec<u8>,
}

impl PrivateKey {
    /// Makes an RSA key of 2048 bits, written in PKCS#1.
    ///
    /// So kubeadm makes its own: every version of kubeadm and the provider of 2019 read it, while EC and PKCS#8 came
    /// later (kubernetes/kubernetes 76390 and 112508).
    pub fn make() -> Result<Self, Flaw> {
        let failed = |error: rcgen::Error| Flaw::new(format!("no key could be made: {error}"));
        let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).map_err(failed)?;
        let inner = pkcs1(pair.serialized_der()).ok_or_else(|| failed(rcgen::Error::CouldNotParseKeyPair))?;
        Ok(Self { text: encode(PKCS1, inner), public: pair.subject_public_key_info() })
    }

    /// Reads a key from PEM: PKCS#1, SEC1 or PKCS#8. Nothing of it is ever quoted.
    ///
    /// The text is kept as it is, byte for byte. Only what kubeadm could not read is written anew: a block whose label
    /// is not that of its contents, since kubeadm goes by the label, and one that is indented.
    pub fn from_pem(text: &Secret) -> Result<Self, Flaw> {
        let block = find(text)?;
        let unusable = || {
            Flaw::new("this is not a key that a cluster can use")
                .hint("keys are RSA of 2048 bits or more, or EC P-256, P-384 or P-521, in PKCS#1, SEC1 or PKCS#8; kubeadm takes no Ed25519")
        };
        let pair = KeyPair::try_from(block.contents()).map_err(|_| unusable())?;
        if pair.is_compatible(&PKCS_ED25519) {
            return Err(unusable());
        }
        let label = label(block.contents()).ok_or_else(unusable)?;
        let is_plain = block.tag() == label && is_plain(text.expose(), label);
        let kept = if is_plain { text.clone() } else { encode(label, block.contents()) };
        Ok(Self { text: kept, public: pair.subject_public_key_info() })
    }

    /// The key in PEM.
    pub const fn text(&self) -> &Secret {
        &self.text
    }

    /// The public key: DER of `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
    pub fn public_key_info(&self) -> &[u8] {
        &self.public
    }

    /// The public key in PEM, `-----BEGIN PUBLIC KEY-----`.
    pub fn public_key_text(&self) -> String {
        write_block("PUBLIC KEY", self.public.as_slice())
    }

    /// The key as something that signs.
    pub(super) fn signer(&self) -> Result<KeyPair, Flaw> {
        let block = find(&self.text)?;
        KeyPair::try_from(block.contents()).map_err(|_| Flaw::new("the key can no longer be read"))
    }
}

/// Labels of PEM blocks (RFC 7468 §10 for PKCS#8; the other two are OpenSSL's and Go's).
const PKCS8: &str = "PRIVATE KEY";
const PKCS1: &str = "RSA PRIVATE KEY";
const SEC1: &str = "EC PRIVATE KEY";

/// Finds the block of the key, which must not be encrypted.
fn find(text: &Secret) -> Result<Pem, Flaw> {
    let blocks = pem::parse_many(text.expose()).unwrap_or_default();
    // `openssl ecparam` writes a block of parameters first.
    let block = blocks.into_iter().find(|block| block.tag().ends_with("PRIVATE KEY"));
    let block = block.ok_or_else(|| {
        Flaw::new("there is no PEM private key in it")
            .hint("it begins with -----BEGIN PRIVATE KEY-----, or RSA or EC before PRIVATE")
    })?;
    if block.tag().starts_with("ENCRYPTED") || block.headers().get("Proc-Type").is_some() {
        return Err(Flaw::new("the key is encrypted").hint("decrypt it: openssl pkey -in KEY -out PLAIN"));
    }
    Ok(block)
}

/// The label that belongs to a key, by what stands second in it: PKCS#8 names an algorithm there (RFC 5208 §5),
/// PKCS#1 has the modulus (RFC 8017 A.1.2), SEC1 the private octets (RFC 5915 §3).
fn label(key: &[u8]) -> Option<&'static str> {
    match der::elements(key)?.get(1)?.first()? {
        0x30 => Some(PKCS8),
        0x02 => Some(PKCS1),
        0x04 => Some(SEC1),
        _ => None,
    }
}

/// The PKCS#1 key inside of a PKCS#8 one: what the octet string behind version and algorithm holds.
fn pkcs1(pkcs8: &[u8]) -> Option<&[u8]> {
    let octets = *der::elements(pkcs8)?.get(2)?;
    let (_, inner) = Any::from_der(octets).ok()?;
    inner.header.assert_tag(Tag::OctetString).ok()?;
    Some(inner.data)
}

/// Whether Go finds the block too: it wants both its lines at the beginning of a line, without even a byte order mark.
pub(super) fn is_plain(text: &str, label: &str) -> bool {
    let stands = |line: &str| text.lines().any(|found| found.trim_end() == line);
    stands(&format!("-----BEGIN {label}-----")) && stands(&format!("-----END {label}-----"))
}

/// A PEM block of a private key.
fn encode(label: &str, contents: &[u8]) -> Secret {
    Secret::new(write_block(label, contents))
}

/// A PEM block with the line endings of Unix, as kubeadm writes it.
pub(super) fn write_block(label: &str, contents: &[u8]) -> String {
    pem::encode_config(&Pem::new(label, contents), EncodeConfig::new().set_line_ending(LineEnding::LF))
}
