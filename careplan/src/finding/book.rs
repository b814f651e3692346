//! The words of every rule: what is wrong, what should be, how it is mended, and by whom.
//!
//! `tests/book.rs` holds severities against `standard/rules.csv` and the sentences against our style.

use std::sync::OnceLock;

use super::{Phrase, RuleId, Severity, Who};

/// What the book says of one rule.
#[derive(Debug)]
pub struct Entry {
    /// The rule.
    pub rule: RuleId,
    /// How serious its findings are.
    pub severity: Severity,
    /// Who can mend them.
    pub who: Who,
    /// What is wrong, without the place.
    pub problem: Phrase,
    /// What should be there; many rules say it more exactly in the finding.
    pub expected: Phrase,
    /// How to mend it.
    pub fix: Phrase,
}

impl Entry {
    /// Every rule that has words, in the order of the ids.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static BOOK: OnceLock<Vec<Entry>> = OnceLock::new();
        BOOK.get_or_init(|| {
            let mut lines = JA.lines().zip(EN.lines());
            let mut phrase = || {
                let (ja, en) = lines.next().expect("the macro writes three lines a rule");
                Phrase::fixed(ja, en)
            };
            let entry = |&(rule, severity, who)| Self {
                rule,
                severity,
                who,
                problem: phrase(),
                expected: phrase(),
                fix: phrase(),
            };
            RULES.iter().map(entry).collect()
        })
    }
}

/// The entry of a rule.
pub(crate) fn entry(rule: RuleId) -> &'static Entry {
    let found = Entry::all().iter().find(|entry| entry.rule == rule);
    found.expect("every rule that makes findings has its words in the book")
}

/// Defines the book: rule, severity, who; then problem, expected and fix, each in Japanese and English.
///
/// It travels to the browser as two texts, which take less room than eight hundred.
macro_rules! book {
    ($($kind:ident $number:literal $severity:ident $who:ident
        $problem_ja:literal $problem_en:literal
        $expected_ja:literal $expected_en:literal
        $fix_ja:literal $fix_en:literal;)+) => {
        static RULES: &[(RuleId, Severity, Who)] = &[$(
            (RuleId::$kind($number), Severity::$severity, Who::$who),
        )+];
        static JA: &str = concat!($($problem_ja, "\n", $expected_ja, "\n", $fix_ja, "\n",)+);
        static EN: &str = concat!($($problem_en, "\n", $expected_en, "\n", $fix_en, "\n",)+);
    };
}

book! {
    Standard 1 Error CareSoftware
        "ファイル名の始まりが、標準仕様のファイルの種類ではありません。" "The file name does not begin with a file type of the standard."
        "UPPLAN_ など標準仕様の種類名" "a file type of the standard such as UPPLAN_"
        "介護ソフトが書き出したままのファイル名で選び直してください。" "Choose the file again with the name that the care software gave it.";
    Standard 2 Error CareSoftware
        "ファイル名の区切りの数が、標準仕様と合いません。" "The file name does not have the parts of the standard."
        "標準仕様のファイル名" "a file name of the standard"
        "ファイル名を変えずに、介護ソフトから書き出し直してください。" "Export the file again and leave its name as it is.";
    Standard 3 Error CareSoftware
        "ファイル名の事業所番号が10桁ではありません。" "An office number in the file name does not have ten characters."
        "数字と大文字の英字で10桁" "10 characters of 0-9 and A-Z"
        "介護ソフトの事業所番号の設定を直して、書き出し直してください。" "Correct the office number in the care software and export again.";
    Standard 4 Error CareSoftware
        "ファイル名のサービス種類コードが2桁ではありません。" "A service type in the file name does not have two characters."
        "数字と大文字の英字で2桁" "2 characters of 0-9 and A-Z"
        "介護ソフトのサービス種類の設定を直して、書き出し直してください。" "Correct the service type in the care software and export again.";
    Standard 5 Error CareSoftware
        "ファイル名の対象年月が正しくありません。" "The month in the file name is not right."
        "YYYYMM（月は01から12）" "YYYYMM with month 01 to 12"
        "対象年月を確かめて、介護ソフトから書き出し直してください。" "Check the month and export again from the care software.";
    Standard 6 Error CareSoftware
        "ファイル名の連番が、実在する日時ではありません。" "The serial in the file name is not a real date and time."
        "YYYYMMDDHHMMSS（14桁）" "YYYYMMDDHHMMSS (14 digits)"
        "ファイル名を変えずに、介護ソフトから書き出し直してください。" "Export the file again and leave its name as it is.";
    Standard 7 Warning CareSoftware
        "ファイル名の終わりが、標準仕様の書き方ではありません。" "The extension is not written as in the standard."
        ".CSV" ".CSV"
        "このまま送れますが、相手のソフトが読めないときは大文字の .CSV に直してください。" "It can be sent; if the partner's software cannot read it, write the extension in capitals.";
    Standard 8 Error CareSoftware
        "ファイル名に、使えない文字が入っています。" "The file name holds characters that are not allowed."
        "半角の英数字、下線、点1つ" "ASCII letters, digits, underscores and one full stop"
        "空白や (1) を消すか、介護ソフトから書き出し直してください。" "Remove spaces and marks such as (1), or export again from the care software.";
    Standard 9 Warning CareSoftware
        "送信元と送信先が同じ事業所・同じサービス種類です。" "Sender and receiver are the same office and service type."
        "送信元と異なる送信先" "a receiver other than the sender"
        "送信先に間違いがないか確かめてください。" "Check that the receiver is right.";
    Standard 10 Warning CareSoftware
        "ファイル名のサービス種類コードが、標準仕様の一覧にありません。" "A service type in the file name is not in the list of the standard."
        "標準仕様のサービス種類コード" "a service type of the standard"
        "サービス種類に間違いがないか確かめてください。" "Check that the service type is right.";
    Standard 11 Warning CareSoftware
        "送信元のサービス種類と、送る内容の向きが合いません。" "The sender's service type does not fit the direction of the file."
        "予定は居宅介護支援などから、実績はサービス事業所から" "plans from care managers, results from providers"
        "送信元と送信先が入れ替わっていないか確かめてください。" "Check that sender and receiver are not swapped.";
    Standard 12 Warning CareSoftware
        "ファイル名の書き方と、中のCSVバージョンが合いません。" "The way the file is named does not fit the CSVバージョン in it."
        "CSVバージョンに合うファイル名" "a name that fits the CSVバージョン"
        "介護ソフトの出力の設定（標準仕様の版）を確かめてください。" "Check the edition that the care software is set to export.";
    Standard 13 Warning CareSoftware
        "ファイル名に、付けない決まりの対象年月000000が入っています。" "The file name has a month 000000 that it should not have."
        "対象年月のない名前" "a name without month"
        "このまま送れますが、介護ソフトの更新があれば入れてください。" "It can be sent; update the care software if there is an update.";
    Standard 14 Warning CareSoftware
        "ファイル名の連番が、今より1日を超えて先の日時です。" "The serial in the file name lies more than a day ahead."
        "書き出した日時" "the time of export"
        "書き出したパソコンの日付と時刻を確かめてください。" "Check the date and time of the computer that exported it.";
    Standard 20 Error CareSoftware
        "ファイルに記録が1件もありません。" "The file holds no record."
        "1件以上の記録" "at least one record"
        "対象の利用者と年月を選び、介護ソフトから書き出し直してください。" "Choose the users and the month and export again from the care software.";
    Standard 21 Error CareSoftware
        "読めない文字（Shift_JISにないバイト）があります。" "There are bytes that are no character of Shift_JIS."
        "Shift_JIS（Windows）の文字" "characters of Shift_JIS (Windows)"
        "介護ソフトから書き出し直し、途中で別のソフトで保存しないでください。" "Export again from the care software, and do not save the file with another program.";
    Standard 22 Error Here
        "外字があります。" "There is a user-defined character (外字)."
        "外字ではない文字" "a character that is not user-defined"
        "ここで標準の字に置き換えるか、介護ソフトで置き換えて書き出し直してください。" "Replace it by a standard character, here or in the care software.";
    Standard 23 Error Here
        "ファイルの文字コードがShift_JISではありません。" "The file is not written in Shift_JIS."
        "Shift_JIS（Windows）" "Shift_JIS (Windows)"
        "ここで直した写しを使うか、介護ソフトから書き出し直してください。" "Use the copy that is mended here, or export again from the care software.";
    Standard 24 Warning CareSoftware
        "目に見えない制御文字が入っています。" "There are control characters in the file."
        "改行とタブのほかに制御文字なし" "no control characters but line breaks and tabs"
        "このまま送れますが、介護ソフトで文章を入力し直すと消えます。" "It can be sent; retyping the text in the care software removes them.";
    Standard 25 Warning Here
        "行の終わりがCR LFではありません。" "A record does not end with CR LF."
        "CR LF" "CR LF"
        "このまま送れますが、ここで直した写しも使えます。" "It can be sent; better use the file as the care software exported it.";
    Standard 26 Error CareSoftware
        "引用符（\"）が閉じられていません。" "A quotation mark is never closed."
        "閉じる引用符" "a closing quotation mark"
        "ファイルが途中で切れていないか確かめ、介護ソフトから書き出し直してください。" "Check that the file is not cut off, and export again from the care software.";
    Standard 27 Error CareSoftware
        "文中の引用符（\"）が2つ重ねて書かれていません。" "A quotation mark inside the value is not doubled."
        "\"\" と2つ重ねた引用符" "a doubled quotation mark"
        "介護ソフトで文中の \" を別の記号に変えて、書き出し直してください。" "Replace the \" in the care software and export again.";
    Standard 28 Error CareSoftware
        "項目の数が、標準仕様と合いません。" "The record does not have the number of items of the standard."
        "標準仕様の項目数" "the number of items of the standard"
        "介護ソフトから書き出し直し、直らないときはソフト会社に伝えてください。" "Export again from the care software, and tell its maker if that does not help.";
    Standard 29 Error CareSoftware
        "最初の項目が6桁のCSVバージョンではありません。" "The first item is not a CSVバージョン of six digits."
        "6桁のCSVバージョン（例 202407）" "a CSVバージョン of six digits such as 202407"
        "見出しの行を付けない設定で、介護ソフトから書き出し直してください。" "Export again from the care software without a header row.";
    Standard 30 Error CareSoftware
        "CSVバージョンが、ほかの記録と違います。" "The CSVバージョン differs from the other records."
        "すべて同じCSVバージョン" "the same CSVバージョン in all records"
        "版の違う記録を混ぜずに、介護ソフトから書き出し直してください。" "Export again from the care software without mixing editions.";
    Standard 31 Warning CareSoftware
        "標準仕様の一覧にないCSVバージョンです。" "The CSVバージョン is not in the list of the standard."
        "202407 など一覧にある値" "a value of the list such as 202407"
        "介護ソフトの出力の設定（標準仕様の版）を確かめてください。" "Check the edition that the care software is set to export.";
    Standard 32 Warning CareSoftware
        "この対象年月には使わないCSVバージョンです。" "The CSVバージョン does not apply to this month."
        "2025年4月から202407か202504、前は202208" "202407 or 202504 from April 2025, 202208 before"
        "介護ソフトの出力の設定（標準仕様の版）を確かめてください。" "Check the edition that the care software is set to export.";
    Standard 33 Error CareSoftware
        "対象年月が、ほかの記録と違います。" "The month differs from the other records."
        "1つのファイルに1つの対象年月" "one month in one file"
        "月ごとに分けて、介護ソフトから書き出し直してください。" "Export again from the care software, one file for each month.";
    Standard 34 Error CareSoftware
        "対象年月が、ファイル名の年月と違います。" "The month differs from the month in the file name."
        "ファイル名と同じ年月" "the month of the file name"
        "ファイル名を変えずに、介護ソフトから書き出し直してください。" "Export the file again and leave its name as it is.";
    Standard 35 Warning CareSoftware
        "何も書かれていない行があります。" "There is a blank line."
        "空の行なし" "no blank lines"
        "このまま送れますが、介護ソフトから書き出したままのファイルをお使いください。" "It can be sent; better use the file as the care software exported it.";
    Standard 37 Warning Here
        "文章の項目が引用符（\"）で囲まれていません。" "The text is not enclosed in quotation marks."
        "引用符で囲んだ文章" "text in quotation marks"
        "このまま送れますが、ここで直した写しも使えます。" "It can be sent; tell the maker of the care software if it stays so.";
    Standard 38 Error CareSoftware
        "同じ記録が2つあります。" "There are two records of the same key."
        "利用者と日付（月）ごとに1件" "one record of each user and date or month"
        "介護ソフトで重なりを直してから、書き出し直してください。" "Remove the double in the care software and export again.";
    Standard 39 Warning CareSoftware
        "ファイルが、決められた大きさを超えています。" "The file is larger than the limit that is set here."
        "上限までの大きさ" "a size within the limit"
        "送るときは、利用者を分けて書き出し直してください。" "To send it, export again with fewer users at a time.";
    Standard 50 Error CareSoftware
        "必ず入れる項目が空です。" "An obligatory item is empty."
        "値" "a value"
        "介護ソフトで入力して、書き出し直してください。" "Enter it in the care software and export again.";
    Standard 51 Warning CareSoftware
        "必要な項目が空です。" "An item that is needed here is empty."
        "値" "a value"
        "介護ソフトで入力してから、書き出し直してください。" "Enter it in the care software and export again.";
    Standard 52 Error CareSoftware
        "文字数が決まりより多くなっています。" "The value is too long."
        "決められた文字数まで" "no more than the given length"
        "介護ソフトで短く直して、書き出し直してください。" "Shorten it in the care software and export again.";
    Standard 53 Error CareSoftware
        "値の形が決まりと違います。" "The value does not have the form of the item."
        "決められた桁数の数字か大文字の英字" "characters 0-9 and A-Z of the given length"
        "介護ソフトで正しい値に直して、書き出し直してください。" "Correct it in the care software and export again.";
    Standard 54 Error CareSoftware
        "実在する日付ではありません。" "It is not a real date."
        "YYYYMMDD" "YYYYMMDD"
        "介護ソフトで正しい日付に直して、書き出し直してください。" "Correct the date in the care software and export again.";
    Standard 55 Error CareSoftware
        "実在する年月ではありません。" "It is not a real month."
        "YYYYMM" "YYYYMM"
        "介護ソフトで正しい年月に直して、書き出し直してください。" "Correct the month in the care software and export again.";
    Standard 56 Error CareSoftware
        "時刻として正しくありません。" "It is not a time of the day."
        "HHMM（0000から2359）" "HHMM from 0000 to 2359"
        "介護ソフトで正しい時刻に直して、書き出し直してください。" "Correct the time in the care software and export again.";
    Standard 57 Error CareSoftware
        "決められた値ではありません。" "The value is not in its list."
        "決められた値のどれか" "a value of the list"
        "介護ソフトで選び直して、書き出し直してください。" "Choose it again in the care software and export again.";
    Standard 58 Error CareSoftware
        "整数ではありません。" "It is not a whole number."
        "小数点や区切りのない半角の整数" "half-width digits without point or separators"
        "介護ソフトで整数に直して、書き出し直してください。" "Make it a whole number in the care software and export again.";
    Standard 59 Error CareSoftware
        "単位数単価の形が違います。" "The unit price does not have its form."
        "99.99" "99.99"
        "介護ソフトで正しい単価に直して、書き出し直してください。" "Correct the price in the care software and export again.";
    Standard 60 Error CareSoftware
        "被保険者番号の形が違います。" "The insured number does not have its form."
        "数字10桁、またはHと数字9桁" "10 digits, or H and 9 digits"
        "介護ソフトで被保険者番号を直して、書き出し直してください。" "Correct the insured number in the care software and export again.";
    Standard 61 Error CareSoftware
        "保険者番号が数字6桁ではありません。" "The insurer number is not six digits."
        "数字6桁" "6 digits"
        "介護ソフトで保険者番号を直して、書き出し直してください。" "Correct the insurer number in the care software and export again.";
    Standard 62 Error CareSoftware
        "事業所番号が10桁ではありません。" "The office number does not have ten characters."
        "数字と大文字の英字で10桁" "10 characters of 0-9 and A-Z"
        "介護ソフトで事業所番号を直して、書き出し直してください。" "Correct the office number in the care software and export again.";
    Standard 63 Error CareSoftware
        "郵便番号の形が違います。" "The postal code does not have its form."
        "000-0000（ハイフンあり）" "000-0000 with hyphen"
        "介護ソフトで郵便番号を直して、書き出し直してください。" "Correct the postal code in the care software and export again.";
    Standard 64 Warning CareSoftware
        "電話番号に使わない文字があります。" "The phone number holds characters that it should not."
        "半角の数字、ハイフン、括弧、先頭の＋" "half-width digits, hyphens, parentheses, a leading plus"
        "このまま送れますが、介護ソフトで番号を確かめてください。" "It can be sent; check the number in the care software.";
    Standard 65 Warning CareSoftware
        "使わない項目に値が入っています。" "An item that is not used has a value."
        "空" "empty"
        "取り込むときは使われないため、そのままでも送れます。" "It is ignored on import, so it can be sent as it is.";
    Standard 66 Warning CareSoftware
        "値の前か後ろに空白があります。" "There is a space before or after the value."
        "空白のない値" "the value without spaces"
        "介護ソフトで空白を取って、書き出し直してください。" "Remove the space in the care software and export again.";
    Standard 67 Error CareSoftware
        "全角の文字が入っています。" "There are full-width characters."
        "半角の文字" "half-width characters"
        "介護ソフトで半角に直して、書き出し直してください。" "Write it half-width in the care software and export again.";
    Standard 68 Warning CareSoftware
        "文字が失われている可能性があります。" "A character may have been lost."
        "もとの文字" "the original character"
        "介護ソフトでもとの文字を確かめ、使える字に直してください。" "Look up the character in the care software and write one that can be sent.";
    Standard 69 Warning CareSoftware
        "日付が、ファイルを作った日より後です。" "The date is later than the day on which the file was made."
        "ファイルを作った日までの日付" "a date up to the day of the file"
        "介護ソフトで日付を確かめてください。" "Check the date in the care software.";
    Standard 70 Error CareSoftware
        "日割対象日が31文字の0と1ではありません。" "The days are not 31 characters of 0 and 1."
        "0と1で31文字" "31 characters of 0 and 1"
        "介護ソフトで日割の日を選び直して、書き出し直してください。" "Choose the days again in the care software and export again.";
    Standard 71 Error CareSoftware
        "用具のコードの形が違います。" "The equipment code does not have its form."
        "00000-000000（半角ハイフン）" "00000-000000 with a half-width hyphen"
        "介護ソフトで用具のコードを直して、書き出し直してください。" "Correct the equipment code in the care software and export again.";
    Standard 72 Error CareSoftware
        "サービスコードが6桁ではありません。" "The service code does not have six characters."
        "数字と大文字の英字で6桁" "6 characters of 0-9 and A-Z"
        "介護ソフトでサービスを選び直して、書き出し直してください。" "Choose the service again in the care software and export again.";
    Standard 80 Error CareSoftware
        "計画作成日と対象年月の組み合わせが正しくありません。" "The plan date and the month do not fit together."
        "居宅サービス計画なら年月000000、利用票なら計画作成日00000000" "month 000000 with a care plan, plan date 00000000 with a use table"
        "どちらの利用者補足情報かを確かめ、介護ソフトから書き出し直してください。" "Check which kind it belongs to and export again from the care software.";
    Standard 82 Warning CareSoftware
        "種類支給限度の枠に、抜けがあります。" "The frames of the limits by service type have a gap."
        "1番の枠から順に、サービス種類コードと数値" "frames filled from the first, each with its service type"
        "介護ソフトで種類支給限度を確かめて、書き出し直してください。" "Check the limits by service type in the care software and export again.";
    Standard 83 Warning CareSoftware
        "合計限度超単位数が、各枠の合計と違います。" "The total of excess units differs from the sum of the frames."
        "各枠の限度超単位数の合計" "the sum of the excess units of the frames"
        "介護ソフトで計算し直して、書き出し直してください。" "Calculate again in the care software and export again.";
    Standard 84 Warning CareSoftware
        "限度額適用の開始日が、終了日より後です。" "The limit applies from a date after its end."
        "終了日までの開始日" "a start no later than the end"
        "介護ソフトで限度額の適用期間を確かめてください。" "Check the period of the limit in the care software.";
    Standard 85 Warning CareSoftware
        "短期入所療養介護のコードが、22になっていません。" "Short-stay medical care is not written as 22."
        "22" "22"
        "介護ソフトで種類支給限度の種類を確かめてください。" "Check the service type of the limit in the care software.";
    Standard 90 Warning CareSoftware
        "認定有効期間の開始日が、終了日より後です。" "The certification starts after its end."
        "終了日までの開始日" "a start no later than the end"
        "介護ソフトで認定有効期間を確かめてください。" "Check the certification period in the care software.";
    Standard 91 Warning CareSoftware
        "初回の計画作成日が、今回の作成日より後です。" "The first plan is dated later than this plan."
        "今回の計画作成日までの日付" "a date no later than that of this plan"
        "介護ソフトで計画作成日を確かめてください。" "Check the dates of the plans in the care software.";
    Standard 92 Warning CareSoftware
        "算定理由と、その他理由の内容が合いません。" "The reason code and the text of the other reason do not fit."
        "算定理由が3のときだけ、その他理由" "a text exactly when the reason is 3"
        "介護ソフトで算定理由を確かめてください。" "Check the reason in the care software.";
    Standard 93 Warning CareSoftware
        "介護支援事業者コードが、送信元と違います。" "The care manager's office is not the sender."
        "ファイル名の送信元の番号" "the sender in the file name"
        "介護ソフトで事業所番号を確かめてください。" "Check the office number in the care software.";
    Standard 94 Warning CareSoftware
        "認定済なのに、認定の内容が空です。" "The user is certified, but the certification is incomplete."
        "認定日・有効期間・要介護（要支援）状態区分" "date, period and care level"
        "介護ソフトで認定の内容を入力してください。" "Enter the certification in the care software.";
    Standard 100 Error CareSoftware
        "番号が1から99ではありません。" "The number is not from 1 to 99."
        "1から99" "1 to 99"
        "介護ソフトで番号を直して、書き出し直してください。" "Correct the number in the care software and export again.";
    Standard 101 Warning CareSoftware
        "課題・援助目標・援助内容の番号が、順に並んでいません。" "The numbers of needs, goals and supports are not in order."
        "3つの番号がそろい、重ならず、順に並ぶこと" "all three numbers, unique and in order"
        "介護ソフトで番号を確かめて、書き出し直してください。" "Check the numbers in the care software and export again.";
    Standard 102 Warning CareSoftware
        "課題か目標の最初の行に、文章がありません。" "The first row of a need or a goal has no text."
        "最初の行に課題・目標の文章" "the text on the first row"
        "介護ソフトで課題と目標の文章を確かめてください。" "Check the texts of needs and goals in the care software.";
    Standard 105 Warning CareSoftware
        "1件に、種類の違う予定が混ざっています。" "One row mixes entries of different kinds."
        "週間サービス・日常生活上の活動・週単位以外のどれか1つ" "a weekly service, a daily activity or another service"
        "介護ソフトから、1件ずつ書き出し直してください。" "Export again from the care software, one entry a row.";
    Standard 106 Warning CareSoftware
        "予定の一部が空です。" "A part of the entry is empty."
        "内容・曜日・時間（活動は内容と時間）" "content, weekday and times (text and times for an activity)"
        "介護ソフトで週間計画を確かめてください。" "Check the week's plan in the care software.";
    Standard 107 Warning CareSoftware
        "開始時間が、終了時間より後です。" "The start is later than the end."
        "終了時間までの開始時間" "a start no later than the end"
        "夜をまたぐ予定は、0時で2件に分けてください。" "Split an entry that passes midnight into two.";
    Standard 110 Error CareSoftware
        "サービス利用日が、対象年月の日ではありません。" "The day does not lie in the month of the record."
        "対象年月の日" "a day of the month"
        "介護ソフトで利用日か年月を直して、書き出し直してください。" "Correct the day or the month in the care software and export again.";
    Standard 111 Error CareSoftware
        "開始時刻と終了時刻の片方だけが9999です。" "Only one of start and end is 9999."
        "両方とも9999か、両方とも時刻" "both 9999 or both real times"
        "介護ソフトで時刻を両方入れるか、両方なしにしてください。" "Enter both times in the care software, or neither.";
    Standard 112 Warning CareSoftware
        "開始時刻が、終了時刻より前ではありません。" "The start is not earlier than the end."
        "終了時刻より前の開始時刻" "a start before the end"
        "夜をまたぐサービスでなければ、介護ソフトで直してください。" "Unless the service passes midnight, correct it in the care software.";
    Standard 113 Error CareSoftware
        "サービス回数が1より小さくなっています。" "The count of a service is less than 1."
        "1以上" "1 or more"
        "介護ソフトで回数を確かめて、書き出し直してください。" "Check the count in the care software and export again.";
    Standard 114 Error CareSoftware
        "福祉用具貸与に、TAISコードも届出コードもありません。" "Equipment has neither a TAISコード nor a registration code."
        "TAISコードか福祉用具届出コード" "a TAISコード or a registration code"
        "介護ソフトで用具のコードを入れて、書き出し直してください。" "Enter the equipment code in the care software and export again.";
    Standard 115 Warning CareSoftware
        "TAISコードと福祉用具届出コードの両方があります。" "Both a TAISコード and a 福祉用具届出コード are given."
        "どちらか1つ" "one of the two"
        "介護ソフトで用具のコードを確かめてください。" "Check the code of the equipment in the care software.";
    Standard 116 Warning CareSoftware
        "福祉用具貸与ではない記録に、用具の項目があります。" "A row that is not of equipment has items of equipment."
        "空" "empty"
        "介護ソフトで用具の項目を確かめてください。" "Check the items of equipment in the care software.";
    Standard 117 Warning CareSoftware
        "福祉用具貸与ではない記録に、明細判別コードがあります。" "A row that is not of equipment has a 明細判別コード."
        "空" "empty"
        "介護ソフトで明細判別コードを確かめてください。" "Check the 明細判別コード in the care software.";
    Standard 118 Warning CareSoftware
        "同じ用具の記録を、明細判別コードで見分けられません。" "Rows of the same equipment are not told apart by 明細判別コード."
        "1、2、3と続く番号" "1, 2, 3 and so on"
        "介護ソフトで明細判別コードを確かめてください。" "Check the 明細判別コード in the care software.";
    Standard 119 Warning CareSoftware
        "日割対象日に、その月にない日があります。" "日割対象日 marks a day that the month does not have."
        "月の末日までの日" "days up to the last of the month"
        "介護ソフトで日割の期間を確かめてください。" "Check the days pro rata in the care software.";
    Standard 120 Warning CareSoftware
        "連携の対象ではないサービスです。" "The service is not one that is exchanged."
        "連携対象のサービス種類" "a service type that is exchanged"
        "介護ソフトで、連携するサービスを確かめてください。" "Check in the care software which services are exchanged.";
    Standard 121 Warning CareSoftware
        "同じ記録が2つあります。" "The same row is there twice."
        "日・時刻・サービス・事業所ごとに1件" "one row of each day, time, service and office"
        "介護ソフトで重なりを確かめてください。" "Check in the care software whether it is a double.";
    Standard 122 Warning CareSoftware
        "プラン担当業者か更新業者のコードが、送信元と違います。" "The office of the plan or of the update is not the sender."
        "ファイル名の送信元の番号" "the sender in the file name"
        "介護ソフトで事業所番号を確かめてください。" "Check the office number in the care software.";
    Standard 123 Warning CareSoftware
        "実績の事業者コードが、送信元か送信先と違います。" "An office of the result is not the sender or the receiver."
        "サービスと更新は送信元、プラン担当は送信先の番号" "the sender for service and update, the receiver for the plan"
        "介護ソフトで事業所番号を確かめてください。" "Check the office numbers in the care software.";
    Standard 124 Warning CareSoftware
        "送信先のサービスがない利用者が入っています。" "A user has no service of the receiving office."
        "送信先のサービスを使う利用者" "users with a service of the receiver"
        "介護ソフトで、送る利用者を選び直してください。" "Choose the users again in the care software.";
    Standard 126 Warning CareSoftware
        "サテライト枝番が、付いた記録と付かない記録があります。" "Some rows of a satellite have its branch number and some do not."
        "同じ事業所のすべての記録に枝番" "the branch number on all rows of the satellite"
        "介護ソフトでサテライト枝番を確かめてください。" "Check the branch numbers in the care software.";
    Standard 130 Error CareSoftware
        "第7表に、全合計（999999）の行がちょうど1つになっていない利用者がいます。" "A user of 第7表 does not have exactly one grand-total row (999999)."
        "利用者と年月ごとに全合計の行が1つ" "one grand-total row for each user and month"
        "介護ソフトで別表を計算し直して、書き出し直してください。" "Calculate the table again in the care software and export again.";
    Standard 131 Error CareSoftware
        "全合計のサービスコードと事業所コードが、そろっていません。" "Service code and office of the grand total do not go together."
        "999999と9999999999の組" "999999 together with 9999999999"
        "介護ソフトから書き出し直し、続くときは開発元に伝えてください。" "Export again; if it persists, tell the maker of the care software.";
    Standard 132 Error CareSoftware
        "合計の行に、入れない決まりの値があります。" "A total row holds a value that it should not."
        "単位数は0、割引後率と割引後単位数は空" "units 0, discount rate and discounted units empty"
        "介護ソフトで別表を計算し直して、書き出し直してください。" "Calculate the table again in the care software and export again.";
    Standard 133 Error CareSoftware
        "第7表に、種類別の小計（AAAA）の行がない事業所があります。" "An office in 第7表 lacks its subtotal row (AAAA)."
        "同じ種類の明細が2行以上なら小計の行" "a subtotal row where there are two or more details of a type"
        "介護ソフトで別表を計算し直して、書き出し直してください。" "Calculate the table again in the care software and export again.";
    Standard 134 Error CareSoftware
        "小計のサービスコードが、標準仕様のものではありません。" "The code of a subtotal is not one of the standard."
        "サービス種類コードにAAAA、EEEEかZZZZ" "a service type followed by AAAA, EEEE or ZZZZ"
        "介護ソフトから書き出し直し、続くときは開発元に伝えてください。" "Export again; if it persists, tell the maker of the care software.";
    Standard 135 Warning CareSoftware
        "事業所コードが、決まった値ではありません。" "事業所コード does not have its fixed value."
        "9999999999" "9999999999"
        "取り込むときに困らないため、そのままでも送れます。" "It does no harm on import, so it can be sent as it is.";
    Standard 137 Warning CareSoftware
        "サービス単位金額が、単位数と回数の積と違います。" "サービス単位金額 is not units times count."
        "単位数（割引後）×回数／日数" "units (discounted) times count"
        "介護ソフトで計算し直して、書き出し直してください。" "Calculate again in the care software and export again.";
    Standard 141 Warning CareSoftware
        "削除する実績の事業者コードが、送信元と違います。" "The office of the withdrawn result is not the sender."
        "ファイル名の送信元の番号" "the sender in the file name"
        "介護ソフトで事業所番号を確かめてください。" "Check the office number in the care software.";
    Standard 150 Warning CareSoftware
        "相談方法がその他なのに、内容が空です。" "The way of consultation is \"other\", but not said."
        "その他の内容" "what the other way was"
        "介護ソフトで相談方法の内容を入力してください。" "Enter the way of consultation in the care software.";
    Standard 151 Warning CareSoftware
        "入院・入所中なのに、状況の補足が空です。" "The user is in hospital or a home, but no note says where."
        "状況の補足" "a note on the situation"
        "介護ソフトで利用者の現況を入力してください。" "Enter the note in the care software.";
    Standard 152 Error CareSoftware
        "家族構成の画像の名前が、このファイルのものと合いません。" "The name of the family image does not fit this file."
        "同じ送信元・送信先・連番の UPKIHON_IMAGE の名前" "a name UPKIHON_IMAGE of the same sender, receiver and serial"
        "介護ソフトから、画像と一緒に書き出し直してください。" "Export again from the care software together with the image.";
    Standard 153 Error CareSoftware
        "家族構成の画像ファイルと利用者基本情報が合いません。" "The family images and 利用者基本情報 do not match."
        "名前の書かれた画像と同じ送信単位の画像" "the named image in the same sending unit"
        "画像も一緒に選ぶか、介護ソフトから書き出し直してください。" "Choose the image too, or export again from the care software.";
    Standard 154 Error CareSoftware
        "別表の記録に、元になる記録がありません。" "A row of an attached table has no parent row."
        "同じ保険者・被保険者・日付の元の記録" "a parent row of the same insurer, insured and date"
        "介護ソフトから、元の様式と別表を一緒に書き出し直してください。" "Export the form and its tables together again.";
    Standard 155 Warning CareSoftware
        "支援計画の文章か番号が、並びの決まりと違います。" "A text or a number of the support plan is out of place."
        "文章は最初の行だけ、番号は1から順" "texts on the first row only, numbers from 1 on"
        "介護ソフトで支援計画を確かめて、書き出し直してください。" "Check the support plan in the care software and export again.";
    Standard 156 Warning CareSoftware
        "1つの画像が、2人以上で使われています。" "One image is named by more than one row."
        "1件に1つの画像" "one image for one row"
        "介護ソフトで家族構成の画像を確かめてください。" "Check the family images in the care software.";
    Standard 160 Error CareSoftware
        "第2表の記録に、同じ利用者・同じ計画作成日の第1表がありません。" "A row of 第2表 has no 第1表 of the same user and plan date."
        "第1表と同じ保険者・被保険者・計画作成日" "insurer, insured and plan date of a row of 第1表"
        "介護ソフトで計画作成日を確かめ、第1表から一緒に書き出し直してください。" "Check the plan date in the care software and export all tables together again.";
    Standard 161 Error CareSoftware
        "第3表の記録に、同じ利用者・同じ計画作成日の第1表がありません。" "A row of 第3表 has no 第1表 of the same user and plan date."
        "第1表と同じ保険者・被保険者・計画作成日" "insurer, insured and plan date of a row of 第1表"
        "介護ソフトで計画作成日を確かめ、第1表から一緒に書き出し直してください。" "Check the plan date in the care software and export all tables together again.";
    Standard 162 Error CareSoftware
        "利用者補足情報に、同じ利用者・同じ計画作成日の第1表がありません。" "A row of 利用者補足情報 has no 第1表 of the same user and plan date."
        "第1表と同じ保険者・被保険者・計画作成日" "insurer, insured and plan date of a row of 第1表"
        "介護ソフトで計画作成日を確かめ、第1表から一緒に書き出し直してください。" "Check the plan date in the care software and export all tables together again.";
    Standard 163 Error CareSoftware
        "第1表の利用者に、利用者補足情報がありません。" "A user of 第1表 has no 利用者補足情報."
        "同じ保険者・被保険者・計画作成日の利用者補足情報" "利用者補足情報 of the same insurer, insured and plan date"
        "介護ソフトから、利用者補足情報も一緒に書き出し直してください。" "Export again together with 利用者補足情報.";
    Standard 164 Warning CareSoftware
        "第1表の利用者に、第2表がありません。" "A user of 第1表 has no 第2表."
        "同じ保険者・被保険者・計画作成日の第2表" "a row of 第2表 of the same insurer, insured and plan date"
        "介護ソフトから、第2表も一緒に書き出し直してください。" "Export again together with 第2表.";
    Standard 165 Error CareSoftware
        "第7表の利用者が、第6表にいません。" "A user of 第7表 is not in 第6表."
        "第6表と同じ保険者・被保険者・対象年月" "insurer, insured and month of a row of 第6表"
        "介護ソフトで対象の利用者を選び直して、一緒に書き出し直してください。" "Choose the users again in the care software and export all together.";
    Standard 166 Error CareSoftware
        "利用者補足情報の利用者が、第6表にいません。" "A user of 利用者補足情報 is not in 第6表."
        "第6表と同じ保険者・被保険者・対象年月" "insurer, insured and month of a row of 第6表"
        "介護ソフトで対象の利用者を選び直して、一緒に書き出し直してください。" "Choose the users again in the care software and export all together.";
    Standard 167 Error CareSoftware
        "第6表の利用者が、第7表にいません。" "A user of 第6表 is not in 第7表."
        "第7表に同じ保険者・被保険者・対象年月の記録" "a row of 第7表 of the same insurer, insured and month"
        "介護ソフトで対象の利用者を選び直して、一緒に書き出し直してください。" "Choose the users again in the care software and export all together.";
    Standard 168 Error CareSoftware
        "第6表の利用者に、利用者補足情報がありません。" "A user of 第6表 has no 利用者補足情報."
        "同じ保険者・被保険者・対象年月の利用者補足情報" "利用者補足情報 of the same insurer, insured and month"
        "介護ソフトから、利用者補足情報も一緒に書き出し直してください。" "Export again together with 利用者補足情報.";
    Standard 169 Warning CareSoftware
        "利用者補足情報の値が、第1表と違います。" "The value in 利用者補足情報 differs from 第1表."
        "第1表と同じ値" "the value in 第1表"
        "どちらが正しいかを確かめ、介護ソフトから書き出し直してください。" "Check which is right and export again from the care software.";
    Standard 170 Warning CareSoftware
        "第6表と第7表のサービスが違います。" "The services of 第6表 and 第7表 differ."
        "第6表と第7表に同じ事業所とサービス" "the same offices and services in both"
        "介護ソフトで第7表を計算し直して、一緒に書き出し直してください。" "Calculate 第7表 again in the care software and export both together.";
    Standard 171 Warning CareSoftware
        "第7表の回数が、第6表の回数の合計と違います。" "The count in 第7表 is not the sum of the counts in 第6表."
        "第6表のサービス回数の合計" "the sum of the counts in 第6表"
        "介護ソフトで第7表を計算し直して、一緒に書き出し直してください。" "Calculate 第7表 again in the care software and export both together.";
    Standard 173 Warning CareSoftware
        "支援計画書の値が、利用者基本情報と違います。" "The value in 支援計画書 differs from 利用者基本情報."
        "利用者基本情報と同じ値" "the value in 利用者基本情報"
        "どちらが正しいかを確かめ、介護ソフトで直してください。" "Check which is right and correct it in the care software.";
    Standard 174 Warning CareSoftware
        "前月までの短期入所の日数が、ほかの表と違います。" "The days of short stay before the month differ from another table."
        "どの表にも同じ日数" "the same days in every table"
        "介護ソフトで短期入所の日数を確かめてください。" "Check the days of short stay in the care software.";
    Standard 180 Error CareSoftware
        "一緒に送るほかのファイルと、送信元・送信先・連番が合いません。" "Sender, receiver or serial differ from the other files of the unit."
        "同じ送信元・送信先・連番" "the same sender, receiver and serial"
        "古いファイルが混ざっていないか確かめ、一緒に書き出し直してください。" "Check that no older file is among them, and export all together again.";
    Standard 181 Error CareSoftware
        "一緒に送るファイルがそろっていません。" "The files do not make up a sending unit."
        "標準仕様の送信単位" "a sending unit of the standard"
        "足りないファイルも一緒に選ぶか、介護ソフトから書き出し直してください。" "Choose the missing files too, or export again from the care software.";
    Standard 182 Warning CareSoftware
        "第3表がありません。" "There is no 第3表."
        "第3表（UP3KYO）" "第3表 (UP3KYO)"
        "このまま送れますが、第3表も送るときは一緒に選んでください。" "It can be sent; choose 第3表 too if it should go along.";
    Standard 183 Error CareSoftware
        "同じ種類のファイルが2つあります。" "There are two files of the same type."
        "種類ごとに1つのファイル" "one file of each type"
        "送らないほうを取り除いてください。" "Remove the one that should not be sent.";
    Standard 184 Error CareSoftware
        "一緒に送るほかのファイルと、対象年月が違います。" "The month in the name differs from the other files of the unit."
        "同じ対象年月" "the same month"
        "月ごとに分けて、介護ソフトから書き出し直してください。" "Export again from the care software, one unit for each month.";
    Standard 185 Warning CareSoftware
        "一緒に送るほかのファイルと、CSVバージョンが違います。" "The CSVバージョン differs from the other files of the unit."
        "同じCSVバージョン" "the same CSVバージョン"
        "古いファイルが混ざっていないか確かめてください。" "Check that no older file is among them.";
    Standard 186 Error CareSoftware
        "削除のファイルが、ほかのファイルと混ざっています。" "A delete file is mixed with other files."
        "削除のファイルだけの送信単位" "a unit of the delete file alone"
        "削除のファイルは別に書き出して、分けて送ってください。" "Export the delete file on its own and send it separately.";
    Standard 189 Warning Here
        "標準仕様にないファイルです。" "The standard does not know this file."
        "標準仕様のCSVファイル" "a CSV file of the standard"
        "添付ファイルとして送るか、取り除いてください。" "Send it as an attachment, or remove it.";
    Standard 190 Warning CareSoftware
        "別表のファイルがありません。" "An attached table is missing."
        "様式と別表" "the form and its tables"
        "このまま送れますが、別表も送るときは一緒に選んでください。" "It can be sent; choose the tables too if they should go along.";
    Standard 200 Error Here
        "先に取り込んだものより、古い連番です。" "The serial is older than what was taken in before."
        "連番の古いものから順に取り込むこと" "units taken in from the oldest serial on"
        "連番の順に取り込み直してください。" "Take the units in again in the order of their serials.";
    Standard 201 Error Here
        "取り込み済みのものより古いため、上書きしません。" "It is older than what is stored, which it does not overwrite."
        "取り込み済みのものより新しい連番" "a serial later than that of the stored data"
        "取り込まず、新しいほうをそのまま使ってください。" "Do not take it in; go on with the newer one.";
    Standard 202 Warning Here
        "取り消す相手の記録がありません。" "There is no record that this one withdraws."
        "取り込み済みの記録" "a record that was taken in before"
        "何も変わらないため、必要なら送信元に確かめてください。" "Nothing changes; ask the sender if in doubt.";
    Standard 203 Warning Here
        "同じ連番で、中身の違うものがあります。" "There is another unit of the same serial with other contents."
        "同じ連番なら同じ中身" "the same contents under the same serial"
        "送信元の事業所に、どちらが正しいか確かめてください。" "Ask the sender which of the two is right.";
    Standard 204 Error Partner
        "この事業所あてのファイルではありません。" "The files are not for this office."
        "受け取った事業所の番号" "the number of the receiving office"
        "送信元の事業所に連絡して、正しい送信先に送ってもらってください。" "Contact the sender and ask to send them to the right receiver.";
    Own 1 Error CareSoftware
        "ファイル名の送信元が、送信する事業所ではありません。" "The sender in the file name is not the office that sends."
        "送信する事業所の番号" "the number of the sending office"
        "事業所を切り替えるか、介護ソフトの事業所番号を直して書き出し直してください。" "Switch the office, or correct the office number in the care software and export again.";
    Own 2 Error CareSoftware
        "ファイルが大きすぎます。" "The file is too large."
        "上限までの大きさ" "a size within the limit"
        "利用者を分けて、介護ソフトから書き出し直してください。" "Export again from the care software with fewer users at a time.";
    Own 3 Error CareSoftware
        "一緒に送るファイルの合計が大きすぎます。" "The files of the unit are too large together."
        "上限までの大きさ" "a size within the limit"
        "添付を減らすか、利用者を分けて書き出し直してください。" "Attach less, or export with fewer users at a time.";
    Own 4 Error CareSoftware
        "一緒に書き出したファイルの送信先が、食い違っています。" "Files exported together name different receivers."
        "同じ送信先" "the same receiver"
        "介護ソフトで送信先を確かめて、一緒に書き出し直してください。" "Check the receiver in the care software and export all together again.";
    Own 5 Error Partner
        "ファイル名の送信元か送信先が、受信データの送信元・送信先と違います。" "Sender or receiver in the file names differ from the letter's label."
        "受信データと同じ送信元と送信先" "sender and receiver of the label"
        "取り込まずに、送信元の事業所に連絡してください。" "Do not take it in; contact the sender.";
    Own 6 Error Here
        "1つの送信単位になっていません。" "These files are not one sending unit."
        "1つの送信単位" "one sending unit"
        "送信単位ごとに分けて送ってください。" "Send each unit on its own.";
    Own 7 Note CareSoftware
        "見つかったことが多いため、途中までを示しています。" "So much was found that only the beginning is listed."
        "標準仕様のファイル" "a file of the standard"
        "示されたところを直してから、もう一度点検してください。" "Mend what is listed and check again.";
    Own 8 Error Here
        "ファイル名に、見えない文字や並び順を変える文字が入っています。" "The file name holds characters that are not seen or that turn others round."
        "見えるとおりのファイル名" "a name that is what it looks like"
        "入手元を確かめ、名前を付け直してから使ってください。" "Make sure where the file comes from, and give it another name.";
    Own 9 Error CareSoftware
        "短い行や空の欄があまりに多いため、この行から先を読んでいません。" "So many lines are short or cells empty that nothing was read from this line on."
        "標準仕様のファイル" "a file of the standard"
        "介護ソフトから書き出し直してください。" "Export it again from the care software.";
}
