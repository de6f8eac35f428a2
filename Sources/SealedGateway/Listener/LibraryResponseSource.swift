import Synchronization

/// Where the library gets the bytes of a response's body from.
protocol LibraryResponseSource: Sendable {
  func read(into target: UnsafeMutableRawBufferPointer, at position: Int, _ library: LibraryConnection)
    -> OutgoingBody.Reading
}

extension ListenerExchange: LibraryResponseSource {
  func read(into target: UnsafeMutableRawBufferPointer, at position: Int, _ library: LibraryConnection)
    -> OutgoingBody.Reading
  {
    unsafe read(into: target, library)
  }
}

/// A whole body that is too long for the library to copy.
struct WholeResponseBody: LibraryResponseSource {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func read(into target: UnsafeMutableRawBufferPointer, at position: Int, _ library: LibraryConnection)
    -> OutgoingBody.Reading
  {
    guard position < bytes.count else { return .end }
    let count = min(target.count, bytes.count - position)
    unsafe bytes.withUnsafeBytes {
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
    return .bytes(count)
  }
}

/// What the library keeps of a source.
final class LibraryResponseBox: Sendable {
  private let source: any LibraryResponseSource
  private let library: LibraryConnection

  init(_ source: some LibraryResponseSource, _ library: LibraryConnection) {
    self.source = source
    self.library = library
  }

  func read(into target: UnsafeMutableRawBufferPointer, at position: Int) -> OutgoingBody.Reading {
    unsafe source.read(into: target, at: position, library)
  }
}
