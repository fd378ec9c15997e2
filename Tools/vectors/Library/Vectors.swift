/// The test vectors of the protocol, made from the library's code.
public enum Vectors {
    /// Every file, in alphabetical order of names. The same bytes on every run and machine.
    /// - Throws: If the code does not do what the vectors' author says that it must.
    public static func files() throws -> [VectorFile] {
        [
            VectorFile("arrangements", try arrangements()),
            VectorFile("clinic-codes", try clinicCodes()),
            VectorFile("control", try control()),
            VectorFile("domain", try domain()),
            VectorFile("envelopes", try envelopes()),
            VectorFile("folders", try folders()),
            VectorFile("frames", try frames()),
            VectorFile("hashes", try hashes()),
            VectorFile("identities", try identities()),
            VectorFile("linking", try linking()),
            VectorFile("log", try log()),
            VectorFile("login", try login()),
            VectorFile("ops", try ops()),
            VectorFile("padding", try padding()),
            VectorFile("photos", try photos()),
            VectorFile("recovery", try recovery()),
            VectorFile("sealed", try sealed()),
            VectorFile("sessions", try sessions()),
            VectorFile("sharing", try sharing()),
            VectorFile("texts", try texts()),
            VectorFile("values", try values()),
            VectorFile("varints", try varints()),
        ]
    }
}
