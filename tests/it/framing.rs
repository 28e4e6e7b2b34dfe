//! HTTP/1.1 on a stream: as much as the test bed needs, byte for byte.
//!
//! No client library stands between: what a test sends arrives as it was
//! written, and how a connection ended can be told.

use super::wire::{Headers, Reply, Request};
use std::io::{self, BufRead, Read, Write};

/// A message, and the very bytes it was made of.
pub struct Framed<T> {
    pub message: T,
    pub bytes: Vec<u8>,
}

/// Reads a request; nothing if the connection ended before one began.
pub fn read_request(stream: &mut impl BufRead) -> io::Result<Option<Framed<Request>>> {
    let mut bytes = Vec::new();
    let Some((first, headers)) = read_head(stream, &mut bytes)? else { return Ok(None) };
    let mut words = first.split(' ').map(ToOwned::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (body, _) = read_body(stream, &headers, false, &mut bytes);
    Ok(Some(Framed { message: Request { method, target, headers, body }, bytes }))
}

/// Reads the reply to a request; nothing if the connection ended first.
pub fn read_reply(stream: &mut impl BufRead, method: &str) -> io::Result<Option<Framed<Reply>>> {
    let mut bytes = Vec::new();
    loop {
        let Some((first, headers)) = read_head(stream, &mut bytes)? else { return Ok(None) };
        let status: u16 = first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        if (100..200).contains(&status) {
            continue;
        }
        let has_body = method != "HEAD" && ![204, 304].contains(&status);
        let (body, is_cut_short) =
            if has_body { read_body(stream, &headers, true, &mut bytes) } else { (Vec::new(), false) };
        return Ok(Some(Framed { message: Reply { status, headers, body, is_cut_short }, bytes }));
    }
}

/// Writes a request as it is, with its length and an end to the connection.
pub fn write_request(stream: &mut impl Write, request: &Request, host: &str) -> io::Result<()> {
    let mut head = format!("{} {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", request.method, request.target);
    for (name, value) in &request.headers.0 {
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    if !request.body.is_empty() || !["GET", "DELETE", "HEAD"].contains(&request.method.as_str()) {
        head.push_str(&["Content-Length: ", &request.body.len().to_string(), "\r\n"].concat());
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&request.body)?;
    stream.flush()
}

/// The first line and the headers; nothing if the connection ended within them.
fn read_head(stream: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Option<(String, Headers)>> {
    let mut lines = Vec::new();
    loop {
        let Some(line) = read_line(stream, bytes)? else { return Ok(None) };
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut lines = lines.into_iter();
    let first = lines.next().unwrap_or_default();
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    });
    Ok(Some((first, Headers(headers.collect()))))
}

/// One line without its end; nothing if there is no whole line left.
fn read_line(stream: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Option<String>> {
    let start = bytes.len();
    stream.read_until(b'\n', bytes)?;
    let line = String::from_utf8_lossy(&bytes[start..]).into_owned();
    Ok(line.ends_with('\n').then(|| line.trim_end().to_owned()))
}

/// The body, and whether the connection ended before it did.
fn read_body(stream: &mut impl BufRead, headers: &Headers, is_reply: bool, bytes: &mut Vec<u8>) -> (Vec<u8>, bool) {
    if headers.get("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        let mut body = Vec::new();
        let is_whole = read_chunks(stream, &mut body, bytes).is_some();
        return (body, !is_whole);
    }
    let start = bytes.len();
    let Some(length) = headers.get("content-length").and_then(|length| length.parse().ok()) else {
        let is_cut_short = is_reply && stream.read_to_end(bytes).is_err();
        return (bytes[start..].to_vec(), is_cut_short);
    };
    let read = read_exactly(stream, length, bytes);
    (bytes[start..].to_vec(), read.is_none())
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>, bytes: &mut Vec<u8>) -> Option<()> {
    loop {
        let line = read_line(stream, bytes).ok()??;
        let length = u64::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16).ok()?;
        let start = bytes.len();
        let read = read_exactly(stream, length, bytes);
        body.extend_from_slice(&bytes[start..]);
        read?;
        if length == 0 {
            while !read_line(stream, bytes).ok()??.is_empty() {}
            return Some(());
        }
        read_line(stream, bytes).ok()??;
    }
}

/// Reads so many bytes; fewer are kept too, though they are nothing.
fn read_exactly(stream: &mut impl BufRead, length: u64, bytes: &mut Vec<u8>) -> Option<()> {
    let read = stream.take(length).read_to_end(bytes).ok()?;
    (read as u64 == length).then_some(())
}
