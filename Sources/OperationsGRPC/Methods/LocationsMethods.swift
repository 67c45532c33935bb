import NetworkDoor
import OperationsAPI
import OperationsEngine
import OperationsWire

/// google.cloud.location.Locations.
extension TypedMethods {
    mutating func addLocations(_ engine: OperationEngine) {
        typealias Method = Google_Cloud_Location_Locations.Method
        unary(Method.ListLocations.descriptor) { (request: Google_Cloud_Location_ListLocationsRequest) in
            Google_Cloud_Location_ListLocationsResponse(
                try engine.listLocations(
                    under: request.name, filter: request.filter, pageSize: request.pageSize,
                    pageToken: request.pageToken))
        }
        unary(Method.GetLocation.descriptor) { (request: Google_Cloud_Location_GetLocationRequest) in
            Google_Cloud_Location_Location(try engine.location(request.name))
        }
    }
}
