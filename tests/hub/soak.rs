//! How much the fault tests do: a little by default, and what `cargo xtask soak` asks for by the environment.

use std::io::Write as _;

/// How many of something; `CAREPLAN_SOAK_` and the name in capitals say otherwise.
pub fn count(name: &str, default: u64) -> u64 {
    let set = std::env::var(format!("CAREPLAN_SOAK_{name}")).ok();
    set.map_or(default, |text| text.parse().unwrap())
}

/// What was found, for the table: a line of JSON in the file that `CAREPLAN_SOAK_RESULTS` names.
pub fn record(name: &str, figures: &[(&str, u64)]) {
    let mut line = serde_json::json!({ "name": name, "seed": count("SEED", 1) });
    for (figure, value) in figures {
        line[figure] = (*value).into();
    }
    eprintln!("{line}");
    if let Ok(path) = std::env::var("CAREPLAN_SOAK_RESULTS") {
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(path);
        writeln!(file.unwrap(), "{line}").unwrap();
    }
}

/// The duration that 99 of 100 stay below, in microseconds: for the table, never for a judgement.
pub fn p99(mut durations: Vec<std::time::Duration>) -> u64 {
    durations.sort();
    let place = (durations.len() * 99).div_ceil(100).saturating_sub(1);
    u64::try_from(durations[place].as_micros()).unwrap()
}

/// Numbers that a seed determines (SplitMix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a test: by its name, and by the seed of the run.
    pub fn of(name: &str) -> Self {
        let name = name.bytes().fold(0_u64, |sum, byte| {
            sum.wrapping_mul(131).wrapping_add(byte.into())
        });
        Self(name ^ count("SEED", 1).wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    /// A number below another.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
