import CSodium

/// libsodium, made ready once per process.
package enum Sodium {
    /// Whether libsodium could be made ready. Every call into it goes through code that has read this.
    package static let isReady = sodium_init() >= 0
}
