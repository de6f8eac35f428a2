import SealedHTTP
import SealedPayload

/// Places an order, and does what is right when there is no answer.
func order(_ order: [UInt8], number: String, through client: SealedClient) async -> String {
  do {
    let response = try await client.post(
      "/v1/orders", order, contentType: "application/json",
      fields: [HeaderField("authorization", "Bearer 5f3c"), HeaderField("idempotency-key", number)])
    let receipt = try await response.bytes()
    return response.status == 201 ? "ordered: \(String(decoding: receipt, as: UTF8.self))" : "refused"
  } catch ClientError.notSent(.refused(let verdict, let seconds)) where verdict.reason == "rate-limited" {
    return "too many orders; again in \(seconds ?? 60) s"
  } catch ClientError.notSent(let failure) {
    return "not ordered, try again: \(failure)"  // Nothing has happened and nothing will.
  } catch {
    return "perhaps ordered, look before you try again: \(error)"  // outcomeUnknown, or the body was cut.
  }
}
