//! Memory that is free goes back to the system, which glibc does not do by itself.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    #![expect(unsafe_code, reason = "functions of the C library that keep a number or look through its own lists")]

    use libc::{M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, c_int, malloc_trim, mallopt};

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
