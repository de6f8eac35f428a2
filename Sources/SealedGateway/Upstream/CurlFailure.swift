internal import CCurl

/// What libcurl's results mean while there is no response.
enum CurlFailure {
  static func error(_ code: CURLcode, _ easy: CurlEasy, wasSent: Bool) -> UpstreamError {
    if let problem = responseProblem(code), wasSent { return .malformedResponse(problem) }
    return wasSent ? afterSending(code) : beforeSending(code, easy)
  }

  private static func beforeSending(_ code: CURLcode, _ easy: CurlEasy) -> UpstreamError {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .couldNotConnect(.unknownHost)
    case CURLE_OPERATION_TIMEDOUT: .timedOut(.connection, wasSent: false)
    case CURLE_PEER_FAILED_VERIFICATION: .tls(certificateProblem(easy.info(CURLINFO_SSL_VERIFYRESULT)))
    case CURLE_SSL_CACERT_BADFILE: .tls(.authoritiesFile)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_INVALIDCERTSTATUS:
      .tls(.handshake)
    case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
      .couldNotConnect(.system(Int32(truncatingIfNeeded: easy.info(CURLINFO_OS_ERRNO))))
    default: .unexpected(code: code.rawValue, wasSent: false)
    }
  }

  private static func afterSending(_ code: CURLcode) -> UpstreamError {
    switch code {
    case CURLE_OK, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
      .connectionBroken
    // Of a second connection, which libcurl makes when a kept one breaks under a request.
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_SSL_CONNECT_ERROR,
      CURLE_PEER_FAILED_VERIFICATION:
      .connectionBroken
    default: .unexpected(code: code.rawValue, wasSent: true)
    }
  }

  /// Of a response that libcurl refuses before its lines reach the parser.
  private static func responseProblem(_ code: CURLcode) -> ResponseProblem? {
    switch code {
    case CURLE_UNSUPPORTED_PROTOCOL: .statusLine
    case CURLE_WEIRD_SERVER_REPLY: .field
    case CURLE_BAD_CONTENT_ENCODING, CURLE_FILESIZE_EXCEEDED: .framing
    // A line that is longer than libcurl's buffer grows.
    case CURLE_OUT_OF_MEMORY: .headTooLarge
    default: nil
    }
  }

  /// OpenSSL's X509_V_ERR numbers; libcurl checks names itself, and leaves it at 1 then.
  private static func certificateProblem(_ code: Int) -> TLSProblem {
    switch code {
    case 0, 1, 62, 63, 64: .wrongName
    case 2, 18, 19, 20, 21: .unknownAuthority
    case 9, 10: .expired
    default: .certificate(code: code)
    }
  }
}
