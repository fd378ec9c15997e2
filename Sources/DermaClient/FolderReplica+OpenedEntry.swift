package import DermaCRDT
package import DermaCausality
package import DermaIdentity

extension FolderReplica {
    /// An entry with its sealed body opened, or found to be worthless.
    package struct OpenedEntry: Sendable {
        package let entry: VerifiedEntry
        package let body: ContentBody?
        package let party: AccountID?

        /// An entry, what it holds if that could be read, and for whom its author wrote if that is known.
        package init(entry: VerifiedEntry, body: ContentBody?, party: AccountID?) {
            self.entry = entry
            self.body = body
            self.party = party
        }
    }
}
