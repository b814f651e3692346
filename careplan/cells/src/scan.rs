//! Looks at all bytes of a file at once, and at those of one value.
//!
//! Functions with loops over files or records are never inlined in this crate: in a caller that is compiled for size they would be slow.

use crate::block;

/// How many bytes are zero, as every second one is in UTF-16.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
#[must_use]
pub fn zeros(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks();
    let mut count = rest.iter().filter(|byte| **byte == 0).count();
    for bytes in blocks {
        count += usize::try_from(block::zeros(bytes)).expect("at most 64");
    }
    count
}

/// The first control character other than CR, LF and TAB. No second byte of MS932 is one.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
#[must_use]
pub fn first_control(bytes: &[u8]) -> Option<usize> {
    let is_control =
        |byte: u8| (byte < 0x20 && !matches!(byte, b'\r' | b'\n' | b'\t')) || byte == 0x7F;
    let mut start = 0;
    for bytes in bytes.as_chunks().0 {
        if block::has_control(bytes) {
            break;
        }
        start += bytes.len();
    }
    let place = bytes[start..].iter().position(|byte| is_control(*byte))?;
    Some(start + place)
}

/// How many line ends there are: CR LF, LF and CR count as one each.
#[must_use]
pub fn line_ends(bytes: &[u8]) -> u32 {
    let mut ends = 0;
    let mut before = 0;
    for &byte in bytes {
        ends += u32::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
    }
    ends
}

/// Whether all eight bytes of a word are figures.
#[inline]
fn are_digits(word: [u8; 8]) -> bool {
    let word = u64::from_le_bytes(word);
    let high = 0xF0F0_F0F0_F0F0_F0F0;
    // 0x30 to 0x3F, of which those from 0x3A on leave the row when 6 is added.
    word & high == 0x3030_3030_3030_3030
        && (word + 0x0606_0606_0606_0606) & high == 0x3030_3030_3030_3030
}

/// Whether all bytes are figures.
#[inline]
#[must_use]
pub fn is_digits(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    if !words.iter().all(|word| are_digits(*word)) {
        return false;
    }
    // What is left overlaps the word before it, or its own two halves overlap.
    if rest.is_empty() {
        true
    } else if let Some(last) = bytes.last_chunk::<8>() {
        are_digits(*last)
    } else if let (Some([a, b, c, d]), Some([e, f, g, h])) =
        (bytes.first_chunk::<4>(), bytes.last_chunk::<4>())
    {
        are_digits([*a, *b, *c, *d, *e, *f, *g, *h])
    } else {
        rest.iter().all(u8::is_ascii_digit)
    }
}

/// Whether all bytes are of `0-9` and `A-Z`.
#[inline]
#[must_use]
pub fn is_alnum(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Whether it has figures where the shape has 0, and the shape's own characters elsewhere.
#[must_use]
pub fn is_like(bytes: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => byte == other,
    };
    bytes.len() == shape.len() && bytes.iter().zip(shape).all(fits)
}

/// Whether both are the same. For values of a few bytes this is quicker than calling for a comparison of memory.
#[inline]
#[must_use]
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let word = |word: &[u8; 8]| u64::from_le_bytes(*word);
    let differ = |(one, other)| word(one) != word(other);
    !words.iter().zip(other_words).any(differ)
        && rest.iter().zip(other_rest).all(|(one, other)| one == other)
}

/// Reads exactly the figures of a number, at most nine; `None` if there is anything else.
#[inline]
#[must_use]
pub fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    // Days have eight figures, and there are many.
    if let Ok(word) = <[u8; 8]>::try_from(bytes) {
        return are_digits(word).then(|| eight_digits(word));
    }
    let mut number = 0;
    for byte in bytes {
        let figure = byte.wrapping_sub(b'0');
        if figure > 9 {
            return None;
        }
        number = number * 10 + u32::from(figure);
    }
    Some(number)
}

/// The number of eight figures: pairs, then fours, then all of them.
#[inline]
fn eight_digits(figures: [u8; 8]) -> u32 {
    let figures = u64::from_le_bytes(figures) & 0x0F0F_0F0F_0F0F_0F0F;
    let pairs = (figures * 10 + (figures >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    u32::try_from((fours & 0xFFFF) * 10_000 + (fours >> 32)).expect("eight figures")
}

/// Days of a month of the calendar; `None` where there is no such month (years 1 to 9999).
#[must_use]
pub fn days(year: u32, month: u32) -> Option<u32> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => Some(if leap { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// How many bytes are the same at the beginning of both.
pub(crate) fn same_front(one: &[u8], other: &[u8]) -> usize {
    let (words, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    let mut at = 0;
    for (word, other) in words.iter().zip(others) {
        let differing = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return at + bytes_in(differing.trailing_zeros());
        }
        at += 8;
    }
    let rest = one[at..].iter().zip(&other[at..]);
    at + rest.take_while(|(one, other)| one == other).count()
}

/// How many bytes are the same at the end of both.
pub(crate) fn same_back(one: &[u8], other: &[u8]) -> usize {
    let (words, others) = (one.as_rchunks::<8>().1, other.as_rchunks::<8>().1);
    let mut at = 0;
    for (word, other) in words.iter().rev().zip(others.iter().rev()) {
        let differing = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return at + bytes_in(differing.leading_zeros());
        }
        at += 8;
    }
    let (one, other) = (&one[..one.len() - at], &other[..other.len() - at]);
    let rest = one.iter().rev().zip(other.iter().rev());
    at + rest.take_while(|(one, other)| one == other).count()
}

/// How many whole bytes so many bits are.
fn bytes_in(bits: u32) -> usize {
    usize::try_from(bits / 8).expect("at most eight")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_have_in_common_is_counted_from_both_ends() {
        let text = b"0123456789abcdefghijklmn";
        for length in 0..text.len() {
            for place in 0..length {
                let one = &text[..length];
                let mut other = one.to_vec();
                other[place] = b'#';
                assert_eq!(same_front(one, &other), place);
                assert_eq!(same_back(one, &other), length - place - 1);
            }
            assert_eq!(same_front(text, &text[..length]), length);
            assert_eq!(same_back(text, &text[text.len() - length..]), length);
        }
    }

    #[test]
    fn figures_are_figures_at_every_length_and_place() {
        for length in 0..20 {
            let figures = b"01234567899876543210"[..length].to_vec();
            assert!(is_digits(&figures), "{length}");
            for place in 0..length {
                for other in [b'/', b':', b' ', b'?', b'A', 0xB0, 0] {
                    let mut bytes = figures.clone();
                    bytes[place] = other;
                    assert!(!is_digits(&bytes), "{length} {place} {other}");
                    assert!(!equal(&bytes, &figures) && equal(&bytes, &bytes.clone()));
                }
            }
        }
        assert!(!equal(b"1", b"11"));
        for number in [
            "00000000",
            "12345678",
            "99999999",
            "20251031",
            "7",
            "000123456",
        ] {
            assert_eq!(digits(number.as_bytes()), number.parse().ok());
        }
        assert_eq!(digits(b"1234567a"), None);
    }

    #[test]
    fn zeros_and_controls_are_found_beyond_the_first_block() {
        let mut bytes = vec![b'1'; 1000];
        assert_eq!((zeros(&bytes), first_control(&bytes)), (0, None));
        (bytes[3], bytes[4], bytes[700]) = (b'\t', b'\r', 0x1F);
        assert_eq!(first_control(&bytes), Some(700));
        bytes[600..900].fill(0);
        assert_eq!((zeros(&bytes), first_control(&bytes)), (300, Some(600)));
        assert_eq!(zeros(&[0; 300]), 300);
    }
}
