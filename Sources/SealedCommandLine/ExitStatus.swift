/// How the process ends; scripts rely on these numbers.
package enum ExitStatus: Int32, Sendable {
  /// The command did what it was asked.
  case done = 0

  /// The command was understood, and refused or failed.
  case failed = 1

  /// The command line itself was wrong.
  case usage = 2
}
