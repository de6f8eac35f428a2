import SealedCrypto
import SealedPayload

// The sealers share no protocol, because what they return differs.

extension PayloadSealer {
  consuming func run(_ way: Letter.Way, _ body: inout [UInt8], _ output: inout [UInt8]) throws {
    switch way {
    case .span:
      let whole = body[...]
      try seal(whole.span, into: &output)
    case .array: try seal(body, into: &output)
    case .slice: try seal(([1] + body + [2]).dropFirst().dropLast(), into: &output)
    case .sequence: try seal(body.lazy.map { $0 }, into: &output)
    case .lending: try seal(lending: &body, into: &output)
    }
  }
}

extension RequestSealer {
  consuming func run(_ way: Letter.Way, _ body: inout [UInt8], _ output: inout [UInt8]) throws {
    switch way {
    case .span:
      let whole = body[...]
      _ = try seal(whole.span, into: &output)
    case .array: _ = try seal(body, into: &output)
    case .slice: _ = try seal(([1] + body + [2]).dropFirst().dropLast(), into: &output)
    case .sequence: _ = try seal(body.lazy.map { $0 }, into: &output)
    case .lending: _ = try seal(lending: &body, into: &output)
    }
  }
}

extension ResponseSealer {
  consuming func run(_ way: Letter.Way, _ body: inout [UInt8], _ output: inout [UInt8]) throws {
    switch way {
    case .span:
      let whole = body[...]
      try seal(whole.span, into: &output)
    case .array: try seal(body, into: &output)
    case .slice: try seal(([1] + body + [2]).dropFirst().dropLast(), into: &output)
    case .sequence: try seal(body.lazy.map { $0 }, into: &output)
    case .lending: try seal(lending: &body, into: &output)
    }
  }
}
