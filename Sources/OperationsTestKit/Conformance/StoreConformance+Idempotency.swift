import OperationsCore

extension StoreConformance {
    static let idempotency: [ConformanceCase] = [
        ConformanceCase("idempotency: a start is remembered under its parent and request id") { driver in
            let name = try await remembered(driver, parent: "projects/p")
            let known = try key("projects/p")
            let found = try await driver.inspect {
                try $0.rememberedStarts([known, try key("projects/q"), try key("projects/p", id: "other")])
            }
            try expectEqual(found, [known: RememberedStart(name: name, digest: digest)], "Other starts are known.")
        },
        ConformanceCase("idempotency: the same request id means another start under another parent") { driver in
            let one = try await remembered(driver, parent: "projects/p")
            let two = try await remembered(driver, parent: "projects/q")
            let found = try await driver.inspect {
                try $0.rememberedStarts([try key("projects/p"), try key("projects/q")])
            }
            try expectEqual(found[try key("projects/p")]?.name, one, "The first start is not known.")
            try expectEqual(found[try key("projects/q")]?.name, two, "The second start is not known.")
        },
        ConformanceCase("idempotency: two starts in one transaction see each other") { driver in
            let name = try OperationName("operations/a")
            try await driver.store.transact { transaction in
                try transaction.write([try rememberedStart(name, at: transaction.now)])
                let found = try transaction.rememberedStarts([try key("")])
                try expectEqual(found[try key("")]?.name, name, "The first start is not known to the second.")
            }
        },
        ConformanceCase("idempotency: a remembered request id is not given to a second operation") { driver in
            let name = try await remembered(driver, parent: "").parent
            let second = try OperationName(parent: name, callerID: "second")
            try await expectConflict(driver, second) { transaction in
                try transaction.write([try rememberedStart(second, at: transaction.now)])
            }
        },
        ConformanceCase("idempotency: a start is remembered as long as the record or its tombstone") { driver in
            let name = try await remembered(driver, parent: "")
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: name)
            driver.time.advance(by: .seconds(59))
            try await driver.sweep()
            let before = try await driver.inspect { try $0.rememberedStarts([try key("")]) }
            try expectEqual(before.values.map(\.name), [name], "The start was forgotten with the record.")
            driver.time.advance(by: .seconds(1))
            try await driver.sweep()
            let after = try await driver.inspect { try $0.rememberedStarts([try key("")]) }
            try expectEqual(after, [:], "The start outlived the tombstone.")
        },
    ]

    private static let requestID = "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61"
    private static let digest = ContentDigest(bytes: Array(0..<32))

    private static func key(_ parent: String, id: String = requestID) throws -> RequestKey {
        RequestKey(parent: try Parent(parent), requestID: id)
    }

    private static func remembered(_ driver: StoreDriver, parent: String) async throws -> OperationName {
        let request = StartRequest(parent: try Parent(parent), operationID: "a", requestID: requestID)
        return try await driver.start(request, digest: digest).name
    }

    private static func rememberedStart(_ name: OperationName, at now: Timestamp) throws -> Transition {
        try Lifecycle.start(
            StartRequest(requestID: requestID), as: name, digest: digest, defaultTimeToLive: .seconds(60), at: now)
    }
}
