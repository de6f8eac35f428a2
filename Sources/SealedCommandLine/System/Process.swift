#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process itself: how it starts and ends.
enum Process {
  /// Makes the process safe to work in; called once, first thing.
  static func prepare() {
    // A reader that goes away is an error of write(), which says so quietly, not a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    // So is a file that grows past the limit of the shell.
    _ = signal(SIGXFSZ, SIG_IGN)
    reserveStandardDescriptors()
    Interruption.install()
  }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status.rawValue)
    #elseif canImport(Musl)
      Musl.exit(status.rawValue)
    #else
      Darwin.exit(status.rawValue)
    #endif
  }

  /// Takes the numbers of standard descriptors that the parent closed.
  ///
  /// Otherwise the first file opened would be standard output. The stand-in is opened the wrong way round, so that
  /// using it is still an error.
  private static func reserveStandardDescriptors() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
