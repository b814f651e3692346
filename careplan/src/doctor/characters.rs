//! What to write for a character that MS932 lacks (RULES.md, section 4): an equal or nearly equal one from the table,
//! the common form without its variation selector, or 〓.

use cells::ms932;

/// 〓: there was a character here.
const GETA: &str = "\u{3013}";

/// Signs, by RULES.md section 4, and others that care software and tablets really write.
const SIGNS: &[(char, &str)] = &[
    ('\u{301C}', "～"),
    ('\u{2212}', "－"),
    ('\u{2016}', "∥"),
    ('\u{2014}', "―"),
    ('\u{2013}', "－"),
    ('\u{2011}', "‐"),
    ('\u{A2}', "￠"),
    ('\u{A3}', "￡"),
    ('\u{A5}', "￥"),
    ('\u{A6}', "￤"),
    ('\u{AC}', "￢"),
    ('\u{203E}', "￣"),
    ('\u{2022}', "・"),
    ('\u{B7}', "・"),
    ('\u{22EF}', "…"),
    ('\u{A0}', " "),
    ('\u{AB}', "《"),
    ('\u{BB}', "》"),
    ('\u{A9}', "(C)"),
    ('\u{AE}', "(R)"),
    ('\u{2122}', "(TM)"),
    ('\u{20AC}', "ユーロ"),
    ('\u{B2}', "2"),
    ('\u{B3}', "3"),
    ('\u{B5}', "μ"),
    ('\u{BC}', "1/4"),
    ('\u{BD}', "1/2"),
    ('\u{BE}', "3/4"),
    ('\u{2113}', "L"),
    ('\u{3094}', "ヴ"),
    ('\u{3396}', "ml"),
    ('\u{3397}', "dl"),
    ('\u{3398}', "kl"),
    ('\u{33A4}', "cm3"),
    ('\u{33A5}', "m3"),
    ('\u{337F}', "株式会社"),
    ('\u{32FF}', "令和"),
];

/// Kanji of names, places and care, each with its equal or nearly equal one.
const KANJI: &str = "𠮷吉 𣘺橋 槗橋 圡土 𡈽土 頰頬 剝剥 吞呑 噓嘘 繫繋 瘦痩 鷗鴎 𠀋丈 麴麹 啞唖 俱倶 嚙噛 焰焔 蟬蝉 搔掻 \
屛屏 幷并 瀆涜 簞箪 繡繍 蔣蒋 醬醤 蠟蝋 軀躯 攢攅 𥔎﨑 塡填 顚顛 鹼鹸 麵麺 囊嚢 摑掴 潑溌 禱祷 萊莱 驒騨 吳呉 戶戸 户戸 \
𠮟叱 內内 黃黄 歷歴 步歩 彥彦 產産 說説 淚涙 巢巣 强強 錄録 宫宮 𨦇鉞 𩵋魚 𤄃濶 𦚰脇 𦥑臼 䑓台 㐂喜 㔟勢 㟢崎 㟁岸 \
㚑霊 㓛功 㑹会 㝡最 㹨猪 囯国 囶国 仐傘 兠兜 凴憑 卋世 厡原 叅参 吿告 廽廻 硏研 絕絶 脫脱 虛虚 銳鋭 閱閲";

/// Cuts a text into characters, each with the marks behind it that belong to it.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices().skip(1);
        let end = characters
            .find(|(_, character)| !is_mark(*character))
            .map_or(rest.len(), |(place, _)| place);
        let (part, after) = rest.split_at(end);
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// What to write for a part that MS932 lacks.
pub(super) fn proposed(part: &str) -> String {
    let mut characters = part.chars();
    let first = characters.next().expect("a part has a character");
    let voiced = characters.clone().find_map(|mark| compose(first, mark));
    let one = |character: char| {
        if ms932::encode(character.encode_utf8(&mut [0; 4])).is_ok() {
            return character.to_string();
        }
        equal(character).unwrap_or_else(|| GETA.to_owned())
    };
    if is_mark(first) || is_invisible(first) {
        return String::new();
    }
    one(voiced.unwrap_or(first))
}

/// The equal or nearly equal characters of the table.
fn equal(character: char) -> Option<String> {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == character);
    if let Some((_, written)) = sign {
        return Some((*written).to_owned());
    }
    let mut kanji = KANJI.split_whitespace().filter_map(|pair| {
        let mut pair = pair.chars();
        pair.next().zip(pair.next())
    });
    if let Some((_, written)) = kanji.find(|(variant, _)| *variant == character) {
        return Some(written.to_string());
    }
    let code = u32::from(character);
    match code {
        // ㉑ to ㉟ and ㊱ to ㊿.
        0x3251..=0x325F => Some(format!("({})", code - 0x3251 + 21)),
        0x32B1..=0x32BF => Some(format!("({})", code - 0x32B1 + 36)),
        // ➀ to ➉: the same as ①, from another set of signs.
        0x2780..=0x2789 => char::from_u32(code - 0x2780 + 0x2460).map(String::from),
        // Spaces of many widths.
        0x2000..=0x200A | 0x202F | 0x205F => Some(" ".to_owned()),
        _ => None,
    }
}

/// か and ゛ as one character: some tablets and computers write them apart.
fn compose(base: char, mark: char) -> Option<char> {
    const VOICED: &str =
        "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ";
    const HALF_VOICED: &str = "はひふへほハヒフヘホ";
    let further = match mark {
        '\u{3099}' if base == 'う' || base == 'ウ' => return Some('ヴ'),
        '\u{3099}' if VOICED.contains(base) => 1,
        '\u{309A}' if HALF_VOICED.contains(base) => 2,
        _ => return None,
    };
    char::from_u32(u32::from(base) + further)
}

/// Variation selectors, and the marks that ゛ and ゜ are written with when apart.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{3099}' | '\u{309A}')
}

/// Characters without width or shape.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_what_ms932_lacks_and_gives_what_it_has() {
        let kanji = KANJI.split_whitespace().map(|pair| {
            let mut characters = pair.chars();
            let variant = characters.next().expect("a variant");
            (variant, characters.as_str().to_owned())
        });
        let signs = SIGNS.iter().map(|(sign, to)| (*sign, (*to).to_owned()));
        let mut seen = std::collections::BTreeSet::new();
        for (from, to) in kanji.chain(signs) {
            assert_eq!(
                ms932::encode(&from.to_string()),
                Err(from),
                "{from} is there"
            );
            assert!(ms932::encode(&to).is_ok(), "{to} is not");
            assert!(seen.insert(from), "{from} stands twice");
        }
    }
}
