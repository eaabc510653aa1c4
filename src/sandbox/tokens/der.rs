//! Reads the two numbers out of an RSA public key, for its JSON web key.

/// Modulus and exponent of a PKCS#1 `RSAPublicKey`, big-endian without leading zeros (RFC 8017, appendix A.1.1).
pub(crate) fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    const SEQUENCE: u8 = 0x30;
    let (numbers, []) = element(SEQUENCE, der)? else {
        return None;
    };
    let (modulus, rest) = positive_integer(numbers)?;
    let (exponent, []) = positive_integer(rest)? else {
        return None;
    };
    Some((modulus, exponent))
}

fn positive_integer(der: &[u8]) -> Option<(&[u8], &[u8])> {
    const INTEGER: u8 = 0x02;
    let (number, rest) = element(INTEGER, der)?;
    // A leading zero only says that the number is positive.
    Some((number.strip_prefix(&[0]).unwrap_or(number), rest))
}

/// The content of the first element, and what comes after it.
fn element(expected_tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length - 0x80))?;
            let length = bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return None,
    };
    (tag == expected_tag).then(|| rest.split_at_checked(length)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_come_without_their_sign_byte() {
        let der = [0x30, 0x0a, 0x02, 0x03, 0x00, 0xff, 0x01, 0x02, 0x03, 0x01, 0x00, 0x01];
        assert_eq!(rsa_public_key(&der), Some((&[0xff, 0x01][..], &[0x01, 0x00, 0x01][..])));
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_no_key() {
        let der = [0x30, 0x08, 0x02, 0x01, 0x05, 0x02, 0x03, 0x01, 0x00, 0x01];
        assert!(rsa_public_key(&der).is_some());
        for length in 0..der.len() {
            assert_eq!(rsa_public_key(der.get(..length).unwrap()), None);
        }
        assert_eq!(rsa_public_key(&[&der[..], &[0]].concat()), None);
    }
}
