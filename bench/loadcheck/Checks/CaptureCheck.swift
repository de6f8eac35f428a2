import Foundation
import SealedCrypto
import SealedGateway
import SealedHTTP
import SealedPayload

/// Captures the network on both sides of the gateway: what is planted into requests and responses is seen behind it alone.
enum CaptureCheck {
  static func run(_ plan: Plan) async throws {
    let scene = try await Scene(plan)
    let gate = try await scene.serve()
    guard
      let program = ["/usr/bin/dumpcap", "/usr/sbin/dumpcap"].first(
        where: FileManager.default.isExecutableFile(atPath:))
    else { throw Unmet("dumpcap is missing: script/bootstrap installs it") }
    let hop = try await Capture.start(URL(filePath: program), port: gate.port, "hop", in: scene.folder)
    let behind = try await Capture.start(
      URL(filePath: program), port: "\(scene.api.address.port)", "behind", in: scene.folder)
    let markers = try await exchange(scene, gate)
    // The path is visible to hops on purpose, so it shows that the last message was captured.
    for capture in [hop, behind] {
      try await wait(.seconds(20), for: "the last message in the capture '\(capture.name)'") {
        capture.contains("/the-last")
      }
      try await capture.child.end(9)
    }
    for marker in markers {
      try expect(behind.contains(marker), "control: \(marker) was not found behind the gateway")
      for form in forms(of: marker) { try expect(!hop.contains(form), "\(marker) was seen by the hop, as \(form)") }
    }
    held(
      "\(markers.count) markers in 20 exchanges: none in \(hop.byteCount >> 10) KiB captured at the hop, "
        + "all in \(behind.byteCount >> 10) KiB captured behind the gateway")
    try await gate.child.end()
    await scene.api.stop()
  }

  /// Plants a marker in each place; the API sends body and cookie back.
  private static func exchange(_ scene: Scene, _ gate: Gate) async throws -> [String] {
    let client = try scene.client(over: try scene.transport(to: gate))
    let places = ["body", "authorization", "cookie", "x-api-key", "content-type"]
    let markers = places.map { "planted-\($0)-\(UInt64.random(in: .min ... .max))" }
    for turn in 0..<20 {
      let response = try await client.post(
        turn == 19 ? "/the-last" : "/effects", Array(markers[0].utf8), contentType: "text/\(markers[4])",
        fields: [
          HeaderField("authorization", "Bearer \(markers[1])"), HeaderField("cookie", "id=\(markers[2])"),
          HeaderField("x-api-key", markers[3]),
        ])
      let body = try await response.bytes()
      try expect(
        body == Array(markers[0].utf8) && response["set-cookie"] == "id=\(markers[2])", "the API did not answer")
    }
    return markers
  }

  /// Plain, and as base64 at each of its three alignments.
  private static func forms(of marker: String) -> [String] {
    [marker]
      + (0..<3).map { shift in
        let bytes = [UInt8](repeating: 0, count: shift) + Array(marker.utf8)
        return String(Data(bytes).base64EncodedString().dropFirst(4).dropLast(4))
      }
  }
}
