//! Measures how long two programs take to show their window, and how much memory they have to themselves.
//!
//! `measure_window BARE PROGRAM`, as `tools/measure-window` calls it. Both are started in turn, with a screen and a home
//! of their own and neither a session bus nor a keyring. The time is from the start of the process to the first window
//! that is mapped, which the toolkit does once the first frame is painted. The memory is what no other process shares
//! (`Private_Clean` and `Private_Dirty`), once two readings are equal, or after two seconds.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("this reads Linux's /proc and needs an X server: nothing to measure here");
}

#[cfg(target_os = "linux")]
fn main() -> Result<std::process::ExitCode, Box<dyn std::error::Error>> {
    linux::main()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::io::{BufRead as _, BufReader};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, ExitCode, Stdio};
    use std::time::{Duration, Instant};

    use x11rb::connection::Connection as _;
    use x11rb::protocol::Event;
    use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt as _, EventMask};
    use x11rb::rust_connection::RustConnection;

    /// How often each program is measured, besides once to warm up.
    const RUNS: usize = 11;
    /// How much longer the program may take than the bare window.
    const MOST_TIME: f64 = 1.5;
    /// How much more memory it may have than the bare window.
    const MOST_MEMORY: f64 = 1.4;
    /// How exactly the moment of the window is known.
    const STEP: Duration = Duration::from_millis(1);
    const DEADLINE: Duration = Duration::from_secs(30);

    type Result<T> = std::result::Result<T, Box<dyn Error>>;

    /// A process that ends with its owner.
    struct Started(Child);

    impl Drop for Started {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// The folder that is home to the programs.
    struct Home(PathBuf);

    impl Drop for Home {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// One start of one program.
    #[derive(Clone, Copy)]
    struct Measured {
        milliseconds: f64,
        mebibytes: f64,
    }

    pub(super) fn main() -> Result<ExitCode> {
        let programs: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
        let [bare, program] = programs.as_slice() else { return Err("usage: measure_window BARE PROGRAM".into()) };
        let home = Home(std::env::temp_dir().join(format!("measure-window-{}", std::process::id())));
        std::fs::create_dir(&home.0)?;
        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]);
        let mut screen = Started(screen.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
        let mut number = String::new();
        BufReader::new(screen.0.stdout.take().ok_or("no output")?).read_line(&mut number)?;
        let display = format!(":{}", number.trim());

        // One connection for all: the server starts anew when its last client leaves.
        let (x11, number) = RustConnection::connect(Some(&display))?;
        let root = x11.setup().roots.get(number).ok_or("no screen")?.root;
        let tell = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        x11.change_window_attributes(root, &tell)?.check()?;

        let measure = |program: &Path| measure(program, &x11, &display, &home.0);
        for path in [bare, program] {
            measure(path)?;
        }
        let (mut bare_runs, mut program_runs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            bare_runs.push(measure(bare)?);
            program_runs.push(measure(program)?);
        }
        let time = compare("time to the window, ms", &bare_runs, &program_runs, |run| run.milliseconds);
        let memory = compare("private memory, MiB", &bare_runs, &program_runs, |run| run.mebibytes);
        println!("allowed: {MOST_TIME} times the time, {MOST_MEMORY} times the memory");
        Ok(if time <= MOST_TIME && memory <= MOST_MEMORY { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn measure(program: &Path, x11: &RustConnection, display: &str, home: &Path) -> Result<Measured> {
        // What the program before left to tell.
        while x11.poll_for_event()?.is_some() {}
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", home).env("LANG", "C.UTF-8").env("DISPLAY", display);
        let start = Instant::now();
        let mut started = Started(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        loop {
            if let Some(Event::MapNotify(mapped)) = x11.poll_for_event()? {
                if !mapped.override_redirect {
                    break;
                }
            } else if started.0.try_wait()?.is_some() || start.elapsed() > DEADLINE {
                return Err(format!("{} shows no window", program.display()).into());
            } else {
                std::thread::park_timeout(STEP);
            }
        }
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        Ok(Measured { milliseconds, mebibytes: settled_memory(started.0.id())? })
    }

    /// The private memory of a process once it no longer changes, in MiB.
    fn settled_memory(process: u32) -> Result<f64> {
        let start = Instant::now();
        let mut last = 0;
        loop {
            let until = Instant::now() + Duration::from_millis(250);
            while Instant::now() < until {
                std::thread::park_timeout(until.saturating_duration_since(Instant::now()));
            }
            let now = private_kibibytes(process)?;
            if now == last || start.elapsed() > Duration::from_secs(2) {
                return Ok(f64::from(now) / 1024.0);
            }
            last = now;
        }
    }

    fn private_kibibytes(process: u32) -> Result<u32> {
        let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
        let private =
            rollup.lines().filter(|line| line.starts_with("Private_Clean:") || line.starts_with("Private_Dirty:"));
        let kibibytes = private.filter_map(|line| line.split_whitespace().nth(1)).map(str::parse::<u32>);
        Ok(kibibytes.sum::<std::result::Result<u32, _>>()?)
    }

    fn compare(what: &str, bare: &[Measured], program: &[Measured], value: fn(&Measured) -> f64) -> f64 {
        let (bare, program) = (median(bare, value), median(program, value));
        let ratio = program / bare;
        println!("{what}: bare window {bare:.1}, program {program:.1}, ratio {ratio:.2}");
        ratio
    }

    fn median(runs: &[Measured], value: fn(&Measured) -> f64) -> f64 {
        let mut values: Vec<_> = runs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    }
}
