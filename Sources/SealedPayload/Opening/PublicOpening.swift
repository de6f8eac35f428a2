internal import SealedCrypto

// Where precise errors become the one that a peer may be told of.

func openWhole(
  _ message: Span<UInt8>, _ source: MessageSource, _ options: OpeningOptions, into body: inout [UInt8]
) throws(OpenError) -> WholeMessage.Result {
  do throws(FormatError) {
    return try WholeMessage.open(
      message, source, options.rules, options.limits, usesAllCores: options.usesAllCores, into: &body)
  } catch {
    throw OpenError(error)
  }
}

extension MessageReader {
  mutating func receive(
    _ bytes: Span<UInt8>, into body: inout [UInt8], stopsAtHead: Bool = false
  ) throws(OpenError) -> Int {
    do throws(FormatError) { return try read(bytes, into: &body, stopsAtHead: stopsAtHead) } catch {
      throw OpenError(error)
    }
  }

  mutating func finishOpening() throws(OpenError) -> OpenedMessage {
    do throws(FormatError) { return try finish() } catch { throw OpenError(error) }
  }
}
