import Glibc

/// A process that measures one group and ends.
struct Child {
    /// What it said, by name.
    private(set) var figures: [String: Double] = [:]
    /// As `waitpid` gives it.
    private(set) var status: Int32 = -1

    var isSound: Bool { status == 0 }
    var signal: Int32 { status & 0x7f }

    /// Runs `words`, the first a program on the path, and waits for its end.
    init(_ words: [String]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        let result = posix_spawnp(&id, words[0], &actions, nil, &arguments, environ)
        close(ends[1])
        guard result == 0, let output = fdopen(ends[0], "r") else {
            close(ends[0])
            return
        }
        let said = String(decoding: read(output), as: UTF8.self)
        fclose(output)
        waitpid(id, &status, 0)
        for line in said.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            if parts.count == 2, let value = Double(parts[1]) { figures[String(parts[0])] = value }
        }
    }

    /// Measures `group` with our engine.
    static func ours(_ group: String, _ more: [String] = []) -> Child {
        Child(["/proc/self/exe", "--child", group] + more)
    }
}
