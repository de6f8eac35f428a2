import SealedPayload
import Testing

/// Expects that a message is refused at that layer, in every way of giving it, and that nothing tells a peer more than
/// the refusal.
func expectRefused(
  _ message: [UInt8], by opener: AnyOpener, at layer: FormatError.Layer,
  _ ways: [AnyOpener.Way] = AnyOpener.Way.usual, note comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for way in ways {
    guard let (error, released) = opener.refusal(message, way) else {
      Issue.record("opened \(way): \(comment ?? "")", sourceLocation: sourceLocation)
      continue
    }
    #expect(error.cause.layer == layer, "\(way): \(error.diagnosis) \(comment ?? "")", sourceLocation: sourceLocation)
    #expect(error.refusal == layer.refusal, comment, sourceLocation: sourceLocation)
    #expect(error.description == layer.refusal.rawValue, comment, sourceLocation: sourceLocation)
    #expect(released.isEmpty || way.isStreamed, comment, sourceLocation: sourceLocation)
  }
}

/// Expects that a message opens alike in every way of giving it.
@discardableResult
func expectOpens(
  _ message: [UInt8], by opener: AnyOpener, _ ways: [AnyOpener.Way] = AnyOpener.Way.usual,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Opened? {
  var first: Opened?
  for way in ways {
    do {
      let opened = try opener.open(message, way)
      #expect(opened == first ?? opened, "\(way)", sourceLocation: sourceLocation)
      first = opened
    } catch {
      let diagnosis = (error as? OpenError)?.diagnosis ?? "\(error)"
      Issue.record("\(way): \(diagnosis)", sourceLocation: sourceLocation)
    }
  }
  return first
}

extension FormatError.Layer {
  /// What a peer is told of a failure at this layer (spec/sealed-payload.md, "Errors").
  var refusal: Refusal {
    switch self {
    case .key: .unknownKey
    case .limit: .tooLarge
    default: .rejected
    }
  }
}

extension AnyOpener.Way {
  var isStreamed: Bool {
    switch self {
    case .allCores, .oneCore: false
    case .pieces, .randomPieces: true
    }
  }
}
