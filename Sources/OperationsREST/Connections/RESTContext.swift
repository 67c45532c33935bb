import Hummingbird
import NIOCore

/// What the responder knows of a request beside its message: the connection it came by.
struct RESTContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
