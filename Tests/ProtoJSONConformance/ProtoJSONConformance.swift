import Foundation
import ProtoJSON

/// Speaks protobuf's conformance protocol on stdin and stdout, so that the published suite and our own tests can ask
/// the transcoder anything.
///
///     proto-json-conformance SET...
///
/// Each SET is a file with a `google.protobuf.FileDescriptorSet` that describes the messages.
@main
struct ProtoJSONConformance {
    static func main() throws {
        let paths = CommandLine.arguments.dropFirst()
        guard !paths.isEmpty else { return fail("usage: proto-json-conformance SET...") }
        var sources: [DescriptorSource] = []
        for path in paths {
            guard let set = FileManager.default.contents(atPath: path) else { return fail("\(path) cannot be read.") }
            sources.append(DescriptorSource(origin: path, bytes: [UInt8](set)))
        }
        let examinee = Examinee(Transcoder(try DescriptorPool(sources)))
        let frames = Frames(input: .standardInput, output: .standardOutput)
        while let request = try frames.next() { try frames.send(examinee.response(to: request).bytes) }
    }

    private static func fail(_ problem: String) {
        FileHandle.standardError.write(Data("\(problem)\n".utf8))
        exit(2)
    }
}
