//! Where the signs that cut a file stand in 64 bytes: one bit for each byte, the first byte lowest.

/// How many bytes a block has.
pub(crate) const LENGTH: usize = 64;

/// The places of the signs in a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) quotes: u64,
    pub(crate) commas: u64,
    /// CR and LF.
    pub(crate) line_ends: u64,
}

#[cfg(target_arch = "wasm32")]
impl Block {
    /// Looks at 16 bytes at a time.
    #[target_feature(enable = "simd128")]
    #[inline]
    pub(crate) fn of(bytes: &[u8; LENGTH]) -> Self {
        use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, v128_or};
        let mut block = Self::default();
        for (number, bytes) in (0..).zip(lanes(bytes)) {
            let is = |sign: u8| u8x16_eq(bytes, u8x16_splat(sign));
            let places = |signs| u64::from(u8x16_bitmask(signs)) << (16 * number);
            block.quotes |= places(is(b'"'));
            block.commas |= places(is(b','));
            block.line_ends |= places(v128_or(is(b'\r'), is(b'\n')));
        }
        block
    }
}

/// How many bytes are zero.
#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "simd128")]
pub(crate) fn zeros(bytes: &[u8; LENGTH]) -> u32 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat};
    let is_zero = |bytes| u8x16_bitmask(u8x16_eq(bytes, u8x16_splat(0)));
    lanes(bytes).map(|bytes| is_zero(bytes).count_ones()).sum()
}

/// Whether a byte is a control character other than CR, LF and TAB.
#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "simd128")]
pub(crate) fn has_control(bytes: &[u8; LENGTH]) -> bool {
    use std::arch::wasm32::{u8x16_eq, u8x16_lt, u8x16_splat, v128_andnot, v128_any_true, v128_or};
    let control = lanes(bytes).map(|bytes| {
        let is = |sign: u8| u8x16_eq(bytes, u8x16_splat(sign));
        let harmless = v128_or(v128_or(is(b'\r'), is(b'\n')), is(b'\t'));
        let below = u8x16_lt(bytes, u8x16_splat(0x20));
        v128_or(v128_andnot(below, harmless), is(0x7F))
    });
    control
        .reduce(|one, other| v128_or(one, other))
        .is_some_and(|found| v128_any_true(found))
}

/// The bytes as the machine takes 16 of them at a time.
#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "simd128")]
#[inline]
fn lanes(bytes: &[u8; LENGTH]) -> impl Iterator<Item = std::arch::wasm32::v128> {
    bytes.as_chunks::<16>().0.iter().map(|bytes| {
        let [low, high] = [0, 8].map(|half| {
            let half = bytes[half..].first_chunk().expect("half of 16 bytes");
            u64::from_le_bytes(*half)
        });
        std::arch::wasm32::u64x2(low, high)
    })
}

#[cfg(not(target_arch = "wasm32"))]
impl Block {
    /// Looks at eight bytes at a time.
    #[inline]
    pub(crate) fn of(bytes: &[u8; LENGTH]) -> Self {
        let mut block = Self::default();
        for (number, bytes) in (0..).zip(bytes.as_chunks::<8>().0) {
            let word = u64::from_le_bytes(*bytes);
            let places = |sign: u8| gathered(equal(word, sign)) << (8 * number);
            block.quotes |= places(b'"');
            block.commas |= places(b',');
            block.line_ends |= places(b'\r') | places(b'\n');
        }
        block
    }
}

/// How many bytes are zero.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn zeros(bytes: &[u8; LENGTH]) -> u32 {
    let count = |word: &[u8; 8]| equal(u64::from_le_bytes(*word), 0).count_ones();
    bytes.as_chunks::<8>().0.iter().map(count).sum()
}

/// Whether a byte is a control character other than CR, LF and TAB.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn has_control(bytes: &[u8; LENGTH]) -> bool {
    bytes.iter().fold(false, |found, &byte| {
        let is_harmless = byte == b'\r' || byte == b'\n' || byte == b'\t';
        found | (byte == 0x7F) | ((byte < 0x20) & !is_harmless)
    })
}

/// The highest bit of each byte that is the sign.
#[inline]
pub(crate) fn equal(word: u64, sign: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let other = word ^ u64::from_le_bytes([sign; 8]);
    // Adding carries into the highest bit unless all lower ones are 0, and never beyond the byte.
    !(((other & LOW) + LOW) | other | LOW)
}

/// The highest bits of eight bytes, side by side.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn gathered(bits: u64) -> u64 {
    (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// From the places of quotes to all places from an opening one up to before its closing one.
#[inline]
pub(crate) fn inside_quotes(quotes: u64) -> u64 {
    let mut inside = quotes;
    for shift in [1, 2, 4, 8, 16, 32] {
        inside ^= inside << shift;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_has_its_bit() {
        let mut bytes = [b'x'; LENGTH];
        for (place, sign) in [(0, b'"'), (15, b','), (16, b'\r'), (17, b'\n'), (63, b'"')] {
            bytes[place] = sign;
        }
        // Neighbours of the signs, and bytes with the highest bit set, are none.
        for (place, byte) in [
            (2, 0x21),
            (3, 0x2D),
            (4, 0xAC),
            (5, 0x0C),
            (6, 0x8D),
            (7, 0),
        ] {
            bytes[place] = byte;
        }
        let expected = Block {
            quotes: 1 | 1 << 63,
            commas: 1 << 15,
            line_ends: 0b11 << 16,
        };
        assert_eq!(Block::of(&bytes), expected);
    }

    #[test]
    fn quotes_hold_what_stands_between_them() {
        assert_eq!(inside_quotes(0b0100_0010), 0b0011_1110);
        assert_eq!(inside_quotes(1 << 62), 0b11 << 62);
        assert_eq!(inside_quotes(0), 0);
    }
}
