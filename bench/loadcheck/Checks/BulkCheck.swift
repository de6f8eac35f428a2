import Foundation
import SealedCrypto
import SealedGateway

/// Large bodies pass through proxy and gateway in both directions, whole, and neither process grows.
enum BulkCheck {
  /// KiB of resident memory at most.
  private static let memory = 64 << 10

  static func run(_ plan: Plan) async throws {
    let scene = try await Scene(plan)
    let limit = ["--body-bytes", "\(2 * plan.bulkBytes)"]
    let gate = try await scene.serve(limit)
    let proxy = try await scene.proxy(to: gate, limit)
    let digest = try await Digest.of(PatternStream(plan.bulkBytes))
    let up = try await upload(scene, proxy, digest)
    try report("upload", up, plan, gate, proxy)
    let down = try await download(scene, proxy, digest)
    try report("download", down, plan, gate, proxy)
    for gate in [proxy, gate] { try await gate.child.end() }
    await scene.api.stop()
  }

  private static func upload(_ scene: Scene, _ proxy: Gate, _ digest: Digest) async throws -> Duration {
    let file = scene.folder.appending(path: "upload")
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    let pattern = PatternStream(scene.plan.bulkBytes)
    while let piece = try await pattern.next() { try handle.write(contentsOf: Data(piece)) }
    try handle.close()
    let start = ContinuousClock.now
    let answer = try await Child.output(
      URL(filePath: "/usr/bin/curl"), curl + ["-T", "upload", "http://\(proxy.address)/upload"], in: scene.folder)
    let time = ContinuousClock.now - start
    try FileManager.default.removeItem(at: file)
    try expect(String(decoding: answer, as: UTF8.self) == "\(digest)", "the API received something else")
    return time
  }

  private static func download(_ scene: Scene, _ proxy: Gate, _ digest: Digest) async throws -> Duration {
    let start = ContinuousClock.now
    let received = try await onOwnThread {
      let pipe = Pipe()
      let child = try Child(
        URL(filePath: "/usr/bin/curl"), curl + ["http://\(proxy.address)/download/\(scene.plan.bulkBytes)"],
        in: scene.folder, output: pipe)
      var count = 0
      var hash = SHA256()
      while let piece = try pipe.fileHandleForReading.read(upToCount: 1 << 20), !piece.isEmpty {
        hash.update(Array(piece).span)
        count += piece.count
      }
      try expect(child.waitForEnd() == 0, "curl: \(child.log)")
      return Digest(byteCount: count, hash: hash.finish())
    }
    try expect(received == digest, "curl received something else")
    return ContinuousClock.now - start
  }

  private static let curl = ["--silent", "--show-error", "--fail", "--max-time", "600"]

  private static func report(_ what: String, _ time: Duration, _ plan: Plan, _ gate: Gate, _ proxy: Gate) throws {
    let (gateway, sealing) = (try gate.child.memory("VmHWM"), try proxy.child.memory("VmHWM"))
    let mebibytes = plan.bulkBytes >> 20
    let figures =
      "\(what) of \(mebibytes) MiB through proxy and gateway: \(Int(Double(mebibytes) / time.inSeconds)) MiB/s, "
      + "at most \(sealing / 1_024) and \(gateway / 1_024) MiB of memory"
    try expect(max(gateway, sealing) < memory, "more than 64 MiB: \(figures)")
    held(figures + ", same SHA-256")
  }
}
