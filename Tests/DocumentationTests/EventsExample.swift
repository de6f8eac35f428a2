import Foundation
import SealedHTTP
import SealedURLSession

/// Reads a chat as it is written, event by event.
func readChat(at url: URL, with session: SealedURLSession) async throws -> String {
  let (bytes, _) = try await session.bytes(from: url)
  var text = ""
  for try await event in bytes.events where event.type == "message" { text += event.data }
  return text  // Complete: a stream that was cut would have thrown.
}
