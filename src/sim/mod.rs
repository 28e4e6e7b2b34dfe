//! The other side of the wire: a local Packet API, as hard to please as the service was.

mod links;
