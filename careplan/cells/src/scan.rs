//! Looks at all bytes of a file at once, and at those of one value.

/// How many bytes are zero, as every second one is in UTF-16.
#[must_use]
pub fn zeros(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == 0).count()
}

/// The first control character other than CR, LF and TAB. No second byte of MS932 is one.
#[must_use]
pub fn first_control(bytes: &[u8]) -> Option<usize> {
    let is_control =
        |byte: u8| (byte < 0x20 && !matches!(byte, b'\r' | b'\n' | b'\t')) || byte == 0x7F;
    // Whole blocks first: without a way out in the middle, the compiler looks at many bytes at a time.
    let mut start = 0;
    for block in bytes.chunks(256) {
        if block
            .iter()
            .fold(false, |found, byte| found | is_control(*byte))
        {
            break;
        }
        start += block.len();
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

/// Whether all bytes are figures.
#[must_use]
pub fn is_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

/// Whether all bytes are of `0-9` and `A-Z`.
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

/// Reads exactly the figures of a number, at most nine; `None` if there is anything else.
#[must_use]
pub fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
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
