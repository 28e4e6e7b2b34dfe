//! DER sequences taken apart and put together, where the libraries offer no way in.

use x509_parser::asn1_rs::{Any, FromDer as _, Sequence, Tag, ToDer as _};

/// The elements of a sequence, each with its own header.
pub(super) fn elements(sequence: &[u8]) -> Option<Vec<&[u8]>> {
    let (_, whole) = Any::from_der(sequence).ok()?;
    whole.header.assert_tag(Tag::Sequence).ok()?;
    let mut waiting = whole.data;
    let mut found = Vec::new();
    while !waiting.is_empty() {
        let (rest, _) = Any::from_der(waiting).ok()?;
        found.push(&waiting[..waiting.len() - rest.len()]);
        waiting = rest;
    }
    Some(found)
}

/// A sequence of elements that are DER already.
pub(super) fn sequence(elements: &[&[u8]]) -> Option<Vec<u8>> {
    Sequence::new(elements.concat().into()).to_der_vec().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_apart_is_put_together_again() {
        let der = [0x30, 0x07, 0x02, 0x01, 0x05, 0x30, 0x02, 0x05, 0x00];
        let parts = elements(&der).expect("it is a sequence");
        assert_eq!(parts, [&[0x02, 0x01, 0x05][..], &[0x30, 0x02, 0x05, 0x00]]);
        assert_eq!(sequence(&parts).as_deref(), Some(&der[..]));
    }

    #[test]
    fn what_is_no_sequence_or_ends_early_has_no_elements() {
        for der in [&[0x02, 0x01, 0x05][..], &[0x30, 0x05, 0x02, 0x01, 0x05], &[0x30, 0x02, 0x02, 0x05], &[]] {
            assert_eq!(elements(der), None, "{der:?}");
        }
    }
}
