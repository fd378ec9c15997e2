import DermaCRDT
package import DermaCausality

/// What a copy of a folder knows of erased photos.
extension FolderReplica {
    /// The entries that add a photo, as far as they have been applied here, ascending.
    func entries(adding photo: PhotoID) -> [ReplicaHead] { (adding[photo] ?? []).sorted() }

    /// Entries that add a photo, whose bodies are not here although no erasure names them.
    package var withheld: [Dot] {
        bodiless.subtracting(erasedEntries).map(\.dot).sorted()
    }

    /// Entries that add an erased photo and that no erasure names, ascending by photo.
    var unnamed: [(photo: PhotoID, entries: [ReplicaHead])] {
        state.erasedPhotos.sorted { $0.id < $1.id }.compactMap { erased in
            let rest = entries(adding: erased.id).filter { !erased.entries.contains($0) }
            return rest.isEmpty ? nil : (erased.id, rest)
        }
    }
}
