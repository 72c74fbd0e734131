//! The service under test: started, killed, started again, and where its clients find it.

use std::{
    fs::OpenOptions,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// A start, with all that it checks, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the service listens at this moment, if it does. Clients wait here for the next start.
#[derive(Default)]
pub struct Door {
    standing: Mutex<Standing>,
    changed: Condvar,
}

#[derive(Clone, Copy, Default)]
struct Standing {
    start: u64,
    open: Option<(u16, Instant)>,
    without_database: bool,
}

/// One start of the service, or one return of its database.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub start: u64,
    pub port: u16,
    pub since: Instant,
}

impl Door {
    fn set(&self, open: Option<u16>) {
        let mut standing = lock(&self.standing);
        standing.start += u64::from(open.is_some());
        standing.open = open.map(|port| (port, Instant::now()));
        drop(standing);
        self.changed.notify_all();
    }

    /// Nobody can expect a definite answer from now on.
    pub fn leave_database(&self) {
        lock(&self.standing).without_database = true;
    }

    /// From now on everybody can.
    pub fn find_database(&self) {
        lock(&self.standing).without_database = false;
        let port = lock(&self.standing).open.map(|(port, _)| port);
        self.set(port);
    }

    pub fn has_database(&self) -> bool {
        !lock(&self.standing).without_database
    }

    /// Where it is, if it is open.
    pub fn now(&self) -> Option<u16> {
        lock(&self.standing).open.map(|(port, _)| port)
    }

    /// Waits until it is open.
    pub fn find(&self) -> Result<Open, String> {
        self.wait(PATIENCE, |_| true)
    }

    /// Waits for another start than this one, at most so long: a service that is still there may be tried again.
    pub fn find_again(&self, last: Open, pause: Duration) -> Result<Open, String> {
        self.wait(pause, |open| open.start != last.start).or_else(|_| self.find())
    }

    fn wait(&self, patience: Duration, good: impl Fn(Open) -> bool) -> Result<Open, String> {
        let now = |standing: &Standing| standing.open.map(|(port, since)| Open { start: standing.start, port, since });
        let waiting =
            self.changed.wait_timeout_while(lock(&self.standing), patience, |standing| !now(standing).is_some_and(&good));
        let (standing, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        now(&standing).filter(|open| good(*open)).ok_or_else(|| "the service did not come back".to_owned())
    }
}

/// How to start it.
#[derive(Clone)]
pub struct Recipe {
    pub program: PathBuf,
    pub environment: Vec<(&'static str, String)>,
    pub log: PathBuf,
}

impl Recipe {
    /// The program with its settings and nothing else of this environment.
    pub fn command(&self, arguments: &[&str]) -> Result<Command, String> {
        let log = OpenOptions::new().append(true).create(true).open(&self.log).map_err(|error| error.to_string())?;
        // It goes with this process, however this one ends.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(&self.program).args(arguments);
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Ok(command)
    }
}

pub struct Service {
    pub recipe: Recipe,
    pub door: Arc<Door>,
    child: Option<Child>,
}

impl Service {
    pub fn new(recipe: Recipe) -> Self {
        Self { recipe, door: Arc::default(), child: None }
    }

    /// Returns when it serves, with the time that took.
    pub fn start(&mut self) -> Result<Duration, String> {
        let began = Instant::now();
        let mut command = self.recipe.command(&["serve", "--port", "0"])?;
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("setpriv: {error}"))?;
        let out = child.stdout.take();
        self.child = Some(child);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in out.into_iter().flat_map(|out| BufReader::new(out).lines()).map_while(Result::ok) {
                let port = line.strip_prefix("LORnTECH is at http://127.0.0.1:").and_then(|port| port.parse::<u16>().ok());
                if let Some(port) = port {
                    // Nobody listens any more if the start was given up.
                    let _ = tell.send(port);
                }
            }
        });
        let port =
            told.recv_timeout(PATIENCE).map_err(|_| format!("the service did not start: see {}", self.recipe.log.display()))?;
        self.door.set(Some(port));
        Ok(began.elapsed())
    }

    /// SIGKILL, while requests are under way.
    pub fn kill(&mut self) -> Result<(), String> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let killed = child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string());
        self.door.set(None);
        killed.map(drop)
    }

    /// SIGTERM; whether it ended well.
    pub fn stop(&mut self) -> Result<bool, String> {
        let Some(mut child) = self.child.take() else { return Ok(true) };
        self.door.set(None);
        kill_process(Pid::from_child(&child), Signal::TERM).map_err(|error| error.to_string())?;
        child.wait().map(|status| status.success()).map_err(|error| error.to_string())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.kill();
    }
}
