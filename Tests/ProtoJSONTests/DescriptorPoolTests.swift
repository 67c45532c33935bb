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

    /// Names go into JSON and into messages as they are.
    @Test func namesAreIdentifiers() throws {
        for name in ["", "a\"b", "1a", "a.b", "é", "a\n", String(repeating: "n", count: 513)] {
            let field = Types.message("A", [Types.field(name, 1, .int32)])
            #expect(try sentence(Types.file("m.proto", package: "u", [field]))?.contains("is no name") == true)
            #expect(
                try sentence(Types.file("m.proto", package: "u", [Types.message(name, [])]))?.contains("is no name")
                    == true)
            if !name.isEmpty, name != "a.b" {
                #expect(try sentence(Types.file("m.proto", package: name, []))?.contains("is no name") == true)
            }
            var file = Types.file("m.proto", package: "u", [])
            file.enumType = [Types.enumeration("E", [name])]
            #expect(try sentence(file)?.contains("u.E: '") == true)
        }
        let long = Array(repeating: String(repeating: "p", count: 300), count: 4).joined(separator: ".")
        let file = Types.file("m.proto", package: long, [Types.message("A", [])])
        #expect(try sentence(file)?.contains("Full names have at most 1024 bytes") == true)
    }

    @Test func aNameMeansOneField() throws {
        for (first, second) in [("a", "a"), ("a_b", "aB")] {
            let message = Types.message("A", [Types.field(first, 1, .int32), Types.field(second, 2, .int32)])
            #expect(try sentence(Types.file("m.proto", package: "u", [message]))?.contains("is taken") == true)
        }
        var field = Types.field("a", 1, .int32)
        field.jsonName = "@type"
        #expect(
            try sentence(Types.file("m.proto", package: "u", [Types.message("A", [field])]))?.contains("is taken")
                == true)
        let lost = Types.message("A", [Types.field("a", 1, .int32, oneof: 3)], oneofs: ["x"])
        #expect(
            try sentence(Types.file("m.proto", package: "u", [lost]))?.contains("u.A.a: It belongs to oneof 3") == true)
    }

    /// A number of one byte may have a name of hundreds.
    @Test func whatWouldBecomeFarTooLargeIsNotRendered() throws {
        var file = Types.file(
            "m.proto", package: "u", [Types.message("A", [Types.field("e", 1, .enum, ".u.E", isRepeated: true)])])
        file.enumType = [Types.enumeration("E", [String(repeating: "N", count: 500)])]
        let transcoder = Transcoder(try DescriptorPool([Types.source([file])]))
        let few = [0x0A, 100] + [UInt8](repeating: 0, count: 100)
        #expect(try transcoder.json(of: few, type: "u.A").count == 50_307)
        let many = [0x0A, 0x90, 0x4E] + [UInt8](repeating: 0, count: 10_000)
        #expect(throws: TranscodingFault.self) { try transcoder.json(of: many, type: "u.A") }
        #expect(transcoder.anyJSON(typeURL: "x/u.A", bytes: many).count < 20_000)
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
