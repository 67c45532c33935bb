import ArgumentParser
import OperationsServer

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a server.",
        discussion: "It stops gracefully on TERM and INT. Options win over the configuration file.")

    @Option(
        help: ArgumentHelp(
            "Where gRPC and REST are served; may be repeated. (default: 127.0.0.1:8080)",
            valueName: "host:port|unix:path"))
    var listen: [String] = []

    @Option(
        help: ArgumentHelp("One more address of the same. (default: 127.0.0.1:50051)", valueName: "host:port|unix:path")
    )
    var grpcListen: String?

    @Option(
        help: ArgumentHelp(
            "Where operations are kept: sqlite:FILE; postgres://USER@HOST/DATABASE, or postgres:KEY=VALUE … in the words of "
                + "libpq; or memory: to keep nothing. (default: sqlite:longrun.db)",
            valueName: "store"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "A set of your own message types, as 'protoc --include_imports --descriptor_set_out' writes it; may be "
                + "repeated.", valueName: "file"))
    var descriptors: [String] = []

    @Option(help: ArgumentHelp("A configuration file (YAML).", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The services that are spoken for, beside those of the configuration file, such as Profiles/dataproc.yaml; may "
                + "be repeated. (default: every method for every parent)", valueName: "file"))
    var profile: [String] = []

    func run() async throws {
        var configuration = try ServerConfiguration.load(file: config)
        if !listen.isEmpty { configuration.listen = ListenAddresses(listen) }
        if let grpcListen { configuration.grpcListen = grpcListen }
        if !descriptors.isEmpty { configuration.descriptors = descriptors }
        if let store { configuration.store = store }
        for file in profile { try configuration.addProfile(file: file) }
        try await LongrunServer(configuration: configuration).run()
    }
}
