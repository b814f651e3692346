//! A real PostgreSQL, started by the test from the installed programs, on a free port and in a folder of its own.
//!
//! It lives as long as the test's process: a shell waits for the end of its standard input, which comes with the
//! process's own end, however that ends; then it stops the server and clears its folder away.

use hub::store::Database;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The user and group `nobody`: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;
/// How long a server may take until it answers.
const START: Duration = Duration::from_secs(60);

/// Says that the tests are to run on PostgreSQL: `CAREPLAN_TEST_DATABASE=postgres`.
pub fn is_asked_for() -> bool {
    std::env::var("CAREPLAN_TEST_DATABASE").is_ok_and(|engine| engine == "postgres")
}

/// The folder with `initdb` and `postgres`; none where PostgreSQL is not installed.
pub fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Debian keeps them beside each other, by version, and not in the path.
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path().join("bin"))
        .collect();
    versions.sort();
    let mut folders = std::env::split_paths(&path).chain(versions.into_iter().rev());
    let all = ["initdb", "postgres", "psql", "pg_basebackup"];
    folders.find(|folder| all.iter().all(|name| folder.join(name).exists()))
}

/// Whether the test can go on; says so in words where it cannot.
pub fn is_installed() -> bool {
    let installed = programs().is_some();
    if !installed {
        assert!(!is_asked_for(), "PostgreSQL is asked for and not installed");
        eprintln!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
    }
    installed
}

/// A program of PostgreSQL's, as a user that it runs as.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(programs().expect("asked for before").join(name));
    unprivileged(&mut command);
    command
}

fn unprivileged(command: &mut Command) {
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.current_dir("/");
}

/// A folder that the server's user owns.
pub fn folder() -> PathBuf {
    let folder = tempfile::Builder::new().prefix("careplan-pg-").tempdir();
    let folder = folder.unwrap().keep();
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        std::os::unix::fs::chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    folder
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Run a command to its end, which must be a good one.
pub fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A server.
#[derive(Debug)]
pub struct Server {
    pub folder: PathBuf,
    pub port: u16,
    /// Those that watch over it: one for each time that it was started.
    shells: Vec<Child>,
}

impl Server {
    /// A new server with further settings.
    pub fn start(settings: &[&str]) -> Self {
        let folder = folder();
        run(program("initdb")
            .args(["--no-sync", "--auth=trust", "--username=hub"])
            .args(["--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(folder.join("data")));
        Self::start_in(folder, free_port(), settings)
    }

    /// A server over a folder that holds its data already.
    pub fn start_in(folder: PathBuf, port: u16, settings: &[&str]) -> Self {
        let mut server = Self {
            folder,
            port,
            shells: Vec::new(),
        };
        server.start_again(settings);
        server
    }

    /// A standby of this server, which has a copy of everything from now on; `name` is what the primary knows it by.
    pub fn standby(&self, name: &str) -> Self {
        let folder = folder();
        let from = format!(
            "host=127.0.0.1 port={} user=hub application_name={name}",
            self.port
        );
        run(program("pg_basebackup")
            .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync"])
            .args(["--dbname", &from, "--pgdata"])
            .arg(folder.join("data")));
        Self::start_in(folder, free_port(), &[])
    }

    /// From now on a commit here waits for one of these standbys.
    pub fn wait_for(&self, names: &str) {
        let set = format!("alter system set synchronous_standby_names = 'ANY 1 ({names})'");
        self.sql("postgres", &set);
        self.sql("postgres", "select pg_reload_conf()");
        let follows = "select count(*) from pg_stat_replication where sync_state = 'quorum'";
        let begin = Instant::now();
        while self.sql("postgres", follows) != "1" {
            assert!(begin.elapsed() < START, "the standby does not follow");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Start it again over what it holds.
    pub fn start_again(&mut self, settings: &[&str]) {
        self.shells.push(launch(&self.folder, self.port, settings));
        self.wait_until_it_answers();
    }

    fn wait_until_it_answers(&self) {
        let begin = Instant::now();
        while psql(self.port, "postgres", "select 1").is_err() {
            assert!(begin.elapsed() < START, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Do some SQL.
    pub fn sql(&self, database: &str, text: &str) -> String {
        psql(self.port, database, text).unwrap()
    }

    /// A new, empty database.
    pub fn database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hub{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("create database {name}"));
        name
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://hub@127.0.0.1:{}/{database}", self.port)
    }

    /// End it at once, with all its processes, as a loss of power would.
    pub fn kill(&mut self) {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        let first = file.lines().next().unwrap();
        let children = format!("/proc/{first}/task/{first}/children");
        let children = fs::read_to_string(children).unwrap_or_default();
        let mut kill = Command::new("kill");
        kill.args(["-KILL", first])
            .args(children.split_whitespace());
        // Some of them may have ended by themselves.
        let _ = kill.stderr(Stdio::null()).status();
        let begin = Instant::now();
        while psql(self.port, "postgres", "select 1").is_ok() {
            assert!(begin.elapsed() < START, "PostgreSQL does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for shell in &mut self.shells {
            drop(shell.stdin.take());
        }
        for shell in &mut self.shells {
            let _ = shell.wait();
        }
    }
}

/// Start a server, with a shell that ends it when this process has ended.
fn launch(folder: &Path, port: u16, settings: &[&str]) -> Child {
    const WATCH: &str = r#"
        folder=$1; shift
        "$@" >"$folder/log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -QUIT $server 2>/dev/null
        # A server that was only beginning has not heard it.
        (sleep 3; kill -KILL $server) 2>/dev/null &
        wait $server
        rm -rf "$folder""#;
    let mut command = Command::new("sh");
    unprivileged(&mut command);
    command.args(["-c", WATCH, "sh"]).arg(folder);
    command.arg(programs().unwrap().join("postgres"));
    command.arg("-D").arg(folder.join("data"));
    let port = format!("port={port}");
    let always = [
        port.as_str(),
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=400",
        "shared_buffers=64MB",
    ];
    for setting in always.iter().chain(settings) {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::piped()).spawn().unwrap()
}

fn psql(port: u16, database: &str, text: &str) -> Result<String, String> {
    let mut command = program("psql");
    command.args(["--host=127.0.0.1", "--username=hub", "--no-psqlrc", "-qAt"]);
    command.args(["-v", "ON_ERROR_STOP=1", "--port", &port.to_string()]);
    command.args(["--dbname", database, "--command", text]);
    command.env("PGCONNECT_TIMEOUT", "5").stdin(Stdio::null());
    let output = command.output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The server that the tests of this process share.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    // What a crash of the machine would lose, no test asks for.
    SERVER.get_or_init(|| Server::start(&["fsync=off", "full_page_writes=off"]))
}

/// A new, empty database on the shared server.
pub async fn database() -> Database {
    tokio::task::spawn_blocking(|| {
        let server = shared();
        Database::Server(server.url(&server.database()).parse().unwrap())
    })
    .await
    .unwrap()
}
