import PostgresClient
import Testing

@Suite(.needsPostgres)
struct ValueTests {
    /// Binds a value, lets the server say it in text (so that nothing is proved by a mistake made twice), reads it back.
    private func roundTrip<Value: Sendable & Equatable>(
        _ type: String, _ values: [(Value, String?)], bind: @escaping @Sendable (inout PostgresBinder, Value) -> Void,
        read: @escaping @Sendable (inout PostgresRow) -> Value, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await TestServer.run { session throws in
            try session.execute("SET timezone = 'UTC'", within: .seconds(20))
            for (value, text) in values {
                let result = try session.ask("SELECT $1, $1::text") { bind(&$0, value) }
                let found = try result?.first { (read(&$0), $0.optionalText()) }
                #expect(found?.0 == value, "\(type)", sourceLocation: sourceLocation)
                if let text { #expect(found?.1 == text, "\(type)", sourceLocation: sourceLocation) }
            }
        }
    }

    @Test func integers() async throws {
        try await roundTrip(
            "int8",
            [(.min, "-9223372036854775808"), (-1, "-1"), (0, "0"), (1 << 40, nil), (.max, "9223372036854775807")],
            bind: { $0.int($1) }, read: { $0.int() })
        try await roundTrip(
            "int4", [(.min, "-2147483648"), (7, "7"), (.max, "2147483647")], bind: { $0.int32($1) },
            read: { $0.int32() })
        try await roundTrip(
            "int8?", [(nil, nil), (5, "5")], bind: { $0.int($1) }, read: { $0.optionalInt() })
    }

    @Test func narrowIntegersAndNumbersOfObjectsAreReadToo() async throws {
        let found = try await TestServer.run { session throws in
            try session.ask("SELECT (-3)::int2, 4000000000::oid, (-5)::int4, 9::int8")?.first {
                [$0.int(), $0.int(), $0.int(), $0.int()]
            }
        }
        #expect(found == [-3, 4_000_000_000, -5, 9])
    }

    @Test func realNumbersAndBools() async throws {
        try await roundTrip(
            "float8", [(1.5, "1.5"), (-0.0, "-0"), (.infinity, "Infinity"), (.greatestFiniteMagnitude, nil)],
            bind: { $0.real($1) }, read: { $0.real() })
        try await roundTrip(
            "bool?", [(true, "true"), (false, "false"), (nil, nil)], bind: { $0.bool($1) },
            read: { $0.optionalBool() })
        #expect(try await TestServer.run { try $0.ask("SELECT 0.5::float4")?.first { $0.real() } } == 0.5)
    }

    @Test func texts() async throws {
        let long = String(repeating: "ä€🜁", count: 1 << 17)
        try await roundTrip(
            "text?", [("", ""), ("a", "a"), ("ä€🜁\u{1}'\"\\", nil), (long, long), (nil, nil)], bind: { $0.text($1) },
            read: { $0.optionalText() })
        let others = try await TestServer.run {
            try $0.ask("SELECT 'v'::varchar, 'n'::name, '{\"a\":1}'::json, 'b '::char(2)")?.first {
                [$0.text(), $0.text(), $0.text(), $0.text()]
            }
        }
        #expect(others == ["v", "n", "{\"a\":1}", "b "])
    }

    @Test func aTextWithNULIsRefusedByTheServerAndTheConnectionLives() async throws {
        try await TestServer.run { session throws in
            let error = postgresError { try session.ask("SELECT $1") { $0.text("a\0b") } }
            #expect(error?.kind == .server(.characterNotInRepertoire))
            #expect(try session.number("SELECT 1") == 1)
        }
    }

    @Test func bytes() async throws {
        let megabyte = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await roundTrip(
            "bytea?", [([], "\\x"), ([0, 255], "\\x00ff"), (megabyte, nil), (nil, nil)], bind: { $0.bytes($1) },
            read: { $0.optionalBytes() })
    }

    @Test func times() async throws {
        try await roundTrip(
            "timestamptz?",
            [
                (0, "1970-01-01 00:00:00+00"), (1_700_000_000_123_456, "2023-11-14 22:13:20.123456+00"),
                (-1, "1969-12-31 23:59:59.999999+00"), (.max, "infinity"), (.min, "-infinity"), (nil, nil),
            ], bind: { $0.time($1) }, read: { $0.optionalTime() })
    }

    @Test func identifiers() async throws {
        let bytes = (0..<16).map { UInt8($0) }
        try await roundTrip(
            "uuid?", [(bytes, "00010203-0405-0607-0809-0a0b0c0d0e0f"), (nil, nil)], bind: { $0.uuid($1) },
            read: { $0.optionalUUID() })
        await postgresError {
            try await TestServer.run { _ = try $0.ask("SELECT $1") { $0.uuid([1, 2, 3]) } }
        }
    }

    @Test func arrays() async throws {
        try await roundTrip(
            "text[]", [([], "{}"), (["", "a,b", "ä"], "{\"\",\"a,b\",ä}")], bind: { $0.texts($1) },
            read: { $0.texts() })
        try await roundTrip(
            "int8[]", [([], "{}"), ([1, -2, .max], "{1,-2,9223372036854775807}")], bind: { $0.ints($1) },
            read: { $0.ints() })
    }

    @Test func arraysWithNULLsBecomeRows() async throws {
        let rows = try await TestServer.run { session throws in
            let result = try session.ask(
                """
                SELECT concat_ws('|', a, b, c, d, e, encode(f, 'hex'), extract(epoch FROM g)::int8)
                FROM unnest($1, $2, $3, $4, $5, $6, $7) AS r (a, b, c, d, e, f, g)
                """
            ) {
                $0.optionalTexts(["x", nil])
                $0.optionalInts([nil, 2])
                $0.int32s([3, nil])
                $0.bools([true, false])
                $0.reals([nil, 0.5])
                $0.byteStrings([[1, 2], nil])
                $0.times([nil, 7_000_000])
            }
            return try result?.all { $0.text() }
        }
        #expect(rows == ["x|3|t|0102", "2|f|0.5|7"])
    }

    @Test(arguments: [
        ("SELECT NULL::int8 AS a", "Column 1 (a) is NULL."),
        ("SELECT 'x'::text AS a", "Column 1 (a) is not an integer."),
        ("SELECT 5::numeric AS a", "Column 1 (a) is not an integer."),
        ("SELECT WHERE true", "The row has no column 1."),
    ])
    func readingAColumnAsWhatItIsNotIsAnError(_ sql: String, _ sentence: String) async throws {
        try await TestServer.run { session throws in
            let result = try session.ask(sql)
            let error = postgresError { try result?.first { $0.int() } }
            #expect(error?.kind == .misuse)
            #expect(error?.message == sentence)
        }
    }

    @Test func anArrayThatIsMoreThanAListIsAnError() async throws {
        try await TestServer.run { session throws in
            for array in ["'{{1,2},{3,4}}'", "'{1,NULL}'"] {
                let result = try session.ask("SELECT \(array)::int8[] AS a")
                let error = postgresError { try result?.first { $0.ints() } }
                #expect(error?.message == "Column 1 (a) is not an array of int8 of one dimension without NULLs.")
            }
        }
    }

    @Test func rowsAreReadUntilTheReaderHasEnough() async throws {
        let seen = try await TestServer.run { session throws in
            var seen: [Int64] = []
            let result = try session.ask("SELECT * FROM generate_series(1::int8, 10)")
            try result?.forEach {
                seen.append($0.int())
                return seen.count < 3
            }
            return (seen, result?.rowCount, result?.affectedRows)
        }
        #expect(seen.0 == [1, 2, 3])
        #expect(seen.1 == 10)
        #expect(seen.2 == 10)
    }
}
