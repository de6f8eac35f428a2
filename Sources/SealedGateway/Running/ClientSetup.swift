package import SealedHTTP
package import SealedPayload

/// Makes a sealing client over libcurl.
package struct ClientSetup {
  private let issuer: Issuer
  private let trust: IdentityTrust
  private let options: ClientOptions
  private let upstream: UpstreamOptions
  private let stateFolder: String?

  /// Takes what the client needs.
  ///
  /// - Parameters:
  ///   - connect: where to connect instead of the API's host, as HOST:PORT.
  ///   - stateFolder: the folder that remembers accepted key configurations; nil for as long as the process runs.
  package init(
    issuer: Issuer, trust: IdentityTrust, connect: String?, upstream: UpstreamOptions = UpstreamOptions(),
    options: ClientOptions, stateFolder: String?
  ) throws(StartError) {
    (self.issuer, self.trust, self.options, self.stateFolder) = (issuer, trust, options, stateFolder)
    var upstream = upstream
    if let connect {
      guard let address = UpstreamAddress(connect) else {
        throw StartError("'\(connect)' is not a host and a port", "use the form HOST:PORT")
      }
      upstream.route = .connect(to: address)
    }
    self.upstream = upstream
  }

  /// The client; `watch` may put a transport before the one to the network.
  package func client(_ watch: (any Transport) -> any Transport) throws(StartError) -> SealedClient {
    let transport = try StartError.step("check the file of certificate authorities") { () throws(UpstreamError) in
      try CurlTransport(upstream)
    }
    let watched = watch(transport)
    let state: any ConfigurationState =
      if let stateFolder { FileConfigurationState(folder: stateFolder) } else { MemoryConfigurationState() }
    return try StartError.step("check the settings") { () throws(ClientSetupError) in
      try SealedClient(for: issuer, trusting: trust, over: watched, options: options, state: state)
    }
  }
}
