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
  /// There is no file to put a body in.
  case temporaryFile
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
    case .temporaryFile: "a temporary file can't be made or used; is the disk full?"
    }
  }
}
