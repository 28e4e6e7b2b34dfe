//! A simulator in a process of its own.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::{fs, io};

/// A running `packetctl sim`, stopped when dropped.
pub(crate) struct Simulator {
    child: Child,
    pub(crate) api_url: String,
    pub(crate) key: String,
    pub(crate) project: String,
}

impl Simulator {
    pub(crate) fn start(arguments: &[&str]) -> io::Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetctl"));
        command.args(["--quiet", "sim", "--listen", "127.0.0.1:0", "--seed", "1"]).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let said = child.stdout.take().ok_or_else(|| io::Error::other("it has no output"))?;
        let mut lines = BufReader::new(said).lines();
        let mut value = |name: &str| -> io::Result<String> {
            let line = lines.next().ok_or_else(|| io::Error::other("the simulator ended"))??;
            let value = line.strip_prefix(&format!("export {name}=")).map(str::to_owned);
            value.ok_or_else(|| io::Error::other(format!("it said {line:?}")))
        };
        let (api_url, key, project) = (value("PACKET_API_URL")?, value("PACKET_API_KEY")?, value("PACKET_PROJECT_ID")?);
        Ok(Self { child, api_url, key, project })
    }

    /// The host and port.
    fn address(&self) -> &str {
        self.api_url.trim_start_matches("http://").split('/').next().unwrap_or_default()
    }

    /// The body of an answer below the API's path.
    pub(crate) fn get(&self, path: &str) -> io::Result<String> {
        self.request("GET", &format!("/metal/v1{path}"), "")
    }

    /// Makes active devices behind the API's back.
    pub(crate) fn make_devices(&self, count: u32) -> Result<(), Box<dyn Error>> {
        let body = format!(
            r#"{{"count":{count},"plan":"c3.small.x86","metro":"da","operating_system":"ubuntu_22_04","tags":["bench"]}}"#
        );
        self.request("POST", &format!("/simulator/projects/{}/devices", self.project), &body)?;
        Ok(())
    }

    fn request(&self, method: &str, path: &str, body: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(self.address())?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Auth-Token: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.key,
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let status = head.split(' ').nth(1).unwrap_or_default();
        if status.starts_with('2') { Ok(body.to_owned()) } else { Err(io::Error::other(format!("{path}: {answer}"))) }
    }

    /// The most memory it ever held, in MiB.
    pub(crate) fn peak_memory(&self) -> Result<f64, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("there is no VmHWM")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1_024.0)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
