import Testing

@testable import OperationsCore

/// What each field answers, and what each comparator means for it.
@Suite struct FieldTests {
    static let rich = operation(
        "projects/p/locations/l/operations/o1", .running, queue: "reports", labels: ["env": "prod", "a.b/c": "x"],
        metadata:
            #"{"size": 12, "ratio": 0.5, "big": "9007199254740993", "huge": "18446744073709551615", "on": true, "off": false, "none": null, "#
            + #""text": "Hello World", "empty": "", "list": ["x", "y"], "span": "90s", "at": "2026-01-01T00:00:00Z", "#
            + #""steps": [{"name": "load", "size": 1}, {"name": "store", "size": 2}], "box": {"in_side": {"deep": 1}}}"#
    ) {
        $0.attempt = 3
        $0.priority = -4
        $0.progressPercent = 40
        $0.statusMessage = "half way"
        $0.attemptTimeout = .seconds(90)
        $0.cancelRequestTime = filterNow
        $0.requestID = "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61"
        $0.lastError = Status(code: .unavailable, message: "No route.")
        $0.request = .json(typeURL: "type.googleapis.com/google.protobuf.Struct", text: #"{"input": "gs://b/o"}"#)
    }

    @Test(arguments: [
        "name = projects/p/locations/l/operations/o1", "name:locations/l/", "name = \"projects/p/*\"", "name = *o1",
        "name = *cations*", "name > projects/o", "name <= projects/p/locations/l/operations/o1",
        "parent = projects/p/locations/l", "operation_id = o1", "operationId:o", "queue = reports",
        "queue != default", "state = RUNNING", "state = CANCELLING", "state:ACTIVE", "state != DONE",
        "state = (PENDING OR RUNNING)", "done = false", "NOT done = true", "done != true", "-done:true",
        "cancel_requested = true", "cancelRequested:*", "attempt = 3", "attempt >= 3.0", "attempt < 3.5",
        "attempt != 2", "priority = -4", "priority < 0", "progress_percent > 39", "progressPercent:*",
        "worker_id = worker-7", "worker_id:*", "status_message:half", "status_message != other",
        "labels.env = prod", "labels.env = (dev OR prod)", "labels.env:prod", "labels.env = p*", "labels.env:*",
        "labels:env", "labels:*", "labels.\"a.b/c\" = x", "labels.a.b/c = x", "labels.env != dev", "NOT labels.x = y",
        "create_time < ago(30m)", "create_time > ago(61m)", "createTime >= \"2026-02-28T23:00:00Z\"",
        "create_time = 2026-02-28T23:00:00Z", "create_time = 2026-03-01T00:00:00+01:00", "start_time > ago(1h)",
        "start_time:*", "end_time = null", "NOT end_time:*", "update_time > ago(61s)", "update_time < ago(0s)",
        "lease_expire_time > ago(0s)", "ttl = 1d", "ttl > 23.5h", "attempt_timeout = 90s", "attempt_timeout:*",
        "deadline = null", "NOT deadline:*", "request_id:7c0e", "last_error:*", "last_error.code = 14",
        "last_error.code = UNAVAILABLE", "last_error.message:route", "error = null", "NOT error:*", "metadata:*",
        "metadata.size = 12", "metadata.size > 11.5", "metadata.ratio = 5e-1", "metadata.big > 9007199254740992",
        "metadata.big = 9007199254740993", "metadata.on = true", "metadata.on:*", "metadata.off = false",
        "NOT metadata.off:*", "metadata.off != true", "metadata.text = \"Hello World\"", "metadata.text:\"lo Wo\"",
        "metadata.text = Hello*", "metadata.text < I", "metadata.text != x", "metadata.text:*", "NOT metadata.empty:*",
        "metadata.list:x", "metadata.list:*", "metadata.list:x,y", "metadata.list:(x AND y)", "metadata.span = 90s",
        "metadata.span > 89.5s", "metadata.span = 1.5m", "metadata.at = 2026-01-01T01:00:00+01:00",
        "metadata.at < ago(1d)", "metadata.steps.name:load", "metadata.steps.size:2", "metadata.steps:store",
        "metadata.box.in_side.deep = 1", "metadata.box.inSide:deep", "metadata.box:in_side", "metadata:box",
        "metadata.@type = type.googleapis.com/google.protobuf.Struct", "metadata.@type:protobuf",
        "metadata.value.size = 12", "metadata.InSide = null OR metadata.Box.InSide.Deep = 1",
        "queue != (a OR b)", "metadata.huge = 18446744073709551615", "NOT metadata.huge = 18446744073709551614",
        "NOT metadata.empty < ago(1h)", "NOT metadata.span < ago(1h)", "NOT queue != (a OR reports)", "request:*",
        "request.input:gs://b", "request.input = \"gs://*\"",
        "reports", "half way", "\"half way\"", "prod env", "CANCELLING OR RUNNING", "*worker-7", "-absent",
        "is_v2(true) AND NOT is_v2(false)", "target = x OR done = false",
    ])
    func holds(_ filter: String) throws {
        #expect(try keeps(filter, Self.rich))
    }

    @Test(arguments: [
        "name = o1", "name = projects/p/*/x", "name < projects/p", "queue = Reports", "state = PENDING", "done = true",
        "attempt = 2", "labels.env = Prod", "labels.env > prod", "labels.none = x", "labels.none != x", "labels:none",
        "labels.env = pro", "end_time > 2020-01-01", "end_time < 2030-01-01", "end_time != 2020-01-01",
        "error.code = 5", "error.code != 5", "error.message:x", "response.x = 1", "response:*", "response.x != 1",
        "metadata.absent = 1", "metadata.absent != 1", "metadata.none != 1", "metadata.none:*", "metadata.text.x != 1",
        "metadata.on = 1", "metadata.on > false", "metadata.size = twelve", "metadata.size != twelve",
        "metadata.list = x", "metadata.list != x", "metadata.list.0 = x", "metadata.steps.name = load",
        "metadata.steps:loa", "metadata.list:x,z", "metadata.list:\"x,y\"", "metadata.box = 1", "metadata.box:none",
        "metadata.text = hello*", "metadata.text = \"\"", "metadata.value.value.size = 12", "request.input = gs://b",
        "last_error.code = 5", "target = x", "absent", "half absent", "deadline > 2020-01-01", "status_code = 0",
        "attempt > 1 AND attempt > 5", "(queue = x OR queue = y) state = RUNNING", "NOT (queue = reports)",
        "create_time = 2026-02-28T23:00:00.000000001Z", "is_v2(false)",
    ])
    func doesNotHold(_ filter: String) throws {
        #expect(try !keeps(filter, Self.rich))
    }

    @Test func errorsAreReadToTheirDetails() throws {
        let status = Status(
            code: .notFound, message: "No such bucket.",
            details: [.json(typeURL: "type.googleapis.com/google.rpc.ErrorInfo", text: #"{"reason": "GONE"}"#)])
        let record = operation("operations/e", .failed, error: status)
        for filter in [
            "error:*", "error.code = 5", "error.code = NOT_FOUND", "error.code != OK", "error.code:*", "error:code",
            "error.message = \"No such*\"", "error.message:bucket", "error.details.reason:GONE",
            "error.details.@type:ErrorInfo", "error.details:GONE", "status_code = 5", "error != null", "bucket",
        ] {
            #expect(try keeps(filter, record), "\(filter)")
        }
    }

    @Test func withoutMetadataTheConventionalOneIsAsked() throws {
        #expect(try keeps("metadata.state = RUNNING AND metadata.queue:def", operation("operations/r", .running)))
        #expect(try keeps("metadata.value.state = RUNNING", operation("operations/r", .running)))
        #expect(try !keeps("metadata.state = RUNNING", operation("operations/r", .running, metadata: "{}")))
    }

    @Test func payloadsThatNobodyKnowsStillHaveATypeAndAPresence() throws {
        let record = operation("operations/b", .succeeded) {
            $0.metadata = .binary(typeURL: "type.googleapis.com/test.Unknown", bytes: [1, 2, 3])
            $0.result = .response(.json(typeURL: "type.googleapis.com/test.Broken", text: "{"))
        }
        #expect(try keeps("metadata.@type:test.Unknown AND metadata:* AND response:*", record))
        #expect(try !keeps("metadata.x = 1 OR metadata.x != 1 OR response.y:*", record))
        #expect(try keeps("NOT metadata.x = 1", record))
    }
}
