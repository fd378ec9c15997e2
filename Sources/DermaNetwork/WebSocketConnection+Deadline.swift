extension WebSocketConnection {
    /// The next message, or `timedOut` when none comes in time. Nothing is lost: it can be received afterwards.
    func receive(withinSeconds seconds: Int) async throws -> [UInt8]? {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await receive() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw NetworkError(.timedOut, peer: peer)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
