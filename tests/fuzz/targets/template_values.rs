//! Arbitrary text as the values that go through settings into the four files.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| packetctl_fuzz::template_values(text));
