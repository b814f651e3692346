//! The settings of Postfix and Dovecot: mutual TLS 1.3, nothing resumed, delivery by LMTP into a maildir, everything synced.

use crate::place::Place;
use anyhow::Result;
use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::chown;
use std::process::Command;

/// Whom letters are for.
pub const DOMAIN: &str = "letters.example";
/// The password of every mailbox; the client's certificate is what counts.
pub const PASSWORD: &str = "mihon";

/// How many processes of a kind there may be: more than callers at once.
const PROCESSES: u32 = 200;

/// Write all settings, and make the folders with their owners.
///
/// # Errors
/// When a file cannot be written, or a user of the packages is missing.
pub fn write(place: &Place, smtp: SocketAddr, imap: SocketAddr) -> Result<()> {
    for folder in ["postfix/queue", "postfix/data", "dovecot/mail"] {
        fs::create_dir_all(place.path(folder))?;
    }
    chown(place.path("postfix/data"), Some(user("postfix")?), None)?;
    chown(place.path("dovecot/mail"), Some(user("mail")?), None)?;
    fs::write(place.path("postfix/main.cf"), postfix(place))?;
    fs::write(place.path("postfix/master.cf"), services(smtp))?;
    fs::write(place.path("dovecot/settings"), dovecot(place, imap))?;
    Ok(())
}

fn user(name: &str) -> Result<u32> {
    let said = Command::new("id").args(["-u", name]).output()?;
    Ok(String::from_utf8(said.stdout)?.trim().parse()?)
}

fn at(place: &Place, name: &str) -> String {
    place.path(name).display().to_string()
}

/// postconf(5).
fn postfix(place: &Place) -> String {
    format!(
        "compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {log}
maillog_file_prefixes = {folder}
myhostname = localhost.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtpd_peername_lookup = no
default_process_limit = {PROCESSES}
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:unix:{lmtp}
lmtp_destination_concurrency_limit = 64
initial_destination_concurrency = 64
in_flow_delay = 0
smtpd_relay_restrictions = permit_auth_destination, reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_event_limit_exceptions = 127.0.0.0/8
smtpd_tls_security_level = encrypt
smtpd_tls_mandatory_protocols = >=TLSv1.3
smtpd_tls_ask_ccert = yes
smtpd_tls_req_ccert = yes
smtpd_tls_CAfile = {ca}
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_session_cache_database =
tls_ssl_options = NO_TICKET
",
        queue = at(place, "postfix/queue"),
        data = at(place, "postfix/data"),
        log = at(place, "postfix/log"),
        folder = at(place, ""),
        lmtp = at(place, "dovecot/lmtp"),
        ca = at(place, "hub/ca/certificate.pem"),
        certificate = at(place, "hub/server/certificate.pem"),
        key = at(place, "hub/server/key.pem"),
    )
}

/// master(5): what takes, queues and hands over, and nothing else.
fn services(smtp: SocketAddr) -> String {
    format!(
        "{smtp} inet n - n - {PROCESSES} smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
flush unix n - n 1000? 0 flush
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
showq unix n - n - - showq
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}

/// Dovecot's wiki, for 2.3: logins in few processes, which is what it recommends for speed.
fn dovecot(place: &Place, imap: SocketAddr) -> String {
    format!(
        "protocols = imap lmtp
listen = 127.0.0.1
base_dir = {run}
state_dir = {run}
log_path = {log}
ssl = required
ssl_min_protocol = TLSv1.3
ssl_options = no_ticket
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_ca = <{ca}
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_require_client_cert = yes
mail_fsync = always
mail_location = maildir:{mail}/%u
mail_max_userip_connections = {PROCESSES}
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %n
default_process_limit = {PROCESSES}
default_client_limit = 4000
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={mail}/%u allow_all_users=yes
}}
service imap-login {{
  service_count = 0
  process_min_avail = 2
  process_limit = 8
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener {lmtp} {{
    mode = 0666
  }}
}}
",
        run = at(place, "dovecot/run"),
        log = at(place, "dovecot/log"),
        mail = at(place, "dovecot/mail"),
        lmtp = at(place, "dovecot/lmtp"),
        ca = at(place, "hub/ca/certificate.pem"),
        certificate = at(place, "hub/server/certificate.pem"),
        key = at(place, "hub/server/key.pem"),
        port = imap.port(),
    )
}
