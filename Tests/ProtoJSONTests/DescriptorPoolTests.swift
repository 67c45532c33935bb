import ProtoJSON
import SwiftProtobuf
import Testing

/// Which sets are taken, and what is said of the others.
@Suite struct DescriptorPoolTests {
    private typealias Types = TestTypes

    private func problem(with sources: [DescriptorSource]) -> DescriptorFault? {
        do throws(DescriptorFault) {
            _ = try DescriptorPool(sources)
            return nil
        } catch {
            return error
        }
    }

    private func sentence(_ file: Types.File) throws -> String? {
        problem(with: [try Types.source([Types.node]), try Types.source([file], "other.binpb")])?.description
    }

    @Test func namesAreFound() throws {
        let pool = try DescriptorPool([Types.source([Types.node])])
        #expect(pool.messageNames == ["t.Node"])
        #expect(pool.fieldNames(of: "t.Node") == ["id", "text", "nodes", "a", "b", "numbers"])
        #expect(pool.describes("t.Node") && !pool.describes("t.Other"))
    }

    @Test(arguments: [[], [1], Array("nonsense".utf8)])
    func whatIsNoSetIsRefused(_ bytes: [UInt8]) throws {
        let fault = try #require(problem(with: [DescriptorSource(origin: "x.binpb", bytes: bytes)]))
        #expect(fault.origin == "x.binpb" && fault.problem.hasPrefix("This is no FileDescriptorSet"))
    }

    @Test func theSameDeclarationMayStandInSeveralSets() throws {
        let set = try Types.source([Types.node])
        #expect(problem(with: [try Types.source(Types.wellKnown), set, set]) == nil)
    }

    @Test func anotherDeclarationOfTheNameIsRefused() throws {
        var other = Types.node
        other.name = "newer.proto"
        other.messageType[0].field.removeLast()
        let base = try Types.source(Types.wellKnown, "base")
        let found = problem(with: [
            base, try Types.source([Types.node], "a.binpb"), try Types.source([other], "b.binpb"),
        ])
        #expect(found?.origin == "b.binpb" && found?.file == "newer.proto" && found?.symbol == "t.Node")
        #expect(found?.problem.contains("a.binpb (node.proto)") == true)
    }

    @Test func whatIsBuiltInWins() throws {
        var other = Types.node
        other.messageType[0].field.removeLast()
        let pool = try DescriptorPool([Types.source([Types.node]), Types.source([other])])
        #expect(pool.fieldNames(of: "t.Node")?.count == 6)
    }

    @Test func missingAndWrongTypesAreNamed() throws {
        let missing = Types.file("m.proto", package: "u", [Types.message("A", [Types.field("x", 1, .message, ".u.B")])])
        #expect(
            try sentence(missing)?.hasPrefix("other.binpb: m.proto: u.A.x: It refers to u.B, which is in none") == true)
        let wrong = Types.file("m.proto", package: "u", [Types.message("A", [Types.field("x", 1, .enum, ".t.Node")])])
        #expect(try sentence(wrong)?.contains("u.A.x: It refers to t.Node as an enum, which it is not.") == true)
    }

    @Test func badNumbersAndSyntaxAreNamed() throws {
        for number: Int32 in [0, -1, 1 << 29] {
            let file = Types.file("m.proto", package: "u", [Types.message("A", [Types.field("x", number, .int32)])])
            #expect(try sentence(file)?.contains("u.A.x: Its number \(number) is not between 1 and 536870911.") == true)
        }
        let twice = Types.message("A", [Types.field("x", 1, .int32), Types.field("y", 1, .int32)])
        let file = Types.file("m.proto", package: "u", [twice])
        #expect(try sentence(file)?.contains("u.A: The fields x and y have the same number.") == true)
        let unknown = Types.file("m.proto", package: "u", syntax: "proto4", [])
        #expect(try sentence(unknown)?.contains("Its syntax 'proto4'") == true)
    }
}
