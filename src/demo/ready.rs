//! What `--ready-file` says, for tests and for people who write care software.

use serde::Serialize;
use std::path::PathBuf;

/// A demo that serves.
#[derive(Serialize)]
pub struct Ready {
    /// Where browsers reach the office server.
    pub url: String,
    /// Where office servers reach the hub.
    pub hub_url: String,
    /// The certificate of the hub's CA (PEM).
    pub hub_ca: PathBuf,
    /// The key that the hub signs receipts with: its public half (PEM).
    pub journal_key: PathBuf,
    /// The offices.
    pub offices: Vec<ReadyOffice>,
}

/// One office with its keys.
#[derive(Serialize)]
pub struct ReadyOffice {
    /// 事業所番号.
    pub number: String,
    /// サービス種類コード.
    pub service_type: String,
    /// 事業所名.
    pub name: String,
    /// The connection certificate (PEM).
    pub certificate: PathBuf,
    /// The key of the connection certificate (PKCS#8, PEM).
    pub key: PathBuf,
    /// The sealing certificate (PEM).
    pub sealing_certificate: PathBuf,
    /// The key of the sealing certificate (PKCS#8, PEM).
    pub sealing_key: PathBuf,
    /// Who works there.
    pub staff: Vec<ReadyStaff>,
}

/// One member of staff.
#[derive(Serialize)]
pub struct ReadyStaff {
    /// 利用者ID.
    pub user: String,
    /// パスワード.
    pub password: String,
    /// `administrator`, `exchange` or `read_only`.
    pub role: wire::server_api::Role,
    /// The secret of the second factor; null without one.
    pub totp_secret: Option<String>,
}
