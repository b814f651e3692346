//! A browser compiles each function when it is first called: so everything is done once before the first file comes.

use crate::desk::Desk;
use crate::protocol::{Answer, Given, Purpose};

/// The name of an invented plan.
const NAME: &str = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";

/// A day of the plan of 見本　花子, all right.
const GOOD: &[u8] = b"202407,991018,1000000000,20251020,202511,9970100018,\"\x8C\xA9\x96\x7B\x81\x40\x89\xD4\x8E\x71\",422,0,20251111,,1000,1100,1,152411,,,\"\",,9970200024,\"\x8C\xA9\x96\x7B\",,0,9970100018,\r\n";
/// The same with a day that no month has, and with doubled quotation marks.
const BAD: &[u8] = b"202407,991018,1000000000,20251020,202511,9970100018,\"\x8C\xA9\x96\x7B\",422,0,20251132,,1000,1100,1,152411,,,\"\",,9970200024,\"\"\"x\"\"\",,0,9970100018,\r\n";

/// Reads, checks and reports an invented plan of some rows, and forgets it.
pub fn rehearse() {
    let (given, purpose) = (
        Given {
            key: 0,
            name: NAME.to_owned(),
            folder: String::new(),
        },
        Purpose::Check { now: 0 },
    );
    let bytes = [GOOD.repeat(8), BAD.to_vec(), GOOD.repeat(8)].concat();
    let mut desk = Desk::default();
    if desk.admits(&given, bytes.len() as u64, &purpose) {
        desk.take(&given, bytes);
    }
    let outcome = desk.finish(&purpose);
    drop(pack::pack(&Answer::Read(Box::new(outcome))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rehearsed_is_a_plan_with_one_wrong_day() {
        let bytes = [GOOD, BAD].concat();
        let found = careplan::glance(careplan::SourceFile {
            name: NAME.to_owned(),
            bytes,
        });
        assert_eq!((found.records, found.odd), (2, 1));
        rehearse();
    }
}
