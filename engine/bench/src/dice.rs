//! Random numbers that are the same on every machine.

/// The splitmix64 generator.
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice that throw one case of a seed, whatever cases were thrown before.
    pub(crate) fn of_case(seed: u32, number: u32) -> Self {
        let mut dice = Self(u64::from(seed) << 32 | u64::from(number));
        // A state counts up while it is used, so one that is only one higher would throw nearly
        // the same numbers; what was mixed would not.
        Self(dice.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from the first to the last, inclusive. The slight bias of the remainder
    /// does no harm here.
    pub(crate) fn between<T: TryFrom<u64> + Into<i64>>(&mut self, first: T, last: T) -> T {
        let (first, last): (i64, i64) = (first.into(), last.into());
        let width = last.abs_diff(first).saturating_add(1);
        let number = first.saturating_add_unsigned(self.next() % width);
        u64::try_from(number)
            .ok()
            .and_then(|number| T::try_from(number).ok())
            .expect("the bounds are of the same type and not negative")
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    /// One of them, each as likely.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.between(0_u32, u32::try_from(from.len() - 1).expect("a short list")) as usize]
    }
}
