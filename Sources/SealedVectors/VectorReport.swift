/// Something to say about one vector of a file.
package struct VectorNote: Sendable, Equatable {
  /// Which vector: its number or its algorithms, as the file tells them apart.
  package let id: String
  package let reason: String

  package init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }
}

/// A vector whose published values the library doesn't reproduce.
package typealias VectorFailure = VectorNote

/// A vector that was not tried.
package typealias VectorSkip = VectorNote

/// What became of one vector.
package enum VectorOutcome: Sendable, Equatable {
  case passed
  /// Not tried, because the library or the machine lacks an algorithm or size.
  case skipped(String)
  case failed(String)
}

/// What became of the vectors of one file.
package struct VectorReport: Sendable, Equatable {
  /// The file's name, as the caller gave it.
  package let file: String
  /// How many vectors agreed in every value.
  package private(set) var passed = 0
  package private(set) var skips: [VectorSkip] = []
  package private(set) var failures: [VectorFailure] = []

  /// How many vectors were not tried.
  package var skipped: Int { skips.count }

  /// Starts with nothing recorded.
  package init(file: String) {
    self.file = file
  }

  /// Adds the outcome of the vector `id`.
  package mutating func record(_ outcome: VectorOutcome, id: String) {
    switch outcome {
    case .passed: passed += 1
    case .skipped(let reason): skips.append(VectorSkip(id: id, reason: reason))
    case .failed(let reason): failures.append(VectorFailure(id: id, reason: reason))
    }
  }
}
