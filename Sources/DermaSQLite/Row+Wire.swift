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
        try Value(decoding: Array(try value(column) as Data))
    }

    /// A column's value. One of another type is damage; GRDB's own subscript would trap.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = Value.fromDatabaseValue(self[column]) else { throw DamagedColumn() }
        return value
    }

    /// Whether a column holds nothing.
    func isNull(_ column: String) -> Bool { (self[column] as DatabaseValue).isNull }

    /// A column that holds a sequence.
    func sequence(_ column: String) throws -> UInt64 { UInt64(clamping: try value(column) as Int64) }
}

/// A column that holds what this code never writes.
struct DamagedColumn: Error {}
