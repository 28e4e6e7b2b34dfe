//! Arbitrary text as one file of documents, or two.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| packetctl_fuzz::documents(text));
