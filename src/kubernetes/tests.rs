//! The client before servers that are not there, not trusted, or not well. A real one judges it in `tests/it`.

use super::*;
use crate::clock::{Clock, Sleep};
use crate::pki::{Authority, ClientRequest, Group};
use crate::secret::Secret;
use jiff::Timestamp;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A clock on which waiting takes no time.
#[derive(Debug, Default)]
struct Waits(Mutex<Vec<Duration>>);

impl Clock for Waits {
    fn now(&self) -> Timestamp {
        let waited: Duration = self.0.lock().unwrap().iter().sum();
        Timestamp::from_second(1_700_000_000).unwrap() + waited
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.0.lock().unwrap().push(duration);
        Box::pin(async {})
    }
}

/// What the server does with one request.
#[derive(Clone, Copy)]
enum Answer {
    Status(u16, &'static str),
    Hangup,
    Silence,
}

/// A server with a certificate of its own making, and what it was asked.
struct Server {
    access: Access,
    asked: Arc<Mutex<Vec<String>>>,
    waits: Arc<Waits>,
}

impl Server {
    /// A server that answers so, one answer a connection, and the last one for ever.
    async fn answering(answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().self_signed(&key).unwrap();
        let chain = vec![certificate.der().clone()];
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = config.unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap();
        let access = access(&format!("https://{}", listener.local_addr().unwrap()), certificate.pem());
        let asked = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(serve(listener, TlsAcceptor::from(Arc::new(config)), answers.to_vec(), Arc::clone(&asked)));
        Self { access, asked, waits: Arc::default() }
    }

    fn client(&self) -> Client {
        let (calls, looks) = (Duration::from_millis(300), Duration::from_millis(200));
        Client::patient_for(&self.access, Arc::clone(&self.waits) as Arc<dyn Clock>, calls, looks).unwrap()
    }

    fn waits(&self) -> usize {
        self.waits.0.lock().unwrap().len()
    }
}

async fn serve(listener: TcpListener, tls: TlsAcceptor, answers: Vec<Answer>, asked: Arc<Mutex<Vec<String>>>) {
    let mut answers = answers.into_iter().peekable();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = tls.accept(stream).await else { continue };
        let mut request = vec![0; 4096];
        let Ok(length) = stream.read(&mut request).await else { continue };
        asked.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into_owned());
        let answer = *answers.peek().unwrap();
        if answers.len() > 1 {
            answers.next();
        }
        match answer {
            Answer::Hangup => {}
            Answer::Silence => {
                tokio::spawn(async move {
                    let _ = stream.read(&mut [0]).await;
                });
            }
            Answer::Status(status, body) => {
                let head =
                    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        }
    }
}

fn access(server: &str, authority: String) -> Access {
    let request =
        ClientRequest { common_name: "admin".into(), group: Group::Masters, time_to_live: Duration::from_secs(3600) };
    let client = other().client(&request, Timestamp::now()).unwrap();
    Access { server: server.into(), authority, certificate: client.certificate, key: client.key }
}

fn other() -> Authority {
    Authority::make("other", Timestamp::now()).unwrap()
}

const GOOD: Answer = Answer::Status(200, r#"{"gitVersion": "v1.34.4"}"#);

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable_and_why() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("https://{}", listener.local_addr().unwrap());
    drop(listener);
    let waits = Arc::new(Waits::default());
    let access = access(&server, other().certificate().to_owned());
    let client = Client::new(&access, Arc::clone(&waits) as Arc<dyn Clock>).unwrap();

    let error = client.check_ready().await.unwrap_err();
    let told = format!(
        "cannot see whether the API server is ready: {server} cannot be reached: Connection refused (os error 111)"
    );
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(error.to_string(), told);
    assert_eq!(waits.0.lock().unwrap().len(), 0, "health is looked at once");

    let change = NodeChange { node: "n".into(), ..NodeChange::default() };
    let error = client.set_up_node(&change).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(waits.0.lock().unwrap().len(), 3, "a call is made four times");
}

#[tokio::test]
async fn a_bad_moment_is_outlasted() {
    let server =
        Server::answering(&[Answer::Status(503, "busy"), Answer::Hangup, Answer::Status(429, "slow"), GOOD]).await;
    assert_eq!(server.client().version().await.unwrap(), "v1.34.4");
    assert_eq!(server.waits(), 3);
    let asked = server.asked.lock().unwrap();
    assert_eq!(asked.len(), 4, "each try is one request");
    let name = format!("user-agent: packetctl/{}\r\n", env!("CARGO_PKG_VERSION"));
    assert!(asked.iter().all(|request| request.contains(&name)), "{asked:?}");
}

#[tokio::test]
async fn without_an_answer_a_read_did_nothing_and_a_write_is_unclear() {
    for (answer, told) in [(Answer::Silence, "no answer came in time"), (Answer::Hangup, "the connection broke: ")] {
        let server = Server::answering(&[answer]).await;
        let error = server.client().version().await.unwrap_err();
        assert!(matches!(&error, Error::Unavailable { what, .. } if what.starts_with(told)), "{error:?}");
        let error = server.client().cordon("n").await.unwrap_err();
        assert!(matches!(&error, Error::Unclear { what, .. } if what.starts_with(told)), "{error:?}");
        let error = server.client().check_ready().await.unwrap_err();
        assert!(matches!(&error, Error::Unavailable { what, .. } if what.starts_with(told)), "{error:?}");
        assert!(server.asked.lock().unwrap()[4].starts_with("PATCH /api/v1/nodes/n HTTP"));
    }
}

#[tokio::test]
async fn a_server_of_another_authority_gets_no_request() {
    let mut server = Server::answering(&[GOOD]).await;
    server.access.authority = other().certificate().to_owned();
    let error = server.client().version().await.unwrap_err();
    assert!(matches!(&error, Error::Untrusted { cause, .. } if cause.contains("UnknownIssuer")), "{error:?}");
    assert_eq!((server.waits(), server.asked.lock().unwrap().len()), (0, 0));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_not_repeated() {
    let server = Server::answering(&[Answer::Status(200, r#"{"kind": "Secret", "data": "hunter2"}"#)]).await;
    let error = server.client().token_expiry("abcdef").await.unwrap_err();
    assert!(matches!(error, Error::Strange { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn what_no_client_can_be_made_of_is_told_without_the_key() {
    let good = access("https://127.0.0.1:1", other().certificate().to_owned());
    let told = |access: &Access| Client::new(access, Arc::new(Waits::default())).unwrap_err().to_string();
    assert_eq!(
        told(&Access { server: "http://h:1".into(), ..good.clone() }),
        "`http://h:1` is not an https:// address"
    );
    assert_eq!(
        told(&Access { authority: "no PEM".into(), ..good.clone() }),
        "the server's authority holds no certificate"
    );
    let told = told(&Access { key: Secret::new("hunter2"), ..good.clone() });
    assert!(!told.contains("hunter2"), "{told}");
    let client = Client::new(&good, Arc::new(Waits::default())).unwrap();
    assert_eq!(format!("{client:?}"), r#"Client { server: "https://127.0.0.1:1", .. }"#);
}
