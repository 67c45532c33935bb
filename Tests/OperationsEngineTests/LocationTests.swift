import OperationsCore
import OperationsEngine
import Testing

@Suite struct LocationTests {
    private static var settings: EngineSettings {
        var settings = EngineSettings()
        settings.locations = ["us-west1", "asia-east1", "us-east1"].map { Location(id: $0, displayName: "In \($0)") }
        return settings
    }

    @Test(arguments: [
        ("", "locations/"), ("locations", "locations/"), ("projects/p", "projects/p/locations/"),
        ("projects/p/locations", "projects/p/locations/"),
    ])
    func allAreListedUnderTheNameThatWasAsked(_ name: String, _ prefix: String) async throws {
        try await withEngine(settings: Self.settings) { fixture in
            let page = try fixture.engine.listLocations(under: name)
            #expect(page.items.map(\.name) == ["asia-east1", "us-east1", "us-west1"].map { prefix + $0 })
            #expect(page.nextPageToken.isEmpty)
        }
    }

    @Test func pagesFollowEachOther() async throws {
        try await withEngine(settings: Self.settings) { fixture in
            let first = try fixture.engine.listLocations(under: "projects/p", pageSize: 2)
            #expect(first.items.map(\.location.id) == ["asia-east1", "us-east1"])
            let second = try fixture.engine.listLocations(
                under: "projects/p", pageSize: 2, pageToken: first.nextPageToken)
            #expect(second.items.map(\.location.id) == ["us-west1"] && second.nextPageToken.isEmpty)
            let token = first.nextPageToken
            #expect(
                await reason { _ = try fixture.engine.listLocations(under: "projects/q", pageToken: token) }
                    == .invalidPageToken)
        }
    }

    @Test func oneIsFoundByItsName() async throws {
        try await withEngine(settings: Self.settings) { fixture in
            let found = try fixture.engine.location("projects/p/locations/us-east1")
            #expect(found.location.displayName == "In us-east1" && found.name == "projects/p/locations/us-east1")
            #expect(await reason { _ = try fixture.engine.location("locations/moon") } == .locationNotFound)
            #expect(await reason { _ = try fixture.engine.location("moon") } == .invalidField)
            #expect(await reason { _ = try fixture.engine.location("") } == .invalidField)
            for name in ["a", "organizations/o", "projects/p/zones/z", "projects/p/locations/l"] {
                #expect(await reason { _ = try fixture.engine.listLocations(under: name) } == .invalidField)
            }
            #expect(
                await reason { _ = try fixture.engine.location("organizations/o/locations/us-east1") }
                    == .invalidField)
            #expect(
                await reason { _ = try fixture.engine.listLocations(under: "", filter: "x") } == .invalidField)
            #expect(await reason { _ = try fixture.engine.listLocations(under: "", pageSize: -1) } == .invalidField)
        }
    }
}
