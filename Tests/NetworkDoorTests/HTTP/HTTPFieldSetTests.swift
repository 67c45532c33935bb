import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct HTTPFieldSetTests {
    private static func vary(_ fields: [(name: String, value: String)]) -> [String] {
        HTTPFieldSet.head(HTTPResponse(status: 200, fields: fields), "test")["vary"]
    }

    @Test(arguments: [
        "text/html", "TEXT/Plain; charset=UTF-8", "application/json", "application/json;charset=utf-8",
        "application/problem+json", "application/x-protobuf",
    ])
    func textVaries(_ type: String) {
        #expect(Self.vary([("content-type", type)]) == ["accept-encoding"])
    }

    @Test(arguments: ["image/png", "application/octet-stream", "application/jsonp", "texts/plain", "text", ""])
    func otherTypesDoNot(_ type: String) {
        #expect(Self.vary([("content-type", type)]) == [])
        #expect(Self.vary([("content-type", type), ("vary", "origin")]) == ["origin"])
    }

    @Test func whatHasNoTypeDoesNot() {
        #expect(Self.vary([]) == [])
    }

    @Test(arguments: [
        ("origin", "origin, accept-encoding"), ("*", "*"), ("Accept-Encoding", "Accept-Encoding"),
        ("accept, accept-encoding", "accept, accept-encoding"), ("", "accept-encoding"),
    ])
    func whatVariesAlreadyVariesByMore(_ before: String, _ after: String) {
        #expect(Self.vary([("vary", before), ("content-type", "text/plain")]) == [after])
    }
}
