//! The address of the API server.
