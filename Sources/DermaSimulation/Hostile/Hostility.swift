/// What a hostile relay is about to do.
struct Hostility: Sendable {}
