import Foundation
import SealedVectors
import Testing

/// The folder of the package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

@Suite("spec/vectors")
struct VectorTests {
  static let files: [String] = {
    let folder = packageFolder.appending(path: "spec/vectors").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }
      .sorted()
  }()

  @Test("There are vectors")
  func present() {
    #expect(Self.files.count > 300)
  }

  @Test("Opens, or is refused by its layer, whole and in pieces, and seals again", arguments: files)
  func vector(_ file: String) throws {
    let bytes = [UInt8](try Data(contentsOf: packageFolder.appending(path: "spec/vectors/\(file)")))
    let report = try VectorRunner.run(bytes.span, file: file, format: .sealedPayload)
    #expect(report.failures.isEmpty, "\(report.failures.map { "\($0.id): \($0.reason)" }.joined(separator: "\n"))")
    #expect(report.passed >= 5)
  }
}
