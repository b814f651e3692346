//! Free text of what breaks careless programs, and names of people who do not exist.

use super::Dice;

/// Quotes, commas, line breaks, 0x5C second bytes, NEC and IBM characters, half-width kana, what spreadsheets take for formulas.
const PIECES: [&str; 38] = [
    "表",
    "ソ",
    "能",
    "十",
    "予",
    "構",
    "貼",
    "暴",
    "\"",
    "\"\"",
    ",",
    ",,",
    "\r\n",
    "\n",
    "\r",
    "\t",
    " ",
    "　",
    "髙",
    "﨑",
    "濵",
    "德",
    "瀨",
    "①",
    "Ⅱ",
    "㈱",
    "№",
    "㎡",
    "ｱﾊﾟｰﾄ",
    "ﾞ",
    "～",
    "－",
    "∥",
    "・月・水",
    "=1+1",
    "@A1",
    "？",
    "A b",
];

const NAMES: [&str; 9] = [
    "髙橋 ハナ",
    "表 能子",
    "ソ 予",
    "アンナ・マリア 田中",
    "山﨑 德一",
    "ﾀｶﾊｼ ﾊﾅ",
    "濵田　淑子",
    "十河 構",
    "O'Neil \"Bob\"",
];

const KANA: [&str; 4] = ["ﾀｶﾊｼ ﾊﾅ", "タカハシ　ハナ", "たかはし はな", "ｿﾉ ﾋｮｳ"];

impl Dice {
    /// Any text, empty at times.
    pub fn text(&mut self) -> String {
        (0..self.below(8)).map(|_| self.pick(&PIECES)).collect()
    }

    /// A text with something in it.
    pub fn words(&mut self) -> String {
        let first = self.pick(&["表", "\"", ",", "髙", "ｿ", "①"]);
        format!("{first}{}", self.text())
    }

    pub fn name(&mut self) -> String {
        self.pick(&NAMES).to_owned()
    }

    pub fn kana(&mut self) -> String {
        self.pick(&KANA).to_owned()
    }

    /// Where there is one: a telephone number as people write them.
    pub fn phone(&mut self) -> String {
        self.pick(&[
            "",
            "0999-11-2233",
            "(0999)112233",
            "+81999112233",
            "09000001111",
        ])
        .to_owned()
    }

    pub fn postal_code(&mut self) -> String {
        self.pick(&["", "999-0001"]).to_owned()
    }

    /// One of the codes, or nothing.
    pub fn code(&mut self, codes: &[&str]) -> String {
        if self.once_in(3) {
            return String::new();
        }
        self.pick(codes).to_owned()
    }
}
