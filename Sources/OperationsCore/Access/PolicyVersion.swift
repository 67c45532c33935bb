/// Which versions of policies there are, and what callers of each are shown.
public enum PolicyVersion {
    /// The first that knows conditions.
    static let conditional: Int32 = 3

    /// - Parameter field: where the version stands in the request, for the error.
    public static func check(_ version: Int32, field: String) throws(ServiceError) {
        guard [0, 1, conditional].contains(version) else {
            throw .invalid(field, "Policies have the versions 0, 1 and 3; use 3 for those with conditions.")
        }
    }
}

extension Policy {
    /// The policy for a caller that knows no later version than this.
    ///
    /// Bindings with conditions are left out before version 3, so that none looks as if it held always. Such a caller
    /// cannot set what is left: that takes version 3.
    public func shown(toVersion requested: Int32) -> Policy {
        var copy = self
        if requested < PolicyVersion.conditional { copy.bindings.removeAll { $0.condition != nil } }
        copy.version = copy.leastVersion
        return copy
    }

    /// The least version that tells all that is in the policy.
    var leastVersion: Int32 {
        hasConditions ? PolicyVersion.conditional : bindings.isEmpty ? 0 : 1
    }
}
