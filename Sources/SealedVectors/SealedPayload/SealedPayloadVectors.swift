internal import SealedPayload

/// Runs a file of spec/vectors: opened whole, in one piece, byte by byte, and sealed again.
enum SealedPayloadVectors {
  static func run(_ bytes: Span<UInt8>, into report: inout VectorReport) throws(VectorError) {
    let vector = try SealedPayloadVector(try VectorNode(bytes))
    let run = SealedPayloadRun(vector)
    report.record(try run.whole(), id: vector.name + " whole")
    for size in [Int.max, 1, 7, 1000] {
      report.record(try run.pieces(of: size), id: vector.name + " in pieces of \(size == Int.max ? "any size" : "\(size)")")
    }
    // Of a broken message the values are its forger's, who didn't follow the rules.
    if case .opened = vector.expected, let derivation = vector.derivation {
      report.record(try DerivationRun(vector, derivation).check(), id: vector.name + " derivation")
    }
    if let resealing = vector.resealing {
      report.record(try ResealingRun(vector, resealing).check(), id: vector.name + " sealed again")
    }
  }
}
