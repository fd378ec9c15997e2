import DermaFuzzing
import DermaFuzzingWorlds

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { FuzzTarget.linking.run(bytes, count) }
