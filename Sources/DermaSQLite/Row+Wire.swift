import DermaSync
import DermaWire
import Foundation
import GRDB

extension Identifier {
    /// The id as a column holds it.
    var blob: Data { Data(bytes) }
}

extension Row {
    /// A column that holds a canonical encoding.
    func decode<Value: WireDecodable>(_ column: String) throws -> Value {
        try Value(decoding: Array(self[column] as Data))
    }

    /// A column that holds a sequence.
    func sequence(_ column: String) throws -> UInt64 { UInt64(clamping: self[column] as Int64) }
}
