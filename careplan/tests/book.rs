//! Every sentence of the findings keeps our style: two sentences, です・ます, plain words, a remedy.

use careplan::Entry;

/// Loanwords and hard words for which there are plain ones.
const BANNED: [&str; 14] = [
    "エンコード",
    "レコード",
    "フォーマット",
    "バリデーション",
    "ステータス",
    "パラメータ",
    "インポート",
    "エクスポート",
    "アップロード",
    "不正",
    "エラーが",
    "デフォルト",
    "トランザクション",
    "アクセス",
];

#[test]
fn each_part_is_one_polite_sentence() {
    for entry in Entry::all() {
        for text in [&entry.problem.ja, &entry.fix.ja] {
            let polite = ["です。", "ます。", "ません。", "ださい。", "した。"];
            assert!(
                polite.iter().any(|end| text.ends_with(end)),
                "{} {text}",
                entry.rule
            );
            assert_eq!(text.matches('。').count(), 1, "{} {text}", entry.rule);
            assert!(text.chars().count() <= 60, "{} {text}", entry.rule);
        }
        for text in [&entry.problem.en, &entry.fix.en] {
            assert!(text.ends_with('.'), "{} {text}", entry.rule);
            assert_eq!(text.matches(". ").count(), 0, "{} {text}", entry.rule);
        }
        assert!(
            !entry.expected.ja.is_empty() && !entry.expected.en.is_empty(),
            "{}",
            entry.rule
        );
    }
}

#[test]
fn words_are_plain() {
    for entry in Entry::all() {
        for text in [&entry.problem.ja, &entry.expected.ja, &entry.fix.ja] {
            for word in BANNED {
                assert!(!text.contains(word), "{} {text}", entry.rule);
            }
        }
    }
}

#[test]
fn rules_stand_in_order_and_once() {
    let rules: Vec<_> = Entry::all().iter().map(|entry| entry.rule).collect();
    assert!(rules.is_sorted());
    assert!(rules.windows(2).all(|pair| pair[0] != pair[1]));
}
