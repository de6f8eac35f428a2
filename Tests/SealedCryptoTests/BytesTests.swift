import SealedCrypto
import Testing

@Suite("Byte helpers")
struct BytesTests {
  @Test("Integers are written and read most significant byte first")
  func bigEndian() {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt16(0x0102))
    bytes.append(bigEndian: UInt64(0x0304_0506_0708_090A))
    #expect(bytes == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(bytes.withSpan { $0.bigEndian(at: 0, as: UInt16.self) } == 0x0102)
    #expect(bytes.withSpan { $0.bigEndian(at: 2, as: UInt64.self) } == 0x0304_0506_0708_090A)
  }

  @Test("Erasing leaves an empty array that keeps its room")
  func erase() {
    var bytes = [UInt8](repeating: 1, count: 100)
    let capacity = bytes.capacity
    bytes.erase()
    #expect(bytes.isEmpty && bytes.capacity == capacity)
    bytes.erase()
    #expect(bytes.isEmpty)
  }

  @Test("Resizing gives the count asked for, and keeps storage that is large enough")
  func resize() {
    var bytes = [UInt8](repeating: 1, count: 64)
    let capacity = bytes.capacity
    for count in [10, 0, 64, capacity] {
      bytes.resizeForOverwrite(to: count)
      #expect(bytes.count == count && bytes.capacity == capacity)
    }
    bytes.resizeForOverwrite(to: capacity + 1)
    #expect(bytes.count == capacity + 1)
  }

  @Test("Copying and zeroing touch their range alone")
  func ranges() {
    var bytes: [UInt8] = [1, 2, 3, 4, 5]
    let source: ArraySlice<UInt8> = [8, 9]
    bytes.withMutableSpan { $0.copy(source.span, at: 3) }
    #expect(bytes == [1, 2, 3, 8, 9])
    bytes.withMutableSpan { $0.zero(1..<3) }
    #expect(bytes == [1, 0, 0, 8, 9])
    bytes.withMutableSpan { $0.copy(Span(), at: 5) }
    #expect(bytes.withSpan { $0.elementsEqual([1, 0, 0, 8, 9]) })
    #expect(bytes.withSpan { !$0.elementsEqual([1, 0, 0, 8]) })
  }
}
