internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How many cores this machine has for us.
package let coreCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// Runs `work` for 0..<count on all cores and returns when all are done.
package func concurrently(_ count: Int, _ work: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: work)
}

/// An array cut into pieces that lie side by side, each of which one thread may write while others write theirs.
@safe
package struct Pieces: @unchecked Sendable {
  // Sendable because pieces don't overlap; that each is used by one thread at a time is the caller's part.
  private let base: UnsafeMutablePointer<UInt8>?
  private let cuts: [Int]

  /// Calls `body` with the pieces of `bytes` between consecutive `cuts` (ascending offsets, from 0 to the count).
  package static func withPieces<R>(of bytes: inout [UInt8], cuts: [Int], _ body: (Pieces) -> R) -> R {
    precondition(cuts.first == 0 && cuts.last == bytes.count && zip(cuts, cuts.dropFirst()).allSatisfy { $0 <= $1 })
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe body(Pieces(base: buffer.baseAddress, cuts: cuts))
    }
  }

  /// Calls `body` with piece `index`; no other thread uses the same piece at that time.
  package func withPiece<R>(_ index: Int, _ body: (inout MutableSpan<UInt8>) -> R) -> R {
    guard let base = unsafe base else {
      var empty = MutableSpan<UInt8>()
      return body(&empty)
    }
    var span = unsafe MutableSpan(_unsafeStart: base + cuts[index], count: cuts[index + 1] - cuts[index])
    return body(&span)
  }
}

/// Bytes that several threads read at once while the call that made this lasts.
@safe
package struct SharedBytes: @unchecked Sendable {
  // Sendable because nothing writes them meanwhile: the caller holds a Span over them.
  private let buffer: UnsafeBufferPointer<UInt8>

  /// Calls `body` with `bytes` in a form that closures on other threads may hold.
  package static func withShared<R>(_ bytes: Span<UInt8>, _ body: (SharedBytes) -> R) -> R {
    unsafe bytes.withUnsafeBufferPointer { unsafe body(SharedBytes(buffer: $0)) }
  }

  /// Calls `body` with a view of the bytes.
  package func withSpan<R>(_ body: (Span<UInt8>) -> R) -> R {
    unsafe body(Span(_unsafeElements: buffer))
  }
}
