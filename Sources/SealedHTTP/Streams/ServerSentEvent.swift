/// What a server told in an event stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
  /// The kind of event: `message` unless the server gave it a name.
  public let type: String

  /// The data; lines are separated by LF.
  public let data: String

  /// The last identifier that the stream gave so far, to be sent as `Last-Event-ID` when the stream is asked for again; may be empty.
  public let lastEventID: String

  /// How long to wait before the stream is asked for again, as the server last said; nil if it never did.
  public let reconnectionTime: Duration?

  /// Makes an event.
  public init(type: String = "message", data: String, lastEventID: String = "", reconnectionTime: Duration? = nil) {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
    self.reconnectionTime = reconnectionTime
  }
}
