internal import CCurl

/// libcurl's multi handle: all connections of one thread, and when it wants to be called.
///
/// Only the thread of an `UpstreamLoop` uses it.
@safe
final class CurlMulti {
  let sockets: SocketWatch
  private let multi: UnsafeMutableRawPointer
  /// When libcurl wants to be called, in milliseconds of `Ticks`.
  private var timer: UInt64?

  init(mailbox: Int32, kept: Int) throws(UpstreamError) {
    guard let multi = unsafe curl_multi_init() else {
      throw .unexpected(code: CURLE_OUT_OF_MEMORY.rawValue, wasSent: false)
    }
    unsafe self.multi = multi
    do {
      sockets = try SocketWatch(mailbox: mailbox)
    } catch {
      unsafe curl_multi_cleanup(multi)
      throw error
    }
    unsafe scurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, kept)
    unsafe CurlCallbacks.install(on: multi, for: self)
  }

  deinit {
    unsafe curl_multi_cleanup(multi)
  }

  /// Starts a transfer.
  func add(_ easy: CurlEasy) -> Bool { unsafe curl_multi_add_handle(multi, easy.handle) == CURLM_OK }

  /// Ends a transfer; if it was not over, its connection is closed.
  func remove(_ easy: CurlEasy) { unsafe _ = curl_multi_remove_handle(multi, easy.handle) }

  /// libcurl wants to be called in so many milliseconds; or not, if negative.
  func setTimer(_ milliseconds: Int) {
    timer = milliseconds < 0 ? nil : Ticks.now + UInt64(milliseconds)
  }

  /// Waits for sockets, mail or a time, and lets libcurl work; true if there is mail.
  func wait(until deadline: UInt64?) -> Bool {
    sockets.wait(milliseconds: Ticks.wait(until: [deadline, timer].compactMap { $0 }.min())) { socket, bits in
      var running: Int32 = 0
      unsafe _ = curl_multi_socket_action(multi, socket, bits, &running)
    }
  }

  /// Lets libcurl do what is due.
  func runTimer() {
    guard let timer, timer <= Ticks.now else { return }
    self.timer = nil
    var running: Int32 = 0
    unsafe _ = curl_multi_socket_action(multi, -1, 0, &running)
  }

  /// The next transfer that is over, with its result.
  func nextDone() -> (Transfer, CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(multi, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle,
        let transfer = unsafe CurlCallbacks.transfer(of: easy)
      else { continue }
      return (transfer, unsafe scurl_message_result(message))
    }
    return nil
  }
}
