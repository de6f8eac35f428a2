import Foundation

/// A certificate authority, and two certificates of a server for `api.test` and 127.0.0.1, made by openssl in a folder.
final class TestAuthority: Sendable {
  let folder: URL
  var certificate: String { folder.appending(path: "ca.crt").path }

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sealed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "subjectAltName=DNS:api.test,IP:127.0.0.1\n".write(
      to: folder.appending(path: "names"), atomically: true, encoding: .utf8)
    let new = "-nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
    try await openssl("req -x509 \(new) -days 2 -subj /CN=test -keyout ca.key -out ca.crt")
    try await openssl("req \(new) -subj /CN=api.test -keyout server.key -out server.csr")
    let sign = "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile names"
    try await openssl("\(sign) -days 2 -out server.crt")
    try await openssl("\(sign) -days -1 -out expired.crt")
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  private func openssl(_ arguments: String) async throws {
    try await onThread { [folder] in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = arguments.split(separator: " ").map(String.init)
      process.currentDirectoryURL = folder
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw POSIXError(.EINVAL) }
    }
  }
}

/// An nginx in the foreground on a free port, stopped when it is released.
final class TestNginx: Sendable {
  let port: Int
  private let process: Process

  /// Starts it with what is inside of `server { }`; `PORT` stands for its port.
  init(in folder: URL, server: String) async throws {
    port = try ScriptedServer.freePort()
    let file = folder.appending(path: "nginx-\(port).conf")
    try """
    daemon off; worker_processes 1; pid \(folder.path)/nginx-\(port).pid; error_log stderr crit;
    events { worker_connections 64; }
    http {
      access_log off; client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy;
      fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u; scgi_temp_path \(folder.path)/s;
      server { \(server.replacingOccurrences(of: "PORT", with: String(port))) }
    }
    """.write(to: file, atomically: true, encoding: .utf8)
    process = Process()
    process.executableURL = URL(filePath: "/usr/sbin/nginx")
    process.arguments = ["-c", file.path, "-p", folder.path]
    process.standardError = FileHandle.nullDevice
    try await onThread { [process, port] in
      try process.run()
      try Self.waitUntilListening(port)
    }
  }

  deinit {
    process.terminate()
  }

  private static func waitUntilListening(_ port: Int) throws {
    for _ in 0..<6_000 {
      if ScriptedServer.accepts(port: port) { return }
      usleep(10_000)
    }
    throw POSIXError(.ETIMEDOUT)
  }
}

extension ScriptedServer {
  /// Whether something listens on a port.
  static func accepts(port: Int) -> Bool {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { Glibc.close(client) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
