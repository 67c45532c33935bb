import NetworkDoor
import OperationsCore
import Testing

@testable import OperationsServer

@Suite struct ListenTests {
    private func parse(_ yaml: String) throws(ServerStartError) -> ServerConfiguration {
        try ServerConfiguration.parse(yaml, file: "longrun.yaml")
    }

    @Test func severalPlacesCanBeGiven() throws {
        let configuration = try parse("listen: [\"127.0.0.1:80\", \"unix:/run/longrun.sock\"]")
        #expect(configuration.listen == ["127.0.0.1:80", "unix:/run/longrun.sock"])
        #expect(try ListenPlace("unix:/run/x.sock", option: "--listen") == .unix(path: "/run/x.sock"))
        #expect(try ListenPlace("[::1]:80", option: "--listen") == .tcp(host: "::1", port: 80))
    }

    @Test(arguments: ["unix:", "unix:/" + String(repeating: "x", count: 107), "80", "host:port", ""])
    func wrongPlacesAreRefused(_ text: String) {
        #expect(throws: ServerStartError.self) { try ListenPlace(text, option: "--listen") }
    }

    @Test(arguments: ["listen: [1, 2]", "listen: []", "listen: {a: b}", "listen: [[a]]", "listen: nowhere"])
    func wrongPlacesInAFileNameItsKey(_ yaml: String) {
        do throws(ServerStartError) {
            _ = try parse(yaml)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("'listen'"))
        }
    }

    @Test func limitsOfTheDoorCanBeSet() throws {
        let configuration = try parse(
            "limits: {maxConnections: 7, maxHeaderBytes: 2048, idleTime: 30s, maxConnectionAge: 2h, keepaliveTimeout: 5s}"
        )
        #expect(configuration.door.maxConnections == 7 && configuration.door.maxHeaderBytes == 2_048)
        #expect(configuration.door.idleTime == .seconds(30) && configuration.door.maxConnectionAge == .seconds(7_200))
        #expect(configuration.door.keepaliveTimeout == .seconds(5))
    }

    /// Each refusal of the door has a reason of our catalogue, and a code that fits what HTTP says.
    @Test(arguments: DoorFault.Kind.allCases)
    func refusalsHaveReasons(_ kind: DoorFault.Kind) {
        let fault = DoorFault(kind, "Do this.")
        let error = ServiceError(fault)
        #expect(error.message == "Do this.")
        #expect((400...504).contains(fault.httpStatus) && fault.grpcCode != .ok)
    }
}
