//! 利用期間: until when the office takes part, as its hub says, in words.
//!
//! It is asked for at each visit to the hub and kept in memory.

use crate::Server;
use crate::offices::Office;
use crate::relay::RelayError;
use std::sync::{Mutex, PoisonError};
use wire::Time;
use wire::hub_api::{Licence, Standing};
use wire::server_api::Words;

/// How long before its end a licence is spoken of on every page, in days.
const SOON: i64 = 30;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The licence as heard last.
#[derive(Debug, Default)]
pub struct Heard(Mutex<Option<Licence>>);

impl Heard {
    /// What was heard, as it stands at a time: it may have ended since.
    pub fn at(&self, now: Time) -> Option<Licence> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut licence = heard.clone()?;
        if licence.standing == Standing::Active && now >= licence.until {
            licence.standing = Standing::Expired;
        }
        Some(licence)
    }

    /// Hear the newest. Returns whether it is other than before.
    fn hear(&self, licence: Licence) -> bool {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = heard.as_ref() != Some(&licence);
        *heard = Some(licence);
        changed
    }

    /// Why the office cannot send, if its licence is the reason.
    pub fn obstacle(&self, now: Time) -> Option<Words> {
        let licence = self.at(now)?;
        (licence.standing != Standing::Active).then(|| standing(licence.standing))
    }

    /// That the licence ends soon.
    pub fn notice(&self, now: Time) -> Option<Words> {
        let licence = self.at(now)?;
        let days = days_left(&licence, now);
        (days < SOON).then(|| {
            let rest = Words::new(
                format!("利用期間は、あと{days}日です。"),
                format!("{days} days of the licence are left."),
            );
            rest.and(&renewal(licence.renews))
        })
    }
}

/// Ask the hub. One that does not know the question has nothing to say.
pub async fn ask(server: &Server, office: &Office) -> Result<(), RelayError> {
    let Ok(connection) = office.connection() else {
        return Ok(());
    };
    let licence = match connection.relay.licence().await {
        Ok(licence) => licence,
        Err(error) if error.is_refusal() => return Ok(()),
        Err(error) => return Err(error),
    };
    if office.licence.hear(licence) {
        server.announcements.announce(&office.number);
    }
    Ok(())
}

/// Everything there is to say of a licence: how it stands, how it goes on, what it costs.
pub fn sentences(licence: &Licence, now: Time) -> Vec<Words> {
    let mut said = vec![standing(licence.standing)];
    let over = licence.until <= now;
    if licence.standing != Standing::Suspended && !over {
        said.push(renewal(licence.renews));
    }
    said.extend(
        licence
            .fee_yen
            .map(|yen| fee(yen, licence.campaign.as_deref())),
    );
    said
}

fn standing(standing: Standing) -> Words {
    let (ja, en) = match standing {
        Standing::Active => (
            "利用中です。送信も受信もできます。",
            "In use: letters can be sent and received.",
        ),
        Standing::NotYet => (
            "利用期間がまだ始まっていません。始まる日から送受信できます。",
            "The licence has not begun yet. Letters can be sent and received from its first day.",
        ),
        Standing::Expired => (
            "利用期間が終わったため、送信できません。受信したものは読めます。続けて利用するときは、連携基盤の窓口に連絡してください。",
            "The licence has ended, so nothing can be sent. What has arrived can be read. To go on, contact the hub's operator.",
        ),
        Standing::Suspended => (
            "連携基盤が利用を停止しているため、送信できません。受信したものは読めます。わけは連携基盤の窓口に確かめてください。",
            "The hub's operator has suspended this office, so nothing can be sent. What has arrived can be read. Ask the operator why.",
        ),
    };
    Words::new(ja, en)
}

fn renewal(by_itself: bool) -> Words {
    if by_itself {
        Words::new(
            "自動で更新されます。手続きは要りません。",
            "It is renewed by itself; nothing needs to be done.",
        )
    } else {
        Words::new(
            "自動では更新されません。続けて利用するときは、連携基盤の窓口に連絡してください。",
            "It is not renewed by itself. To go on, contact the hub's operator.",
        )
    }
}

fn fee(yen: u32, campaign: Option<&str>) -> Words {
    let amount = thousands(yen);
    let (because, because_en) = match campaign {
        Some(name) => (format!("（{name}）"), format!(" ({name})")),
        None => (String::new(), String::new()),
    };
    Words::new(
        format!("この期間の利用料は{amount}円です{because}。"),
        format!("The fee of this period is {amount} yen{because_en}."),
    )
}

/// `21,000`.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Days that have begun until the end.
fn days_left(licence: &Licence, now: Time) -> i64 {
    let rest = licence.until.0.saturating_sub(now.0);
    rest.saturating_add(DAY_MS - 1).div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licence(standing: Standing, days: i64, renews: bool) -> Heard {
        let heard = Heard::default();
        heard.hear(Licence {
            standing,
            from: Time(-1),
            until: Time(days * DAY_MS),
            renews,
            fee_yen: Some(21_000),
            campaign: None,
        });
        heard
    }

    fn text(words: Option<Words>) -> String {
        words.map(|words| words.text).unwrap_or_default()
    }

    #[test]
    fn a_licence_is_spoken_of_when_less_than_thirty_days_are_left() {
        let now = Time(0);
        assert_eq!(licence(Standing::Active, 30, false).notice(now), None);
        let soon = text(licence(Standing::Active, 29, false).notice(now));
        assert!(
            soon.starts_with("利用期間は、あと29日です。自動では更新されません。"),
            "{soon}"
        );
        let soon = text(licence(Standing::Active, 1, true).notice(now));
        assert!(
            soon.contains("あと1日") && soon.contains("自動で更新"),
            "{soon}"
        );
    }

    #[test]
    fn what_keeps_an_office_from_sending_is_said() {
        let now = Time(0);
        assert_eq!(licence(Standing::Active, 1, false).obstacle(now), None);
        let ended = licence(Standing::Active, 1, false).obstacle(Time(DAY_MS));
        assert!(
            text(ended).contains("利用期間が終わった"),
            "ended since it was heard"
        );
        let suspended = licence(Standing::Suspended, 100, true);
        assert!(text(suspended.obstacle(now)).contains("停止"));
    }

    #[test]
    fn a_fee_is_written_with_its_thousands() {
        let written = [0, 999, 1_000, 21_000, 1_234_567].map(thousands);
        assert_eq!(written, ["0", "999", "1,000", "21,000", "1,234,567"]);
        assert_eq!(
            fee(0, Some("開始記念")).text,
            "この期間の利用料は0円です（開始記念）。"
        );
    }
}
