//! Licences: from when until when an office takes part, what that costs, and how it is renewed.
//!
//! An office past its licence collects and reads what waits for it; sending is refused in words.
//! The fee is data: a yearly amount in the settings, and campaigns that make it less for licences that begin in their time.

pub(crate) mod own;

use crate::day::{self, Date};
use crate::error::{Error, Result};
use crate::store::journal::About;
use crate::store::licences::{self, Period};
use crate::store::offices::{self, Registered};
use crate::store::{Connection, journal};
use crate::{Config, Hub};
use evidence::leaf::What;
use serde_json::json;
use std::str::FromStr;
use std::time::Duration;
use wire::{OfficeNumber, Time};

/// The fee for a year, in yen, as it was published.
pub const FEE_YEN: u32 = 21_000;
/// How many days before its end a licence is renewed by itself.
const BEFORE: i64 = 30;
/// How many days after its end it still is, for a hub that was away.
const AFTER: i64 = 30;
const DAY: i64 = 24 * 60 * 60;
/// How often licences are looked at.
const LOOK: Duration = Duration::from_secs(600);

/// A time in which licences begin at another fee: `NAME:FROM:UNTIL:YEN`, for example `開始記念:2026-12-01:2027-03-31:0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// What it is called on the bill.
    pub name: String,
    /// The first day on which a licence may begin.
    pub from: Date,
    /// The last such day.
    pub until: Date,
    /// The fee for the year, in yen.
    pub fee_yen: u32,
}

impl FromStr for Campaign {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<_> = text.split(':').map(str::trim).collect();
        let [name, from, until, fee] = parts.as_slice() else {
            return Err(());
        };
        let day = |text: &str| day::parse(text).map_err(drop);
        let campaign = Self {
            name: (*name).to_owned(),
            from: day(from)?,
            until: day(until)?,
            fee_yen: fee.parse().map_err(drop)?,
        };
        let fits = !campaign.name.is_empty() && campaign.from <= campaign.until;
        fits.then_some(campaign).ok_or(())
    }
}

/// The fee of a licence that begins on a day: the cheapest of the campaigns, or the yearly amount.
pub fn fee(config: &Config, begins: Date) -> (u32, Option<String>) {
    config
        .licence_campaigns
        .iter()
        .filter(|campaign| (campaign.from..=campaign.until).contains(&begins))
        .min_by_key(|campaign| campaign.fee_yen)
        .map_or((config.licence_fee_yen, None), |campaign| {
            (campaign.fee_yen, Some(campaign.name.clone()))
        })
}

/// The first period of an office's licence, as it is registered.
pub(crate) async fn begin(
    connection: &mut Connection,
    config: &Config,
    office: &Registered,
    now: Time,
) -> Result<Period> {
    let (fee_yen, campaign) = fee(config, day::day(office.active_from)?);
    let period = Period {
        number: office.number.clone(),
        from: office.active_from,
        until: office.active_until,
        fee_yen,
        campaign,
        made: now,
    };
    licences::put(connection, &period).await?;
    licences::set_renews(connection, &office.number, config.licence_renewal).await?;
    Ok(period)
}

/// How a renewal differs from a year at the usual fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Renewal {
    /// The last day; a year from the beginning without it.
    pub until: Option<Date>,
    /// The fee in yen; that of the settings without it.
    pub fee_yen: Option<u32>,
}

/// Renew an office's licence: for a year from its end, or from today when it has ended before.
///
/// # Errors
/// [`Error::Unknown`] when it is not registered; [`Error::Input`] when it would end before it begins.
pub(crate) async fn renew(
    connection: &mut Connection,
    config: &Config,
    number: &OfficeNumber,
    renewal: Renewal,
    how: &str,
) -> Result<Period> {
    let now = config.clock.now();
    let mut office = offices::find(connection, number)
        .await?
        .ok_or_else(|| Error::Unknown(number.to_string()))?;
    let gap = office.active_until <= now && how != AUTOMATIC;
    let first = if gap {
        day::day(now)?
    } else {
        day::day(office.active_until)?
    };
    let until = day::end(match renewal.until {
        Some(last) => last,
        None => day::one_year(first)?,
    })?;
    let from = day::begin(first)?;
    if from >= until {
        return Err(Error::Input(
            "the licence would end before it begins".to_owned(),
        ));
    }
    let (usual, campaign) = fee(config, first);
    let period = Period {
        number: number.clone(),
        from,
        until,
        fee_yen: renewal.fee_yen.unwrap_or(usual),
        campaign: campaign.filter(|_| renewal.fee_yen.is_none()),
        made: now,
    };
    licences::put(connection, &period).await?;
    if gap {
        office.active_from = from;
    }
    office.active_until = until;
    offices::update(connection, &office).await?;
    let record = json!({
        "act": "renew_licence", "how": how, "number": number, "active_from": from,
        "active_until": until, "fee_yen": period.fee_yen, "campaign": period.campaign,
    })
    .to_string();
    let digests = vec![evidence::digest(record.as_bytes())];
    let about = About::office(number).with_record(record);
    journal::add(connection, What::Operator, digests, now, about).await?;
    Ok(period)
}

/// How the journal calls a renewal that nobody asked for by hand.
const AUTOMATIC: &str = "automatic";

/// Renew every licence that is renewed by itself and ends within thirty days.
///
/// # Errors
/// When the store fails.
pub(crate) async fn renew_due(connection: &mut Connection, config: &Config) -> Result<Vec<Period>> {
    let now = config.clock.now();
    let (after, before) = (
        now.plus_seconds(-AFTER * DAY),
        now.plus_seconds(BEFORE * DAY),
    );
    let mut renewed = Vec::new();
    for number in licences::due(connection, after, before).await? {
        renewed.push(renew(connection, config, &number, Renewal::default(), AUTOMATIC).await?);
    }
    Ok(renewed)
}

/// Renew what is due, again and again, until the hub stops.
pub(crate) async fn run(hub: Hub) {
    loop {
        let config = std::sync::Arc::clone(&hub.config);
        let renewed = hub
            .writer
            .run(move |writing| {
                Box::pin(async move { renew_due(writing.connection, &config).await })
            })
            .await;
        match renewed {
            Ok(renewed) if renewed.is_empty() => {}
            Ok(renewed) => tracing::info!(count = renewed.len(), "licences were renewed"),
            Err(error) => tracing::error!(%error, "licences could not be renewed"),
        }
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK.min(hub.config.trust_period() * 40)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        day::parse(text).expect("a day")
    }

    #[test]
    fn a_campaign_makes_it_cheaper_for_licences_that_begin_in_its_time() {
        let mut config = Config::new("folder");
        assert_eq!(fee(&config, day("2026-12-01")), (21_000, None));
        config.licence_campaigns = [
            "開始記念:2026-12-01:2027-03-31:0",
            "春:2027-03-01:2027-04-30:10000",
        ]
        .map(|text| text.parse().expect("a campaign"))
        .to_vec();
        assert_eq!(fee(&config, day("2026-11-30")), (21_000, None));
        let opening = Some("開始記念".to_owned());
        assert_eq!(fee(&config, day("2026-12-01")), (0, opening.clone()));
        assert_eq!(
            fee(&config, day("2027-03-31")),
            (0, opening),
            "the cheaper one"
        );
        assert_eq!(
            fee(&config, day("2027-04-01")),
            (10_000, Some("春".to_owned()))
        );
    }

    #[test]
    fn what_is_no_campaign_is_refused() {
        for text in [
            "",
            "a:b:c:d",
            ":2026-12-01:2027-03-31:0",
            "x:2027-03-31:2026-12-01:0",
            "x:2026-12-01:2027-03-31:-1",
        ] {
            assert_eq!(text.parse::<Campaign>(), Err(()), "{text}");
        }
    }
}
