//! Writes the very bytes that `packetctl generate` writes, and does nothing else:
//! what `generate` is held against.

use std::path::Path;
use std::{fs, io};

macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name)).as_slice())
    };
}

const FILES: [(&str, &[u8]); 4] =
    [file!("cluster.yaml"), file!("machines.yaml"), file!("provider-components.yaml"), file!("addons.yaml")];

fn main() -> io::Result<()> {
    let folder = Path::new("out/packet");
    fs::create_dir_all(folder)?;
    for (name, bytes) in FILES {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
