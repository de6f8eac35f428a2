import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Places an order with the API at https://api.example, whose operator has published `pin`, "ed25519:...".
func placeOrder(
  _ order: Data, at url: URL, pin: String, over transport: any Transport = URLSessionTransport()
) async throws -> Data {
  let session = try SealedURLSession(
    for: Issuer(origin: "https://api.example"), trusting: .pinned([VerifyingKey(pin)]), over: transport)

  var request = URLRequest(url: url)
  request.httpMethod = "POST"
  request.setValue("application/json", forHTTPHeaderField: "Content-Type")
  request.setValue("Bearer 5f3c", forHTTPHeaderField: "Authorization")  // Travels inside: no hop sees it.
  do {
    let (answer, response) = try await session.upload(for: request, from: order)
    guard response.statusCode == 201 else { throw URLError(.badServerResponse) }
    return answer
  } catch let error as ClientError where !error.mayHaveTakenEffect {
    return try await session.upload(for: request, from: order).0  // Nothing was ordered yet.
  }
}
