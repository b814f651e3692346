//! Slips of seeds: what the fuzz targets are tried with where there is no libFuzzer.

/// Tries a target on its seeds, and `slips` times on each with something wrong in it. The same each time.
pub fn try_out(seeds: &[Vec<u8>], slips: usize, body: fn(&[u8])) {
    let mut random = Random(0x005E_ED0F_5A11);
    body(&[]);
    for seed in seeds {
        body(seed);
        for _ in 0..slips {
            let mut octets = seed.clone();
            for _ in 0..=random.below(3) {
                slip(&mut octets, seeds, &mut random);
            }
            body(&octets);
        }
    }
}

fn slip(octets: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let place = random.below(octets.len());
    let octet = random.octet();
    match random.below(6) {
        0 => octets.truncate(place),
        1 => octets.insert(place, octet),
        2 => {
            let end = (place + random.below(9)).min(octets.len());
            octets.drain(place..end);
        }
        3 => {
            // Something of another seed, somewhere.
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len());
            let part = &other[from..(from + random.below(40)).min(other.len())];
            octets.splice(place..place, part.iter().copied());
        }
        kind => {
            if let Some(there) = octets.get_mut(place) {
                *there = if kind == 4 {
                    octet
                } else {
                    *there ^ (1 << (octet % 8))
                };
            }
        }
    }
}

/// Vigna's SplitMix64: enough to choose places.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn octet(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    /// A place before `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a small number").max(1);
        usize::try_from(self.next() % end).expect("smaller than a size")
    }
}
