//! Clients that send too much, too slowly, or nonsense are told so, over real sockets.

use crate::sim::served::{Served, answer, ask, connect, with_simulator};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The beginning of a request that creates a device.
fn head(served: &Served, more: &str) -> String {
    format!(
        "POST /metal/v1/projects/{}/devices HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: {}\r\n{more}\r\n\r\n",
        served.project, served.key
    )
}

#[test]
fn a_body_that_is_too_large_is_refused_while_it_is_still_sent() {
    with_simulator(async |served| {
        let mut stream = connect(None, served.api).await;
        stream.write_all(head(&served, "Content-Length: 10000000").as_bytes()).await.unwrap();
        stream.write_all(&vec![b' '; 3_000_000]).await.unwrap();
        // Not all of it was sent, and the answer is there.
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 413");
        stream.write_all(&vec![b' '; 7_000_000]).await.unwrap();
        let rest = answer(stream).await;
        assert_eq!(rest.body, r#"{"errors":["The request's body is too large"]}"#);
    });
}

#[test]
fn so_is_one_in_chunks_and_its_client_may_listen_last() {
    with_simulator(async |served| {
        let mut stream = connect(None, served.api).await;
        stream.write_all(head(&served, "Transfer-Encoding: chunked").as_bytes()).await.unwrap();
        for _ in 0..10 {
            stream.write_all(b"100000\r\n").await.unwrap();
            stream.write_all(&vec![b' '; 0x10_0000]).await.unwrap();
            stream.write_all(b"\r\n").await.unwrap();
        }
        stream.write_all(b"0\r\n\r\n").await.unwrap();
        assert_eq!(answer(stream).await.status, 413);
    });
}

#[test]
fn a_body_that_is_none_is_not_called_too_large() {
    with_simulator(async |served| {
        let mut stream = connect(None, served.api).await;
        stream.write_all(head(&served, "Transfer-Encoding: chunked").as_bytes()).await.unwrap();
        stream.write_all(b"zz\r\n").await.unwrap();
        assert_eq!(answer(stream).await.status, 400);
    });
}

#[test]
fn absurd_requests_are_refused_one_by_one() {
    with_simulator(async |served| {
        let key = format!("X-Auth-Token: {}\r\n", served.key);
        for (method, path, status) in [
            ("GET", "/metal/v1", 404),
            ("GET", "//metal/v1//user", 200),
            ("GET", "/metal/v1/devices/%zz", 404),
            ("OPTIONS", "/metal/v1/user", 404),
            ("OPTIONS", "*", 404),
            ("FOO", "/metal/v1/user", 404),
            ("HEAD", "/metal/v1/user", 200),
        ] {
            let answer = ask(connect(None, served.api).await, method, path, &key, "").await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert!(answer.head.contains("x-request-id: "), "{method} {path}");
        }
        let many = "A: x\r\n".repeat(2_000);
        for (head, status) in [("X-Auth-Token: \u{fffd}\r\n", 401), (many.as_str(), 431)] {
            let answer = ask(connect(None, served.api).await, "GET", "/metal/v1/user", head, "").await;
            assert_eq!(answer.status, status);
        }
    });
}
