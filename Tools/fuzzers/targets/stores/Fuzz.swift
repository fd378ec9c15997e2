import DermaFuzzing
import DermaFuzzingStores

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { FuzzTarget.stores.run(bytes, count) }
