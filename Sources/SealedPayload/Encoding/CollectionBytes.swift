internal import SealedCrypto

/// Calls `body` with a view of any collection of bytes: in place where it is contiguous, as `[UInt8]` and `Data` are.
func withBytes<R, E: Error>(
  of bytes: some Collection<UInt8>, _ body: (Span<UInt8>) throws(E) -> R
) throws(E) -> R {
  let result = bytes.withContiguousStorageIfAvailable { buffer -> Result<R, E> in
    let span = unsafe Span(_unsafeElements: buffer)
    do throws(E) { return .success(try body(span)) } catch { return .failure(error) }
  }
  if let result { return try result.get() }
  return try Array(bytes).withSpan { (span) throws(E) in try body(span) }
}
