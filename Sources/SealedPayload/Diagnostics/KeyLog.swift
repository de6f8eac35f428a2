internal import SealedCrypto
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes the key of every message to a file, so that captured messages can be opened later: for debugging alone.
///
/// Off unless a program asks for it by name. Whoever reads the file reads the messages, and can forge them; see
/// spec/key-log.md. Once on, it stays on until the process ends.
public enum KeyLog: Sendable {
  /// The variable that names the file: `SEALEDPAYLOAD_KEYLOG`.
  public static let environmentVariable = "SEALEDPAYLOAD_KEYLOG"

  /// Where lines go; negative while it is off.
  private static let descriptor = Atomic<Int32>(-1)

  /// Whether keys are being written.
  public static var isExposingMessages: Bool { descriptor.load(ordering: .relaxed) >= 0 }

  /// Starts to write the key of every message that this process seals or opens to the file that the environment names.
  ///
  /// Does nothing if `SEALEDPAYLOAD_KEYLOG` is not set or empty, if the process has more rights than its user (set-user-ID, set-group-ID),
  /// or if keys are being written already. Otherwise a warning goes to standard error. The library never does this by
  /// itself: call it at the start of a program whose users may debug it.
  ///
  /// The file is made with mode 0600 or appended to; several processes may share it. If a line can't be written, one line
  /// on standard error says so and nothing more is written: messages are sealed and opened all the same.
  ///
  /// - Throws: if the file can't be opened, is not a regular file of this user, or could be read by others.
  public static func startExposingMessagesIfAskedByEnvironment() throws(KeyLogError) {
    guard !isExposingMessages, let path = environment(environmentVariable), !path.isEmpty else { return }
    try startExposingMessages(at: path)
  }

  /// Starts to write to the file at `path`.
  package static func startExposingMessages(at path: String) throws(KeyLogError) {
    let opened = try KeyLogFile.open(path)
    guard descriptor.compareExchange(expected: -1, desired: opened, ordering: .sequentiallyConsistent).exchanged
    else { return KeyLogFile.close(opened) }
    KeyLogFile.warn(
      "WARNING: the keys of ALL messages are being written to \(path) (\(environmentVariable) is set). "
        + "Whoever reads that file reads every body and credential. Unset it and remove the file after debugging.")
  }

  /// Notes the key of one message, if keys are being written: one relaxed load if they are not.
  @inline(__always)
  static func note(_ session: SessionContext, kind: MessageKind, bind: [UInt8], answering exchange: Exchange?) {
    let descriptor = descriptor.load(ordering: .relaxed)
    guard descriptor >= 0 else { return }
    write(KeyLogLine(kind: kind, bind: bind, session: session, answering: exchange), to: descriptor)
  }

  @inline(never)
  private static func write(_ line: KeyLogLine, to file: Int32) {
    var bytes = line.bytes()
    defer { bytes.erase() }
    guard !bytes.withSpan({ KeyLogFile.append($0, to: file) }) else { return }
    // The file stays open: another thread may be about to write, and must not hit a file that took over the number.
    guard descriptor.exchange(-1, ordering: .relaxed) >= 0 else { return }
    KeyLogFile.warn("the key log can't be written, and no more keys go to it; make room and start again")
  }

  /// A variable of the environment, unless a user with fewer rights than the process may have set it.
  private static func environment(_ name: String) -> String? {
    guard getuid() == geteuid(), getgid() == getegid(), let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
