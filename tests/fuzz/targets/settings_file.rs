//! Arbitrary text as packetctl.yaml.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| packetctl_fuzz::settings_file(text));
