import Foundation
import OperationsServer
import Testing

@Suite struct StoreMaintenanceTests {
    @Test(arguments: ["same.db", "./same.db", "symbolic.db", "hard.db"])
    func aStoreIsNotCopiedOntoItself(_ target: String) async throws {
        try await withDirectory { directory in
            let maintenance = StoreMaintenance(configuration: ServerConfiguration())
            let path = directory + "/same.db"
            _ = try await maintenance.migrate("sqlite:\(path)")
            try FileManager.default.createSymbolicLink(atPath: directory + "/symbolic.db", withDestinationPath: path)
            try FileManager.default.linkItem(atPath: path, toPath: directory + "/hard.db")
            let error = await #expect(throws: ServerStartError.self) {
                try await maintenance.copy(from: "sqlite:\(path)", to: "sqlite:\(directory)/\(target)")
            }
            #expect(error?.refusal == .sameStore)
        }
    }

    @Test func everyRefusalOfAStoreHasItsReason() async throws {
        try await withDirectory { directory in
            let maintenance = StoreMaintenance(configuration: ServerConfiguration())
            let (one, other) = ("sqlite:\(directory)/one.db", "sqlite:\(directory)/other.db")
            #expect(await refusal { try await maintenance.check(one) } == .storeNotFound)
            #expect(await refusal { try await maintenance.check("") } == .invalidStore)
            #expect(await refusal { try await maintenance.check("memory:") } == .invalidStore)
            #expect(await refusal { try await maintenance.check("postgres://h/d?nonsense=1") } == .invalidStore)
            #expect(await refusal { try await maintenance.check("postgres://127.0.0.1:1/d") } == .storeUnavailable)
            #expect(await refusal { try await maintenance.migrate("mysql:a") } == .invalidStore)
            _ = try await maintenance.migrate(one)
            #expect(await refusal { try await maintenance.copy(from: one, to: "mysql:a") } == .invalidStore)
            _ = try await maintenance.copy(from: one, to: other)
        }
    }

    private func refusal<Value>(_ work: () async throws -> Value) async -> StoreRefusal? {
        do {
            _ = try await work()
            return nil
        } catch {
            return (error as? ServerStartError)?.refusal
        }
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("longrun-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory.path)
    }
}
