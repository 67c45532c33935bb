/// An enum type.
final class EnumType: Sendable {
    let fullName: String
    /// A closed enum (proto2's) takes only the numbers it declares.
    let isClosed: Bool
    /// True for google.protobuf.NullValue, whose one value is `null` in JSON.
    let isNull: Bool
    /// The first value, which is what an absent field means.
    let firstNumber: Int32
    /// Each number's first name, quoted for JSON.
    private let quotedNames: [Int32: [UInt8]]
    private let numbers: NameTable
    private let declared: [Int32]

    init(fullName: String, isClosed: Bool, values: [(name: String, number: Int32)]) {
        self.fullName = fullName
        self.isClosed = isClosed
        isNull = fullName == "google.protobuf.NullValue"
        firstNumber = values.first?.number ?? 0
        quotedNames = Dictionary(values.map { ($0.number, Array("\"\($0.name)\"".utf8)) }) { first, _ in first }
        declared = values.map(\.number)
        numbers = NameTable(values.enumerated().map { ($1.name, $0) })
    }

    /// All names, in the order of their declaration, for JSON.
    var names: [[UInt8]] { numbers.names }

    func quotedName(of number: Int32) -> [UInt8]? {
        quotedNames[number]
    }

    func number(ofName name: ArraySlice<UInt8>) -> Int32? {
        numbers[name].map { declared[$0] }
    }

    func declares(_ number: Int32) -> Bool {
        quotedNames[number] != nil
    }
}
