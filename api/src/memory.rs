//! Memory that is free goes back to the system, which glibc does not do by itself.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    #![expect(unsafe_code, reason = "functions of the C library that keep a number, look through its own lists or forget pages")]

    use std::{fs, io};

    use libc::{M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, MADV_DONTNEED, c_int, madvise, malloc_trim, mallopt};

    pub fn be_thrifty() {
        const MIB: c_int = 1 << 20;
        for (name, value) in [(M_MMAP_THRESHOLD, MIB), (M_TRIM_THRESHOLD, MIB), (M_ARENA_MAX, 2)] {
            // SAFETY: it takes any two numbers and answers whether it knows them.
            let _known = unsafe { mallopt(name, value) };
        }
    }

    pub fn give_back() {
        // SAFETY: it touches free memory only, and may run at any time.
        let _some = unsafe { malloc_trim(0) };
    }

    /// What the start has run of the program is two thirds of what the service holds, and most of it runs never again.
    pub fn give_back_code() -> io::Result<()> {
        let program = fs::read_link("/proc/self/exe")?;
        for line in fs::read_to_string("/proc/self/maps")?.lines() {
            let mut words = line.split_whitespace();
            let (Some(range), Some("r-xp"), Some(file)) = (words.next(), words.next(), words.nth(3)) else { continue };
            let ends = range.split_once('-').map(|(from, to)| (usize::from_str_radix(from, 16), usize::from_str_radix(to, 16)));
            let Some((Ok(from), Ok(to))) = ends.filter(|_| program.as_os_str() == file) else { continue };
            // SAFETY: a page of code is never written to, so that it is read from the file again when it is run.
            let _known = unsafe { madvise(std::ptr::without_provenance_mut(from), to.saturating_sub(from), MADV_DONTNEED) };
        }
        Ok(())
    }
}

/// Keeps the allocator from raising its thresholds to the largest piece ever freed: after one Argon2 it would hold
/// 19 MiB for good, in each of its arenas.
pub fn be_thrifty() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::be_thrifty();
}

/// Gives back what a big task left behind: a third of the process, after its start.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::give_back();
}

/// Gives back the code of the start as well.
pub fn give_back_start() {
    give_back();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if let Err(error) = glibc::give_back_code() {
        log::debug!("the code of the start stays in memory: {error}");
    }
}
