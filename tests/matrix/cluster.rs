//! The cluster as its administrator sees it: asked with the kubeconfig beside the state, past the proxy or through it.

use super::authority::{client, connection};
use super::framing::{read_reply, write_request};
use super::wire::{Headers, Reply, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::StreamOwned;
use serde_json::{Value, json};
use std::error::Error;
use std::fs;
use std::io::BufReader;
use std::net::TcpStream;
use std::path::Path;

/// The names of the cluster's nodes.
pub fn nodes(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let reply = ask(folder, "GET", "/api/v1/nodes", &Value::Null)?;
    let body = reply.json();
    let items = body["items"].as_array().ok_or_else(|| format!("{}: {}", reply.status, reply.text()))?;
    Ok(items.iter().filter_map(|node| node["metadata"]["name"].as_str().map(str::to_owned)).collect())
}

/// Starts a pod on a node, so that there is something to move off it.
pub fn add_pod(folder: &Path, node: &str) -> Result<(), Box<dyn Error>> {
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web", "namespace": "default" },
        "spec": { "nodeName": node, "containers": [{ "name": "web", "image": "web" }] },
    });
    let reply = ask(folder, "POST", "/api/v1/namespaces/default/pods", &pod)?;
    if reply.status == 201 { Ok(()) } else { Err(reply.text().into()) }
}

fn ask(folder: &Path, method: &str, target: &str, body: &Value) -> Result<Reply, Box<dyn Error>> {
    let text = fs::read_to_string(folder.join("kubeconfig"))?;
    let value = |key: &str| -> Result<String, Box<dyn Error>> {
        let rest = text.split(&format!("{key}:")).nth(1).ok_or_else(|| format!("it has no {key}"))?;
        Ok(rest.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']).to_owned())
    };
    let pem = |key: &str| -> Result<String, Box<dyn Error>> { Ok(String::from_utf8(STANDARD.decode(value(key)?)?)?) };
    let config =
        client(&pem("certificate-authority-data")?, &pem("client-certificate-data")?, &pem("client-key-data")?);
    let server = value("server")?;
    let host = server.trim_start_matches("https://");
    let name = host.split(':').next().unwrap_or_default();
    let mut stream = StreamOwned::new(connection(&config, name), TcpStream::connect(host)?);
    let headers = Headers(vec![
        ("Accept".to_owned(), "application/json".to_owned()),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ]);
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    write_request(&mut stream, &Request { method: method.to_owned(), target: target.to_owned(), headers, body }, host)?;
    Ok(read_reply(&mut BufReader::new(stream), method)?.ok_or("no reply")?.message)
}
