//! The peer: nginx with WebDAV, made durable by a library that syncs each file and its folder when it is renamed.

use crate::caller::Caller;
use crate::place::Place;
use crate::run::{Contestant, Session};
use anyhow::{Result, bail};
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;
use wire::EnvelopeId;

/// Processes that wait in fsync one by one.
const WORKERS: u32 = 16;

/// The running nginx.
pub struct Nginx<'p> {
    place: &'p Place,
    process: Child,
    address: SocketAddr,
}

impl<'p> Nginx<'p> {
    /// Start it on a free port, with the hub's own certificates.
    ///
    /// # Errors
    /// When it does not start; with what it says.
    pub fn start(place: &'p Place, program: &Path, durable: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        for folder in ["nginx/store/letters", "nginx/temporary"] {
            fs::create_dir_all(place.path(folder))?;
        }
        let at = |name: &str| place.path(name).display().to_string();
        let user = if is_root() { "user root;" } else { "" };
        let settings = format!(
            "{user} daemon off; worker_processes {WORKERS}; pid {pid}; error_log {log} crit; env LD_PRELOAD;
             events {{ worker_connections 512; }}
             http {{ access_log off; client_max_body_size 64m; keepalive_requests 1000000;
               client_body_temp_path {temporary}; client_body_buffer_size 16k;
               proxy_temp_path {temporary}; fastcgi_temp_path {temporary}; uwsgi_temp_path {temporary}; scgi_temp_path {temporary};
               server {{ listen {address} ssl; root {store};
                 ssl_protocols TLSv1.3; ssl_certificate {certificate}; ssl_certificate_key {key};
                 ssl_client_certificate {ca}; ssl_verify_client on; ssl_session_cache off; ssl_session_tickets off;
                 location / {{ dav_methods PUT; create_full_put_path on; }} }} }}",
            pid = at("nginx/pid"),
            log = at("nginx/log"),
            temporary = at("nginx/temporary"),
            store = at("nginx/store"),
            certificate = at("hub/server/certificate.pem"),
            key = at("hub/server/key.pem"),
            ca = at("hub/ca/certificate.pem"),
        );
        fs::write(place.path("nginx/settings"), settings)?;
        let process = Command::new(program)
            .env("LD_PRELOAD", durable)
            .args(["-p", &at("nginx"), "-e", &at("nginx/log"), "-c"])
            .arg(place.path("nginx/settings"))
            .spawn()?;
        let nginx = Self {
            place,
            process,
            address,
        };
        for _ in 0..100 {
            if TcpStream::connect(address).is_ok() {
                return Ok(nginx);
            }
            sleep(Duration::from_millis(50));
        }
        bail!(
            "nginx does not start: {}",
            fs::read_to_string(place.path("nginx/log"))?
        )
    }
}

/// Whether this is run by root.
pub fn is_root() -> bool {
    fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

impl Contestant for Nginx<'_> {
    fn name(&self) -> &'static str {
        "nginx WebDAV with fsync"
    }

    fn processes(&self) -> Vec<u32> {
        vec![self.process.id()]
    }

    fn session(&self, _: usize) -> Box<dyn Session + '_> {
        Box::new(Files {
            nginx: self,
            sender: None,
            receiver: None,
        })
    }
}

/// The connections of one who puts files there and one who gets them.
struct Files<'n> {
    nginx: &'n Nginx<'n>,
    sender: Option<Caller>,
    receiver: Option<Caller>,
}

impl Files<'_> {
    fn put(&mut self, letter: &[u8]) -> Result<EnvelopeId> {
        let id = EnvelopeId::new();
        let head = format!(
            "PUT /letters/{id} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n",
            letter.len()
        );
        let sender = match &mut self.sender {
            Some(sender) => sender,
            none => none.insert(Caller::connect(
                self.nginx.address,
                &self.nginx.place.pair(0).sender_tls,
            )?),
        };
        sender.ask(&[head.as_bytes(), letter].concat())?;
        Ok(id)
    }
}

impl Session for Files<'_> {
    fn send(&mut self, letter: &[u8]) -> Result<()> {
        self.put(letter).map(drop)
    }

    fn exchange(&mut self, letter: &[u8]) -> Result<()> {
        let id = self.put(letter)?;
        let receiver = match &mut self.receiver {
            Some(receiver) => receiver,
            none => none.insert(Caller::connect(
                self.nginx.address,
                &self.nginx.place.pair(0).receiver_tls,
            )?),
        };
        let get = format!("GET /letters/{id} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        receiver.ask(get.as_bytes()).map(drop)
    }
}

impl Drop for Nginx<'_> {
    fn drop(&mut self) {
        // It ends its own workers when it is asked; killed, it would leave them behind.
        let asked = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        if asked.is_ok() {
            let _ = self.process.wait();
        }
    }
}
