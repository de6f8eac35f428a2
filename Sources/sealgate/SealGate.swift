internal import SealedCommandLine

/// Sealing on the network: before an API, beside a client, in curl's place.
@main
struct SealGate {
  static func main() { CommandLineTool(.sealgate).main() }
}
