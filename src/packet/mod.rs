//! Packet's words: a small SDK for the API that knows nothing of the rest of the house.
