//! The other side of the wire: a local Packet API, as hard to please as the service was.

#[cfg_attr(not(test), expect(dead_code, unused_imports, reason = "the API that serves it comes next"))]
mod catalogue;
#[cfg_attr(not(test), expect(dead_code, unused_imports, reason = "the API that serves it comes next"))]
mod faults;
mod links;
#[cfg_attr(not(test), expect(dead_code, reason = "the API that serves it comes next"))]
mod ssh_public_key;
#[cfg_attr(not(test), expect(dead_code, reason = "the API that serves it comes next"))]
mod userdata;
