/// The message types that payloads can have.
public protocol PayloadCatalogue: PayloadReader {
    /// Takes these sets in place of those used before, beside what is built in.
    ///
    /// - Throws: INVALID_DESCRIPTORS when one is no such set, or they do not go together; all stays as it is then.
    func use(_ sets: [DescriptorSet]) throws(ServiceError)

    /// The full names of the messages that a set declares, in order.
    func messageTypes(of set: DescriptorSet) -> [String]
}
