import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Sealed redirects", .timeLimit(.minutes(1)))
struct RedirectionTests {
  /// An API that redirects everything but `/new` to a place.
  func api(_ status: Int, to location: String) throws -> SealedAPI {
    try SealedAPI { request in
      if request.head.path == "/new" { return try await SealedAPI.echo(request) }
      return ResponseMessage(status: status, fields: [HeaderField("location", location)])
    }
  }

  func request(_ api: SealedAPI, _ method: String) -> URLRequest {
    var request = URLRequest(url: api.url("/a/old"))
    request.httpMethod = method
    if method != "GET" { request.httpBody = Data("body".utf8) }
    return request
  }

  @Test(arguments: [
    (301, "GET", "GET"), (302, "POST", "GET"), (301, "PUT", "PUT"), (303, "POST", "GET"), (303, "PUT", "GET"),
    (307, "POST", "POST"), (308, "PUT", "PUT"),
  ])
  func withinTheAPIAreFollowed(_ status: Int, _ method: String, _ following: String) async throws {
    let api = try api(status, to: "../new")
    let (data, response) = try await api.session().data(for: request(api, method))
    #expect(response.statusCode == 201)
    #expect(response.url == api.url("/new"))
    #expect(response.value(forHTTPHeaderField: "x-method") == following)
    #expect(data == Data((following == "GET" ? "" : "body").utf8))
  }

  @Test(
    "65: a sealed redirect to another origin is not followed", arguments: ["http://127.0.0.1:1/new", "//example.com/"])
  func elsewhere(_ location: String) async throws {
    let api = try api(302, to: location)
    let (_, response) = try await api.session().data(for: request(api, "GET"))
    #expect(response.statusCode == 302)
    #expect(response.value(forHTTPHeaderField: "location") == location)
    #expect(api.requests.count == 1)
  }

  @Test func aBodyThatComesOnceIsNotSentAgain() async throws {
    let api = try api(307, to: "/new")
    let body = MessageBody(PieceStream([[1]]))
    let (_, response) = try await api.session().upload(for: request(api, "POST"), from: body)
    #expect(response.statusCode == 307)
    #expect(api.requests.count == 1)
  }

  @Test func inACircleEnd() async throws {
    let api = try api(302, to: "/a/old")
    let error = await #expect(throws: URLError.self) { try await api.session().data(for: request(api, "GET")) }
    #expect(error?.code == .httpTooManyRedirects)
    #expect(api.requests.count == 21)
  }
}
