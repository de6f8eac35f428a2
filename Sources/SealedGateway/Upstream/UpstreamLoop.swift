internal import CCurl
internal import SealedHTTP

/// Moves the bytes of all exchanges of one thread.
///
/// A turn: wait for sockets and mail, take the mail, let libcurl work, hand out what is complete, end what took too long.
final class UpstreamLoop: TransferEvents {
  private let options: UpstreamOptions
  private let mailbox: Mailbox
  private let setup: CurlSetup
  private let multi: CurlMulti
  private var queue: OriginQueue
  private var transfers: [ObjectIdentifier: Transfer] = [:]
  /// Those with a head to hand out at the end of the turn, when the body may be there too.
  private var heads: [Transfer] = []
  private var spare: [CurlEasy] = []
  private var isStopped = false
  private var nextCheck: UInt64 = 0
  private let checkInterval: UInt64

  private static let spareLimit = 64

  init(_ options: UpstreamOptions, mailbox: Mailbox) throws(UpstreamError) {
    (self.options, self.mailbox) = (options, mailbox)
    setup = CurlSetup(options)
    let share = { (limit: Int) in max(1, (limit + options.threads - 1) / max(1, options.threads)) }
    multi = try CurlMulti(mailbox: mailbox.descriptor, kept: share(options.limits.kept))
    queue = OriginQueue(limit: share(options.limits.connectionsPerOrigin), waiting: share(options.limits.waiting))
    let shortest = [options.times.connect, options.times.head, options.times.idle ?? .seconds(60)].min() ?? .seconds(1)
    checkInterval = min(500, max(5, shortest.milliseconds / 8))
  }

  /// Works until it is told to stop.
  func run() {
    while !isStopped {
      let hasMail = multi.wait(until: transfers.isEmpty ? nil : nextCheck)
      if hasMail { mailbox.take().forEach(handle) }
      multi.runTimer()
      while let (transfer, code) = multi.nextDone() { finish(transfer, code) }
      deliverHeads()
      checkTimes()
    }
  }

  // MARK: Mail

  private func handle(_ command: UpstreamCommand) {
    switch command {
    case .start(let exchange): start(exchange)
    case .resume(let exchange): transfers[ObjectIdentifier(exchange)]?.resume()
    case .cancel(let exchange): cancel(exchange)
    case .stop: isStopped = true
    }
  }

  private func start(_ exchange: UpstreamExchange) {
    guard !exchange.isCancelled else { return exchange.end(UpstreamError.cancelled(wasSent: false)) }
    switch queue.add(exchange) {
    case .start: begin(exchange)
    case .wait: break
    case .refuse: exchange.end(UpstreamError.busy)
    }
  }

  private func cancel(_ exchange: UpstreamExchange) {
    if let transfer = transfers[ObjectIdentifier(exchange)] {
      transfer.cancel()
      remove(transfer)
    } else {
      queue.removeAll { $0 === exchange }.forEach { $0.end(UpstreamError.cancelled(wasSent: false)) }
    }
  }

  // MARK: Transfers

  private func begin(_ exchange: UpstreamExchange) {
    var next: UpstreamExchange? = exchange
    while let exchange = next {
      next = nil
      do {
        try add(exchange)
      } catch {
        exchange.end(error)
        next = queue.next(after: exchange)
      }
    }
  }

  private func add(_ exchange: UpstreamExchange) throws(UpstreamError) {
    guard let easy = spare.popLast() ?? CurlEasy() else {
      throw .unexpected(code: CURLE_OUT_OF_MEMORY.rawValue, wasSent: false)
    }
    let transfer = Transfer(exchange, on: easy, options: options, events: self)
    try easy.prepare(transfer, setup, sockets: multi.sockets)
    if transfers.isEmpty { nextCheck = Ticks.now + checkInterval }
    transfers[ObjectIdentifier(exchange)] = transfer
    guard multi.add(easy) else {
      transfers[ObjectIdentifier(exchange)] = nil
      throw .unexpected(code: CURLE_FAILED_INIT.rawValue, wasSent: false)
    }
  }

  private func finish(_ transfer: Transfer, _ code: CURLcode) {
    // Before the transfer ends, so that the next request can't follow on a connection that has too much in it.
    if let connection = transfer.connection { multi.sockets.release(connection) }
    transfer.conclude(code)
    remove(transfer)
  }

  private func remove(_ transfer: Transfer) {
    multi.remove(transfer.easy)
    transfers[ObjectIdentifier(transfer.exchange)] = nil
    transfer.easy.reset()
    if spare.count < Self.spareLimit { spare.append(transfer.easy) }
    if let next = queue.next(after: transfer.exchange) { begin(next) }
  }

  func connected(_ transfer: Transfer) {
    let exchange = transfer.exchange
    exchange.startUpload { [mailbox] in mailbox.post(.resume(exchange)) }
  }

  func gotHead(_ transfer: Transfer) { heads.append(transfer) }

  private func deliverHeads() {
    guard !heads.isEmpty else { return }
    let ready = heads
    heads = []
    for transfer in ready where transfers[ObjectIdentifier(transfer.exchange)] === transfer {
      if transfer.deliver() { finish(transfer, CURLE_OK) }
    }
  }

  private func checkTimes() {
    guard !transfers.isEmpty else { return }
    let now = Ticks.now
    guard now >= nextCheck else { return }
    nextCheck = now + checkInterval
    for transfer in transfers.values {
      guard let error = transfer.expired(at: now) else { continue }
      transfer.exchange.end(error)
      remove(transfer)
    }
    let limit = options.times.connect.milliseconds
    queue.removeAll { now - $0.start > limit }.forEach { $0.end(UpstreamError.timedOut(.connection, wasSent: false)) }
  }
}
