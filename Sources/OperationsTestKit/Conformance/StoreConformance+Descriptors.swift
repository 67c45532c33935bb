import OperationsCore

/// Sets of message types.
extension StoreConformance {
    static let descriptors: [ConformanceCase] = [
        ConformanceCase("descriptors: sets are kept by their ids, the last of each") { driver in
            let time = driver.time.now
            let sets = ["b", "a", "b"].enumerated().map { number, id in
                DescriptorSet(id: id, content: [0, 0xFF, UInt8(number)], updateTime: time + .seconds(number))
            }
            for set in sets { try await driver.store.transact { try $0.put(set) } }
            try expectEqual(try await driver.store.descriptorSets(), [sets[1], sets[2]], "The sets are others.")
            let within = try await driver.store.transact { try $0.descriptorSets() }
            try expectEqual(within, [sets[1], sets[2]], "A transaction sees other sets.")
        },
        ConformanceCase("descriptors: a removed set is gone") { driver in
            let set = DescriptorSet(id: "a", content: [1], updateTime: driver.time.now)
            let found = try await driver.store.transact { transaction in
                try transaction.put(set)
                return [try transaction.removeDescriptorSet("a"), try transaction.removeDescriptorSet("a")]
            }
            try expectEqual(found, [true, false], "It does not say whether there was one.")
            try expectEqual(try await driver.store.descriptorSets(), [], "The set is still there.")
        },
        ConformanceCase("descriptors: nothing of a failed transaction remains") { driver in
            let set = DescriptorSet(id: "a", content: [1], updateTime: driver.time.now)
            try await driver.store.transact { try $0.put(set) }
            struct Abort: Error {}
            do {
                try await driver.store.transact { transaction in
                    _ = try transaction.removeDescriptorSet("a")
                    try transaction.put(DescriptorSet(id: "b", content: [2], updateTime: set.updateTime))
                    throw Abort()
                }
            } catch is Abort {}
            try expectEqual(try await driver.store.descriptorSets(), [set], "Something of it remains.")
        },
    ]
}
