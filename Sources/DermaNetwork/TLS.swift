import NIOCore
import NIOSSL

/// Whose certificates a client believes.
public enum TrustAnchors: Sendable, Hashable {
    /// The certificate authorities that the operating system trusts.
    case system
    /// The certificates of a PEM file, and no others.
    case certificates(pemFile: String)

    /// TLS 1.2 or newer with full verification of chain and host name (RFC 5280, RFC 9525).
    func makeContext(peer: String) throws(NetworkError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.restrictToHTTP11()
        if case .certificates(let file) = self {
            configuration.trustRoots = .certificates(try readingPEM(file) { try NIOSSLCertificate.fromPEMFile(file) })
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw NetworkError(.tlsFailed, peer: peer, detail: "\(error)")
        }
    }
}

/// What a relay proves its name with: a certificate chain and the private key of its first certificate.
public struct TLSIdentity: Sendable {
    let context: NIOSSLContext

    /// Reads both PEM files, the server's own certificate first in its file, and checks that they belong together.
    ///
    /// - Throws: ``NetworkError/Code/certificateUnreadable``, its peer naming the file.
    public init(certificateChainFile: String, privateKeyFile: String) throws(NetworkError) {
        let chain = try readingPEM(certificateChainFile) { try NIOSSLCertificate.fromPEMFile(certificateChainFile) }
        let key = try readingPEM(privateKeyFile) { try NIOSSLPrivateKey(file: privateKeyFile, format: .pem) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.restrictToHTTP11()
        context = try readingPEM(privateKeyFile) { try NIOSSLContext(configuration: configuration) }
    }
}

private func readingPEM<T>(_ file: String, _ read: () throws -> T) throws(NetworkError) -> T {
    do {
        return try read()
    } catch {
        throw NetworkError(.certificateUnreadable, peer: file, detail: "\(error)")
    }
}

extension TLSConfiguration {
    /// What both sides have in common. TLS 1.3 is taken where both can.
    fileprivate mutating func restrictToHTTP11() {
        minimumTLSVersion = .tlsv12
        applicationProtocols = ["http/1.1"]
    }
}

extension NIOSSLContext {
    /// A handler that checks chain and host. An IP address is no server name (RFC 6066, section 3): it has to be among
    /// the addresses in the certificate.
    func makeClientHandler(host: String, peer: String) throws -> NIOSSLClientHandler {
        guard Host.canonicalIP(host) == nil else { return try NIOSSLClientHandler(context: self, serverHostname: nil) }
        // For a name, NIO alone would also take a certificate for the address that the name led to, and with that the
        // certificate of anyone who can forge the answer to a name lookup.
        return try NIOSSLClientHandler._makeSSLClientHandler(context: self, serverHostname: host) {
            certificate, channel in
            channel.eventLoop.makeCompletedFuture {
                let names = certificate._subjectAlternativeNames().filter { $0.nameType == .dnsName }
                guard names.contains(where: { Host.covers(String(decoding: $0.contents, as: UTF8.self), host) }) else {
                    throw NetworkError(.tlsFailed, peer: peer, detail: "the certificate is for another name")
                }
            }
        }
    }
}
