import Logging
import OperationsCore

/// Takes descriptor sets into use. Those in a store may not go together with what a server was started with: then the
/// others serve all the same.
struct SetsInUse: Sendable {
    let payloads: any PayloadCatalogue
    let logger: Logger

    /// Uses the sets that go together, and tells of the others in the log.
    ///
    /// - Returns: those in use.
    @discardableResult
    func useMost(of sets: [DescriptorSet]) -> [DescriptorSet] {
        if (try? payloads.use(sets)) != nil { return sets }
        var used: [DescriptorSet] = []
        var rest = sets
        var isAtEnd = false
        // Sets may need each other, so each that joins may let another in.
        while !isAtEnd {
            isAtEnd = true
            for set in rest where (try? payloads.use(used + [set])) != nil {
                used.append(set)
                rest.removeAll { $0.id == set.id }
                isAtEnd = false
            }
        }
        try? payloads.use(used)
        for set in rest {
            logger.error(
                "A descriptor set in the store is not used",
                metadata: ["name": "\(set.name)", "error": "\(refusal(of: set, used))"])
        }
        return used
    }

    /// - Throws: when the set is not to be had even without others that go with nothing; those before are in use then.
    func use(
        _ others: [DescriptorSet], and set: DescriptorSet, insteadOf before: [DescriptorSet]
    ) throws(ServiceError) {
        if (try? payloads.use(others + [set])) != nil { return }
        do throws(ServiceError) {
            try payloads.use(useMost(of: others) + [set])
        } catch {
            useMost(of: before)
            throw error
        }
    }

    /// - Throws: when those before go together and these do not.
    func use(_ sets: [DescriptorSet], insteadOf before: [DescriptorSet]) throws(ServiceError) {
        do throws(ServiceError) {
            try payloads.use(sets)
        } catch {
            if (try? payloads.use(before)) != nil { throw error }
            useMost(of: sets)
        }
    }

    private func refusal(of set: DescriptorSet, _ used: [DescriptorSet]) -> String {
        do throws(ServiceError) {
            try payloads.use(used + [set])
            return ""
        } catch {
            return error.message
        }
    }
}
