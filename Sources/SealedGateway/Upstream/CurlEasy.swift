internal import CCurl

/// libcurl's easy handle: set up anew for each transfer, and used again.
@safe
final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  /// The first option that libcurl refused.
  private var problem = CURLE_OK

  init?() {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = handle
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
  }

  /// Forgets the transfer.
  func reset() { unsafe curl_easy_reset(handle) }

  /// Sets up a transfer; an option that libcurl refuses is an error, since all of them matter.
  func prepare(_ transfer: Transfer, _ setup: CurlSetup, sockets: SocketWatch) throws(UpstreamError) {
    problem = CURLE_OK
    let exchange = transfer.exchange
    unsafe CurlCallbacks.install(on: handle, for: transfer, sockets: sockets)
    setConnection(setup, isTLS: exchange.origin.scheme == "https")
    unsafe text(CURLOPT_URL, exchange.request.url)
    unsafe text(CURLOPT_REQUEST_TARGET, exchange.request.target)
    setBody(exchange)
    unsafe text(CURLOPT_CUSTOMREQUEST, exchange.request.method)
    unsafe note(scurl_set_list(handle, CURLOPT_HTTPHEADER, exchange.request.fields))
    guard problem == CURLE_OK else { throw .unexpected(code: problem.rawValue, wasSent: false) }
  }

  /// What keeps libcurl from doing anything but carrying this message.
  private func setConnection(_ setup: CurlSetup, isTLS: Bool) {
    number(CURLOPT_NOSIGNAL, 1)
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    number(CURLOPT_FOLLOWLOCATION, 0)
    number(CURLOPT_PATH_AS_IS, 1)
    number(CURLOPT_HTTP_CONTENT_DECODING, 0)
    number(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    number(CURLOPT_TCP_KEEPALIVE, 1)
    number(CURLOPT_CONNECTTIMEOUT_MS, setup.connectTime)
    number(CURLOPT_MAXAGE_CONN, setup.unusedTime)
    unsafe "".withCString { unsafe text(CURLOPT_PROXY, $0) }
    unsafe (isTLS ? "https" : "http").withCString { unsafe text(CURLOPT_PROTOCOLS_STR, $0) }
    if let list = unsafe setup.connectTo { unsafe note(scurl_set_list(handle, CURLOPT_CONNECT_TO, list)) }
    guard isTLS else { return }
    number(CURLOPT_SSL_VERIFYPEER, 1)
    number(CURLOPT_SSL_VERIFYHOST, 2)
    number(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = setup.certificateAuthorities {
      unsafe file.withCString { unsafe text(CURLOPT_CAINFO, $0) }
      unsafe text(CURLOPT_CAPATH, nil)
    }
  }

  private func setBody(_ exchange: UpstreamExchange) {
    let small = unsafe exchange.request.body
    switch exchange.framing {
    case _ where exchange.isHEAD: number(CURLOPT_NOBODY, 1)
    case .none, .length(0): number(CURLOPT_HTTPGET, 1)
    case .length(let length) where small.count == length:
      number(CURLOPT_POST, 1)
      unsafe note(scurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length)))
      unsafe text(CURLOPT_POSTFIELDS, small.baseAddress)
    case .length(let length):
      number(CURLOPT_UPLOAD, 1)
      unsafe note(scurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(length)))
    case .chunked:
      number(CURLOPT_UPLOAD, 1)
      unsafe note(scurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, -1))
    }
  }

  /// Lets paused directions go on, besides those that stay paused.
  func pause(sending: Bool, receiving: Bool) {
    let bits = (sending ? CURLPAUSE_SEND : 0) | (receiving ? CURLPAUSE_RECV : 0)
    unsafe _ = curl_easy_pause(handle, bits)
  }

  /// A number that libcurl knows after a transfer.
  func info(_ info: CURLINFO) -> Int {
    var value = 0
    return unsafe scurl_get_long(handle, info, &value) == CURLE_OK ? value : 0
  }

  private func number(_ option: CURLoption, _ value: Int) {
    unsafe note(scurl_set_long(handle, option, value))
  }

  @unsafe
  private func text(_ option: CURLoption, _ value: UnsafePointer<CChar>?) {
    unsafe note(scurl_set_text(handle, option, value))
  }

  private func note(_ result: CURLcode) {
    if problem == CURLE_OK { problem = result }
  }
}

/// What all transfers of a thread have in common.
@safe
final class CurlSetup {
  let connectTime: Int
  let unusedTime: Int
  let certificateAuthorities: String?
  /// libcurl reads it during transfers; it lives as long as the setup.
  let connectTo: UnsafeMutablePointer<curl_slist>?

  init(_ options: UpstreamOptions) {
    connectTime = Int(options.times.connect.milliseconds)
    unusedTime = Int(options.times.unused.milliseconds / 1_000)
    certificateAuthorities = options.certificateAuthorities
    if case .connect(let address) = options.route {
      unsafe connectTo = curl_slist_append(nil, "::\(address)")
    } else {
      unsafe connectTo = nil
    }
  }

  deinit {
    unsafe curl_slist_free_all(connectTo)
  }
}
