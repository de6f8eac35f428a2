public import Foundation
public import SealedHTTP

/// Why a message can't travel over URLSession.
public enum URLSessionTransportError: Error, Sendable, Hashable {
  /// The authority or path is not what a URL would say, letter for letter.
  case target
  /// URLSession can't send this value byte for byte: what is not UTF-8 on Linux, not ASCII elsewhere.
  case fieldValue(name: String)
  /// URLSession sends no GET with a body.
  case bodyWithGET
  /// The body is longer or shorter than its length says.
  case bodyLength
  /// The response is encoded, although nothing but identity was asked for.
  case encodedResponse
  /// A temporary file for a body can't be made or used.
  case temporaryFile
  /// There is no connection to the API, and never was one over which the request could have gone.
  case unreachable(URLError)
}

extension URLSessionTransportError: TransportFailure {
  /// Whether any byte of the request may have left.
  public var wasSent: Bool {
    switch self {
    case .target, .fieldValue, .bodyWithGET, .unreachable: return false
    case .encodedResponse, .temporaryFile: return true
    case .bodyLength:
      #if canImport(FoundationNetworking)
        return false
      #else
        return true  // The body is counted while it is sent.
      #endif
    }
  }

  /// Makes `unreachable` of an error that says that there is no connection.
  init?(unreachable error: any Error) {
    guard let error = error as? URLError else { return nil }
    switch error.code {
    case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet: self = .unreachable(error)
    default: return nil
    }
  }
}

extension URLSessionTransportError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .target: "the authority or path is not in the form of a URL"
    case .fieldValue(let name): "URLSession can't send the value of the field \(name) byte for byte"
    case .bodyWithGET: "URLSession sends no GET with a body"
    case .bodyLength: "the body is not as long as its length says"
    case .encodedResponse: "the response has a content-encoding that nobody asked for"
    case .unreachable(let error): "there is no connection to the API (URLError \(error.errorCode))"
    case .temporaryFile: "a temporary file can't be made or used; is the disk full?"
    }
  }
}
