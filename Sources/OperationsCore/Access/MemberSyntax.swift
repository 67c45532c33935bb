/// How a policy names those whom it means (google.iam.v1.Binding.members).
enum MemberSyntax {
    static let everyone = "allUsers"
    static let everyoneSignedIn = "allAuthenticatedUsers"

    /// What a caller is told of a member that is none.
    static let rule =
        "Write allUsers, allAuthenticatedUsers, or a member with its kind before it: 'user:EMAIL', 'group:EMAIL', "
        + "'serviceAccount:EMAIL', 'domain:DOMAIN', 'principal://iam.googleapis.com/…/subject/SUBJECT' or "
        + "'principalSet://iam.googleapis.com/…'; 'deleted:' before it and '?uid=ID' behind it where it is no more."

    /// True for those who cannot be told from each other, so that no condition can apply to one of them.
    static func isPublic(_ member: String) -> Bool {
        member == everyone || member == everyoneSignedIn
    }

    static func isGroup(_ member: String) -> Bool {
        member.tail(after: "group:") != nil || member.tail(after: "deleted:group:") != nil
    }

    static func isValid(_ member: String) -> Bool {
        if isPublic(member) { return true }
        guard FieldRules.isPrintable(member) else { return false }
        if let deleted = member.tail(after: "deleted:") { return isDeleted(deleted) }
        if let email = member.tail(after: "user:") ?? member.tail(after: "group:") { return isEmail(email) }
        if let account = member.tail(after: "serviceAccount:") { return isEmail(account) || isKubernetes(account) }
        if let domain = member.tail(after: "domain:") { return isDomain(domain) }
        return isFederated(member[...])
    }

    /// `{kind}:{email}?uid={id}`, or a principal.
    private static func isDeleted(_ member: Substring) -> Bool {
        if member.tail(after: "principal://") != nil { return isFederated(member) }
        guard
            let identity = member.tail(after: "user:") ?? member.tail(after: "group:")
                ?? member.tail(after: "serviceAccount:"), let mark = identity.utf8.firstIndex(of: UInt8(ascii: "?")),
            let id = identity[mark...].tail(after: "?uid=")
        else { return false }
        return isEmail(identity[..<mark]) && isWord(id)
    }

    private static func isEmail(_ text: Substring) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && isWord(text)
    }

    private static func isDomain(_ text: Substring) -> Bool {
        isWord(text) && !text.utf8.contains(UInt8(ascii: "@")) && text.first != "." && text.last != "."
    }

    /// `{project}.svc.id.goog[{namespace}/{account}]`
    private static func isKubernetes(_ text: Substring) -> Bool {
        let suffix = ".svc.id.goog"
        guard text.last == "]", let bracket = text.utf8.firstIndex(of: UInt8(ascii: "[")) else { return false }
        let project = text[..<bracket].utf8
        let account = text[bracket...].utf8.dropFirst().dropLast()
        let parts = account.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return project.count > suffix.utf8.count && project.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
            && parts.count == 2 && parts.allSatisfy { isWord(Substring($0)) }
    }

    /// Not empty, without spaces and without what separates the parts of a member.
    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty && !text.utf8.contains { " ?/:[]".utf8.contains($0) }
    }

    /// A member of a pool of identities: one of them, or several by what they have in common.
    private static func isFederated(_ member: Substring) -> Bool {
        if let path = member.tail(after: "principal://iam.googleapis.com/"), let rest = behindPool(path) {
            return rest.count >= 2 && rest[0] == "subject" && !rest[1].isEmpty
        }
        if let path = member.tail(after: "principalSet://iam.googleapis.com/"), let rest = behindPool(path) {
            if rest == ["*"] { return true }
            guard rest.count >= 2, !rest[1].isEmpty else { return false }
            return rest[0] == "group" || rest[0].tail(after: "attribute.")?.isEmpty == false
        }
        return false
    }

    /// The segments behind the name of a pool; nil when there is no such name.
    private static func behindPool(_ path: Substring) -> [Substring]? {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)
        var pools = "workforcePools"
        if segments.count > 2, segments[0] == "projects", isNumber(segments[1]) {
            segments.removeFirst(2)
            pools = "workloadIdentityPools"
        }
        guard segments.count >= 5, segments[0] == "locations", segments[1] == "global", segments[2] == pools,
            !segments[3].isEmpty
        else { return nil }
        return Array(segments.dropFirst(4))
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What stands behind a prefix, compared byte by byte; nil when it is not there.
    fileprivate func tail(after prefix: String) -> Substring? {
        guard utf8.starts(with: prefix.utf8) else { return nil }
        return self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...]
    }
}
