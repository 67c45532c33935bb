public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Cloud_Location_Location {
    public init(_ named: NamedLocation) {
        self.init()
        name = named.name
        locationID = named.location.id
        displayName = named.location.displayName
        labels = named.location.labels
    }
}

extension Google_Cloud_Location_ListLocationsResponse {
    public init(_ page: Page<NamedLocation>) {
        self.init()
        locations = page.items.map { Google_Cloud_Location_Location($0) }
        nextPageToken = page.nextPageToken
    }
}
