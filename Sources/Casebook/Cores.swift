#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many incidents are worked on at once.
let coreCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
