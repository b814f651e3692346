//! Chance that can be repeated: the same seed throws the same dice.

/// SplitMix64, which is enough to choose test data by.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 on, below the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    /// A number within both bounds.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True once in so many throws.
    pub fn once_in(&mut self, throws: usize) -> bool {
        self.below(throws) == 0
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// So many characters of a set.
    pub fn characters(&mut self, set: &str, length: usize) -> String {
        let set: Vec<char> = set.chars().collect();
        (0..length).map(|_| self.pick(&set)).collect()
    }

    pub fn figures(&mut self, length: usize) -> String {
        self.characters("0123456789", length)
    }

    /// Some days of a month, in order.
    pub fn days(&mut self, last: usize, most: usize) -> Vec<usize> {
        let mut days: Vec<usize> = (0..self.between(1, most))
            .map(|_| self.between(1, last))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
