import Testing

@testable import NetworkDoor

@Suite struct ContentKindTests {
    @Test(arguments: [
        "application/grpc", "application/grpc+proto", "Application/GRPC", "application/grpc+PROTO",
        "application/grpc;charset=utf-8", "application/grpc+proto ; a=b", " application/grpc\t", "application/grpc;",
    ])
    func grpc(_ type: String) {
        #expect(ContentKind(contentType: type) == .grpc)
    }

    @Test(arguments: [
        ("application/grpc-web", false), ("application/grpc-web+proto", false), ("APPLICATION/gRPC-Web;x", false),
        ("application/grpc-web-text", true), ("application/grpc-web-text+proto", true),
        ("application/grpc-web-text+Proto; charset=utf-8", true),
    ])
    func grpcWeb(_ type: String, isText: Bool) {
        #expect(ContentKind(contentType: type) == .grpcWeb(isText: isText))
    }

    @Test(arguments: [
        ("application/grpc+json", "application/grpc+json"), ("application/grpc+JSON; a=b", "application/grpc+json"),
        ("application/grpc+", "application/grpc+"), ("application/grpc+proto+x", "application/grpc+proto+x"),
        ("application/grpc-web+thrift", "application/grpc-web+thrift"),
        ("application/grpc-web-text+json", "application/grpc-web-text+json"),
    ])
    func unsupported(_ type: String, _ name: String) {
        #expect(ContentKind(contentType: type) == .unsupportedGRPC(name))
    }

    @Test(arguments: [
        nil, "", ";", "application/json", "application/grpcfoo", "application/grpcfoo+proto", "application/grpc-webx",
        "application/grpc-web-textual", "application/grpc-", "application/ grpc", "application/grpc +proto",
        "application/grpc, application/json", "xapplication/grpc", "application/grp", "text/plain;application/grpc",
    ])
    func other(_ type: String?) {
        #expect(ContentKind(contentType: type) == .other)
    }
}
