import Foundation
import SealedHTTP
import SealedURLSession

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A session for code that knows nothing of sealing: its requests to the client's API are sealed, all others go as before.
func sealingSession(for client: SealedClient) -> URLSession {
  let configuration = URLSessionConfiguration.default
  configuration.seal(with: client)
  return URLSession(configuration: configuration)
}
